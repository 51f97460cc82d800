"""A run that is taken down and made again goes on, and makes its steps again, bit for bit."""

import numpy as np
import pytest

from simulator.training.optimisers import SGD, Adam, RMSprop
from simulator.training.plan import Plan
from simulator.training.record import RunRecord
from simulator.training.run import TrainingRun, bytes_a_step
from simulator.training.stops import LOSS, Stop
from simulator.training.tasks.catalogue import TASKS

TASK = TASKS["parity"]
PLANS = (
    Plan(Adam(0.01), clip=1.0),
    Plan(SGD(0.1)),
    Plan(SGD(0.1, momentum=0.9), frozen=frozenset({"weight_ih_l0", "readout.bias"})),
    Plan(RMSprop(0.01, momentum=0.5, centered=True)),
)


def run_of(plan, dtype=np.float32, first=0, **options):
    stops = (Stop(LOSS, "<", 100.0), Stop(LOSS, "<", 0.0))
    network, source = TASK.network(0, dtype), TASK.source(3, dtype)
    return TrainingRun(
        network, plan, source, seed=3, stops=stops, first=first, judged_every=4, **options
    )


def assert_alike(a, b):
    assert (a.first, a.step, a.plan, a.seed) == (b.first, b.step, b.plan, b.seed)
    for step in range(a.first, a.step + 1):
        one, other = a.moment(step), b.moment(step)
        assert one.state.count == other.state.count
        for name, array in one.weights.items():
            assert array.tobytes() == other.weights[name].tobytes(), (step, name)
        for kind, named in one.state.buffers.items():
            for name, array in named.items():
                assert array.tobytes() == other.state.buffers[kind][name].tobytes()
    for name in ("loss", "norm", "coefficient", "accuracy", "finite"):
        assert a.log.column(name).tobytes() == b.log.column(name).tobytes()
    assert a.judgements == b.judgements
    assert a.met == b.met


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.optimiser.key)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("steps", [0, 1, 9])
def test_a_run_made_of_its_record_is_the_run(plan, dtype, steps):
    run = run_of(plan, dtype)
    for _ in range(steps):
        run.advance(1)
    record = RunRecord.of(run)
    run_on = record.run(TASK.network(1, dtype), TASK.source(3, dtype))
    assert_alike(run_on, run)
    run.advance(5)
    run_on.advance(5)
    assert_alike(run_on, run)


@pytest.mark.parametrize("kept_there", [3, 100])
@pytest.mark.parametrize("kept_here", [2, 100])
def test_steps_that_have_no_room_in_a_record_are_made_again(kept_there, kept_here):
    plan = PLANS[0]
    a_step = bytes_a_step(TASK.network(0), plan)
    run = run_of(plan, room=kept_there * a_step)
    run.advance(1)
    run.advance(12)
    record = RunRecord.of(run, room=kept_here * a_step)
    assert record.kept.nbytes <= min(kept_here, kept_there) * a_step
    assert_alike(record.run(TASK.network(1), TASK.source(3)), run)


def test_a_branch_keeps_the_optimisers_state():
    run = run_of(PLANS[0])
    run.advance(1)
    run.advance(5)
    branch = run.branch(3)
    branch.advance(2)
    made = RunRecord.of(branch).run(TASK.network(1), TASK.source(3))
    assert_alike(made, branch)
    assert made.kept.first.state.count == 3


def test_what_does_not_fit_is_refused():
    run = run_of(PLANS[0])
    run.advance(1)
    record, source = RunRecord.of(run), TASK.source(3)
    with pytest.raises(ValueError, match="inconsistent"):
        record.run(TASKS["sine"].network(0, np.float64), source)
    with pytest.raises(ValueError, match="inconsistent"):
        record.run(TASKS["echo-5"].network(0), source)
