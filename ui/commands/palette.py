"""CommandPalette: every action of the menus, found by a few letters of its name; and any number."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import WITHOUT_LANE, Address
from simulator.commands.place import place
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.commands.actions import WORDS
from ui.commands.table.keys import keys_of
from ui.commands.table.rows import ROWS, in_english
from ui.session.workbench import Workbench
from ui.style import fonts
from ui.style.mnemonic import without_mnemonic

_SIZE = (620, 420)
_FROM_TOP = 64
_TO_THE_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Entry:
    """An action with its menus, its text and keys; for the search its English, and other words."""

    action: QAction
    where: str
    text: str
    keys: str
    english: str
    words: str = ""


class CommandPalette(QDialog):
    """A line to type in, and the matching actions below it, the best first.

    A place, as `3:f` or `f[1] at 3`, has an entry of its own, the first one.

    Enter triggers the selected one, after the palette has closed, if the menus still have it: some
    are made anew with each document. Esc does nothing.
    """

    def __init__(self, window: QMainWindow, workbench: Workbench) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._menu_bar, self._workbench = window.menuBar(), workbench
        self._there: _There | None = None
        self._entries = list(entries(self._menu_bar))
        self._line = QLineEdit(placeholderText=tr("What do you want to do?"))
        self._line.setAccessibleName(tr("Find a command"))
        self._line.setToolTip(tr("Part of the command's name, or another word for it"))
        self._line.textChanged.connect(self._find)
        self._line.installEventFilter(self)
        self._list = _list()
        self._list.clicked.connect(self.accept, Qt.ConnectionType.QueuedConnection)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._line)
        column.addWidget(self._list)
        width, height = map(fonts.px, _SIZE)
        self.resize(min(width, window.width()), min(height, window.height() - _FROM_TOP))
        self.move(window.mapToGlobal(window.rect().center()).x() - self.width() // 2, 0)
        self.move(self.x(), window.mapToGlobal(window.rect().topLeft()).y() + _FROM_TOP)
        self._find("")

    def accept(self) -> None:
        """Close, then trigger the selected action."""
        item = self._list.currentItem()
        at = None if item is None else item.data(0, Qt.ItemDataRole.UserRole)
        super().accept()
        if at == _PLACE and self._there is not None:
            self._there.go()
        elif at is not None and self._entries[at] in entries(self._menu_bar):
            self._entries[at].action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the user types."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _TO_THE_LIST
        ):
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept on Enter, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _find(self, typed: str) -> None:
        found = [(_points(typed, entry), at) for at, entry in enumerate(self._entries)]
        fitting = [(points, at) for points, at in found if points is not None]
        if typed:
            fitting.sort(key=lambda pair: pair[0], reverse=True)
        self._list.clear()
        self._there = _there(typed, self._workbench)
        rows = [] if self._there is None else [((self._there.text, "", ""), _PLACE)]
        for _, at in fitting:
            entry = self._entries[at]
            rows.append(((entry.text, entry.where, entry.keys), at))
        for texts, at in rows:
            item = QTreeWidgetItem(texts)
            item.setData(0, Qt.ItemDataRole.UserRole, at)
            item.setForeground(1, self.palette().placeholderText())
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._list.addTopLevelItem(item)
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)
        else:
            self._say(tr("No available command is called “{text}”.", text=typed))

    def _say(self, words: str) -> None:
        """Show a line that cannot be chosen, in place of the actions."""
        line = QTreeWidgetItem([words])
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addTopLevelItem(line)
        line.setFirstColumnSpanned(True)


_PLACE = -1
"""Number of the entry of a place, which is no action."""


@dataclass(frozen=True, slots=True)
class _There:
    """Entry of a place that was typed, and what it does."""

    text: str
    go: Callable[[], None]


def _there(typed: str, workbench: Workbench) -> _There | None:
    """Look at a number that was typed, or go to a timestep or gate step; None for other words."""
    now = workbench.snapshot()
    try:
        there = place(typed)
        there.check(now.experiment, now.lane, now.row)
    except (ArgumentTypeError, ValueError):
        return None
    if there.edge:
        return None
    row = now.row if there.row is None else there.row
    lane = Lane() if there.quantity in WITHOUT_LANE else there.lane(now.lane)
    number = Address(there.quantity, lane, there.timestep, row, there.unit or 0)
    config, batch = now.experiment.config, now.experiment.batch_size
    where = number.place(config, batch)
    if there.quantity and there.unit is not None:
        text, go = tr("View {number}", number=number.text()), partial(workbench.look_at, number)
    else:
        go = partial(workbench.go_to_place, there)
        if there.back and not there.quantity:
            text = tr("Go to t {t}, backward", t=there.timestep)
        else:
            text = tr("Go to t {t}", t=there.text())
    return _There(f"{text} · {where}" if where else text, go)


def _points(typed: str, entry: Entry) -> tuple[int, float] | None:
    """Rate an entry: by whole words of its name, then by its other words, then by letters.

    Returns None when nothing matches.
    """
    names = (f"{entry.text} {entry.where}", entry.english)
    points = next((p for name in names if name and (p := score(typed, name)) is not None), None)
    words = _words(typed)
    if points is not None and any(_has_beginnings(words, name) for name in names):
        return 2, points
    if _has_beginnings(words, entry.words):
        return 1, -len(entry.words) / 1000
    return None if points is None else (0, points)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w+−-]+", text.casefold())


def _has_beginnings(typed: Sequence[str], text: str) -> bool:
    """Return True when each typed word begins a word of a text."""
    there = _words(text)
    return bool(typed) and all(any(word.startswith(t) for word in there) for t in typed)


def entries(menu_bar: QMenuBar) -> Iterator[Entry]:
    """Yield every enabled action of the menus, in their order."""
    for action in menu_bar.actions():
        yield from _entries(menu_bar, action, ())


def _entries(menu: QWidget, action: QAction, path: tuple[str, ...]) -> Iterator[Entry]:
    if not action.isEnabled() or not action.isVisible() or action.isSeparator():
        return
    # Not action.menu(): its result belongs to `action`, and is deleted with it.
    inside = QMenu.menuInAction(action)
    text = without_mnemonic(action.text())
    if inside is None:
        row = ROWS.get(action.objectName())
        keys, english = ("  ".join(keys_of(row)), in_english(row)) if row else ("", "")
        words = str(action.property(WORDS) or "")
        yield Entry(action, " › ".join(path), text, keys, english, words)
    else:
        for other in inside.actions():
            yield from _entries(inside, other, (*path, text))


def _list() -> QTreeWidget:
    view = QTreeWidget(columnCount=3)
    view.setRootIsDecorated(False)
    view.setHeaderHidden(True)
    view.setAccessibleName(tr("Commands"))
    view.setToolTip(tr("Enter or a click runs it"))
    view.setUniformRowHeights(True)
    view.setStyleSheet("QTreeWidget::item { padding: 3px 6px; }")
    view.setAllColumnsShowFocus(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = view.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return view


_WORD_START, _NEXT = 8.0, 9.0
_NEVER = float("-inf")


def score(typed: str, text: str) -> float | None:
    """Score how well `typed` matches `text`, the higher the better; None when it does not.

    It matches when its letters, without blanks, occur in `text` in that order. Letters that begin a
    word, or follow the previous match, count most; among equal scores the shorter text wins.
    """
    wanted, letters = typed.casefold().replace(" ", ""), text.casefold()
    # best[k]: the best score with the last letter so far matched at k.
    best = [0.0] * len(letters)
    for number, letter in enumerate(wanted):
        reached, before = _NEVER, best
        best = [_NEVER] * len(letters)
        for k, other in enumerate(letters):
            if other == letter:
                start = reached if number else 0.0
                if number and k:
                    start = max(start, before[k - 1] + _NEXT)
                begins = k == 0 or not letters[k - 1].isalnum()
                best[k] = start + (_WORD_START if begins else 0.0)
            reached = max(reached, before[k])
    found = max(best, default=0.0 if not wanted else _NEVER)
    return None if found == _NEVER else found - len(letters) / 1000
