"""A row of a lane goes back by its sheet: what is told of an LSTM's holds for any cell."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simulator.analysis.gradient_flow.direct_part import direct_part
from simulator.analysis.gradient_flow.growth import growth_of_directions
from simulator.analysis.gradient_flow.jacobian import jacobian
from simulator.analysis.gradient_flow.lane_row import LaneRow
from simulator.network.lane import Lane
from simulator.progress import finish
from tests.simulator.cells.lanes import random_weights, walked
from tests.simulator.cells.other_cells import OTHERS

T, B, I, H = 6, 2, 3, 4
LANE = Lane()

cells = pytest.mark.parametrize("cell", OTHERS, ids=lambda cell: cell.name)


def run_of(cell, seed=0):
    """Return what `LaneRow` reads of a run with one lane of a cell."""
    rng = np.random.default_rng(seed)
    weights = random_weights(cell, rng, I, H, H, np.float64)
    states = [rng.standard_normal((B, H)) for _ in cell.states]
    lane = walked(weights, rng.standard_normal((T, B, I)), states)
    return SimpleNamespace(
        experiment=SimpleNamespace(config=SimpleNamespace(cell=cell), lengths=(T,) * B, holds=()),
        weights={LANE: weights},
        trace=SimpleNamespace(lanes={LANE: lane}),
    )


@cells
def test_the_transposed_jacobian_is_a_step_back(cell):
    run, rng = run_of(cell), np.random.default_rng(1)
    arriving = [rng.standard_normal((1, H)) for _ in cell.states]
    for t in range(T):
        sent = LaneRow(run, LANE, 1).step_back(t, arriving).before
        carried = jacobian(run, LANE, t, 1).T @ np.concatenate(arriving, axis=1)[0]
        np.testing.assert_allclose(carried, np.concatenate(sent, axis=1)[0], atol=1e-13)


@cells
def test_the_growths_of_all_directions_are_the_volume_of_the_jacobian(cell):
    run = run_of(cell)
    growth = finish(growth_of_directions(run, LANE, 0, directions=100))
    for t in range(1, T):
        volume = abs(np.linalg.det(jacobian(run, LANE, t, 0)))
        np.testing.assert_allclose(np.prod(growth[t - 1]), volume, rtol=1e-9, atol=1e-14)


@cells
def test_the_direct_part_is_the_gradient_without_recurrent_weights(cell):
    """None of these cells has a memory beside h: it is along h then, if h feeds h' by a number."""
    run, above = run_of(cell), np.random.default_rng(2).standard_normal((T, B, H))
    back = SimpleNamespace(run=run, given=lambda lane: {cell.output: above})
    found = direct_part(back, LANE, 1)
    weights = run.weights[LANE]
    run.weights = {LANE: replace(weights, W_hh=0 * weights.W_hh)}
    row, sent = LaneRow(run, LANE, 1), [np.zeros((1, H)) for _ in cell.states]
    for t in row.order:
        step = row.step_back(t, [sent[0] + above[t, 1], *sent[1:]])
        np.testing.assert_allclose(found[t], step.of[cell.output][0], atol=1e-14)
        sent = step.before
