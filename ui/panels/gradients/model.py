"""FlowModel: the table of gradient flow, a row a run, as texts."""

import math
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.analysis.meaning.gradients.flow_verdict import WORDS, ratio_text, reasons
from simulator.analysis.meaning.spans import plain
from simulator.gradients.flow import CURVES
from simulator.gradients.verdict import ARRIVES, VANISHES, Verdict
from simulator.translation import mark, percent, tr
from ui.panels.gradients.reading import FlowRow, FlowView
from ui.style.decades import DecadeRange
from ui.style.number_format import fixed
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex

RUN, MAP, MEAN_F, STEP, RATIO, ALONG, FLAT, VERDICT = range(8)
"""Columns."""

HEADS: Final = {
    RUN: mark("run"),
    MAP: mark("dc by unit"),
    MEAN_F: mark("mean f"),
    STEP: mark("per step"),
    RATIO: mark("reaches"),
    ALONG: mark("along c"),
    FLAT: mark("slopes < 0.05"),
    VERDICT: mark("verdict"),
}

_TIPS: Final = {
    RUN: mark("A click on a pinned run compares with it, a double click opens it"),
    MAP: mark("Gradient of c by unit over time: its sign and its decade, one scale for all runs"),
    MEAN_F: mark("Mean of the forget gate over units and timesteps"),
    STEP: mark("Growth of the gradient of c in one step back"),
    RATIO: mark("‖dc‖ at the end of the way back by ‖dc‖ where it begins"),
    ALONG: mark("Share of what arrives that came along c alone, and not through the gates"),
    FLAT: mark(
        "Share of the slopes of each curve that are below 0.05: next to nothing gets through"
    ),
    VERDICT: mark("What becomes of the gradient, and what carried it"),
}

_NONE: Final = "–"


class FlowModel(QAbstractTableModel):
    """Rows of a view.

    Attributes:
        view: the present view.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view = FlowView((), DecadeRange())

    def take(self, view: FlowView) -> None:
        """Show another view; the selection stays where the rows do."""
        before = len(self.view.rows)
        if before == len(view.rows):
            self.view = view
            if before:
                last = self.index(before - 1, len(HEADS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self.view = view
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name a column, and say what it tells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADS[section])
        return tr(_TIPS[section]) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, for screen readers, and a tooltip for what may be cut."""
        row = self.view.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (RUN, VERDICT):
            return text(row, index.column())
        return None

    def copied(self) -> str:
        """Return the table as text, its cells parted by tabs."""
        columns = [column for column in HEADS if column != MAP]
        lines = ["\t".join(tr(HEADS[column]) for column in columns)]
        lines += ["\t".join(text(row, column) for column in columns) for row in self.view.rows]
        return "\n".join(lines)


def text(row: FlowRow, column: int) -> str:
    """Write one cell."""
    if column == RUN:
        return f"{row.name} ({role_of(row)})"
    reading = row.reading
    if column == VERDICT:
        return ". ".join(filter(None, (word_of(row), *sentences_of(row))))
    if reading is None:
        return ""
    if column == MEAN_F:
        return _NONE if math.isnan(reading.mean_f) else fixed(reading.mean_f, 2)
    if column == FLAT:
        shares = zip(CURVES, reading.flow.flat_share.tolist(), strict=True)
        return ", ".join(f"{name} {share_text(share)}" for name, share in shares)
    verdict = reading.verdict
    if verdict is None or column == MAP:
        return ""
    if column == STEP:
        return times(verdict.per_step)
    if column == RATIO:
        return _NONE if math.isnan(verdict.ratio) or not verdict.steps else ratio(verdict)
    return _NONE if math.isnan(verdict.direct) else percent(verdict.direct)


def ratio(verdict: Verdict) -> str:
    """Write what reaches the end: `× 4.7`, or far below 1 `2e−21`."""
    return times(verdict.ratio) if 0.01 <= verdict.ratio < 1000 else ratio_text(verdict.ratio).text


def times(factor: float) -> str:
    """Write a factor: `× 0.63`."""
    if math.isnan(factor):
        return _NONE
    written = f"{factor:.2f}" if 0.01 <= factor < 10 else ratio_text(factor).text
    return f"× {written}"


def share_text(share: float) -> str:
    """Write a share in whole percents, without more digits than there is room for."""
    return _NONE if np.isnan(share) else tr("{number} %", number=f"{100 * share:.0f}")


def role_of(row: FlowRow) -> str:
    """Say what a run is here."""
    if row.present:
        return tr("this run")
    return tr("compared with") if row.chosen else tr("pinned")


def bias_of(row: FlowRow) -> str:
    """Name the forget bias, where it is known."""
    reading = row.reading
    if reading is None or reading.verdict is None or reading.verdict.forget_bias is None:
        return ""
    bias = reading.verdict.forget_bias
    return tr("forget bias {bias}", bias=fixed(bias, 1).removesuffix(".0"))


def word_of(row: FlowRow) -> str:
    """Return the verdict in a word or three."""
    if row.problem:
        return tr("Not computed")
    if row.reading is None or row.reading.verdict is None:
        return tr("computing…")
    return tr(WORDS[row.reading.verdict.kind])


def colour_of(row: FlowRow, theme: Theme) -> str:
    """Return the colour of the verdict's word: right, doubtful, or wrong."""
    if row.problem or row.reading is None or row.reading.verdict is None:
        return theme.faint
    kind = row.reading.verdict.kind
    return {ARRIVES: theme.good, VANISHES: theme.warn}.get(kind, theme.bad)


def sentences_of(row: FlowRow) -> tuple[str, ...]:
    """Return what the verdict says beside its word."""
    if row.problem:
        return (row.problem,)
    if row.reading is None or row.reading.verdict is None:
        return ()
    return tuple(plain(spans) for spans in reasons(row.reading.verdict))
