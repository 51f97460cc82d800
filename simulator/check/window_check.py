"""Window check: a few steps by the real `torch.nn.LSTM`, from recorded states.

`nn.LSTM` returns no gates, but it does its own wiring. It never runs further than a few steps: two
correct engines drift apart without limit, so a free run would prove nothing. The bound of one step
is carried from step to step and from layer to layer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..cells.bounds import step_bounds
from ..engine.run import Run
from ..engine.time_order import span, timestep_at, walk_at
from ..network.interventions import Intervention
from ..network.lane import Lane
from .findings import Findings, Places
from .report import CheckKind
from .step_check import Reference

STEPS = 4
"""Longest window, in timesteps."""


@dataclass(frozen=True, eq=False)
class Window:
    """At most STEPS timesteps of each batch row, for some layers one above the other.

    Attributes:
        layers: the layers. directions: those whose numbers are known and are compared.
        t, cells: (W, B) and (lanes, W, B), the timesteps and the numbers of the cells.
        lengths: the number of the W steps that each row takes.
        x: (W, B, I) the lowest layer's input. masks: (W, B, D*R) between the layers.
        output: (W, B, D*R) our top layer's h.
        h_0, c_0: (lanes, B, …) where the walks begin. h_n, c_n: ours where they end.
    """

    layers: range
    directions: tuple[int, ...]
    t: Array
    cells: Array
    lengths: tuple[int, ...]
    x: Array
    masks: tuple[Array, ...]
    output: Array
    h_0: Array
    c_0: Array
    h_n: Array
    c_n: Array

    @classmethod
    def of(
        cls,
        run: Run,
        layers: range,
        directions: tuple[int, ...],
        start: Array,
        stop: Array,
        output: Array | None = None,
    ) -> "Window":
        """Cut the timesteps start[row] … stop[row] - 1 of each row from a run.

        `output` (T, B, D*R) is that of a finished run; by default the top layer's h.
        """
        experiment, trace = run.experiment, run.trace
        config = experiment.config
        rows = np.arange(experiment.batch_size)
        step = np.arange(int((stop - start).max()))[:, None]
        inside = step < stop - start
        t = np.where(inside, start + step, start)

        def cut(array: Array) -> Array:
            return np.where(inside[..., None], array[t, rows], 0)

        lanes = [lane for lane in config.lanes() if lane.layer in layers]
        states = [_states(run, lane, start, stop) for lane in lanes]
        top = [trace.values("h", lane) for lane in lanes if lane.layer == layers[-1]]
        outputs = top if output is None else [output]
        return cls(
            layers,
            directions,
            t,
            np.stack([_cell_numbers(run, lane, t) for lane in lanes]),
            tuple((stop - start).tolist()),
            cut(experiment.sequence if layers[0] == 0 else trace.inputs[layers[0]]),
            tuple(map(cut, experiment.masks[layers[0] : layers[-1]])),
            np.concatenate([cut(of) for of in outputs], axis=-1),
            *map(np.stack, zip(*states, strict=True)),
        )

    def touched_by(self, holds: Sequence[Intervention]) -> bool:
        """Return True when a hold or cut applies in it: `nn.LSTM` has neither."""
        rows = np.arange(self.t.shape[1])
        return any(
            bool(((hold.first <= self.t) & (self.t <= hold.last) & _in_row(hold, rows)).any())
            for hold in holds
            if hold.layer in self.layers and hold.direction in self.directions
        )


def _in_row(hold: Intervention, rows: Array) -> Array:
    return np.full(len(rows), True) if hold.row is None else rows == hold.row


def _states(run: Run, lane: Lane, start: Array, stop: Array) -> tuple[Array, Array, Array, Array]:
    """Return h_0 and c_0 where a lane's walks through a window begin, h and c where they end."""
    experiment, trace = run.experiment, run.trace
    arrays, state_row = trace.lanes[lane], experiment.config.state_row(lane)
    rows = np.arange(experiment.batch_size)
    begin, end = (stop - 1, start) if lane.reverse else (start, stop - 1)
    first = walk_at(lane.direction, np.array(experiment.lengths), begin) == 0
    given = (state[state_row] for state in (experiment.h_0, experiment.c_0))
    recorded = (states[begin, rows] for states in (arrays.h_prev, arrays.c_prev))
    h_0, c_0 = (np.where(first[:, None], *both) for both in zip(given, recorded, strict=True))
    h_n, c_n = (trace.values(q, lane)[end, rows] for q in "hc")
    return h_0, c_0, h_n, c_n


def _cell_numbers(run: Run, lane: Lane, t: Array) -> Array:
    walks = walk_at(lane.direction, np.array(run.experiment.lengths), t)
    return run.schedule.cell_numbers(lane, walks)


def windows_of(run: Run, first_cell: int, last_cell: int, output: Array | None) -> Iterator[Window]:
    """Yield the windows for the cells first_cell … last_cell - 1: at their begin and at their end.

    With one direction all layers run together, over timesteps that are complete in all of them.
    With two, a layer needs the whole layer below it. So the complete layers run together at both
    ends of the sequence, and in the layer above them each direction runs up to its own place.

    Args:
        output: (T, B, D*R) that of a finished run; None until its last cell.
    """
    config, schedule = run.experiment.config, run.schedule
    if not config.bidirectional:
        top = Lane(config.num_layers - 1)
        before, after = (schedule.cells_of(top, cells) for cells in (first_cell, last_cell))
        ends = {after} if before else {min(after, STEPS), after}
        for walked in sorted(ends) if after > before else ():
            reached = _reached(run, 0, walked)
            yield Window.of(run, range(config.num_layers), (0,), *reached, output)
        return
    layer, T = schedule.layers_complete(last_cell), schedule.num_timesteps
    if layer > schedule.layers_complete(first_cell):
        for direction in (1, 0) if T > STEPS else (0,):
            yield Window.of(run, range(layer), (0, 1), *_reached(run, direction, T), output)
    for direction in (0, 1) if layer < config.num_layers else ():
        lane = Lane(layer, direction)
        before, after = (schedule.cells_of(lane, cells) for cells in (first_cell, last_cell))
        if after > before:
            reached = _reached(run, direction, after)
            yield Window.of(run, range(layer, layer + 1), (direction,), *reached)


def _reached(run: Run, direction: int, walked: int) -> tuple[Array, Array]:
    """Return where each row's last STEPS steps start and stop, after `walked` steps."""
    lengths = np.array(run.experiment.lengths)
    stop = np.minimum(walked, lengths)
    start = np.maximum(0, stop - STEPS)
    return span(direction, lengths, start, stop)


def check_window(findings: Findings, window: Window, dtype: str, reference: Reference) -> None:
    """Compare our output, and the states at the end of the walks, with those of `nn.LSTM`."""
    from ..reference import torch_lstm

    config = reference.config
    theirs = torch_lstm.lstm_window(
        config,
        reference.arrays,
        window.layers,
        window.x,
        window.lengths,
        window.h_0,
        window.c_0,
        window.masks,
    )
    bounds = _bounds(window, dtype, reference)
    lanes = [lane for lane in config.lanes() if lane.layer in window.layers]
    R, lengths = config.output_size, np.array(window.lengths)
    W, B = window.t.shape

    def compare(
        quantity: str, index: int, step: Array, rows: Array, ours: Array, expected: Array
    ) -> None:
        cells, t = window.cells[index, step, rows], window.t[step, rows]
        findings.compare(
            CheckKind("window", dtype, quantity),
            Places(lanes[index], cells, t, rows),
            ours,
            expected,
            bounds.of[quantity][index][step, rows],
            bounds.comparable[rows],
        )

    everywhere = np.nonzero(np.arange(W)[:, None] < lengths)
    for index, (layer, direction) in enumerate(lanes):
        if direction not in window.directions:
            continue
        ends = timestep_at(direction, lengths, lengths - 1), np.arange(B)
        compare("h", index, *ends, window.h_n[index], theirs.h_n[index])
        compare("c", index, *ends, window.c_n[index], theirs.c_n[index])
        if layer == window.layers[-1]:
            columns = slice(direction * R, (direction + 1) * R)
            both = (a[..., columns][everywhere] for a in (window.output, theirs.output))
            compare("h", index, *everywhere, *both)


@dataclass(frozen=True, eq=False)
class _WindowBounds:
    """Bounds by h and c, for each lane (W, B, …); and the (B,) rows in which nothing overflows."""

    of: dict[str, list[Array]]
    comparable: Array


def _bounds(window: Window, dtype: str, reference: Reference) -> _WindowBounds:
    """Carry the bound of one step through a window, along its values in float64."""
    config, (W, B) = reference.config, window.t.shape
    D, R, H = config.num_directions, config.output_size, config.hidden_size
    lengths, rounding = np.array(window.lengths), float(np.finfo(dtype).eps)
    x = window.x.astype(np.float64)
    D_x = np.zeros_like(x)
    bounds = _WindowBounds({"h": [], "c": []}, np.ones(B, bool))
    for index, layer in enumerate(window.layers):
        above, D_above = np.zeros((W, B, D * R)), np.zeros((W, B, D * R))
        for direction in range(D):
            lane = Lane(layer, direction)
            row = config.state_row(Lane(index, direction))
            h, c = (state[row] for state in (window.h_0, window.c_0))
            h, c = h.astype(np.float64), c.astype(np.float64)
            D_h, D_c = np.zeros((W, B, R)), np.zeros((W, B, H))
            e_h, e_c = np.zeros((B, R)), np.zeros((B, H))
            for walk in range(W):
                rows = np.flatnonzero(walk < lengths)
                t = timestep_at(direction, lengths[rows], np.full(len(rows), walk))
                inputs = x[t, rows], h[rows], c[rows]
                places = window.t[t, rows], rows
                values = reference.cell(lane, "float64").step(*inputs, *places)
                step = step_bounds(
                    reference.magnitudes(lane),
                    {"x": inputs[0], "h'": inputs[1], "c'": inputs[2]},
                    values,
                    dtype,
                    {"x": D_x[t, rows], "h'": e_h[rows], "c'": e_c[rows]},
                )
                bounds.comparable[rows] &= ~step.overflow
                h[rows], c[rows] = values["h"], values["c"]
                e_h[rows], e_c[rows] = step.errors["h"], step.errors["c"]
                D_h[t, rows], D_c[t, rows] = step.errors["h"], step.errors["c"]
                columns = slice(direction * R, (direction + 1) * R)
                above[t, rows, columns] = values["h"]
            D_above[..., columns] = D_h
            bounds.of["h"].append(D_h)
            bounds.of["c"].append(D_c)
        if index < len(window.masks):
            mask = window.masks[index]
            # Both engines round the product with the mask.
            x, D_x = above * mask, (D_above + rounding * np.abs(above)) * mask
        else:
            x, D_x = above, D_above
    return bounds
