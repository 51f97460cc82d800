"""CourseCard: the lessons of the course, by number, and how many of them are done."""

from collections import deque
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from simulator.files.errors import FileError
from simulator.lessons.course import COURSE, TITLES, lesson, to_go_on_with
from simulator.lessons.text_template import unmarked
from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome.card import words
from ui.welcome.course.entry import LessonEntry
from ui.welcome.sheet import Sheet

_MARGIN, _BETWEEN = 20, 8


class CourseCard(Sheet):
    """Sheet with a row for each lesson, in two columns where there is room.

    The titles are known; the lessons themselves are read one by one, once the page is on screen.

    Attributes:
        entries: the rows, by the ids of their lessons.

    Signals:
        chosen: a lesson's id.
    """

    chosen = Signal(str)

    def __init__(self, done: Mapping[str, frozenset[str]], theme: Theme) -> None:
        """Take the ids of the steps that are done, by lesson, the one worked on last at the end."""
        super().__init__(theme)
        self._done = done
        self._unread = deque(COURSE)
        self._columns = 0
        self.entries = {
            id: LessonEntry(number, tr(TITLES[id]), theme) for number, id in enumerate(COURSE, 1)
        }
        for id, entry in self.entries.items():
            entry.clicked.connect(partial(self._choose, id))
        self._title = words(tr("Course"), fonts.sentence, bold=True)
        self._count, self._bar = words("", fonts.text), _Bar(theme)
        tip = tr("A lesson is done when all of its steps are. Progress is saved.")
        for part in (self._title, self._count, self._bar):
            part.setToolTip(tip)
        for label in (self._title, self._count):
            label.setWordWrap(False)
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 6, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._bar, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_BETWEEN)
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN - 6, 16, _MARGIN - 6, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._grid, 1)
        self.setLayout(column)
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._read)
        self._arrange()
        self._sum_up()
        self.set_theme(theme)

    @property
    def complete(self) -> bool:
        """True when every lesson has been read, and how far one has come is shown."""
        return not self._unread

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        restyle(self._count, f"color: {theme.faint};")
        self._bar.set_theme(theme)
        for entry in self.entries.values():
            entry.set_theme(theme)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and begin to read."""
        super().paintEvent(event)
        if self._unread:
            self._later.start()

    def _choose(self, id: str, _checked: bool = False) -> None:
        self.chosen.emit(id)

    def _arrange(self) -> None:
        widest = max(entry.least_width() for entry in self.entries.values())
        room = self.width() - 2 * (_MARGIN - 6) - _BETWEEN
        columns = 2 if room >= 2 * widest else 1
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self.entries) // columns)
        for entry in self.entries.values():
            self._grid.removeWidget(entry)
        for number, entry in enumerate(self.entries.values()):
            self._grid.addWidget(entry, number % rows, number // rows)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
        for row in range(len(self.entries)):
            self._grid.setRowStretch(row, int(row < rows))

    def _read(self) -> None:
        """Read the next lesson; one that cannot be read keeps its bare title."""
        id = self._unread.popleft()
        try:
            read = lesson(id)
        except FileError:
            pass
        else:
            done = self._done.get(id, frozenset())
            count = sum(step.id in done for step in read.steps)
            self.entries[id].tell(count, len(read.steps), unmarked(read.text("idea")))
        if self._unread:
            self._later.start()
        self._sum_up()

    def _sum_up(self) -> None:
        count = sum(entry.finished for entry in self.entries.values())
        self._count.setText(tr("{count} of {all} done", count=count, all=len(COURSE)))
        self._bar.fill(count / len(COURSE))
        if not self._unread:
            following = to_go_on_with(self._done)
            for id, entry in self.entries.items():
                entry.set_next(id == following)


class _Bar(QWidget):
    """Bar that is filled by a share."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._share, self._theme = 0.0, theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def fill(self, share: float) -> None:
        """Fill it by a share, 0…1."""
        self._share = share
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self.setFixedHeight(px(8))
        self.setMaximumWidth(px(200))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter, whole = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        radius = whole.height() / 2
        painter.setBrush(QColor(self._theme.rule))
        painter.drawRoundedRect(whole, radius, radius)
        if self._share:
            filled = QRectF(whole)
            filled.setWidth(max(whole.width() * self._share, whole.height()))
            painter.setBrush(QColor(self._theme.good))
            painter.drawRoundedRect(filled, radius, radius)
