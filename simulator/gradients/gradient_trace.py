"""GradientTrace: every gradient of a run, for every layer, direction, timestep and batch row.

Kept are, of an LSTM, dh, dm, dc, dz, dx and dh_prev, 7H + I numbers for each timestep and row
without a projection. The others, as dc_prev, are products of kept ones, number by number:
they come back with the same bits when they are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..arrays import Array, read_only_view
from ..cells.edges import gradients_kept
from ..cells.sheet import Cell, before
from ..cells.step_back import StepBack, along_edges
from ..engine.trace import Trace, columns_of, parts_of_one
from ..engine.trace_storage import Allocate
from ..network.config import LSTMConfig
from ..network.gradient_quantities import DY
from ..network.hold_table import HeldBlocks, HoldTable
from ..network.lane import Lane


@dataclass(frozen=True, eq=False, slots=True)
class LaneGradients:
    """Kept gradients of one lane, T steps of B rows; 0 where a row takes no step.

    Attributes:
        arrays: dh (T, B, R), dm (T, B, H) with a projection, dc (T, B, H), as the cell has them;
            dz (T, B, 4H), in the order of its sums; back (T, B, I+R), dx beside dh_prev.
        cell: the sheet of the cell.
    """

    arrays: Mapping[str, Array]
    cell: Cell

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
        shapes = {name: (*shape, units) for name, units in kept_widths(config, layer).items()}
        return cls(parts_of_one(shapes, dtype, zeros), config.cell)

    def record(self, found: StepBack, t: Array, rows: Array) -> None:
        """Write the gradients of cells (n, width) at timesteps t (n,) of the batch rows (n,)."""
        for key, gradient in found.of.items():
            self.arrays[f"d{key}"][t, rows] = gradient
        self.arrays["dz"][t, rows], self.arrays["back"][t, rows] = found.sums, found.back

    def copy(self, other: "LaneGradients", t: slice, rows: int | slice) -> None:
        """Copy the gradients of some timesteps and rows from another backward pass."""
        for name, array in self.arrays.items():
            array[t, rows] = other.arrays[name][t, rows]

    def frozen(self) -> "LaneGradients":
        """Return read-only views of the same arrays."""
        return replace(self, arrays={name: read_only_view(a) for name, a in self.arrays.items()})

    def kept(self, key: str) -> Array | None:
        """Return a gradient, or a gate's part of dz: (T, B, width); None where it is not kept."""
        if key in self.arrays:
            return self.arrays[key]
        if key in ("dx", "dh_prev"):
            back, R = self.arrays["back"], self.arrays[f"d{self.cell.output}"].shape[-1]
            return back[..., : back.shape[-1] - R] if key == "dx" else back[..., -R:]
        sums = self.cell.sums
        return columns_of(self.arrays["dz"], sums, key[1:]) if key[1:] in sums else None

    def values(self, key: str) -> Array:
        """Return a gradient as `kept`.

        Raises:
            KeyError: it is not kept.
        """
        found = self.kept(key)
        if found is None:
            raise KeyError(key)
        return found


def kept_widths(config: LSTMConfig, layer: int) -> dict[str, int]:
    """Return the widths of the arrays of `LaneGradients`, by name."""
    cell = config.cell
    widths = {f"d{key}": config.width(key) for key in gradients_kept(cell)}
    back = config.layer_input_size(layer) + config.output_size
    return widths | {"dz": sum(map(config.width, cell.sums)), "back": back}


@dataclass(frozen=True, eq=False, slots=True)
class GradientTrace:
    """All gradients of a run. It does not know how far the backward pass has come.

    Attributes:
        trace: of the run forwards. lanes: the kept gradients of each lane. dy: (T, B, K), the
            readout's; None where the backward pass has no readout.
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
        if kept is None:
            return self.trace.experiment.config.gradient_width(key, lane.layer)
        return int(kept.shape[-1])

    def _kept(self, key: str, lane: Lane) -> Array | None:
        """Return a gradient that is kept; None for one that is computed from others."""
        if key == DY:
            if self.dy is None:
                raise KeyError(key)
            return self.dy
        if key not in self.trace.experiment.config.gradients:
            raise KeyError(key)
        return self.lanes[lane].kept(key)

    def _derived(self, key: str, lane: Lane, at: Any) -> Array:
        forward, gradients = self.trace.lanes[lane], self.lanes[lane]
        cell = self.trace.experiment.config.cell
        target = key.removeprefix("d")
        with np.errstate(all="ignore"):
            return along_edges(
                cell,
                before(target.removesuffix("_prev")) if target.endswith("_prev") else target,
                lambda of: np.asarray(gradients.values(f"d{of}")[at]),
                lambda of: np.asarray(forward.values(of)[at]),
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
