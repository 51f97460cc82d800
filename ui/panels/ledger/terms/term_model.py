"""TermModel: the terms of a ledger as table rows, written only when they are visible."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.terms import Ledger
from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.analysis.meaning.context import MeaningContext
from simulator.translation import mark, tr
from ui.panels.ledger.terms.digits import Digits
from ui.panels.ledger.terms.row_writer import (
    RowWriter,
    TermRow,
    cells,
    symbol,
)
from ui.panels.ledger.terms.taught_writer import TAUGHT_BY, TaughtWriter
from ui.panels.ledger.terms.term_lines import ROUNDING, Fold, Line, lines_of

TERM, ORIGIN, FACTORS, PRODUCT, BAR, SHARE, SUM = range(7)
COLUMNS: Final = 7

_HEADS: Final = {
    TERM: mark("term"),
    ORIGIN: mark("from"),
    PRODUCT: mark("adds"),
    BAR: "",
    SHARE: mark("share"),
    SUM: mark("sum so far"),
}
_TIPS: Final = {
    TERM: mark("What is added: a bias, or a weight times its input. Click to show the weight."),
    ORIGIN: mark("The value that the weight multiplies. Click a blue one to break it down."),
    FACTORS: mark("The values that are multiplied"),
    PRODUCT: mark("The product: what this term adds to the sum"),
    BAR: mark("Each bar runs from the previous sum to the sum including this term"),
    SHARE: mark("Share of the sum"),
    SUM: mark("The sum of this term and all above it"),
}
_TIP_OF_TIMES: Final = mark("The timestep that added this much. Click to view it.")
_WIDEST_SHARE: Final = 6
_LONGEST_NAME: Final = 16

Index = QModelIndex | QPersistentModelIndex


class TermModel(QAbstractTableModel):
    """Rows of one ledger, in the order of the sum or by size; small terms fold (`term_lines`)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ledger: Ledger | WeightLedger | None = None
        self.lines: list[Line] = []
        self._brief = False
        self._writer: RowWriter | None = None
        self._by_size, self._room = False, 1 << 30
        self._opened: frozenset[str] = frozenset()
        self._rows: dict[int, TermRow] = {}
        self._parts: dict[bool, tuple[int, int, int]] = {}

    def set_ledger(
        self,
        ledger: Ledger | WeightLedger,
        by_size: bool,
        context: MeaningContext,
        hidden: Collection[int] = (),
    ) -> None:
        """Show another ledger; its factors by their names. `hidden` terms show no digit."""
        if self.ledger is None or _kind(ledger) != _kind(self.ledger):
            self._opened = frozenset()
        self.ledger, self._by_size = ledger, by_size
        head, digits = self.head(FACTORS), Digits.of(ledger)
        if isinstance(ledger, WeightLedger):
            self._writer = TaughtWriter(ledger, context, digits, hidden, self._brief)
        else:
            self._writer = RowWriter(ledger, context, digits, hidden, self._brief)
        self._parts = {}
        self._lay_out()
        if self.head(FACTORS) != head:  # else the table would lay itself out for nothing
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, FACTORS, FACTORS)

    def set_room(self, lines: int) -> None:
        """Fold terms so that all lines have room."""
        if lines != self._room:
            self._room = lines
            if self.ledger is not None:
                self._lay_out()

    def lines_in(self, room: int) -> list[Line]:
        """Return the lines that there would be with room for so many."""
        assert self.ledger is not None
        if room == self._room:
            return self.lines
        return self._lines(room)

    def set_brief(self, brief: bool) -> None:
        """Write the origins in few or in many words."""
        if brief != self._brief:
            self._brief, self._rows = brief, {}
            if self._writer is not None:
                self._writer = replace(self._writer, brief=brief)
            self._redraw()

    def toggle(self, kind: str) -> None:
        """Open or close a fold."""
        self._opened ^= {kind}
        self._lay_out()

    @property
    def unfolded(self) -> int:
        """Number of lines when nothing folds."""
        return 0 if self.ledger is None else len(self.ledger) + (self.ledger.rounding != 0)

    @property
    def of_weight(self) -> bool:
        """True where the terms are the timesteps that taught a weight."""
        return isinstance(self._writer, TaughtWriter)

    @property
    def scale(self) -> float:
        """Largest finite number that a line adds, in a weight's that is no fold."""
        lines = [l for l in self.lines if not self.of_weight or isinstance(l.what, int)]
        adds = np.array([line.adds or 0.0 for line in lines])
        return float(np.max(np.abs(adds), initial=0, where=np.isfinite(adds)))

    def widths(self, lines: Sequence[Line], brief: bool) -> dict[int, int]:
        """Return the characters that each text column needs for some lines of the ledger."""
        if brief not in self._parts:
            self._parts[brief] = self._count_in_parts(replace(self.writer, brief=brief))
        term, origin, factors = self._parts[brief]
        digits = self.writer.digits
        adds = max((len(digits.product(line.adds)) for line in lines[:64]), default=1)
        sums = max((len(digits.so_far(line.after)) for line in lines[:64]), default=1)
        shares = self._count_in_shares(lines[:64])
        if not digits.exponents:
            adds = sums = max(adds, sums)
        folds = [cells(self.writer.fold_text(l.what)) for l in lines if isinstance(l.what, Fold)]
        rounding, _ = self.writer.rounding()
        return {
            TERM: max(term, *(fold - origin for fold in folds), cells(rounding)),
            ORIGIN: origin,
            FACTORS: max(factors, 7),
            PRODUCT: max(adds, 5),
            SHARE: max(shares, _WIDEST_SHARE),
            SUM: max(sums, 5),
        }

    def _count_in_shares(self, lines: Sequence[Line]) -> int:
        """Return what the longest share needs; 0 where there is none."""
        writer = self._writer
        if not isinstance(writer, TaughtWriter):
            return 0
        adds = (line.adds for line in lines if line.adds is not None)
        return max((len(writer.share(one)) for one in adds), default=0)

    def _count_in_parts(self, writer: RowWriter) -> tuple[int, int, int]:
        """Return what the names, origins and factors of terms need, however they are folded."""
        parts, digits = [p for p in writer.ledger.parts if len(p.products)], writer.digits
        longest = [part.term(len(part.products) - 1) for part in parts]
        names = max((cells(text) for text in writer.names()), default=0)
        origins = [cells("  ".join(o.text for o in writer.origins(term))) for term in longest]
        origins += [cells(origin.text) for origin in writer.longest()]
        factors = [
            sum(digits.width(c, k == 0 and writer.weighs) for k, c in enumerate(part.columns))
            + 3 * (len(part.columns) - 1)
            for part in parts
        ]
        # Also without a rounding, so that no column moves where one comes.
        _, rounded = writer.rounding()
        origin = max(*origins, min(names, _LONGEST_NAME), cells(rounded))
        symbols = [] if self.of_weight else [len(symbol(term)) for term in longest]
        return max(symbols, default=0), origin, max(factors, default=0)

    def row(self, row: int) -> TermRow:
        """Return one row's texts."""
        if row not in self._rows:
            self._rows[row] = self.writer.row(self.lines[row])
        return self._rows[row]

    def row_of(self, term: int) -> int | None:
        """Return the row of a term by its index in the ledger; None where it is folded."""
        return next((row for row, line in enumerate(self.lines) if line.what == term), None)

    def parameter(self, row: int) -> Given | None:
        """Return the parameter that is a factor of a row's term, or None."""
        if self.ledger is None or not 0 <= row < len(self.lines):
            return None
        what = self.lines[row].what
        if not isinstance(what, int) or what == ROUNDING:
            return None
        sources = (factor.source for factor in self.ledger.term(what).factors)
        return next((s for s in sources if isinstance(s, Given) and s.is_parameter), None)

    def text(self, row: int) -> str:
        """Return a row as text, its columns apart by tabs."""
        texts = self.row(row).texts
        named = " ".join(filter(None, (texts[TERM], texts[ORIGIN].replace("← ", ""))))
        return "\t".join((named, *(texts[column] for column in self._copied[1:])))

    def heads(self) -> str:
        """Return the heads of the columns of `text`."""
        first, *others = self._copied
        first = ORIGIN if self.of_weight else first
        return "\t".join(self.head(column) for column in (first, *others))

    @property
    def _copied(self) -> tuple[int, ...]:
        """Columns of `text`; the first with the origins."""
        share = (SHARE,) if self.of_weight else ()
        return TERM, FACTORS, PRODUCT, *share, SUM

    def head(self, column: int) -> str:
        """Return a column's head."""
        if isinstance(self._writer, TaughtWriter) and column in (TERM, ORIGIN, FACTORS):
            return {TERM: "", ORIGIN: tr(TAUGHT_BY), FACTORS: self._writer.factors}[column]
        if column == FACTORS:
            weighs = self._writer is None or self._writer.weighs
            return tr("weight × input") if weighs else tr("factors")
        return tr(_HEADS[column]) if _HEADS[column] else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row()).texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self.row(index.row())  # a card opens at the others
            return row.exact if row.fold is not None or row.line.what == ROUNDING else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, self.row(index.row()).texts))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.head(section)
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tr(_TIP_OF_TIMES if self.of_weight and section == ORIGIN else _TIPS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(section)
        return None

    @property
    def writer(self) -> RowWriter:
        """Writer of the present ledger's rows."""
        assert self._writer is not None
        return self._writer

    def _lay_out(self) -> None:
        assert self.ledger is not None
        lines = self._lines(self._room)
        same_shape = len(lines) == len(self.lines)
        if not same_shape:
            self.beginResetModel()
        self.lines, self._rows = lines, {}
        if same_shape:
            self._redraw()
        else:
            self.endResetModel()

    def _lines(self, room: int) -> list[Line]:
        assert self.ledger is not None
        hidden, apart = self.writer.hidden, self.of_weight
        return lines_of(self.ledger, hidden, self._by_size, room, self._opened, apart)

    def _redraw(self) -> None:
        if self.lines:
            last = self.index(len(self.lines) - 1, COLUMNS - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _kind(ledger: Ledger | WeightLedger) -> object:
    """Return what two ledgers share while their folds stay open."""
    number = ledger.number
    return number.quantity if isinstance(number, Address) else number.parameter


def alignment(column: int) -> Qt.AlignmentFlag:
    """Return the alignment of a column: numbers end in line."""
    right = column in (FACTORS, PRODUCT, SHARE, SUM)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
