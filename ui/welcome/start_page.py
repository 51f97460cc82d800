"""StartPage: the page before the panels, with the course, examples, and links to files."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QMainWindow,
    QScrollArea,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from simulator.examples import ExampleWords
from simulator.translation import tr
from ui.commands.recent_details import RecentFile
from ui.commands.table.keys import shortcuts_of
from ui.commands.table.rows import TABLE
from ui.style.theme import Theme
from ui.welcome.card import ExampleCard
from ui.welcome.course.card import CourseCard
from ui.welcome.drop_area import DropArea
from ui.welcome.foot import Foot
from ui.welcome.recent_list import RecentList
from ui.welcome.run_picture import Studio
from ui.welcome.sections import Sections
from ui.welcome.start_here import StartHere
from ui.widgets.key_filter import KEEPS_ESCAPE, KEEPS_MOVES

_ALARMS = frozenset({"recovery", "silence", "sabotage"})
_WAYS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class _Themed(Protocol):
    def set_theme(self, theme: Theme) -> None: ...


class StartPage(QWidget):
    """Page over all of a window but its menus. Esc, or any choice, closes it.

    Signals:
        lesson_chosen: a lesson's id. example_chosen: an example's. file_chosen: a path.
        action_asked: the id of an action of the table. dismissed: none of these.
        wanted_at_start: whether to show it at the next start. language_chosen: a language's code.
        drawn: every picture that is seen.
    """

    lesson_chosen = Signal(str)
    example_chosen = Signal(str)
    file_chosen = Signal(str)
    action_asked = Signal(str)
    dismissed = Signal()
    drawn = Signal()
    wanted_at_start = Signal(bool)
    language_chosen = Signal(str)

    def __init__(
        self,
        done: Mapping[str, frozenset[str]],
        examples: Iterable[ExampleWords],
        recent: Sequence[RecentFile],
        languages: Mapping[str, str],
        at_start: bool,
        theme: Theme,
        window: QMainWindow,
    ) -> None:
        """Take the steps of lessons that are done; the languages: each code with its own name."""
        super().__init__(window)
        self._window = window
        self.setProperty(KEEPS_MOVES, True)
        self.setProperty(KEEPS_ESCAPE, True)
        self.setAccessibleName(tr("Start page"))
        self.setAutoFillBackground(True)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._cover)
        self._start, self._course = StartHere(done, theme), CourseCard(done, theme)
        self._cards = {
            example.id: ExampleCard(example.id, tr(example.title), tr(example.line), theme)
            for example in examples
        }
        cards = tuple(self._cards.values())
        self._drop, self._recent = DropArea(theme), RecentList(recent, theme)
        self._foot = Foot(languages, at_start, theme)
        self._sections = Sections(
            (self._start, self._course), cards, (self._drop, self._recent), theme
        )
        self._themed: tuple[_Themed, ...] = (
            self._start, self._course, *cards, self._drop, self._recent, self._foot,
            self._sections,
        )  # fmt: skip
        self._scroll = _scrolled(self._sections)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self._studio = Studio((self._start.picture, *(card.picture for card in cards)), self)
        self._connect()
        for stop in self._stops():
            stop.installEventFilter(self)
        window.installEventFilter(self)

    def appear(self) -> None:
        """Show the page over the window, with the focus on the lesson to go on with."""
        self._cover()
        self.setVisible(True)
        self._start.setFocus(Qt.FocusReason.PopupFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Hide the name of what is open behind the page."""
        super().showEvent(event)
        self._show_name(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Show it again."""
        super().hideEvent(event)
        self._show_name(True)

    def _show_name(self, shown: bool) -> None:
        name = self._window.menuBar().cornerWidget()
        if name is not None:
            name.setVisible(shown)

    def tell(self, line: str) -> None:
        """Show a message; an empty one clears it."""
        self._foot.tell(line)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        for part in self._themed:
            part.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the page at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep Tab on the page: the widgets below are hidden."""
        stops = self._stops()
        present = self._window.focusWidget()
        place = stops.index(present) if present in stops else -1
        self._focus(stops[(place + (1 if forwards else -1)) % len(stops)])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window and what is dragged over it; move the focus by arrows."""
        if watched is self._window:
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                return self._withholds(event)
            if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
                self._soon.start()
            elif event.type() == QEvent.Type.DragEnter:
                self._drop.light(True)
            elif event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
                self._drop.light(False)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = _WAYS.get(Qt.Key(event.key()))
            if way is not None and isinstance(watched, QAbstractButton):
                self._focus(_nearest(watched, way, self._stops()))
                return True
        return False

    def _withholds(self, event: QKeyEvent) -> bool:
        """Take the keys of what lies below the page, where nothing of it would be seen."""
        pressed = QKeySequence(event.keyCombination())
        mine = any(pressed in shortcuts_of(row) for row in TABLE if not row.with_page)
        if self.isVisible() and mine:
            event.accept()
        return self.isVisible() and mine

    def _cover(self) -> None:
        """Cover everything below the menus, but for a bar that asks or warns."""
        window = self._window
        alarms = [
            bar
            for bar in window.findChildren(QToolBar)
            if bar.objectName() in _ALARMS and bar.isVisible()
        ]
        top = window.menuBar().geometry().bottom() + 1
        below = max((bar.geometry().bottom() + 1 for bar in alarms), default=top)
        self._column.setContentsMargins(0, below - top, 0, 0)
        self.setGeometry(QRect(0, top, window.width(), window.height() - top))
        self.raise_()
        for bar in alarms:
            bar.raise_()

    def _stops(self) -> list[QAbstractButton]:
        """List the widgets that take the focus, in the order of Tab."""
        foot = self._foot.findChildren(QAbstractButton)
        return [
            self._start,
            *self._course.entries.values(),
            *self._cards.values(),
            self._drop.open,
            self._drop.new,
            *self._recent.links,
            *foot,
        ]

    def _connect(self) -> None:
        self._start.clicked.connect(partial(self._choose_lesson, self._start.id))
        self._course.chosen.connect(self.lesson_chosen)
        for id, card in self._cards.items():
            card.clicked.connect(partial(self._choose_example, id))
        for button, action in ((self._drop.open, "open"), (self._drop.new, "new")):
            button.clicked.connect(partial(self._ask, action))
        self._recent.chosen.connect(self.file_chosen)
        self._foot.at_start.toggled.connect(self.wanted_at_start)
        self._foot.language_chosen.connect(self.language_chosen)
        self._studio.rests.connect(self.drawn)

    def _focus(self, stop: QAbstractButton) -> None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(stop, 0, 12)

    def _choose_lesson(self, id: str, _checked: bool = False) -> None:
        self.lesson_chosen.emit(id)

    def _choose_example(self, id: str, _checked: bool = False) -> None:
        self.example_chosen.emit(id)

    def _ask(self, id: str, _checked: bool = False) -> None:
        self.action_asked.emit(id)


def _scrolled(sections: Sections) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(sections)
    return area


def _nearest(
    stop: QAbstractButton, way: QPoint, stops: Iterable[QAbstractButton]
) -> QAbstractButton:
    """Return the next stop in a direction; the present one when there is none.

    Stops beside the way count as further off, by the gap beside it.
    """

    def place(widget: QWidget) -> QRect:
        return QRect(widget.mapToGlobal(QPoint()), widget.size())

    here = place(stop)

    def distance(other: QAbstractButton) -> float:
        there = place(other)
        across = max(there.left() - here.right(), here.left() - there.right())
        down = max(there.top() - here.bottom(), here.top() - there.bottom())
        along, aside = (across, down) if way.x() else (down, across)
        off = there.center() - here.center()
        if along <= 0 or QPoint.dotProduct(off, way) <= 0:
            return float("inf")
        middles = abs(off.x() * way.y()) + abs(off.y() * way.x())
        return along + 4 * max(aside, 0) + 0.01 * middles

    others = [other for other in stops if distance(other) < float("inf")]
    return min(others, key=distance, default=stop)
