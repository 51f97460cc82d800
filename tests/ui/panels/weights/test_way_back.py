"""Weights on the way back: w, the last timestep's share and dW so far, beside each other."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.analysis.address import Given
from simulator.engine.time_order import timestep_at
from tests.depth import count
from tests.simulator.gradients.cases import random_case
from ui.matrix.matrix import Block
from ui.panels.matrices.gradients import decades_of
from ui.panels.weights import parameter_matrices
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import BIASES, TABS, W_HH, W_HR, W_IH
from ui.panels.weights.readout_matrices import B_Y, V
from ui.panels.weights.weight_gradients import gradients_of
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format, theme

WIDE = 700, 620


def bench_of(seed, **options):
    return Workbench(Document.of("any", random_case(seed, steps=5, **options)))


def bench_where(test):
    """Return the first random workbench that passes a test of its experiment."""
    every = (random_case(seed, steps=5) for seed in range(300))
    return Workbench(Document.of("any", next(filter(test, every))))


@pytest.fixture
def shown(weights_over):
    """Show the file's panel, which follows a workbench."""
    return lambda bench, size=WIDE: weights_over(bench, size)


def shares_of(now, tab):
    """Return what each step of the selected lane's walk adds to a tab's matrix, from its end."""
    experiment, lane, lengths = now.experiment, now.lane, now.experiment.lengths
    forward, back = now.run.trace.lanes[lane], now.back.trace
    steps = now.schedule.num_timesteps
    found = []
    for walk in reversed(range(steps)):
        total = 0
        for row, length in enumerate(lengths):
            if walk >= length:
                continue
            t = timestep_at(lane.direction, length, walk)
            dz = back.values("dz", lane, (t, row))
            ones = np.ones(2)
            right = {
                W_IH: lambda t=t, row=row: now.run.trace.inputs[lane.layer][t, row],
                W_HH: lambda t=t, row=row: forward.before("h")[t, row],
                BIASES: lambda ones=ones: ones,
                W_HR: lambda t=t, row=row: forward.values("m")[t, row],
            }[tab]()
            left = back.values("dh", lane, (t, row)) if tab == W_HR else dz
            total = total + np.outer(left, right)
        found.append(total)
    assert experiment.num_timesteps == steps
    return found


@pytest.mark.parametrize("seed", range(14))
def test_share_and_sum_are_those_of_the_finished_timesteps(qapp, shown, seed):
    bench = bench_of(seed, most_holds=0)
    panel, rng = shown(bench), np.random.default_rng(seed)
    config = bench.snapshot().experiment.config
    lane = config.lane(int(rng.integers(config.num_lanes)))
    bench.last()
    bench.last()
    bench.select(lane)
    end = bench.snapshot()
    tabs = [W_IH, W_HH, *((BIASES,) if config.bias else ()), *((W_HR,) if config.proj_size else ())]
    every = {tab: shares_of(end, tab) for tab in tabs}
    for position in rng.integers(end.schedule.end + 1, end.schedule.last + 1, 6).tolist():
        bench.go_to(position)
        bench.select(lane)
        steps = position - end.schedule.end
        walked = end.schedule.backward.walked(steps, lane, "dW")
        for tab in tabs:
            panel.show_tab(tab)
            views = panel.beside.views
            assert views["share"].isVisible()
            if not walked:
                assert views["Σ"].matrix.text(0, 0, 2) == "·"
                continue
            share, total = (views[key].matrix.values for key in ("share", "Σ"))
            np.testing.assert_allclose(share, every[tab][walked - 1], rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(total, sum(every[tab][:walked]), rtol=1e-9, atol=1e-12)


def test_the_readout_s_v_learns_from_dy(qapp, shown):
    bench = bench_where(
        lambda e: e.source == "readout" and e.objective.readout.over == "every" and e.batch_size > 1
    )
    panel = shown(bench)
    bench.last()
    bench.last()
    panel.show_tab(V)
    now = bench.snapshot()
    top = [
        now.run.trace.lanes[lane].output
        for lane in now.experiment.config.lanes()
        if lane.layer == now.experiment.config.num_layers - 1
    ]
    read, dy = np.concatenate(top, axis=-1), now.back.trace.dy
    there = now.experiment.objective.reads(len(dy), now.experiment.lengths)
    wanted = np.einsum("tbk,tbf->kf", dy * there[..., None], read)
    np.testing.assert_allclose(panel.beside.views["Σ"].matrix.values, wanted, rtol=1e-9, atol=1e-12)
    if B_Y in parameter_matrices.tabs(now.experiment):
        panel.show_tab(B_Y)
        got = panel.beside.views["Σ"].matrix.values[:, 0]
        np.testing.assert_allclose(got, dy[there].sum(axis=0), rtol=1e-9, atol=1e-12)


def test_the_share_says_of_which_timestep_it_is(qapp, shown):
    bench = bench_where(lambda e: e.num_timesteps > 3 and e.config.num_lanes == 1)
    panel = shown(bench)
    bench.last()
    bench.step(1, "timestep")
    bench.step(3, "gate")
    last = bench.snapshot().experiment.num_timesteps - 1
    length = bench.snapshot().experiment.lengths[0]
    assert length == last + 1
    (_, note) = panel.beside._heads.shown("share")
    assert str(last) in note
    assert bench.snapshot().timestep == last - 1


def test_of_a_readout_of_the_end_the_share_is_that_of_each_row_s_last_timestep(qapp):
    bench = bench_where(
        lambda e: (
            e.source == "readout"
            and e.objective.readout.over != "every"
            and len(set(e.lengths)) > 1
        )
    )
    bench.last()
    bench.last()
    for row, length in enumerate(bench.snapshot().experiment.lengths):
        bench.select(bench.snapshot().lane, row)
        share, total = gradients_of(bench.snapshot(), V).parts
        assert str(length - 1) in share.note.split()
        assert str(length - 1) in total.note.split()


def test_forwards_there_is_the_matrix_alone_and_the_same_geometry(qapp, shown):
    bench = bench_of(4)
    panel = shown(bench, (300, 500))
    panel.show_tab(W_HH)
    bench.last()
    before = panel.single.geometry()
    bench.step(1, "gate")
    assert panel.single.geometry() != before
    bench.step(-1, "gate")
    assert panel.single.geometry() == before
    assert not any(view.isVisible() for view in panel.beside.views.values())
    assert not panel.beside.choice.isVisible()


def test_one_selection_goes_through_all_three(qapp, shown):
    bench = bench_where(lambda e: e.config.output_size > 2)
    panel = shown(bench)
    bench.last()
    bench.last()
    panel.show_tab(W_HH)
    views = panel.beside.views
    for chosen, cell in ((panel.single, (1, 0)), (views["Σ"], (5, 2)), (views["share"], (0, 1))):
        chosen.heat_map.select(cell)
        for view in (panel.single, *views.values()):
            assert view.heat_map.selected == cell
        foot = panel.beside.foot.text()
        assert panel.single.matrix.cell_name(*cell).replace(", ", ",") in foot
        for view in views.values():
            assert number_format.scientific(float(view.matrix.values[cell])) in foot


def test_a_click_on_a_share_asks_what_taught_its_weight(qapp, shown):
    bench = bench_where(lambda e: e.config.num_lanes == 1)
    panel = shown(bench)
    bench.last()
    bench.last()
    panel.show_tab(W_IH)
    H = bench.snapshot().experiment.config.hidden_size
    heat_map = panel.beside.views["share"].heat_map
    rect = heat_map.cell_rect((H, 0))
    QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert bench.snapshot().parameter == Given("weight_ih_l0", (H, 0))


def test_only_w_is_edited(qapp, shown):
    bench = bench_where(lambda e: e.config.num_lanes == 1)
    panel = shown(bench)
    bench.last()
    bench.last()
    panel.show_tab(W_IH)
    before = bench.snapshot().experiment
    for view in panel.beside.views.values():
        view.heat_map.setFocus()
        view.heat_map.select((0, 0))
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_5, Qt.Key.Key_Return):
            QTest.keyClick(view.heat_map, key)
        QTest.keyClick(view.heat_map, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bench.snapshot().experiment is before
    panel.single.put(Block.cell(0, 0), np.float64(0.25))
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][0, 0] == 0.25
    assert bench.snapshot().goes_back


def test_without_room_one_is_shown_at_a_time(qapp, shown):
    bench = bench_of(4)
    panel = shown(bench)
    bench.last()
    bench.last()
    panel.show_tab(W_HH)
    beside = panel.beside
    beside.choice.press("share")
    assert not beside.views["share"].isVisible()
    assert beside.views["Σ"].isVisible()
    panel.table_button.click()
    beside.choice.press("Σ")
    assert not panel.single.isVisible()
    assert beside.views["Σ"].view is beside.views["Σ"].table
    beside.choice.press("w")
    assert panel.single.isVisible()
    assert not beside.views["Σ"].isVisible()


def test_nothing_is_computed_that_is_not_shown_or_has_not_changed(qapp, shown, monkeypatch):
    bench = bench_where(lambda e: e.config.num_lanes == 1 and e.num_timesteps > 3)
    panel = shown(bench)
    bench.last()
    bench.step(2, "timestep")
    panel.show_tab(W_HH)
    asked = []
    back = bench.snapshot().back
    share, gradient = back.share, back.gradient
    monkeypatch.setattr(back, "share", lambda *a: asked.append("share") or share(*a))
    monkeypatch.setattr(back, "gradient", lambda *a: asked.append("Σ") or gradient(*a))
    bench.step(1, "gate")
    bench.select_unit(0)
    assert not asked
    panel.beside.choice.press("share")
    bench.step(1, "timestep")
    assert set(asked) <= {"Σ"}


def test_the_scale_only_grows_while_one_way_back_is_walked(qapp, shown):
    bench = bench_where(lambda e: e.config.num_lanes == 1 and e.num_timesteps > 3)
    panel = shown(bench)
    bench.last()
    bench.step(1, "timestep")
    panel.show_tab(W_HH)
    before = panel.beside.reach
    while bench.snapshot().position < bench.snapshot().schedule.last:
        bench.step(1, "gate")
        now = panel.beside.reach
        if before is not None:
            assert now.top >= before.top
            assert now.width >= before.width
        before = now
    views = panel.beside.views.values()
    assert len({view.matrix.decades for view in views}) == 1


def test_a_range_of_many_numbers_reaches_their_largest():
    values = np.zeros((3000, 100))
    values[::7] = 1e-5
    values[1234, 57] = -3e4
    assert decades_of([(values, None)]).top == 5
    assert decades_of([(values, (0, 1000))]).top == -5
    assert decades_of([(np.zeros((2, 2)), None), (values, (0, 0))]) is None
    assert decades_of([(np.array([[np.finfo(float).max, np.nan]]), None)]).top == 309


def test_every_tab_is_drawn_at_every_position(qapp, shown):
    for seed in (1, 5, 9)[: count(3, by_default=1)]:
        bench = bench_of(seed)
        panel = shown(bench)
        for position in range(0, bench.snapshot().schedule.last + 1, count(5, by_default=31)):
            bench.go_to(position)
            for tab in parameter_matrices.tabs(bench.snapshot().experiment):
                panel.tabs.setCurrentIndex(TABS.index(tab))
            qapp.processEvents()


def test_a_head_is_written_in_full_again_where_it_has_room(qapp, shown):
    bench = bench_of(4)
    panel = shown(bench)
    bench.last()
    bench.step(2, "timestep")
    panel.show_tab(W_HH)
    full = panel.beside._heads.shown("Σ")[0]
    panel.resize(330, 620)
    settled = panel.beside._heads.shown("Σ")[0]
    panel.resize(*WIDE)
    assert panel.beside._heads.shown("Σ")[0] == full
    assert len(settled) <= len(full)


def test_the_legend_is_framed_and_told_where_an_edit_moves_the_scale(qapp, shown):
    bench = bench_where(lambda e: e.objective.seeds and e.config.num_lanes == 1)
    panel = shown(bench)
    bench.last()
    bench.last()
    before, told = panel.beside.reach, []
    panel.hovered.connect(told.append)
    experiment = bench.snapshot().experiment
    seeds = tuple(replace(s, number=1e6 * s.number) for s in experiment.objective.seeds)
    bench.edit(replace(experiment, objective=replace(experiment.objective, seeds=seeds)), "more")
    bench.last()
    bench.last()
    assert panel.beside.reach.top > before.top
    assert told
    assert panel.flash.rects


@pytest.mark.few(1)
@pytest.mark.parametrize("tab", [W_IH, W_HH])
def test_the_form_is_chosen_by_the_height_and_changes_no_least_height(qapp, follow, tab):
    bench = bench_where(lambda e: e.config.num_lanes == 1 and e.config.hidden_size > 2)
    panel = follow(WeightsPanel(theme.LIGHT), bench, WIDE)
    panel.show_tab(tab)
    bench.last()
    bench.step(1, "gate")
    least = panel.minimumSizeHint().height()
    qapp.processEvents()
    assert panel.minimumSizeHint().height() == least
    bench.last()
    least = panel.minimumSizeHint().height()
    for height in (least, WIDE[1], least + 100, least, WIDE[1]):
        panel.resize(WIDE[0], height)
        qapp.processEvents()
        assert panel.minimumSizeHint().height() == least  # else a place could flicker
        maps = [view.heat_map for view in (panel.single, *panel.beside.views.values())]
        rows = {tuple(m.block_rect(Block(0, 0, 4, 1)).getCoords()[1::2]) for m in maps}
        assert len(rows) == 1  # one row is one line through all
        for part in (*maps, panel.beside.bar, panel.beside.choice):
            assert panel.rect().contains(part.rect().translated(part.mapTo(panel, part.pos() * 0)))
    assert panel.heading.name.isVisible()
    panel.resize(WIDE[0], least)
    assert not panel.heading.name.isVisible()
    bench.go_to(bench.snapshot().schedule.end - 1)
    panel.side_button.setChecked(False)
    assert panel.heading.name.isVisible()


def test_after_an_edit_gradients_stay_until_the_run_is_there_again(qapp, shown):
    """The view of the way forwards is not shown between, and no matrix is drawn twice."""
    bench = bench_where(lambda experiment: experiment.config.num_layers == 1)
    bench.last()
    bench.last()
    panel = shown(bench, (1200, 620))
    qapp.processEvents()
    there = bench.snapshot()
    assert panel.beside.has_gradients
    before = panel.beside.views["Σ"].matrix.values
    for position in (0, there.schedule.end, there.schedule.end + 3):
        under_way = replace(there, position=position, target=there.position)
        panel.follow(under_way)
        assert panel.beside.has_gradients
        assert not panel.is_side_by_side
        assert panel.beside.views["Σ"].matrix.values is before
    panel.follow(replace(there, position=there.schedule.end + 3, target=there.schedule.end + 3))
    assert panel.beside.views["Σ"].matrix.values is not before
    for target in (0, there.position):
        panel.follow(replace(there, position=0, target=target))
        assert panel.is_side_by_side


@pytest.mark.parametrize("size", [(1200, 620), (300, 620)])
def test_gradients_of_a_former_model_do_not_stay(qapp, shown, size):
    """A workspace may open at a place on the way back, to which its run is still computed."""
    bench = bench_of(0)
    bench.last()
    bench.last()
    panel = shown(bench, size)
    qapp.processEvents()
    assert panel.beside.has_gradients
    other = bench_where(lambda e: e.config != bench.snapshot().experiment.config)
    other.last()
    other.last()
    there = other.snapshot()
    panel.follow(replace(there, position=0, target=there.position))
    assert panel.page.isHidden() or not panel.beside.has_gradients
