"""TimestepCount: the timestep of the selected lane and row: to read, and to type another."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from simulator.network.lane import DIRECTIONS
from simulator.objective.readout import EVERY
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.fonts import px
from ui.style.theme import Theme
from ui.widgets.fields.number_choice import NumberChoice

START = -1
"""Number of the box before the first step; it shows a word then."""

_LONGEST_WORD = 16
_BOX = QSize(44, 24)


class TimestepCount(QWidget):
    """`t`, the number in a box, and what follows it: `of 23 · reset`.

    Signals:
        went_to_timestep: a timestep. started: to the start.
    """

    went_to_timestep = Signal(int)
    started = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = QLabel("t")
        self.box = NumberChoice()
        self.box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.box.setSpecialValueText(tr("start"))
        self.box.setAccessibleName(tr("Go to timestep"))
        self.box.setToolTip(
            tr("Timestep of the run, counted from 0. Type another one, then press Enter.")
        )
        self.box.chosen.connect(self._ask)
        # Enter goes to the present number too: it ends a look elsewhere.
        self.box.confirmed.connect(self._ask)
        self.tail = CountTail(theme)
        self._letter.setToolTip(self.box.toolTip())
        self.tail.setToolTip(
            tr(
                "The last timestep of the sequence, counted from 0, and the name of the "
                "current timestep"
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._letter, self.box, self.tail):
            row.addWidget(part)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.box.setMinimumSize(px(_BOX.width()), px(_BOX.height()))
        self._letter.setStyleSheet(f"color: {theme.ink}; font-weight: 600;")
        self.tail.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the timestep of the position, its word, and whether the run is at its end."""
        last = snapshot.experiment.lengths[snapshot.row] - 1
        now = START if snapshot.timestep_here is None else snapshot.timestep_here
        arrived = snapshot.position == snapshot.target
        self.box.show_number(now if arrived else min(self.box.value(), last), START, last)
        self.tail.say(snapshot, last)

    def _ask(self, number: int) -> None:
        if number == START:
            self.started.emit()
        else:
            self.went_to_timestep.emit(number)


class TailPart(NamedTuple):
    """Piece of the text behind the box."""

    text: str
    bold: bool = False


class CountTail(QWidget):
    """Text behind the box: as wide as its widest, so that nothing moves while one steps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[TailPart, ...] = ()
        self._widest: tuple[TailPart, ...] = ()
        self._measured: tuple[object, ...] = ()
        self._with_word = True

    def show_word(self, shown: bool) -> None:
        """Show the timestep's word, or not, where there is little room."""
        if shown != self._with_word:
            self._with_word = shown
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """Return the displayed text."""
        return " ".join(part.text for part in self._shown(self._parts))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def say(self, snapshot: Snapshot, last: int) -> None:
        """Write what follows a timestep."""
        of = TailPart(tr("of {last}", last=last))
        labels = snapshot.document.timestep_labels[: last + 1]
        schedule = snapshot.schedule
        ends, back = TailPart(tr("· end")), TailPart(tr(" · backward") if schedule.source else "")
        bidirectional, over = snapshot.experiment.config.bidirectional, schedule.readout
        measured = (labels, last, bidirectional, over, schedule.source)
        if measured != self._measured:
            self._measured = measured
            longest = max(map(_short, labels), key=len, default="")
            alone = over is not None and (bidirectional or over != EVERY)
            others = (_other(snapshot, last), tr("· readout") if alone else "")
            other = TailPart(max(others, key=len))
            self._widest = (of, TailPart(longest, bold=True), other, back, ends)
            self.updateGeometry()
        parts = [of]
        if snapshot.position != snapshot.target:
            parts = [TailPart(tr("computing…"))]
        elif snapshot.timestep_here is not None:
            parts.append(TailPart(_short(snapshot.document.label_of(snapshot.timestep_here)), True))
            other_words = tr("· readout") if snapshot.reading else _other(snapshot)
            parts += [TailPart(other_words)] if other_words else []
            parts += [back] if snapshot.goes_back else []
            parts += [ends] if snapshot.position in (schedule.end, schedule.last) else []
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.setAccessibleName(self.text())
            self.update()

    def wants(self) -> int:
        """Return the width with the word."""
        return self._width_of([part for part in self._widest if part.text])

    def sizeHint(self) -> QSize:
        return QSize(self._width_of(self._shown(self._widest)), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.rect()
        for part in self._shown(self._parts):
            painter.setFont(self._font(part))
            painter.setPen(QColor(self._theme.ink if part.bold else self._theme.faint))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, part.text)
            room.setLeft(room.left() + self._metrics(part).horizontalAdvance(part.text))
            room.setLeft(room.left() + self._gap())
        painter.end()

    def _shown(self, parts: tuple[TailPart, ...]) -> list[TailPart]:
        return [part for part in parts if part.text and (self._with_word or not part.bold)]

    def _width_of(self, parts: list[TailPart]) -> int:
        texts = sum(self._metrics(part).horizontalAdvance(part.text) for part in parts)
        return texts + self._gap() * max(len(parts) - 1, 0) + 1

    def _gap(self) -> int:
        return self.fontMetrics().horizontalAdvance(" ") + 1

    def _font(self, part: TailPart) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if part.bold else QFont.Weight.Normal)
        return font

    def _metrics(self, part: TailPart) -> QFontMetrics:
        return QFontMetrics(self._font(part))


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD - 1]}…"


def _other(snapshot: Snapshot, timestep: int | None = None) -> str:
    """Name the timestep of the layer's other direction, or one given; empty with one direction."""
    if not snapshot.experiment.config.bidirectional:
        return ""
    other = snapshot.lane._replace(direction=1 - snapshot.lane.direction)
    if timestep is None:
        timestep = snapshot.timestep_of(other)
    if timestep is None:
        return ""
    return f"· {tr(DIRECTIONS[other.direction])} t {timestep}"
