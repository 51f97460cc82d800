"""Cells of the table of gradient flow: maps, numbers, small bars and verdicts."""

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.panels.gradients.flows.reading import FlowReading, FlowRow
from ui.panels.gradients.model import (
    FLAT,
    MAP,
    RATIO,
    RUN,
    VERDICT,
    FlowModel,
    bias_of,
    colour_of,
    lines,
    role_of,
    sentences_of,
    share_text,
    word_of,
)
from ui.style import fonts
from ui.style.colours import CLEAR
from ui.style.decades import DecadeScale, scale_of
from ui.style.theme import Theme
from ui.widgets.downsampling import block, outermost_along

Index = QModelIndex | QPersistentModelIndex

PAD: Final = 8
_BAR_OF_GRADIENT, _GAP = 3, 2
"""The mark of a gradient at the right of its map, and its distance, in pixels."""

_PRESENT: Final = 0.06
"""Share of the accent in the ground of this run's row."""

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


def map_rect(cell: QRect) -> QRect:
    """Return the place of a map in its cell."""
    return cell.adjusted(PAD, 8, -PAD - _BAR_OF_GRADIENT - _GAP, -8)


class FlowCells(QStyledItemDelegate):
    """Paints the cells of the table.

    Attributes:
        theme: whose colours they have. focused: the table has the keys.
    """

    def __init__(self, model: FlowModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme, self.focused = theme, False
        self._model = model
        self._maps: dict[int, _Map] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        cell: Any = option
        rect, rows = QRect(cell.rect), self._model.view.rows
        if index.row() >= len(rows):
            return
        row, column = rows[index.row()], index.column()
        if row.present:
            wash = QColor(self.theme.accent)
            wash.setAlphaF(_PRESENT)
            painter.fillRect(rect, wash)
        painter.save()
        if column == RUN:
            self._paint_run(painter, rect, row)
        elif column == MAP:
            self._paint_map(painter, map_rect(rect), index.row(), row)
        elif column == FLAT:
            self._paint_flat(painter, rect, row)
        elif column == VERDICT:
            self._paint_verdict(painter, rect, row)
        else:
            self._paint_number(painter, rect, row, column)
        painter.restore()
        painter.setPen(QPen(QColor(self.theme.rule), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.focused and cell.state & cell.state.State_Selected:
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.left(), rect.bottom() - 1, rect.right(), rect.bottom() - 1)

    def _paint_run(self, painter: QPainter, rect: QRect, row: FlowRow) -> None:
        """Write the name in one or two lines, what it is here, and its forget bias."""
        theme, box = self.theme, QRectF(rect.adjusted(PAD, 6, -4, -4))
        accent = row.present or row.chosen
        lines = [(row.name, fonts.bold(fonts.text()), theme.ink)]
        lines.append((role_of(row), fonts.caption(), theme.accent if accent else theme.faint))
        if bias_of(row) and bias_of(row) != row.name:
            lines.append((bias_of(row), fonts.caption(), theme.faint))
        for words, font, colour in lines:
            metrics = QFontMetricsF(font)
            if box.height() < metrics.height():
                return
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT | Qt.AlignmentFlag.AlignTop, shown)
            box.setTop(box.top() + metrics.height() + 1)

    def _paint_map(self, painter: QPainter, rect: QRect, number: int, row: FlowRow) -> None:
        if row.reading is None or rect.width() < 4:
            return
        scale = scale_of(self.theme, self._model.view.range)
        ratio = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        pixels = round(rect.width() * ratio), round(rect.height() * ratio)
        drawn = self._maps.get(number)
        if drawn is None or not drawn.fits(row.reading, scale, pixels):
            drawn = self._maps[number] = _Map(row.reading, scale, pixels)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect, drawn.image)
        painter.setPen(QPen(QColor(self.theme.rule), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        right = QRect(rect.right() + 1 + _GAP, rect.top(), _BAR_OF_GRADIENT, rect.height())
        painter.fillRect(right, self.theme.colour("c"))

    def _paint_number(self, painter: QPainter, rect: QRect, row: FlowRow, column: int) -> None:
        """Write a figure, and below it in small what belongs to it, as far as there is room."""
        box, font = QRectF(rect.adjusted(4, 6, -PAD, -4)), fonts.mono_text()
        painter.setFont(fonts.bold(font) if column == RATIO else font)
        painter.setPen(QColor(self.theme.ink))
        for number, written in enumerate(lines(row, column)):
            if number == 1:
                font = fonts.caption()
                painter.setFont(font)
                painter.setPen(QColor(self.theme.faint))
            height = QFontMetricsF(font).height()
            if box.height() < height:
                return
            painter.drawText(box, _RIGHT | Qt.AlignmentFlag.AlignTop, written)
            box.setTop(box.top() + height + (1 if number == 0 else 0))

    def _paint_flat(self, painter: QPainter, rect: QRect, row: FlowRow) -> None:
        """Draw a bar for each curve: the share of its slopes that are flat."""
        if row.reading is None:
            return
        font, theme = fonts.mono_caption(), self.theme
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        name = metrics.horizontalAdvance("tanh c") + 6
        number = metrics.horizontalAdvance("100 %") + 4
        box = QRectF(rect.adjusted(PAD, 5, -PAD, -5))
        flow = row.reading.flow
        line = min(box.height() / len(flow.curves), metrics.height() + 1)
        shares = zip(flow.curves, flow.flat_share.tolist(), strict=True)
        for place, (curve, share) in enumerate(shares):
            strip = QRectF(box.left(), box.top() + place * line, box.width(), line)
            hue = theme.colour(curve.removeprefix("tanh "))
            painter.setPen(hue)
            painter.drawText(QRectF(strip.left(), strip.top(), name - 6, line),
                             _RIGHT | _MIDDLE, curve)  # fmt: skip
            bar = QRectF(strip.left() + name, 0, strip.width() - name - number, min(6.0, line - 4))
            bar.moveTop(round(strip.center().y() - bar.height() / 2))
            painter.fillRect(bar, QColor(theme.rule))
            if not np.isnan(share):
                painter.fillRect(QRectF(bar.topLeft(), bar.size() * 1.0).adjusted(
                    0, 0, (share - 1) * bar.width(), 0), hue)  # fmt: skip
            painter.setPen(QColor(theme.ink if share > 0 else theme.faint))
            painter.drawText(strip, _RIGHT | _MIDDLE, share_text(share))

    def _paint_verdict(self, painter: QPainter, rect: QRect, row: FlowRow) -> None:
        """Write the word, and as many of the sentences as have room."""
        box, font = QRectF(rect.adjusted(PAD, 6, -4, -4)), fonts.bold(fonts.text())
        painter.setFont(font)
        painter.setPen(QColor(colour_of(row, self.theme)))
        word = QFontMetricsF(font).elidedText(
            word_of(row), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, _LEFT | Qt.AlignmentFlag.AlignTop, word)
        box.setTop(box.top() + QFontMetricsF(font).height() + 1)
        painter.setFont(fonts.caption())
        painter.setPen(QColor(self.theme.ink))
        sentences, metrics = list(sentences_of(row)), QFontMetricsF(fonts.caption())
        wraps = Qt.TextFlag.TextWordWrap
        while sentences:
            said = ". ".join(sentences) + "."
            if metrics.boundingRect(box, wraps, said).height() <= box.height():
                painter.drawText(box, int(_LEFT | Qt.AlignmentFlag.AlignTop) | int(wraps), said)
                return
            sentences.pop()


class _Map:
    """Picture of a reading's dc in at most so many pixels; peaks are kept."""

    def __init__(self, reading: FlowReading, scale: DecadeScale, pixels: tuple[int, int]) -> None:
        self._flow, self._scale, self._pixels = reading.flow, scale, pixels
        self._covered = reading.covered
        self.image = self._drawn()

    def fits(self, reading: FlowReading, scale: DecadeScale, pixels: tuple[int, int]) -> bool:
        """Return True when it is the picture of a reading on a scale, in so many pixels."""
        same = reading.flow is self._flow and scale == self._scale
        return same and pixels == self._pixels

    def _drawn(self) -> QImage:
        values, walked = self._flow.dc, self._flow.walked
        seen = np.ones((1, 1))
        if self._covered:
            values, seen = values.copy(), np.ones(values.shape)
            places = tuple(np.array(sorted(self._covered)).T)
            values[places] = seen[places] = 0
        for axis, room in zip((0, 1), self._pixels, strict=True):
            size = block(values.shape[axis], room)
            if size > 1:
                values = outermost_along(values, size, axis)
                seen = outermost_along(seen, size, axis) if self._covered else seen
                if axis == 0:  # a block that is walked in part is NaN
                    walked = slice(-(-walked.start // size), walked.stop // size)
        index = np.full(values.shape, CLEAR, np.uint8)
        index[walked] = self._scale.index(values[walked])
        if self._covered:
            index[seen == 0] = CLEAR
        pixels = np.ascontiguousarray(self._scale.table[index].T)
        rows, columns = pixels.shape
        form = QImage.Format.Format_ARGB32
        return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()
