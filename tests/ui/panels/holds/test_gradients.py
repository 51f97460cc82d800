"""On the way back the Holds panel tells what moving each held value would do."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from ui.panels.holds.panel import HoldsPanel
from ui.session.document import Document
from ui.session.edits import hold_edits
from ui.session.workbench import Workbench
from ui.style import number_format
from ui.style.theme import DARK, LIGHT


@pytest.fixture
def shown(follow, make_workbench):
    """Return the panel over a run with holds, a cut and a seed, and its workbench."""

    def show(holds=None, timesteps=12):
        last = timesteps - 1
        experiment = make_workbench(timesteps=timesteps).snapshot().experiment
        objective = Objective(seeds=(Seed("h", Lane(), last, 0, 1),))
        kept = holds or (
            Hold("f", 0, 0, (0, 1), 3, 8, 0.75),
            Hold("c", 0, 0, (1,), 5, 5, 0.5),
            Cut("weight_hh", 0, 0, (1, 0), 2, 6),
        )
        bench = Workbench(
            Document.of("test", experiment.with_objective(objective).with_holds(*kept))
        )
        return follow(HoldsPanel(LIGHT), bench, (380, 260)), bench

    return show


def lines(panel):
    return [panel.list.itemWidget(panel.list.item(row)) for row in range(panel.list.count())]


def told(panel):
    """Return the gradient and the words of each line."""
    return [(line._gradient.text(), line._where.text()) for line in lines(panel)]


def walked(bench):
    run = Run(bench.snapshot().experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back.trace


def test_each_line_tells_the_sum_of_its_gradients_as_far_as_it_is_walked(shown):
    panel, bench = shown()
    plain = told(panel)
    assert [gradient for gradient, _ in plain] == [""] * 3
    bench.last()
    assert told(panel) == plain
    df = walked(bench).values("df", Lane())[:, 0].astype(np.float64)
    dc = walked(bench).values("dc", Lane())[:, 0].astype(np.float64)
    for _ in range(12):
        bench.step(1)
        t = bench.snapshot().timestep
        (of_f, words), (of_c, _), cut = told(panel)
        assert cut == plain[2]
        known = df[max(3, t) : 9]
        if not len(known):
            assert of_f == ""
            continue
        assert of_f == number_format.scientific(float(known.sum()))
        assert words.startswith(plain[0][1])
        assert ("so far" in words) == (t > 3)
        assert of_c == (number_format.scientific(float(dc[5, 1])) if t <= 5 else "")


def test_the_words_have_the_sign_of_the_gradient_and_go_with_the_step_back(shown):
    panel, bench = shown()
    bench.last()
    bench.last()
    for (_, words), place in zip(told(panel), range(2), strict=False):
        found = hold_edits.gradient_at(bench.snapshot(), place)
        assert found.value != 0
        assert ("increases h[1] at t 11" in words) == (found.value > 0)
        assert ("decreases h[1] at t 11" in words) == (found.value < 0)
        item = panel.list.item(place)
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            assert number_format.exact(np.float64(found.value)) in item.data(role)
    bench.first()
    assert [gradient for gradient, _ in told(panel)] == [""] * 3
    assert "gradient" not in panel.list.item(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_hold_that_reaches_nothing_says_so(shown):
    panel, bench = shown((Hold("o", 0, 0, (0,), 11, 11, 0.5),))
    bench.last()
    bench.last()
    (gradient, words), *_ = told(panel)
    assert gradient == number_format.scientific(0.0)
    assert "effect" in words


def test_an_edit_and_another_theme_keep_the_gradients(shown):
    panel, bench = shown()
    bench.last()
    bench.last()
    before = told(panel)
    panel.set_theme(DARK)
    assert told(panel) == before
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    bench.edit(experiment.with_parameters(parameters), "edit")
    assert told(panel) != before
    df = walked(bench).values("df", Lane())[3:9, 0].astype(np.float64)
    assert told(panel)[0][0] == number_format.scientific(float(df.sum()))


def test_of_thousands_of_holds_those_in_sight_are_told(shown):
    holds = [Hold("ifgoch"[k % 6], 0, 0, (k % 2,), k % 11, k % 11, 0.5) for k in range(3000)]
    panel, bench = shown(tuple(holds))
    bench.last()
    bench.last()
    for place in (0.0, 0.5, 1.0):
        bar = panel.list.verticalScrollBar()
        bar.setValue(round(place * bar.maximum()))
        rows = panel._in_sight()
        assert 0 < len(rows) < 30
        seen = [panel.list.itemWidget(panel.list.item(row)) for row in rows]
        assert all(line._gradient.text() for line in seen)
    assert len([line for line in lines(panel) if line is not None]) < 100


def test_every_row_is_as_high_as_its_line(shown):
    panel, _ = shown()
    for row, line in enumerate(lines(panel)):
        height = panel.list.visualItemRect(panel.list.item(row)).height()
        assert height >= line.sizeHint().height() > 20
