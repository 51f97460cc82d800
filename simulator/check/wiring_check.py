"""Wiring check; its key in reports is `link`: all that a cell reads equals its source bit for bit.

The step check starts from the inputs that our engine recorded, so it is blind to wrong wiring: a
reverse direction that is not reversed, states or directions swapped, lengths ignored. This module
states the wiring of `torch.nn.LSTM` a second time, and shares no code with `engine.run`.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..engine.run import Run
from ..network.lane import Lane
from .findings import Findings, Places
from .report import CheckKind
from .step_check import LaneSteps

_STEPS_AT_ONCE = 1 << 14
"""Timesteps of `output` that are compared at once; bounds the memory."""


class Link(NamedTuple):
    """One quantity's n rows as they were read, and as recorded at their source."""

    quantity: str
    places: Places
    read: Array
    source: Array


def check_links(findings: Findings, links: tuple[Link, ...]) -> None:
    """Compare inputs with their sources; nothing is rounded between the two."""
    for quantity, places, read, source in links:
        kind = CheckKind("link", str(source.dtype), quantity)
        if np.array_equal(read, source):
            findings.note_equal(kind)
        else:
            findings.compare(kind, places, read, source)


def step_links(run: Run, steps: LaneSteps) -> Iterator[Link]:
    """Yield the links into the cells of a lane: x, h_prev, c_prev.

    x of the first layer is the sequence; in the others it is the lower layer's forward h beside its
    reverse h, times the dropout mask. The states are those of the timestep before, in reverse of
    the timestep after; where a walk begins, row layer*D + direction of h_0 and c_0.
    """
    experiment, values = run.experiment, run.trace.values
    (layer, direction), t, rows = steps.places.lane, steps.places.t, steps.places.rows
    if layer == 0:
        x = experiment.sequence[t, rows]
    else:
        x = values("h", Lane(layer - 1))[t, rows]
        if experiment.config.bidirectional:
            x = np.concatenate((x, values("h", Lane(layer - 1, 1))[t, rows]), axis=1)
        if experiment.masks:
            with np.errstate(all="ignore"):
                x = x * experiment.masks[layer - 1][t, rows]
    yield Link("x", steps.places, steps.inputs["x"], x)
    lengths = np.array(experiment.lengths)
    begins = t == lengths[rows] - 1 if direction else t == 0
    came_from = np.where(begins, 0, t + 1 if direction else t - 1)
    state_row = layer * experiment.config.num_directions + direction
    for name, given in (("h_prev", experiment.h_0), ("c_prev", experiment.c_0)):
        written = values(name[0], steps.places.lane)[came_from, rows]
        source = np.where(begins[:, None], given[state_row, rows], written)
        yield Link(name, steps.places, steps.inputs[f"{name[0]}'"], source)


def output_links(run: Run, outputs: tuple[Array, Array, Array]) -> Iterator[Link]:
    """Yield the links out of a finished run: output, h_n, c_n.

    `output` is the last layer's directions side by side, zero past a row's length. h_n and c_n have
    a row for every layer*D + direction: forward at the row's last timestep, reverse at 0. Of the
    long `output` a link has only the rows that are not equal to their source.

    Args:
        outputs: its `batched_outputs`.
    """
    experiment, values = run.experiment, run.trace.values
    lengths, end = np.array(experiment.lengths), run.schedule.num_cells
    T, B, R = max(experiment.lengths), len(lengths), experiment.config.output_size
    D, L = experiment.config.num_directions, experiment.config.num_layers
    output, h_n, c_n = outputs
    for direction in range(D):
        columns = slice(direction * R, (direction + 1) * R)
        lane = Lane(L - 1, direction)
        unequal = np.empty((T, B), bool)
        for first in range(0, T, _STEPS_AT_ONCE):
            part = slice(first, min(first + _STEPS_AT_ONCE, T))
            there = np.arange(part.start, part.stop)[:, None] < lengths
            source = values("h", lane)[part]
            if not there.all():
                source = _before_end(source, there)
            given = output[part, :, columns]
            same = np.array_equal(given, source)  # as a rule, and faster than row by row
            unequal[part] = False if same else (given != source).any(axis=-1)
        t, rows = np.nonzero(unequal)
        source = _before_end(values("h", lane)[t, rows], t < lengths[rows])
        places = Places(lane, np.full(len(t), end), t, rows)
        yield Link("output", places, output[t, rows, columns], source)
    rows = np.arange(B)
    for layer in range(L):
        for direction in range(D):
            t = 0 * lengths if direction else lengths - 1
            lane = Lane(layer, direction)
            places = Places(lane, np.full(B, end), t, rows)
            for name, last in (("h_n", h_n), ("c_n", c_n)):
                source = values(name[0], lane)[t, rows]
                yield Link(name, places, last[layer * D + direction], source)


def _before_end(numbers: Array, there: Array) -> Array:
    """Return numbers (…, width), 0 where their timestep is not there."""
    return np.where(there[..., None], numbers, 0)


def batched_outputs(run: Run) -> tuple[Array, Array, Array]:
    """Return the run's outputs as output (T, B, D*R), h_n (L*D, B, R), c_n (L*D, B, H)."""
    experiment, config = run.experiment, run.experiment.config
    output, h_n, c_n = run.trace.outputs()
    if not experiment.batched:
        output, h_n, c_n = output[:, None], h_n[:, None], c_n[:, None]
    elif config.batch_first:
        output = output.swapaxes(0, 1)
    T, B = max(experiment.lengths), len(experiment.lengths)
    D, lanes = config.num_directions, config.num_lanes
    return (
        _shaped(output, (T, B, D * config.output_size)),
        _shaped(h_n, (lanes, B, config.output_size)),
        _shaped(c_n, (lanes, B, config.hidden_size)),
    )


def _shaped(array: Array, shape: tuple[int, ...]) -> Array:
    # In a wrong shape no number is in its place.
    return array if array.shape == shape else np.full(shape, np.nan)
