"""Link check of the way back: all that arrives at a cell equals what was sent to it, bit for bit.

The step check starts from what our engine recorded, so it is blind to wrong wiring: a direction
that walks the wrong way, a mask forgotten, a sum without one of its parts. This module states the
wiring a second time, the order of additions included, and shares no code with
`simulator.gradients`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Array
from ...gradients.backward_run import BackwardRun
from ...network.gradient_quantities import DY
from ...network.interventions import Hold
from ...network.lane import Lane
from ...network.quantities import GATES, Y
from ...objective.readout import EVERY, H_N
from ..findings import Places
from ..wiring_check import Link


@dataclass(frozen=True, eq=False)
class Arrivals:
    """What arrives at n cells of one lane on the way back, by what else is recorded.

    Attributes:
        back: the way back. lane: the lane. t, rows: (n,) the cells' timesteps and batch rows.
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
        seeds = self._seeds("h", config.output_size)
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

    @cached_property
    def dh(self) -> Array:
        """The gradient of h: from above, then what the next step sends back; (n, R)."""
        sent = self.back.trace.values("dh_prev", self.lane)
        return self._with_next(self.from_above, sent[self._next, self.rows])

    @cached_property
    def dc_in(self) -> Array:
        """What reaches c but through h: seeds, then what the next step sends back; (n, H)."""
        return self._with_next(self._seeds("c", self._hidden_size), self._dc_prev_of_next)

    @cached_property
    def dh_next(self) -> Array:
        """What the next step sends back to h, 0 after the last: (n, R)."""
        sent = self.back.trace.values("dh_prev", self.lane)
        return np.where(self._goes_on[:, None], sent[self._next, self.rows], 0)

    def dc(self) -> Array:
        """Return the gradient of c: through h, then `dc_in`; (n, H)."""
        experiment, lane = self.back.run.experiment, self.lane
        forward = self.back.run.trace
        through, key = self._of("dh", lane), "h"
        if experiment.config.proj_size:
            through, key = self._of("dm", lane), "m"
        free = ~self.held(key, self.t)
        o = forward.values("o", lane)[self.t, self.rows]
        tanh_c = np.tanh(forward.values("c", lane)[self.t, self.rows])
        with np.errstate(all="ignore"):
            came = np.where(free, through, 0) * o * ((1 - tanh_c) * (1 + tanh_c))
            return np.where(free, came, 0) + self.dc_in

    def held(self, quantity: str, t: Array) -> Array:
        """Return where a quantity is held at timesteps t (n,) of the rows: (n, width)."""
        experiment = self.back.run.experiment
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
    def _hidden_size(self) -> int:
        return self.back.run.experiment.config.hidden_size

    @cached_property
    def _goes_on(self) -> Array:
        """(n,) True where the walk has a next step: a reverse walk ends at timestep 0."""
        lengths = np.array(self.back.run.experiment.lengths)
        return self.t > 0 if self.lane.direction else self.t < lengths[self.rows] - 1

    @cached_property
    def _next(self) -> Array:
        """(n,) the timestep of the walk's next step; any where there is none."""
        return np.where(self._goes_on, self.t - 1 if self.lane.direction else self.t + 1, 0)

    @cached_property
    def _dc_prev_of_next(self) -> Array:
        """What the next step sends back along the memory: its dc ⊙ f, 0 where its c is held."""
        dc = self.back.trace.values("dc", self.lane)[self._next, self.rows]
        f = self.back.run.trace.values("f", self.lane)[self._next, self.rows]
        with np.errstate(all="ignore"):
            return np.where(self.held("c", self._next), 0, dc * f)

    def _with_next(self, given: Array, sent: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.where(self._goes_on[:, None], given + sent, given)

    def _of(self, key: str, lane: Lane) -> Array:
        return self.back.trace.values(key, lane)[self.t, self.rows]

    def _seeds(self, quantity: str, width: int) -> Array:
        """Return the seeds on h or c, added up in their order; `output` is the top layer's h."""
        experiment = self.back.run.experiment
        found = np.zeros((len(self.t), width), experiment.dtype)
        top, R = experiment.config.num_layers - 1, experiment.config.output_size
        for seed in experiment.objective.seeds:
            key, lane, unit = seed.quantity, seed.lane, seed.unit
            if key == "output":
                key, lane, unit = "h", Lane(top, unit // R), unit % R
            if (key, lane) == (quantity, self.lane):
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
    """Yield the links into n cells of a lane: dh, and dc, in which what arrives is added up."""
    arrivals = Arrivals(back, places.lane, places.t, places.rows)
    for key, source in (("dh", arrivals.dh), ("dc", arrivals.dc())):
        yield Link(key, places, back.trace.values(key, places.lane)[places.t, places.rows], source)


def end_links(back: BackwardRun) -> Iterator[Link]:
    """Yield the links out of a finished way back: input, h_0, c_0; and 0 past a row's length.

    The gradient of the input is dx of layer 0, its two directions added; those of h_0 and c_0 are
    what the first step of each walk sends back.
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
    dh_0, dc_0 = back.state_gradients()
    lanes = list(config.lanes())
    dh_0 = _shaped(dh_0, (len(lanes), B, config.output_size))
    dc_0 = _shaped(dc_0, (len(lanes), B, config.hidden_size))
    for row, lane in enumerate(lanes):
        first, every = (lengths - 1 if lane.direction else 0 * lengths), np.arange(B)
        places = Places(lane, np.full(B, end), first, every)
        yield Link("h_0", places, dh_0[row], values("dh_prev", lane)[first, every])
        arrivals = Arrivals(back, lane, first, every)
        f = back.run.trace.values("f", lane)[first, every]
        with np.errstate(all="ignore"):
            sent = values("dc", lane)[first, every] * f
        yield Link("c_0", places, dc_0[row], np.where(arrivals.held("c", first), 0, sent))
        past = Places(lane, np.full(int((~inside).sum()), end), t[~inside], rows[~inside])
        of_gates = (f"dz_{gate}" for gate in GATES)
        for key in ("dh", "dm", "dc", *of_gates, "dx", "dh_prev"):
            if key != "dm" or config.proj_size:
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


def _shaped(array: Array, shape: tuple[int, ...]) -> Array:
    # In a wrong shape no number is in its place.
    return array if array.shape == shape else np.full(shape, np.nan, array.dtype)
