"""MarksLegend: how a gradient is told from a value, and what its colours say."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.network.quantities import FULL
from simulator.translation import mark, tr
from ui.style import fonts
from ui.style.colours import map_of
from ui.style.theme import Theme

_ROW, _INDENT, _BAR, _SWATCH = 18, 34, 3, 12
_VALUE, _GRADIENT = (
    (mark("value: left bar, smooth colours"), mark("value: left bar")),
    (mark("its gradient: right bar, stepped"), mark("gradient: right bar")),
)
"""What the marks are: in full, and where that has no room."""
_RAISES, _LOWERS = mark("increasing it increases {what}"), mark("increasing it decreases {what}")


class MarksLegend(QWidget):
    """Four lines: a value's mark, its gradient's, and the two signs of a gradient."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._what = theme, ""
        fonts.wear(self, fonts.caption)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say("")

    def say(self, what: str) -> None:
        """Name what the gradients are of: the loss, or a seeded number."""
        if what != self._what:
            self._what = what
            self.setAccessibleName("\n".join(self.lines()))
            self.update()

    def lines(self) -> tuple[str, ...]:
        """Return the texts, the first two after the letters of a quantity and of its gradient."""
        signs = (tr(text, what=self._what) for text in (_RAISES, _LOWERS))
        key = FULL.steps[0]
        return f"{key} {tr(_VALUE[0])}", f"d{key} {tr(_GRADIENT[0])}", *signs

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for four lines."""
        return QSize(fonts.px(120), 4 * fonts.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks and the texts."""
        painter = QPainter(self)
        row, hue = fonts.px(_ROW), self._theme.colour(FULL.steps[0])
        metrics = QFontMetricsF(self.font())
        stops = map_of(self._theme, None)
        for number, line in enumerate(self.lines()):
            place = QRectF(0, number * row, self.width(), row)
            if number < 2:
                letter, _, line = line.partition(" ")
                bar = QRectF(0 if number == 0 else self.width() - _BAR, place.top() + 2, _BAR, row)
                bar.setHeight(row - 4)
                painter.fillRect(bar, hue)
                painter.setPen(hue)
                painter.setFont(fonts.bold(fonts.mono_text()) if number else fonts.mono_text())
                painter.drawText(place.adjusted(10, 0, 0, 0), _LEFT, letter)
            else:
                size = fonts.px(_SWATCH)
                swatch = QRectF(10, place.center().y() - size / 3, size, size * 2 / 3)
                painter.fillRect(swatch, stops.at(0.9 if number == 2 else 0.1))
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.faint))
            box = place.adjusted(fonts.px(_INDENT), 0, -_BAR - 4, 0)
            if number < 2 and metrics.horizontalAdvance(line) > box.width():
                line = tr((_VALUE, _GRADIENT)[number][1])
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
