"""Recorded walk: that of `LaneWalk`, bit for bit, which keeps what its check asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...network.config import LSTMConfig
from ...network.lane import Lane
from .lane_walk import ORDER_BACK, PLACES, LaneWalk, room, take_gates


@dataclass(frozen=True, eq=False, slots=True)
class LaneRecord:
    """Numbers of one lane for T steps of B rows, all in the order of its walk.

    Attributes:
        read: (T, B, I+R), x beside h'; and a 1 where there are biases. c_prev: (T, B, H).
        values: i f g o c (T, B, H), m with a projection, h (T, B, R).
        above: (T, B, R), the gradient of h from above. dh: (T, B, R).
        dz: (T, B, 4H), rows i f g o. dc_prev: (T, B, H). dh_prev: (T, B, R).
        dx: (T, B, I); None in layer 0, where nothing asks for it.
        ends: steps back at which each block of the sums ends.
        sums: by matrix, "gates" (k+1, 4H, I+R+1) and "weight_hr" (k+1, R, H): 0, and the sums of
            the weights' gradients at each of the k ends.
    """

    read: Array
    c_prev: Array
    values: dict[str, Array]
    above: Array
    dh: Array
    dz: Array
    dc_prev: Array
    dh_prev: Array
    dx: Array | None
    ends: Array
    sums: dict[str, Array]


class RecordedWalk(LaneWalk):
    """LaneWalk that keeps the numbers of every step back, and its sums block by block."""

    def __init__(self, config: LSTMConfig, lane: Lane, steps: int, rows: int, dtype: Any) -> None:
        super().__init__(config, lane, steps, rows, dtype)
        H, R = self._H, self._R
        self._kept_dh, self._kept_dh_prev = (room((steps, R, rows), dtype) for _ in range(2))
        self._kept_factors = room((steps, 5, H, rows), dtype)
        self._sheet = config.cell
        self._ends: list[int] = []
        self._sums: list[Array] = []
        self._sums_hr: list[Array] = []

    def back(self) -> Iterator[None]:
        """Go back as `LaneWalk` does, and keep the numbers."""
        self._ends = []
        self._sums = [np.zeros_like(self._sum)]
        self._sums_hr = [] if self._sum_hr is None else [np.zeros_like(self._sum_hr)]
        yield from super().back()

    def record(self) -> LaneRecord:
        """Return copies of all numbers, after `back`."""
        T, R, I = len(self._m), self._R, self._I
        cell, sheet, memory = self._cell, self._sheet, PLACES["memory"]
        gates = sheet.gates["torch"]
        values = {gate: cell[:T, PLACES[sheet.role_of[gate]]] for gate in gates}
        values |= {"c": cell[1:, memory], **({} if self._W_hr is None else {"m": self._m})}
        kept = self._kept_factors
        order = [1 + at for at, _ in sorted(ORDER_BACK, key=lambda places: places[1])]
        dz = kept[:, order].reshape(T, -1, kept.shape[-1])
        sums = {"gates": np.stack([_in_order(found) for found in self._sums])}
        if self._sums_hr:
            sums["weight_hr"] = np.stack(self._sums_hr)
        return LaneRecord(
            _rows_before_units(self._xh[:T]),
            _rows_before_units(cell[:T, memory]),
            {q: _rows_before_units(v) for q, v in {**values, "h": self._xh[1:, I : I + R]}.items()},
            _rows_before_units(self.above),
            _rows_before_units(self._kept_dh),
            _rows_before_units(dz),
            _rows_before_units(kept[:, 0]),
            _rows_before_units(self._kept_dh_prev),
            None if self.dx is None else self.dx.transpose(1, 2, 0).copy(),
            np.array(self._ends),
            sums,
        )

    def _sum_up(self, start: int, stop: int, first: bool) -> None:
        k = stop - start
        self._kept_dh[start:stop] = self._dh[:k]
        self._kept_factors[start:stop] = self._factors[:k, :5]
        # Each dh' is overwritten by the next; the same product has the same bits once more.
        for kept, (*_, dz, _) in zip(
            self._kept_dh_prev[start:stop], self._steps_back[:k], strict=True
        ):
            np.dot(self._W_hh_T, dz, kept)
        super()._sum_up(start, stop, first)
        self._ends.append(len(self._m) - start)
        self._sums.append(self._sum.copy())
        if self._sum_hr is not None:
            self._sums_hr.append(self._sum_hr.copy())


def _in_order(found: Array) -> Array:
    into = np.empty_like(found)
    take_gates(into, found)
    return into


def _rows_before_units(array: Array) -> Array:
    """Turn (T, width, B) to (T, B, width)."""
    return np.ascontiguousarray(array.transpose(0, 2, 1))
