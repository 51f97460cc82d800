"""Run: computes an experiment into a trace, cell by cell, only as far as asked."""

import numpy as np

from simulator import cell
from simulator.arrays import Array
from simulator.experiment import Experiment
from simulator.schedule import Schedule
from simulator.trace import Lane, Trace


class Run:
    """One computation of an experiment. It only appends: a value once written stays.

    Attributes:
        experiment: what is run. schedule: its order of computation. trace: what is recorded.
        weights: what each (layer, direction) computes with. cells_done: the cells computed so far.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.schedule = Schedule.of(experiment)
        self.cells_done = 0
        config = experiment.config
        steps, batch = experiment.num_timesteps, experiment.batch_size
        self._lanes = {
            (layer, direction): Lane.allocate(config, direction, steps, batch, experiment.dtype)
            for layer, direction in config.lanes()
        }
        self._inputs: list[Array] = [experiment.sequence[:steps]]
        for layer in range(1, config.num_layers):
            width = config.layer_input_size(layer)
            self._inputs.append(np.zeros((steps, batch, width), experiment.dtype))
        self.weights = {lane: experiment.parameters.cell(*lane) for lane in config.lanes()}
        self._place_initial_states()
        self.trace = Trace(
            experiment,
            tuple(_read_only_view(array) for array in self._inputs),
            {key: lane.frozen() for key, lane in self._lanes.items()},
        )

    @property
    def finished(self) -> bool:
        """True when every cell is computed."""
        return self.cells_done == self.schedule.num_cells

    def advance(self, position: int | None = None) -> None:
        """Compute every cell that `position` needs; all of them by default."""
        end = self.schedule.end if position is None else position
        with np.errstate(all="ignore"):
            while self.cells_done < self.schedule.cells_until(end):
                self._compute(self.cells_done)
                self.cells_done += 1

    def _place_initial_states(self) -> None:
        rows = np.arange(self.experiment.batch_size)
        for index, (key, lane) in enumerate(self._lanes.items()):
            _, direction = key
            slot = np.array(self.experiment.lengths) if direction else 0 * rows
            lane.h_states[slot, rows] = self.experiment.h_0[index]
            lane.c_states[slot, rows] = self.experiment.c_0[index]

    def _compute(self, number: int) -> None:
        layer, direction, walk = self.schedule.cell(number)
        lengths = np.array(self.experiment.lengths)
        rows = np.flatnonzero(walk < lengths)
        t = lengths[rows] - 1 - walk if direction else np.full(len(rows), walk)
        lane = self._lanes[layer, direction]
        before, after = (t + 1, t) if direction else (t, t + 1)
        values = cell.step(
            self.weights[layer, direction],
            self._inputs[layer][t, rows],
            lane.h_states[before, rows],
            lane.c_states[before, rows],
        )
        lane.z[t, rows] = values.z
        lane.gates[t, rows] = np.concatenate((values.i, values.f, values.g, values.o), axis=-1)
        lane.c_states[after, rows] = values.c
        lane.h_states[after, rows] = values.h
        if lane.m is not None:
            lane.m[t, rows] = values.m
        if layer + 1 < self.experiment.config.num_layers:
            self._feed_next_layer(layer, direction, t, rows, values.h)

    def _feed_next_layer(self, layer: int, direction: int, t: Array, rows: Array, h: Array) -> None:
        R = self.experiment.config.output_size
        columns = slice(direction * R, (direction + 1) * R)
        masks = self.experiment.masks
        passed = h * masks[layer][t, rows, columns] if masks else h
        self._inputs[layer + 1][t, rows, columns] = passed


def _read_only_view(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view
