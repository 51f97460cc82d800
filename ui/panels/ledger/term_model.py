"""TermModel: the terms of a ledger as table rows, written only when they are visible."""

from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.analysis.address import Address, Given, Source
from simulator.analysis.ledger import Ledger, Term
from simulator.translation import mark, tr
from ui.panels.ledger.formula import DECIMALS
from ui.style import number_format

HEADINGS = (mark("term"), mark("factors"), mark("product"), "", mark("sum"), mark("from"))
TERM, FACTORS, PRODUCT, BAR, SUM, ORIGIN = range(len(HEADINGS))
_NUMBER_WIDTH = len("+0.0000")
_LONGEST_NAME = 16
_UNIT_BY_UNIT = frozenset("ifgoc")  # read only by the same unit, which need not be repeated

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TermOrigin:
    """Origin of a factor in words; a link where it is another number of the trace."""

    text: str
    number: Address | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """Texts of one row."""

    texts: tuple[str, ...]
    product: float
    origins: tuple[TermOrigin, ...]
    exact: str


class TermModel(QAbstractTableModel):
    """Rows of one ledger, in the order of the sum or by size; rounding comes last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ledger: Ledger | None = None
        self.brief = False
        self._features: tuple[str, ...] = ()
        self._order: np.ndarray = np.empty(0, int)
        self._running: np.ndarray = np.empty(0)
        self._rows: dict[int, TermRow] = {}

    def set_ledger(self, ledger: Ledger, by_size: bool, features: tuple[str, ...]) -> None:
        """Show another ledger; inputs by their names, if they have any."""
        count = len(ledger) + (ledger.rounding != 0)
        same_shape = count == self.rowCount()
        if not same_shape:
            self.beginResetModel()
        self.ledger, self._features, self._rows = ledger, features, {}
        self._order = ledger.by_size() if by_size else np.arange(len(ledger))
        with np.errstate(all="ignore"):
            self._running = np.cumsum(ledger.products[self._order])
        if same_shape:
            self._redraw()
        else:
            self.endResetModel()

    def set_brief(self, brief: bool) -> None:
        """Write the origins in few or in many words."""
        if brief != self.brief:
            self.brief, self._rows = brief, {}
            self._redraw()

    @property
    def scale(self) -> float:
        """Largest finite product: the scale of a full bar."""
        products = np.abs(self.ledger.products) if self.ledger else np.zeros(1)
        return float(np.max(products, initial=0, where=np.isfinite(products)))

    def widths(self) -> dict[int, int]:
        """Return the characters that each text column needs."""
        assert self.ledger is not None
        parts = self.ledger.parts
        factors = max(len(part.columns) for part in parts)
        longest = (part.term(len(part.products) - 1) for part in parts)
        origins = [_cells("  ".join(o.text for o in self._origins(term))) for term in longest]
        names = max(map(_cells, self._features), default=0)
        return {
            TERM: max(len(part.label(len(part.products) - 1)) for part in parts),
            FACTORS: factors * (_NUMBER_WIDTH + 3) - 3 if factors > 1 else 0,
            PRODUCT: len("−0.0e−00"),
            SUM: len("−0.0e−00"),
            ORIGIN: max(*origins, min(names, _LONGEST_NAME), _cells(tr(HEADINGS[ORIGIN]))),
        }

    def row(self, row: int) -> TermRow:
        """Return one row's texts."""
        if row not in self._rows:
            self._rows[row] = self._write(row)
        return self._rows[row]

    def parameter(self, row: int) -> Given | None:
        """Return the parameter that is a factor of a row's term, or None."""
        if self.ledger is None or not 0 <= row < len(self.ledger):
            return None
        sources = (f.source for f in self.ledger.term(int(self._order[row])).factors)
        return next((s for s in sources if isinstance(s, Given) and s.is_parameter), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self.ledger is None:
            return 0
        return len(self.ledger) + (self.ledger.rounding != 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row()).texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[section]) if HEADINGS[section] else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(section)
        return None

    def _write(self, row: int) -> TermRow:
        assert self.ledger is not None
        if row == len(self.ledger):
            return self._write_rounding(self.ledger)
        term = self.ledger.term(int(self._order[row]))
        origins = self._origins(term)
        factors = " × ".join(_aligned(float(factor.value)) for factor in term.factors)
        texts = (
            term.label,
            factors if len(term.factors) > 1 else "",
            _aligned(term.product),
            "",
            _aligned(float(self._running[row])),
            "  ".join(origin.text for origin in origins),
        )
        return TermRow(texts, term.product, origins, _exact(term))

    def _write_rounding(self, ledger: Ledger) -> TermRow:
        rounding, total = (
            number_format.exact(np.float64(ledger.rounding)),
            number_format.exact(ledger.total),
        )
        dtype = str(ledger.total.dtype)
        texts = (
            tr("rounding"),
            tr("by {dtype}", dtype=dtype),
            _aligned(ledger.rounding),
            "",
            _aligned(float(ledger.total)),
            "",
        )
        exact = tr(
            "rounding by {dtype}: {rounding}, so that the sum is {total}",
            dtype=dtype,
            rounding=rounding,
            total=total,
        )
        return TermRow(texts, ledger.rounding, (), exact)

    def _origins(self, term: Term) -> tuple[TermOrigin, ...]:
        found = [self._origin(factor.source) for factor in term.factors]
        if any(factor.function == "cut" for factor in term.factors):
            found.insert(0, TermOrigin(tr("cut")))
        return tuple(origin for origin in found if origin is not None)

    def _origin(self, source: Source) -> TermOrigin | None:
        """Return a source's origin; None for a weight, whose label names it already."""
        assert self.ledger is not None
        if isinstance(source, Address):
            return TermOrigin(f"← {self._link_text(source, self.ledger.number)}", source)
        if source.name in ("h_0", "c_0"):
            return TermOrigin(source.text())
        if source.name == "input" and self._features:
            return TermOrigin(self._features[source.indices[-1]])
        return None

    def _link_text(self, source: Address, at: Address) -> str:
        """Write a number's name, with timestep and lane where they differ from the ledger's."""
        brief = self.brief and source.quantity in _UNIT_BY_UNIT
        name = source.quantity if brief else source.name
        if source.lane != at.lane:
            if self.brief:
                return f"{name} l{source.lane.layer}" + (tr(" rev") if source.lane.reverse else "")
            lane = source.lane.text()
            return tr("{name} of {lane}", name=name, lane=lane)
        if source.t == at.t:
            return name
        return f"t {source.t}" if self.brief else source.text()

    def _redraw(self) -> None:
        last = self.index(self.rowCount() - 1, len(HEADINGS) - 1)
        self.dataChanged.emit(self.index(0, 0), last)


def _cells(text: str) -> int:
    """Return the width of a text in characters: letters such as Hangul count as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _aligned(value: float) -> str:
    return number_format.signed(value, DECIMALS).rjust(_NUMBER_WIDTH)


def alignment(column: int) -> Qt.AlignmentFlag:
    """Return the alignment of a column: numbers end in line."""
    right = column in (FACTORS, PRODUCT, SUM)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _exact(term: Term) -> str:
    """Write a term with every digit, and each factor by its address."""
    factors = []
    for factor in term.factors:
        name = factor.source.text()
        if factor.function:
            function = tr("cut") if factor.function == "cut" else factor.function
            name = f"{function}({name})"
        factors.append(f"{name} {number_format.exact(factor.value)}")
    product = f" = {number_format.exact(np.float64(term.product))}" if len(factors) > 1 else ""
    return f"{term.label}: " + " × ".join(factors) + product
