"""Answers panel: what the readout says at the timestep that is looked at, and what is right."""

import math
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.network.quantities import LOSS, Y
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.answers.model import BAR, NAME, NUMBER, RANK, AnswerModel
from ui.panels.answers.path_plot import PathPlot, path_of
from ui.panels.answers.table import AnswerTable
from ui.panels.answers.view import AnswerReader, AnswerView
from ui.panels.cell.words.sentence_line import SentenceLine
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts, number_format
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.elided_link import ElidedLink

_NO_READOUT: Final = mark("There is no readout. Set one, with targets and a loss: {way}")
_ELSEWHERE: Final = mark("The readout gives one prediction, at t {t}")

_LOW: Final = 300
"""Height below which the path stands beside the table, in pixels at the usual text size."""
_WIDE: Final = 400
"""Least width of a low panel with a path, likewise."""


class AnswersPanel(Panel):
    """The likeliest classes, or all outputs, with what is right, and the loss.

    A click on a row, or Enter, looks at its y, a double click goes where that is computed.
    """

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._reader = AnswerReader()
        self._view: AnswerView | None = None
        self._pointed: tuple[int, str] | None = None
        self._told = ""
        self.line = SentenceLine(theme)
        self.model = AnswerModel(self)
        self.table = self.first_keys = AnswerTable(self.model, theme)
        self.path = PathPlot(theme)
        self.loss, self.so_far = ElidedLink(asks=True), ElidedLabel()
        self.loss.about = tr("Loss of this timestep. Click to break it down in Calculation.")
        self.so_far.about = tr("Loss of this row so far, over timesteps with a target")
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.elsewhere = ElidedLink()
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pages, self._answer, self._none = QStackedWidget(), QWidget(), QWidget()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the answer at the timestep that is looked at, or say why there is none."""
        self.snapshot = snapshot
        self._view = view = self._reader.view(snapshot)
        self.model.take(view, self.table.lines())
        if view.answer is None:
            self._say_why_not(view)
            self._pages.setCurrentWidget(self._none)
        else:
            self._pages.setCurrentWidget(self._answer)
            self.line.set_forms(view.sentences())
            self.line.setVisible(bool(view.sentences()))
            self.table.fit()
            self.table.viewport().update()
            self._tell_loss(view)
        self._draw_path(snapshot, view)
        self._tell_pointed()

    def caption(self, snapshot: Snapshot) -> str:
        """Name the timestep, and the row where there are several."""
        t = snapshot.timestep
        if snapshot.experiment.objective.readout is None or t is None:
            return ""
        if snapshot.experiment.batch_size > 1:
            return tr("t {t} · row {row}", t=t, row=snapshot.row)
        return f"t {t}"

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.line.set_theme(theme)
        self.table.set_theme(theme)
        self.path.set_theme(theme)
        self.message.setStyleSheet(f"color: {theme.faint};")
        self._colour()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the path where there is room for it."""
        super().resizeEvent(event)
        if self.snapshot is not None and self._view is not None:
            self._draw_path(self.snapshot, self._view)

    def showEvent(self, event: QShowEvent) -> None:
        """Colour the labels: Qt forgets their palettes when a dock takes the panel."""
        super().showEvent(event)
        self._colour()

    def _colour(self) -> None:
        faint, accent = self.theme.faint, self.theme.accent
        colours = {self.loss: self.theme.ink, self.so_far: faint, self.elsewhere: accent}
        for label, colour in colours.items():
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the texts to copy, and what can be asked of the output under the mouse."""
        if self._view is not None and self._view.answer is not None:
            menu.addAction(tr("Copy predictions"), self._copy)
        super().add_entries_to(menu)

    def spot_of_menu(self) -> CardAnchor | None:
        """Return the number of the output under the mouse, whichever column it is in."""
        row = self.table.current() if self._pointed is None else self._pointed[0]
        return self._spot_of(row, NUMBER)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the table's current row; without the keys, the first one's."""
        row = self.table.current() if self.table.hasFocus() else 0
        return self._spot_of(row, NUMBER)

    # Drawing

    def _say_why_not(self, view: AnswerView) -> None:
        text = ""
        if view.readout is None:
            text = tr(_NO_READOUT, way=_way())
        elif view.covered:
            text = tr("? The prediction at t {t} is hidden.", t=view.t)
        elif view.elsewhere is None:
            text = tr("The prediction at t {t} is not computed yet.", t=view.t)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.elsewhere.setVisible(view.elsewhere is not None)
        self.elsewhere.set_leads(view.elsewhere is not None)
        if view.elsewhere is not None:
            self.elsewhere.set_text(tr(_ELSEWHERE, t=view.elsewhere))

    def _draw_path(self, snapshot: Snapshot, view: AnswerView) -> None:
        """Draw the answers of a readout of two numbers over every timestep as a path."""
        low = self.height() < fonts.px(_LOW)
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        )
        narrow = low and self.width() < fonts.px(_WIDE)
        path = None if narrow else path_of(snapshot, view.t)
        self.path.setVisible(path is not None)
        if path is not None:
            self.path.draw(path)

    def _tell_loss(self, view: AnswerView) -> None:
        assert self.snapshot is not None
        has_loss = self.snapshot.experiment.objective.loss is not None
        text = ""
        if has_loss:
            text = tr("loss {loss}", loss=number_format.short(view.loss, 4))
            text = text if view.counts else tr("no target at t {t}", t=view.t)
        self.loss.set_text(text)
        self.loss.setVisible(bool(text))
        self.loss.set_leads(view.counts)
        so_far = ""
        if has_loss and view.steps > 1 and not math.isnan(view.so_far):
            value = number_format.short(view.so_far, 4)
            text = mark("sum so far {loss}") if view.summed else mark("mean so far {loss}")
            so_far = tr(text, loss=value)
        self.so_far.set_text(so_far)

    def _tell_pointed(self) -> None:
        """Report the number under the mouse when its text has changed."""
        words = "" if self._pointed is None else self.model.exact(self._pointed[0])
        if words != self._told:
            self._told = words
            self.hovered.emit(words)

    # Requests

    def _point(self, place: tuple[int, str] | None) -> None:
        self._pointed = place
        self.card_asked.emit(None if place is None else self._spot_of(*place))
        self._tell_pointed()

    def _spot_of(self, row: int, column: str) -> CardAnchor | None:
        source = self.model.source(row, column)
        if source is None:
            return None
        shown = NUMBER if column in (RANK, NAME, BAR) else column
        table = self.table

        def around() -> list[QRect]:
            rect = table.rect_of(row, NUMBER)
            return [QRect(0, rect.top(), table.viewport().width(), rect.height())]

        return CardAnchor(source, table.viewport(), lambda: table.rect_of(row, shown), around)

    def _number(self, row: int) -> Address | None:
        source = self.model.source(row, NUMBER)
        if not isinstance(source, Address) or self._view is None:
            return None
        return self._view.address(source.unit, Y)

    def _look(self, row: int) -> None:
        number = self._number(row)
        if number is not None:
            self.looked_at.emit(number)

    def _go(self, row: int) -> None:
        number = self._number(row)
        if number is not None and self.snapshot is not None:
            self.went_to.emit(number.position(self.snapshot.schedule))

    def _look_at_timestep(self, t: int) -> None:
        if self._view is not None:
            self.looked_at.emit(Address(Y, t=t, row=self._view.row))

    def _look_at_loss(self) -> None:
        if self._view is not None:
            self.looked_at.emit(self._view.address(0, LOSS))

    def _look_elsewhere(self) -> None:
        """Look at the row's only answer; where it is not computed yet, go there."""
        snapshot, view = self.snapshot, self._view
        if snapshot is None or view is None or view.elsewhere is None:
            return
        number = Address(Y, t=view.elsewhere, row=view.row)
        if snapshot.shows_number(number):
            self.looked_at.emit(number)
        else:
            self.went_to.emit(number.position(snapshot.schedule))

    def _make_room(self) -> None:
        if self._view is not None and self._view.answer is not None:
            self.model.take(self._view, self.table.lines())

    def _copy(self) -> None:
        lines = [self.line.text(), self.model.copied()]
        lines.append(" · ".join(filter(None, (self.loss.text(), self.so_far.text()))))
        QGuiApplication.clipboard().setText("\n".join(filter(None, lines)))

    def _name_keys(self) -> None:
        if self._view is not None and self._view.answer is None:
            self._say_why_not(self._view)

    # Construction

    def _lay_out(self) -> None:
        for label in (self.loss, self.so_far, self.elsewhere):
            fonts.wear(label, fonts.text)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.loss)
        foot.addWidget(self.so_far, 1)
        answer = QVBoxLayout()
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(4)
        answer.addWidget(self.line)
        self._both.setSpacing(4)
        self._both.addWidget(self.table, 2)
        self._both.addWidget(self.path, 3)
        answer.addLayout(self._both, 1)
        answer.addLayout(foot)
        self._answer.setLayout(answer)
        none = QVBoxLayout(self._none)
        none.setContentsMargins(0, 4, 0, 0)
        none.addWidget(self.message)
        none.addWidget(self.elsewhere)
        none.addStretch(1)
        self._pages.addWidget(self._none)
        self._pages.addWidget(self._answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        NAMES.changed.connect(self._name_keys)
        self.table.picked.connect(self._look)
        self.table.went_to.connect(self._go)
        self.table.pointed.connect(self._point)
        self.table.resized.connect(self._make_room)
        self.table.copied.connect(self._copy)
        self.path.picked.connect(self._look_at_timestep)
        self.loss.followed.connect(self._look_at_loss)
        self.elsewhere.followed.connect(self._look_elsewhere)


def _way() -> str:
    """Return the key of the command that sets a readout, or its place in the menus."""
    way = NAMES.way("readout")
    return tr("Edit → Readout and loss…") if way == "readout" else way
