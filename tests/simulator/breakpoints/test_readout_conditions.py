"""Conditions on y, p, the loss and wrong answers are met where a plain scan finds them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address, Where
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import Condition, first_hit, last_hit
from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of, with_objective


def answers(experiment, of_loss):
    """Return where a readout gives an answer, (T, B); for a loss where it counts."""
    if of_loss:
        return experiment.counts()
    return experiment.objective.reads(experiment.num_timesteps, experiment.lengths)


def begins(holds, every):
    """Return where a test of each timestep begins to hold, (T, B)."""
    if not every:
        return holds
    before = np.vstack([np.zeros_like(holds[:1]), holds[:-1]])
    return holds & ~before


def positions(run, met):
    """Return the positions of the places where a condition is met, each once."""
    found = {Address("y", Lane(), t, row).position(run.schedule) for t, row in np.argwhere(met)}
    return sorted(found)


def compare(run, condition, met):
    ends = positions(run, met)
    hits = [search([condition], run.trace, run.schedule, 0, run.schedule.end)
            for search in (first_hit, last_hit)]  # fmt: skip
    assert [hit and hit.position for hit in hits] == [*ends[:1], *ends[-1:]] or (
        ends == [] and hits == [None, None]
    )
    for hit in filter(None, hits):
        number = hit.number
        assert met[number.t, number.row] or run.schedule.readout != "every"
        assert number.exists(run.experiment)


@examples(150)
@given(with_objective(), st.sampled_from([0.0, 0.3, 1.0]), st.data())
def test_a_comparison_is_met_where_it_begins_to_hold(experiment, threshold, data):
    run = Run(experiment)
    run.advance()
    quantity = data.draw(st.sampled_from(experiment.objective.quantities))
    values = run.trace.values(quantity, Lane())
    there = answers(experiment, quantity == "loss")
    holds = (values > values.dtype.type(threshold)).any(axis=-1) & there
    met = begins(holds, run.schedule.readout == "every")
    compare(run, Condition(">", quantity, number=threshold), met)


@examples(150)
@given(with_objective(), st.sampled_from([0.1, 0.5]))
def test_wrong_is_met_where_answers_begin_to_be_wrong(experiment, tolerance):
    run = Run(experiment)
    run.advance()
    y = run.trace.values("y", Lane())
    kind, targets = experiment.objective.loss.kind, experiment.objective.targets
    target = targets.values[: len(y)]
    wrong = np.zeros(y.shape[:2], bool)
    for t, row in np.argwhere(experiment.counts()):
        said, right = y[t, row], target[t, row]
        if kind == "cross-entropy":
            wrong[t, row] = list(said).index(max(said)) != right
        elif kind == "bce":
            wrong[t, row] = any(
                (1 / (1 + np.exp(-s)) > 0.5) != (r > 0.5) for s, r in zip(said, right, strict=True)
            )
        else:
            wrong[t, row] = any(abs(s - r) > tolerance for s, r in zip(said, right, strict=True))
    met = begins(wrong, run.schedule.readout == "every")
    compare(run, Condition("wrong", "y", number=tolerance), met)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("loss > 1", Condition(">", "loss", 0, number=1)),
        ("loss at 3", Condition("at", "loss", 0, number=3)),
        ("wrong", Condition("wrong", "y", number=0.5)),
        ("wrong 0.1", Condition("wrong", "y", number=0.1)),
        ("p[2] < 0.5", Condition("<", "p", 2, number=0.5)),
        ("y nan", Condition("nan", "y")),
    ],
)
def test_what_is_typed_reads_back(typed, condition):
    assert parse(typed) == condition
    assert condition.text() == typed


@pytest.mark.parametrize("typed", ["loss", "y[1]", "p[0] row 1"])
def test_a_number_of_the_readout_can_be_watched(typed):
    watch = parse(typed).filled(Lane(1, 1), 0)
    assert watch.lane == Lane()
    assert watch.name == typed.split(" ", 1)[0]


def test_a_tolerance_is_a_number():
    with pytest.raises(ValueError, match="often"):
        parse("wrong often")


def test_a_disagreement_in_a_readout_is_hit_where_it_was_found():
    config = LSTMConfig(3, 2, num_layers=2)
    sequence = np.random.default_rng(0).standard_normal((4, 1, 3)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config), sequence)
    run = Run(experiment.with_objective(objective_of(config, (4, 1), np.dtype(np.float32))))
    run.advance()
    run._readout.arrays.y[2, 0, 1] += 0.25
    report = perform(CheckRequest.of(run, 0, run.schedule.num_cells))
    hit = Condition("torch").first_hit(run.trace, run.schedule, 0, run.schedule.end, [report])
    at = Address("y", Lane(), 2, 0, 1)
    assert (hit.number, hit.position) == (at, at.position(run.schedule))
    of_lane = Condition("torch", where=Where(layer=0))
    assert of_lane.first_hit(run.trace, run.schedule, 0, run.schedule.end, [report]) is None
