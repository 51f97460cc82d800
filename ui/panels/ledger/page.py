"""LedgerPage: a ledger's table with its foot, arranged in the room there is."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from simulator.analysis.address import Address
from simulator.analysis.counterfactual import is_summed
from simulator.analysis.decomposition.terms import Ledger
from simulator.analysis.meaning.causes import MOST_TERMS
from simulator.analysis.meaning.context import MeaningContext, hue
from simulator.analysis.meaning.spans import plain
from simulator.translation import tr
from ui.cards.rich import RichText
from ui.panels.ledger.curve import CurveBeside
from ui.panels.ledger.foot import Foot, Form
from ui.panels.ledger.formula import equation, rich_text, worked_out
from ui.panels.ledger.gradient_summary import gradient_equation, gradient_summary
from ui.panels.ledger.summary import summary_of
from ui.panels.ledger.taken_apart import curve_of, end_of_axis, hidden_terms, taken_apart
from ui.panels.ledger.terms.columns import Columns, fit_columns, row_height
from ui.panels.ledger.terms.digits import HIDDEN
from ui.panels.ledger.terms.drawing import Look
from ui.panels.ledger.terms.term_table import TermTable
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme, restyle

MARGIN = 12
_ABOVE_AND_BELOW = 8
_ABOVE = 4
"""Pixels over the sentence and over the formula."""
_LEAST_LINES = 3
"""Lines that the full foot leaves at least."""
_CURVE_HEIGHT = 74
_ROOM_TO_TELL = 180
"""Height from which the sentence on many terms is shown."""
_BESIDE = 660
"""Width from which a curve without room below stands beside the terms."""
_LEAST_BESIDE = 90
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 90


class Plan(NamedTuple):
    """Arrangement of a page.

    Attributes:
        form: of the foot. room: the lines that there is room for. columns: of the table.
        table_height: in pixels.
        scrolls: True where the table has more lines than room.
        tells, has_formula, is_beside: which of sentence, formula and curve beside are seen.
    """

    form: Form
    room: int
    columns: Columns
    table_height: int
    scrolls: bool
    tells: bool
    has_formula: bool
    is_beside: bool


class LedgerPage(QWidget):
    """Sentence, formula, terms, and the foot with the curve.

    Signals:
        led: a Source in the sentence was clicked.
    """

    led = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ledger: Ledger | None = None
        self._form = Form.FULL
        self._unseen = False
        self._told = ""
        self._rich = RichText(theme)
        self.sentence = QLabel(textFormat=Qt.TextFormat.RichText)
        self.sentence.linkActivated.connect(
            lambda place: self.led.emit(self._rich.targets[int(place)])
        )
        self.sentence.setContentsMargins(0, _ABOVE, 0, 0)
        fonts.wear(self.sentence, fonts.sentence)
        self.formula = QLabel(textFormat=Qt.TextFormat.RichText)
        self.formula.setAccessibleName(tr("Formula"))
        self.formula.setToolTip(tr("What the value is computed from, as a formula"))
        self.formula.setContentsMargins(0, _ABOVE, 0, 0)
        fonts.wear(self.formula, fonts.text)
        self.table, self.foot = TermTable(theme), Foot(theme)
        self.beside = CurveBeside(theme)
        self.beside.hide()
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addWidget(self.table, 1)
        body.addWidget(self.beside)
        self._column = QVBoxLayout()
        # The table's height follows the page's, and must not keep it from becoming lower.
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._column.setContentsMargins(MARGIN, 0, MARGIN, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.formula)
        self._column.addLayout(body)
        self._column.addWidget(self.foot, 1)
        self.setLayout(self._column)
        self.table.folded.connect(self.arrange)
        self.table.fitted.connect(self._follow_columns)

    def bind(
        self,
        snapshot: Snapshot,
        context: MeaningContext,
        subject: Address,
        by_size: bool,
        theme: Theme,
    ) -> Ledger:
        """Show the ledger of a number that may be shown, and return it."""
        self._theme = theme
        known = snapshot.knows_number(subject)
        book, told, cause = taken_apart(snapshot, subject)
        self.ledger = book
        hidden, many = hidden_terms(snapshot, book), len(book) > MOST_TERMS
        curve = None if hidden else curve_of(book, known)
        look = Look(
            hue(subject.quantity) if subject.is_gradient else subject.quantity.removeprefix("z_"),
            None if hidden else cause,
            known,
            curve is not None and curve.limit is None and not many,
        )
        self.table.set_ledger(book, by_size, context, hidden, look, theme)
        sums: list[float | None] = [line.after for line in self.table.terms.lines]
        sums += [] if hidden else [float(book.total)]
        self.table.set_limit(end_of_axis(snapshot, book, sums, many))
        if subject.is_gradient:
            summary = gradient_summary(snapshot, book)
            letters = gradient_equation(snapshot, book)
        else:
            summary = summary_of(snapshot, book, hidden)
            letters = equation(subject.quantity, snapshot.experiment, subject.lane.direction)
        summed = is_summed(snapshot.experiment.config.cell, subject.quantity)
        self.foot.ask.setEnabled(summed and not hidden)
        self.foot.set_summary(summary, curve, look.quantity, known, theme)
        heading = HIDDEN if hidden else worked_out(book)
        self.foot.setAccessibleName(f"{subject.text()} {heading}")
        self.foot.setAccessibleDescription(summary.last)
        self._rich = RichText(theme)
        self._told = plain(told) if many else ""
        self.sentence.setText(self._rich.sentence(told) if many else "")
        self.formula.setText(rich_text(letters, theme))
        restyle(self.formula, f"color: {theme.faint};")
        self.beside.set_curve(curve, self.table.axis.limit, theme)
        self.arrange()
        return book

    def text(self) -> str:
        """Return the ledger as text: heads, terms, and the number, columns apart by tabs."""
        terms = self.table.terms
        rows = [terms.text(row) for row in range(terms.rowCount())]
        return "\n".join((terms.heads(), *rows, self.foot.accessibleName()))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which the number is still read."""
        return QSize(fonts.px(_LEAST_WIDTH), fonts.px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the terms and choose the foot anew."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange anew in another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_column"):
            self.arrange()

    def arrange(self) -> None:
        """Give the lines and the foot their room: full or brief, folded as much as is needed."""
        if self.ledger is None:
            return
        self._unseen = not self.isVisible()
        plan = self._plan()
        self._form = plan.form
        self.table.terms.set_room(plan.room)
        self.table.set_columns(plan.columns)
        for widget, seen in (
            (self.sentence, plan.tells),
            (self.formula, plan.has_formula),
            (self.beside, plan.is_beside),
        ):
            if widget.isHidden() == seen:
                widget.setVisible(seen)
        if plan.tells:
            fonts.wear(self.sentence, self._sentence_font(self._width) or fonts.text)
        policy = Qt.ScrollBarPolicy
        self.table.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if plan.scrolls else policy.ScrollBarAlwaysOff
        )
        self.table.setFixedHeight(plan.table_height)
        self._column.activate()
        self._place_foot()

    @property
    def _width(self) -> int:
        return self.width() - 2 * MARGIN

    def _plan(self) -> Plan:
        """Choose an arrangement by the size and the ledger alone, not by what was seen before."""
        table, foot, terms, width = self.table, self.foot, self.table.terms, self._width
        height = self.height() - _ABOVE_AND_BELOW
        font = self._sentence_font(width) if height >= fonts.px(_ROOM_TO_TELL) else None
        height -= _line_height(font()) + _ABOVE if font else 0
        room = self._room(Form.BRIEF, fonts.mono_text, width, height)
        for _ in range(3):  # folding changes the widths of the columns, and they the foot
            lines = terms.lines_in(room)
            columns = fit_columns(terms, lines, width)
            form = self._form_for(columns, height)
            before, room = room, self._room(form, columns.worn, self._left(columns), height)
            if room == before or min(room, before) >= terms.unfolded:
                break
        else:
            lines = terms.lines_in(room)
            columns = fit_columns(terms, lines, width)
        scrolls, rows = len(lines) > room, max(1, min(len(lines), room))
        is_beside = (
            form is Form.BRIEF and foot.curve is not None and width >= fonts.px(_BESIDE)
            and table.head_height + rows * row_height(columns.worn) >= fonts.px(_LEAST_BESIDE)
            and terms.unfolded <= MOST_TERMS
        )  # fmt: skip
        taken = self.beside.sizeHint().width() + MARGIN if is_beside else 0
        taken += table.verticalScrollBar().sizeHint().width() if scrolls else 0
        if taken:
            columns = fit_columns(terms, lines, width - taken)
        needed = foot.needed(form, self._left(columns), width)
        table_height = table.head_height + rows * row_height(columns.worn)
        has_formula = (
            not scrolls
            and form is Form.BRIEF
            and height - table_height - needed >= self.formula.sizeHint().height() + 6
            and self.formula.sizeHint().width() <= width
        )
        tells = font is not None
        return Plan(form, room, columns, table_height, scrolls, tells, has_formula, is_beside)

    def _sentence_font(self, width: int) -> fonts.Maker | None:
        """Return a font in which the sentence has room; None without one, or a sentence."""
        for font in (fonts.sentence, fonts.text):
            metrics = QFontMetrics(fonts.bold(font()))
            if self._told and metrics.horizontalAdvance(self._told) <= width:
                return font
        return None

    def _left(self, columns: Columns) -> int:
        """Return the width of what stands below the terms."""
        return columns.terms_end if columns.has_bars else self._width

    def _follow_columns(self) -> None:
        """Follow columns that have other places.

        Out of sight the table keeps the columns of a former width, which tell nothing of the room.
        """
        if self._unseen and self.isVisible():
            self.arrange()
        else:
            self._place_foot()

    def _place_foot(self) -> None:
        """Lay the foot out under the columns."""
        if self.table.columns is not None:
            self.foot.arrange(self._form, self._left(self.table.columns), self.table.axis)

    def _form_for(self, columns: Columns, height: int) -> Form:
        """Choose the full foot where it leaves enough lines."""
        unfolded = self.table.terms.unfolded
        if self.foot.curve is None or not columns.has_bars or unfolded > MOST_TERMS + 1:
            return Form.BRIEF
        room = self._room(Form.FULL, columns.worn, self._left(columns), height)
        return Form.FULL if room >= min(_LEAST_LINES, unfolded) else Form.BRIEF

    def _room(self, form: Form, worn: fonts.Maker, left: int, height: int) -> int:
        """Return the number of lines in a font that have room over a foot."""
        foot = self.foot.needed(form, left, self._width)
        if form is Form.FULL:
            foot = max(foot, fonts.px(_CURVE_HEIGHT))
        return max(1, (height - self.table.head_height - foot) // row_height(worn))


def _line_height(font: QFont) -> int:
    return QFontMetrics(font).height()
