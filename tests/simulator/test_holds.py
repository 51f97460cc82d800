"""Holds: what is held is exactly that, what follows is computed from it, and torch agrees."""

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import check
from simulator.check import CheckRequest, check_run, perform
from simulator.config import GATES, LSTMConfig
from simulator.experiment import Experiment
from simulator.held import UNHELD, LaneHolds
from simulator.history import History
from simulator.holds import Cut, Hold, columns_cut, hold_on
from simulator.run import Run
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.train_mode import in_train_mode


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


@st.composite
def holds(draw, experiment):
    """One hold on anything that can be held, or cut, in an experiment."""
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
        name = config.parameter_names(layer, direction)[kind]
        index = tuple(draw(st.integers(0, n - 1)) for n in config.parameter_shapes()[name])
        return Cut(kind=kind, index=index, **where)
    quantity = draw(st.sampled_from(config.quantities[1:]))
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
    """The held LSTM, written down once more from the definition, row by row and step by step."""

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
        names = self.config.parameter_names(layer, direction)
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


@settings(max_examples=200, deadline=None)
@given(held_experiments())
def test_a_held_run_is_what_the_definition_says(experiment):
    run = finished(experiment)
    tolerance = 1e-5 if experiment.dtype == np.float32 else 1e-12
    for (quantity, layer, direction, t, row), expected in Oracle(experiment).run().items():
        ours = run.trace.values(quantity, layer, direction)[t, row]
        np.testing.assert_allclose(ours, expected, rtol=tolerance, atol=tolerance)
        for unit, value in enumerate(ours):
            hold = hold_on(experiment.holds, quantity, layer, direction, t, row, unit)
            assert hold is None or value == experiment.dtype.type(hold.value)


@settings(max_examples=80, deadline=None)
@given(held_experiments(), st.data())
def test_increments_do_not_change_a_bit(experiment, data):
    at_once, stepped = finished(experiment), Run(experiment)
    while not stepped.finished:
        stepped.advance(data.draw(st.integers(1, stepped.schedule.end)))
    for key, lane in at_once.trace.lanes.items():
        for name in ("z", "gates", "c_states", "h_states", "m"):
            a, b = getattr(lane, name), getattr(stepped.trace.lanes[key], name)
            assert (a is None and b is None) or a.tobytes() == b.tobytes()


@settings(max_examples=80, deadline=None)
@given(experiments(max_steps=7), st.data())
def test_a_hold_changes_no_bit_of_what_does_not_follow_from_it(experiment, data):
    hold = data.draw(holds(experiment))
    free, held = finished(experiment), finished(experiment.with_holds(hold))
    phases = free.schedule.phases
    quantity = "z" if isinstance(hold, Cut) else hold.quantity
    units = hold.units if isinstance(hold, Hold) else (hold.index[0],)
    for (layer, direction), lane in free.trace.lanes.items():
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
                    a, b = (r.trace.values(phase, layer, direction)[t, row] for r in (free, held))
                    assert a.tobytes() == b.tobytes()
                if touched and same < len(phases) and begun == "now":
                    a, b = (
                        r.trace.values(quantity, layer, direction)[t, row] for r in (free, held)
                    )
                    others = np.setdiff1d(np.arange(len(a)), units)
                    assert a[others].tobytes() == b[others].tobytes()


def _begins(hold, direction, t, length):
    """Whether a walk of a row is at its first step under a hold ("now"), past it, or before."""
    last = min(hold.last, length - 1)
    if hold.first > last:
        return ""
    start = last if direction else hold.first
    return "now" if t == start else "past" if (t < start) == bool(direction) else ""


@settings(max_examples=120, deadline=None)
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
