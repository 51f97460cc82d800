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
from ..engine.trace import Trace
from ..engine.trace_storage import Allocate
from ..lstm.config import LSTMConfig
from ..lstm.gradient_quantities import ALL_GRADIENTS, DY, GRADIENTS
from ..lstm.hold_table import HeldBlocks, HoldTable
from ..lstm.lane import Lane
from .adjoint_cell import zeroed

_FACTORS = {"dg": "i", "di": "g", "dc_prev": "f"}
"""Gate that dc is multiplied with to get a gradient."""

KEPT = ("dh", "dm", "dc", "dz", "dx", "dh_prev")
"""Gradients of a cell that are kept, in the order of computation."""


@dataclass(frozen=True, eq=False, slots=True)
class LaneGradients:
    """Kept gradients of one lane, T steps of B rows; 0 where a row takes no step.

    Attributes:
        dh: (T, B, R). dm: (T, B, H), with a projection. dc: (T, B, H). dz: (T, B, 4H), rows
            i f g o. back: (T, B, I+R), dx beside dh_prev.
    """

    dh: Array
    dm: Array | None
    dc: Array
    dz: Array
    back: Array

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
        H, R, width = config.hidden_size, config.output_size, config.layer_input_size(layer)
        widths = [R, H if config.proj_size else 0, H, 4 * H, width + R]
        ends = np.cumsum([prod(shape) * units for units in widths])
        parts = np.split(zeros((ends[-1],), dtype), ends[:-1])
        arrays = [part.reshape(*shape, units) for part, units in zip(parts, widths, strict=True)]
        dh, dm, dc, dz, back = arrays
        return cls(dh, dm if config.proj_size else None, dc, dz, back)

    @property
    def dx(self) -> Array:
        """(T, B, I): gradients of the lane's input."""
        return self.back[..., : self.back.shape[-1] - self.dh.shape[-1]]

    @property
    def dh_prev(self) -> Array:
        """(T, B, R): what each step sends back to the h before it."""
        return self.back[..., self.back.shape[-1] - self.dh.shape[-1] :]

    def copy(self, other: "LaneGradients", t: slice, rows: int | slice) -> None:
        """Copy the gradients of some timesteps and rows from those of another way back."""
        pairs = [(self.dh, other.dh), (self.dc, other.dc), (self.dz, other.dz)]
        pairs += [(self.back, other.back)]
        if self.dm is not None and other.dm is not None:
            pairs.append((self.dm, other.dm))
        for own, theirs in pairs:
            own[t, rows] = theirs[t, rows]

    def frozen(self) -> "LaneGradients":
        """Return read-only views of the same arrays."""
        dm = None if self.dm is None else read_only_view(self.dm)
        views = (read_only_view(a) for a in (self.dh, self.dc, self.dz, self.back))
        dh, dc, dz, back = views
        return LaneGradients(dh, dm, dc, dz, back)

    def values(self, key: str) -> Array:
        """Return a kept gradient, or a gate's part of dz: (T, B, width).

        Raises:
            KeyError: it is not kept.
        """
        if key == "dm" and self.dm is not None:
            return self.dm
        if key in KEPT and key != "dm":
            return np.asarray(getattr(self, key))
        row = GRADIENTS[key]
        if row.block is None:
            raise KeyError(key)
        H = self.dc.shape[-1]
        return self.dz[..., row.block * H : (row.block + 1) * H]


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
        if key not in ALL_GRADIENTS or (key == "dm" and self.lanes[lane].dm is None):
            raise KeyError(key)
        if key in KEPT or GRADIENTS[key].block is not None:
            return self.lanes[lane].values(key)
        return None

    def _derived(self, key: str, lane: Lane, at: Any) -> Array:
        forward, gradients = self.trace.lanes[lane], self.lanes[lane]
        with np.errstate(all="ignore"):
            if key == "do":
                through = gradients.dh if gradients.dm is None else gradients.dm
                product = through[at] * np.tanh(forward.c[at])
                return self._zeroed(product, lane, "h" if gradients.dm is None else "m", at)
            factor = forward.c_prev if key == "df" else forward.values(_FACTORS[key])
            return self._zeroed(gradients.dc[at] * factor[at], lane, "c", at)

    def _zeroed(self, gradient: Array, lane: Lane, quantity: str, at: Any) -> Array:
        """Return a gradient with 0 where the quantity above it is held."""
        held = HoldTable.of(self.trace.experiment.holds).on(quantity, lane)
        if not len(held.place):
            return np.asarray(gradient)
        if (lane, quantity) not in self._held:
            self._held[lane, quantity] = _places(held, self.lanes[lane].dc.shape)
        return zeroed(gradient, self._held[lane, quantity][at])


def _places(held: HeldBlocks, shape: tuple[int, ...]) -> Array:
    """Return where numbers are held, (T, B, H): made once, for thousands of holds take a while."""
    where = np.zeros(shape, bool)
    blocks = (held.row, held.first, held.last, held.low, held.high)
    for row, first, last, low, high in zip(*(of.tolist() for of in blocks), strict=True):
        rows = slice(None) if row < 0 else row
        where[first : last + 1, rows, low : high + 1] = True
    return where
