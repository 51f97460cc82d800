"""FlowModel: the table of gradient flow, a row a run, as texts."""

import math
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from simulator.analysis.gradient_flow.growth import mean_growth
from simulator.analysis.gradient_flow.verdict import ARRIVES, VANISHES
from simulator.analysis.meaning.gradients.flow_verdict import WORDS, ratio_text, reasons
from simulator.analysis.meaning.spans import plain
from simulator.translation import mark, percent, tr
from ui.panels.gradients.flows.reading import FlowRow, FlowView
from ui.style.decades import DecadeRange
from ui.style.number_format import fixed
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex

RUN, MAP, MEAN_F, STEP, RATIO, ALONG, RADIUS, NORM, DIRECTIONS, FLAT, VERDICT = range(11)
"""Columns."""

COSTLY: Final = (RADIUS, NORM, DIRECTIONS)
"""Columns of figures that are there when they are asked for."""

_NUMBERS: Final = (MEAN_F, STEP, RATIO, ALONG, *COSTLY)
"""Columns whose heads stand above the end of their numbers."""

HEADS: Final = {
    RUN: mark("run"),
    MAP: mark("dc by unit"),
    MEAN_F: mark("mean f"),
    STEP: mark("per step"),
    RATIO: mark("arrives"),
    ALONG: mark("along c"),
    RADIUS: "ρ(J)",
    NORM: "‖J‖",
    DIRECTIONS: mark("directions"),
    FLAT: mark("slopes < 0.05"),
    VERDICT: mark("verdict"),
}

_TIPS: Final = {
    RUN: mark("Click a pinned run to compare with it; double-click to open it"),
    MAP: mark("Gradient of c by unit over time: sign and power of ten, one scale for all runs"),
    MEAN_F: mark("Mean of the forget gate over units and timesteps"),
    STEP: mark("Mean growth of ‖(dh, dc)‖ per step back"),
    RATIO: mark("‖(dh, dc)‖ at the end of the backward pass, divided by ‖(dh, dc)‖ at its start"),
    ALONG: mark("Share of the gradient that arrives along c only, not through the gates"),
    RADIUS: mark(
        "Spectral radius of a step's Jacobian: the median over time or, for H > 64, "
        "the value at the viewed timestep"
    ),
    NORM: mark(
        "Norm of a step's Jacobian, the most that it can amplify a gradient: the "
        "median over time or, for H > 64, the value at the viewed timestep"
    ),
    DIRECTIONS: mark(
        "Mean growth per backward step in the four fastest-growing directions, by QR "
        "of the Jacobians: how much any gradient can grow here"
    ),
    FLAT: mark("Share of each curve's slopes below 0.05, where almost no gradient gets through"),
    VERDICT: mark("What happens to the gradient, and which path carries it"),
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
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return tr(_TIPS[section]) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, for screen readers, and a tooltip for what may be cut."""
        row = self.view.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (RUN, VERDICT):
            return text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (STEP, RATIO, ALONG):
            return about_seeds(row)
        return None

    def copied(self) -> str:
        """Return the table as text, its cells parted by tabs."""
        without = {MAP, *(() if self.view.figures else COSTLY)}
        columns = [column for column in HEADS if column not in without]
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
    if column == FLAT:
        shares = zip(reading.flow.curves, reading.flow.flat_share.tolist(), strict=True)
        return ", ".join(f"{name} {share_text(share)}" for name, share in shares)
    return " ".join(filter(None, lines(row, column)))


def lines(row: FlowRow, column: int) -> list[str]:
    """Write a cell of numbers: its figure, and below it what belongs to it."""
    reading = row.reading
    if reading is None:
        return []
    if column == MEAN_F:
        return [_NONE if math.isnan(reading.mean_f) else fixed(reading.mean_f, 2)]
    if column in COSTLY:
        return _costly(row, column)
    verdict = reading.verdict
    if verdict is None or column not in (STEP, RATIO, ALONG):
        return []
    seeds = _of_seeds(row)
    if column == STEP:
        return [times(verdict.per_step), "", *seeds[:1]]
    if column == RATIO:
        if math.isnan(verdict.ratio) or not verdict.steps:
            return [_NONE]
        return [size(verdict.ratio), f"t {verdict.end}", *seeds[1:3]]
    return [share(verdict.direct), "", *seeds[3:]]


def about_seeds(row: FlowRow) -> str | None:
    """Say what the figures over ten seeds are, or why there are none; None if not asked for."""
    if row.figures is None or row.reading is None:
        return None
    if not row.figures.drawn:
        return tr("Ten seeds not run: the weights are not PyTorch's defaults")
    if not row.reading.walked_whole:
        return tr("Results for ten seeds appear here after the backward pass")
    return tr(
        "Ten new random networks with this forget bias and this input: geometric mean and range"
    )


def _of_seeds(row: FlowRow) -> list[str]:
    """Write what ten seeds are, and of them what arrives, its range, and the share along c."""
    figures, reading = row.figures, row.reading
    if figures is None or not figures.drawn or reading is None or not reading.walked_whole:
        return []
    if figures.seeds_left:
        return [tr("{n} of ten seeds", n=len(figures.seeds))]
    spread = figures.spread
    if spread is None:
        return []
    reach = f"{size(spread.least)}…{size(spread.most)}"
    return [tr("ten seeds"), size(spread.ratio), reach, share(spread.direct)]


def _costly(row: FlowRow, column: int) -> list[str]:
    figures = row.figures
    if figures is None:
        return []
    missing = ["…" if figures.waits else _NONE]
    if column == DIRECTIONS:
        if figures.growth is None or row.reading is None:
            return missing
        return [times(growth) for growth in mean_growth(figures.growth, row.reading.flow.lane)]
    if figures.strength is None:
        return missing
    value = figures.strength.radius if column == RADIUS else figures.strength.norm
    written = _NONE if math.isnan(value) else times(value).removeprefix("× ")
    sign = "" if figures.strength.exact else "≈ "
    return [sign + written, tr("median") if figures.at is None else f"t {figures.at}"]


def size(ratio: float) -> str:
    """Write what reaches the end: `× 4.7`, or far below 1 `2e−21`."""
    if math.isnan(ratio):
        return _NONE
    return times(ratio) if 0.01 <= ratio < 1000 else ratio_text(ratio).text


def times(factor: float) -> str:
    """Write a factor: `× 0.63`."""
    if math.isnan(factor):
        return _NONE
    written = f"{factor:.2f}" if 0.01 <= factor < 10 else ratio_text(factor).text
    return f"× {written}"


def share(part: float) -> str:
    """Write the share of a part: `8.1 %`, or far below `7e−6`."""
    if math.isnan(part):
        return _NONE
    return percent(part) if part == 0 or part >= 0.0005 else ratio_text(part).text


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
