"""CurveLegend: the names of the curves, each beside a piece of its line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.panels.training.loss.layer import PINNED, TRAINING, VALIDATION
from ui.style import fonts
from ui.style.theme import Theme

_SAMPLE, _GAP = 18.0, 6.0
_APART = 16.0


class CurveLegend(QWidget):
    """One line; names that have no room are left out, the last ones first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._judged, self._pinned = theme, True, ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.wear(self, fonts.caption)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, judged: bool, pinned: str) -> None:
        """Name the curves.

        Args:
            judged: there is a validation batch. pinned: words on a pinned run; empty without one.
        """
        if (judged, pinned) != (self._judged, self._pinned):
            self._judged, self._pinned = judged, pinned
            self.setAccessibleName(", ".join(name for name, *_ in self._named()))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(QFontMetricsF(self.font()).height()) + 2)

    def _named(self) -> list[tuple[str, str, float]]:
        """Return the name of each curve, its colour and its width."""
        theme = self._theme
        named = [(tr("train, per batch"), theme.faint, TRAINING)]
        if self._judged:
            named.insert(0, (tr("validation"), theme.ink, VALIDATION))
        if self._pinned:
            named.append((self._pinned, theme.wire, PINNED))
        return named

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, metrics = self._theme, QFontMetricsF(self.font())
        painter, left = QPainter(self), 0.0
        for text, colour, width in self._named():
            end = left + _SAMPLE + _GAP + metrics.horizontalAdvance(text)
            if end > self.width():
                return
            painter.setPen(QPen(QColor(colour), width))
            y = round(self.height() / 2) + 0.5
            painter.drawLine(QPointF(left, y), QPointF(left + _SAMPLE, y))
            painter.setPen(QColor(theme.ink if colour == theme.ink else theme.faint))
            box = QRectF(left + _SAMPLE + _GAP, 0, self.width(), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            left = end + _APART
