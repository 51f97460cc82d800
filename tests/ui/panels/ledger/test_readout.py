"""Ledgers of a readout in the panel: terms that add up, links, outputs, the text to copy."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.ledger import ledger
from simulator.network.lane import Lane
from tests.ui.readouts import bench_with_readout
from ui.panels.ledger.terms.term_model import ORIGIN
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues

SIZE = (760, 420)
KINDS = [
    {"loss": "mse"},
    {"loss": "bce", "function": "sigmoid"},
    {"loss": "cross-entropy", "function": "softmax"},
    {"loss": "mse", "over": "h_n", "reduction": "sum"},
]


@pytest.fixture
def shown(ledger_over):
    """Show the file's panel, which follows a workbench."""
    return lambda bench: ledger_over(bench, SIZE)


def follow_link(panel, row):
    """Click the first link of a row of the table."""
    table = panel._terms
    rect = table.origin_rects(table.terms.index(row, ORIGIN))[0]
    place = rect.center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def links(panel):
    """Return the numbers that the rows lead to."""
    book = panel._ledger
    return [[f.source for f in book.term(k).factors] for k in range(len(book))]


@pytest.mark.few(2)
@pytest.mark.parametrize("objective", KINDS)
@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_terms_shown_add_up_to_the_number(shown, objective, bidirectional):
    bench = bench_with_readout(bidirectional=bidirectional, objective=objective)
    bench.last()
    panel = shown(bench)
    t = 4
    for quantity in bench.snapshot().experiment.objective.quantities:
        at = Address(quantity, t=t, unit=0)
        bench.look_at(at)
        book, value = panel._ledger, float(at.value(bench.snapshot().run.trace))
        total = math.fsum(book.products)
        if quantity == "p":
            total = math.exp(total) if "cross" in objective["loss"] else 1 / (1 + math.exp(-total))
        assert total == pytest.approx(value, abs=1e-9)
        assert panel.heading().startswith(at.text())
        assert panel._foot.value.text().replace("−", "-") == pytest.approx(f"{value:+.4f}") or (
            float(panel._foot.value.text().replace("−", "-")) == pytest.approx(value, abs=6e-5)
        )


@pytest.mark.parametrize(
    ("objective", "quantity", "said"),
    [
        ({"loss": "bce", "function": "sigmoid", "outputs": 1}, "loss", "log(1 + e^y) − target·y"),
        ({"loss": "cross-entropy", "function": "softmax"}, "loss", "log Σ e^y − y"),
        ({"loss": "cross-entropy", "function": "softmax"}, "p", "e^(y − log Σ e^y)"),
    ],
)
def test_what_is_taken_away_has_one_sign(shown, objective, quantity, said):
    """The formula that stands beside a number gives this number, its signs among it."""
    bench = bench_with_readout(objective=objective)
    bench.last()
    panel = shown(bench)
    counted = int(np.argmax(bench.snapshot().experiment.counts()[:, 0]))
    bench.look_at(Address(quantity, t=counted, unit=0))
    assert panel._foot.name.text().endswith(f" = {said}")


def test_the_newest_ledger_is_that_of_what_is_said(shown):
    bench = bench_with_readout()
    panel = shown(bench)
    bench.step(7, GATE)
    assert panel._subject == bench.snapshot().subject
    y = bench.snapshot().run.trace.values("y", Lane())[0, 0]
    assert panel._subject == Address("y", t=0, unit=int(y.argmax()))


def test_the_links_lead_to_h_and_back(shown):
    bench = bench_with_readout(num_layers=2, bidirectional=True, objective={"over": "h_n"})
    bench.select(Lane(1))
    bench.last()
    panel = shown(bench)
    subject = panel._subject
    read = [sources[-1] for sources in links(panel) if isinstance(sources[-1], Address)]
    ends = [Address("h", Lane(1, 0), 4, unit=k) for k in range(2)]
    ends += [Address("h", Lane(1, 1), 0, unit=k) for k in range(2)]
    assert read == ends
    rows = [k for k, sources in enumerate(links(panel)) if sources[-1] == ends[2]]
    follow_link(panel, rows[0])
    assert bench.snapshot().pinned == ends[2]
    QTest.keyClick(panel, Qt.Key.Key_Backspace)
    assert bench.snapshot().subject == subject


def test_a_loss_leads_to_y_and_y_to_v(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench)
    bench.look_at(Address("loss", t=0))
    follow_link(panel, 1)
    assert bench.snapshot().pinned == Address("y", t=0, unit=1)
    asked = []
    panel.parameter_shown.connect(lambda *of: asked.append(of))
    panel._terms.choose_row(1)
    panel._show_parameter(1)
    (given,) = [s for s in links(panel)[1] if isinstance(s, Given)]
    assert asked == [(given.name, given.indices)] == [("readout.weight", (1, 0))]


def test_its_field_counts_outputs_and_leaves_the_unit(shown):
    bench = bench_with_readout(hidden_size=3, objective={"outputs": 12})
    bench.select_unit(2)
    bench.step(7, GATE)
    panel = shown(bench)
    field = panel._tools.unit
    assert (field.maximum(), field.accessibleName()) == (11, "Output")
    for unit in (11, 0):
        field.setValue(unit)
        assert bench.snapshot().subject == Address("y", t=0, unit=unit)
        assert bench.snapshot().unit == 2
    bench.step(-1, GATE)
    assert (field.maximum(), field.value(), field.accessibleName()) == (2, 2, "Unit")
    field.setValue(1)
    assert bench.snapshot().unit == 1


def test_the_menu_has_the_numbers_of_the_answer(shown):
    bench = bench_with_readout(num_layers=2, objective={"function": "softmax"})
    bench.select(Lane(1))
    bench.step(1)
    panel = shown(bench)
    menu = panel._tools.menu
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert [text.partition("[")[0] for text in texts[:9]] == [*"figoch", "y", "p", "loss"]
    next(action for action in menu.actions() if action.text() == "loss").trigger()
    assert bench.snapshot().pinned == Address("loss", t=0)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("c[")).trigger()
    assert bench.snapshot().pinned == Address("c", Lane(1), 0, unit=bench.snapshot().unit)
    bench.look_here()
    bench.select(Lane(0))
    menu.aboutToShow.emit()
    assert "loss" not in [action.text() for action in menu.actions()]


def test_the_caption_names_no_layer_of_a_readout(shown):
    bench = bench_with_readout(num_layers=2, batch=2)
    panel = shown(bench)
    bench.select(Lane(1))
    bench.step(1)
    assert "layer" not in panel.caption(bench.snapshot())
    assert "row 0" in panel.caption(bench.snapshot())
    bench.step(-1, GATE)
    assert panel.caption(bench.snapshot()).startswith("layer 1 forward")


def test_an_answer_is_copied_as_text(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench)
    bench.look_at(Address("loss", t=0))
    menu = QMenu()
    panel.add_entries_to(menu)
    entries = {action.text(): action for action in menu.actions()}
    entries["Copy table"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    book = ledger(bench.snapshot().run.trace, Address("loss", t=0))
    assert len(lines) >= 2 + len(book)
    for k in range(3):
        assert f"(y[{k}] − target[{k}])²/3" in lines[1 + k]
    assert "loss at t 0" in lines[-1]
    entries["Copy sentence"].trigger()
    assert "loss" in QGuiApplication.clipboard().text()
    menu.deleteLater()


def test_what_may_not_be_seen_is_not_taken_apart(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench)
    bench.cover(HiddenValues(numbers=frozenset({bench.snapshot().subject})))
    assert panel._ledger is None
    bench.cover(HiddenValues(ahead=True))
    bench.first()
    bench.look_at(Address("y", t=2))
    assert panel._ledger is None
    bench.go_to(Address("y", t=2).position(bench.snapshot().schedule))
    assert panel._ledger is not None


def test_an_edit_lights_the_number_and_undo_brings_it_back(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench)
    before = np.array(panel._ledger.value)
    experiment = bench.snapshot().experiment
    changed = experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    subject = bench.snapshot().subject
    bench.look_at(subject)
    bench.edit(experiment.with_parameters(changed), "a weight")
    assert panel._subject == subject
    assert panel._ledger.value != before
    bench.undo()
    assert panel._ledger.value == before
