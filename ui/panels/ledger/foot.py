"""Foot: the sum, the number and a sentence below the terms, with the curve under their axis."""

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from simulator.translation import tr
from ui.panels.ledger import curve as curves
from ui.panels.ledger.axis import Axis
from ui.panels.ledger.curve import Curve
from ui.panels.ledger.summary import Summary
from ui.panels.ledger.terms.digits import HIDDEN
from ui.panels.ledger.terms.drawing import GAP
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import tool_button
from ui.widgets.cues.flash import Flash

_RULE = 4
"""Pixels above the first line."""
_APART = 8
_LEAST_LAST = 200
"""Least width of the sentence beside the number."""


class Form(Enum):
    """Forms of the foot: in lines with the curve at their right, or the number in one line."""

    FULL = 0
    BRIEF = 1


class Foot(QWidget):
    """Lines under the table, as wide as its terms, and the curve as wide as its axis.

    Signals:
        asked: what would make it another number?
    """

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._summary = Summary("", "", "", "", "", "")
        self._curve: Curve | None = None
        self._placed: dict[tuple[object, ...], tuple[dict[QWidget, QRect], int]] = {}
        self._form, self._left, self._axis = Form.FULL, 0, Axis(1.0)
        self.sum_name, self.sum_value, self.name, self.value, self.last = (
            QLabel(self, textFormat=Qt.TextFormat.PlainText) for _ in range(5)
        )
        self.ask = tool_button(
            tr("What would make it …?"),
            tr(
                "The pre-activation needed for a different value, and the single "
                "weight change that gives it"
            ),
        )
        self.ask.setParent(self)
        self.ask.clicked.connect(self.asked)
        self.last.setWordWrap(True)
        self._flash = Flash(theme, self)
        for label in (self.sum_value, self.value):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (self.sum_name, self.sum_value, self.name):
            fonts.wear(label, fonts.mono_text)
        for label in (self.name, self.value, self.sum_value):
            label.setFont(fonts.bold(label.font()))
        fonts.wear(self.value, fonts.mono_lit)
        for words in (self.last, self.ask, self):
            fonts.wear(words, fonts.caption)
        self.sum_name.setToolTip(tr("The sum of all terms, or the argument of tanh"))
        self.value.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sum_value.setToolTip(self.sum_name.toolTip())
        self.name.setToolTip(tr("How the value is computed from the sum above"))
        self.value.setToolTip(tr("The value being broken down"))
        self.last.setToolTip(tr("What the value does, and how it would change with the sum"))

    def set_summary(
        self, summary: Summary, curve: Curve | None, quantity: str, known: bool, theme: Theme
    ) -> None:
        """Show other texts, in the hue of a quantity, and another curve."""
        self._summary, self._curve, self._theme = summary, curve, theme
        self._placed.clear()
        hue = theme.colour(quantity) if known else QColor(theme.faint)
        ink = QColor(theme.ink if known else theme.faint)
        for label, colour in (
            (self.sum_name, ink),
            (self.sum_value, ink),
            (self.name, hue),
            (self.value, hue),
            (self.last, QColor(theme.faint)),
        ):
            hidden = label is self.sum_value and summary.sum_text == HIDDEN
            ground = f" background: {theme.zero};" if hidden else ""
            restyle(label, f"color: {colour.name()};{ground}")
        restyle(self.ask, f"QToolButton {{ color: {theme.accent}; padding: 0; border: none; }}")
        self.value.setText(summary.value)
        self.sum_name.setText(summary.sum_name)
        self.sum_value.setText(summary.sum_text)
        self.last.setText(summary.last)

    @property
    def curve(self) -> Curve | None:
        """Curve that belongs to the number, if it has one."""
        return self._curve

    @property
    def form(self) -> Form:
        """Present form."""
        return self._form

    def flash(self) -> None:
        """Light the number once: an edit has moved it."""
        self._flash.set_theme(self._theme)
        number = QRectF(self.value.geometry())
        wide = self.value.fontMetrics().horizontalAdvance(self.value.text()) + 2 * _RULE
        self._flash.flash([number.adjusted(max(0, number.width() - wide), 0, _RULE, 0)])

    def needed(self, form: Form, left: int, width: int) -> int:
        """Return the height that a form needs."""
        return self._placed_in(form, left - GAP, width - 2 * GAP)[1]

    def arrange(self, form: Form, left: int, axis: Axis) -> None:
        """Lay the lines out, `left` pixels wide, and the curve on the axis."""
        self._form, self._left, self._axis = form, left, axis
        self.name.setText(self._summary.name if form is Form.FULL else self._summary.brief)
        places, _ = self._placed_in(form, left - GAP, self.width() - 2 * GAP)
        for label, place in places.items():
            # Without a size, and not hidden: to hide and show labels takes long.
            label.setGeometry(place.translated(GAP, 0))
        self.ask.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if places[self.ask].isEmpty() else Qt.FocusPolicy.TabFocus
        )
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "last"):
            self._placed.clear()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line above, and the curve."""
        painter = QPainter(self)
        painter.fillRect(GAP, 0, self._left - GAP, 1, QColor(self._theme.rule))
        if self._form is not Form.FULL or self._curve is None:
            return
        axis, line = self._axis, self.fontMetrics().height()
        if self._curve.limit is not None:
            axis = replace(axis, limit=self._curve.limit)
        below = line + 2 if self._curve.own else 0
        plot = QRectF(0, line, self.width(), self.height() - 1.5 * line - below)
        if plot.height() < line:
            return
        curves.paint(painter, self._curve, axis, plot, self._theme)
        if self._curve.own:
            place = QRectF(0, self.height() - line - 1, self.width(), line)
            curves.write_axis(painter, axis, place, self._theme)

    def _placed_in(self, form: Form, left: int, width: int) -> tuple[dict[QWidget, QRect], int]:
        """Return `_places`, found once for each room: an arrangement is tried several times."""
        room = form, left, width, self.ask.isEnabled()
        if room not in self._placed:
            self._placed[room] = self._places(form, left, width)
        return self._placed[room]

    def _places(self, form: Form, left: int, width: int) -> tuple[dict[QWidget, QRect], int]:
        """Return the places of all lines, and the height of all; an empty place hides one."""
        summary = self._summary
        text, lit = _metrics(fonts.bold(fonts.mono_text())), _metrics(fonts.bold(fonts.mono_lit()))
        line, tall = max(fonts.px(20), text.height()), lit.height()
        places: dict[QWidget, QRect] = {}
        y = _RULE
        has_sum = form is Form.FULL and bool(summary.sum_name)
        for label in (self.sum_name, self.sum_value):
            places[label] = QRect(0, y, left if has_sum else 0, line)
        y += line if has_sum else 0
        name = summary.name if form is Form.FULL else summary.brief
        named = text.horizontalAdvance(name) + 2
        number = lit.horizontalAdvance(summary.value) + 2
        if named + number + _APART > left:
            left_here = max(left, min(width, named + number + _APART))
        else:
            left_here = left
        if named + number + _APART > left_here:
            places[self.name] = QRect(0, y, named, line)
            y += line
            places[self.value] = QRect(0, y, min(max(left, number), width), tall)
        else:
            places[self.name] = QRect(0, y, named, tall)
            places[self.value] = QRect(named, y, left_here - named, tall)
        beside = width - left_here - 3 * _APART
        if form is Form.BRIEF and beside >= fonts.px(_LEAST_LAST):
            height = self._place_last(places, left_here + 3 * _APART, y, beside)
            if height <= tall + self.fontMetrics().height():
                return places, max(y + tall, y + height) + _RULE
        y += tall
        y += self._place_last(places, 0, y, left if form is Form.FULL else width)
        return places, y + _RULE

    def _place_last(self, places: dict[QWidget, QRect], x: int, y: int, width: int) -> int:
        """Place the sentence and the question in lines of a width; return their height."""
        metrics = _metrics(fonts.caption())
        line = metrics.height() + 3
        asks = self.ask.sizeHint().width() if self.ask.isEnabled() else 0
        one = metrics.horizontalAdvance(self._summary.last) + 4
        if not self._summary.last:
            one = height = 0
        elif one <= width:
            height = line
        else:
            around = metrics.boundingRect(
                QRect(0, 0, width, 1 << 12), Qt.TextFlag.TextWordWrap, self._summary.last
            )
            height = around.height() + 4
        places[self.last] = QRect(x, y, min(one, width), height)
        if one + asks + _APART <= width:
            places[self.ask] = QRect(x + one + (_APART if one else 0), y, asks, line if asks else 0)
            return max(height, line if asks else 0)
        # The button is wider than its words, which begin where the sentence does.
        before = (asks - metrics.horizontalAdvance(self.ask.text())) // 2 if asks else 0
        places[self.ask] = QRect(x - before, y + height, min(asks, width), line if asks else 0)
        return height + (line if asks else 0)


_METRICS: dict[str, QFontMetrics] = {}
"""Measures of the few fonts, by their keys: to make them takes long."""


def _metrics(font: QFont) -> QFontMetrics:
    key = font.key()
    if key not in _METRICS:
        _METRICS[key] = QFontMetrics(font)
    return _METRICS[key]
