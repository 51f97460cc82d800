"""GradientTrace: every gradient of a run, for every layer, direction, timestep and batch row.

Kept are dh, dm, dc, dz, dx and dh_prev, 7H + I numbers for each timestep and row without a
projection. The others, do dg di df and dc_prev, are products of what is kept, number by number:
they come back with the same bits when they are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from ..arrays import Array, read_only_view
from ..cells.back_plan import back_plan_of
from ..cells.sheet import before
from ..cells.step_back import StepBack, along_edges
from ..engine.trace import Trace
from ..engine.trace_storage import Allocate
from ..network.config import LSTMConfig
from ..network.gradient_quantities import ALL_GRADIENTS, DY, GRADIENTS
from ..network.hold_table import HeldBlocks, HoldTable
from ..network.lane import Lane
from ..network.quantities import GATES

KEPT = ("dh", "dm", "dc", "dz", "dx", "dh_prev")
"""Gradients of a cell that are kept, in the order of computation."""


@dataclass(frozen=True, eq=False, slots=True)
class LaneGradients:
    """Kept gradients of one lane, T steps of B rows; 0 where a row takes no step.

    Attributes:
        arrays: dh (T, B, R), dm (T, B, H) with a projection, dc (T, B, H), as the cell has them;
            dz (T, B, 4H), in the order of its sums; back (T, B, I+R), dx beside dh_prev.
    """

    arrays: Mapping[str, Array]

    @classmethod
    def allocate(
        cls,
        config: LSTMConfig,
        layer: int,
        shape: tuple[int, int],
        dtype: np.dtype[Any],
        zeros: Allocate = np.zeros,
    ) -> "LaneGradients":
        """Make arrays of zeros for (T, B), parts of a single one."""
        cell, H, R = config.cell, config.hidden_size, config.output_size
        widths = {f"d{key}": config.width(key) for key in back_plan_of(cell).kept}
        widths |= {"dz": len(cell.sums) * H, "back": config.layer_input_size(layer) + R}
        ends = np.cumsum([prod(shape) * units for units in widths.values()])
        parts = np.split(zeros((ends[-1],), dtype), ends[:-1])
        named = zip(widths.items(), parts, strict=True)
        return cls({name: part.reshape(*shape, units) for (name, units), part in named})

    @property
    def dh(self) -> Array:
        """(T, B, R): gradients of the hidden state."""
        return self.arrays["dh"]

    @property
    def dc(self) -> Array:
        """(T, B, H): gradients of the cell state."""
        return self.arrays["dc"]

    @property
    def dz(self) -> Array:
        """(T, B, 4H): gradients of the sums."""
        return self.arrays["dz"]

    @property
    def back(self) -> Array:
        """(T, B, I+R): dx beside dh_prev."""
        return self.arrays["back"]

    @property
    def dx(self) -> Array:
        """(T, B, I): gradients of the lane's input."""
        return self.back[..., : self.back.shape[-1] - self.dh.shape[-1]]

    @property
    def dh_prev(self) -> Array:
        """(T, B, R): what each step sends back to the h before it."""
        return self.back[..., self.back.shape[-1] - self.dh.shape[-1] :]

    def record(self, found: StepBack, t: Array, rows: Array) -> None:
        """Write the gradients of cells (n, width) at timesteps t (n,) of the batch rows (n,)."""
        for key, gradient in found.of.items():
            self.arrays[f"d{key}"][t, rows] = gradient
        self.dz[t, rows], self.back[t, rows] = found.sums, found.back

    def copy(self, other: "LaneGradients", t: slice, rows: int | slice) -> None:
        """Copy the gradients of some timesteps and rows from those of another backward pass."""
        for name, array in self.arrays.items():
            array[t, rows] = other.arrays[name][t, rows]

    def frozen(self) -> "LaneGradients":
        """Return read-only views of the same arrays."""
        return LaneGradients({name: read_only_view(a) for name, a in self.arrays.items()})

    def values(self, key: str) -> Array:
        """Return a kept gradient, or a gate's part of dz: (T, B, width).

        Raises:
            KeyError: it is not kept.
        """
        if key in self.arrays:
            return self.arrays[key]
        if key in ("dx", "dh_prev"):
            return self.dx if key == "dx" else self.dh_prev
        block = GRADIENTS[key].block
        if block is None:
            raise KeyError(key)
        H = self.dz.shape[-1] // len(GATES)
        return self.dz[..., block * H : (block + 1) * H]


@dataclass(frozen=True, eq=False, slots=True)
class GradientTrace:
    """All gradients of a run. It does not know how far the way back has come.

    Attributes:
        trace: of the run forwards. lanes: the kept gradients of each lane. dy: (T, B, K), that of
            the readout; None where the way back does not go through it.
    """

    trace: Trace
    lanes: Mapping[Lane, LaneGradients]
    dy: Array | None = None
    _held: dict[tuple[Lane, str], Array] = field(default_factory=dict, init=False, repr=False)

    def values(self, key: str, lane: Lane, at: Any = ...) -> Array:
        """Return a gradient over all timesteps and rows, (T, B, width), or a part of it.

        Args:
            at: an index of (T, B), for which a gradient that is not kept is computed.

        Raises:
            KeyError: there is no such gradient.
        """
        kept = self._kept(key, lane)
        return self._derived(key, lane, at) if kept is None else np.asarray(kept[at])

    def width(self, key: str, lane: Lane) -> int:
        """Return the number of units of a gradient.

        Raises:
            KeyError: there is no such gradient.
        """
        kept = self._kept(key, lane)
        return int((self.lanes[lane].dc if kept is None else kept).shape[-1])

    def _kept(self, key: str, lane: Lane) -> Array | None:
        """Return a gradient that is kept; None for one that is computed from others."""
        if key == DY:
            if self.dy is None:
                raise KeyError(key)
            return self.dy
        if key not in ALL_GRADIENTS or (key == "dm" and key not in self.lanes[lane].arrays):
            raise KeyError(key)
        if key in KEPT or GRADIENTS[key].block is not None:
            return self.lanes[lane].values(key)
        return None

    def _derived(self, key: str, lane: Lane, at: Any) -> Array:
        forward, gradients = self.trace.lanes[lane], self.lanes[lane]
        cell = self.trace.experiment.config.cell

        def value(of: str) -> Array:
            found = forward.before(of[:-1]) if of.endswith("'") else forward.values(of)
            return np.asarray(found[at])

        target = key.removeprefix("d")
        with np.errstate(all="ignore"):
            return along_edges(
                cell,
                before(target.removesuffix("_prev")) if target.endswith("_prev") else target,
                lambda of: np.asarray(gradients.values(f"d{of}")[at]),
                value,
                lambda of: self._where_held(of, lane, at),
            )

    def _where_held(self, quantity: str, lane: Lane, at: Any) -> Array | None:
        """Return where a quantity is held, as `at` has it; None for nowhere."""
        held = HoldTable.of(self.trace.experiment.holds).on(quantity, lane)
        if not len(held.place):
            return None
        if (lane, quantity) not in self._held:
            shape = self.lanes[lane].values(f"d{quantity}").shape
            self._held[lane, quantity] = _places(held, shape)
        return np.asarray(self._held[lane, quantity][at])


def _places(held: HeldBlocks, shape: tuple[int, ...]) -> Array:
    """Return where numbers are held, (T, B, H): made once, for thousands of holds take a while."""
    where = np.zeros(shape, bool)
    blocks = (held.row, held.first, held.last, held.low, held.high)
    for row, first, last, low, high in zip(*(of.tolist() for of in blocks), strict=True):
        rows = slice(None) if row < 0 else row
        where[first : last + 1, rows, low : high + 1] = True
    return where
