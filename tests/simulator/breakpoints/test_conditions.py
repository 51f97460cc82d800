"""First and last positions at which a condition is met, against a scan number by number."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.breakpoints import conditions
from simulator.breakpoints.conditions import (
    ACTIVATIONS,
    COMPARISONS,
    Condition,
    Where,
    first_hit,
)
from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.activation import Activation
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import KEYS
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters


@st.composite
def wheres(draw):
    return Where(
        draw(st.sampled_from([None, None, 0, 1])),
        draw(st.sampled_from([None, None, 0, 1])),
        draw(st.sampled_from([None, None, 0, 1])),
    )


@st.composite
def value_conditions(draw):
    test = draw(st.sampled_from([*COMPARISONS, "sign", "saturated", "nan", "at"]))
    quantity = draw(st.sampled_from(list(ACTIVATIONS) if test == "saturated" else KEYS))
    unit = draw(st.sampled_from([None, 0, 1, 3]))
    every = unit is None and draw(st.booleans())
    number = 0.0
    if test in COMPARISONS:
        number = draw(st.sampled_from([-0.2, 0.0, 0.1, 0.45, 0.5, 0.55, 1e300]))
    elif test == "at":
        number = draw(st.integers(0, 6))
    if test == "nan" and draw(st.booleans()):
        quantity = unit = None
        every = False
    return Condition(test, quantity, unit, every, number, draw(wheres()))


def holds(condition, quantity, value, before):
    """Return True when one number passes the test."""
    if condition.test == "nan":
        return not math.isfinite(value)
    if condition.test == "saturated":
        shown = math.tanh(value) if quantity == "c" else float(value)
        return "saturated" in Activation(ACTIVATIONS[quantity], 0.0, shown).state
    if condition.test == "sign":
        return (
            before is not None
            and not np.isnan([value, before]).any()
            and (value < 0) != (before < 0)
        )
    with np.errstate(over="ignore"):
        threshold = type(value)(condition.number)
    return {
        ">": value > threshold,
        "<": value < threshold,
        ">=": value >= threshold,
        "<=": value <= threshold,
    }[condition.test]


def begins(condition, run, cell, quantity, row):
    """Return True when the condition holds at a cell and did not at the cell before."""
    schedule, (lane, walk) = run.schedule, cell
    values = run.trace.values(quantity, lane)[:, row]
    t = schedule.timestep(cell, row)
    if condition.test == "at":
        return t == condition.number
    units = range(values.shape[1]) if condition.unit is None else [condition.unit]
    together = all if condition.every else any

    def at(cell):
        t = schedule.timestep(cell, row)
        past = schedule.timestep(cell._replace(walk=cell.walk - 1), row) if cell.walk else None
        before = None if past is None else values[past]
        return together(
            holds(condition, quantity, values[t, u], None if before is None else before[u])
            for u in units
        )

    if condition.test == "sign" or walk == 0:
        return at(cell)
    return at(cell) and not at(cell._replace(walk=walk - 1))


def hits(condition, run):
    """Return every position at which a condition is met, one gate step after the other."""
    schedule, config = run.schedule, run.experiment.config
    for number in range(schedule.end):
        step = schedule.gate_step(number)
        where = condition.where
        if where.layer not in (None, step.cell.lane.layer):
            continue
        if where.direction not in (None, step.cell.lane.direction):
            continue
        summed = [f"z_{step.quantity}"] if step.quantity in "figo" else []
        computed = [*summed, step.quantity]
        for quantity in computed:
            width = config.output_size if quantity == "h" else config.hidden_size
            if condition.quantity not in (None, quantity) or (condition.unit or 0) >= width:
                continue
            for row in range(run.experiment.batch_size):
                if where.row not in (None, row) or schedule.timestep(step.cell, row) is None:
                    continue
                if begins(condition, run, step.cell, quantity, row):
                    yield number + 1


@examples(300, by_default=20)
@given(experiments(), value_conditions(), st.data())
def test_hits_are_those_of_a_scan_number_by_number(experiment, condition, data):
    if condition.test == "nan" and data.draw(st.booleans()):
        experiment = with_nan(experiment, data.draw(st.integers(0, 2**16)))
    run = Run(experiment)
    run.advance()
    start, stop = sorted(
        data.draw(st.tuples(*[st.integers(0, run.schedule.end)] * 2)), reverse=False
    )
    expected = [p for p in hits(condition, run) if start < p <= stop]
    first = condition.first_hit(run.trace, run.schedule, start, stop)
    last = condition.last_hit(run.trace, run.schedule, start, stop)
    assert (None if first is None else first.position) == min(expected, default=None)
    assert (None if last is None else last.position) == max(expected, default=None)
    for hit in filter(None, (first, last)):
        step = run.schedule.gate_step(hit.position - 1)
        number = hit.number
        cell = run.schedule.cell_at(number.lane, number.t, number.row)
        assert cell == step.cell
        assert number.quantity.removeprefix("z_") == step.quantity
        number.value(run.trace)


def with_nan(experiment, seed):
    rng = np.random.default_rng(seed)
    sequence = experiment.sequence.copy()
    sequence[tuple(rng.integers(0, n) for n in sequence.shape)] = np.nan
    return Experiment(
        experiment.parameters,
        sequence,
        experiment.states,
        experiment.lengths,
        experiment.batched,
    )


@examples(60)
@given(experiments(), st.lists(value_conditions(), max_size=4), st.data())
def test_any_of_several_conditions_stops_and_where_it_stops_does_not_depend_on_the_slices(
    experiment, several, data
):
    run = Run(experiment)
    end = run.schedule.end
    expected = min((p for c in several for p in hits_of_finished(c, experiment)), default=None)
    cuts = sorted(data.draw(st.lists(st.integers(0, end), max_size=5)))
    found = None
    for start, stop in zip([0, *cuts], [*cuts, end], strict=True):
        run.advance(stop)
        found = first_hit(several, run.trace, run.schedule, start, stop)
        if found is not None:
            break
    assert (None if found is None else found.position) == expected


def hits_of_finished(condition, experiment):
    run = Run(experiment)
    run.advance()
    return list(hits(condition, run))


def test_small_windows_give_the_same(monkeypatch):
    config = LSTMConfig(2, 3, 2, bidirectional=True)
    rng = np.random.default_rng(3)
    experiment = Experiment.create(
        random_parameters(config, 1, scale=2.0),
        rng.standard_normal((40, 3, 2)).astype(np.float32),
        lengths=[40, 7, 23],
    )
    run = Run(experiment)
    run.advance()
    several = [Condition("sign", "c", 1), Condition(">", "f", every=True, number=0.6)]
    several += [Condition("saturated", "o"), Condition("at", "h", number=20)]
    span = (run.trace, run.schedule, 300, run.schedule.end - 50)
    ends = (conditions.first_hit, conditions.last_hit)
    at_once = [find([c], *span) for c in several for find in ends]
    assert None not in at_once
    monkeypatch.setattr(conditions, "NUMBERS_AT_ONCE", 1)
    assert [find([c], *span) for c in several for find in ends] == at_once


def test_a_disagreement_with_torch_is_hit_where_the_check_found_it():
    config = LSTMConfig(2, 3, bidirectional=True)
    x = np.random.default_rng(0).standard_normal((5, 2, 2)).astype(np.float32)
    run = Run(Experiment.create(random_parameters(config), x))
    run.advance()
    wrong = run._lanes[Lane(0, 1)].arrays["gates"]
    wrong[2, 1, 1 * 3 + 2] += 0.25  # f of unit 2
    report = perform(CheckRequest.of(run, 0, run.schedule.num_cells))
    torch = Condition("torch")
    hit = torch.first_hit(run.trace, run.schedule, 0, run.schedule.end, [report])
    cell = run.schedule.cell_at(Lane(0, 1), 2, 1)
    assert hit.position == run.schedule.position_after(cell, "f")
    assert hit.number == Address("f", Lane(0, 1), 2, 1, 2)
    assert torch.first_hit(run.trace, run.schedule, hit.position, 99, [report]) is None
    assert torch.first_hit(run.trace, run.schedule, 0, 99) is None
    for where in (Where(direction=0), Where(row=0), Where(layer=1)):
        elsewhere = Condition("torch", where=where)
        assert elsewhere.first_hit(run.trace, run.schedule, 0, 99, [report]) is None


@pytest.mark.parametrize("quantity", ["h", "m", "z_i"])
def test_what_has_no_curve_does_not_saturate(quantity):
    with pytest.raises(ValueError, match="does not saturate"):
        Condition("saturated", quantity)
