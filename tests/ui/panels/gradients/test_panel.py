"""Gradient flow panel: norms, shares and verdicts are those of the gradients that are walked."""

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address
from simulator.analysis.gradient_flow.flow import flow
from simulator.analysis.gradient_flow.verdict import ARRIVES, VANISHED, verdict
from simulator.analysis.number_text import scientific
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.network.lane import Lane
from simulator.network.refills import forget_bias_of
from simulator.objective.objective import Objective, Seed
from tests.depth import count
from tests.simulator.gradients.cases import random_case
from tests.ui.double_click import double_click
from ui.panels.gradients.cells import map_rect
from ui.panels.gradients.flows import present_flow, whole_runs
from ui.panels.gradients.forget_bias import edit_of
from ui.panels.gradients.model import MAP, RATIO, RUN, VERDICT
from ui.panels.gradients.panel import GradientFlowPanel
from ui.panels.gradients.table import MapPlace
from ui.session import trace_memory
from ui.session.baselines import Baselines
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import chrome, fonts, theme
from ui.style.decades import scale_of
from ui.style.key_names import NAMES

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key
SIZE = (1100, 620)


def noise(T=24, H=4, seed=1, dtype=np.float64):
    """Return a network as PyTorch draws it over noise, with a seed on the last h."""
    config = LSTMConfig(3, H)
    values = np.random.default_rng(seed).standard_normal((T, 3)).astype(dtype)
    experiment = Experiment.create(initialise(config, seed=seed, dtype=dtype), values)
    return experiment.with_objective(Objective(seeds=(Seed("h", Lane(), T - 1),)))


def back_of(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back


@pytest.fixture
def shown(flow_over, qtbot):
    """Show the panel over an experiment, at the end of its way back or some steps before."""

    def make(experiment, steps=None, size=SIZE):
        bench = Workbench(Document.of("noise", experiment))
        panel = flow_over(bench, size)
        schedule = bench.snapshot().schedule
        bench.go_to(schedule.last if steps is None else schedule.end + steps)
        qtbot.waitUntil(lambda: panel.at_rest)
        QApplication.processEvents()  # the plots are made now, and laid out
        return panel, bench

    return make


def pin(bench, panel, qtbot):
    snapshot = bench.snapshot()
    baselines = snapshot.against.baselines
    bench.set_baselines(baselines.with_document(snapshot.document, snapshot.edit_label))
    qtbot.waitUntil(lambda: panel.at_rest)


def cell(panel, row, column):
    return panel.table.visualRect(panel.model.index(row, column))


@pytest.mark.parametrize("seed", range(16))
def test_norms_and_lines_are_those_of_the_gradients_known(shown, seed):
    """Whatever the options, for every lane and row, in either theme, at any step back."""
    rng, experiment = np.random.default_rng(seed), random_case(seed)
    back = back_of(experiment)
    steps = None if seed % 2 else int(rng.integers(back.order.num_steps + 1))
    panel, bench = shown(experiment, steps)
    panel.set_theme((theme.LIGHT, theme.DARK)[seed % 3 == 0])
    for lane in experiment.config.lanes():
        for row in range(experiment.batch_size):
            bench.select(lane, row)
            known = bench.snapshot().known("dc")
            if known.start >= known.stop:
                assert panel.view is None
                assert panel.message.text()
                continue
            reading = panel.view.present
            for name, shown_norm in (("dc", reading.dc), ("dh", reading.dh)):
                values = back.trace.values(name, lane)[: experiment.lengths[row], row]
                expected = np.full(len(values), np.nan)
                expected[known] = np.linalg.norm(values[known], axis=-1)
                np.testing.assert_allclose(shown_norm, expected, rtol=1e-12)
                line = panel.plots.plots[name]._lines[0][0]
                with np.errstate(divide="ignore"):
                    height = np.log10(expected)
                height[~np.isfinite(height)] = np.nan
                np.testing.assert_allclose(line.getData()[1], height, rtol=1e-12)
            f = back.run.trace.values("f", lane)[known, row]
            assert reading.mean_f == pytest.approx(f.mean())
            assert panel.headline_text()
            assert not panel.grab().isNull()


def test_it_says_what_to_press_and_walks_all_of_it(shown, qtbot):
    panel, bench = shown(noise(), 0)
    assert panel.view is None
    assert panel.link.isVisible()
    QTest.mouseClick(panel.link, LEFT)
    assert bench.snapshot().position == bench.snapshot().schedule.last
    qtbot.waitUntil(lambda: panel.view is not None)
    bench.edit(bench.snapshot().experiment.with_objective(Objective()), "none")
    assert panel.view is None
    assert not panel.link.isVisible()


def test_of_a_lane_that_is_not_walked_it_names_that_lane_and_no_key(shown):
    config = LSTMConfig(3, 2, num_layers=2)
    values = np.random.default_rng(1).standard_normal((4, 3))
    experiment = Experiment.create(initialise(config, seed=1, dtype=np.float64), values)
    seed = Seed("h", Lane(1), 3)
    panel, bench = shown(experiment.with_objective(Objective(seeds=(seed,))), 6)
    bench.select(Lane(0))
    assert panel.view is None
    assert Lane(0).text() in panel.message.text()
    assert NAMES.way("last") not in panel.message.text()
    bench.go_to(bench.snapshot().schedule.end)
    assert Lane(0).text() not in panel.message.text()
    assert NAMES.way("last") in panel.message.text()


def test_the_verdict_speaks_of_what_is_walked(shown):
    panel, bench = shown(noise())
    size = np.hypot(panel.view.present.dh, panel.view.present.dc)
    verdict = panel.view.present.verdict
    assert (verdict.begin, verdict.end) == (23, 0)
    assert verdict.ratio == pytest.approx(size[0] / size[23])
    bench.step(-20, "timestep")
    assert panel.view.present.verdict.end == 20
    assert panel.view.present.verdict.ratio == pytest.approx(size[20] / size[23])
    assert panel.model.data(panel.model.index(0, RATIO))


def test_a_long_verdict_comes_later_and_never_of_another_place(shown, qtbot, monkeypatch):
    monkeypatch.setattr(present_flow, "_AT_ONCE", 8)
    panel, bench = shown(noise())
    bench.step(-20, "timestep")
    assert not panel.at_rest
    qtbot.waitUntil(lambda: panel.at_rest)
    reading = panel.view.present
    assert reading.verdict.end == reading.end == 20


def test_a_pinned_run_stands_beside_this_one_with_its_own_numbers(shown, qtbot):
    panel, bench = shown(noise(T=60, H=8))
    pin(bench, panel, qtbot)
    first = bench.snapshot().experiment
    assert [row.present for row in panel.view.rows] == [True]
    bench.edit(*edit_of(first, 3.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    this, pinned = panel.view.rows
    assert (this.present, pinned.present, pinned.chosen) == (True, False, True)
    other = back_of(first)
    for row, back in ((this, back_of(bench.snapshot().experiment)), (pinned, other)):
        expected = np.linalg.norm(back.trace.values("dc", Lane())[:, 0], axis=-1)
        np.testing.assert_allclose(row.reading.dc, expected, rtol=1e-12)
    assert pinned.reading.verdict.kind == VANISHED
    assert this.reading.verdict.kind == ARRIVES
    assert pinned.name in panel.headline_text()
    both = np.concatenate([this.reading.flow.dc.ravel(), pinned.reading.flow.dc.ravel()])
    assert panel.view.range.top == np.ceil(np.log10(np.abs(both).max()))


def test_a_pinned_run_judged_over_other_timesteps_names_them(shown, qtbot):
    panel, bench = shown(noise())
    pin(bench, panel, qtbot)
    bench.edit(*edit_of(bench.snapshot().experiment, 3.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    whole = panel.headline_text()
    bench.step(-20, "timestep")
    qtbot.waitUntil(lambda: panel.at_rest)
    this, pinned = (row.reading.verdict for row in panel.view.rows)
    assert (this.end, pinned.end) == (20, 0)
    places = f"t {pinned.begin}", f"t {pinned.end}"
    told = panel.headline_text().split(panel.view.rows[1].name)[1]
    assert all(place in told for place in places)
    assert not any(place in whole.split(panel.view.rows[1].name)[1] for place in places)


def test_a_pinned_sabotaged_run_keeps_its_own_flow(shown, qtbot):
    panel, bench = shown(noise(T=20))
    right = panel.view.present.dc.copy()
    bench.set_mistake("dc without the slope of tanh(c)", "sabotage")
    qtbot.waitUntil(lambda: panel.at_rest)
    wrong = panel.view.present.dc.copy()
    assert not np.allclose(wrong, right, rtol=1e-3)
    pin(bench, panel, qtbot)
    bench.set_mistake("", "right again")
    qtbot.waitUntil(lambda: panel.at_rest)
    this, pinned = panel.view.rows
    np.testing.assert_array_equal(this.reading.dc, right)
    np.testing.assert_array_equal(pinned.reading.dc, wrong)


def test_pins_without_a_way_back_as_long_stay_apart(shown, qtbot):
    panel, bench = shown(noise())
    experiment = bench.snapshot().experiment
    shorter = Experiment.create(experiment.parameters, experiment.sequence[:9, 0])
    shorter = shorter.with_objective(Objective(seeds=(Seed("h", Lane(), 8),)))
    aimless = experiment.with_objective(Objective())
    bench.set_baselines(Baselines().with_pin("a", shorter).with_pin("b", aimless))
    assert len(panel.view.rows) == 1
    assert panel.view.apart == 2
    assert panel.apart.isVisible()


def test_a_pin_without_memory_says_so(shown, qtbot, monkeypatch):
    monkeypatch.setattr(trace_memory, "available_bytes", lambda: 1000)
    panel, bench = shown(noise())
    pin(bench, panel, qtbot)
    bench.edit(*edit_of(bench.snapshot().experiment, 3.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    assert panel.view.rows[1].reading is None
    assert "1.0 kB" in panel.model.data(panel.model.index(1, VERDICT))
    assert not panel.grab().isNull()


def test_another_lane_of_a_pin_is_read_from_the_run_at_hand(shown, qtbot, monkeypatch):
    config = LSTMConfig(3, 4, 2)
    parameters = initialise(config, seed=3, dtype=np.float64)
    values = np.random.default_rng(3).standard_normal((12, 3))
    experiment = Experiment.create(parameters, values)
    experiment = experiment.with_objective(Objective(seeds=(Seed("h", Lane(1), 11),)))
    panel, bench = shown(experiment)
    pin(bench, panel, qtbot)
    bench.edit(*edit_of(experiment, 1.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    monkeypatch.setattr(whole_runs, "run_of", None)
    bench.select(Lane(1))
    qtbot.waitUntil(lambda: panel.at_rest)
    expected = np.linalg.norm(back_of(experiment).trace.values("dc", Lane(1))[:, 0], axis=-1)
    np.testing.assert_allclose(panel.view.rows[1].reading.dc, expected, rtol=1e-12)


def test_a_click_compares_and_a_double_click_opens_as_an_edit(shown, qtbot):
    panel, bench = shown(noise())
    pin(bench, panel, qtbot)
    first = bench.snapshot().experiment
    bench.edit(*edit_of(first, 3.0))
    pin(bench, panel, qtbot)
    bench.edit(*edit_of(first, 1.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    second = bench.snapshot().experiment
    viewport = panel.table.viewport()
    panel.table.scrollTo(panel.model.index(1, RUN))
    QTest.mouseClick(viewport, LEFT, pos=cell(panel, 1, RUN).center())
    assert bench.snapshot().against.baselines.chosen.experiment is first
    double_click(viewport, LEFT, pos=cell(panel, 1, RUN).center())
    assert bench.snapshot().experiment is first
    qtbot.waitUntil(lambda: panel.at_rest)
    assert panel.view.rows[0].pin.experiment is first
    bench.undo()
    assert bench.snapshot().experiment is second


def test_the_table_is_walked_by_keys(shown, qtbot):
    panel, bench = shown(noise())
    for bias in (0.0, 3.0):
        bench.edit(*edit_of(bench.snapshot().experiment, bias))
        pin(bench, panel, qtbot)
    bench.edit(*edit_of(bench.snapshot().experiment, 5.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    panel.table.clearFocus()
    panel.table.setCurrentIndex(QModelIndex())
    panel.table.setFocus()
    assert panel.table.currentIndex().row() == 0
    for key in (Key.Key_Down, Key.Key_Return):
        QTest.keyClick(panel.table, key)
    assert bench.snapshot().against.baselines.chosen.name == "forget bias 0"
    QTest.keyClick(panel.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert all(name in copied for name in ("forget bias 0", "forget bias 3", "forget bias 5"))


def test_the_menu_of_a_run_unpins_it(shown, qtbot):
    panel, bench = shown(noise())
    pin(bench, panel, qtbot)
    bench.edit(*edit_of(bench.snapshot().experiment, 3.0))
    qtbot.waitUntil(lambda: panel.at_rest)
    panel._ask_menu(1, panel.mapToGlobal(QPoint(5, 5)))
    menu = next(m for m in panel.findChildren(QMenu) if m.isVisible())
    entry = next(a for a in menu.actions() if a.text() == "Unpin this run")
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry).center())
    assert bench.snapshot().against.baselines.pins == ()
    assert len(panel.view.rows) == 1


def test_buttons_pin_once_and_unpin_all(shown, qtbot):
    panel, bench = shown(noise())
    tools = panel.tools_row
    assert not tools.unpin.isEnabled()
    QTest.mouseClick(tools.pin, LEFT)
    (only,) = bench.snapshot().against.baselines.pins
    assert only.experiment is bench.snapshot().experiment
    assert not tools.pin.isEnabled()
    QTest.mouseClick(tools.unpin, LEFT)
    assert bench.snapshot().against.baselines.pins == ()


def test_the_forget_bias_is_one_edit(shown):
    panel, bench = shown(noise())
    before = bench.snapshot().experiment
    button = panel.tools_row.bias
    action = next(a for a in button.menu().actions() if a.data() == 3)
    action.trigger()
    after = bench.snapshot().experiment
    assert forget_bias_of(after.parameters) == 3
    assert "3" in button.text()
    bench.undo()
    assert bench.snapshot().experiment is before


def test_a_map_has_the_colours_of_its_decades_and_a_click_looks_there(shown):
    panel, bench = shown(noise(T=20))
    table, reading = panel.table, panel.view.present
    rect, image = map_rect(cell(panel, 0, MAP)), table.viewport().grab().toImage()
    scale = scale_of(theme.LIGHT, panel.view.range)
    for t, unit in ((0, 0), (7, 2), (19, 3)):
        x = rect.left() + int((t + 0.5) * rect.width() / 20)
        y = rect.top() + int((unit + 0.5) * rect.height() / 4)
        colour = scale.colour(float(reading.flow.dc[t, unit]))
        assert image.pixelColor(x, y).name() == colour.name()
        QTest.mouseClick(table.viewport(), LEFT, pos=QPoint(x, y))
        assert bench.snapshot().pinned == Address("dc", Lane(), t, 0, unit)


def test_a_click_on_a_plot_looks_at_its_timestep_and_a_double_click_goes_there(shown):
    panel, bench = shown(noise(T=20))
    plot = panel.plots.plots["dc"]
    box = plot.view
    place = plot.mapFromScene(box.mapViewToScene(box.viewRect().center()))
    t = plot.timestep_at(place.toPointF())
    assert t in (9, 10)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert bench.snapshot().timestep == t
    assert plot.notes._noted.t == t
    double_click(plot.viewport(), LEFT, pos=place)
    assert bench.snapshot().pinned is None
    assert bench.snapshot().timestep == t


def test_what_is_under_the_mouse_is_told(shown):
    panel, _ = shown(noise(T=20))
    told = []
    panel.hovered.connect(told.append)
    panel._point_at_timestep(5)
    size = panel.view.present.dc[5]
    mantissa = f"{size:.1e}".split("e")[0]
    assert mantissa in told[-1]
    panel._point_at_timestep(None)
    assert told[-1] == ""


def test_a_covered_gradient_is_neither_drawn_nor_told(shown):
    panel, bench = shown(noise(T=20))
    told, reading, verdict = [], panel.view.present, panel.headline_text()
    panel.hovered.connect(told.append)
    rect = map_rect(cell(panel, 0, MAP))
    there = QPoint(*(rect.topLeft() + QPoint(rect.width() * 5 // 20 + 3, 3)).toTuple())
    drawn = panel.table.viewport().grab().toImage().pixelColor(there)
    panel._point_at_place(MapPlace(0, 5, 0))
    assert scientific(reading.flow.dc[5, 0], 4) in told[-1]
    bench.cover(HiddenValues(numbers=frozenset([Address("dc", t=5), Address("dh", t=9, unit=2)])))
    hidden = panel.view.present
    assert np.isnan([hidden.flow.dc[5, 0], hidden.dc[5], hidden.dh[9], *hidden.growth[4:6]]).all()
    assert np.isnan(panel.plots.plots["dc"]._lines[0][0].getData()[1][5])
    np.testing.assert_array_equal(hidden.dc[6:], reading.dc[6:])
    assert panel.table.viewport().grab().toImage().pixelColor(there) != drawn
    panel._point_at_place(MapPlace(0, 5, 0))
    assert not any(digit in told[-1].split(":")[-1] for digit in "0123456789")
    panel._point_at_timestep(5)
    assert "hidden" in told[-1]
    assert not any(digit in told[-1].split(":")[-1] for digit in "0123456789")
    panel._point_at_timestep(9)
    assert "‖dh‖" not in told[-1]
    assert panel.headline_text() == verdict


def test_a_verdict_that_tells_a_covered_gradient_is_not_given(shown):
    panel, bench = shown(noise(T=20, H=1))
    verdict = panel.headline_text()
    bench.cover(HiddenValues(numbers=frozenset([Address("dc", t=0)])))
    assert "hidden" in panel.headline_text()
    assert panel.model.data(panel.model.index(0, RATIO)) == ""
    assert not panel.grab().isNull()
    bench.cover(HiddenValues())
    assert panel.headline_text() == verdict


def test_rho_and_norm_come_when_they_are_asked_for(shown, qtbot):
    panel, bench = shown(noise(T=20))
    line = panel.tools_row.strength
    assert line.label.text() == ""
    QTest.mouseClick(line.button, LEFT)
    qtbot.waitUntil(lambda: line.label.text() != "")
    back = back_of(bench.snapshot().experiment)
    rows = _jacobian_by_differences(back.run, 0)
    radius = np.abs(np.linalg.eigvals(rows)).max()
    norm = np.linalg.svd(rows)[1][0]
    assert f"ρ {radius:.3g}" in line.label.text()
    assert f"‖J‖ {norm:.3g}" in line.label.text()


def _jacobian_by_differences(run, t):
    """Return ∂(h, c)/∂(h', c') at timestep 0, by central differences of whole runs."""
    experiment, H, eps = run.experiment, run.experiment.config.hidden_size, 1e-5

    def state(k, by):
        start = np.zeros(2 * H)
        start[k] = by
        h, c = start[:H].reshape(1, 1, H), start[H:].reshape(1, 1, H)
        other = Run(experiment.with_states(h_0=h, c_0=c))
        other.advance()
        return np.concatenate([other.trace.values(q, Lane())[t, 0] for q in ("h", "c")])

    columns = [(state(k, eps) - state(k, -eps)) / (2 * eps) for k in range(2 * H)]
    return np.stack(columns, axis=1)


def test_a_hidden_panel_lets_the_run_go(follow):
    bench = Workbench(Document.of("noise", noise(T=20)))
    panel = follow(GradientFlowPanel(theme.LIGHT), bench, SIZE)
    bench.go_to(bench.snapshot().schedule.last)
    panel.hide()
    assert panel.view is None
    assert panel.flows.present.reading is None
    bench.step(-3, "timestep")
    panel.show()
    assert panel.view.present.end == 3


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [(500, 300), (834, 190), (1424, 740), (300, 220)])
@pytest.mark.parametrize("percent", [100, 200])
def test_no_column_is_narrower_than_its_words_at_any_size(shown, qapp, size, percent):
    fonts.set_text_size(percent)
    chrome.apply(qapp, theme.LIGHT)
    panel, _ = shown(noise(T=20), size=size)
    panel.set_theme(theme.LIGHT)
    QApplication.processEvents()
    table, header = panel.table, panel.table.horizontalHeader()
    room = table.viewport().width()
    visible = [c for c in range(panel.model.columnCount()) if not table.isColumnHidden(c)]
    assert sum(table.columnWidth(c) for c in visible) == room
    metrics = header.fontMetrics()
    for column in visible[: 1 if room < fonts.px(300) else None]:
        name = panel.model.headerData(column, Qt.Orientation.Horizontal)
        assert metrics.horizontalAdvance(name) <= table.columnWidth(column)
    for kind in panel.plots.shown:
        plot = panel.plots.plots[kind]
        bottom = plot.axes["bottom"].sceneBoundingRect().bottom()
        assert bottom <= plot.viewport().height()
        assert plot.view.sceneBoundingRect().height() > 10


@pytest.mark.parametrize(("size", "low"), [((834, 190), True), ((1424, 740), False)])
def test_a_low_panel_scrolls_as_a_whole_and_its_table_does_not(shown, qtbot, size, low):
    panel, bench = shown(noise(T=20), size=size)
    for bias in (0.0, 3.0, 5.0):
        pin(bench, panel, qtbot)
        bench.edit(*edit_of(bench.snapshot().experiment, bias))
    qtbot.waitUntil(lambda: panel.at_rest)
    QApplication.processEvents()
    assert len(panel.view.rows) == 4
    assert not panel.table.verticalScrollBar().isVisible()
    assert (panel._page.height() > panel.height()) is low
    last = cell(panel, 3, RUN)
    assert panel.table.viewport().rect().contains(last.center())


def test_where_nothing_comes_through_h_its_plot_says_so(shown):
    parameters = initialise(LSTMConfig(3, 4), seed=1, dtype=np.float64)
    parameters = parameters.with_arrays({"weight_hh_l0": np.zeros((16, 4))})
    experiment = Experiment.create(parameters, np.ones((9, 3)))
    panel, _ = shown(experiment.with_objective(Objective(seeds=(Seed("c", Lane(), 8),))))
    plots = panel.plots.plots
    assert plots["dh"].notes._noted.remark
    assert not plots["dc"].notes._noted.remark
    assert not panel.grab().isNull()


def test_heads_of_numbers_stand_above_their_ends(shown):
    panel, _ = shown(noise(T=20))
    right = panel.model.headerData(
        RATIO, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    )
    left = panel.model.headerData(RUN, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    assert left is None


@pytest.mark.usefixtures("in_slices")
def test_a_long_way_is_read_now_and_then_and_judged_at_its_end(qtbot, follow, monkeypatch):
    for name in ("_AT_ONCE", "_OTHER_AT_ONCE", "_MEANWHILE_MILLISECONDS"):
        monkeypatch.setattr(present_flow, name, 0)
    experiment = noise(count(2000, by_default=500), H=8)
    bench = Workbench(Document.of("noise", experiment))
    panel = GradientFlowPanel(theme.LIGHT)
    follow(panel, bench, SIZE)
    present, seen = panel.flows.present, []

    def on_the_way():
        snapshot = bench.snapshot()
        if snapshot.position != snapshot.target and present.reading is not None:
            seen.append(present.reading)
        there = snapshot.position == snapshot.target and panel.at_rest
        return there and present.reading is not None and present.reading.walked_whole

    bench.go_to(bench.snapshot().schedule.last)
    present.found.connect(on_the_way)
    qtbot.waitUntil(on_the_way)
    assert seen
    assert all(reading.verdict is None for reading in seen)
    assert not all(reading.walked_whole for reading in seen)
    whole_back = back_of(experiment)
    whole = flow(whole_back, Lane())
    np.testing.assert_array_equal(present.reading.flow.dc, whole.dc)
    assert repr(present.reading.verdict) == repr(verdict(whole_back, whole))  # NaN is not itself
