"""Run: computes an experiment into a trace, cell by cell, no more than is asked for.

A run may follow a former one of the same shapes. Steps that nothing has reached since then are not
computed: a lane without any other has the former run's arrays, else they are lent.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np

from ..arrays import Array, same_bits
from ..cells.weights import CellWeights
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..network.quantities import LOSS
from .cell_by_cell import CellByCell, Pace
from .fast_lane import FastLane
from .lane_interventions import LaneInterventions
from .ragged_lane import RaggedLane
from .readout_run import ReadoutArrays, ReadoutRun
from .schedule import Schedule
from .time_order import span, timesteps
from .trace import LaneArrays, Trace, bytes_needed
from .trace_storage import IN_MEMORY, Allocate, LayerInputs, LentArray, Storage
from .unchanged_prefix import answers_unreached, comparable, steps_unreached


class Walker(Protocol):
    """Walk of one lane: every call continues where the last one ended."""

    walked: int

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""


class Run(CellByCell):
    """Computation of an experiment.

    Attributes:
        experiment: the experiment. schedule: its order of computation. trace: the recorded values.
        weights: of each lane.
        mistake: the key of the mistake made on purpose; empty for none.
        shared: how many first steps of each lane's walk are the former run's, bit for bit.
            See `steps_in_common` for other runs.

    Args:
        computed: an experiment of the same shapes, whose weights, input, states and masks are
            taken by mistake (see `mistakes.runs.run_of`).
        storage: where the recorded arrays lie.
        former: a run to share steps with.
    """

    mistake = ""

    def __init__(
        self,
        experiment: Experiment,
        computed: Experiment | None = None,
        storage: Storage = IN_MEMORY,
        former: "Run | None" = None,
    ) -> None:
        self.experiment = experiment
        self._computed = computed or experiment
        self.schedule = Schedule.of(experiment)
        self._losses: tuple[float | None, ...] = ()
        self._storage = storage
        config = experiment.config
        if former is None or not former._can_lend_to(self):
            former, self.shared = None, dict.fromkeys(config.lanes(), 0)
        else:
            self.shared = self._steps_of(former)
            if self.schedule == former.schedule:
                self.schedule = former.schedule  # it has counted its cells
        self.order = self.schedule.forward_pass
        self._pace = Pace(None if former is None else former._pace)
        self._in_common: WeakKeyDictionary[Run, dict[Lane, int]] = WeakKeyDictionary()
        if former is not None:
            self._remember(former)
        self._lanes = {lane: self._arrays_with(former, lane) for lane in config.lanes()}
        self._fed = dict.fromkeys(self._lanes, 0)
        self._lent: dict[int, LentArray] = {}
        self._inputs: list[Array] = [self._computed.sequence[: experiment.num_timesteps]]
        for layer in range(1, config.num_layers):
            self._inputs.append(self._input_with(former, layer))
        self.weights = self._weights_with(former)
        self._place_initial_states()
        self._walkers: dict[Lane, Walker] = {
            lane: self._walker_with(former, lane) for lane in self._lanes
        }
        self._readout = self._readout_with(former)
        self.trace = Trace(
            experiment,
            LayerInputs(self._inputs, self._lent),
            {lane: arrays.frozen() for lane, arrays in self._lanes.items()},
            None if self._readout is None else self._readout.arrays.frozen(),
        )

    def __getstate__(self) -> dict[str, object]:
        """Return what another process gets: it has no other runs, and memory of its own."""
        return self.__dict__ | {"_in_common": {}, "_storage": IN_MEMORY}

    def __repr__(self) -> str:
        """Return the experiment, and the progress in cells."""
        done = f"{self.cells_done} of {self.schedule.num_cells} cells"
        mistake = f", mistake={self.mistake!r}" if self.mistake else ""
        return f"{type(self).__name__}({self.experiment}, {done}{mistake})"

    @property
    def loss(self) -> float | None:
        """Loss of the whole run, computed once; None before its end, and without one."""
        if not self._losses and self.finished:
            there = LOSS in self.experiment.quantities and bool(self.experiment.counts().any())
            self._losses = (self.trace.loss() if there else None,)
        return self._losses[0] if self._losses else None

    @cached_property
    def persistence(self) -> float | None:
        """Loss of a forecast that the input stays as it is; None where nothing is forecast."""
        experiment, steps = self.experiment, self.experiment.num_timesteps
        return experiment.objective.persistence(experiment.sequence[:steps], experiment.counts())

    @property
    def in_memory(self) -> bool:
        """True when the trace lies in memory, False when in files on the disk."""
        return self._storage.in_memory

    @property
    def memory_taken(self) -> int:
        """Bytes of memory that the trace takes by now, about; bytes on the disk do not count."""
        if not self.in_memory:
            return 0
        return bytes_needed(self.experiment) * self.cells_done // self.schedule.num_cells

    def _lane_steps(self, lane: Lane, cells: int) -> int:
        return self.schedule.cells_of(lane, cells)

    def _compute_cells(self, cells: int) -> None:
        for lane, walker in self._walkers.items():
            stop = self._lane_steps(lane, cells)
            walker.advance(stop)
            if lane.layer + 1 < self.experiment.config.num_layers and self._fed[lane] < stop:
                self._feed_next_layer(lane, range(self._fed[lane], stop))
        if self._readout is not None:
            self._readout.advance(self.schedule.readouts_of(cells))

    def steps_in_common(self, other: "Run") -> Mapping[Lane, int]:
        """Return how many first steps of each lane are known to be another run's, bit for bit.

        They are known of a run and the runs that it has followed, step by step; there are 0 of
        others.
        """
        known = self._in_common.get(other) or other._in_common.get(self)
        return known or dict.fromkeys(self.shared, 0)

    def _remember(self, former: "Run") -> None:
        """Remember what is shared with the runs that the former one has followed, too."""
        for other, steps in former._in_common.items():
            self._in_common[other] = {k: min(n, self.shared[k]) for k, n in steps.items()}
        self._in_common[former] = self.shared

    def _can_lend_to(self, later: "Run") -> bool:
        """Return True when another run can share steps of this one."""
        plain = type(self) is Run and type(later) is Run
        return plain and comparable(self._computed, later._computed)

    def _steps_of(self, former: "Run") -> dict[Lane, int]:
        """Return how many steps of each lane can be taken from a former run.

        Arrays on the disk are shared whole or not at all: they would be copied too slowly.
        """
        there, T = former._walkers, self.experiment.num_timesteps
        unreached = steps_unreached(former._computed, self._computed)
        shared = {lane: min(steps, there[lane].walked) for lane, steps in unreached.items()}
        return {lane: s if s == T or self.in_memory else 0 for lane, s in shared.items()}

    def _arrays(self, lane: Lane, allocate: Allocate) -> LaneArrays:
        experiment = self.experiment
        config, sizes = experiment.config, (experiment.num_timesteps, experiment.batch_size)
        return LaneArrays.allocate(config, lane.direction, *sizes, experiment.dtype, allocate)

    def _arrays_with(self, former: "Run | None", lane: Lane) -> LaneArrays:
        """Return the arrays of a lane, or the arrays of a former run, or some with lent steps.

        Nobody reads a number before it is written, but padding: it is read as zeros.
        """
        shared, experiment, storage = self.shared[lane], self.experiment, self._storage
        if former is None or not shared:
            return self._arrays(lane, storage.zeros if experiment.uneven else storage.unwritten)
        theirs = former._lanes[lane]
        if shared == experiment.num_timesteps:
            return theirs
        return self._arrays(lane, storage.sparse).lent(theirs, experiment.lengths, shared)

    def _input_with(self, former: "Run | None", layer: int) -> Array:
        """Return the array of an upper layer's input, with the steps that a former run shares."""
        experiment, computed = self.experiment, self._computed
        lanes = [lane for lane in self._lanes if lane.layer == layer - 1]
        fed = dict.fromkeys(lanes, 0)
        if former is not None:
            masks = zip(former._computed.masks, computed.masks, strict=True)
            if all(same_bits(*pair) for pair in list(masks)[layer - 1 : layer]):
                fed = {lane: min(self.shared[lane], former._fed[lane]) for lane in lanes}
        self._fed |= fed
        if former is not None and min(fed.values()) == experiment.num_timesteps:
            if layer in former._lent:
                self._lent[layer] = former._lent[layer]
            return former._inputs[layer]
        shape = experiment.num_timesteps, experiment.batch_size
        width = experiment.config.layer_input_size(layer)
        if former is None or not any(fed.values()):
            return self._storage.zeros((*shape, width), experiment.dtype)
        places = [
            place for lane, steps in fed.items() for place in self._places_above(lane, range(steps))
        ]
        own = self._storage.sparse((*shape, width), experiment.dtype)
        lender = former._lent.get(layer, former._inputs[layer])
        self._lent[layer] = LentArray(own, lender, places, tuple(fed.values()))
        return own

    def _weights_with(self, former: "Run | None") -> dict[Lane, CellWeights]:
        """Return the weights of each lane, or what a former run has made of the same ones."""
        parameters = self._computed.parameters
        if former is not None and former._computed.parameters is parameters:
            return former.weights
        return parameters.cells()

    def _place_initial_states(self) -> None:
        rows = np.arange(self.experiment.batch_size)
        for index, (lane, arrays) in enumerate(self._lanes.items()):
            if self.shared[lane]:
                continue
            first = timesteps(lane.direction, self.experiment.lengths, range(1))[0]
            for state, initial in self._computed.states.items():
                arrays.before(state)[first, rows] = initial[index]

    def _walker_with(self, former: "Run | None", lane: Lane) -> Walker:
        """Return the walk of a lane; the walk of a former run, if it has taken every step."""
        if former is not None and self.shared[lane] == self.experiment.num_timesteps:
            return former._walkers[lane]
        return self._walker(lane)

    def _walker(self, lane: Lane) -> Walker:
        weights, inputs, arrays = self.weights[lane], self._inputs[lane.layer], self._lanes[lane]
        experiment = self.experiment
        if lane.layer in self._lent and self._reads_lent(lane):
            self._lent[lane.layer].read()
        holds = LaneInterventions.of(experiment, lane)
        walker: Walker
        if experiment.uneven:
            lengths = np.array(experiment.lengths)
            walker = RaggedLane(weights, inputs, arrays.own(), lengths, holds)
        else:
            ahead = lane.layer == 0 or experiment.config.bidirectional
            walker = FastLane(weights, inputs, arrays.own(), ahead, holds)
        walker.walked = self.shared[lane]
        return walker

    def _reads_lent(self, lane: Lane) -> bool:
        """Return True when a lane's walk reads steps of its input that are lent."""
        below = Lane(lane.layer - 1, lane.direction)
        return self.experiment.config.bidirectional or self.shared[lane] < self._fed[below]

    def _readout_with(self, former: "Run | None") -> ReadoutRun | None:
        """Return the walk of the readout, with the answers that a former run's has to share."""
        objective, experiment = self._computed.objective, self.experiment
        if objective.readout is None:
            return None
        top = experiment.config.num_layers - 1
        tops = {lane: arrays for lane, arrays in self._lanes.items() if lane.layer == top}
        theirs = None if former is None else former._readout
        shared = 0
        if theirs is not None and former is not None:
            known = {lane: self.shared[lane] for lane in tops}
            shared = answers_unreached(former._computed, self._computed, known)
            shared = min(shared, theirs.walked)
        if theirs is not None and shared == self.schedule.num_readouts:
            return theirs
        arrays = ReadoutArrays.allocate(
            objective, experiment.num_timesteps, experiment.batch_size, experiment.dtype,
            self._storage.zeros,
        )  # fmt: skip
        read = [(a.own() if shared >= self.shared[lane] else a).output for lane, a in tops.items()]
        walk = ReadoutRun(objective, read, experiment.lengths, arrays)
        if theirs is not None and shared:
            walk.take_over(theirs, shared)
        return walk

    def _feed_next_layer(self, lane: Lane, walks: range) -> None:
        """Write a lane's new output to the next layer's input, times the dropout mask."""
        layer, lanes = lane.layer, self._lanes[lane]
        h = (lanes if walks.start < self.shared[lane] else lanes.own()).output
        masks, into = self._computed.masks, self._inputs[layer + 1]
        for t, row, columns in self._places_above(lane, walks):
            passed = h[t, row]
            into[t, row, columns] = passed * masks[layer][t, row, columns] if masks else passed
        self._fed[lane] = walks.stop

    def _places_above(self, lane: Lane, walks: range) -> Iterator[tuple[slice, int | slice, slice]]:
        """Yield where some steps of a lane are in the next layer's input: t, row and columns."""
        R, direction = self.experiment.config.output_size, lane.direction
        columns = slice(direction * R, (direction + 1) * R)
        lengths = self.experiment.lengths
        rows = enumerate(lengths) if self.experiment.uneven else [(slice(None), lengths[0])]
        for row, length in rows:
            start, stop = (min(walk, length) for walk in (walks.start, walks.stop))
            yield slice(*span(direction, length, start, stop)), row, columns
