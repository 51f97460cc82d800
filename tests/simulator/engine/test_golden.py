"""Our engine and torch against numbers that neither computed, to 50 digits (see tests/data)."""

import json
import runpy

import numpy as np
import pytest

from simulator.cells.bounds import BoundWeights, step_bounds
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from simulator.network.quantities import GATES
from tests.paths import DATA
from tests.simulator.experiments import torch_outputs

GOLDEN = json.loads((DATA / "golden.json").read_text())
QUANTITIES = ("z", *GATES, "c", "m", "h")


def experiment_in(dtype):
    config = LSTMConfig(**GOLDEN["config"])
    arrays = {name: np.array(array, dtype) for name, array in GOLDEN["parameters"].items()}
    given = (np.array(GOLDEN[name], dtype) for name in ("sequence", "h_0", "c_0"))
    return Experiment.create(Parameters(config, arrays), *given, GOLDEN["lengths"])


def truth(layer, direction, quantity):
    """Return the golden numbers (T, B, width) in float64; NaN past a row's length."""
    lane = GOLDEN["lanes"][f"{layer},{direction}"]
    width = len(lane[0][0][quantity])
    return np.array(
        [
            [[np.nan] * width if v is None else list(map(float, v[quantity])) for v in t]
            for t in lane
        ]
    )


def carried_bounds(experiment):
    """Return how far two engines may drift apart, (T, B, width) by lane and quantity."""
    x, D_x = experiment.sequence.astype(np.float64), np.zeros(experiment.sequence.shape)
    bounds = {}
    for layer in range(experiment.config.num_layers):
        for direction in range(2):
            weights = BoundWeights(experiment.parameters.cell(Lane(layer, direction)))
            values = {q: truth(layer, direction, q) for q in QUANTITIES}
            bounds[layer, direction] = own = {
                q: np.full(v.shape, np.nan) for q, v in values.items()
            }
            for row, length in enumerate(experiment.lengths):
                h, c = (s[layer * 2 + direction, row] for s in (experiment.h_0, experiment.c_0))
                D_h, D_c = np.zeros(len(h)), np.zeros(len(c))
                for t in reversed(range(length)) if direction else range(length):
                    cell = {q: v[t, row][None] for q, v in values.items()}
                    parts = np.split(cell["z"], 4, axis=1)
                    cell |= {f"z_{g}": part for g, part in zip(GATES, parts, strict=True)}
                    errors = {"x": D_x[t, row][None], "h'": D_h[None], "c'": D_c[None]}
                    inputs = {"x": x[t, row][None], "h'": h[None].astype(float)}
                    inputs["c'"] = c[None].astype(float)
                    bounded = step_bounds(weights, inputs, cell, experiment.dtype, errors)
                    found = dict(bounded.errors)
                    found["z"] = np.concatenate([found[f"z_{g}"] for g in GATES], axis=1)
                    for q in QUANTITIES:
                        own[q][t, row] = found[q][0]
                    h, c = values["h"][t, row], values["c"][t, row]
                    D_h, D_c = found["h"][0], found["c"][0]
        x, D_x = (
            np.nan_to_num(np.concatenate(both, axis=-1))
            for both in (
                [truth(layer, d, "h") for d in range(2)],
                [bounds[layer, d]["h"] for d in range(2)],
            )
        )
    return bounds


def assert_within(ours, golden, bound, what):
    there = ~np.isnan(golden)
    assert there.any(), what
    # Golden numbers, too, are rounded to float64 here.
    allowed = bound[there] / 2 + np.spacing(np.abs(golden[there]))
    assert (np.abs(ours[there] - golden[there]) <= allowed).all(), what


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_our_engine_is_within_the_bound_of_the_truth(dtype):
    run = Run(experiment_in(dtype))
    run.advance()
    bounds = carried_bounds(run.experiment)
    for lane in run.trace.lanes:
        for quantity in QUANTITIES:
            golden = truth(*lane, quantity)
            ours = run.trace.values(quantity, lane).astype(np.float64)
            assert_within(ours, golden, bounds[lane][quantity], (lane, quantity))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_torch_is_within_the_bound_of_the_truth(dtype):
    experiment = experiment_in(dtype)
    output = torch_outputs(experiment).output.astype(np.float64)
    bounds = carried_bounds(experiment)
    for direction, half in enumerate(np.split(output, 2, axis=-1)):
        lane = 1, direction
        assert_within(half, truth(*lane, "h"), bounds[lane]["h"], lane)


def test_the_bound_tells_the_truth_from_what_is_near_it():
    """In float64 the bound is some units of the last place wide, so nothing else fits into it."""
    bounds = carried_bounds(experiment_in(np.float64))
    for lane, own in bounds.items():
        for quantity in QUANTITIES:
            assert np.nanmax(own[quantity]) < 2e-13, (lane, quantity)


def test_no_two_numbers_of_the_case_are_alike_where_a_mistake_could_hide():
    experiment = experiment_in(np.float64)
    for name, array in experiment.parameters.arrays.items():
        rows = array.reshape(len(array), -1)
        assert len(np.unique(rows, axis=0)) == len(rows), name
    assert experiment.h_0.all()
    assert len(set(experiment.lengths)) == experiment.batch_size


def test_the_golden_numbers_are_those_of_their_script():
    pytest.importorskip("mpmath")
    assert runpy.run_path(str(DATA / "make_golden.py"))["golden"]() == GOLDEN
