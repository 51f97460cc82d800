"""WeightPage: which timesteps taught a weight: its gradient so far, term by term, and in time."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

from simulator.analysis.address import Address, Source
from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.analysis.meaning.context import MeaningContext
from simulator.analysis.meaning.gradients.facts import GradientMeaning
from simulator.analysis.weight_gradient import WeightGradient
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.cards.rich import RichText
from ui.panels.ledger.gradient_summary import FIGURES
from ui.panels.ledger.terms.columns import fit_columns, row_height, text_widths
from ui.panels.ledger.terms.drawing import Look
from ui.panels.ledger.terms.term_table import TermTable
from ui.panels.ledger.weight.histogram import ShareHistogram
from ui.session.snapshot import Snapshot
from ui.style import fonts, number_format
from ui.style.theme import Theme, restyle

_MARGIN, _GAP = 12, 12
_HISTOGRAM, _LEAST_HISTOGRAM, _BARS = 0.38, 150, 80
"""Share of the width for the histogram; the least width of it, and of the bars, in pixels."""
_HEIGHT_BELOW = 120
"""Height of the histogram below the terms, which have as much at least."""
_ROOM_TO_TELL = 130
"""Height from which the sentence is told."""
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 90


class WeightPage(QWidget):
    """Head, terms by timestep, and the histogram of all timesteps.

    Signals:
        led: a Source in the sentence was clicked. hovered, card_asked: as in `Panel`.
        looked_at: an Address, of a timestep that was clicked in the histogram.
    """

    led = Signal(object)
    hovered = Signal(str)
    card_asked = Signal(object)
    looked_at = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rich = RichText(theme)
        self.ledger: WeightLedger | None = None
        self._below = False
        self.name, self.value, self.sum = (
            QLabel(textFormat=Qt.TextFormat.PlainText) for _ in range(3)
        )
        self.sentence = QLabel(textFormat=Qt.TextFormat.RichText, wordWrap=True)
        self.sentence.linkActivated.connect(self._follow)
        self.table, self.histogram = TermTable(theme), ShareHistogram(theme)
        for label in (self.name, self.value):
            label.setFont(fonts.bold(label.font()))
            label.installEventFilter(self)
        fonts.wear(self.name, fonts.mono_text)
        fonts.wear(self.value, fonts.mono_lit)
        fonts.wear(self.sum, fonts.mono_caption)
        fonts.wear(self.sentence, fonts.caption)
        self.value.setCursor(Qt.CursorShape.PointingHandCursor)
        self.value.setToolTip(tr("The gradient of the weight, summed over the steps so far"))
        self.sum.setToolTip(tr("What is summed, and over which timesteps"))
        self._lay_out()
        self.table.folded.connect(self.arrange)
        self.histogram.chosen.connect(self._choose)
        self.histogram.pointed.connect(self._tell)

    def bind(
        self,
        snapshot: Snapshot,
        said: GradientMeaning,
        context: MeaningContext,
        by_time: bool,
        theme: Theme,
    ) -> WeightLedger:
        """Show the ledger of a weight's gradient as far as it is walked, and return it."""
        book, config = said.book, snapshot.experiment.config
        assert isinstance(book, WeightLedger)
        self._theme, self.ledger = theme, book
        gate, _ = book.number.gate(config)
        hue = gate or ("y" if book.number.of_readout else "h")
        whole = not book.ahead.any()
        symbol = book.number.symbol(config)
        self.name.setText(f"{symbol} =" if whole else tr("{number} so far =", number=symbol))
        self.value.setText(number_format.scientific(float(book.value), FIGURES))
        self.sum.setText(tr("= Σ {product}   over {span}", product=book.product, span=_span(book)))
        for label, colour in (
            (self.name, theme.colour(hue)),
            (self.value, theme.colour(hue)),
            (self.sum, QColor(theme.faint)),
            (self.sentence, QColor(theme.ink)),
        ):
            restyle(label, f"color: {colour.name()};")
        self._rich = RichText(theme)
        spans = [self._rich.sentence(line) for line in (said.sentence, said.reason) if line]
        self.sentence.setText(". ".join(spans))
        self.table.set_ledger(book, not by_time, context, (), Look(hue, apart=True), theme)
        self.histogram.show_ledger(book, theme)
        self.arrange()
        return book

    @property
    def heading(self) -> str:
        """The weight's gradient, and what is summed, in one line."""
        return f"{self.name.text()} {self.value.text()} {self.sum.text()}"

    def text(self) -> str:
        """Return the ledger as text: its head, and the terms, columns apart by tabs."""
        terms = self.table.terms
        rows = [terms.text(row) for row in range(terms.rowCount())]
        return "\n".join((self.heading, terms.heads(), *rows))

    def spot(self) -> CardAnchor | None:
        """Return the weight's gradient, for a card."""
        if self.ledger is None:
            return None
        return CardAnchor(self.ledger.number, self.value, self.value.rect)

    def address(self, timestep: int) -> Address | None:
        """Return the gradient by which a timestep taught the weight; of its largest batch row."""
        book = self.ledger
        if book is None:
            return None
        there = np.flatnonzero(book.t == timestep)
        if not there.size:
            return None
        largest = int(there[np.abs(book.products[there]).argmax()])
        source = book.term(largest).factors[0].source
        return source if isinstance(source, Address) else None

    def minimumSizeHint(self) -> QSize:
        """Return a size at which the number is still read."""
        return QSize(fonts.px(_LEAST_WIDTH), fonts.px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the terms anew."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange anew in another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report the exact value while the mouse is on the head."""
        if event.type() == QEvent.Type.Enter and self.ledger is not None:
            self.hovered.emit(f"{self.name.text()} {number_format.exact(self.ledger.value)}")
            self.card_asked.emit(self.spot())
        elif event.type() == QEvent.Type.Leave:
            self.hovered.emit("")
            self.card_asked.emit(None)
        return False

    def arrange(self) -> None:
        """Give the terms their room, and the histogram a place beside or below them, or none."""
        if self.ledger is None:
            return
        tells = self.height() >= fonts.px(_ROOM_TO_TELL)
        wide = self.width() - 2 * _MARGIN
        if self.sentence.isHidden() == tells:
            self.sentence.setVisible(tells)
        self._place_sum(wide)
        height = self.height() - self._head.sizeHint().height() - 8
        height -= self.sentence.heightForWidth(wide) if tells else 0
        drawn, low = self._room_for_histogram(wide), fonts.px(_HEIGHT_BELOW)
        beside = drawn >= fonts.px(_LEAST_HISTOGRAM)
        below = not beside and height >= 2 * low
        if self.histogram.isHidden() == (beside or below):
            self.histogram.setVisible(beside or below)
        way = QBoxLayout.Direction
        self._body.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.histogram.setFixedSize(drawn if beside else wide, height if beside else low)
        self._arrange_terms(
            wide - (drawn + _GAP if beside else 0), height - (low + _GAP if below else 0)
        )
        self._column.activate()

    def _arrange_terms(self, wide: int, height: int) -> None:
        """Fold the terms for a room; timesteps that add nothing always fold."""
        terms, table = self.table.terms, self.table
        rows = max(1, (height - table.head_height) // row_height(table.worn))
        assert self.ledger is not None
        adding = int(np.count_nonzero(self.ledger.products)) + (self.ledger.rounding != 0)
        terms.set_room(min(rows, adding + 1))
        scrolls = terms.rowCount() > rows
        policy = Qt.ScrollBarPolicy
        table.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        wide -= table.verticalScrollBar().sizeHint().width() if scrolls else 0
        table.set_columns(fit_columns(terms, terms.lines, wide))

    def _place_sum(self, wide: int) -> None:
        """Write what is summed beside the number, or below it."""
        needed = sum(label.sizeHint().width() + _GAP for label in (self.name, self.value, self.sum))
        if (needed > wide) == self._below:
            return
        self._below = needed > wide
        self._head.removeWidget(self.sum)
        if self._below:
            self._head.addWidget(self.sum, 1, 0, 1, 4)
        else:
            self._head.addWidget(self.sum, 0, 2)

    def _room_for_histogram(self, wide: int) -> int:
        """Return what the terms with their bars leave."""
        terms = self.table.terms
        needed = sum(text_widths(terms, terms.lines, False, fonts.mono_caption).values())
        scroll = self.table.verticalScrollBar().sizeHint().width()
        return min(int(_HISTOGRAM * wide), wide - needed - fonts.px(_BARS) - scroll - _GAP)

    def _choose(self, timestep: int) -> None:
        number = self.address(timestep)
        if number is not None:
            self.looked_at.emit(number)

    def _tell(self, timestep: int) -> None:
        self.hovered.emit(self.histogram.words(timestep))

    def _follow(self, place: str) -> None:
        source: Source = self._rich.targets[int(place)]
        self.led.emit(source)

    def _lay_out(self) -> None:
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(_GAP)
        self._head.setVerticalSpacing(0)
        self._head.setContentsMargins(0, 2, 0, 2)
        self._head.addWidget(self.name, 0, 0)
        self._head.addWidget(self.value, 0, 1)
        self._head.addWidget(self.sum, 0, 2)
        self._head.setColumnStretch(3, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(_GAP)
        self._body.addWidget(self.table, 1)
        self._body.addWidget(self.histogram)
        self._column = QVBoxLayout()
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._column.setContentsMargins(_MARGIN, 0, _MARGIN, 4)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.sentence)
        self.setLayout(self._column)


def _span(book: WeightLedger) -> str:
    """Write the timesteps that are summed in the order of the way back: `t 39…21`."""
    if not len(book):
        return tr("no timestep yet")
    first, last = int(book.t.max()), int(book.t.min())
    number: WeightGradient = book.number
    if number.lane.reverse:
        first, last = last, first
    return f"t {first}" if first == last else f"t {first}…{last}"
