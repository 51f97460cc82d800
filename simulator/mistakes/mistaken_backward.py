"""Backward passes of an engine that makes a mistake: recorded like any other, step by step.

It takes the steps of `gradients.lane_backward` one by one, each with the equations, the
connections and the sums of a `Backward`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Array
from ..cells.sheet import Cell, before
from ..cells.step_back import StepBack
from ..cells.weights import CellWeights
from ..engine.run import Run
from ..engine.time_order import timestep_at
from ..engine.trace_storage import IN_MEMORY, Storage
from ..gradients.backward_run import BackwardRun
from ..gradients.gradient_trace import GradientTrace, LaneGradients
from ..gradients.lane_backward import LaneBackward, Places
from ..gradients.sources import Sources
from ..gradients.weight_rows import WeightRows
from ..gradients.weight_sums import Rows, WeightSums
from ..network.lane import Lane, split_name
from ..network.quantities import Y
from ..objective.loss import Loss
from .backward import Backward, SumsBack, padding_with_targets
from .computation import Computation
from .mistake import Mistake

Told = Mapping[str, Array]
"""Gradients of a lane by key, (T, B, H): the products of kept ones, and dc_in."""


def of_edges(cell: Cell) -> dict[str, str]:
    """Return the gradients that a trace makes of kept ones, by key, and the number of each."""
    found = {f"d{gate}": gate for gate in cell.gate_of.values()}
    return found | {f"d{state}_prev": before(state) for state in cell.states[1:]}


def mistaken_backward(run: Run, mistake: Mistake, storage: Storage = IN_MEMORY) -> BackwardRun:
    """Make a backward pass with a mistake that shows in the run's experiment.

    Raises:
        ValueError: as `BackwardRun`.
    """
    backward = mistake.change(Computation(run.experiment)).backward
    return MistakenBackwardRun(run, backward, storage)


class MistakenBackwardRun(BackwardRun):
    """Way back as a `Backward` has it."""

    def __init__(self, run: Run, backward: Backward, storage: Storage = IN_MEMORY) -> None:
        self._backward, self._wiring = backward, backward.wiring
        self._weights = {lane: backward.weights(cell) for lane, cell in run.weights.items()}
        if backward.operator is not None:
            wrong = backward.operator(run.experiment.config.cell)
            self._weights = {k: w.of_cell(wrong) for k, w in self._weights.items()}
        experiment = run.experiment
        shape = experiment.num_timesteps, experiment.batch_size, experiment.config.hidden_size
        cell = experiment.config.cell
        told = [*of_edges(cell), *(f"d{state}_in" for state in cell.states[1:])]
        self._told: dict[Lane, Told] = {
            lane: {key: storage.zeros(shape, experiment.dtype) for key in told}
            for lane in experiment.config.lanes()
        }
        if not backward.sums.accumulates:
            self._kind_of_sums = _LastAlone
        super().__init__(run, storage)
        right = self.trace
        self.trace = _ToldTrace(run.trace, right.lanes, right.dy, self._told)

    @property
    def weights(self) -> Mapping[Lane, CellWeights]:
        """Weights of each lane that the backward pass is computed with, right or wrong."""
        return self._weights

    def gradient(self, name: str, walked: int | None = None) -> Array:
        """Return the gradient of a parameter, as `BackwardRun`."""
        found = super().gradient(name, walked)
        return np.zeros_like(found) if self._misses(name) else found

    def share(self, name: str, step: int) -> Array:
        """Return what one step back of its lane adds, as `BackwardRun`."""
        found = super().share(name, step)
        return np.zeros_like(found) if self._misses(name) else found

    def state_gradients(self) -> tuple[Array, ...]:
        """Return the gradients of h_0 and c_0 of a finished backward pass."""
        dh, *others = super().state_gradients()
        return dh if self._wiring.reaches_h_0 else np.zeros_like(dh), *others

    def _misses(self, name: str) -> bool:
        missing = self._backward.sums.missing
        return not name.startswith("readout.") and split_name(name)[0] in missing

    def _make_sources(self) -> Sources:
        return _MistakenSources(self.run, self._backward)

    def _make_rows(self) -> WeightRows:
        return _MistakenRows(self.run, self._lanes, self._sources, self._backward.sums)

    def _kind_of_walk(self, lane: Lane) -> Callable[..., LaneBackward]:
        return partial(_MistakenWalk, self._backward, self._told[lane])

    def _from_above(self, lane: Lane, t: slice) -> Array | None:
        experiment, (layer, direction) = self._experiment, lane
        if layer == experiment.config.num_layers - 1:
            return super()._from_above(lane, t)
        if not self._wiring.sends_down:
            return None
        if self._wiring.exchanges_columns:
            direction = 1 - direction
        R = experiment.config.output_size
        part = np.s_[t, :, direction * R : (direction + 1) * R]
        found = self._dx(layer + 1, part)
        if experiment.masks:
            mask = experiment.masks[layer][: experiment.num_timesteps]
            found = found * self._wiring.mask(mask[part])
        return np.asarray(found)

    def _dx(self, layer: int, part: Any) -> Array:
        forward = self._lanes[Lane(layer)].values("dx")
        if not self._experiment.config.bidirectional or not self._wiring.adds_reverse:
            return np.asarray(forward[part])
        reverse = self._lanes[Lane(layer, 1)].values("dx")
        if not self._wiring.realigns:
            reverse = _reversed(reverse, self._lengths)
        return np.asarray(forward[part] + reverse[part])


class _MistakenWalk(LaneBackward):
    """Walk back of one lane with the equations and connections of a `Backward`.

    Args:
        told: takes the gradients that are not kept. arguments: as of `LaneBackward`.
    """

    def __init__(self, backward: Backward, told: Told, *arguments: Any) -> None:
        self._step_back, self._wiring, self._told = backward.step, backward.wiring, told
        super().__init__(*arguments)
        turned = self._lane.direction and not self._wiring.reverses
        self._direction = 0 if turned else self._lane.direction
        self._turned = bool(turned)

    def advance(self, stop: int) -> None:
        """Take the steps up to number `stop`, exclusive; all at once in another order."""
        if stop <= self.walked:
            return
        if self.walked == 0 and not self._wiring.leaves_out_padding:
            self._enter_padding()
        super().advance(self._steps if self._turned else stop)

    def _enter_padding(self) -> None:
        """Write what comes from above to h of timesteps past a row's length."""
        above = self._above(slice(self._steps))
        padding = np.arange(self._steps)[:, None] >= self._lengths
        if above is not None:
            self._gradients.values(f"d{self._cell.output}")[padding] = above[padding]

    def _timestep(self, walk: int, rows: Array) -> Array:
        return timestep_at(self._direction, self._lengths[rows], np.full(len(rows), walk))

    def _arriving(self, walk: int, t: Array, rows: Array) -> list[Array]:
        output, *others = super()._arriving(walk, t, rows)
        if not self._wiring.adds_above:
            given = self._given(t, rows)[0]
            output = np.where(given.any(axis=-1, keepdims=True), given, output)
        for state, gradient in zip(self._cell.states[1:], others, strict=True):
            self._told[f"d{state}_in"][t, rows] = gradient
        return [output, *others]

    def _sent_back(self, walk: int, at: Places) -> list[Array]:
        every = self._wiring.cut_off_every
        cut_off = every > 0 and walk % every == 0
        return [
            np.zeros_like(sent) if cut_off or state in self._wiring.drops else sent
            for state, sent in zip(self._cell.states, super()._sent_back(walk, at), strict=True)
        ]

    def _along(self, state: str, at: Places) -> Array:
        return self._told[f"d{state}_prev"][at]

    def _cell_back(self, t: Array, rows: Array, arriving: Sequence[Array]) -> StepBack:
        recorded = {name: array[t, rows] for name, array in self._recorded.items()}
        held = self._holds.at(t, rows)
        found = self._step_back(self._weights, recorded, arriving, held)
        for key, number in of_edges(self._cell).items():
            self._told[key][t, rows] = found.of_edges[number]
        return found


class _MistakenSources(Sources):
    """Sources with the gradient of the loss, and the places, of a `Backward`."""

    def __init__(self, run: Run, backward: Backward) -> None:
        super().__init__(run)
        self._backward = backward

    def _lay_loss(self, dy: Array, loss: Loss, target: Array) -> None:
        experiment = self._experiment
        counts = experiment.counts()
        where = counts.copy()
        if not self._backward.wiring.leaves_out_padding:
            where |= padding_with_targets(experiment)
        usable = np.where(where if target.ndim == 2 else where[..., None], target, 0)
        y = self.run.trace.values(Y, Lane())
        dy[where] = self._backward.dy(loss, y, usable.astype(target.dtype), counts)[where]

    def answers(self) -> Array:
        """Return where the readout gives an answer, (T, B)."""
        there = super().answers()
        if not self._backward.wiring.leaves_out_padding:
            there |= padding_with_targets(self._experiment)
        return there

    def _end(self, direction: int) -> Array:
        return super()._end(direction if self._backward.wiring.finds_h_n else 0)


class _MistakenRows(WeightRows):
    """Rows that are multiplied and added up as a `SumsBack` has it.

    Args:
        sums: that one. run, lanes, sources: as of `WeightRows`.
    """

    def __init__(
        self, run: Run, lanes: Mapping[Lane, LaneGradients], sources: Sources, sums: SumsBack
    ) -> None:
        super().__init__(run, lanes, sources)
        self._sums = sums

    def of_gates(self, lane: Lane, first: int, stop: int) -> Rows:
        """Return rows of dz, as `WeightRows`."""
        return self._shared(super().of_gates(lane, first, stop), lane, stop)

    def of_projection(self, lane: Lane, first: int, stop: int) -> Rows:
        """Return rows of dh, as `WeightRows`."""
        return self._shared(super().of_projection(lane, first, stop), lane, stop)

    def _factor(self, key: str, lane: Lane) -> Array:
        factor = self._sums.factors.get(key)
        return super()._factor(key, lane) if factor is None else factor(self._run, lane)

    def _shared(self, rows: Rows, lane: Lane, stop: int) -> Rows:
        """Change dz or dh of some steps as it is summed; the steps end before `stop`."""
        batch = self._experiment.batch_size
        of_first = np.zeros(len(rows.left), bool)
        if stop == self._experiment.num_timesteps:
            of_first[slice(-batch, None) if lane.reverse else slice(batch)] = True
        return replace(rows, left=self._sums.share(rows.left, of_first, batch))


class _LastAlone(WeightSums):
    """Sums in which the last step takes the place of all before it."""

    def after(self, steps: int) -> Array:
        """Return the share of the last of the first `steps` steps back."""
        return self.share(steps - 1) if steps else self._kept[0]

    def series(self, first: int, last: int) -> Array:
        """Return the shares of the last steps of blocks, which take the sums' place."""
        return np.stack([self._whole(blocks) for blocks in range(first, last + 1)])

    def _whole(self, blocks: int) -> Array:
        return self.after(blocks * self.block)


@dataclass(frozen=True, eq=False, slots=True)
class _ToldTrace(GradientTrace):
    """Gradients of a mistaken engine, which do not follow from the kept ones.

    told: by lane.
    """

    told: Mapping[Lane, Told] = field(default_factory=dict)

    def _derived(self, key: str, lane: Lane, at: Any) -> Array:
        return np.asarray(self.told[lane][key][at])


def _reversed(values: Array, lengths: Array) -> Array:
    """Return values over time (T, B, …) in reversed time, each row within its length."""
    t = np.arange(len(values))[:, None]
    order = np.where(t < lengths, lengths - 1 - t, t)
    return np.take_along_axis(values, order[..., None], axis=0)
