"""The exported program trains with PyTorch alone, and prints the losses of our own run."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.files.checkpoints.script import export
from simulator.files.checkpoints.script.export import script, write_script
from simulator.files.checkpoints.script.training import TrainingLoop
from simulator.gradients.backward_run import BackwardRun
from simulator.objective.loss import CROSS_ENTROPY
from simulator.objective.objective import NO_OBJECTIVE
from simulator.objective.targets import Targets
from simulator.training.batch import Batch
from simulator.training.network import Network
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from simulator.training.source import GivenBatches, OwnSequences
from simulator.training.tasks.catalogue import TASKS
from tests.depth import examples
from tests.simulator.files.checkpoints.script.programs import ran
from tests.simulator.files.checkpoints.script.test_export import forecast, one_hots
from tests.simulator.objective.objectives import with_objective

STEPS = 6
PLANS = (
    Plan(Adam(0.02)),
    Plan(Adam(0.02, weight_decay=0.1, amsgrad=True), clip=0.1),
    Plan(AdamW(0.02, weight_decay=0.3), undecayed=frozenset({"bias_ih_l0", "readout.bias"})),
    Plan(SGD(0.1, momentum=0.9, nesterov=True), frozen=frozenset({"weight_hh_l0"})),
    Plan(SGD(0.1, momentum=0.5, dampening=0.2, weight_decay=0.1), clip=1.0),
    Plan(RMSprop(0.01, momentum=0.3, centered=True, weight_decay=0.1)),
)


def losses_of(text):
    """Return the loss of each step that a program printed, and the last one, after all of them."""
    steps = re.findall(r"^step (\d+) loss (\S+)$", text, re.MULTILINE)
    assert [int(step) for step, _ in steps] == list(range(STEPS))
    return [float(loss) for _, loss in steps] + [float(re.search(r"^loss (\S+)$", text, re.M)[1])]


class TurnedAround:
    """Source of an experiment's own batch, with its inputs negated at every other step."""

    def __init__(self, experiment):
        own = Batch.of(experiment).with_masks(())
        targets = Targets(own.targets.values, own.targets.counted)  # those of a forecast follow
        self._batches = own, replace(own, inputs=-own.inputs, targets=targets)

    def batch(self, step):
        return self._batches[step % 2]

    def validation(self):
        return None


def ours(experiment, plan, source):
    """Return the loss of each of our own steps, and that of the trained network."""
    trained = TrainingRun(Network.of(experiment), plan, source)
    trained.advance(STEPS)
    after = Run(trained.network.put_into(experiment))
    after.advance()
    return [*trained.log.column("loss"), after.trace.loss()]


@pytest.mark.torch
def test_it_prints_the_losses_of_our_steps_for_every_option(tmp_path):
    chosen = []

    @examples(60, database=None, suppress_health_check=list(HealthCheck))
    @given(with_objective(), st.sampled_from([None, 1]))
    def choose(experiment, ahead):
        if ahead is not None:
            objective = experiment.objective
            loss, over = objective.loss.kind, objective.readout.over
            made = one_hots(experiment) if loss == CROSS_ENTROPY else experiment
            experiment = forecast(made, ahead, loss, over)
        if experiment.counts().any() and not experiment.config.drops_between_layers:
            chosen.append(experiment)

    choose()
    for of in (
        lambda e: e.objective.loss.kind,
        lambda e: e.objective.readout.over,
        lambda e: (e.config.bidirectional, e.config.batch_first),
        lambda e: (e.ragged, e.batched),
        lambda e: e.dtype,
    ):
        assert len({of(e) for e in chosen}) >= 2
    paths = [tmp_path / f"{number}.py" for number in range(len(chosen))]
    plans = [PLANS[number % len(PLANS)] for number in range(len(chosen))]
    kinds = (OwnSequences, TurnedAround)
    sources = [kinds[number % 2](experiment) for number, experiment in enumerate(chosen)]
    for path, experiment, plan, source in zip(paths, chosen, plans, sources, strict=True):
        write_script(path, experiment, loop=TrainingLoop(plan, STEPS, source))
    for path, experiment, plan, source in zip(paths, chosen, plans, sources, strict=True):
        rel = 1e-3 if experiment.dtype == np.float32 else 1e-9
        theirs = losses_of(ran(path).printed)
        np.testing.assert_allclose(theirs, ours(experiment, plan, source), rtol=rel, atol=rel)


def sources():
    """Yield sources of batches, with an experiment of the network that learns from them."""
    for key in ("parity", "anbn", "echo-5", "adding-20", "sine", "sunspots", "first-bit"):
        task = TASKS[key]
        yield key, replace(task, rows=4).source(3), task.experiment(0)
    own = EXAMPLES["sunspots"]().experiment
    yield "held out in time", OwnSequences(own, held_out=0.2), own
    rows = TASKS["anbn"].experiment(0, rows=5)
    yield "mini-batches", OwnSequences(rows, rows=2, held_out=0.2, seed=1), rows
    each = [Batch.of(TASKS["parity"].experiment(seed, rows=2)) for seed in range(3)]
    yield "files", GivenBatches(each, seed=2), TASKS["parity"].experiment(0)


@pytest.mark.torch
def test_it_learns_from_the_batches_of_a_run(tmp_path):
    plan, expected = Plan(Adam(0.02), clip=1.0), {}
    for number, (key, source, experiment) in enumerate(sources()):
        trained = TrainingRun(Network.of(experiment), plan, source)
        trained.advance(STEPS)
        after = Run(trained.network.put_into(experiment))
        after.advance()
        path = tmp_path / f"{number}.py"
        write_script(path, experiment, loop=TrainingLoop(plan, STEPS, source))
        expected[path] = key, [*trained.log.column("loss"), after.trace.loss()]
    for path, (key, losses) in expected.items():
        theirs = losses_of(ran(path).printed)
        np.testing.assert_allclose(theirs, losses, rtol=1e-3, atol=1e-4, err_msg=key)


@pytest.mark.parametrize(("key", "grows"), [("sunspots", False), ("parity", True)])
def test_a_batch_that_comes_again_is_written_once(key, grows):
    task = TASKS[key]
    experiment, source = task.experiment(0), task.source(0)
    few, many = (
        len(script(experiment, loop=TrainingLoop(task.plan, steps, source))) for steps in (5, 50)
    )
    assert (many > 1.5 * few) is grows


def test_more_batches_than_a_script_may_have_are_refused(monkeypatch):
    monkeypatch.setattr(export, "MAX_BYTES", 100_000)
    task = TASKS["parity"]
    loop = TrainingLoop(task.plan, 200, task.source(0))
    with pytest.raises(ValueError, match="Train for fewer steps"):
        script(task.experiment(0), loop=loop)


@pytest.mark.torch
def test_the_gradients_behind_the_loop_are_those_of_the_trained_network(tmp_path):
    experiment, plan = EXAMPLES["depth"]().experiment, Plan(Adam(0.01))
    loop = TrainingLoop(plan, STEPS, OwnSequences(experiment))
    write_script(tmp_path / "lstm.py", experiment, gradients=True, loop=loop)
    text = ran(tmp_path / "lstm.py").printed
    trained = TrainingRun(Network.of(experiment), plan, OwnSequences(experiment))
    trained.advance(STEPS)
    done = Run(trained.network.put_into(experiment))
    done.advance()
    back = BackwardRun(done)
    back.advance()
    for name in ("weight_ih_l0", "bias_hh_l0", "readout.weight"):
        told = float(re.search(rf"^gradient of {name} \S.* norm (\S+)$", text, re.MULTILINE)[1])
        assert told == pytest.approx(np.linalg.norm(back.gradient(name)), rel=1e-8)


def test_what_cannot_be_trained_is_refused():
    experiment = EXAMPLES["depth"]().experiment
    source = OwnSequences(experiment)
    loop = TrainingLoop(PLANS[0], STEPS, source)
    with pytest.raises(ValueError, match=r"nothing to learn\. Choose a target and a loss"):
        script(experiment.with_objective(NO_OBJECTIVE), loop=loop)
    everything = Plan(Adam(), frozen=frozenset(Network.of(experiment).arrays))
    with pytest.raises(ValueError, match="every weight is frozen"):
        script(experiment, loop=TrainingLoop(everything, STEPS, source))
    two = EXAMPLES["sunspots"]().experiment
    config = replace(two.config, dropout=0.5)
    dropping = two.with_parameters(two.parameters.with_config(config))
    with pytest.raises(ValueError, match="Set dropout to 0"):
        script(dropping, loop=loop)


def test_without_a_loop_nothing_is_trained():
    assert "optim" not in script(EXAMPLES["depth"]().experiment)
