"""Interventions: numbers held at a value and connections cut; the rest is computed as usual.

They are part of the experiment. Whatever follows a held number is computed from the held value; a
cut connection adds 0 to its sum. Where several holds cover one number, the last one wins.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from ..arrays import limits
from ..translation import mark, tr
from .config import LSTMConfig
from .lane import Lane

CUT_KINDS: Final = ("weight_ih", "weight_hh")
"""Weights whose connections can be cut: the gates' weights."""

_HOLD: Final = mark("the held {quantity} of layer {layer}")
_CUT: Final = mark("the cut in {kind} of layer {layer}")


@dataclass(frozen=True, slots=True)
class Hold:
    """Some units of one quantity, held at a value for some timesteps.

    Attributes:
        quantity: i f g o c h, or m with a projection. layer, direction: the lane.
        units: the unit indices, each once, in order. first, last: the timesteps, both included.
        value: the held value, rounded to the experiment's dtype.
        row: the batch row; None for all.
    """

    quantity: str
    layer: int
    direction: int
    units: tuple[int, ...]
    first: int
    last: int
    value: float
    row: int | None = None

    @property
    def lane(self) -> Lane:
        """Layer and direction."""
        return Lane(self.layer, self.direction)

    def covers(self, timestep: int, row: int) -> bool:
        """Return True when the hold applies at a timestep of a batch row."""
        return self.first <= timestep <= self.last and self.row in (None, row)

    def __str__(self) -> str:
        return _HOLD.format(quantity=self.quantity, layer=self.layer)

    def text(self) -> str:
        """Name the hold in the user's language."""
        return tr(_HOLD, quantity=self.quantity, layer=self.layer)


@dataclass(frozen=True, slots=True)
class Cut:
    """One connection of a gate that adds 0, whatever its weight, for some timesteps.

    Attributes:
        kind: weight_ih or weight_hh. layer, direction: the lane.
        index: the row (i f g o stacked, 4H) and the column of the weight.
        first, last: the timesteps, both included. row: the batch row; None for all.
    """

    kind: str
    layer: int
    direction: int
    index: tuple[int, int]
    first: int
    last: int
    row: int | None = None

    @property
    def lane(self) -> Lane:
        """Layer and direction."""
        return Lane(self.layer, self.direction)

    def covers(self, timestep: int, row: int) -> bool:
        """Return True when the cut applies at a timestep of a batch row."""
        return self.first <= timestep <= self.last and self.row in (None, row)

    def __str__(self) -> str:
        return _CUT.format(kind=self.kind, layer=self.layer)

    def text(self) -> str:
        """Name the cut in the user's language."""
        return tr(_CUT, kind=self.kind, layer=self.layer)


Intervention = Hold | Cut


def validate(
    holds: Sequence[Intervention], config: LSTMConfig, steps: int, batch: int, dtype: np.dtype[Any]
) -> None:
    """Refuse holds and cuts that do not fit the LSTM or its sequence.

    Raises:
        ValueError: names the hold, and what does not fit.
    """
    if any(holds is known and fits == (config, steps, batch, dtype) for known, fits in _valid):
        return
    lanes = frozenset(config.lanes())
    widths = {quantity: config.width(quantity) for quantity in config.steps}
    for hold in holds:
        if (hold.layer, hold.direction) not in lanes:
            raise ValueError(
                tr(
                    "{hold}: there is no layer {layer}, direction {direction}",
                    hold=hold.text(),
                    layer=hold.layer,
                    direction=hold.direction,
                )
            )
        if not 0 <= hold.first <= hold.last < steps:
            raise ValueError(
                tr(
                    "{hold}: timesteps {first}…{last} must be ascending and within 0…{end}",
                    hold=hold.text(),
                    first=hold.first,
                    last=hold.last,
                    end=steps - 1,
                )
            )
        if hold.row is not None and not 0 <= hold.row < batch:
            raise ValueError(
                tr(
                    "{hold}: a batch of {batch} has no row {row}",
                    hold=hold.text(),
                    row=hold.row,
                    batch=batch,
                )
            )
        if isinstance(hold, Hold):
            _validate_hold(hold, widths, dtype)
        else:
            _validate_cut(hold, config)
    if isinstance(holds, tuple):
        _valid[:] = [(holds, (config, steps, batch, dtype))]


_valid: list[tuple[Sequence[Intervention], tuple[Any, ...]]] = []
"""The holds that were found to fit last: most edits keep them."""


def _validate_hold(hold: Hold, widths: Mapping[str, int], dtype: np.dtype[Any]) -> None:
    if hold.quantity not in widths:
        raise ValueError(
            tr(
                "{hold} cannot be held. Only these can: {quantities}",
                hold=hold.text(),
                quantities=" ".join(widths),
            )
        )
    width, units = widths[hold.quantity], hold.units
    in_order = all(low < high for low, high in pairwise(units))
    if not (units and in_order and units[0] >= 0 and units[-1] < width):
        raise ValueError(
            tr(
                "{hold}: units {units} must be ascending and within 0…{end}",
                hold=hold.text(),
                units=hold.units,
                end=width - 1,
            )
        )
    if not math.isfinite(hold.value) or abs(hold.value) > limits(dtype).max:
        raise ValueError(
            tr(
                "{hold}: {value} is not a finite {dtype} number",
                hold=hold.text(),
                value=hold.value,
                dtype=dtype,
            )
        )


def _validate_cut(cut: Cut, config: LSTMConfig) -> None:
    if cut.kind not in CUT_KINDS:
        raise ValueError(
            tr("{cut}: only connections of weight_ih and weight_hh can be cut", cut=cut.text())
        )
    name = config.parameter_names(cut.lane)[cut.kind]
    rows, columns = config.parameter_shapes()[name]
    row, column = cut.index
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(
            tr(
                "{cut}: no weight {index} in shape ({rows}, {columns})",
                cut=cut.text(),
                index=cut.index,
                rows=rows,
                columns=columns,
            )
        )
