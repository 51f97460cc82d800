"""Axes of a heat map."""

from pyqtgraph import AxisItem
from PySide6.QtWidgets import QGraphicsWidget

from tests.ui.matrix.matrices import matrix
from ui.matrix.heat_map import HeatMap
from ui.style.theme import LIGHT


def test_no_attribute_of_an_axis_hides_a_method_of_qt(qtbot):
    heat_map = HeatMap(LIGHT)
    qtbot.addWidget(heat_map)
    heat_map.bind(matrix())
    for axis in (heat_map._columns, heat_map._rows):
        own = vars(axis).keys() - vars(AxisItem("left")).keys()
        assert [name for name in own if callable(getattr(QGraphicsWidget, name, None))] == []
