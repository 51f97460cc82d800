"""FastLane: the plan of a cell along one lane whose rows have equal lengths.

The calls of `cells.plan` work on a `Scratch`: the arrays of a few steps, which are reused, and
copied to the lane when they are full. Large steps write to the lane at once what has the lane's
layout. W_ih x + b_ih + b_hh is computed for a block of timesteps at once, where the input is known
ahead. Blocks have fixed places in the walk, so that the bits do not depend on how far the run is
asked to go. A step with a hold is computed without it first; then the numbers that depend on the
hold are computed again. So holds change no bit of anything else.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array, on_a_line
from ..cells.plan import OF_INPUTS, OF_SUMS, Constant, View, plan_of
from ..cells.sheet import INPUT, Cell, before
from ..cells.step import hold_in_place
from ..cells.weights import CellWeights
from .lane_interventions import NO_INTERVENTIONS, InterventionsByStep, next_held
from .time_order import timestep_at, walk_at
from .trace import LaneArrays, columns_of

BLOCK = 128
"""Largest number of timesteps whose input sums are computed at once."""

_SCRATCH_STEPS = 64
"""Largest number of steps in the scratch."""

_SUMS_VALUES = 2**19
"""Largest number of input sums in a block: they are small beside the trace, and stay cached."""

_LARGE_STEP = 2**13
"""Number of sums of a step from which views of the lane cost less time than copies of a step."""

_SCRATCH_VALUES = 2**16
"""Largest number of sums in the scratch, so that they stay in a processor's cache."""


_SPARE_BYTES = 2**17
_MOST_SPARE = 8
"""Bytes of a scratch up to which it is kept for the next walk of its shape, and how many are."""


class Shape(NamedTuple):
    """Everything that decides the buffers of a walk.

    Attributes:
        batch: (B,), or () for a single row. rows: steps in the scratch. block: timesteps whose
            input sums are computed at once. sums: places of the sums. first, stop: the places that
            are still to be computed. direct: large steps write to the lane at once.
    """

    cell: Cell
    H: int
    R: int
    dtype: np.dtype[Any]
    batch: tuple[int, ...]
    rows: int
    block: int
    sums: int
    first: int
    stop: int
    direct: bool

    @classmethod
    def of(
        cls, weights: CellWeights, steps: int, batch: tuple[int, ...], left: int, ahead: bool
    ) -> "Shape":
        """Return the shape for a walk of some steps, of which some are left to be taken.

        Args:
            ahead: whether the input is known ahead.
        """
        cell, H = weights.cell, weights.hidden_size
        size = prod(batch) * len(cell.sums) * H
        rows = max(1, min(_SCRATCH_STEPS, left, _SCRATCH_VALUES // size))
        block = max(1, min(BLOCK, steps, _SUMS_VALUES // size))
        sums = block if ahead else rows
        # The last steps of a block need no views of those before them.
        place = (steps - left) % block
        last = ahead and place + left <= block
        first, stop = (place, place + left) if last else (0, sums)
        R, dtype = weights.W_hh.shape[1], weights.W_hh.dtype
        direct = bool(batch) and size >= _LARGE_STEP
        return cls(cell, H, R, dtype, batch, rows, block, sums, first, stop, direct)


class Scratch:
    """Buffers of a plan for a few steps. The views of each step are made once.

    sums: (block, …, 4H), else (rows, …, 4H), of a step's inputs, then its sums; … is B, or nothing.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape, self.plan, self.H = shape, plan_of(shape.cell), shape.H
        plan, state = self.plan, before(shape.cell.output)
        self._buffers: dict[str, Array] = {}
        for name, (keys, of_steps, carried) in plan.buffers.items():
            places = shape.sums if name == OF_SUMS else shape.rows + carried
            units = shape.R if keys == (state,) else len(keys) * shape.H
            wide = (*shape.batch, units)
            self._buffers[name] = np.empty((places, *wide) if of_steps else wide, shape.dtype)
        self.sums = self._buffers[OF_SUMS]
        self._shared: list[Any] = [
            self._part(self._buffers[operand.buffer], operand)
            if isinstance(operand, View)
            else None
            if operand.matrix
            else np.array(int(operand.of), shape.dtype)
            for operand in plan.shared
        ]
        of_step = self.sums[shape.first : shape.stop]
        self._sums = self._views(plan.of_sums, {OF_SUMS: of_step, OF_INPUTS: of_step})
        self._slots = self._views(plan.of_slots, self._buffers)
        self.matrices: dict[str, Array] = {}
        self._bias: Array | None = None
        self._products: list[Callable[..., Any]] = []

    @classmethod
    def of(cls, weights: CellWeights, shape: Shape, steps: int) -> "Scratch":
        """Return a scratch with weights, for a walk of some steps: a spare one, where there is one.

        A short walk takes less time than its scratch, and every edit starts walks.
        """
        found = _SPARE.pop(shape, None) or cls(shape)
        # Transposed copies are faster for many steps of several rows, and slower for a single row.
        transposed = on_a_line if shape.batch and steps > 1 else np.asarray
        state = before(shape.cell.output)
        found.matrices = {
            of: weights.by_columns if of == state and not shape.batch else transposed(W)
            for of, (W, _) in weights.groups.items()
        }
        found._bias = weights.bias
        found._products = []
        for place, operand in enumerate(found.plan.shared):
            if isinstance(operand, Constant) and operand.matrix:
                found._shared[place] = W = found.matrices[operand.of]
                found._products.append(product_by(W))
        return found

    def spare(self) -> None:
        """Keep it for the next walk of its shape, if it is small, without the weights."""
        self.matrices, self._bias, self._products = {}, None, []
        for place, operand in enumerate(self.plan.shared):
            if isinstance(operand, Constant) and operand.matrix:
                self._shared[place] = None
        if sum(buffer.nbytes for buffer in self._buffers.values()) <= _SPARE_BYTES:
            _SPARE[self.shape] = self
            while len(_SPARE) > _MOST_SPARE:
                del _SPARE[next(iter(_SPARE))]

    def sum_inputs(self, x: Array, into: Array) -> None:
        """Write W_ih x and the biases of some steps, (…, I), into (…, 4H)."""
        if self.plan.input_places is None:
            np.matmul(x, self.matrices[INPUT], out=into)
            if self._bias is not None:
                into += self._bias
            return
        made, H = np.matmul(x, self.matrices[INPUT]), self.H
        into[...] = 0 if self._bias is None else self._bias
        for place, at in enumerate(self.plan.input_places):
            into[..., at * H : (at + 1) * H] += made[..., place * H : (place + 1) * H]

    def steps(self, first: int, count: int, kept: Mapping[str, Array]) -> None:
        """Compute steps from the states in slot 0, with their input sums from `first` on.

        Args:
            kept: by buffer, the part of a lane's array that a large step writes to instead.
        """
        viewed = first - self.shape.first
        sums, slots = self._sums[viewed : viewed + count], self._slots
        if self.shape.direct:
            sums = self._views(self.plan.of_sums, {OF_INPUTS: self.sums[first:], **kept})
            slots = self._views(self.plan.of_slots, {**self._buffers, **kept})
        self.plan.steps(zip(sums, slots, strict=False), self._shared, self._products)

    def states(self, arrays: Mapping[str, Array]) -> list[tuple[Array, Array]]:
        """Return the slot that each state starts in, and the array of the lane that has it."""
        cell, places = self.plan.cell, self.plan.places
        views = [(state, places[before(state)]) for state in cell.states]
        return [
            (self._part(self._buffers[view.buffer], view)[0], arrays[cell.array_of[state]])
            for state, view in views
        ]

    def copies(self, arrays: Mapping[str, Array]) -> list["LaneCopy"]:
        """Return what is copied to the arrays of a lane."""
        found, H = [], self.H
        for name, first, stop, view, whole in self.plan.copies:
            made = self._part(self._buffers[view.buffer], view)
            into = arrays[name][1:] if view.after else arrays[name]
            if stop - first < len(self.plan.cell.arrays[name]):
                into = into[..., first * H : stop * H]
            direct = view.buffer if whole and self.shape.direct else ""
            found.append(LaneCopy(into, made, view.buffer == OF_SUMS, direct))
        return found

    def product(self, of: str, values: Array) -> Array:
        """Multiply a recorded number, (B, width), by its matrices, with the bits of the walk.

        A product's bits depend on how many rows it has, and on where they lie.
        """
        W = self.matrices[of]
        lies = values if self.shape.batch else values[0]
        return np.asarray(np.dot(lies, W)).reshape(len(values), -1)

    def _views(self, views: Sequence[View], buffers: Mapping[str, Array]) -> list[Any]:
        """Return the views of each place of some buffers, side by side."""
        arrays = [self._part(buffers[view.buffer], view) for view in views]
        return list(zip(*arrays, strict=False))  # the states have one place more

    def _part(self, array: Array, view: View) -> Array:
        """Return the columns of a view, of an array that has them at each place."""
        _, first, stop, after, part = view
        if after:
            array = array[1:]
        return array[..., first * self.H : stop * self.H] if part else array


_SPARE: dict[Shape, Scratch] = {}
"""Small scratches of finished walks, the oldest first."""


class LaneCopy(NamedTuple):
    """What is copied after some steps: from places of the scratch to the same steps of the lane.

    of_sums: it comes from the sums. direct: the buffer that is a part of the lane instead, or "".
    """

    into: Array
    made: Array
    of_sums: bool
    direct: str


def product_by(W_T: Array) -> Callable[[Array, Array, Array], Array]:
    """Return the fastest product of rows and a matrix that has NaN where torch has it.

    With a single number, `np.dot` scales by it, and then 0 · NaN is 0.
    """
    return np.matmul if len(W_T) == 1 else np.dot


class FastLane:
    """Walk of one lane: every call continues where the last one ended.

    Args:
        weights: the lane's parameters.
        inputs: (T, B, I), the lane's input. lane: takes the values; has the initial states.
        ahead: True when `inputs` is complete before the lane's first step. holds: the lane's.
    """

    def __init__(
        self,
        weights: CellWeights,
        inputs: Array,
        lane: LaneArrays,
        ahead: bool,
        holds: InterventionsByStep = NO_INTERVENTIONS,
    ) -> None:
        order = slice(None, None, -1 if lane.direction else 1)
        rows = 0 if inputs.shape[1] == 1 else slice(None)
        self._inputs = inputs[order, rows]
        self._arrays = {name: array[order, rows] for name, array in lane.arrays.items()}
        self._weights, self._holds = weights, holds
        self._batch = inputs.shape[1]
        self._held = walk_at(lane.direction, np.array(len(inputs)), holds.timesteps())[order]
        self._ahead, self._direction = ahead, lane.direction
        self._scratch: Scratch | None = None
        self._states: list[tuple[Array, Array]] = []
        self._copies: list[LaneCopy] = []
        self._summed = -1
        self.walked = 0

    def __getstate__(self) -> dict[str, object]:
        """Leave out the scratch: it is made again where the walk goes on."""
        return self.__dict__ | {"_scratch": None, "_states": [], "_copies": [], "_summed": -1}

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""
        while self.walked < stop:
            scratch = self._scratch or self._make_scratch()
            self._scratch = scratch
            now = self.walked
            held = next_held(self._held, now, len(self._inputs))
            until = min(stop, now + scratch.shape.rows, held + 1)
            if self._ahead:
                until = min(until, now - now % scratch.shape.block + scratch.shape.block)
            first = self._sum_inputs(scratch, now, until)
            self._take(scratch, first, now, until)
            if until == held + 1:
                self._hold(scratch, held)
            self.walked = until
        if self._scratch is not None and self.walked == len(self._inputs):
            self._scratch.spare()
            self._scratch, self._states, self._copies = None, [], []

    def _make_scratch(self) -> Scratch:
        steps, batch = len(self._inputs), self._inputs.shape[1:-1]
        shape = Shape.of(self._weights, steps, batch, steps - self.walked, self._ahead)
        scratch = Scratch.of(self._weights, shape, steps)
        self._states, self._copies = scratch.states(self._arrays), scratch.copies(self._arrays)
        return scratch

    def _sum_inputs(self, scratch: Scratch, now: int, until: int) -> int:
        """Put W_ih x + b_ih + b_hh of the steps in the scratch; return the place of the first."""
        if not self._ahead:
            # A product for each step, so that its bits do not depend on how many there are.
            x, sums = self._inputs[now:until], scratch.sums[: until - now]
            if x.ndim == 2:
                x, sums = x[:, None], sums[:, None]
            scratch.sum_inputs(x, sums)
            return 0
        size = scratch.shape.block
        block, first = divmod(now, size)
        if self._summed != block:
            x = self._inputs[block * size : (block + 1) * size]
            x = x.reshape(-1, x.shape[-1])
            sums = scratch.sums.reshape(-1, scratch.sums.shape[-1])[: len(x)]
            scratch.sum_inputs(x, sums)
            self._summed = block
        return first

    def _take(self, scratch: Scratch, first: int, now: int, until: int) -> None:
        """Take steps, and copy them to the lane."""
        count = until - now
        for slot, states in self._states:
            slot[...] = states[now]
        kept = {copy.direct: copy.into[now:until] for copy in self._copies if copy.direct}
        scratch.steps(first, count, kept)
        for into, made, of_sums, direct in self._copies:
            if not direct:
                start = first if of_sums else 0
                into[now:until] = made[start : start + count]

    def _hold(self, scratch: Scratch, step: int) -> None:
        """Put the held values in place, and compute again what they reach, and nothing else."""
        B, cell = self._batch, self._weights.cell
        t = timestep_at(self._direction, len(self._inputs), step)
        held = self._holds.at(np.full(B, t), np.arange(B))
        values = {INPUT: self._inputs[step].reshape(B, -1)}
        for name, keys in cell.arrays.items():
            array, after = self._arrays[name], step
            if keys[0] in cell.states:
                values[before(keys[0])], after = array[step].reshape(B, -1), step + 1
            there = array[after].reshape(B, -1)
            values |= {key: columns_of(there, keys, key) for key in keys}
        sums = self._arrays["z"][step].reshape(B, -1)
        hold_in_place(self._weights, values, sums, held, scratch.product)
