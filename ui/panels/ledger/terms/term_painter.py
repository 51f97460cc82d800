"""TermPainter: paints the cells of the ledger's table: texts, links, and the waterfall."""

import math

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.panels.ledger.terms.digits import HIDDEN
from ui.panels.ledger.terms.drawing import GAP, Drawing
from ui.panels.ledger.terms.row_writer import TermOrigin, TermRow
from ui.panels.ledger.terms.term_lines import ROUNDING
from ui.panels.ledger.terms.term_model import (
    BAR,
    FACTORS,
    ORIGIN,
    SHARE,
    SUM,
    TERM,
    Index,
    alignment,
)
from ui.style.colours import map_of

_LIT = 0.12
"""Share of the hue on the row of the sentence's term."""
_AHEAD = 0.38
"""Strength of fills ahead of the position."""
_PALEST = 0.4
"""Least strength of a bar's colour: a small bar is seen too."""
_LEAST_BAR = 0.1
"""Pixels from which a bar is drawn."""
_WORTH_A_BEND = 1 / 200
"""Share of the axis from which a line's bar is seen as one."""


class TermPainter(QStyledItemDelegate):
    """Paints one cell, in the colours of the table's theme."""

    def __init__(self, table: QTableView, drawing: Drawing) -> None:
        super().__init__(table)
        self._table, self._drawing = table, drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, drawn = self._table, self._drawing
        rect: QRect = option.rect
        row, column = drawn.terms.row(index.row()), index.column()
        current = table.hasFocus() and index.row() == table.currentIndex().row()
        lit = row.line.what == drawn.look.lit and isinstance(row.line.what, int)
        painter.save()
        font = table.font()
        font.setBold(lit and column in (TERM, ORIGIN, FACTORS + 1))
        painter.setFont(font)
        if lit and drawn.look.lit is not None:
            ground = drawn.theme.colour(drawn.look.quantity)
            ground.setAlphaF(_LIT * (1 if drawn.look.known else _AHEAD))
            painter.fillRect(rect, ground)
        if current:
            self._paint_current(painter, rect, column)
        if column == BAR:
            self._paint_bar(painter, QRectF(rect), index.row(), row)
        elif column == ORIGIN:
            self._paint_origins(painter, rect, row.origins, current)
            if row.line.what == ROUNDING:
                painter.setPen(QColor(drawn.theme.faint))
                painter.drawText(rect.adjusted(GAP, 0, 0, 0), alignment(column), row.texts[column])
        else:
            self._paint_text(painter, rect, row, column, current)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, rect: QRect, row: TermRow, column: int, current: bool
    ) -> None:
        table, drawn, theme = self._table, self._drawing, self._drawing.theme
        faint = column in (FACTORS, SHARE, SUM) or row.line.what == ROUNDING or row.fold is not None
        faint = faint or row.line.adds == 0 or not drawn.look.known
        inside = rect.adjusted(GAP, 0, -GAP, 0)
        if row.fold is not None and column == TERM:
            inside.setRight(table.columnViewportPosition(FACTORS) - GAP)
        text = row.texts[column]
        if HIDDEN in text:
            self._paint_plates(painter, inside, text)
        painter.setPen(QColor(theme.faint if faint and not current else theme.ink))
        painter.drawText(inside, alignment(column), text)

    def _paint_plates(self, painter: QPainter, inside: QRect, text: str) -> None:
        """Put a plate behind each number that is hidden."""
        metrics, plate = painter.fontMetrics(), QColor(self._drawing.theme.zero)
        digit = metrics.horizontalAdvance(HIDDEN)
        for place, letter in enumerate(text):
            if letter == HIDDEN:
                left = inside.right() - metrics.horizontalAdvance(text[place:])
                painter.fillRect(left - 2, inside.top() + 2, digit + 6, inside.height() - 4, plate)

    def _paint_current(self, painter: QPainter, rect: QRect, column: int) -> None:
        accent = QColor(self._drawing.theme.accent)
        if column == TERM:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), accent)
        accent.setAlphaF(0.12)
        painter.fillRect(rect, accent)

    def _paint_bar(self, painter: QPainter, rect: QRectF, place: int, row: TermRow) -> None:
        drawn, theme, axis = self._drawing, self._drawing.theme, self._drawing.axis
        if axis.width <= 0:
            return
        if drawn.look.apart:
            self._paint_alone(painter, rect, row)
            return
        zero, line = axis.x(0), row.line
        painter.fillRect(QRectF(zero - 0.5, rect.top(), 1, rect.height()), QColor(theme.rule))
        if line.before is None or not math.isfinite(line.before):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start = axis.x(line.before)
        dotted = QPen(QColor(theme.faint), 1, Qt.PenStyle.DotLine)
        bar = QRectF(rect.adjusted(0, 4, 0, -4))
        last = place == drawn.terms.rowCount() - 1
        if place and not self._is_bend(line.adds):
            self._paint_link(painter, start, rect.top(), rect.bottom(), place, dotted)
        elif place:
            painter.setPen(dotted)
            painter.drawLine(QLineF(start, rect.top(), start, bar.top()))
        if line.after is None or not math.isfinite(line.after):
            return
        end = axis.x(line.after)
        if row.product and abs(end - start) >= _LEAST_BAR:
            bar.setLeft(min(start, end))
            bar.setRight(max(start, end, bar.left() + 1.5))
            painter.fillRect(bar, self._colour(row.product))
        if self._is_bend(line.adds) and (not last or drawn.look.drops):
            self._paint_link(painter, end, bar.bottom(), rect.bottom(), place, dotted)
        elif place == 0 and not last:
            self._paint_link(painter, end, rect.top() + 4, rect.bottom(), place, dotted)

    def _paint_alone(self, painter: QPainter, rect: QRectF, row: TermRow) -> None:
        """Paint the size of a term from the left; its sign is the colour's."""
        line, axis, largest = row.line, self._drawing.axis, self._drawing.terms.scale
        if not isinstance(line.what, int) or line.what == ROUNDING or not largest:
            return
        if line.adds and math.isfinite(line.adds):
            bar = QRectF(rect.adjusted(0, 4, 0, -4))
            bar.setLeft(axis.left)
            bar.setWidth(max(1.5, abs(line.adds) / largest * axis.width))
            painter.fillRect(bar, self._colour(line.adds))

    def _paint_link(
        self, painter: QPainter, x: float, top: float, bottom: float, place: int, pen: QPen
    ) -> None:
        """Lead to the next bar; after the last one in the hue, down to the curve."""
        drawn = self._drawing
        lines = drawn.terms.lines[place + 1 :] if len(drawn.terms.lines) - place < 64 else None
        if lines is not None and not any(self._is_bend(line.adds) for line in lines):
            if not drawn.look.drops:
                return
            hue = drawn.theme.colour(drawn.look.quantity)
            pen = QPen(hue if drawn.look.known else QColor(drawn.theme.wire), 2)
        painter.setPen(pen)
        painter.drawLine(QLineF(x, top, x, bottom))

    def _is_bend(self, adds: float | None) -> bool:
        """True for a bar that is wide enough to be seen."""
        return adds is not None and abs(adds) > _WORTH_A_BEND * self._drawing.axis.limit

    def _colour(self, adds: float) -> QColor:
        scale = self._drawing.terms.scale
        strength = max(_PALEST, min(1.0, abs(adds) / scale)) if scale else _PALEST
        colour = map_of(self._drawing.theme, None).at(0.5 + math.copysign(strength, adds) / 2)
        if not self._drawing.look.known:
            colour.setAlphaF(_AHEAD)
        return colour

    def _paint_origins(
        self, painter: QPainter, rect: QRect, origins: tuple[TermOrigin, ...], current: bool
    ) -> None:
        table, drawn, theme = self._table, self._drawing, self._drawing.theme
        font = painter.font()
        spans = spans_of(rect.adjusted(GAP, 0, 0, 0), origins, table.fontMetrics())
        links = [o for o in origins if o.number is not None]
        for origin, span in zip(origins, spans, strict=True):
            link = origin.number is not None
            font.setUnderline(link and current and origin is links[drawn.chosen_link])
            painter.setFont(font)
            plain = theme.ink if drawn.look.known else theme.faint
            painter.setPen(QColor(theme.accent if link else plain))
            painter.drawText(span, Qt.AlignmentFlag.AlignVCenter, origin.text)


def spans_of(rect: QRect, origins: tuple[TermOrigin, ...], metrics: QFontMetrics) -> list[QRect]:
    """Place origins side by side in `rect`, two spaces apart."""
    spans, left = [], rect.left()
    for origin in origins:
        width = min(metrics.horizontalAdvance(origin.text), rect.right() - left)
        spans.append(QRect(left, rect.top(), max(0, width), rect.height()))
        left += width + metrics.horizontalAdvance("  ")
    return spans
