"""Every tab, control, caption and head of the window says what it is, under the mouse."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QSlider,
    QTabBar,
    QWidget,
)

from simulator.analysis.quantity_text import equation_text
from simulator.cells.lstm import lstm
from ui.matrix.axes import ColumnAxis
from ui.matrix.band_axis import BandAxis
from ui.panels.catalogue import PANELS
from ui.panels.cell.panel import CellDiagram
from ui.panels.layouts import EDIT, LEARN
from ui.panels.timeline.tracks.axis import AxisName, TimeAxis
from ui.panels.timeline.tracks.row_label import TimeRowLabel
from ui.widgets.elided_label import ElidedLabel

Role = Qt.ItemDataRole
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QSlider)
ITEMS = (TimeRowLabel, TimeAxis, AxisName, BandAxis, ColumnAxis)
SENTENCE = 5
"""Words from which a text on screen speaks for itself."""


def says_more(tip, name):
    return len(tip.split()) >= len(name.split()) + 2


def qts_own(widget):
    """Return True for parts of Qt's controls, and for its tabs, which ours take the place of."""
    around = widget.parentWidget()
    return (
        widget.objectName().startswith(("Scroll", "qt_"))
        or isinstance(around, QAbstractSpinBox | QComboBox)
        or (isinstance(widget, QTabBar) and isinstance(around, QMainWindow))
    )


def heads(view):
    """Yield text and tooltip of each visible head that is no bare number of a table's cells."""
    model, direction = view.model(), view.orientation()
    for section in range(view.count()):
        text = model.headerData(section, direction, Role.DisplayRole)
        if text and not view.isSectionHidden(section):
            tip = model.headerData(section, direction, Role.ToolTipRole) or view.toolTip()
            yield str(text), tip or ""


def names_of(widget):
    """Yield name and tooltip of what a widget shows."""
    if isinstance(widget, QTabBar):
        yield from ((widget.tabText(k), widget.tabToolTip(k)) for k in range(widget.count()))
    elif isinstance(widget, QHeaderView):
        yield from heads(widget)
    elif isinstance(widget, CONTROLS):
        named = isinstance(widget, QAbstractButton)
        yield (widget.text() if named else ""), widget.toolTip()
    elif isinstance(widget, QLabel | ElidedLabel):
        buddy = widget.buddy() if isinstance(widget, QLabel) else None
        if widget.text() and len(widget.text().split()) < SENTENCE:
            yield "", widget.toolTip() or (buddy.toolTip() if buddy else "")
    elif isinstance(widget, QGraphicsView):
        for item in widget.scene().items():
            if isinstance(item, ITEMS) and item.isVisible():
                yield "", item.toolTip()


def silent_in(top):
    """Return what is shown in a widget without a text under the mouse that says more."""
    silent = set()
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and not qts_own(widget):
            for name, tip in names_of(widget):
                if not says_more(tip, name):
                    around = widget.parentWidget()
                    shown = widget.text() if hasattr(widget, "text") else ""
                    silent.add((type(around).__name__, type(widget).__name__, name or shown, tip))
    return silent


@pytest.fixture
def window(make_window, make_workbench):
    bench = make_workbench(num_layers=2, bidirectional=True, batch=2, lengths=[6, 4])
    bench.go_to_timestep(3)
    return make_window(bench, shown=True)


@pytest.mark.few(1)
@pytest.mark.parametrize("layout", [LEARN, EDIT])
def test_all_that_is_named_in_the_window_is_explained(window, layout):
    window._docks.lay_out(layout)
    silent = silent_in(window)
    for key in PANELS:
        window._docks.show_panel(key)
        dock = window._docks._docks[key]
        QApplication.processEvents()
        dock.grab()  # a line that may be cut has its tooltip when it is painted
        silent |= silent_in(dock)
    assert silent == set()


def test_every_box_of_the_cell_tells_its_equation(window_again):
    window = window_again(num_layers=2)
    window._workbench.go_to_timestep(3)
    window._docks.show_panel("Cell")
    QApplication.processEvents()
    canvas = window._panels.of(CellDiagram).canvas
    config = window._workbench.snapshot().experiment.config
    told = {}
    for key, plate in canvas._plates.items():
        corner = plate.rect.topLeft() + QPointF(3, 3)
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, corner, corner, none, none, plain)
        QApplication.sendEvent(canvas, event)
        told[key] = canvas.toolTip()
    for key in "figoch":
        assert equation_text(config.quantity(key)) in told[key]
    assert all(says_more(told[key], key) for key in ("x", "h_prev", "c_prev"))
    assert len({told[key] for key in told if not key.startswith("z_")}) >= 9


def test_the_equation_of_a_quantity_is_one_line_of_plain_text():
    from simulator.network.quantities import cell_quantities

    of = cell_quantities(lstm())
    assert equation_text(of["c"]) == "c[t] = f[t] ⊙ c[t−1] + i[t] ⊙ g[t]"
    assert equation_text(of["f"]) == "f[t] = σ(W_if x[t] + b_if + W_hf h[t−1] + b_hf)"
