"""Figures that cost more: they come when they are asked for, are those of their run, and stop."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from simulator.analysis.gradient_flow.flow import through_gates
from simulator.analysis.gradient_flow.jacobian import jacobian
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.network.lane import Lane
from simulator.network.refills import with_forget_bias
from simulator.objective.objective import Objective, Seed
from tests.ui.panels.lasting_panel import LastingPanel
from ui.panels.gradients.flows import run_figures
from ui.panels.gradients.flows.figures import SEEDS
from ui.panels.gradients.forget_bias import edit_of
from ui.panels.gradients.model import ALONG, COSTLY, DIRECTIONS, NORM, RADIUS, RATIO, STEP, lines
from ui.panels.gradients.panel import GradientFlowPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme

LEFT, T = Qt.MouseButton.LeftButton, 16


def noise(H=4, seed=1, bias=1.0):
    """Return a network as PyTorch draws it over noise, with a seed on the last h."""
    parameters = initialise(LSTMConfig(3, H), seed=seed, dtype=np.float64)
    values = np.random.default_rng(7).standard_normal((T, 3))
    experiment = Experiment.create(with_forget_bias(parameters, bias), values)
    return experiment.with_objective(Objective(seeds=(Seed("h", Lane(), T - 1),)))


def back_of(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back


def norm(values):
    return np.sqrt((values**2).sum(axis=-1))


@pytest.fixture
def shown(flow_over, _lasting_flow, qtbot):
    """Show the panel at the end of the way back, that is asked for its figures by a click."""

    def make(experiment, ask=True):
        bench = Workbench(Document.of("noise", experiment))
        panel = flow_over(bench, (1400, 700))
        panel.setUpdatesEnabled(False)  # `asked` paints the figures while they come
        bench.go_to(bench.snapshot().schedule.last)
        if ask:
            QTest.mouseClick(panel.tools_row.strength.button, LEFT)
        qtbot.waitUntil(lambda: panel.at_rest)
        return panel, bench

    yield make
    _lasting_flow.panel.setUpdatesEnabled(True)


@pytest.fixture(scope="module")
def _lasting(qapp):
    """One panel over a drawn network, for the tests that only look at its figures."""
    lasting = LastingPanel(GradientFlowPanel(theme.LIGHT))
    bench = Workbench(Document.of("noise", noise(bias=3.0)))
    lasting.follow(bench, (1400, 700))
    QTest.mouseClick(lasting.panel.tools_row.strength.button, LEFT)
    yield lasting.panel, bench
    lasting.close()


@pytest.fixture
def asked(_lasting, qtbot):
    """Return the file's panel with all its figures, at the end of the way back, and its bench."""
    panel, bench = _lasting
    bench.go_to(bench.snapshot().schedule.last)
    qtbot.waitUntil(lambda: panel.at_rest)
    return panel, bench


def text(panel, row, column):
    return panel.model.data(panel.model.index(row, column))


def test_nothing_is_computed_and_no_column_stands_there_before_it_is_asked_for(shown):
    panel, _ = shown(noise(), ask=False)
    assert panel.view.figures is None
    assert all(panel.table.isColumnHidden(column) for column in COSTLY)
    assert len(lines(panel.view.rows[0], RATIO)) == 2


def test_medians_and_parts_are_those_of_this_run(asked):
    panel, bench = asked
    assert not any(panel.table.isColumnHidden(column) for column in COSTLY)
    back, figures = back_of(bench.snapshot().experiment), panel.view.figures
    each = [jacobian(back.run, Lane(), t) for t in range(T)]
    radii = [np.abs(np.linalg.eigvals(J)).max() for J in each]
    sizes = [np.linalg.svd(J)[1][0] for J in each]
    assert figures.strength.radius == pytest.approx(np.median(radii))
    assert figures.strength.norm == pytest.approx(np.median(sizes))
    assert f"{np.median(radii):.2f}" in text(panel, 0, RADIUS)
    assert f"{np.median(sizes):.2f}" in text(panel, 0, NORM)
    parts = norm(through_gates(back, Lane()))
    lines = panel.plots.plots["dh"]._gates
    assert list(figures.gates) == list("ifgo")
    for number, (gate, norms) in enumerate(figures.gates.items()):
        np.testing.assert_allclose(norms[:-1], parts[1:, number])
        line = lines[gate]
        assert line.isVisible()
        np.testing.assert_allclose(line.getData()[1][:-1], np.log10(parts[1:, number]))
    dotted = panel.plots.plots["growth"]._lines[0][1]
    assert dotted.isVisible()
    np.testing.assert_allclose(dotted.getData()[1], np.log2(figures.growth[:, 0]))
    assert text(panel, 0, DIRECTIONS).count("×") == 4
    assert not panel.grab().isNull()


def test_ten_seeds_are_ten_networks_of_this_kind(asked):
    panel, _ = asked
    ratios, shares = [], []
    for seed in range(10):
        back = back_of(noise(seed=seed, bias=3.0))
        dh, dc = (norm(back.trace.values(key, Lane())[:, 0]) for key in ("dh", "dc"))
        f = back.run.trace.values("f", Lane())[1:, 0]
        o, c = (back.run.trace.values(name, Lane())[-1, 0] for name in ("o", "c"))
        came = (o * (1 - np.tanh(c) ** 2))[0]  # of the seed on h[0] at the end, along c[0]
        ratios.append(np.hypot(dh[0], dc[0]) / np.hypot(dh[-1], dc[-1]))
        shares.append(abs(came) * np.prod(f[:, 0]) / dc[0])
    spread = panel.view.figures.spread
    mean = np.exp(np.mean(np.log(ratios)))
    assert spread[:3] == pytest.approx((mean, min(ratios), max(ratios)))
    assert spread.direct == pytest.approx(np.exp(np.mean(np.log(shares))))
    assert f"{mean:.2f}" in text(panel, 0, RATIO)
    (row,) = panel.view.rows
    assert [len(lines(row, column)) for column in (STEP, RATIO, ALONG)] == [3, 4, 3]


def test_of_a_network_that_is_not_drawn_there_are_no_seeds(shown):
    parameters = noise().parameters
    scaled = parameters.with_arrays({"weight_hh_l0": 3 * parameters["weight_hh_l0"]})
    panel, _ = shown(noise().with_parameters(scaled))
    assert panel.view.figures.seeds == ()
    assert panel.view.figures.spread is None
    assert panel.view.figures.strength is not None


def test_seeds_stand_below_what_is_walked_to_the_end_only(asked, qtbot):
    panel, bench = asked
    whole = text(panel, 0, RATIO)
    bench.step(-5, "timestep")
    qtbot.waitUntil(lambda: panel.at_rest)
    assert "…" in whole
    assert "…" not in text(panel, 0, RATIO)
    for norms in panel.view.figures.gates.values():
        assert np.isnan(norms[:5]).all()
        assert np.isfinite(norms[5:-1]).all()


def test_pins_have_figures_of_their_own_and_an_edit_leaves_none_behind(shown, qtbot):
    panel, bench = shown(noise(bias=0.0))
    first, before = bench.snapshot().experiment, panel.view.figures
    QTest.mouseClick(panel.tools_row.pin, LEFT)
    bench.edit(*edit_of(first, 5.0))
    assert panel.view.figures.strength is None  # none of the run before, not for a moment
    assert panel.view.figures.seeds == ()
    qtbot.waitUntil(lambda: panel.at_rest)
    this, pinned = (row.figures for row in panel.view.rows)
    assert pinned.strength == before.strength
    assert pinned.spread == before.spread
    assert pinned.gates is None
    assert this.strength.radius > pinned.strength.radius
    assert this.spread.ratio > pinned.spread.ratio
    panel._copy()
    assert QGuiApplication.clipboard().text().count("…") >= 2


def test_letting_the_button_go_stops_the_work_and_what_is_there_is_kept(shown, qtbot, monkeypatch):
    panel, _ = shown(noise(), ask=False)
    button, figures = panel.tools_row.strength.button, panel.flows.figures
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: panel.view.figures.seeds_left < SEEDS)
    assert figures.busy
    QTest.mouseClick(button, LEFT)
    assert not figures.busy
    assert panel.view.figures is None
    computed = []
    walk = run_figures.walked
    monkeypatch.setattr(run_figures, "walked", lambda run: computed.append(run[0]) or walk(run))
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: panel.at_rest)
    assert 0 < len(computed) < SEEDS
    assert panel.view.figures.spread is not None


def test_a_hidden_panel_computes_nothing(follow):
    bench = Workbench(Document.of("noise", noise()))
    panel = follow(GradientFlowPanel(theme.LIGHT), bench, (1400, 700))
    bench.go_to(bench.snapshot().schedule.last)
    QTest.mouseClick(panel.tools_row.strength.button, LEFT)
    assert panel.flows.figures.busy
    panel.hide()
    assert not panel.flows.figures.busy
    assert not panel.tools_row.strength.busy


def test_of_a_large_network_the_strength_is_that_of_the_timestep(shown, qtbot):
    panel, bench = shown(noise(H=65))
    figures, growth = panel.view.figures, panel.view.figures.growth
    assert figures.at == 0
    bench.step(-4, "timestep")
    qtbot.waitUntil(lambda: panel.at_rest)
    after = panel.view.figures
    assert after.at == 4
    assert after.strength != figures.strength
    assert after.growth is growth
    J = jacobian(back_of(bench.snapshot().experiment).run, Lane(), 4)
    assert after.strength.norm == pytest.approx(np.linalg.svd(J)[1][0], rel=1e-3)
    assert "t 4" in text(panel, 0, RADIUS)


def test_where_memory_is_short_a_dash_stands(shown, monkeypatch):
    monkeypatch.setattr(run_figures, "why_too_large", lambda experiment: "too large")
    panel, _ = shown(noise())
    assert panel.view.figures.seeds == ()
    assert panel.view.figures.seeds_left == 0
    assert "…" not in text(panel, 0, RATIO)
    assert panel.view.figures.strength is not None  # this run is there already


def test_what_is_under_the_mouse_tells_of_gates_and_directions(asked):
    panel, _ = asked
    told = []
    panel.hovered.connect(told.append)
    panel._point_at_timestep(12)
    figures = panel.view.figures
    assert f"{figures.growth[12, 3]:.3g}" in told[-1]
    assert f"{figures.gates['f'][12]:.1e}".split("e")[0] in told[-1]
    panel._point_at_timestep(T - 1)
    assert "nan" not in told[-1]
