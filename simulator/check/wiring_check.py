"""Wiring check; its key in reports is `link`: all that a cell reads equals its source bit for bit.

The step check starts from the numbers that our engine recorded, so it is blind to wrong wiring: a
reverse direction that is not reversed, states or directions swapped, lengths ignored, a mask
forgotten backwards. This module states the wiring of `torch.nn.LSTM` a second time, for both
passes, the order of additions included. It shares no code with `engine.run` and
`simulator.gradients`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..cells.edges import edges_to, products_to
from ..cells.sheet import INPUT, Cell, before
from ..cells.step_back import along_edges
from ..engine.run import Run
from ..experiment.experiment import Outputs
from ..gradients.backward_run import BackwardRun
from ..network.gradient_quantities import DY
from ..network.interventions import Hold
from ..network.lane import Lane
from ..network.quantities import Y
from ..objective.readout import EVERY, H_N
from .findings import Findings, Places
from .report import CheckKind

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


def step_links(run: Run, places: Places, inputs: Mapping[str, Array]) -> Iterator[Link]:
    """Yield the links into n cells of a lane: x, h_prev, c_prev.

    x of the first layer is the sequence; in the others it is the lower layer's forward h beside its
    reverse h, times the dropout mask. The states are the previous timestep's, in reverse of
    the timestep after; where a walk begins, row layer*D + direction of h_0 and c_0.

    Args:
        inputs: x and the states before the step, as the cells read them, (n, width) each.
    """
    experiment, values = run.experiment, run.trace.values
    (layer, direction), t, rows = places.lane, places.t, places.rows
    if layer == 0:
        x = experiment.sequence[t, rows]
    else:
        x = values("h", Lane(layer - 1))[t, rows]
        if experiment.config.bidirectional:
            x = np.concatenate((x, values("h", Lane(layer - 1, 1))[t, rows]), axis=1)
        if experiment.masks:
            with np.errstate(all="ignore"):
                x = x * experiment.masks[layer - 1][t, rows]
    yield Link("x", places, inputs[INPUT], x)
    lengths = np.array(experiment.lengths)
    begins = t == lengths[rows] - 1 if direction else t == 0
    came_from = np.where(begins, 0, t + 1 if direction else t - 1)
    state_row = layer * experiment.config.num_directions + direction
    for state, given in experiment.states.items():
        written = values(state, places.lane)[came_from, rows]
        source = np.where(begins[:, None], given[state_row, rows], written)
        yield Link(f"{state}_prev", places, inputs[before(state)], source)


def output_links(run: Run, outputs: Outputs) -> Iterator[Link]:
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
    output, *ends = outputs
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
            for state, last in zip(experiment.config.cell.states, ends, strict=True):
                source = values(state, lane)[t, rows]
                yield Link(f"{state}_n", places, last[layer * D + direction], source)


def _before_end(numbers: Array, there: Array) -> Array:
    """Return numbers (…, width), 0 where their timestep is not there."""
    return np.where(there[..., None], numbers, 0)


def batched_outputs(run: Run) -> Outputs:
    """Return the run's outputs as output (T, B, D*R), h_n (L*D, B, R), c_n (L*D, B, H)."""
    experiment, config = run.experiment, run.experiment.config
    output, *ends = run.trace.outputs()
    if not experiment.batched:
        output, *ends = (array[:, None] for array in (output, *ends))
    elif config.batch_first:
        output = output.swapaxes(0, 1)
    T, B = max(experiment.lengths), len(experiment.lengths)
    shapes = (config.state_shape(B, state) for state in config.cell.states)
    return Outputs(
        _shaped(output, (T, B, config.num_directions * config.output_size)),
        *map(_shaped, ends, shapes),
    )


def _shaped(array: Array, shape: tuple[int, ...]) -> Array:
    # In a wrong shape no number is in its place.
    return array if array.shape == shape else np.full(shape, np.nan, array.dtype)


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Gradients that arrive at n cells of one lane, by what else is recorded.

    Attributes:
        back: the backward pass. lane: the lane. t, rows: (n,) the cells' timesteps and batch rows.
    """

    back: BackwardRun
    lane: Lane
    t: Array
    rows: Array

    @cached_property
    def from_above(self) -> Array:
        """What reaches h from seeds, then from the readout or the layer above: (n, R)."""
        experiment = self.back.run.experiment
        config = experiment.config
        seeds = self._seeds(config.cell.output)
        if self.lane.layer == config.num_layers - 1:
            laid = self._from_readout()
            return seeds if laid is None else seeds + laid
        R, direction = config.output_size, self.lane.direction
        columns = slice(direction * R, (direction + 1) * R)
        sent = [self._of("dx", Lane(self.lane.layer + 1, d)) for d in range(config.num_directions)]
        with np.errstate(all="ignore"):
            laid = sent[0] if len(sent) == 1 else sent[0] + sent[1]
            laid = laid[:, columns]
            if experiment.masks:
                laid = laid * experiment.masks[self.lane.layer][self.t, self.rows, columns]
            return seeds + laid

    def arriving(self, state: str) -> Array:
        """Return what reaches a state from outside its cell, then from the next step: (n, width).

        From outside h gets what is above it; every other state only seeds.
        """
        output = state == self._cell.output
        given, goes_on = self.from_above if output else self._seeds(state), self._goes_on
        with np.errstate(all="ignore"):
            return np.where(goes_on[:, None], given + self._next.sent(state), given)

    def from_next(self, state: str) -> Array:
        """Return what the next step sends back to a state, 0 after the last: (n, width)."""
        return np.where(self._goes_on[:, None], self._next.sent(state), 0)

    def sent(self, state: str) -> Array:
        """Return what the cells send back to a state before them: (n, width)."""
        if before(state) in products_to(self._cell):
            return self._of(f"d{state}_prev", self.lane)
        return self._along(before(state))

    def gradient(self, state: str) -> Array:
        """Return the gradient of a state: from the cell's other numbers, then what arrives."""
        arriving = self.arriving(state)
        if state not in edges_to(self._cell):
            return arriving
        with np.errstate(all="ignore"):
            return self._along(state) + arriving

    def _along(self, target: str) -> Array:
        """Return what comes to a number along its edges, which are elementwise."""
        values = self.back.run.trace.values

        def value(of: str) -> Array:
            if of in self._cell.row:
                return values(of, self.lane)[self.t, self.rows]
            states = self.back.run.trace.lanes[self.lane].before(of.removesuffix("'"))
            return states[self.t, self.rows]

        with np.errstate(all="ignore"):
            gradient = lambda row: self._of(f"d{row}", self.lane)  # noqa: E731
            return along_edges(self._cell, target, gradient, value, self.held)

    def held(self, quantity: str) -> Array:
        """Return where a quantity is held: (n, width)."""
        experiment, t = self.back.run.experiment, self.t
        found = np.zeros((len(t), experiment.config.width(quantity)), bool)
        for hold in experiment.holds:
            if not isinstance(hold, Hold):
                continue
            if (hold.quantity, hold.layer, hold.direction) == (quantity, *self.lane):
                here = (hold.first <= t) & (t <= hold.last)
                if hold.row is not None:
                    here &= self.rows == hold.row
                found[np.ix_(here, np.array(hold.units))] = True
        return found

    @property
    def _cell(self) -> Cell:
        return self.back.run.experiment.config.cell

    @cached_property
    def _goes_on(self) -> Array:
        """(n,) True where the walk has a next step: a reverse walk ends at timestep 0."""
        lengths = np.array(self.back.run.experiment.lengths)
        return self.t > 0 if self.lane.direction else self.t < lengths[self.rows] - 1

    @cached_property
    def _next(self) -> "Arrivals":
        """The walk's next steps; at any timestep where there is none."""
        t = np.where(self._goes_on, self.t - 1 if self.lane.direction else self.t + 1, 0)
        return Arrivals(self.back, self.lane, t, self.rows)

    def _of(self, key: str, lane: Lane) -> Array:
        return self.back.trace.values(key, lane)[self.t, self.rows]

    def _seeds(self, state: str) -> Array:
        """Return the seeds on a state, added up in their order; `output` is the top layer's h."""
        experiment = self.back.run.experiment
        found = np.zeros((len(self.t), experiment.config.width(state)), experiment.dtype)
        top, R = experiment.config.num_layers - 1, experiment.config.output_size
        for seed in experiment.objective.seeds:
            key, lane, unit = seed.quantity, seed.lane, seed.unit
            if key == "output":
                key, lane, unit = self._cell.output, Lane(top, unit // R), unit % R
            if (key, lane) == (state, self.lane):
                here = (self.t == seed.t) & (self.rows == seed.row)
                found[here, unit] += experiment.dtype.type(seed.number)
        return found

    def _from_readout(self) -> Array | None:
        """Return the readout's part of dh: Vᵀ dy, its columns of this direction; (n, R).

        Over the last step or h_n it stands at one timestep of each row: the reverse h of h_n at 0.
        """
        experiment, dy = self.back.run.experiment, self.back.trace.dy
        readout = experiment.objective.readout
        if dy is None or readout is None:
            return None
        R, direction = experiment.config.output_size, self.lane.direction
        columns = slice(direction * R, (direction + 1) * R)
        if not len(self.t):
            return np.zeros((0, R), experiment.dtype)
        with np.errstate(all="ignore"):
            if readout.over == EVERY:
                low, high = int(self.t.min()), int(self.t.max())
                laid = np.matmul(dy[low : high + 1], readout.weight)
                return np.asarray(laid[self.t - low, self.rows, columns])
            last = np.array(experiment.lengths) - 1
            laid = np.matmul(dy[last, np.arange(len(last))], readout.weight)
        at = 0 * last if readout.over == H_N and direction else last
        here = (self.t == at[self.rows])[:, None]
        return np.where(here, laid[self.rows, columns], 0)


def arriving_links(back: BackwardRun, places: Places) -> Iterator[Link]:
    """Yield the links into n cells of a lane: dh and dc, in which what arrives is added up."""
    arrivals = Arrivals(back, places.lane, places.t, places.rows)
    for state in back.run.experiment.config.cell.states:
        ours = back.trace.values(f"d{state}", places.lane)[places.t, places.rows]
        yield Link(f"d{state}", places, ours, arrivals.gradient(state))


def end_links(back: BackwardRun) -> Iterator[Link]:
    """Yield the links out of a finished backward pass: input, h_0, c_0; 0 past a row's length.

    The gradient of the input is dx of layer 0, its two directions added; the first step of each
    walk sends back the gradients of h_0 and c_0.
    """
    experiment, values = back.run.experiment, back.trace.values
    config, lengths = experiment.config, np.array(experiment.lengths)
    T, B, end = max(experiment.lengths), len(lengths), back.order.num_cells
    t, rows = (index.ravel() for index in np.indices((T, B)))
    inside = t < lengths[rows]
    with np.errstate(all="ignore"):
        dx = values("dx", Lane(0))[t, rows]
        if config.bidirectional:
            dx = dx + values("dx", Lane(0, 1))[t, rows]
    ours = _shaped(back.input_gradient(), (T, B, config.input_size))[t, rows]
    places = Places(Lane(0), np.full(len(t), end), t, rows)
    yield Link("input", places, ours, np.where(inside[:, None], dx, 0))
    cell, every = config.cell, np.arange(B)
    for state, given in zip(cell.states, back.state_gradients(), strict=True):
        given = _shaped(given, (config.num_lanes, B, config.width(state)))
        for row, lane in enumerate(config.lanes()):
            first = lengths - 1 if lane.direction else 0 * lengths
            places = Places(lane, np.full(B, end), first, every)
            sent = Arrivals(back, lane, first, every).sent(state)
            yield Link(f"{state}_0", places, given[row], sent)
    for lane in config.lanes():
        past = Places(lane, np.full(int((~inside).sum()), end), t[~inside], rows[~inside])
        for key in config.gradients:
            if config.gradient(key).array and key != "dz":
                padding = values(key, lane)[past.t, past.rows]
                yield Link(key, past, padding, np.zeros_like(padding))


def readout_links(back: BackwardRun, places: Places) -> Iterator[Link]:
    """Yield the links into n answers of a readout: seeds on y, or 0 where no target counts."""
    experiment, dy = back.run.experiment, back.trace.dy
    objective = experiment.objective
    assert dy is not None
    given = dy[places.t, places.rows]
    if not objective.seeds:
        silent = ~counts(back, places)
        part = places.cut(silent)
        yield Link(DY, part, given[silent], np.zeros_like(given[silent]))
        return
    source = np.zeros_like(given)
    for seed in objective.seeds:
        if seed.quantity == Y:
            here = (places.t == seed.t) & (places.rows == seed.row)
            source[here, seed.unit] += source.dtype.type(seed.number)
    yield Link(DY, places, given, source)


def counts(back: BackwardRun, places: Places) -> Array:
    """Return where the loss counts an answer: (n,)."""
    objective = back.run.experiment.objective
    targets, loss = objective.targets, objective.loss
    if targets is None or loss is None:
        return np.zeros(len(places.t), bool)
    there = targets.counted[places.t, places.rows]
    if loss.of_classes:
        there = there & (targets.values[places.t, places.rows] != loss.ignore_index)
    return np.asarray(there)
