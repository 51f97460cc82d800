"""SentenceLine: a sentence of spans in one line, in the longest of its forms that fits."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.analysis.address import Address
from simulator.analysis.meaning.spans import NAME, NUMBER, PLAIN, QUANTITY, Span, Spans, plain
from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme

_UNCUT = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one font and colour, and its width in pixels."""

    text: str
    font: QFont
    colour: QColor
    width: float


class SentenceLine(QWidget):
    """One line of a sentence. It is never cut: where it does not fit, a shorter form stands there.

    What it is about has its hue; what a share or a name is, is bold. On a coloured ground all of it
    has one ink. The tooltip and screen readers have the whole sentence. A quiet line is a second
    one, in the size of text and with faint words.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        quiet: bool = False,
        about: str = "",
    ) -> None:
        """Args: about: what the sentence is about; the lit number by default."""
        super().__init__(parent)
        self._theme, self._quiet = theme, quiet
        self._about = about or tr("What the highlighted value does at this timestep, and why")
        self._forms: tuple[Spans, ...] = ()
        self._laid_out: tuple[Spans, list[Piece]] | None = None
        self._peeks = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.wear(self, fonts.text if quiet else fonts.sentence)

    def text(self) -> str:
        """Return the whole sentence."""
        return plain(self._forms[0], quoted=False) if self._forms else ""

    def shown(self) -> str:
        """Return the form as displayed."""
        return plain(self._lay_out()[0], quoted=False)

    def set_forms(self, forms: tuple[Spans, ...]) -> None:
        """Show another sentence: its forms, the longest first."""
        if forms != self._forms:
            self._forms = forms
            self.setAccessibleName(self.text())
            self._lay_out_again()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self.updateGeometry()
        self._lay_out_again()

    def lie_on_peek(self, peeks: bool) -> None:
        """Take the ink of a bar that looks elsewhere, or the hues."""
        if peeks != self._peeks:
            self._peeks = peeks
            self._lay_out_again()

    def sizeHint(self) -> QSize:
        return QSize(0, math.ceil(QFontMetricsF(self.font()).height()) + (0 if self._quiet else 4))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._lay_out_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        spans, pieces = self._lay_out()
        whole = "" if self._forms and spans == self._forms[0] else self.text()
        tooltip = "\n".join(filter(None, (whole, self._about)))
        if tooltip != self.toolTip():
            self.setToolTip(tooltip)
        painter, x = QPainter(self), 0.0
        for piece in pieces:
            painter.setFont(piece.font)
            painter.setPen(piece.colour)
            room = QRectF(x, 0, piece.width + 1, self.height())
            painter.drawText(room, _UNCUT, piece.text)
            x += piece.width

    def _lay_out_again(self) -> None:
        self._laid_out = None
        self.update()

    def _lay_out(self) -> tuple[Spans, list[Piece]]:
        """Return the longest form that fits; where none does, the shortest in smaller letters."""
        if self._laid_out is None:
            self._laid_out = self._fitting()
        return self._laid_out

    def _fitting(self) -> tuple[Spans, list[Piece]]:
        for spans in self._forms:
            pieces = self._pieces(spans, 1.0)
            width = sum(piece.width for piece in pieces)
            if width <= self.width():
                return spans, pieces
        if not self._forms:
            return (), []
        return spans, self._pieces(spans, self.width() / width)

    def _pieces(self, spans: Spans, share: float) -> list[Piece]:
        words = QFont(self.font())
        digits = fonts.mono_text() if self._quiet else fonts.mono_sentence()
        for font in (words, digits):
            font.setPixelSize(max(6, int(font.pixelSize() * share)))
        ink, head, hue = QColor(self._theme.ink), _head_of(spans), _hue(spans)
        plain_ink = QColor(self._theme.faint) if self._quiet else ink
        pieces = []
        for index, span in enumerate(spans):
            font, colour = words, plain_ink if span.role == PLAIN else ink
            if index in head:
                font, colour = fonts.bold(digits), self._theme.colour(hue)
            elif span.role == QUANTITY:
                font = fonts.bold(digits if _is_symbol(span.text) else words)
                colour = self._theme.colour(span.quantity)
            elif span.role == NUMBER and span.quantity and not self._quiet and _is_blame(span):
                font, colour = fonts.bold(digits), self._theme.colour(span.quantity)
            elif _is_strong(span, hue):
                font = fonts.bold(words)
            if self._peeks:
                colour = QColor(self._theme.peek_ink)
            width = QFontMetricsF(font).horizontalAdvance(span.text)
            pieces.append(Piece(span.text, font, colour, width))
        return pieces


def _head_of(spans: Spans) -> range:
    """Return the pieces that name the number and its value: `f[0]`, ` = `, `0.02`."""
    for index in range(len(spans) - 2):
        name, between, value = spans[index : index + 3]
        if name.role == QUANTITY and between.text == " = " and value.role == NUMBER:
            return range(index, index + 3)
    return range(0)


def _is_symbol(text: str) -> bool:
    """Return True for a letter of the equations with its index: `h[t−1]`, `c_0`; not for words."""
    return " " not in text and ("[" in text or "_" in text or len(text) == 1)


def _hue(spans: Spans) -> str:
    head = _head_of(spans)
    return spans[head[0]].quantity if head else ""


def _is_blame(span: Span) -> bool:
    """Return True for the gradient that a sentence is about."""
    return isinstance(span.source, Address) and span.source.is_gradient


def _is_strong(span: Span, quantity: str) -> bool:
    """Return True for names, and for the share that a gate lets through."""
    share = span.role == NUMBER and span.quantity == quantity and span.text.endswith("%")
    return span.role == NAME or (span.role != PLAIN and share)
