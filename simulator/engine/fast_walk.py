"""FastWalk: the equations of `engine.cell` for one lane whose rows have equal lengths, fast.

It has the formulas in the same letters, one numpy call an operation, on a `Scratch`: the arrays of
a few steps, which are reused, and copied to the lane when they are full. Large steps write their z
and gates to the lane at once. W_ih x + b_ih + b_hh is computed for a block of timesteps at once,
where the input is known ahead. Blocks have fixed places in the walk, so that the bits do not depend
on how far the run is asked to go. A test compares it with `cell.step` within the error bound. A
step with a hold is computed without it first; then the numbers that depend on the hold are computed
again. So holds change no bit of anything else.
"""

from collections.abc import Callable
from math import prod

import numpy as np

from ..arrays import Array, on_a_line
from ..lstm.parameters import CellWeights
from ..lstm.quantities import EVERY, GATES
from .cell import FUNCTIONS
from .step_interventions import NO_INTERVENTIONS, InterventionsByStep
from .trace import LaneArrays
from .walk_order import timestep_at, walk_at

BLOCK = 128
"""Largest number of timesteps whose input sums are computed at once."""

_SCRATCH_STEPS = 64
"""Largest number of steps in the scratch."""

_SUMS_VALUES = 2**19
"""Largest number of input sums in a block: they are small beside the trace, and stay cached."""

_LARGE_STEP = 2**13
"""Number of gate values from which views of the lane cost less time than copies of a step."""

_SCRATCH_VALUES = 2**16
"""Largest number of gate values in the scratch, so that they stay in a processor's cache."""


class Scratch:
    """Arrays for up to `rows` steps. The views of each step are made once.

    σ is applied to all of z, which is contiguous, though g does not need it. g is stored beside the
    previous c, as i is beside f, so that both products of i ⊙ g + f ⊙ c' are one call.

    Args:
        steps: of the walk. left: those still to be taken. ahead: whether the input is known ahead.

    block: timesteps whose input sums are computed at once, where the input is known ahead. sums:
    (block, …, 4H), else (rows, …, 4H), of a step's inputs, then its z. gates: (rows, …, 4H); its
    part for g is unused. g_c: (rows+1, …, 2H), a step's g beside the c before it. m: (rows, …, H),
    h: (rows+1, …, R); … is B, or nothing.
    """

    def __init__(
        self, weights: CellWeights, steps: int, batch: tuple[int, ...], left: int, ahead: bool
    ) -> None:
        # Transposed copies are faster for many steps of several rows, and slower for a single row.
        transposed = on_a_line if batch and steps > 1 else np.asarray
        self.W_ih_T = transposed(weights.W_ih.T)
        self.W_hh_T = transposed(weights.W_hh.T) if batch else weights.W_hh_T
        self.W_hr_T = None if weights.W_hr is None else transposed(weights.W_hr.T)
        self.bias = None
        if weights.b_ih is not None and weights.b_hh is not None:
            self.bias = weights.b_ih + weights.b_hh
        R, width = self.W_hh_T.shape
        H, dtype = width // 4, weights.W_hh.dtype
        size = prod(batch) * width
        self.rows = rows = max(1, min(_SCRATCH_STEPS, left, _SCRATCH_VALUES // size))
        self.block: int = max(1, min(BLOCK, steps, _SUMS_VALUES // size))
        self.sums = np.empty((self.block if ahead else rows, *batch, width), dtype)
        self.gates = np.empty((rows, *batch, width), dtype)
        self.g_c = np.empty((rows + 1, *batch, 2 * H), dtype)
        self.h = np.empty((rows + 1, *batch, R), dtype)
        self.m = self.h[1:] if weights.W_hr is None else np.empty((rows, *batch, H), dtype)
        self.direct = bool(batch) and size >= _LARGE_STEP
        # The last steps of a block need no views of those before them.
        place = (steps - left) % self.block
        last = ahead and place + left <= self.block
        self._viewed = slice(place, place + left) if last else slice(0, len(self.sums))
        self._sums = [(z, z, z[..., 2 * H : 3 * H]) for z in self.sums[self._viewed]]
        self._rows = list(
            zip(
                self.gates,
                self.gates[..., : 2 * H],
                self.gates[..., 3 * H :],
                self.g_c,
                self.g_c[..., :H],
                self.g_c[1:, ..., H:],
                self.h,
                self.h[1:],
                self.m,
                strict=False,  # the states have one slot more
            )
        )
        self._e, self._products = np.empty((*batch, width), dtype), np.empty_like(self.g_c[0])
        self._tanh_c, self._one = np.empty_like(self.m[0]), np.array(1, dtype)

    def steps(self, first: int, count: int, z_kept: Array, gates_kept: Array) -> None:
        """Compute steps from the states in slot 0, with their input sums from `first` on.

        Large ones write their z and gates, but for g, to the lane: (count, …, 4H) each.
        """
        W_hh_T, W_hr_T = self.W_hh_T, self.W_hr_T
        dot, product = np.dot, _product(W_hh_T)
        add, multiply, tanh = np.add, np.multiply, np.tanh
        negative, exp, reciprocal = np.negative, np.exp, np.reciprocal
        e, one, products, tanh_c = self._e, self._one, self._products, self._tanh_c
        H = tanh_c.shape[-1]
        i_g, f_c = products[..., :H], products[..., H:]
        viewed = first - self._viewed.start
        sums, slots = self._sums[viewed : viewed + count], self._rows
        if self.direct:
            sums = [
                (z, kept, kept[..., 2 * H : 3 * H])
                for (z, _, _), kept in zip(sums, z_kept, strict=True)
            ]
            slots = [
                (kept, kept[..., : 2 * H], kept[..., 3 * H :], *others)
                for (_, _, _, *others), kept in zip(slots, gates_kept, strict=False)
            ]
        rows = zip(sums, slots, strict=False)
        for (of_input, z, z_g), (gates, i_f, o, g_c, g, c, h_prev, h, m) in rows:
            product(h_prev, W_hh_T, e)
            add(of_input, e, z)
            # σ(z) = 1 / (1 + e⁻ᶻ); e⁻ᶻ may overflow, which gives a σ of 0.
            negative(z, e)
            exp(e, e)
            add(e, one, e)
            reciprocal(e, gates)
            tanh(z_g, g)
            multiply(i_f, g_c, products)
            add(f_c, i_g, c)
            tanh(c, tanh_c)
            multiply(o, tanh_c, m)
            if W_hr_T is not None:
                dot(m, W_hr_T, h)


def _product(W_T: Array) -> Callable[[Array, Array, Array], Array]:
    """Return the fastest product of rows and a matrix that has NaN where torch has it.

    With a single number, `np.dot` scales by it, and then 0 · NaN is 0.
    """
    return np.matmul if len(W_T) == 1 else np.dot


class FastWalk:
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
        self._z, self._gates = lane.z[order, rows], lane.gates[order, rows]
        self._c, self._h = lane.c_states[order, rows], lane.h_states[order, rows]
        self._m = None if lane.m is None else lane.m[order, rows]
        self._weights, self._holds = weights, holds
        self._batch = inputs.shape[1]
        self._held = walk_at(lane.direction, np.array(len(inputs)), holds.timesteps())[order]
        self._ahead, self._direction = ahead, lane.direction
        self._scratch: Scratch | None = None
        self._summed = -1
        self.walked = 0

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""
        while self.walked < stop:
            scratch = self._scratch or self._make_scratch()
            self._scratch = scratch
            held, now = self._next_held(), self.walked
            until = min(stop, now + scratch.rows, held + 1)
            if self._ahead:
                until = min(until, now - now % scratch.block + scratch.block)
            first = self._sum_inputs(scratch, now, until)
            scratch.g_c[0, ..., self._c.shape[-1] :], scratch.h[0] = self._c[now], self._h[now]
            scratch.steps(first, until - now, self._z[now:until], self._gates[now:until])
            self._keep(scratch, first, now, until)
            if until == held + 1:
                self._hold(scratch, held)
            self.walked = until
        if self.walked == len(self._inputs):
            self._scratch = None

    def _make_scratch(self) -> Scratch:
        steps, batch = len(self._inputs), self._c.shape[1:-1]
        return Scratch(self._weights, steps, batch, steps - self.walked, self._ahead)

    def _sum_inputs(self, scratch: Scratch, now: int, until: int) -> int:
        """Put W_ih x + b_ih + b_hh of the steps in the scratch; return the place of the first."""
        if not self._ahead:
            # A product for each step, so that its bits do not depend on how many there are.
            x, sums = self._inputs[now:until], scratch.sums[: until - now]
            if x.ndim == 2:
                x, sums = x[:, None], sums[:, None]
            np.matmul(x, scratch.W_ih_T, out=sums)
            if scratch.bias is not None:
                sums += scratch.bias
            return 0
        block, first = divmod(now, scratch.block)
        if self._summed != block:
            x = self._inputs[block * scratch.block : (block + 1) * scratch.block]
            x = x.reshape(-1, x.shape[-1])
            sums = scratch.sums.reshape(-1, scratch.sums.shape[-1])[: len(x)]
            np.matmul(x, scratch.W_ih_T, out=sums)
            if scratch.bias is not None:
                sums += scratch.bias
            self._summed = block
        return first

    def _keep(self, scratch: Scratch, first: int, now: int, until: int) -> None:
        """Copy steps from the scratch to the lane."""
        H, count, gates = self._c.shape[-1], until - now, self._gates[now:until]
        if not scratch.direct:
            self._z[now:until] = scratch.sums[first : first + count]
            gates[...] = scratch.gates[:count]
        gates[..., 2 * H : 3 * H] = scratch.g_c[:count, ..., :H]
        after = slice(now + 1, until + 1)
        self._c[after], self._h[after] = (
            scratch.g_c[1 : count + 1, ..., H:],
            scratch.h[1 : count + 1],
        )
        if self._m is not None:
            self._m[now:until] = scratch.m[:count]

    def _next_held(self) -> int:
        """Return the number of the next step with a hold or cut; past the end if there is none."""
        index = self._held.searchsorted(self.walked) if len(self._held) else 0
        return int(self._held[index]) if index < len(self._held) else len(self._inputs)

    def _hold(self, scratch: Scratch, step: int) -> None:
        """Put the held values in place, and compute again what depends on them, and nothing else.

        The product with W_hr is of all rows, as in the walk, since a product's bits depend on how
        many rows it has, and on where they lie.
        """
        H, B = self._c.shape[-1], self._batch
        t = timestep_at(self._direction, len(self._inputs), step)
        held = self._holds.at(np.full(B, t), np.arange(B))
        z, gates = self._z[step].reshape(B, -1), self._gates[step].reshape(B, -1)
        x, h_prev = self._inputs[step].reshape(B, -1), self._h[step].reshape(B, -1)
        held.cut(z, self._weights, x, h_prev)
        of_gates = np.zeros(gates.shape, bool)
        for row, (rows, _, _) in held.cuts.items():
            activation = FUNCTIONS[EVERY[GATES[row // H]].function]
            gates[rows, row] = activation(z[rows, row])
            of_gates[rows, row] = True
        (i, f, g, o), reached = np.split(gates, 4, 1), np.split(of_gates, 4, 1)
        for gate, part, there in zip(GATES, (i, f, g, o), reached, strict=True):
            held.hold(gate, part, there)
        of_i, of_f, of_g, of_o = reached
        c_prev, c = self._c[step].reshape(B, -1), self._c[step + 1].reshape(B, -1)
        of_c = of_i | of_f | of_g
        np.copyto(c, f * c_prev + i * g, where=of_c)
        held.hold("c", c, of_c)
        lane_h, W_hr_T = self._h[step + 1], scratch.W_hr_T
        lane_m = lane_h if self._m is None else self._m[step]
        m, h, of_m = lane_m.reshape(B, -1), lane_h.reshape(B, -1), of_c | of_o
        np.copyto(m, o * np.tanh(c), where=of_m)
        if W_hr_T is not None:
            held.hold("m", m, of_m)
            np.copyto(h, np.dot(lane_m, W_hr_T).reshape(B, -1), where=of_m.any(1, keepdims=True))
        held.hold("h", h)
