"""LSTMConfig: the arguments of `torch.nn.LSTM`, their rules, and the shapes they give."""

import numbers
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from ..cells.lstm import lstm
from ..cells.sheet import Cell
from ..translation import tr
from . import quantities
from .gradient_quantities import DY, GRADIENT_OF_READOUT, cell_gradients, steps_back
from .lane import Lane
from .quantities import READOUT, Quantity, Y

Shape = tuple[int, ...]


@dataclass(frozen=True)
class LSTMConfig:
    """Arguments of `torch.nn.LSTM`, checked by its rules, and more strictly where torch is lax.

    Raises:
        TypeError: an argument of the wrong type (a bool is not an int, a string not a bool).
        ValueError: an argument out of range, in torch's own words.

    Warns, as torch does, when dropout is set with one layer.
    """

    input_size: int
    hidden_size: int
    num_layers: int = 1
    bias: bool = True
    batch_first: bool = False
    dropout: float = 0.0
    bidirectional: bool = False
    proj_size: int = 0

    def __repr__(self) -> str:
        """Return the call that makes it, without arguments at their defaults."""
        others = [
            f"{field.name}={value!r}"
            for field in fields(self)[2:]
            if (value := getattr(self, field.name)) != field.default
        ]
        sizes = [str(self.input_size), str(self.hidden_size)]
        return f"LSTMConfig({', '.join(sizes + others)})"

    def __post_init__(self) -> None:
        for name in ("bias", "batch_first", "bidirectional"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(_type_message(name, "bool", getattr(self, name)))
        for name in ("input_size", "hidden_size", "num_layers", "proj_size"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(_type_message(name, "int", value))
        if (
            not isinstance(self.dropout, numbers.Real)
            or isinstance(self.dropout, bool)
            or not 0 <= self.dropout <= 1
        ):
            raise ValueError(
                tr(
                    "dropout should be a number in range [0, 1] "
                    "representing the probability of an element being zeroed"
                )
            )
        for name in ("input_size", "hidden_size", "num_layers"):
            if getattr(self, name) <= 0:
                raise ValueError(tr("{name} must be greater than zero", name=name))
        if self.proj_size < 0:
            raise ValueError(
                tr("proj_size should be a positive integer or zero to disable projections")
            )
        if self.proj_size >= self.hidden_size:
            raise ValueError(tr("proj_size has to be smaller than hidden_size"))
        if self.dropout > 0 and self.num_layers == 1:
            warnings.warn(
                tr(
                    "dropout option adds dropout after all but last recurrent layer, so non-zero "
                    "dropout expects num_layers greater than 1, but got dropout={dropout} "
                    "and num_layers={num_layers}",
                    dropout=self.dropout,
                    num_layers=self.num_layers,
                ),
                stacklevel=3,
            )

    def __getstate__(self) -> dict[str, Any]:
        """Return only the arguments: another process takes the cell that it has."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def cell(self) -> Cell:
        """The sheet of its cells."""
        return lstm(self.bias, self.proj_size > 0)

    @property
    def num_directions(self) -> int:
        """Number of directions: 2 when bidirectional, else 1 (D in shapes)."""
        return 2 if self.bidirectional else 1

    @property
    def output_size(self) -> int:
        """Width of h: proj_size when there is a projection, else hidden_size (R in shapes)."""
        return self.proj_size or self.hidden_size

    @property
    def drops_between_layers(self) -> bool:
        """True when dropout acts in train mode: it needs a rate and a second layer."""
        return self.dropout > 0 and self.num_layers > 1

    @property
    def quantities(self) -> tuple[str, ...]:
        """Recorded quantities of a cell, in the order of storage (`network.quantities`)."""
        return _recorded(self.cell)

    @property
    def steps(self) -> tuple[str, ...]:
        """Gate steps of a cell forwards, in order: the quantities that can be held."""
        return self.cell.steps

    def step_of(self, key: str) -> str:
        """Return the step that computes a quantity or gradient.

        Of z, it is the last step of its gates; of p, y; of a part of dz, dz. Any other key is its
        own step.
        """
        if key in READOUT:
            return Y
        of = self.cell.step_of
        if key.startswith("d") and key[1:] in self.cell.sums:
            return "dz"
        if key == "z":
            return max((of[part] for part in self.cell.sums), key=self.steps.index)
        return of.get(key, key)

    @property
    def readers(self) -> Mapping[str, str]:
        """Inputs of a cell, and the first quantity that is computed from each."""
        return quantities.readers(self.cell)

    def quantity(self, key: str) -> Quantity:
        """Return the table row of a quantity for these cells.

        Raises:
            KeyError: they have no such quantity.
        """
        return quantities.cell_quantities(self.cell)[key]

    def gradient(self, key: str, direction: int = 0) -> Quantity:
        """Return the table row of a gradient for these cells, of a direction; also the row of dy.

        Raises:
            KeyError: they have no such gradient.
        """
        if key == DY:
            return GRADIENT_OF_READOUT
        return cell_gradients(self.cell, direction == 1)[key]

    def width(self, key: str) -> int:
        """Return the number of units of a quantity: 4H for z, R for h, H for the others.

        Raises:
            KeyError: these cells have no such quantity.
        """
        return self._units(self.quantity(key).width, 0)

    def gradient_width(self, key: str, layer: int) -> int:
        """Return the number of units of a gradient: its quantity's; of dx, the input's.

        Raises:
            KeyError: these cells have no such gradient.
        """
        return self._units(self.gradient(key).width, layer)

    @property
    def gradients(self) -> tuple[str, ...]:
        """Gradients of a cell by key, in the order of computation (`gradient_quantities`)."""
        return _gradients(self.cell)

    @property
    def steps_back(self) -> tuple[str, ...]:
        """Steps that a cell takes backwards, in order."""
        return steps_back(self.cell)

    def _units(self, width: str, layer: int) -> int:
        match width:
            case "H":
                return self.hidden_size
            case "R":
                return self.output_size
            case "4H":
                return len(self.cell.sums) * self.hidden_size
        return self.layer_input_size(layer)

    def shape_of(self, kind: str, layer: int) -> Shape:
        """Return the shape of a parameter of a layer by its kind, as weight_ih.

        Raises:
            KeyError: the options have no such parameter.
        """
        cell = self.cell
        first, *others = cell.stacks[kind]
        key, of = cell.matrices.get(first) or (cell.vectors[first], "")
        rows = (1 + len(others)) * self._units(cell.width(key), layer)
        return (rows, self._units(cell.width(of), layer)) if of else (rows,)

    def rows_of(self, gate: str) -> slice:
        """Return the rows of a gate in torch's stacked parameters.

        Raises:
            ValueError: there is no such gate.
        """
        start = self.cell.gates["torch"].index(gate) * self.hidden_size
        return slice(start, start + self.hidden_size)

    def layer_input_size(self, layer: int) -> int:
        """Return the width of a layer's input: input_size, or the whole layer below."""
        return self.input_size if layer == 0 else self.num_directions * self.output_size

    @property
    def num_lanes(self) -> int:
        """Number of lanes: num_layers * num_directions."""
        return self.num_layers * self.num_directions

    def lanes(self) -> Iterator[Lane]:
        """Yield every lane in the order of the rows of h_0, c_0, h_n and c_n."""
        return map(self.lane, range(self.num_lanes))

    def lane(self, state_row: int) -> Lane:
        """Return the lane of a row of h_0, c_0, h_n or c_n."""
        return Lane(*divmod(state_row, self.num_directions))

    def state_row(self, lane: Lane) -> int:
        """Return the row of a lane in h_0, c_0, h_n and c_n: layer * D + direction."""
        return lane.layer * self.num_directions + lane.direction

    def parameter_names(self, lane: Lane) -> dict[str, str]:
        """Return torch's names of one lane's parameters by kind, in torch's order.

        Kinds: weight_ih, weight_hh, bias_ih, bias_hh, weight_hr, where the options have it.
        """
        return {kind: kind + lane.suffix for kind in self.cell.stacks}

    def parameter_shapes(self) -> Mapping[str, Shape]:
        """Return the shape of every parameter by name, in the order of `nn.LSTM.parameters()`."""
        return _parameter_shapes(self)

    def state_shape(self, batch: int, name: str) -> Shape:
        """Return the shape of h_0, h_n, c_0 or c_n: (num_lanes, batch, R or H)."""
        return self.num_lanes, batch, self._units(self.cell.width(name.partition("_")[0]), 0)


@lru_cache(maxsize=8)
def _parameter_shapes(config: LSTMConfig) -> Mapping[str, Shape]:
    """Return the shapes, computed once: a window asks for one model's at each draw."""
    return MappingProxyType(
        {
            name: config.shape_of(kind, lane.layer)
            for lane in config.lanes()
            for kind, name in config.parameter_names(lane).items()
        }
    )


def _type_message(name: str, wanted: str, value: object) -> str:
    return tr(
        "{name} should be of type {wanted}, got: {got}",
        name=name,
        wanted=wanted,
        got=type(value).__name__,
    )


@lru_cache
def _recorded(cell: Cell) -> tuple[str, ...]:
    """Return the quantities but z as a whole; a frame asks for them a thousand times."""
    return tuple(key for key in quantities.cell_quantities(cell) if key != "z")


@lru_cache
def _gradients(cell: Cell) -> tuple[str, ...]:
    """Return the gradients by key."""
    return tuple(cell_gradients(cell, reverse=False))
