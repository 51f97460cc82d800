"""BackwardRun: computes the gradients of a finished run, cell by cell, and no more than asked."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Array, read_only_view
from ..cells.weights import CellWeights
from ..engine.cell_by_cell import CellByCell, Pace
from ..engine.lane_interventions import LaneInterventions
from ..engine.run import Run
from ..engine.schedule import BackwardSchedule
from ..engine.time_order import span, timesteps
from ..engine.trace_storage import IN_MEMORY, Storage
from ..engine.unchanged_prefix import comparable
from ..network.gradient_quantities import DY
from ..network.lane import Lane, split_name
from .gradient_trace import GradientTrace, LaneGradients
from .lane_backward import FastLaneBackward, LaneBackward
from .sources import Sources, answers_unreached, steps_back_unreached
from .weight_rows import WeightRows
from .weight_sums import SumPlan, WeightSums


class BackwardRun(CellByCell):
    """Backward pass through a run.

    Attributes:
        run: the run forwards, which must be finished. trace: the recorded gradients.

    Args:
        storage: where the recorded arrays lie.
        former: a backward pass to share steps with.

    Raises:
        ValueError: the run is not finished, or there is nothing to go back from.
    """

    order: BackwardSchedule

    def __init__(
        self, run: Run, storage: Storage = IN_MEMORY, former: "BackwardRun | None" = None
    ) -> None:
        order = run.schedule.backward
        if order is None or not run.finished:
            raise ValueError("a backward pass needs a finished run and a loss or a seed")
        self.run, self.order, self._storage = run, order, storage
        experiment = self._experiment = run.experiment
        config, self._lengths = experiment.config, np.array(experiment.lengths)
        shape = experiment.num_timesteps, experiment.batch_size
        self._sources = self._make_sources()
        if former is None or not former._can_lend_to(self):
            former, self.shared = None, dict.fromkeys(config.lanes(), 0)
        else:
            self.shared = self._steps_of(former)
        self._pace = Pace(None if former is None else former._pace)
        theirs = {} if former is None else former._lanes
        T = shape[0]
        self._lent = {lane: theirs[lane] for lane, n in self.shared.items() if 0 < n < T}
        self._lanes: dict[Lane, LaneGradients] = {
            lane: theirs[lane]
            if steps == T
            else LaneGradients.allocate(config, lane.layer, shape, experiment.dtype, storage.zeros)
            for lane, steps in self.shared.items()
        }
        self._walks: dict[Lane, LaneBackward] = {}
        dy = self._sources.dy
        self.trace = GradientTrace(
            run.trace,
            {lane: gradients.frozen() for lane, gradients in self._lanes.items()},
            None if dy is None else read_only_view(dy),
        )
        self._rows = self._make_rows()
        self._sums: dict[tuple[Lane, str], WeightSums] = {}
        if former is not None:
            self._take_sums(former)

    @property
    def weights(self) -> Mapping[Lane, CellWeights]:
        """Weights of each lane that the backward pass is computed with: the weights of the run."""
        return self.run.weights

    def _lane_steps(self, lane: Lane, cells: int) -> int:
        return self.order.lane_cells(lane, cells)

    def _compute_cells(self, cells: int) -> None:
        for lane in reversed(self._lanes):
            self._walk_back(lane, self._lane_steps(lane, cells))

    # Weights

    def gradient(self, name: str, walked: int | None = None) -> Array:
        """Return the gradient of a parameter, in its shape and read-only.

        Args:
            name: torch's, as `weight_ih_l0`, or `readout.weight` (K, D*R), `readout.bias` (K,).
            walked: after how many steps back of its lane, or readouts; all by default. They must
                be computed.

        Raises:
            KeyError: there is no such parameter, or the backward pass has no readout.
        """
        sums, columns = self._summed(name)
        return sums.after(sums.steps if walked is None else walked)[:, columns]

    def share(self, name: str, step: int) -> Array:
        """Return what one step back adds to the gradient of a parameter, in its shape.

        Args:
            name: as of `gradient`. step: of its lane, or of the readout, counted from the end;
                it must be computed.

        Raises:
            KeyError: as `gradient`.
        """
        sums, columns = self._summed(name)
        return np.asarray(sums.share(step)[:, columns])

    def sums(self, lane: Lane, matrix: str) -> WeightSums:
        """Return the sums of a lane's weights: "gates", (4H, I+R+1), or "weight_hr", (R, H).

        The columns of the first are weight_ih, weight_hh, and one for each bias. Without a
        projection there is no second.

        Raises:
            KeyError: there is no such lane.
        """
        key = lane, matrix
        if key not in self._sums:
            rows = self._rows.of_projection if matrix == "weight_hr" else self._rows.of_gates
            self._sums[key] = self._kind_of_sums(
                partial(rows, lane),
                SumPlan.of_lane(self._experiment, lane.layer, matrix),
                lane.reverse,
            )
        return self._sums[key]

    def readout_sums(self) -> WeightSums:
        """Return the sums of the readout's V and b, (K, D*R+1).

        Raises:
            KeyError: the backward pass does not include a readout.
        """
        readout, key = self._experiment.objective.readout, (Lane(-1), DY)
        if readout is None or self.trace.dy is None:
            raise KeyError("the backward pass does not include a readout")
        if key not in self._sums:
            plan = SumPlan.of_readout(self._experiment, readout)
            self._sums[key] = WeightSums(self._rows.of_readout, plan)
        return self._sums[key]

    def input_gradient(self) -> Array:
        """Return dL/dinput of a finished backward pass, (T, B, I): dx of layer 0, directions added.

        It is read-only.
        """
        return read_only_view(self._dx(0, np.s_[:, :]))

    def state_gradients(self) -> tuple[Array, ...]:
        """Return the gradients of h_0 (L*D, B, R), c_0 (L*D, B, H); all cells must be computed."""
        rows = np.arange(len(self._lengths))
        first = {
            lane: timesteps(lane.direction, self._lengths, range(1))[0] for lane in self._lanes
        }
        return tuple(
            np.stack(
                [self.trace.values(f"d{state}_prev", lane, (t, rows)) for lane, t in first.items()]
            )
            for state in self._experiment.config.cell.states
        )

    def from_above(self, lane: Lane) -> Array | None:
        """Return what reaches h of a lane from above, seeds included: (T, B, R); None for nothing.

        It is complete where the lane is computed, and read-only.
        """
        every, output = slice(self._experiment.num_timesteps), self._experiment.config.cell.output
        with np.errstate(all="ignore"):
            found = _both(self._sources.seeds(lane, output), self._from_above(lane, every), every)
        return None if found is None else read_only_view(found)

    def given(self, lane: Lane) -> dict[str, Array]:
        """Return the gradients of a lane's states from above and from seeds: (T, B, width) each.

        A state that nothing reaches is left out.
        """
        output, *others = self._experiment.config.cell.states
        found = {output: self.from_above(lane)}
        found |= {state: self._sources.seeds(lane, state) for state in others}
        return {state: gradient for state, gradient in found.items() if gradient is not None}

    # Inside

    _kind_of_sums: type[WeightSums] = WeightSums

    def _make_sources(self) -> Sources:
        return Sources(self.run)

    def _make_rows(self) -> WeightRows:
        return WeightRows(self.run, self._lanes, self._sources)

    def _kind_of_walk(self, lane: Lane) -> Callable[..., LaneBackward]:
        return LaneBackward if self._experiment.uneven else FastLaneBackward

    def _walk_back(self, lane: Lane, stop: int) -> None:
        """Take the steps back of a lane up to number `stop`, exclusive.

        A walk is there from its first step to its last, for its scratch.
        """
        if stop <= self._lane_steps(lane, self.cells_done):
            return
        shared = self.shared[lane]
        self._copy_lent(lane, min(stop, shared))
        if stop <= shared:
            return
        walk = self._walks.pop(lane, None)
        if walk is None:
            walk = self._walk(lane)
            if shared:
                walk.resume(shared)
        walk.advance(stop)
        if stop < self._experiment.num_timesteps:
            self._walks[lane] = walk

    def _can_lend_to(self, later: "BackwardRun") -> bool:
        """Return True when another backward pass can share steps of this one."""
        plain = type(self) is BackwardRun and type(later) is BackwardRun
        return plain and comparable(self._experiment, later._experiment)

    def _steps_of(self, former: "BackwardRun") -> dict[Lane, int]:
        """Return how many steps back of each lane can be taken from a former backward pass."""
        unreached = steps_back_unreached(former._sources, self._sources)
        return {
            lane: min(steps, former.order.lane_cells(lane, former.cells_done))
            for lane, steps in unreached.items()
        }

    def _copy_lent(self, lane: Lane, stop: int) -> None:
        """Copy the steps back of a lane up to number `stop` from the former backward pass.

        Once all are copied, the former's arrays are dropped.
        """
        first, lent = self._lane_steps(lane, self.cells_done), self._lent.get(lane)
        if first >= stop or lent is None:
            return
        T, together = self._experiment.num_timesteps, not (lane.reverse and self._experiment.uneven)
        lengths = [(slice(None), T)] if together else enumerate(self._lengths.tolist())
        for rows, length in lengths:
            past = T - length  # steps that a shorter row of a reverse lane does not take
            t = span(1 - lane.direction, length, max(first - past, 0), max(stop - past, 0))
            self._lanes[lane].copy(lent, slice(*t), rows)
        if stop == self.shared[lane]:
            del self._lent[lane]

    def _take_sums(self, former: "BackwardRun") -> None:
        """Take the sums of weights that the former backward pass has made of shared steps."""
        for (lane, matrix), sums in former._sums.items():
            if matrix != DY and self.shared[lane]:
                self.sums(lane, matrix).take_over(sums, self.shared[lane])
            elif matrix == DY and answers_unreached(former._sources, self._sources):
                self.readout_sums().take_over(sums, sums.steps)

    def _walk(self, lane: Lane) -> LaneBackward:
        run, experiment = self.run, self._experiment
        on_h = self._sources.seeds(lane, "h")
        far_apart = experiment.config.bidirectional and experiment.uneven
        whole: list[Array | None] = []

        def above(t: slice) -> Array | None:
            if not far_apart:
                return _both(on_h, self._from_above(lane, t), t)
            if not whole:  # the layer above is complete
                whole.append(self.from_above(lane))
            found = whole[0]
            return None if found is None else found[t]

        seeds = {
            state: self._sources.seeds(lane, state) for state in experiment.config.cell.states[1:]
        }
        return self._kind_of_walk(lane)(
            self.weights[lane],
            run.trace.lanes[lane],
            self._lanes[lane],
            self._lengths,
            LaneInterventions.of(experiment, lane),
            above,
            {state: seed for state, seed in seeds.items() if seed is not None},
        )

    def _from_above(self, lane: Lane, t: slice) -> Array | None:
        """Return what the layer above, or the readout, sends to h of a lane: (n, B, R)."""
        experiment, layer = self._experiment, lane.layer
        if layer == experiment.config.num_layers - 1:
            return self._sources.from_readout(lane.direction, t)
        R = experiment.config.output_size
        columns = slice(lane.direction * R, (lane.direction + 1) * R)
        found = self._dx(layer + 1, np.s_[t, :, columns])
        if experiment.masks:
            found = found * experiment.masks[layer][: experiment.num_timesteps][t, :, columns]
        return np.asarray(found)

    def _dx(self, layer: int, part: Any) -> Array:
        """Return a part of a layer's dx (T, B, width), its directions added."""
        found = self._lanes[Lane(layer)].values("dx")[part]
        if self._experiment.config.bidirectional:
            found = found + self._lanes[Lane(layer, 1)].values("dx")[part]
        return np.asarray(found)

    def _summed(self, name: str) -> tuple[WeightSums, slice | int]:
        """Return the sums that hold a parameter's gradient, and its columns there.

        Raises:
            KeyError: as `gradient`.
        """
        readout = self._experiment.objective.readout
        if name.startswith("readout."):
            of_readout: dict[str, slice | int] = {"readout.weight": slice(-1)}
            if readout is not None and readout.bias is not None:
                of_readout["readout.bias"] = -1
            columns = of_readout[name]
            return self.readout_sums(), columns
        if name not in self._experiment.parameters.arrays:
            raise KeyError(name)
        kind, lane = split_name(name)
        if kind == "weight_hr":
            return self.sums(lane, kind), slice(None)
        I = self._experiment.config.layer_input_size(lane.layer)
        of_gates: dict[str, slice | int] = {
            "weight_ih": slice(0, I),
            "weight_hh": slice(I, -1),
            "bias_ih": -1,
            "bias_hh": -1,
        }
        return self.sums(lane, "gates"), of_gates[kind]


def _both(seeds: Array | None, above: Array | None, t: slice) -> Array | None:
    """Return seeds and the gradient from above, added; None for neither."""
    if seeds is None:
        return above
    return seeds[t] if above is None else np.asarray(seeds[t] + above)
