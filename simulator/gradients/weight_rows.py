"""WeightRows: what each step back gives to the weights, as rows of gradients and of factors."""

from collections.abc import Mapping

import numpy as np

from ..arrays import Array
from ..cells.interventions import NONE, StepInterventions
from ..engine.lane_interventions import LaneInterventions
from ..engine.readout_run import what_is_read
from ..engine.run import Run
from ..engine.time_order import span, taken, timesteps
from ..network.lane import Lane
from ..objective.readout import EVERY
from .gradient_trace import LaneGradients
from .sources import Sources
from .weight_sums import Rows


class WeightRows:
    """Rows of gradients, dz, dh or dy, beside the numbers that they are multiplied by.

    Args:
        run: the run forwards. lanes: the kept gradients of each lane. sources: dy of the loss.
    """

    def __init__(self, run: Run, lanes: Mapping[Lane, LaneGradients], sources: Sources) -> None:
        self._run, self._lanes, self._sources = run, lanes, sources
        self._experiment, self._lengths = run.experiment, np.array(run.experiment.lengths)
        self._interventions: dict[Lane, LaneInterventions] = {}

    def of_gates(self, lane: Lane, first: int, stop: int) -> Rows:
        """Return dz (n, 4H) beside x, h_prev and 1 (n, I+R+1), of steps first … stop-1 back."""
        dz = self._taken(self._lanes[lane].values("dz"), lane, first, stop)
        x, h_prev = (
            self._taken(self._factor(key, lane), lane, first, stop) for key in ("x", "h_prev")
        )
        right = np.concatenate([x, h_prev, np.ones((len(dz), 1), dz.dtype)], axis=1)
        cut = (
            (j, origin + int(k), ~keep[:, k])
            for j, (_, *kept) in self._held(lane, first, stop).cuts.items()
            for origin, keep in zip((0, x.shape[1]), kept, strict=True)
            for k in np.flatnonzero((~keep).any(axis=0))
        )
        return Rows(dz, right, self._takes(lane, first, stop).sum(axis=1), tuple(cut))

    def of_projection(self, lane: Lane, first: int, stop: int) -> Rows:
        """Return dh (n, R) beside m (n, H), of steps first … stop-1 back; dh is 0 where h is held.

        Raises:
            KeyError: there is no projection.
        """
        h = self._experiment.config.cell.output
        dh = self._taken(self._lanes[lane].values(f"d{h}"), lane, first, stop)
        m = self._taken(self._factor("m", lane), lane, first, stop)
        dh = self._held(lane, first, stop).stop(h, dh)
        return Rows(dh, m, self._takes(lane, first, stop).sum(axis=1))

    def of_readout(self, first: int, stop: int) -> Rows:
        """Return dy (n, K) beside what the readout read and 1 (n, D*R+1).

        Args:
            first, stop: the readouts first … stop-1, from the end.

        Raises:
            KeyError: the backward pass does not include a readout.
        """
        experiment, trace = self._experiment, self._run.trace
        readout, dy = experiment.objective.readout, self._sources.dy
        if readout is None or dy is None:
            raise KeyError("the backward pass does not include a readout")
        top = experiment.config.num_layers - 1
        tops = [arrays.output for lane, arrays in trace.lanes.items() if lane.layer == top]
        steps = experiment.num_timesteps
        t = slice(steps - stop, steps - first) if readout.over == EVERY else slice(None)
        read = what_is_read(readout.over, tops, experiment.lengths)[t]
        where = self._sources.answers()[t]
        ones = np.ones((int(where.sum()), 1), dy.dtype)
        counts = where.sum(axis=1) if readout.over == EVERY else np.array([len(ones)])
        return Rows(dy[t][where], np.concatenate([read[where], ones], axis=1), counts)

    def _factor(self, key: str, lane: Lane) -> Array:
        """Return x, h_prev or m of a lane, (T, B, width): what its sums multiply gradients by."""
        if key == "x":
            return self._run.trace.inputs[lane.layer]
        forward = self._run.trace.lanes[lane]
        return forward.values(key.replace("_prev", "'"))

    def _taken(self, array: Array, lane: Lane, first: int, stop: int) -> Array:
        """Return rows of (T, B, width) that a lane's steps back take, in order of time."""
        if self._experiment.uneven:
            return np.asarray(array[self._places(lane, first, stop)])
        t = slice(*span(1 - lane.direction, len(array), first, stop))
        return np.ascontiguousarray(array[t]).reshape(-1, array.shape[-1])

    def _takes(self, lane: Lane, first: int, stop: int) -> Array:
        """Return the rows that take each of a lane's steps back, (k, B), in order of time."""
        rows = taken(self._lengths, self._walks(first, stop))
        return rows[::-1] if lane.direction else rows

    def _places(self, lane: Lane, first: int, stop: int) -> tuple[Array, Array]:
        """Return the timesteps and batch rows of the rows of `_taken`, (n,) each."""
        t = timesteps(lane.direction, self._lengths, self._walks(first, stop))
        takes = self._takes(lane, first, stop)
        return (t[::-1] if lane.direction else t)[takes], np.nonzero(takes)[1]

    def _walks(self, first: int, stop: int) -> range:
        """Return the steps of the walk that the steps first … stop-1 back are."""
        steps = self._experiment.num_timesteps
        return range(steps - stop, steps - first)

    def _held(self, lane: Lane, first: int, stop: int) -> StepInterventions:
        """Return the holds and cuts on the rows of `_taken`."""
        if not self._experiment.holds:
            return NONE
        if lane not in self._interventions:
            self._interventions[lane] = LaneInterventions.of(self._experiment, lane)
        return self._interventions[lane].at(*self._places(lane, first, stop))
