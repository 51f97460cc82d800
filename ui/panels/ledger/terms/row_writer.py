"""RowWriter: the texts of a ledger's terms, folds and rounding."""

from collections.abc import Collection
from dataclasses import dataclass
from unicodedata import east_asian_width

import numpy as np

from simulator.analysis.address import WITHOUT_LANE, Address, Source
from simulator.analysis.counterfactual import is_summed
from simulator.analysis.decomposition.terms import STOPPED, Factor, Ledger, Term, Terms
from simulator.analysis.meaning.context import MeaningContext
from simulator.analysis.meaning.spans import name as cut
from simulator.analysis.meaning.spans import plain
from simulator.cells.edges import products_to
from simulator.cells.sheet import Cell, before
from simulator.network.quantities import LOSS, P, Y
from simulator.translation import tr
from ui.panels.ledger.terms.digits import HIDDEN, Digits
from ui.panels.ledger.terms.term_lines import ROUNDING, ZEROS, Fold, Line
from ui.style import number_format


@dataclass(frozen=True, slots=True)
class TermOrigin:
    """Origin of a factor in words; a link where it is another number of the trace."""

    text: str
    number: Address | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """Texts of one row, what it adds, and the sums before and after it (see `Line`)."""

    texts: tuple[str, ...]
    line: Line
    origins: tuple[TermOrigin, ...]
    exact: str

    @property
    def fold(self) -> Fold | None:
        """The terms that it stands for, if it is a fold."""
        return None if isinstance(self.line.what, int) else self.line.what

    @property
    def product(self) -> float:
        """What it adds; NaN where that may not be seen."""
        return float("nan") if self.line.adds is None else self.line.adds


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writer of the rows of one ledger.

    Attributes:
        context: what may be told, and by which names. hidden: terms that show no digit.
        brief: origins are written in few words.
    """

    ledger: Ledger
    context: MeaningContext
    digits: Digits
    hidden: Collection[int] = ()
    brief: bool = False

    @property
    def _cell(self) -> Cell:
        return self.context.run.experiment.config.cell

    @property
    def weighs(self) -> bool:
        """True where the first factor is a weight or a bias, and the last what it weighs."""
        number = self.ledger.number
        return not number.is_gradient and (
            is_summed(self._cell, number.quantity) or "W_" in self.ledger.parts[0].name
        )

    def row(self, line: Line) -> TermRow:
        """Write a line."""
        if isinstance(line.what, Fold):
            return self._write_fold(line, line.what)
        if line.what == ROUNDING:
            return self._write_rounding(line, self.ledger)
        term = self.ledger.term(line.what)
        origins = self.origins(term)
        shown = [self._factor(term, k, factor) for k, factor in enumerate(term.factors)]
        texts = (
            symbol(term),
            "  ".join(origin.text for origin in origins),
            " × ".join(shown),
            self.digits.product(line.adds),
            "",
            "",
            self.digits.so_far(line.after),
        )
        hidden = line.what in self.hidden
        return TermRow(texts, line, origins, f"{term.label}: {HIDDEN}" if hidden else _exact(term))

    def _factor(self, term: Term, place: int, factor: Factor) -> str:
        if not self.context.tells(factor.source):
            return HIDDEN
        return self.digits.factor(float(factor.value), factor.source, place == 0 and self.weighs)

    def _write_fold(self, line: Line, fold: Fold) -> TermRow:
        adds = after = ""
        if not fold.open:
            adds = "" if fold.kind == ZEROS else self.digits.product(line.adds)
            after = self.digits.so_far(line.after)
        text = self.fold_text(fold)
        exact = text[2:] if fold.open else tr("{terms}: click to show them", terms=text[2:])
        return TermRow((text, "", "", adds, "", "", after), line, (), exact)

    def fold_text(self, fold: Fold) -> str:
        """Write what a fold holds."""
        return fold_text(fold)

    def rounding(self) -> tuple[str, str]:
        """Name the rounding, and the precision by which it comes: of the first two columns."""
        return tr("rounding"), rounded_by(self.ledger)

    def _write_rounding(self, line: Line, ledger: Terms) -> TermRow:
        dtype = str(ledger.total.dtype)
        texts = (
            *self.rounding(),
            "",
            self.digits.product(line.adds),
            "",
            "",
            self.digits.so_far(line.after),
        )
        if line.adds is None:
            return TermRow(texts, line, (), HIDDEN)
        exact = tr(
            "rounding in {dtype}: {rounding}, so the sum is {total}",
            dtype=dtype,
            rounding=number_format.exact(np.float64(ledger.rounding)),
            total=number_format.exact(ledger.total),
        )
        return TermRow(texts, line, (), exact)

    def origins(self, term: Term) -> tuple[TermOrigin, ...]:
        """Return where a term's factors come from."""
        found = [self._origin(factor.source) for factor in term.factors]
        for function in {factor.function for factor in term.factors} & STOPPED.keys():
            found.insert(0, TermOrigin(tr(STOPPED[function])))
        return tuple(origin for origin in found if origin is not None)

    def _origin(self, source: Source) -> TermOrigin | None:
        """Return a source's origin; None for a parameter, whose label names it already."""
        if isinstance(source, Address):
            return TermOrigin(f"← {self._link_text(source, self.ledger.number)}", source)
        if source.is_parameter or source.name.startswith("mask"):
            return None
        if source.name == "input":
            return TermOrigin(plain(self.context.called(source, self.ledger.number), quoted=False))
        return TermOrigin(plain(self.context.number(source)) if self.brief else source.text())

    def names(self) -> list[str]:
        """Return the longest texts of inputs that a ledger of layer 0 names, or of outputs."""
        readout = self.context.run.experiment.objective.readout
        if self.ledger.number.quantity in (P, LOSS) and readout is not None and readout.names:
            last = Address(Y, unit=readout.width - 1)
            return [f"← {last.name} {cut(max(readout.names, key=len)).text}"]
        if self.ledger.number.lane.layer or not is_summed(self._cell, self.ledger.number.quantity):
            return []
        return [*self.context.names.features, self.context.label(self.ledger.number.t)]

    def longest(self) -> list[TermOrigin]:
        """Return further origins for which there is to be room."""
        return []

    def _link_text(self, source: Address, at: Address) -> str:
        """Write a number's name, with timestep and lane where they differ from the ledger's."""
        brief = self.brief and _stays_in_its_unit(self.context, source.quantity)
        name = source.quantity if brief else source.name
        if own := self.context.answer(source):
            name = f"{name} {own}"
        if source.lane != at.lane and source.quantity not in WITHOUT_LANE:
            if self.brief:
                return f"{name} l{source.lane.layer}" + (tr(" rev") if source.lane.reverse else "")
            lane = source.lane.text()
            return tr("{name} of {lane}", name=name, lane=lane)
        if source.t == at.t:
            return name
        if self.brief and not at.is_gradient:
            return f"t {source.t}"
        return f"{name if self.brief else source.name} t {source.t}"


def symbol(term: Term) -> str:
    """Return the part of a label that is a parameter's; all of it where there is none."""
    return term.label.partition("·")[0] if term.label.startswith(("W", "V")) else term.label


def rounded_by(ledger: Terms) -> str:
    """Say in which precision a sum is rounded."""
    return tr("in {dtype}", dtype=str(ledger.total.dtype))


def fold_text(fold: Fold) -> str:
    """Write what a fold holds."""
    if fold.open:
        return "▾ " + tr("collapse {count:,} terms", count=fold.count)
    if fold.kind == ZEROS:
        return "▸ " + tr("{count:,} zero terms", count=fold.count)
    if fold.count == 1:
        return "▸ " + tr("1 more term")
    return "▸ " + tr("{count:,} more terms", count=fold.count)


def cells(text: str) -> int:
    """Return the width of a text in characters: letters such as Hangul count as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _exact(term: Term) -> str:
    """Write a term with every digit, and each factor by its address."""
    factors = []
    for factor in term.factors:
        name = factor.source.text()
        if factor.function:
            function = factor.function
            function = tr(STOPPED[function]) if function in STOPPED else function
            name = f"{function}({name})"
        factors.append(f"{name} {number_format.exact(factor.value)}")
    product = f" = {number_format.exact(np.float64(term.product))}" if len(factors) > 1 else ""
    return f"{term.label}: " + " × ".join(factors) + product


def _stays_in_its_unit(context: MeaningContext, key: str) -> bool:
    """Return True for a value that only its own unit reads, and for its gradient."""
    cell, value = context.run.experiment.config.cell, key.removeprefix("d")
    return value in cell.steps and products_to(cell).keys().isdisjoint((value, before(value)))
