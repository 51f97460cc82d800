"""The gradient of a hold is the slope of the loss, or of what is seeded, by the held value."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.hold_gradient import gradient_of_hold
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.simulator.gradients.cases import random_case

HELD = [
    seed
    for seed in range(400)
    if any(isinstance(hold, Hold) for hold in random_case(seed, most_holds=6).holds)
][:120]


def walked(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return run, back


def objective(experiment):
    """Return the number whose gradients are asked for."""
    run = Run(experiment)
    run.advance()
    if not experiment.objective.seeds:
        return run.trace.loss()
    total, config = 0.0, experiment.config
    for seed in experiment.objective.seeds:
        quantity, lane, unit = seed.quantity, seed.lane, seed.unit
        if quantity == "output":
            direction, unit = divmod(unit, config.output_size)
            quantity, lane = "h", Lane(config.num_layers - 1, direction)
        values = run.trace.values(quantity, lane)
        total += seed.number * float(values[seed.t, seed.row, unit])
    return total


def moved(experiment, place, by):
    holds = list(experiment.holds)
    holds[place] = replace(holds[place], value=holds[place].value + by)
    return experiment.with_holds(*holds)


@pytest.mark.few(10)
@pytest.mark.parametrize("seed", HELD)
def test_it_is_the_difference_quotient_of_the_objective_by_the_value(seed):
    experiment = random_case(seed, most_holds=6)
    run, back = walked(experiment)
    for place, hold in enumerate(experiment.holds):
        if isinstance(hold, Cut):
            continue
        found = gradient_of_hold(back.trace, run.schedule, run.schedule.last, place)
        assert found.known == found.steps
        step = 1e-6
        ends = [objective(moved(experiment, place, by)) for by in (step, -step)]
        slope = (ends[0] - ends[1]) / (2 * step)
        assert found.value == pytest.approx(slope, rel=1e-5, abs=1e-7)


def test_it_grows_with_the_way_back_and_a_cut_has_none():
    experiment = random_case(next(s for s in range(100) if not random_case(s).uneven))
    T, H = experiment.num_timesteps, experiment.config.hidden_size
    held = Hold("f", 0, 0, tuple(range(H)), 0, T - 1, 0.3)
    experiment = experiment.with_holds(held, Cut("weight_hh", 0, 0, (0, 0), 0, T - 1))
    run, back = walked(experiment)
    schedule = run.schedule
    counts = [
        gradient_of_hold(back.trace, schedule, position, 0).known
        for position in range(schedule.end, schedule.last + 1)
    ]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert counts[-1] == gradient_of_hold(back.trace, schedule, schedule.end, 0).steps
    assert gradient_of_hold(back.trace, schedule, schedule.end, 0).value == 0
    with pytest.raises(TypeError):
        gradient_of_hold(back.trace, schedule, schedule.last, 1)


def test_numbers_that_a_later_hold_covers_count_nothing():
    seed = next(s for s in range(100) if random_case(s).source)
    experiment = random_case(seed)
    T, H = experiment.num_timesteps, experiment.config.hidden_size
    under = Hold("c", 0, 0, tuple(range(H)), 0, T - 1, 0.3)
    over = Hold("c", 0, 0, (0,), 0, T - 1, 0.4)
    run, back = walked(experiment.with_holds(under, over))
    dc = back.trace.values("dc", Lane())
    rows = [dc[:n, row] for row, n in enumerate(experiment.lengths)]
    one, two = (gradient_of_hold(back.trace, run.schedule, run.schedule.last, k) for k in (0, 1))
    assert one.value == pytest.approx(sum(float(d[:, 1:].sum()) for d in rows))
    assert two.value == pytest.approx(sum(float(d[:, 0].sum()) for d in rows))
    assert np.isfinite(one.value)
