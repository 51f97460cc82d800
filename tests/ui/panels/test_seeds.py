"""A right click on any h, c, y or output asks what made it, in every panel that shows one."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address
from tests.ui.covered_window import lasting_window as lasting_window
from tests.ui.readouts import experiment_with_readout
from ui.panels.cell.panel import CellDiagram
from ui.panels.layouts import DEBUG
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.units.panel import UnitsPanel
from ui.panels.watches.panel import WatchesPanel
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.watching import Watching

Key, RIGHT = Qt.Key, Qt.MouseButton.RightButton


@pytest.fixture
def window(window_again):
    """Return the window at t 2 of a network with a readout; c[1] there is looked at and watched."""
    made = window_again(Document.of("test", experiment_with_readout()))
    made._checker.set_on(False)  # torch has no part in what is asked
    bench = made._workbench
    made._docks.lay_out(DEBUG)
    bench.step(3, "timestep")
    bench.look_at(Address("c", t=2, unit=1))
    bench.set_watching(Watching().with_watch(Address("c", unit=1)))
    return made


def panel_of(window, kind):
    panel = window._panels.of(kind)
    window._docks.bring_forward({p: key for key, p in window._panels.made.items()}[panel])
    QApplication.processEvents()
    return panel


def seeds(window):
    found = window._workbench.snapshot().experiment.objective.seeds
    return [(seed.quantity, seed.t, seed.unit) for seed in found]


def move_to(widget, place):
    for where in (place + QPoint(2, 0), place):
        QTest.mouseMove(widget, where)
        QApplication.processEvents()


def menu_at(widget, place, reason=QContextMenuEvent.Reason.Mouse):
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def questions(menu):
    texts = {action: action.text() for action in menu.actions()}
    return [
        action
        for action, text in texts.items()
        if text.startswith("Gradients of") and "loss" not in text
    ]


def on_cell(panel):
    return panel.canvas.spot_of(Address("c", t=2, unit=1))


def on_ledger(panel):
    table = panel._terms
    wanted = Address("c", t=1, unit=1)
    cells = itertools.product(range(table.terms.rowCount()), range(table.terms.columnCount()))
    places = (table.visualRect(table.terms.index(*cell)).center() for cell in cells)
    spots = (table._spot_at(place) for place in places)
    return next(spot for spot in spots if spot is not None and spot.subject == wanted)


def on_units(panel):
    panel.order.put("now", "c")
    panel._refresh()
    return panel._spot_of(1)


def on_watches(panel):
    return panel._spot_of(panel.rows.rows[0])


CASES = [
    (CellDiagram, on_cell, ("c", 2, 1)),
    (LedgerPanel, on_ledger, ("c", 1, 1)),
    (UnitsPanel, on_units, ("c", 2, 1)),
    (WatchesPanel, on_watches, ("c", 2, 1)),
]


@pytest.mark.few(1)
@pytest.mark.parametrize(("kind", "spot_in", "wanted"), CASES)
def test_by_the_mouse(window, kind, spot_in, wanted):
    panel = panel_of(window, kind)
    spot = spot_in(panel)
    place = spot.rect().center()
    move_to(spot.widget, place)
    menu = menu_at(spot.widget, place)
    (question,) = questions(menu)
    assert question.text() == "Gradients of this value"
    question.trigger()
    menu.close()
    assert seeds(window) == [wanted]
    again = menu_at(panel, QPoint(2, panel.height() - 2))
    back = next(action for action in again.actions() if action.text() == "Gradients of the loss")
    back.trigger()
    again.close()
    assert seeds(window) == []


KEYS = [
    (CellDiagram, lambda panel: panel.canvas, [Key.Key_End], ("h", 2, 1)),
    (WatchesPanel, lambda panel: panel.table, [Key.Key_Home], ("c", 2, 1)),
    (LedgerPanel, lambda panel: panel._terms, [Key.Key_Home, Key.Key_Right], ("c", 1, 1)),
]


@pytest.mark.few(1)
@pytest.mark.parametrize(("kind", "part_of", "keys", "wanted"), KEYS)
def test_away_from_numbers_it_is_asked_by_name_of_the_one_that_the_keys_are_at(
    window, kind, part_of, keys, wanted
):
    panel = panel_of(window, kind)
    part = part_of(panel)
    part.setFocus()
    for key in keys:
        QTest.keyClick(part, key)
    menu = menu_at(panel, QPoint(2, panel.height() - 2), QContextMenuEvent.Reason.Keyboard)
    (question,) = questions(menu)
    assert question.text() == f"Gradients of {wanted[0]}[{wanted[2]}]"
    question.trigger()
    menu.close()
    assert seeds(window) == [wanted]


def test_a_gate_and_a_hidden_number_have_no_such_question(window):
    bench, panel = window._workbench, panel_of(window, CellDiagram)
    for look, covered in ((Address("f", t=2), False), (Address("c", t=2, unit=1), True)):
        bench.look_at(look)
        if covered:
            bench.cover(HiddenValues(numbers=frozenset({look})))
        menu = menu_at(panel, QPoint(2, panel.height() - 2))
        assert not questions(menu)
        menu.close()


@pytest.mark.few(1)
@pytest.mark.parametrize("track", ["h", "c", "y"])
def test_on_the_timeline(window, track):
    panel = panel_of(window, TimelinePanel)
    panel.choose_tracks(("h", "c", "f", "y"))
    bench = window._workbench
    plots, viewport = panel.plots, panel.plots.viewport()
    QApplication.processEvents()

    def ask(of, t):
        view = plots.tracks[of].view
        height = bench.snapshot().values(of)[t, 0] if of == "y" else 0
        place = plots.mapFromScene(view.mapViewToScene(QPointF(t, height)))
        QTest.mouseMove(viewport, place)
        QTest.mouseClick(viewport, RIGHT, Qt.KeyboardModifier.NoModifier, place)
        return QApplication.activePopupWidget()

    for t in (0, 2):
        menu = ask(track, t)
        (question,) = questions(menu)  # the one of the place before is gone
        assert question.text() == "Gradients of this value"
        question.trigger()
        menu.close()
        (seed,) = seeds(window)
        assert seed[:2] == (track, t)
        assert track == "y" or seed[2] == 0
    menu = ask("f", 1)
    assert not questions(menu)
    next(action for action in menu.actions() if action.text() == "Gradients of the loss").trigger()
    menu.close()
    assert seeds(window) == []
    menu = ask("f", 1)
    assert "Gradients of the loss" not in [action.text() for action in menu.actions()]
    menu.close()
