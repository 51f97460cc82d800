"""Run: computes an experiment into a trace, cell by cell, only as far as asked."""

import time
from functools import cached_property
from typing import Protocol

import numpy as np

from ..arrays import Array, read_only_view
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane
from ..lstm.quantities import LOSS
from .fast_walk import FastWalk
from .ragged_walk import RaggedWalk
from .readout_walk import ReadoutArrays, ReadoutWalk
from .schedule import Schedule
from .step_interventions import LaneInterventions
from .trace import LaneArrays, Trace, bytes_needed
from .trace_storage import Allocate
from .walk_order import span, timesteps


class Walker(Protocol):
    """Walk of one lane: every call continues where the last one ended."""

    walked: int

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""


class Run:
    """Computation of an experiment. It only appends: a value once written stays.

    Attributes:
        experiment: the experiment. schedule: its order of computation. trace: the recorded values.
        weights: of each lane. cells_done: the number of cells computed so far.
        mistake: the key of the mistake made on purpose; empty for none.

    Args:
        computed: an experiment of the same shapes, whose weights, input, states and masks are
            taken by mistake (see `mistakes.mistaken_run.run_of`).
        zeros: allocates the recorded arrays.
    """

    mistake = ""

    def __init__(
        self,
        experiment: Experiment,
        computed: Experiment | None = None,
        zeros: Allocate = np.zeros,
    ) -> None:
        self.experiment = experiment
        self._computed = computed or experiment
        self.schedule = Schedule.of(experiment)
        self.cells_done = 0
        self._cells_at_once = 1
        self._losses: tuple[float | None, ...] = ()
        self._zeros = zeros
        config = experiment.config
        steps, batch = experiment.num_timesteps, experiment.batch_size
        self._lanes = {lane: self._arrays(lane, steps, batch) for lane in config.lanes()}
        self._inputs: list[Array] = [self._computed.sequence[:steps]]
        for layer in range(1, config.num_layers):
            width = config.layer_input_size(layer)
            self._inputs.append(zeros((steps, batch, width), experiment.dtype))
        self.weights = self._computed.parameters.cells()
        self._place_initial_states()
        self._walkers: dict[Lane, Walker] = {lane: self._walker(lane) for lane in self._lanes}
        self._readout = self._readout_walk(steps, batch)
        self.trace = Trace(
            experiment,
            tuple(map(read_only_view, self._inputs)),
            {lane: arrays.frozen() for lane, arrays in self._lanes.items()},
            None if self._readout is None else self._readout.arrays.frozen(),
        )

    def __repr__(self) -> str:
        """Return the experiment, and the progress in cells."""
        done = f"{self.cells_done} of {self.schedule.num_cells} cells"
        mistake = f", mistake={self.mistake!r}" if self.mistake else ""
        return f"{type(self).__name__}({self.experiment}, {done}{mistake})"

    @property
    def finished(self) -> bool:
        """True when every cell is computed."""
        return self.cells_done == self.schedule.num_cells

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
    def computed_until(self) -> int:
        """Position up to which everything is computed, and nothing after it."""
        return self.schedule.position_after_cells(self.cells_done)

    @property
    def in_memory(self) -> bool:
        """True when the trace lies in memory, False when in files on the disk."""
        return self._zeros is np.zeros

    @property
    def memory_taken(self) -> int:
        """Bytes of memory that the trace takes by now, about; bytes on the disk do not count."""
        if not self.in_memory:
            return 0
        return bytes_needed(self.experiment) * self.cells_done // self.schedule.num_cells

    def advance(self, position: int | None = None) -> None:
        """Compute every cell that `position` needs; all cells by default."""
        cells = self.schedule.cells_until(self.schedule.end if position is None else position)
        if cells <= self.cells_done:
            return
        with np.errstate(all="ignore"):
            for lane, walker in self._walkers.items():
                start, stop = walker.walked, self.schedule.cells_of(lane, cells)
                walker.advance(stop)
                if lane.layer + 1 < self.experiment.config.num_layers:
                    self._feed_next_layer(lane, range(start, stop))
            if self._readout is not None:
                self._readout.advance(self.schedule.readouts_of(cells))
        self.cells_done = cells

    def advance_for(self, seconds: float, position: int | None = None) -> None:
        """Compute towards `position` for about `seconds`, at least one cell; use between events.

        The number of cells follows from the time that the last ones took.
        """
        end = self.schedule.end if position is None else position
        deadline = time.perf_counter() + seconds
        now = 0.0
        while self.cells_done < self.schedule.cells_until(end) and now < deadline:
            start = time.perf_counter()
            cells = self.cells_done + self._cells_at_once
            self.advance(min(end, self.schedule.position_after_cells(cells)))
            now = time.perf_counter()
            if now - start < 0.1 * seconds:
                self._cells_at_once *= 2
            elif now - start > 0.3 * seconds:
                self._cells_at_once = max(1, self._cells_at_once // 2)

    def _arrays(self, lane: Lane, steps: int, batch: int) -> LaneArrays:
        config, dtype = self.experiment.config, self.experiment.dtype
        return LaneArrays.allocate(config, lane.direction, steps, batch, dtype, self._zeros)

    def _place_initial_states(self) -> None:
        rows = np.arange(self.experiment.batch_size)
        for index, (lane, arrays) in enumerate(self._lanes.items()):
            first = timesteps(lane.direction, self.experiment.lengths, range(1))[0]
            arrays.h_prev[first, rows] = self._computed.h_0[index]
            arrays.c_prev[first, rows] = self._computed.c_0[index]

    def _walker(self, lane: Lane) -> Walker:
        weights, inputs, arrays = self.weights[lane], self._inputs[lane.layer], self._lanes[lane]
        experiment = self.experiment
        holds = LaneInterventions.of(experiment, lane)
        if experiment.uneven:
            return RaggedWalk(weights, inputs, arrays, np.array(experiment.lengths), holds)
        ahead = lane.layer == 0 or experiment.config.bidirectional
        return FastWalk(weights, inputs, arrays, ahead, holds)

    def _readout_walk(self, steps: int, batch: int) -> ReadoutWalk | None:
        objective, top = self._computed.objective, self.experiment.config.num_layers - 1
        if objective.readout is None:
            return None
        tops = [arrays.h for lane, arrays in self._lanes.items() if lane.layer == top]
        dtype = self.experiment.dtype
        arrays = ReadoutArrays.allocate(objective, steps, batch, dtype, self._zeros)
        return ReadoutWalk(objective, tops, self.experiment.lengths, arrays)

    def _feed_next_layer(self, lane: Lane, walks: range) -> None:
        """Write a lane's new output to the next layer's input, times the dropout mask."""
        R, (layer, direction) = self.experiment.config.output_size, lane
        columns = slice(direction * R, (direction + 1) * R)
        h, masks = self._lanes[lane].h, self._computed.masks
        for row, length in enumerate(self.experiment.lengths):
            start, stop = (min(walk, length) for walk in (walks.start, walks.stop))
            t = slice(*span(direction, length, start, stop))
            passed = h[t, row] * masks[layer][t, row, columns] if masks else h[t, row]
            self._inputs[layer + 1][t, row, columns] = passed
