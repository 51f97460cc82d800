"""An edit on the way back keeps the place; the former run's gradients stand beside the new."""

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from tests.simulator.gradients.cases import random_case
from ui.panels.consequence import consequence
from ui.session.document import Document
from ui.session.trace_memory import TraceMemory
from ui.session.workbench import Workbench
from ui.style import number_format

SEEDS = range(0, 40, 4)


def bench_on_the_way_back(experiment, share=0.6):
    bench = Workbench(Document.of("test", experiment))
    schedule = bench.snapshot().schedule
    bench.go_to(schedule.end + max(1, round(share * (schedule.last - schedule.end))))
    return bench


def edit(bench, value, merge_key=None):
    experiment = bench.snapshot().experiment
    name = next(iter(experiment.parameters.arrays))
    parameters = experiment.parameters.with_value(name, (0, 0), value)
    bench.edit(experiment.with_parameters(parameters), f"set to {value}", merge_key)


def gradients(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back.trace


@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_keeps_the_place_and_the_former_gradients_are_the_ghosts(qapp, seed):
    bench = bench_on_the_way_back(random_case(seed))
    former = bench.snapshot()
    edit(bench, 1.5)
    snapshot = bench.snapshot()
    assert snapshot.position == former.position
    assert snapshot.subject == former.subject
    assert snapshot.against.position == snapshot.position
    comparison = snapshot.against.comparison
    assert comparison.ways == (former.back, snapshot.back), "nothing is walked again"
    old, new = gradients(former.experiment), gradients(snapshot.experiment)
    for lane in snapshot.experiment.config.lanes():
        bench.select(lane)
        snapshot = bench.snapshot()
        for key in snapshot.experiment.config.gradients:
            known = snapshot.compared(key)
            assert known == snapshot.known(key)
            both = snapshot.against.comparison.values(key, lane, snapshot.row)
            assert both.before[known].tobytes() == old.values(key, lane)[known, 0].tobytes()
            assert both.after[known].tobytes() == new.values(key, lane)[known, 0].tobytes()
    assert snapshot.against.apart == ""


def test_a_drag_keeps_the_gradients_from_before_it(qapp):
    bench = bench_on_the_way_back(random_case(3))
    first = bench.snapshot()
    for value in np.linspace(0, 2, 5):
        edit(bench, float(value), "drag")
        comparison = bench.snapshot().against.comparison
        assert comparison.ways == (first.back, bench.snapshot().back)
    bench.cancel_edit("drag")
    assert bench.snapshot().position == first.position


def test_a_pin_gets_a_way_back_of_its_own_once_the_reader_goes_back(qapp):
    bench = Workbench(Document.of("test", random_case(3)))
    pinned = bench.snapshot()
    edit(bench, 1.5)
    bench.set_baselines(
        bench.snapshot().against.baselines.with_pin("first", pinned.experiment, mistake="")
    )
    bench.last()
    assert bench.snapshot().against.comparison.ways is None
    bench.step(1)
    snapshot = bench.snapshot()
    forwards, comparison = pinned.against.comparison, snapshot.against.comparison
    assert comparison is not forwards
    assert comparison.ways[0].run.experiment is pinned.experiment
    assert snapshot.against.position == snapshot.position
    assert comparison.ways[0].cells_done == snapshot.back.cells_done


def test_it_goes_on_in_slices_to_the_same_numbers(in_slices, make_workbench, qtbot):
    bench = make_workbench(timesteps=200, hidden_size=4)
    seeds = (Seed("h", Lane(), 199),)
    bench.edit(bench.snapshot().experiment.with_objective(Objective(seeds=seeds)), "seed")
    edit(bench, 0.5)
    bench.go_to(bench.snapshot().schedule.last)
    last = bench.snapshot().schedule.last
    seen = []
    bench.changed.connect(lambda snapshot: seen.append(snapshot.against.position))
    qtbot.waitUntil(lambda: bench.snapshot().against.position == last)
    assert seen == sorted(seen)
    snapshot = bench.snapshot()
    before = snapshot.against.baseline.experiment
    for run, values in (
        (before, snapshot.against.comparison.values("df", Lane(), 0).before),
        (snapshot.experiment, snapshot.against.comparison.values("df", Lane(), 0).after),
    ):
        assert np.array_equal(values, gradients(run).values("df", Lane())[:, 0])


@pytest.mark.parametrize("objective", [NO_OBJECTIVE, Objective(seeds=(Seed("h", Lane(), 0),))])
def test_a_baseline_of_another_way_back_is_compared_forwards_alone(qapp, objective):
    seed = next(s for s in range(200) if random_case(s).source == "readout")
    experiment = random_case(seed)
    bench = Workbench(Document.of("test", experiment.with_objective(objective)))
    bench.edit(experiment, "a loss")
    bench.last()
    bench.last()
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.schedule.last
    assert snapshot.against.position == snapshot.schedule.end
    assert snapshot.against.comparison.ways is None
    assert snapshot.against.apart
    known = snapshot.compared("dc")
    assert known.start >= known.stop
    assert not bench._baseline_runner.behind(snapshot.position), "nothing is left to wait for"


def test_gradients_of_the_baseline_that_find_no_room_are_told_of_and_left_out(qapp, monkeypatch):
    bench = Workbench(Document.of("test", random_case(3)))
    edit(bench, 0.5)
    room = TraceMemory.of_gradients

    def tight(*experiments):
        both = len(experiments) > 1
        return TraceMemory(10**10, 10**9, gradients=True) if both else room(*experiments)

    monkeypatch.setattr(TraceMemory, "of_gradients", tight)
    bench.go_to(bench.snapshot().schedule.end + 1)
    snapshot = bench.snapshot()
    assert "10.0 GB" in snapshot.notice
    assert "1.0 GB" in snapshot.notice
    assert snapshot.against.apart in snapshot.notice
    assert snapshot.against.comparison.ways is None
    assert snapshot.against.position == snapshot.schedule.end


def test_the_consequence_of_an_edit_tells_the_gradient_that_is_looked_at(qapp):
    bench = bench_on_the_way_back(random_case(3))
    former = bench.snapshot()
    number = former.subject
    assert number.is_gradient
    edit(bench, 1.5)
    snapshot = bench.snapshot()
    values = [number.value(gradients(s.experiment)) for s in (former, snapshot)]
    assert values[0] != values[1]
    assert number_format.change(*values) in consequence(snapshot)
    bench.go_to(snapshot.schedule.end)
    assert number.name not in consequence(bench.snapshot())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_consequence_can_be_told_at_every_step_of_the_way_back(qapp, seed):
    bench = bench_on_the_way_back(random_case(seed), 0)
    edit(bench, 1.5)
    schedule = bench.snapshot().schedule
    for position in range(schedule.end, schedule.last + 1, 5):
        bench.go_to(position)
        assert consequence(bench.snapshot())
