"""Stepping on along the way back: positions, what is looked at, play, edits, bits."""

import numpy as np
import pytest

from simulator.examples import EXAMPLES
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.gradient_memory import gradient_bytes
from simulator.network.gradient_quantities import is_gradient
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from tests.simulator.gradients.cases import random_case
from tests.ui.readouts import bench_with_readout
from ui.session import trace_memory
from ui.session.document import Document
from ui.session.player import Player
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.workbench import Workbench


def bench_of(experiment):
    return Workbench(Document.of("test", experiment))


@pytest.mark.parametrize("seed", range(12))
def test_every_step_back_is_looked_at_where_it_is_taken(seed):
    bench = bench_of(random_case(seed))
    bench.last()
    schedule = bench.snapshot().schedule
    assert bench.snapshot().position == schedule.end
    assert bench.snapshot().back is None
    for position in range(schedule.end + 1, schedule.last + 1):
        bench.step(1, GATE)
        snapshot = bench.snapshot()
        assert snapshot.position == position
        assert snapshot.goes_back
        step = snapshot.step
        assert snapshot.lane == step.cell.lane
        length = snapshot.experiment.lengths[snapshot.row]
        if step.cell.walk < length:
            assert snapshot.on_step
            assert snapshot.here == step.cell
            if is_gradient(step.quantity):
                assert snapshot.quantity == step.quantity
                assert snapshot.subject.is_gradient
                assert snapshot.shows_number(snapshot.subject)
    bench.step(1, GATE)
    assert bench.snapshot().position == schedule.last


@pytest.mark.parametrize("seed", range(12))
def test_any_jump_shows_the_bits_of_the_whole_way_back(seed):
    bench = bench_of(random_case(seed, np.float32))
    schedule, chance = bench.snapshot().schedule, np.random.default_rng(seed)
    bench.go_to(schedule.last)
    whole = BackwardRun(bench.snapshot().run)
    whole.advance()
    for position in chance.integers(0, schedule.last + 1, 30).tolist():
        bench.go_to(position)
        snapshot = bench.snapshot()
        assert snapshot.position == position
        if snapshot.back is None:
            continue
        for key in snapshot.experiment.config.gradients:
            known = snapshot.known(key)
            ours = snapshot.values(key)[known]
            np.testing.assert_array_equal(
                ours, whole.trace.values(key, snapshot.lane)[known, snapshot.row]
            )


def test_stepping_back_and_forth_computes_nothing_again():
    bench = bench_with_readout()
    bench.last()
    bench.last()
    back, cells = bench.snapshot().back, bench.snapshot().back.cells_done
    for count in (-3, 2, -50, 7, 100):
        bench.step(count, GATE)
        assert bench.snapshot().back is back
        assert back.cells_done == cells


def test_home_and_end_go_to_the_end_of_a_pass():
    bench = bench_with_readout()
    schedule, seen = bench.snapshot().schedule, []
    for go in (bench.last, bench.last, bench.last, bench.first, bench.first, bench.first):
        go()
        seen.append(bench.snapshot().position)
    assert seen == [schedule.end, schedule.last, schedule.last, schedule.end, 0, 0]


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_play_ends_with_the_pass_that_it_began_in(granularity, qapp):
    bench = bench_with_readout(steps=3)
    player, schedule = Player(bench), bench.snapshot().schedule
    bench.set_granularity(granularity)
    for end in (schedule.end, schedule.last):
        bench.set_playing(True)
        for _ in range(schedule.last + 2):
            player._take_steps()
        assert bench.snapshot().position == end
        assert not bench.snapshot().playing
    bench.set_playing(True)
    assert bench.snapshot().position == 0


def test_a_loop_goes_through_both_passes(qapp):
    bench = bench_with_readout(steps=3)
    player, schedule, seen = Player(bench), bench.snapshot().schedule, set()
    bench.toggle_looping()
    bench.set_playing(True)
    for _ in range(schedule.last_tick + 2):
        player._take_steps()
        seen.add(bench.snapshot().position)
    assert {schedule.end, schedule.last, 0} <= seen


def test_an_edit_on_the_way_back_keeps_the_place_and_has_new_gradients():
    bench = bench_with_readout()
    bench.last()
    bench.step(2, TIMESTEP)
    before = bench.snapshot()
    parameters = before.experiment.parameters
    changed = parameters.with_value("weight_hh_l0", (0, 0), 1.5)
    bench.edit(before.experiment.with_parameters(changed), "a weight")
    after = bench.snapshot()
    assert after.position == before.position
    known = after.known("dc")
    fresh = BackwardRun(after.run)
    fresh.advance()
    ours = after.values("dc")[known]
    np.testing.assert_array_equal(ours, fresh.trace.values("dc", Lane())[known, 0])
    assert not np.array_equal(ours, before.values("dc")[known])
    bench.undo()
    np.testing.assert_array_equal(bench.snapshot().values("dc")[known], before.values("dc")[known])


def test_where_the_loss_goes_the_position_falls_to_the_end_of_the_forward_pass():
    bench = bench_with_readout()
    bench.last()
    bench.last()
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "no readout")
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.schedule.end == snapshot.schedule.last
    assert snapshot.back is None


def test_a_seed_needs_no_readout():
    bench = Workbench(Document.of_example(EXAMPLES["tagger"]()))
    experiment = bench.snapshot().experiment
    lane = [*experiment.config.lanes()][-1]
    seeds = (Seed("c", lane, t=2),)
    bench.edit(experiment.with_objective(Objective(seeds=seeds)), "what made this value")
    bench.last()
    bench.last()
    snapshot = bench.snapshot()
    dc = snapshot.back.trace.values("dc", lane)
    assert dc[2, 0, 0] == 1.0
    assert np.count_nonzero(dc[2, 0]) == 1


def test_a_typed_timestep_is_gone_to_on_the_present_pass():
    bench = bench_with_readout()
    bench.go_to_timestep(2)
    assert not bench.snapshot().goes_back
    bench.last()
    bench.step(1, GATE)
    bench.go_to_timestep(2)
    snapshot = bench.snapshot()
    assert snapshot.goes_back
    assert snapshot.timestep_here == 2
    assert snapshot.step.quantity == "dW"


def test_gradients_that_fit_nowhere_are_refused_in_words(monkeypatch):
    bench = bench_with_readout()
    bench.last()
    monkeypatch.setattr(trace_memory, "ALWAYS_FITS", 0)
    monkeypatch.setattr(trace_memory, "available_bytes", lambda: 10)
    usage = trace_memory.shutil.disk_usage("/")
    monkeypatch.setattr(trace_memory.shutil, "disk_usage", lambda _: usage._replace(free=20))
    bench.step(1, GATE)
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.target == snapshot.schedule.end
    assert "10" in snapshot.notice
    assert "20" in snapshot.notice
    bench.step(-1, GATE)
    assert not bench.snapshot().notice


def test_large_gradients_are_told_before_they_are_taken(monkeypatch):
    bench = bench_with_readout()
    bench.last()
    monkeypatch.setattr(trace_memory, "WORTH_A_NOTE", 1)
    bench.step(1, GATE)
    needed = gradient_bytes(bench.snapshot().experiment)
    assert trace_memory.bytes_text(needed) in bench.snapshot().notice
