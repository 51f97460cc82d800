"""MeaningContext: a run, the numbers that may be used, and the names that they have."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from ...cells.sheet import Cell
from ...engine.run import Run
from ...engine.trace import Trace
from ...network.config import LSTMConfig
from ...network.gradient_quantities import quantity_of_gradient
from ...network.hold_table import hold_on
from ...network.lane import Lane, split_name
from ...network.quantities import EVERY, READOUT, P, Y
from ...translation import tr
from ..address import Address, Given, Source
from ..decomposition.terms import Ledger
from .causes import Cause
from .spans import QUANTITY, Span, name

_READER_OF_SUM: Final = {row.argument: key for key, row in EVERY.items() if row.argument}

_MOST_LOOKED_THROUGH: Final = 100_000


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a document gives: of features (I), timesteps (T) and units, or none of them."""

    features: tuple[str, ...] = ()
    timesteps: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeaningContext:
    """A run, the numbers of it that may be used, and its names.

    Attributes:
        known: True for a number that may be used.
        covered: numbers that are asked for: no sentence on another one may give them away.
    """

    run: Run
    names: Names
    known: Callable[[Address], bool]
    covered: Collection[Address] = ()

    @property
    def trace(self) -> Trace:
        """Recorded values of the run."""
        return self.run.trace

    @property
    def config(self) -> LSTMConfig:
        """The options of the run's network."""
        return self.run.experiment.config

    @property
    def cell(self) -> Cell:
        """The sheet of the run's cells."""
        return self.config.cell

    def tells(self, source: Source) -> bool:
        """Return True when a number may be used; a given number always may."""
        return isinstance(source, Given) or self.known(source)

    def holds(self, at: Address) -> bool:
        """Return True when a number is held."""
        holds = self.run.experiment.holds
        return hold_on(holds, at.quantity, at.lane, at.t, at.row, at.unit) is not None

    def unit(self, unit: int) -> Span:
        """Name a unit."""
        if unit < len(self.names.units):
            return name(self.names.units[unit])
        return Span(tr("unit {unit}", unit=unit))

    def number(self, at: Source) -> Span:
        """Name a number by its letter and unit, as `f[0]`, `W_if[0,1]` or `x[2]`."""
        if isinstance(at, Address):
            return Span(at.name, QUANTITY, hue(at.quantity), at)
        if at.name == "input":
            return Span(f"x[{at.indices[-1]}]", QUANTITY, "x", at)
        if at.name in ("h_0", "c_0"):
            return Span(f"{at.name}[{at.indices[-1]}]", QUANTITY, at.name[0], at)
        if at.of_objective:
            letter = {"readout.weight": "V", "readout.bias": "b"}.get(at.name, at.name)
            last = at.indices if at.name != "target" else at.indices[-1:]
            return Span(f"{letter}[{','.join(map(str, last))}]", QUANTITY, "y", at)
        if not at.is_parameter:
            return Span(at.text(), QUANTITY, "", at)
        symbol, unit, key = self.parameter(at)
        index = ",".join(map(str, (unit, *at.indices[1:])))
        return Span(f"{symbol}[{index}]", QUANTITY, hue(key), at)

    def parameter(self, at: Given) -> tuple[str, int, str]:
        """Return a parameter's name in the sheet, its unit, and the row that it adds to: z_f."""
        names = self.cell.stacks[split_name(at.name)[0]]
        rows = len(self.run.experiment.parameters[at.name]) // len(names)
        place, unit = divmod(at.indices[0], rows)
        name = names[place]
        key = self.cell.vectors[name] if name in self.cell.vectors else self.cell.matrices[name][0]
        return name, unit, key

    def called(self, source: Source, reader: Address) -> Span:
        """Name a source as the cause of a reader's number: an input by its own name."""
        if isinstance(source, Address):
            text = self._place(source, reader)
            return Span(text, QUANTITY, hue(source.quantity), source)
        if source.name == "input":
            own = self.feature(source)
            return name(own, "x", source) if own else self.number(source)
        span = self.number(source)
        if source.name.startswith("bias"):
            return Span(tr("bias {name}", name=span.text), QUANTITY, span.quantity, source)
        return span

    def cause(self, cause: Cause, book: Ledger) -> Span:
        """Name a cause among the terms of a number."""
        at = book.number
        if cause.index is not None:
            factors = book.term(cause.index).factors
            return self.called(factors[min(1, len(factors) - 1)].source, at)
        if cause.group == "b":
            return Span(tr("the bias"))
        if cause.group == "h" and at.quantity in READOUT:
            return Span(tr("the hidden state"), QUANTITY, "h")
        if cause.group == "h":
            last = book.parts[-1].term(0).factors[-1].source
            letter = "h_0" if isinstance(last, Given) else f"h[t{'+' if at.lane.reverse else '−'}1]"
            return Span(letter, QUANTITY, "h")
        if at.lane.layer == 0:
            return Span(tr("the input"), QUANTITY, "x")
        return Span(tr("h of layer {layer}", layer=at.lane.layer - 1), QUANTITY, "h")

    def answer(self, at: Address) -> str:
        """Return the own name of a readout's output; else nothing."""
        readout = self.run.experiment.objective.readout
        if readout is None or at.quantity not in (Y, P):
            return ""
        return name(readout.name(at.unit)).text

    def feature(self, at: Given) -> str:
        """Return an input's own name; a word that a one-hot row stands for; else nothing."""
        t, _, column = at.indices
        if column < len(self.names.features):
            return self.names.features[column]
        return self.label(t) if self.hot(at) == column else ""

    def word(self, at: Given) -> str:
        """Return the word that an input's row stands for: one-hot, or 0 among one-hot rows."""
        t, row, _ = at.indices
        column = self.hot(at)
        if column is None:
            return self.label(t) if self._rests(t, row) else ""
        features = self.names.features
        return features[column] if column < len(features) else self.label(t)

    def hot(self, at: Given) -> int | None:
        """Return the column of the 1 in an input's row where that is one-hot; else None."""
        t, row, _ = at.indices
        values = self.run.experiment.sequence[t, row]
        is_hot = len(values) > 1 and (values != 0).sum() == 1 and values.max() == 1
        return int(values.argmax()) if is_hot else None

    def _rests(self, t: int, row: int) -> bool:
        """Return True for a row of zeros in a short sequence whose other rows are one-hot."""
        values = self.run.experiment.sequence[:, row]
        if values[t].any() or values.shape[1] < 2 or values.size > _MOST_LOOKED_THROUGH:
            return False
        return bool(((values == 0) | (values == 1)).all() and (values.sum(axis=1) <= 1).all())

    def label(self, t: int) -> str:
        """Return the name of a timestep, or nothing."""
        return self.names.timesteps[t] if t < len(self.names.timesteps) else ""

    def _place(self, source: Address, reader: Address) -> str:
        if source.lane != reader.lane:
            if self.config.bidirectional:
                return tr("{name} of {lane}", name=source.name, lane=source.lane.text())
            return tr("{name} of layer {layer}", name=source.name, layer=source.lane.layer)
        return source.name if source.t == reader.t else source.text()


def hue(quantity: str) -> str:
    """Return the quantity whose hue a number has: a sum its gate's, a gradient its own."""
    quantity = quantity_of_gradient(quantity)
    if quantity in READOUT:
        return "y"
    return _READER_OF_SUM.get(quantity, quantity.removesuffix("_prev"))


def lane_of(at: Given) -> Lane:
    """Return the lane of a parameter."""
    return split_name(at.name)[1]
