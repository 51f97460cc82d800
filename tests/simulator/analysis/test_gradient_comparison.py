"""Gradients of two runs side by side: those of both ways back, as far as both have gone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.comparison import RunComparison, gradient_obstacle
from simulator.engine.recorded_run import RecordedRun
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.traces.trace_shape import TraceShape
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases, random_case


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def walked(experiment):
    run = finished(experiment)
    back = BackwardRun(run)
    back.advance()
    return run, back


def edited(experiment, seed):
    """Return an experiment with another value in a random weight."""
    rng = np.random.default_rng(seed)
    names = sorted(experiment.parameters.arrays)
    name = names[int(rng.integers(len(names)))]
    place = tuple(int(rng.integers(n)) for n in experiment.parameters[name].shape)
    return experiment.with_parameters(experiment.parameters.with_value(name, place, 1.25))


@examples(80, by_default=6)
@given(cases(), st.integers(0, 2**16), st.data())
def test_each_gradient_stands_beside_that_of_the_other_run(before, seed, data):
    after = edited(before, seed)
    (old_run, old), (_, new) = walked(before), walked(after)
    run = finished(after)
    ways = BackwardRun(finished(before)), BackwardRun(run)
    schedule = run.schedule
    comparison = RunComparison(ways[0].run, run).joined(*ways)
    for position in sorted(data.draw(st.sets(st.integers(0, schedule.last), max_size=4))):
        ways[1].advance(max(0, position - schedule.end))
        comparison.advance(position)
        assert comparison.position == position
        assert comparison.reached >= position
        for lane in before.config.lanes():
            for key in before.config.gradients:
                assert comparison.compares(key)
                row = int(seed % before.batch_size)
                both = comparison.values(key, lane, row)
                known = schedule.known(position, lane, row, key)
                one, two = (w.trace.values(key, lane)[known, row] for w in (old, new))
                assert both.before[known].tobytes() == one.tobytes()
                assert both.after[known].tobytes() == two.tobytes()
                assert np.array_equal(both[known], two - one, equal_nan=True)
    assert ways[0].cells_done == ways[1].cells_done
    assert old_run.schedule == schedule


def test_dy_is_compared_where_both_have_it_and_a_gradient_only_when_joined():
    seed = next(s for s in range(200) if random_case(s).source == "readout")
    experiment = random_case(seed)
    (run, one), (other, two) = walked(experiment), walked(edited(experiment, 3))
    comparison = RunComparison(run, other)
    assert not comparison.compares("dc")
    with pytest.raises(KeyError):
        comparison.values("dc", Lane(), 0)
    joined = comparison.joined(one, two)
    assert joined.compares(DY)
    assert np.array_equal(joined.values(DY, Lane(), 0).after, two.trace.dy[:, 0])
    assert joined.numbers == (one.trace, two.trace)
    assert comparison.last == other.schedule.end < joined.last == other.schedule.last
    with pytest.raises(ValueError, match="cannot be compared"):
        comparison.joined(two, one)


def seeded(width=2, *seeds):
    config = LSTMConfig(width, 3)
    experiment = Experiment.create(random_parameters(config), np.ones((5, width), np.float32))
    return experiment.with_objective(Objective(seeds=seeds or (Seed("h", Lane(), 4),)))


def test_other_seeds_and_inputs_are_compared_as_far_as_they_have_counterparts():
    (run, one), (other, two) = walked(seeded()), walked(seeded(4, Seed("c", Lane(), 2, unit=1)))
    assert gradient_obstacle(run, other) == ""
    joined = RunComparison(run, other).joined(one, two)
    joined.advance(other.schedule.last)
    assert joined.position == other.schedule.last
    assert joined.compares("dc")
    assert not joined.compares("dx")
    assert not joined.compares(DY)
    assert joined.values("dc", Lane(), 0).before[:].any()


def test_what_has_no_way_back_or_another_says_why():
    run, _ = walked(seeded())
    without = finished(seeded().with_objective(NO_OBJECTIVE))
    assert "no loss and no differentiated value" in gradient_obstacle(without, run)
    assert "no loss and no differentiated value" in gradient_obstacle(run, without)
    recorded = RecordedRun(TraceShape.of(seeded()).blank(), {})
    assert "stored trace" in gradient_obstacle(recorded, run)
    seeds = range(300)
    read = next(
        case
        for case in map(random_case, seeds)
        if case.source == "readout" and case.config.num_layers == 1
    )
    place = Seed("h", Lane(), 0)
    cells = read.with_objective(Objective(read.objective.readout, seeds=(place,)))
    assert "different place" in gradient_obstacle(finished(cells), finished(read))
