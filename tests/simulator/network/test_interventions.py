"""Held numbers are exactly those given, later ones are computed from them, and torch agrees."""

import json
import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.analysis.decomposition.ledger import ledger
from simulator.check.request import CheckRequest, check_backward, check_run, perform
from simulator.engine.lane_interventions import NO_INTERVENTIONS, LaneInterventions
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.experiment.history import History
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.hold_table import hold_on
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from simulator.objective.objective import Objective, Seed
from tests.depth import examples
from tests.needs_torch import torch, torch_engine
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.train_mode import in_train_mode


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


@st.composite
def holds(draw, experiment):
    """Draw one hold or cut on any quantity that an experiment allows."""
    config, T = experiment.config, len(experiment.sequence)
    layer, direction = draw(st.sampled_from(list(config.lanes())))
    first = draw(st.integers(0, T - 1))
    where = {
        "layer": layer,
        "direction": direction,
        "first": first,
        "last": draw(st.integers(first, T - 1)),
        "row": draw(st.none() | st.integers(0, experiment.batch_size - 1)),
    }
    if draw(st.integers(0, 2)) == 0:
        kind = draw(st.sampled_from(["weight_ih", "weight_hh"]))
        name = config.parameter_names(Lane(layer, direction))[kind]
        index = tuple(draw(st.integers(0, n - 1)) for n in config.parameter_shapes()[name])
        return Cut(kind=kind, index=index, **where)
    quantity = draw(st.sampled_from(config.steps))
    width = config.width(quantity)
    units = draw(st.sets(st.integers(0, width - 1), min_size=1))
    value = draw(st.sampled_from([0.0, 1.0, -1.0, 0.1, 2.5]) | st.floats(-3, 3, width=32))
    return Hold(quantity=quantity, units=tuple(sorted(units)), value=value, **where)


@st.composite
def held_experiments(draw, least=1):
    experiment = draw(experiments(max_steps=7))
    if draw(st.booleans()):
        experiment = in_train_mode(experiment, 0.5, seed=1)
    return experiment.with_holds(*draw(st.lists(holds(experiment), min_size=least, max_size=4)))


class Oracle:
    """Held LSTM, written once more from the definition, row by row and step by step."""

    def __init__(self, experiment):
        self.experiment, self.config = experiment, experiment.config
        self.arrays = {
            n: torch.from_numpy(a.copy()) for n, a in experiment.parameters.arrays.items()
        }
        self.values = {}

    def run(self):
        config = self.config
        for row, length in enumerate(self.experiment.lengths):
            x = torch.from_numpy(self.experiment.sequence[:length, row].copy())
            for layer in range(config.num_layers):
                if layer and self.experiment.masks:
                    x = x * torch.from_numpy(self.experiment.masks[layer - 1][:length, row].copy())
                x = torch.cat(
                    [self.walk(x, layer, d, row) for d in range(config.num_directions)], 1
                )
        return self.values

    def walk(self, x, layer, direction, row):
        names = self.config.parameter_names(Lane(layer, direction))
        p = {kind: self.arrays[name] for kind, name in names.items()}
        state = layer * self.config.num_directions + direction
        h, c = (
            torch.from_numpy(s[state, row].copy())
            for s in (self.experiment.h_0, self.experiment.c_0)
        )
        H, out = self.config.hidden_size, [None] * len(x)
        for t in reversed(range(len(x))) if direction else range(len(x)):
            here = [
                hold
                for hold in self.experiment.holds
                if (hold.layer, hold.direction) == (layer, direction)
                and t in range(hold.first, hold.last + 1)
                and (hold.row is None or hold.row == row)
            ]

            def keep(quantity, values, here=here, t=t):
                for hold in here:
                    if isinstance(hold, Hold) and hold.quantity == quantity:
                        for unit in hold.units:
                            values[unit] = hold.value
                self.values[quantity, layer, direction, t, row] = values.numpy().copy()
                return values

            W = {"weight_ih": p["weight_ih"].clone(), "weight_hh": p["weight_hh"].clone()}
            for cut in here:
                if isinstance(cut, Cut):
                    W[cut.kind][cut.index] = 0
            z = W["weight_ih"] @ x[t] + W["weight_hh"] @ h
            if "bias_ih" in p:
                z = z + p["bias_ih"] + p["bias_hh"]
            i = keep("i", torch.sigmoid(z[:H]))
            f = keep("f", torch.sigmoid(z[H : 2 * H]))
            g = keep("g", torch.tanh(z[2 * H : 3 * H]))
            o = keep("o", torch.sigmoid(z[3 * H :]))
            c = keep("c", f * c + i * g)
            h = o * torch.tanh(c)
            h = keep("h", p["weight_hr"] @ keep("m", h) if "weight_hr" in p else h)
            out[t] = h
        return torch.stack(out)


@examples(200, by_default=15)
@given(held_experiments())
def test_a_held_run_is_what_the_definition_says(experiment):
    run = finished(experiment)
    tolerance = 1e-5 if experiment.dtype == np.float32 else 1e-12
    for (quantity, layer, direction, t, row), expected in Oracle(experiment).run().items():
        ours = run.trace.values(quantity, Lane(layer, direction))[t, row]
        np.testing.assert_allclose(ours, expected, rtol=tolerance, atol=tolerance)
        for unit, value in enumerate(ours):
            hold = hold_on(experiment.holds, quantity, Lane(layer, direction), t, row, unit)
            assert hold is None or value == experiment.dtype.type(hold.value)


@examples(80)
@given(held_experiments(), st.data())
def test_increments_do_not_change_a_bit(experiment, data):
    at_once, stepped = finished(experiment), Run(experiment)
    while not stepped.finished:
        stepped.advance(data.draw(st.integers(1, stepped.schedule.end)))
    for key, lane in at_once.trace.lanes.items():
        for name, array in lane.arrays.items():
            assert array.tobytes() == stepped.trace.lanes[key].arrays[name].tobytes()


@examples(80)
@given(experiments(max_steps=7), st.data())
def test_a_hold_changes_no_bit_of_what_does_not_follow_from_it(experiment, data):
    hold = data.draw(holds(experiment))
    free, held = finished(experiment), finished(experiment.with_holds(hold))
    phases = free.schedule.phases
    if isinstance(hold, Hold):
        quantity, units = hold.quantity, hold.units
    else:
        gate, unit = divmod(hold.index[0], experiment.config.hidden_size)
        quantity, units = "ifgo"[gate], (unit,)
    for layer, direction in free.trace.lanes:
        for row, length in enumerate(experiment.lengths):
            for t in range(length):
                begun = _begins(hold, direction, t, length)
                if (layer, direction) == (hold.layer, hold.direction):
                    same = phases.index(quantity) if begun == "now" else 0 if begun else len(phases)
                elif layer > hold.layer:
                    continue
                else:
                    same = len(phases)
                touched = hold.row in (None, row)
                for phase in phases[: same if touched else len(phases)]:
                    a, b = (
                        r.trace.values(phase, Lane(layer, direction))[t, row] for r in (free, held)
                    )
                    assert a.tobytes() == b.tobytes()
                if touched and same < len(phases) and begun == "now":
                    a, b = (
                        r.trace.values(quantity, Lane(layer, direction))[t, row]
                        for r in (free, held)
                    )
                    others = np.setdiff1d(np.arange(len(a)), units)
                    assert a[others].tobytes() == b[others].tobytes()


def _begins(hold, direction, t, length):
    """Return "now" at a walk's first step under a hold, "past" after it, else an empty string."""
    last = min(hold.last, length - 1)
    if hold.first > last:
        return ""
    start = last if direction else hold.first
    return "now" if t == start else "past" if (t < start) == bool(direction) else ""


@examples(120, by_default=8)
@given(held_experiments())
def test_torch_agrees_with_what_is_held(experiment):
    run = finished(experiment)
    report = check_run(run)
    assert report.agrees, report.text()
    assert report.not_comparable == 0
    assert report.max_ratio_to_bound < 1
    whole = CheckRequest.of(run, 0, run.cells_done)
    assert report.windows_skipped == whole.windows_skipped
    again = perform(pickle.loads(pickle.dumps(whole)))
    assert again.agrees
    json.dumps(again.to_json())


def small(timesteps=12, batch=None, lengths=None, dtype=np.float32, **options):
    config = LSTMConfig(3, 4, **options)
    shape = (timesteps, 3) if batch is None else (timesteps, batch, 3)
    x = np.random.default_rng(1).standard_normal(shape).astype(dtype)
    return Experiment.create(random_parameters(config, dtype=dtype), x, lengths=lengths)


HOLDS = (
    *(Hold(q, 1, 0, (2,), 4, 6, 0.3) for q in "ifgo"),
    Hold("c", 1, 0, (0, 3), 4, 6, 2.0),
    Hold("m", 1, 0, (1,), 4, 6, 0.5),
    Hold("h", 1, 0, (0,), 4, 6, -0.25),
    Cut("weight_ih", 1, 0, (9, 1), 4, 6),
    Cut("weight_hh", 1, 0, (0, 1), 4, 6),
)


@pytest.mark.parametrize("hold", HOLDS, ids=str)
@pytest.mark.parametrize("lengths", [None, (12, 9)], ids=["even", "ragged"])
def test_an_engine_that_ignores_a_hold_is_flagged_where_it_begins(hold, lengths, monkeypatch):
    experiment = small(batch=2, lengths=lengths, num_layers=2, proj_size=2).with_holds(hold)
    monkeypatch.setattr(LaneInterventions, "of", lambda *_: NO_INTERVENTIONS)
    first = check_run(finished(experiment)).first_disagreement
    quantity = f"z_{GATES[hold.index[0] // 4]}" if isinstance(hold, Cut) else hold.quantity
    unit = hold.index[0] % 4 if isinstance(hold, Cut) else hold.units[0]
    assert (first.check, first.at.lane.layer, first.at.t) == ("step", 1, 4)
    assert (first.at.quantity, first.at.unit) == (quantity, unit)


@pytest.mark.few(4)
@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 5},
        {"last": 5},
        {"last": 7},
        {"units": (1, 2)},
        {"value": 0.30001},
        {"quantity": "i"},
        {"row": 1},
        {"layer": 0},
    ],
    ids=str,
)
def test_an_engine_that_holds_something_else_is_flagged(wrong):
    right = Hold("f", 1, 0, (2,), 4, 6, 0.3)
    experiment = small(batch=2, num_layers=2)
    run = finished(experiment.with_holds(replace(right, **wrong)))
    request = CheckRequest.of(run, 0, run.cells_done)
    assert perform(request).agrees
    assert not perform(replace(request, holds=(right,))).agrees


@pytest.mark.parametrize("lengths", [None, (12, 9)], ids=["even", "ragged"])
@pytest.mark.parametrize("number", [np.nan, np.inf])
@pytest.mark.parametrize("kind", ["weight_ih_l1", "weight_hh_l1"])
def test_a_weight_that_is_cut_counts_for_nothing_whatever_it_is(kind, number, lengths):
    at = 9, 1
    whole = small(batch=2, lengths=lengths, num_layers=2).with_holds(
        Cut(kind.removesuffix("_l1"), 1, 0, at, 0, 11)
    )
    whole = whole.with_objective(Objective(seeds=(Seed("h", Lane(1), 8, 0, 1, 1.0),)))
    of = {
        value: whole.with_parameters(whole.parameters.with_value(kind, at, value))
        for value in (0.0, number)
    }
    nothing, cut = (finished(experiment) for experiment in of.values())
    for quantity in "zifgoch":
        for t in range(12):
            expected, found = (run.trace.values(quantity, Lane(1))[t] for run in (nothing, cut))
            assert np.array_equal(found, expected), (quantity, t)
    report = check_run(cut)
    assert report.agrees, report.text()
    assert report.not_comparable == 0
    back = BackwardRun(cut)
    back.advance()
    report = check_backward(back)
    assert report.agrees, report.text()
    assert report.not_comparable == 0


def test_the_last_of_two_holds_on_a_number_stands():
    both = Hold("f", 0, 0, (0, 1), 2, 9, 0.25), Hold("f", 0, 0, (1,), 4, 5, 1.0)
    run = finished(small().with_holds(*both))
    f = run.trace.values("f", Lane())[:, 0]
    assert f[2:10, 0].tolist() == [0.25] * 8
    assert f[2:10, 1].tolist() == [0.25, 0.25, 1.0, 1.0, 0.25, 0.25, 0.25, 0.25]
    assert hold_on(both, "f", Lane(), 4, 0, 1) is both[1]
    assert check_run(run).agrees


def test_a_held_number_has_no_bound_and_what_follows_from_it_has():
    hold = Hold("c", 0, 0, (1,), 3, 3, 0.5)
    run = finished(small().with_holds(hold))
    for nudged, flagged in ((1, True), (0, False)):
        request = CheckRequest.of(run, 0, run.cells_done)
        values = {name: array.copy() for name, array in request.segments[0].steps.recorded.items()}
        values["c"][3, nudged] = np.nextafter(values["c"][3, nudged], np.float32(9))
        steps = replace(request.segments[0].steps, recorded=values)
        segments = (replace(request.segments[0], steps=steps),)
        report = perform(replace(request, segments=segments, links=(), windows=()))
        assert report.agrees is not flagged


def test_windows_that_a_hold_touches_are_skipped_and_that_is_said():
    free = finished(small(batch=2))
    held = finished(small(batch=2).with_holds(Hold("f", 0, 0, (1,), 9, 9, 1.0, row=1)))
    at_start = finished(small(batch=2).with_holds(Hold("f", 0, 0, (1,), 5, 6, 1.0)))
    reports = {run: check_run(run) for run in (free, held, at_start)}
    assert [report.windows_skipped for report in reports.values()] == [0, 1, 0]
    assert "skipped" in reports[held].text()
    assert "skipped" not in reports[free].text()
    assert reports[held].to_json()["windows_skipped"] == 1
    assert all(report.agrees for report in reports.values())


def test_torch_must_be_told_where_it_stands_to_hold():
    experiment = small().with_holds(Hold("f", 0, 0, (1,), 2, 3, 1.0))
    arrays = experiment.parameters.arrays
    cell = torch_engine.TorchCell(experiment.config, arrays, Lane(), np.float32, experiment.holds)
    with pytest.raises(ValueError, match="give both"):
        cell.step([np.zeros((1, n), np.float32) for n in (3, 4, 4)])


@examples(100)
@given(held_experiments(), st.data())
def test_the_ledger_adds_up_to_what_a_held_number_would_be(experiment, data):
    run = finished(experiment)
    hold = data.draw(st.sampled_from(experiment.holds))
    row = hold.row or 0
    t = hold.first
    if t >= experiment.lengths[row]:
        return
    if isinstance(hold, Cut):
        H = experiment.config.hidden_size
        quantity, unit = f"z_{GATES[hold.index[0] // H]}", hold.index[0] % H
    else:
        quantity, unit = hold.quantity, hold.units[-1]
    book = ledger(run.trace, Address(quantity, Lane(hold.layer, hold.direction), t, row, unit))
    assert math.fsum([*book.products, book.rounding]) == book.total
    info = np.finfo(experiment.dtype)
    size = np.abs(book.products).sum()
    assert abs(book.rounding) <= (len(book) + 12) * info.eps * size + info.smallest_normal
    if isinstance(hold, Cut):
        (term,) = (
            term
            for term in map(book.term, range(len(book)))
            if term.factors[0].source.indices == hold.index
            and term.factors[0].source.name.startswith(hold.kind)
        )
        assert (term.product, term.factors[0].value, term.factors[0].function) == (0, 0, "cut")
        return
    there = hold.quantity, hold.lane, t, row, unit
    assert book.value == experiment.dtype.type(hold_on(experiment.holds, *there).value)
    if quantity in GATES:
        assert book.activation.value == book.would_be
        assert book.total == book.activation.argument
    else:
        assert book.total == book.would_be


def test_what_a_gate_would_be_is_what_it_is_without_the_hold():
    free, hold = small(), Hold("f", 0, 0, (1,), 3, 11, 1.0)
    book = ledger(finished(free.with_holds(hold)).trace, Address("f", Lane(), 3, 0, 1))
    alone = ledger(finished(free).trace, Address("f", Lane(), 3, 0, 1))
    assert (book.value, alone.would_be) == (1, None)
    assert book.would_be == pytest.approx(alone.value, rel=1e-6)


def test_holding_is_undone_like_every_edit_and_shares_every_array():
    free = small()
    history = History(free, Experiment.arrays)
    history.record(free.with_holds(Hold("f", 0, 0, (1,), 2, 3, 1.0)), "hold")
    assert all(a is b for a, b in zip(history.value.arrays(), free.arrays(), strict=True))
    assert history.undo() is free
    assert history.redo().holds == (Hold("f", 0, 0, (1,), 2, 3, 1.0),)


def test_holds_stay_with_other_weights_and_another_dtype():
    held = small().with_holds(Hold("f", 0, 0, (1,), 2, 3, 1.0))
    assert held.with_parameters(random_parameters(held.config, seed=5)).holds == held.holds
    assert held.astype(np.float64).holds == held.holds
    assert pickle.loads(pickle.dumps(held)).holds == held.holds


@pytest.mark.parametrize(
    ("hold", "words"),
    [
        (Hold("z", 0, 0, (0,), 0, 1, 1.0), "these can: f i g o c h"),
        (Hold("m", 0, 0, (0,), 0, 1, 1.0), "the held m .* these can: f i g o c h$"),
        (Hold("f", 1, 0, (0,), 0, 1, 1.0), "no layer 1"),
        (Hold("f", 0, 1, (0,), 0, 1, 1.0), "direction 1"),
        (Hold("f", 0, 0, (), 0, 1, 1.0), "units"),
        (Hold("f", 0, 0, (4,), 0, 1, 1.0), "within 0…3"),
        (Hold("f", 0, 0, (2, 1), 0, 1, 1.0), "ascending"),
        (Hold("f", 0, 0, (1, 1), 0, 1, 1.0), "ascending"),
        (Hold("f", 0, 0, (1,), 3, 2, 1.0), "timesteps 3…2"),
        (Hold("f", 0, 0, (1,), -1, 2, 1.0), "timesteps"),
        (Hold("f", 0, 0, (1,), 0, 12, 1.0), "within 0…11"),
        (Hold("f", 0, 0, (1,), 0, 1, math.nan), "not a finite float32 number"),
        (Hold("f", 0, 0, (1,), 0, 1, 1e39), "not a finite float32 number"),
        (Hold("f", 0, 0, (1,), 0, 1, 1.0, row=1), "no row 1"),
        (Cut("weight_hr", 0, 0, (0, 0), 0, 1), "weight_ih and weight_hh"),
        (Cut("weight_ih", 0, 0, (16, 0), 0, 1), "no weight"),
        (Cut("weight_ih", 0, 0, (0, 3), 0, 1), "no weight"),
    ],
    ids=str,
)
def test_holds_on_what_is_not_there_are_refused(hold, words):
    with pytest.raises(ValueError, match=words):
        small().with_holds(hold)
