"""Window check: a few steps by the real `torch.nn.LSTM`, from recorded states.

`nn.LSTM` returns no gates, but it does its own wiring. It never runs further than a few steps: two
correct engines drift apart without limit, so a free run would prove nothing. The bound of one step
is carried from step to step and from layer to layer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Array, limits
from ..cells.bounds import StepBounds, step_bounds
from ..cells.sheet import INPUT, before
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
        initial: by state (lanes, B, …), where the walks begin. final: ours where they end.
    """

    layers: range
    directions: tuple[int, ...]
    t: Array
    cells: Array
    lengths: tuple[int, ...]
    x: Array
    masks: tuple[Array, ...]
    output: Array
    initial: dict[str, Array]
    final: dict[str, Array]

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

        `output` (T, B, D*R) is a finished run's; by default the top layer's h.
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
        ends = [_ends(run, lane, start, stop) for lane in lanes]
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
            *(
                {state: np.stack([of[state] for of in of_lanes]) for state in config.cell.states}
                for of_lanes in zip(*ends, strict=True)
            ),
        )

    def touched_by(self, holds: Sequence[Intervention]) -> bool:
        """Return True when a hold or cut applies in it: `nn.LSTM` has neither."""
        rows = np.arange(self.t.shape[1])
        return any(
            bool(((hold.first <= self.t) & (self.t <= hold.last) & _in_row(hold, rows)).any())
            for hold in holds
            if hold.layer in self.layers and hold.direction in self.directions
        )

    def check(self, findings: Findings, dtype: str, reference: Reference) -> None:
        """Compare our output, and the states at the end of the walks, with the `nn.LSTM`'s."""
        from ..reference import torch_lstm

        config = reference.config
        theirs = torch_lstm.lstm_window(
            config,
            reference.arrays,
            self.layers,
            self.x,
            self.lengths,
            [*self.initial.values()],
            self.masks,
        )
        output, *states = theirs
        ends_of = dict(zip(self.final, states, strict=True))
        bounds = _bounds(self, dtype, reference)
        lanes = [lane for lane in config.lanes() if lane.layer in self.layers]
        R, lengths = config.output_size, np.array(self.lengths)
        W, B = self.t.shape

        def compare(
            quantity: str, index: int, step: Array, rows: Array, ours: Array, expected: Array
        ) -> None:
            cells, t = self.cells[index, step, rows], self.t[step, rows]
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
            if direction not in self.directions:
                continue
            ends = timestep_at(direction, lengths, lengths - 1), np.arange(B)
            for state, ours in self.final.items():
                compare(state, index, *ends, ours[index], ends_of[state][index])
            if layer == self.layers[-1]:
                columns = slice(direction * R, (direction + 1) * R)
                both = (a[..., columns][everywhere] for a in (self.output, output))
                compare(config.cell.output, index, *everywhere, *both)


def _in_row(hold: Intervention, rows: Array) -> Array:
    return np.full(len(rows), True) if hold.row is None else rows == hold.row


def _ends(
    run: Run, lane: Lane, start: Array, stop: Array
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return each state where a lane's walks through a window begin, and where they end."""
    experiment, trace = run.experiment, run.trace
    arrays, state_row = trace.lanes[lane], experiment.config.state_row(lane)
    rows = np.arange(experiment.batch_size)
    begin, end = (stop - 1, start) if lane.reverse else (start, stop - 1)
    first = walk_at(lane.direction, np.array(experiment.lengths), begin) == 0
    initial = {
        state: np.where(first[:, None], given[state_row], arrays.before(state)[begin, rows])
        for state, given in experiment.states.items()
    }
    return initial, {state: trace.values(state, lane)[end, rows] for state in initial}


def _cell_numbers(run: Run, lane: Lane, t: Array) -> Array:
    walks = walk_at(lane.direction, np.array(run.experiment.lengths), t)
    return run.schedule.cell_numbers(lane, walks)


def windows_of(run: Run, first_cell: int, last_cell: int, output: Array | None) -> Iterator[Window]:
    """Yield the windows for the cells first_cell … last_cell - 1: at their begin and at their end.

    With one direction all layers run together, over timesteps that are complete in all of them.
    With two, a layer needs the whole layer below it. So the complete layers run together at both
    ends of the sequence, and in the layer above them each direction runs up to its own place.

    Args:
        output: (T, B, D*R), of a finished run; None until its last cell.
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


@dataclass(frozen=True, eq=False)
class _WindowBounds:
    """Bounds by state, for each lane (W, B, …); and the (B,) rows in which nothing overflows."""

    of: dict[str, list[Array]]
    comparable: Array


def _bounds(window: Window, dtype: str, reference: Reference) -> _WindowBounds:
    """Carry the bound of one step through a window, from layer to layer."""
    config, (W, B) = reference.config, window.t.shape
    D, R = config.num_directions, config.output_size
    lengths, rounding = np.array(window.lengths), limits(dtype).eps
    x: Array = window.x.astype(np.float64)
    D_x: Array = np.zeros(x.shape)
    output = config.cell.output
    bounds = _WindowBounds({state: [] for state in window.initial}, np.ones(B, bool))
    for index, layer in enumerate(window.layers):
        above, D_above = np.zeros((W, B, D * R)), np.zeros((W, B, D * R))
        for direction in range(D):
            row = config.state_row(Lane(index, direction))
            walk = LaneWalk(
                Lane(layer, direction),
                window.t,
                np.arange(B),
                lengths,
                x,
                D_x,
                {state: array[row] for state, array in window.initial.items()},
            )
            columns = slice(direction * R, (direction + 1) * R)
            found = {state: np.zeros((W, B, config.width(state))) for state in bounds.of}
            for step in walk.bounded(dtype, reference):
                bounds.comparable[step.rows] &= ~step.forward.overflow
                above[step.t, step.rows, columns] = step.values[output]
                for state, errors in found.items():
                    errors[step.t, step.rows] = step.forward.errors[state]
            D_above[..., columns] = found[output]
            for state, errors in found.items():
                bounds.of[state].append(errors)
        if index < len(window.masks):
            mask = window.masks[index]
            # Both engines round the product with the mask.
            x, D_x = above * mask, (D_above + rounding * np.abs(above)) * mask
        else:
            x, D_x = above, D_above
    return bounds


class BoundedStep(NamedTuple):
    """One step forwards of some rows, and the bounds on the difference of two engines after it.

    Attributes:
        t, rows: (n,) its places in the window.
        inputs: x and the states before the step, by their names in the sheet; errors: theirs.
        values: torch's in float64. forward: the bounds of all that the step computes.
    """

    t: Array
    rows: Array
    inputs: dict[str, Array]
    errors: dict[str, Array]
    values: Mapping[str, Array]
    forward: StepBounds


@dataclass(frozen=True, eq=False)
class LaneWalk:
    """At most W steps of each of B rows of one lane, from states that both engines have.

    Attributes:
        t: (W, B) and rows: (B,), the timesteps and batch rows that they are.
        lengths: (B,) the steps that each row takes.
        x: (W, B, I) and D_x, by how much two engines' own may differ. states: by name (B, width).
    """

    lane: Lane
    t: Array
    rows: Array
    lengths: Array
    x: Array
    D_x: Array
    states: Mapping[str, Array]

    def bounded(self, dtype: str, reference: Reference) -> Iterator[BoundedStep]:
        """Yield the steps in order, each with the bounds of the previous one carried on."""
        states = {state: array.astype(np.float64) for state, array in self.states.items()}
        D = {state: np.zeros(array.shape) for state, array in states.items()}
        cell, weights = reference.cell(self.lane, "float64"), reference.magnitudes(self.lane)
        for walk in range(int(self.lengths.max())):
            rows = np.flatnonzero(walk < self.lengths)
            t = timestep_at(self.lane.direction, self.lengths[rows], np.full(len(rows), walk))
            inputs = {INPUT: self.x[t, rows].astype(np.float64)}
            inputs |= {before(state): array[rows] for state, array in states.items()}
            errors = {INPUT: self.D_x[t, rows]}
            errors |= {before(state): array[rows] for state, array in D.items()}
            values = cell.step([*inputs.values()], self.t[t, rows], self.rows[rows])
            forward = step_bounds(weights, inputs, values, dtype, errors)
            yield BoundedStep(t, rows, inputs, errors, values, forward)
            for state in states:
                states[state][rows], D[state][rows] = values[state], forward.errors[state]
