"""FlowLayout: in a line as far as there is room, then in the next."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.widgets.flow_layout import FlowLayout


class Box(QWidget):
    def sizeHint(self):
        return QSize(50, 20)


@pytest.fixture
def flow(qtbot):
    area = QWidget()
    qtbot.addWidget(area)
    layout = FlowLayout(area, spacing=10)
    area.boxes = [Box() for _ in range(5)]
    for box in area.boxes:
        layout.addWidget(box)
    return area


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (290, [(0, 0), (60, 0), (120, 0), (180, 0), (240, 0)]),
        (289, [(0, 0), (60, 0), (120, 0), (180, 0), (0, 30)]),
        (110, [(0, 0), (60, 0), (0, 30), (60, 30), (0, 60)]),
        (50, [(0, 0), (0, 30), (0, 60), (0, 90), (0, 120)]),
    ],
)
def test_lines_are_filled_one_after_another(flow, width, places):
    flow.resize(width, 200)
    flow.show()
    assert [(box.x(), box.y()) for box in flow.boxes] == places
    assert flow.layout().heightForWidth(width) == places[-1][1] + 20


def test_what_is_hidden_takes_no_room(flow):
    flow.boxes[1].hide()
    flow.resize(110, 200)
    flow.show()
    assert [(flow.boxes[k].x(), flow.boxes[k].y()) for k in (0, 2, 3)] == [(0, 0), (60, 0), (0, 30)]
    flow.layout().removeWidget(flow.boxes[0])
    assert flow.layout().count() == 4
    assert flow.layout().itemAt(4) is None
    assert flow.layout().takeAt(7) is None
