"""Decimals: one choice holds in every panel that writes a number in little room, at once."""

import re

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.analysis.decomposition.ledger import ledger as ledger_of
from simulator.network.lane import Lane
from tests.ui.cards.at_numbers import elapse, move, rest
from ui.cards.content import brief_of, content_of
from ui.matrix.colour_bar import ColourBar
from ui.matrix.table_model import ValueModel
from ui.panels.cell.panel import CellDiagram
from ui.panels.consequence import consequence
from ui.panels.ledger.formula import worked_out
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.term_model import SUM
from ui.panels.now.panel import NowPanel
from ui.panels.timeline.against.moved_line import MovedLine
from ui.panels.units.model import FIGURE
from ui.panels.units.panel import UnitsPanel
from ui.panels.watches.model import VALUE
from ui.panels.watches.panel import WatchesPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.watching import Watching
from ui.style import number_format
from ui.style.theme import LIGHT

T, UNIT = 4, 1
H = Address("h", Lane(0, 0), T, 0, UNIT)


def written(value, decimals):
    """Write a number by hand, with the window's minus."""
    return f"{float(value):.{decimals}f}".replace("-", number_format.MINUS)


def shown_in(window, snapshot):
    """Return what each panel writes of h[1] at t 4, or what else it has, beside the value."""
    trace, lane = snapshot.run.trace, H.lane
    h = trace.values("h", lane)[T, 0]
    ledger, units = window._panels.of(LedgerPanel), window._panels.of(UnitsPanel)
    now, face = window._panels.of(NowPanel), window._panels.of(CellDiagram).canvas.plate("h")
    terms = ledger._terms.terms
    row = [int(units.rows.index(k, 0).data()) for k in range(len(h))].index(UNIT)
    column = [vector.key for vector in now.units.vectors].index("h")
    moved = snapshot.against.comparison.largest(snapshot.position)
    weight = snapshot.experiment.parameters["weight_ih_l0"][0, 0]
    table = ValueModel(LIGHT)
    table.bind(window._panels.of(WeightsPanel).editor.matrix)
    tanh_c = np.tanh(trace.values("c", lane)[T, 0, UNIT])
    return {
        "Ledger": (terms.index(terms.rowCount() - 1, SUM).data(), h[UNIT]),
        "Ledger, formula": (worked_out(ledger_of(trace, H)), h[UNIT]),
        "Units": (units.rows.index(row, FIGURE).data(), h[UNIT]),
        "Watches": (window._panels.of(WatchesPanel).rows.index(0, VALUE).data(), h[UNIT]),
        "Now": (now.units.index(UNIT, column).data(), h[UNIT]),
        "Cell": (face.text, h[face.unit]),
        "card": (content_of(snapshot, H).value, h[UNIT]),
        "status line": (brief_of(snapshot, H), tanh_c),
        "Weights": (table.index(0, 0).data(), weight),
        "Timeline": (window.findChild(MovedLine).text(), moved.after),
        "consequence": (consequence(snapshot), moved.after),
    }


@pytest.mark.few(1)
@pytest.mark.parametrize("decimals", [2, 5])
def test_the_same_number_has_the_chosen_decimals_in_every_panel(window_again, decimals):
    """The choice is made while the panels are shown; each number is the trace's."""
    window = window_again(timesteps=6)
    bench = window._workbench
    for key in ("Cell", "Ledger", "Now", "Timeline", "Watches", "Weights"):
        window._docks.show_panel(key)
    bench.set_watching(Watching().with_watch(H))
    bench.go_to_timestep(T)
    experiment = bench.snapshot().experiment
    edited = experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    bench.edit(experiment.with_parameters(edited), "edit")
    window._docks.show_panel("Units")  # later ones lie before it
    window._panels.of(UnitsPanel).ask("now", "h")
    window.preferences.appearance.set_decimals(decimals)
    QApplication.processEvents()
    wrong = {}
    for place, (text, value) in shown_in(window, bench.snapshot()).items():
        assert 0.01 < abs(value) < 10
        if not re.search(rf"(?<!\d){written(value, decimals)}(?!\d)", text):
            wrong[place] = (text, value)
    assert wrong == {}


def test_what_is_exact_stays_exact():
    number_format.set_decimals(2)
    assert number_format.exact(np.float32(0.1234567)) == "0.1234567"
    assert number_format.fixed(0.1, 1) == "0.1"


def test_a_card_that_stays_takes_the_chosen_decimals(window_again):
    window = window_again(timesteps=6)
    bench = window._workbench
    window._docks.show_panel("Cell")
    bench.go_to_timestep(T)
    card = rest(window, window._panels["Cell"].canvas.spot_of(H))
    h = bench.snapshot().run.trace.values("h", H.lane)[T, 0, UNIT]
    for decimals in (5, 3):
        window.preferences.appearance.set_decimals(decimals)
        assert card.texts()[0].lstrip("+") == written(h, decimals)


def test_a_colour_bar_is_read_aloud_with_the_chosen_decimals(window_again):
    window = window_again()
    bar = window._panels["Inputs"].findChild(ColourBar)
    window.preferences.appearance.set_decimals(4)
    assert re.search(r"\.\d{4}(?!\d)", bar.accessibleName())


def test_the_status_line_takes_the_chosen_decimals_while_the_mouse_rests(window_again):
    window = window_again(timesteps=6)
    bench = window._workbench
    bench.go_to_timestep(T)
    canvas = window._panels["Cell"].canvas
    lines, status = [], window._cards.status
    status.told.connect(lines.append)
    bench.select_unit(UNIT)
    move(canvas, canvas.spot_of(H).rect().center())
    elapse(status.rest)
    tanh_c = np.tanh(bench.snapshot().run.trace.values("c", H.lane)[T, 0, UNIT])
    for decimals in (5, 3):
        window.preferences.appearance.set_decimals(decimals)
        assert re.search(rf"(?<!\d){written(tanh_c, decimals)}(?!\d)", lines[-1]), lines[-1]


def test_the_line_of_consequence_takes_the_chosen_decimals(window_again):
    window = window_again(timesteps=6)
    bench = window._workbench
    bench.go_to_timestep(T)
    panel = window._panels.of(WeightsPanel)
    window._docks.show_panel("Weights")
    QApplication.processEvents()
    panel.editor.open_field((0, 0))
    QTest.keyClicks(panel.editor.field.edit, "2")
    assert panel.sheet.isVisible()
    snapshot = bench.snapshot()
    moved = snapshot.against.comparison.largest(snapshot.position)
    for decimals in (5, 3):
        window.preferences.appearance.set_decimals(decimals)
        QApplication.processEvents()
        assert panel.sheet.isVisible()
        assert written(moved.before, decimals) in consequence(snapshot)
        shown = panel.sheet.text().rstrip("…")
        assert consequence(snapshot).startswith(shown), shown


def test_a_unit_under_the_mouse_is_told_with_the_chosen_decimals(window_again):
    window = window_again(timesteps=6)
    bench = window._workbench
    window._docks.show_panel("Units")
    bench.go_to_timestep(T)
    QApplication.processEvents()
    panel, lines = window._panels.of(UnitsPanel), []
    panel.ask("now", "h")
    panel.hovered.connect(lines.append)
    panel.table.pointed.emit(UNIT)
    h = bench.snapshot().run.trace.values("h", H.lane)[T, 0, UNIT]
    for decimals in (5, 3):
        window.preferences.appearance.set_decimals(decimals)
        assert re.search(rf"(?<!\d){written(h, decimals)}(?!\d)", lines[-1]), lines[-1]
