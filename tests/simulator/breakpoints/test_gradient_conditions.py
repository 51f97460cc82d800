"""Conditions on gradients are met where a scan number by number over the way back finds them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address, Where
from simulator.analysis.address_parser import PartialAddress
from simulator.breakpoints import conditions
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import COMPARISONS, Condition, first_hit, last_hit
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY, EVERY_GRADIENT
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from tests.depth import examples
from tests.simulator.breakpoints.test_conditions import wheres
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases

KEYS = [key for key in EVERY_GRADIENT if key != "dz"]


def walked(experiment):
    """Return a finished run and its finished way back."""
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return run, back


@st.composite
def gradient_conditions(draw):
    test = draw(st.sampled_from([*COMPARISONS, "sign", "nan", "at"]))
    quantity = draw(st.sampled_from(KEYS))
    unit = draw(st.sampled_from([None, 0, 1, 3]))
    every = unit is None and draw(st.booleans())
    number = 0.0
    if test in COMPARISONS:
        number = draw(st.sampled_from([-0.2, 0.0, 1e-8, 1e-3, 0.1, 1e300]))
    elif test == "at":
        number = draw(st.integers(0, 6))
    size = test in COMPARISONS and draw(st.booleans())
    if test == "nan" and draw(st.booleans()):
        quantity, unit, every = None, None, False
    return Condition(test, quantity, unit, every, number, draw(wheres()), size)


def passes(condition, value, before):
    """Return True when one number passes the test, given the one of the step before it."""
    if condition.test == "nan":
        return not math.isfinite(value)
    if condition.test == "sign":
        both = before is not None and not np.isnan([value, before]).any()
        return both and (value < 0) != (before < 0)
    with np.errstate(over="ignore"):
        threshold = type(value)(condition.number)
    size = abs(value) if condition.size else value
    return {
        ">": size > threshold,
        "<": size < threshold,
        ">=": size >= threshold,
        "<=": size <= threshold,
    }[condition.test]


def places(run, number):
    """Yield what a step of the way back computes: quantity, lane, row, t, and the t before."""
    schedule, lengths = run.schedule, run.experiment.lengths
    step = schedule.gate_step(number)
    for row, length in enumerate(lengths):
        if step.quantity == DY:
            every = schedule.readout == "every"
            t = step.cell.walk if every else length - 1
            if t < length:
                yield DY, Lane(), row, t, t + 1 if every and t + 1 < length else None
            continue
        if step.quantity == "dW" or step.cell.walk >= length:
            continue
        lane, walk = step.cell
        keys = [f"dz_{gate}" for gate in "ifgo"] if step.quantity == "dz" else [step.quantity]
        t = length - 1 - walk if lane.direction else walk
        before = t - 1 if lane.direction else t + 1
        for key in keys:
            yield key, lane, row, t, before if walk + 1 < length else None


def hits(condition, run, back):
    """Return every position of the way back at which a condition is met, number by number."""
    where, together = condition.where, all if condition.every else any
    for number in range(run.schedule.end, run.schedule.last):
        for key, lane, row, t, before in places(run, number):
            if condition.quantity not in (None, key) or where.row not in (None, row):
                continue
            if key == DY and not where.of_every_lane:
                continue
            if key != DY and (lane.layer, lane.direction) != (
                lane.layer if where.layer is None else where.layer,
                lane.direction if where.direction is None else where.direction,
            ):
                continue
            values = back.trace.values(key, lane)[:, row]
            if (condition.unit or 0) >= values.shape[1]:
                continue
            if condition.test == "at":
                if t == condition.number:
                    yield number + 1
                continue
            units = range(values.shape[1]) if condition.unit is None else [condition.unit]

            def holds(t, past, values=values, units=units):
                return together(
                    passes(condition, values[t, u], None if past is None else values[past, u])
                    for u in units
                )

            begins = condition.test == "sign" or before is None or not holds(before, None)
            if holds(t, before) and begins:
                yield number + 1


@examples(250, by_default=16)
@given(cases(), gradient_conditions(), st.booleans(), st.data())
def test_hits_are_those_of_a_scan_number_by_number(experiment, condition, overflows, data):
    if overflows and experiment.objective.seeds:
        first, *others = experiment.objective.seeds
        seeds = (replace(first, number=float(np.finfo(experiment.dtype).max)), *others)
        experiment = experiment.with_objective(replace(experiment.objective, seeds=seeds))
    run, back = walked(experiment)
    end, last = run.schedule.end, run.schedule.last
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, last)] * 2)))
    expected = [p for p in hits(condition, run, back) if start < p <= stop]
    if condition.quantity is None:  # what the forward pass has of it is another test's
        start, expected = max(start, end), [p for p in expected if p > end]
        stop = max(stop, start)
    found = [
        find(back.trace, run.schedule, start, stop)
        for find in (condition.first_hit, condition.last_hit)
    ]
    positions = [None if hit is None else hit.position for hit in found]
    assert positions == [min(expected, default=None), max(expected, default=None)]
    for hit in filter(None, found):
        assert hit.number.exists(experiment)
        assert hit.number.position(run.schedule) == hit.position
        if condition.test in COMPARISONS:
            assert passes(condition, hit.number.value(back.trace), None)


@examples(60)
@given(cases(), st.lists(gradient_conditions(), min_size=1, max_size=3), st.data())
def test_where_it_stops_does_not_depend_on_how_far_is_computed_at_once(experiment, several, data):
    finished, whole = walked(experiment)
    end, last = finished.schedule.end, finished.schedule.last
    every = (first_hit([c], whole.trace, finished.schedule, end, last) for c in several)
    expected = min((hit.position for hit in every if hit is not None), default=None)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    cuts = sorted(data.draw(st.lists(st.integers(end, last), max_size=5)))
    found = None
    for start, stop in zip([end, *cuts], [*cuts, last], strict=True):
        back.advance(stop - end)
        found = first_hit(several, back.trace, run.schedule, start, stop)
        if found is not None:
            break
    assert (None if found is None else found.position) == expected


def seeded(x, dtype=np.float32, scale=1.0, number=1.0, **options):
    """Return an experiment whose last h[0] is seeded."""
    config = LSTMConfig(1, 2, **options)
    experiment = Experiment.create(random_parameters(config, 2, dtype, scale), x.astype(dtype))
    seed = Seed("h", Lane(config.num_layers - 1), len(x) - 1, 0, 0, number)
    return experiment.with_objective(Objective(seeds=(seed,)))


def test_the_way_back_is_searched_from_its_end_and_after_the_way_forwards():
    run, back = walked(seeded(np.ones((6, 1))))
    schedule, dc = run.schedule, back.trace.values("dc", Lane())[:, 0]
    limit = float(np.sort(np.abs(dc[:, 1]))[2])
    small = np.flatnonzero(np.abs(dc[:, 1]) < limit)
    at = int(small.max())
    hit = parse(f"|dc[1]| < {limit!r}").first_hit(back.trace, schedule, 0, schedule.last)
    assert hit.number == Address("dc", Lane(), at, 0, 1)
    assert hit.position == schedule.position_after(schedule.cell_at(Lane(), at, 0), "dc")
    assert hit.position > schedule.end
    forwards = parse("f > -1").first_hit(back.trace, schedule, 0, schedule.last)
    assert forwards.position == 1
    both = first_hit([parse("dh > -9"), parse("c at 5")], back.trace, schedule, 0, schedule.last)
    assert both.number.quantity == "c"
    assert last_hit([parse("c at 0"), parse("dc at 0")], back.trace, schedule, 0, 10**6).number == (
        Address("dc", Lane(), 0, 0, 0)
    )


def test_any_nan_finds_the_first_gradient_that_overflows_where_all_values_are_finite():
    experiment = seeded(np.zeros((5, 1)), number=1e38)
    large = {"weight_ih_l0": experiment.parameters["weight_ih_l0"] * np.float32(1e3)}
    arrays = {**experiment.parameters.arrays, **large}
    experiment = experiment.with_parameters(replace(experiment.parameters, arrays=arrays))
    run, back = walked(experiment)
    schedule = run.schedule
    assert all(np.isfinite(lane.values("c")).all() for lane in run.trace.lanes.values())
    hit = parse("any nan").first_hit(back.trace, schedule, 0, schedule.last)
    assert not np.isfinite(hit.number.value(back.trace))
    earlier = [
        Address(key, Lane(), t, 0, unit)
        for key in KEYS
        if key not in ("dm", DY)
        for t in range(5)
        for unit in range(back.trace.values(key, Lane()).shape[-1])
    ]
    bad = [a for a in earlier if not np.isfinite(a.value(back.trace))]
    assert hit.position == min(a.position(schedule) for a in bad)
    assert parse("any nan").first_hit(run.trace, schedule, 0, schedule.last) is None


def test_small_windows_give_the_same(monkeypatch):
    run, back = walked(seeded(np.random.default_rng(1).standard_normal((40, 1)), num_layers=2))
    several = [parse(text) for text in ("dc[1] sign", "|dz_f| all < 1e-4", "dx at 20", "df > 0")]
    span = back.trace, run.schedule, run.schedule.end + 7, run.schedule.last - 30
    at_once = [find([c], *span) for c in several for find in (first_hit, last_hit)]
    assert None not in at_once
    monkeypatch.setattr(conditions, "NUMBERS_AT_ONCE", 1)
    assert [find([c], *span) for c in several for find in (first_hit, last_hit)] == at_once


def test_without_a_way_back_it_says_why_and_nothing_meets_it():
    given = seeded(np.ones((3, 1)))
    condition = parse("dc[1] < 9")
    assert condition.obstacle(given) == ""
    without = given.with_objective(NO_OBJECTIVE)
    assert "no backward pass" in condition.obstacle(without)
    assert parse("c[1] < 9").obstacle(without) == ""
    assert parse("any nan").obstacle(without) == ""
    run = Run(without)
    run.advance()
    assert condition.first_hit(run.trace, run.schedule, 0, run.schedule.last) is None
    assert "readout" in parse("dy[0] > 0").obstacle(given)
    assert "projection" in parse("dm[0] > 0").obstacle(given)
    assert parse("dm[0] > 0").obstacle(seeded(np.ones((3, 1)), proj_size=1)) == ""


@pytest.mark.parametrize("quantity", KEYS)
def test_every_gradient_can_be_watched_and_stopped_at(quantity):
    assert parse(f"{quantity}[3]") == PartialAddress(quantity, 3, Where())
    stop = Condition("<", quantity, 3, number=1e-8, size=True)
    assert parse(f"|{quantity}[3]| < 1e-8") == stop
    assert stop.text() == f"|{quantity}[3]| < 1e-8"
    assert parse(stop.text()) == stop
    assert parse(f"{quantity} sign row 1") == Condition("sign", quantity, where=Where(row=1))


@given(gradient_conditions())
def test_a_condition_reads_back_from_its_text(condition):
    assert parse(condition.text()) == condition
    assert parse(f"  {condition.text().upper()} ") == condition


def test_values_too_can_be_compared_without_their_sign():
    assert parse("|c[2]|>1.5") == Condition(">", "c", 2, number=1.5, size=True)
    run, _ = walked(seeded(np.random.default_rng(5).standard_normal((30, 1)), scale=2.0))
    c = run.trace.values("c", Lane())[:, 0, 1]
    limit = float(np.median(np.abs(c)))
    met = np.flatnonzero(np.abs(c) > limit)
    hit = parse(f"|c[1]| > {limit!r}").first_hit(run.trace, run.schedule, 0, run.schedule.end)
    assert hit.number.t == met[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("|c[2] > 1", "before and after"),
        ("|c[2]| |h[0]| > 1", "before and after"),
        ("c > |1|", "not understood"),
        ("|c| sign", "absolute value"),
        ("|any| nan", "absolute value"),
        ("|torch|", "not a quantity"),
        ("|dc[1]|", "give a unit, or a test for all units"),
        ("dz[1] > 0", "name a gate's dz"),
        ("dw[1] > 0", "is not a quantity"),
        ("dc saturated", "does not saturate"),
    ],
)
def test_anything_else_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        parse(text)
