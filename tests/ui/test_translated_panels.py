"""Panels in another language: every text on screen or for a screen reader is translated."""

import re
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTabBar,
    QTableView,
    QTextBrowser,
    QWidget,
)

from simulator import translation
from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests import depth
from tests.needs_torch import INSTALLED
from tests.ui.read_aloud import COMMAND
from tests.ui.test_translated import foreign
from ui.matrix.matrix import Block
from ui.panels.weights import weight_cuts
from ui.session.edits import hold_edits

NAMES = re.compile(
    r"\.optim|any grad nan|10 \* best|Adam|"
    r"\w*_\w+|nn\.LSTM|LSTM|torch|numpy|float32|float64|tanh|input|output|lengths|timesteps|test|"
    r"batch|reverse|bidirectional|dropout|bias|True|False|None|nan|loss|max|zzz|\d+\.\d+\.\d[\w.+]*|"
    r"Shift|Ctrl|Alt|Enter|Delete|Backspace"
)
"""Names that are equal in every language: torch's, keys, versions, and the text typed here."""


@pytest.fixture
def _abroad():
    translation.install("xx", foreign)
    yield
    translation.load(translation.ENGLISH)


def english(text):
    """Return the untranslated words of a text."""
    plain = COMMAND.sub(" ", text)
    plain = re.sub(r"<style>.*?</style>|<[^>]*>", " ", plain, flags=re.DOTALL)
    return re.findall(r"[A-Za-z]{3,}", NAMES.sub("", plain))


def said_by(widget):
    """Return every text of a widget, shown or for screen readers."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QAbstractSpinBox):
        yield widget.placeholderText()
    if isinstance(widget, QSpinBox):
        yield from (widget.prefix(), widget.suffix())
    if isinstance(widget, QTextBrowser):
        yield widget.toPlainText()
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())
    if isinstance(widget, QTableView):
        model = widget.model()
        horizontal = Qt.Orientation.Horizontal
        headings = (model.headerData(c, horizontal) for c in range(model.columnCount()))
        yield from (str(heading or "") for heading in headings)


def hover(widget):
    """Move the mouse over a widget; with `--full`, in steps that meet every part."""
    for x in range(4, widget.width(), depth.count(19, by_default=57)):
        for y in range(4, widget.height(), depth.count(13, by_default=39)):
            place, none = QPointF(x, y), Qt.MouseButton.NoButton
            out = widget.mapToGlobal(place)
            moved = QMouseEvent(
                QEvent.Type.MouseMove, place, out, none, none, Qt.KeyboardModifier.NoModifier
            )
            QApplication.sendEvent(widget, moved)


@pytest.fixture
def window(make_window, qtbot, _abroad):
    """Return a window with every kind of content: lanes, rows, holds, cuts, watches, an edit."""
    options = {"batch": 2, "lengths": (6, 4), "num_layers": 2, "bidirectional": True}
    window = make_window(size=(1600, 1000), **options, shown=True)
    bench = window._workbench
    bench.go_to(bench.snapshot().schedule.end - 9)
    bench.select(Lane(1, 1), 1)
    qtbot.waitUntil(lambda: not window.busy and window.checked)
    return window


def acts(bench, panels):
    """Yield a user's actions in the panels, one after another."""
    lane = bench.snapshot().lane
    weights, timeline, lens = panels["Weights"], panels["Timeline"], panels["Lens"]
    yield lambda: weights.editor.put(Block.cell(1, 1), weights.editor.matrix.values.dtype.type(0.5))
    yield lambda: panels["Holds"].edited.emit(*_hold(bench.snapshot()), None)
    yield lambda: _cut(bench.snapshot(), weights)
    for text in ("c[1]", "c[1] > 1.5", "any nan", "m[9]", "zzz"):
        yield partial(_watch, panels["Watches"], text)
    for quantity in ("z_f", "f", "c", "h"):
        yield lambda quantity=quantity: bench.look_at(Address(quantity, lane, 3, 0, 1))
    yield lambda: lens.choose("", True)
    for button in (timeline.ends_button, timeline.curves_button, timeline.difference_button):
        yield lambda button=button: button.setChecked(True)
    yield lambda: timeline.baseline_button._fill()
    yield lambda: weights.fill_menu()
    yield lambda: bench.first()


def _watch(panel, text):
    panel.field.setText(text)
    panel._add_typed()


def _hold(snapshot):
    subject = Address("f", snapshot.lane, 3, 0, 1)
    return hold_edits.with_hold(snapshot.experiment, hold_edits.draft(snapshot, subject))


def _cut(snapshot, weights):
    cuts = weight_cuts._drafts(snapshot, weights.tab, Block(0, 0, 1, 2))
    weight_cuts._cut(snapshot, cuts, weights._take)


def test_no_panel_says_anything_that_is_not_translated(window, qtbot):
    bench, heard = window._workbench, []
    panels = window._panels
    for panel in panels.values():
        panel.hovered.connect(heard.append)
    for act in acts(bench, panels):
        act()
        qtbot.waitUntil(lambda: not window.busy and window.checked)
        for panel in panels.values():
            for widget in (panel, *panel.findChildren(QWidget)):
                if not isinstance(widget.parent(), QTabBar):  # Qt itself translates its arrows
                    heard += said_by(widget)
    bench.last()
    for key, panel in panels.items():
        window._docks.show_panel(key)
        qtbot.waitUntil(lambda: not window.busy and window.checked)
        for widget in panel.findChildren(QWidget):
            if widget.isVisible() and widget.hasMouseTracking():
                hover(widget)
    left = {word: text for text in set(heard) for word in english(text)}
    assert not left
    assert len(set(heard)) > (300 if INSTALLED else 250)  # without torch, the check has fewer texts
