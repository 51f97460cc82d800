"""Ledger panel on the way back: gradients and weights taken apart, at any position and option."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address, Given
from simulator.examples import latch
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.depth import count
from tests.simulator.analysis.decomposition.test_gradient_ledger import addresses, parameters_of
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from ui.panels.ledger.terms.digits import HIDDEN
from ui.panels.ledger.terms.drawing import GAP
from ui.panels.ledger.terms.term_model import FACTORS, ORIGIN, PRODUCT, SHARE, SUM, TermModel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format
from ui.style.key_names import NAMES

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make_panel(ledger_over, qtbot):
    """Return a workbench over an experiment, walked back to its start, and the file's panel."""

    def make(experiment, size=(900, 420)):
        bench = Workbench(Document.of("a test", experiment))
        panel = ledger_over(bench, size)
        for end in (bench.snapshot().schedule.end, bench.snapshot().schedule.last):
            go(qtbot, bench, end)
        return bench, panel

    return make


def go(qtbot, bench, position):
    bench.go_to(position)
    qtbot.waitUntil(lambda: bench.snapshot().position == position)


def texts(panel, column):
    terms = panel._terms.terms
    return [terms.index(row, column).data() for row in range(terms.rowCount())]


def links(panel):
    terms = panel._terms.terms
    rows = range(terms.rowCount())
    return [(r, o.number) for r in rows for o in terms.row(r).origins if o.number is not None]


def seeded(steps=6):
    """Return one unit that reads one number, with a seed on its last h."""
    config = LSTMConfig(1, 1)
    sequence = np.random.default_rng(5).standard_normal((steps, 1))
    experiment = Experiment.create(random_parameters(config, 5, np.float64), sequence)
    return experiment.with_objective(Objective(seeds=(Seed("h", t=steps - 1),)))


# Gradients of numbers


@pytest.mark.parametrize("seed", range(12))
def test_every_number_written_is_the_recorded_one(make_panel, seed):
    experiment = random_case(seed)
    bench, panel = make_panel(experiment)
    trace = bench.snapshot().back.trace
    for at in addresses(experiment, np.random.default_rng(seed), 12):
        bench.look_at(at)
        value = number_format.scientific(at.value(trace), 4)
        assert value in panel.heading()
        assert panel._foot.value.text() == value
        terms, book = panel._terms.terms, panel._page.ledger
        assert book.number == at
        for row, line in enumerate(terms.lines):
            if not isinstance(line.what, int) or line.what < 0:
                continue
            term = book.term(line.what)
            written = terms.index(row, FACTORS).data().split(" × ")
            for text, factor in zip(written, term.factors, strict=True):
                source = factor.source
                if isinstance(source, Address) and source.is_gradient and not factor.function:
                    assert text == number_format.scientific(source.value(trace), 3)
            assert terms.index(row, PRODUCT).data() == number_format.scientific(term.product, 3)
        assert panel._foot.ask.isEnabled() is False
        assert HIDDEN not in "".join(texts(panel, FACTORS))


@pytest.mark.parametrize("seed", range(8))
def test_no_position_and_no_link_breaks_it(make_panel, qtbot, seed):
    """A random walk through positions, links and weights, drawn and read aloud at each place."""
    rng, experiment = np.random.default_rng(seed), random_case(seed + 100)
    bench, panel = make_panel(
        experiment, (int(rng.integers(260, 1200)), int(rng.integers(110, 500)))
    )
    schedule, names = bench.snapshot().schedule, list(parameters_of(experiment).items())
    for _ in range(count(12, by_default=3)):
        go(qtbot, bench, int(rng.integers(schedule.end, schedule.last + 1)))
        if rng.random() < 0.5:
            name, shape = names[int(rng.integers(len(names)))]
            bench.look_at_weight(Given(name, tuple(int(rng.integers(n)) for n in shape)))
        for _ in range(3):
            panel.grab()
            panel._tools._fill()
            panel.add_entries_to(QMenu(panel))
            assert panel.caption(bench.snapshot()) is not None
            if panel._pages.currentWidget() is panel._message:
                assert panel._message.text()
                break
            assert panel.heading()
            found = links(panel)
            if found:
                panel._follow(found[int(rng.integers(len(found)))][1], 0)
        while bench.snapshot().stays:
            panel._go_back()


def test_what_is_not_walked_yet_says_so_and_shows_no_digit(make_panel, qtbot):
    bench, panel = make_panel(seeded())
    go(qtbot, bench, bench.snapshot().schedule.end + 12)
    bench.look_at(Address("dc", t=1))
    assert panel._message.isVisible()
    assert panel._message.number.text() == "dc[0] at t 1"
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    assert panel._weight_page.isVisible()
    go(qtbot, bench, bench.snapshot().schedule.end + 3)
    assert panel._message.isVisible()
    assert panel._message.number.text() == "dW_hf[0,0]"


def test_the_slope_that_is_a_factor_is_drawn_on_its_curve(make_panel):
    bench, panel = make_panel(seeded())
    trace = bench.snapshot().run.trace
    for key, function, of in (("dz_f", "σ", "z_f"), ("dz_g", "tanh", "z_g"), ("dc", "tanh", "c")):
        bench.look_at(Address(key, t=2))
        curve = panel._foot.curve
        assert curve.slopes
        assert curve.activation.function == function
        assert curve.activation.argument == Address(of, t=2).value(trace)
    bench.look_at(Address("do", t=2))
    assert not panel._foot.curve.slopes
    bench.look_at(Address("df", t=2))
    assert panel._foot.curve is None


def test_the_menu_lists_the_gradients_of_the_cell_and_leads_there(make_panel):
    bench, panel = make_panel(Document.of_example(latch()).experiment)
    bench.look_at(Address("dc", t=3))
    panel._tools._fill()
    actions = {action.text(): action for action in panel._tools.menu.actions() if action.text()}
    assert {"dy[0]", "dh[0]", "df[0]", "dz_o[0]", "dx[0]", "dc_prev[0]", "f[0]"} <= actions.keys()
    assert actions["dc[0]"].isChecked()
    actions["dz_o[0]"].trigger()
    assert bench.snapshot().pinned == Address("dz_o", t=3)
    assert Address(DY, t=3).exists(bench.snapshot().experiment)


def test_a_small_change_moves_the_seeded_number_by_what_the_last_line_says(make_panel):
    """The last line's estimate, against the run with the input raised."""
    experiment = seeded()
    bench, panel = make_panel(experiment)
    bench.look_at(Address("dx", t=2))
    raised = experiment.sequence.copy()
    raised[2, 0, 0] += 0.01
    other = Workbench(Document.of("raised", experiment.with_sequence(raised)))
    other._runner.run.advance()
    at = Address("h", t=5)
    change = at.value(other._runner.run.trace) - at.value(bench.snapshot().run.trace)
    said = panel._foot.last.text()
    written = said.split("about ")[1].split()[0].rstrip(".")
    assert number_format.parse(written) == pytest.approx(float(change), rel=0.2)


def test_what_is_not_finite_is_written_in_full_and_promises_no_change(make_panel):
    experiment = seeded()
    huge = replace(experiment.objective.seeds[0], number=1.7e308)
    bench, panel = make_panel(experiment.with_objective(Objective(seeds=(huge, huge))))
    for quantity in ("dg", "dz_g", "dx"):
        bench.look_at(Address(quantity, t=2))
        nan = number_format.scientific(float("nan"))
        view, terms = panel._terms, panel._terms.terms
        written = texts(panel, FACTORS)
        assert any(nan in text for text in written)
        assert "0.01" not in panel._foot.last.text()
        needed = max(view.fontMetrics().horizontalAdvance(text) for text in written)
        assert view.columnWidth(FACTORS) >= needed + 2 * GAP
        assert terms.rowCount() == len(written)


# Gradients of weights


def by_hand(bench):
    """Return what each timestep adds to dW_hf[0,0] of one unit."""
    snapshot = bench.snapshot()
    dz = snapshot.back.trace.values("dz_f", Lane())[:, 0, 0]
    return dz * snapshot.run.trace.lanes[Lane()].before("h")[:, 0, 0]


def test_timesteps_stand_by_size_with_shares_and_the_sum(make_panel):
    bench, panel = make_panel(seeded(), size=(1100, 420))
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    taught = by_hand(bench)
    order = np.argsort(-np.abs(taught))
    named = [text for text in texts(panel, ORIGIN) if text.startswith("t ")]
    assert named == [f"t {t}" for t in order]
    assert texts(panel, PRODUCT)[: len(order)] == [
        number_format.scientific(taught[t], 3) for t in order
    ]
    share = taught[order[0]] / taught.sum()
    assert texts(panel, SHARE)[0].replace("−", "-").split()[0] == f"{100 * share:.0f}"
    running = np.cumsum(taught[order])
    assert texts(panel, SUM)[:3] == [number_format.scientific(v, 4) for v in running[:3]]
    assert number_format.scientific(taught.sum(), 4) in panel.heading()
    assert "dz_f[0]·h[t−1][0]" in panel.heading()
    assert not panel._weight_page.histogram.isHidden()


@pytest.mark.few(2)
@pytest.mark.parametrize("times", [3.0, 47.0, -109.0, 1e9])
def test_shares_of_terms_that_nearly_cancel_have_room_for_every_digit(
    make_panel, monkeypatch, times
):
    bench, panel = make_panel(seeded(), size=(1100, 420))
    taught = by_hand(bench)
    total = float(taught[np.argmax(np.abs(taught))]) / times
    shown = TermModel.set_ledger

    def with_total(model, ledger, *others):
        shown(model, replace(ledger, total=np.float64(total)), *others)

    monkeypatch.setattr(TermModel, "set_ledger", with_total)
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    view, written = panel._terms, [text for text in texts(panel, SHARE) if text]
    share = float(written[0].split()[0].replace("−", "-"))
    assert share == pytest.approx(100 * times, rel=0.05)
    needed = max(view.fontMetrics().horizontalAdvance(text) for text in written)
    assert view.columnWidth(SHARE) >= needed + 2 * GAP


def test_by_time_sorts_the_other_way(make_panel, qtbot):
    bench, panel = make_panel(seeded())
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    panel._tools.by_time.click()
    named = [text for text in texts(panel, ORIGIN) if text.startswith("t ")]
    assert named == [f"t {t}" for t in range(6)]


def test_the_largest_stand_alone_then_the_others_then_the_rounding(make_panel):
    bench, panel = make_panel(seeded(40), size=(900, 220))
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    terms, taught = panel._terms.terms, by_hand(bench)
    alone = [line.what for line in terms.lines if isinstance(line.what, int) and line.what >= 0]
    assert alone == np.argsort(-np.abs(taught), kind="stable")[: len(alone)].tolist()
    assert 2 <= len(alone) < 20
    folds = [row for row in range(terms.rowCount()) if terms.row(row).fold is not None]
    assert folds == [len(alone)]
    fold = terms.row(folds[0])
    assert str(40 - len(alone)) in fold.texts[0]
    np.testing.assert_allclose(fold.line.adds, taught.sum() - taught[alone].sum(), rtol=1e-9)
    QTest.keyClick(panel._terms, Qt.Key.Key_End)
    panel._terms.choose_row(folds[0])
    QTest.keyClick(panel._terms, Qt.Key.Key_Return)
    assert terms.rowCount() > 40


def test_it_stays_while_one_steps_back_and_follows_how_far_that_is(make_panel, qtbot):
    bench, panel = make_panel(seeded())
    weight = Given("weight_hh_l0", (1, 0))
    bench.look_at_weight(weight)
    taught, schedule = by_hand(bench), bench.snapshot().schedule
    go(qtbot, bench, schedule.end)
    for walked in range(1, 4):
        bench.step(1, "timestep")
        assert bench.snapshot().weight_subject.walked == walked
        value = number_format.scientific(taught[6 - walked :].sum(), 4)
        assert value in panel.heading()
        histogram = panel._weight_page.histogram
        assert [histogram.is_ahead(t) for t in range(6)] == [t < 6 - walked for t in range(6)]
    bench.step(-1, "timestep")
    assert number_format.scientific(taught[4:].sum(), 4) in panel.heading()
    bench.go_to(3)
    assert bench.snapshot().parameter is None
    assert panel.heading().startswith(bench.snapshot().subject.name)


def test_a_click_on_a_timestep_looks_there_and_back_returns(make_panel):
    bench, panel = make_panel(seeded(), size=(1100, 420))
    weight = Given("weight_hh_l0", (1, 0))
    bench.look_at_weight(weight)
    table = panel._terms
    _, number = links(panel)[0]
    rect = table.origin_rects(table.terms.index(0, ORIGIN))[0]
    QTest.mouseClick(table.viewport(), LEFT, pos=QPoint(rect.left() + 4, rect.center().y()))
    assert bench.snapshot().pinned == number
    assert number.quantity == "dz_f"
    panel.tools.back.click()
    assert (bench.snapshot().pinned, bench.snapshot().parameter) == (None, weight)
    histogram = panel._weight_page.histogram
    place = histogram._plot()
    x = int(place.left() + (4 + 0.5) / 6 * place.width())
    assert histogram.timestep_at(x) == 4
    QTest.mouseClick(histogram, LEFT, pos=QPoint(x, int(place.center().y())))
    assert bench.snapshot().pinned == replace(number, t=4)
    panel.tools.back.click()
    panel.tools.back.click()
    assert not bench.snapshot().stays


def test_a_weight_that_is_a_factor_can_be_asked_about(make_panel):
    bench, panel = make_panel(seeded())
    bench.look_at(Address("dx", t=2))
    panel._terms.choose_row(0)
    menu = QMenu(panel)
    panel.add_entries_to(menu)
    parameter = panel._terms.terms.parameter(0)
    taught = [a for a in menu.actions() if a.text().startswith("Gradient of")]
    assert len(taught) == 1
    taught[0].trigger()
    assert bench.snapshot().parameter == parameter
    assert panel._of_weight


def test_forwards_without_a_loss_nobody_asks_what_teaches_a_weight(ledger_over):
    config = LSTMConfig(1, 1)
    experiment = Experiment.create(random_parameters(config), np.zeros((3, 1), np.float32))
    bench = Workbench(Document.of("a test", experiment))
    panel = ledger_over(bench, (700, 400))
    bench.step(1, "timestep")
    bench.look_at(Address("f", t=0))
    menu = QMenu(panel)
    panel.add_entries_to(menu)
    assert not [a for a in menu.actions() if a.text().startswith("Gradient of")]
    bench.look_at_weight(Given("weight_hh_l0", (0, 0)))
    assert bench.snapshot().parameter is None


def test_the_ledger_of_a_weight_copies_as_text(make_panel):
    bench, panel = make_panel(seeded())
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    panel._copy_table()
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == panel.heading()
    widths = {line.count("\t") for line in copied[1:]}
    assert widths == {4}
    panel._copy_sentence()
    assert QApplication.clipboard().text() == bench.snapshot().teaching.full


def test_without_the_keys_the_card_is_of_the_weight_s_gradient(make_panel):
    bench, panel = make_panel(seeded())
    bench.look_at_weight(Given("weight_hh_l0", (1, 0)))
    assert not panel._terms.hasFocus()
    assert panel.spot_of_keys().subject == bench.snapshot().weight_subject


@pytest.mark.parametrize(("suffix", "ends"), [("", (5, 3)), ("_reverse", (0, 2))])
def test_the_sum_names_its_timesteps_in_the_order_of_the_way_back(make_panel, qtbot, suffix, ends):
    config = LSTMConfig(1, 1, bidirectional=True)
    sequence = np.random.default_rng(5).standard_normal((6, 1))
    experiment = Experiment.create(random_parameters(config, 5, np.float64), sequence)
    seeds = Seed("h", Lane(0, 0), 5), Seed("h", Lane(0, 1), 0)
    bench, panel = make_panel(experiment.with_objective(Objective(seeds=seeds)))
    weight, schedule = Given(f"weight_hh_l0{suffix}", (1, 0)), bench.snapshot().schedule
    bench.look_at_weight(weight)
    lane = Lane(0, int(bool(suffix)))
    go(qtbot, bench, schedule.position_after(schedule.cell_at(lane, ends[1], 0), "dW"))
    assert bench.snapshot().parameter == weight
    assert re.findall(r"\d+", panel._weight_page.sum.text().rpartition("t ")[2]) == [
        str(end) for end in ends
    ]


def test_an_edit_keeps_the_weight_and_one_of_the_options_drops_it(make_panel, qtbot):
    bench, panel = make_panel(seeded())
    weight = Given("weight_hh_l0", (1, 0))
    bench.look_at_weight(weight)
    before = panel.heading()
    experiment = bench.snapshot().experiment
    changed = experiment.parameters.with_value("weight_hh_l0", (1, 0), 2.0)
    bench.edit(experiment.with_parameters(changed), "an edit")
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.last)
    assert bench.snapshot().parameter == weight
    assert panel.heading() != before
    bench.edit(bench.snapshot().experiment.with_objective(Objective()), "no differentiated value")
    assert bench.snapshot().parameter is None


def test_the_latch_says_it_in_one_sentence_with_its_loss(make_panel):
    bench, panel = make_panel(Document.of_example(latch()).experiment)
    bench.look_at_weight(Given("readout.weight", (0, 0)))
    assert panel.heading().startswith("dV[0,0]")
    assert "W" not in panel._weight_page.sum.text()
    assert bench.snapshot().teaching.brief.startswith("V[0,0]")


def test_the_terms_of_the_readouts_gradient_have_their_signs(make_panel):
    bench, panel = make_panel(Document.of_example(latch()).experiment)
    bench.go_to(bench.snapshot().schedule.end + 1)
    said = panel._foot.name.text().replace(" ", "")
    assert "−target[0]" in said
    assert "+target" not in said
    assert said.startswith("dy[0]=σ(y[0])")


def test_a_weight_that_is_gone_is_dropped_where_the_way_back_stays(make_panel):
    experiment = Document.of_example(latch()).experiment
    without = experiment.objective
    biased = replace(without.readout, bias=np.zeros(1, experiment.dtype))
    bench, panel = make_panel(experiment.with_objective(replace(without, readout=biased)))
    bench.look_at_weight(Given("readout.bias", (0,)))
    assert panel._of_weight
    before = bench.snapshot().schedule
    bench.edit(bench.snapshot().experiment.with_objective(without), "no bias")
    assert bench.snapshot().schedule == before
    assert bench.snapshot().parameter is None
    assert "db" not in panel.heading()


def test_a_number_that_stays_is_looked_at_in_a_longer_run(make_panel):
    bench, _ = make_panel(seeded())
    number = Address("dc", t=3)
    bench.look_at(number)
    before, experiment = bench.snapshot().schedule, bench.snapshot().experiment
    seeds = (*experiment.objective.seeds, Seed("h", t=1))
    longer = Experiment.create(
        experiment.parameters, np.concatenate([experiment.sequence, experiment.sequence])
    )
    bench.edit(longer.with_objective(Objective(seeds=seeds)), "longer")
    assert bench.snapshot().schedule != before
    assert bench.snapshot().pinned == number


@pytest.mark.parametrize("asked", [Given("weight_hh_l0", (0, 0)), Address("dc", t=1)])
def test_before_the_bend_it_names_the_key_that_leads_there(make_panel, qtbot, asked):
    bench, panel = make_panel(seeded())
    go(qtbot, bench, 3)
    if isinstance(asked, Given):
        bench.look_at_weight(asked)
    else:
        bench.look_at(asked)
    assert NAMES.way("last") in panel._message.text()
    assert NAMES.way("next_timestep") not in panel._message.text()
    bench.last()
    if isinstance(asked, Address):
        bench.look_at(asked)
    assert bench.snapshot().in_ledger == asked
    assert NAMES.way("next_timestep") in panel._message.text()


# What would make it …?


@pytest.mark.parametrize("quantity", ["dc_prev", "dz_f", "dh"])
def test_the_question_open_while_one_looks_at_a_gradient_says_what_it_is_for(make_panel, quantity):
    bench, panel = make_panel(seeded())
    bench.look_at(Address("f", t=2))
    panel.ask_wanted()
    assert "i, f, g, o" not in panel._sheet.answer.text()
    bench.look_at(Address(quantity, t=2))
    assert bench.snapshot().subject == Address(quantity, t=2)
    assert "i, f, g, o" in panel._sheet.answer.text()
