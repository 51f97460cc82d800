"""ShareHistogram: what each timestep has added to a weight's gradient, in order of time."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.arrays import Array
from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.colours import map_of
from ui.style.theme import Theme

_STRONG = 0.92
"""Place on the signed map of a bar that adds; one that takes away lies as far from the middle."""

_APART = 14
"""Characters between the numbers of the axis, at least."""


class ShareHistogram(QWidget):
    """Bars of all timesteps; grey where nothing is walked yet.

    Signals:
        chosen: a timestep that was clicked. pointed: the one under the mouse; -1 for none.
    """

    chosen = Signal(int)
    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shares: Array = np.zeros(0)
        self._ahead: Array = np.zeros(0, bool)
        self._newest: int | None = None
        self._pointed = -1
        self.setMouseTracking(True)
        fonts.wear(self, fonts.caption)

    def show_ledger(self, book: WeightLedger, theme: Theme) -> None:
        """Show another ledger, or the same one further back."""
        self._theme, self._ahead = theme, book.ahead
        self._shares = book.shares()
        largest = int(np.nanargmax(np.abs(self._shares))) if len(book) else None
        told = "" if largest is None else tr("t {t}", t=largest)
        self.setAccessibleName(tr("Contribution of each timestep; the largest is at {t}", t=told))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which it is read well."""
        return QSize(fonts.px(300), fonts.px(130))

    def timestep_at(self, x: float) -> int:
        """Return the timestep at a place across; -1 beside the bars."""
        plot, steps = self._plot(), len(self._shares)
        if not plot.left() <= x < plot.right() or not steps:
            return -1
        return min(int((x - plot.left()) / plot.width() * steps), steps - 1)

    def share(self, timestep: int) -> float:
        """Return what a timestep has added; NaN where it has no part, or is not walked yet."""
        return float(self._shares[timestep])

    def is_ahead(self, timestep: int) -> bool:
        """Return True for a timestep of which nothing is walked yet."""
        return bool(self._ahead[timestep])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the timestep under the mouse."""
        self._point_at(self.timestep_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a click on a timestep that has a part."""
        t = self.timestep_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and t >= 0 and self._leads(t):
            self.chosen.emit(t)

    def leaveEvent(self, event: object) -> None:
        """Report that the mouse has left."""
        self._point_at(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, what is not walked yet, and the axis of time."""
        plot, steps = self._plot(), len(self._shares)
        if plot.height() < self.fontMetrics().height() or not steps:
            return
        painter = QPainter(self)
        line, theme = self.fontMetrics().height(), self._theme
        painter.setPen(QColor(theme.faint))
        painter.drawText(QPointF(plot.left(), self.fontMetrics().ascent()), tr("each timestep"))
        self._paint_ahead(painter, plot)
        low, high = self._ends()
        zero = plot.bottom() - (0 - low) / (high - low) * plot.height()
        step = plot.width() / steps
        colours = map_of(theme, None)
        # As many bars as pixels: of several timesteps the largest.
        for t in self._drawn(int(plot.width())):
            share = float(self._shares[t])
            if not math.isfinite(share) or share == 0:
                continue
            top = plot.bottom() - (share - low) / (high - low) * plot.height()
            left, wide = plot.left() + t * step, max(step - (1 if step >= 3 else 0), 1.0)
            colour = colours.at(_STRONG if share > 0 else 1 - _STRONG)
            tall = max(abs(zero - top), 1.0)
            painter.fillRect(QRectF(left, min(zero, top), wide, tall), colour)
        painter.fillRect(QRectF(plot.left(), zero, plot.width(), 1), QColor(theme.wire))
        self._write_axis(painter, plot, line)

    def _paint_ahead(self, painter: QPainter, plot: QRectF) -> None:
        """Grey the timesteps that are not walked yet."""
        theme, steps = self._theme, len(self._shares)
        ahead = np.flatnonzero(self._ahead & np.isnan(self._shares))
        if not ahead.size:
            return
        for run in np.split(ahead, np.flatnonzero(np.diff(ahead) > 1) + 1):
            left, right = (plot.left() + k / steps * plot.width() for k in (run[0], run[-1] + 1))
            grey = QRectF(left, plot.top(), right - left, plot.height())
            painter.fillRect(grey, QColor(theme.zero))
            text = tr("not yet")
            if self.fontMetrics().horizontalAdvance(text) + 8 < grey.width():
                painter.setPen(QColor(theme.faint))
                painter.drawText(grey, Qt.AlignmentFlag.AlignCenter, text)

    def _write_axis(self, painter: QPainter, plot: QRectF, line: int) -> None:
        painter.setPen(QColor(self._theme.faint))
        steps, metrics = len(self._shares), self.fontMetrics()
        room = max(1, int(plot.width() // max(1, metrics.averageCharWidth() * _APART)))
        every = max(1, math.ceil((steps - 1) / room))
        marks = {*range(0, steps - (every + 1) // 2, every), steps - 1}
        for t in sorted(marks):
            text = str(t)
            middle = plot.left() + (t + 0.5) / steps * plot.width()
            width = metrics.horizontalAdvance(text)
            left = min(max(middle - width / 2, plot.left()), plot.right() - width)
            painter.drawText(QPointF(left, plot.bottom() + 3 + metrics.ascent()), text)

    def _plot(self) -> QRectF:
        line = self.fontMetrics().height()
        return QRectF(4, line + 4, max(1, self.width() - 8), max(0, self.height() - 2 * line - 8))

    def _ends(self) -> tuple[float, float]:
        """Return the ends of the vertical axis, which has 0 inside."""
        finite = self._shares[np.isfinite(self._shares)]
        low, high = min(0.0, *finite.tolist(), 0.0), max(0.0, *finite.tolist(), 0.0)
        return (low, high) if high > low else (0.0, 1.0)

    def _drawn(self, pixels: int) -> Array:
        """Return the timesteps to draw: of those in one pixel, the one that adds most."""
        steps = len(self._shares)
        if steps <= pixels:
            return np.arange(steps)
        sizes = np.nan_to_num(np.abs(self._shares), posinf=0.0)
        starts = (np.arange(pixels) * steps) // pixels
        parts = zip(starts.tolist(), [*starts[1:].tolist(), steps], strict=True)
        return np.array([a + int(sizes[a:b].argmax()) for a, b in parts])

    def _leads(self, timestep: int) -> bool:
        return not math.isnan(self._shares[timestep])

    def _point_at(self, timestep: int) -> None:
        if timestep == self._pointed:
            return
        self._pointed = timestep
        leads = timestep >= 0 and self._leads(timestep)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(timestep)

    def words(self, timestep: int) -> str:
        """Say what a timestep has added, with every digit."""
        if timestep < 0:
            return ""
        if self.is_ahead(timestep):
            said = tr("not computed yet")
        elif not self._leads(timestep):
            said = tr("no contribution")
        else:
            said = number_format.exact(self._shares[timestep])
        at = tr("t {t}", t=timestep)
        return f"{at}: {said}"
