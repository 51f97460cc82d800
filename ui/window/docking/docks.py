"""Docks: puts the panels in the places of a layout, some sharing a place as tabs.

Qt's own tab bars have no height (see `ui.style.chrome`): every dock has a title bar of ours, which
shows the tabs of its place.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from simulator.lessons.lesson import Lesson
from simulator.translation import tr
from ui.commands.table.keys import tool_tip
from ui.commands.table.rows import ROWS
from ui.panels.catalogue import PANELS, tabs
from ui.panels.layouts import LAYOUTS, LEARN, Part, Slot, slots_of
from ui.panels.panel import Panel
from ui.panels.panels import Panels
from ui.session.snapshot import Snapshot
from ui.style.fonts import USUAL, text_size
from ui.style.theme import Theme
from ui.widgets.scrolled import Scrolled
from ui.window.docking.arrangement import Arrangement
from ui.window.docking.dock_tabs import DockTabs
from ui.window.docking.title_bar import TitleBar

_OPTIONS = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
"""Not GroupedDragging: Qt would make floating windows of several panels, and crash when it loses
one."""

LESSON = "Lesson"
"""Key of the panel that is there while a lesson is open."""

_GUTTER = 8
"""Pixels between docks, and around them."""


class Docks(QObject):
    """Dock for each panel, by the catalogue's keys, below the bars; and the last layout.

    Signals:
        back_asked: to look at the position again.
    """

    back_asked = Signal()

    def __init__(
        self,
        window: QMainWindow,
        panels: Panels,
        bar: QWidget,
        theme: Theme,
        arrangement: Arrangement,
        covered: bool = False,
    ) -> None:
        """Args: covered: a page will lie over the docks, until `uncover` makes their panels."""
        super().__init__(window)
        self._covered = covered
        self._window, self._bar, self._panels = window, bar, panels
        self._arrangement = arrangement
        self._lays_out = self._is_asked = False
        self._layout, self._lesson = LEARN, False
        self._taught: Lesson | None = None
        self._text_size = text_size()
        self._groups: dict[Slot, list[str]] = {}
        self._order = list(PANELS)
        self._docks: dict[str, QDockWidget] = {}
        self._places: dict[str, Scrolled] = {}
        self._bars: dict[str, TitleBar] = {}
        self._names = {key: (key, tr(PANELS[key].title), _tip(key)) for key in PANELS}
        window.setDockOptions(_OPTIONS)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_tabs)
        for key, row in PANELS.items():
            dock = QDockWidget(tr(row.title), window)
            dock.setObjectName(key)
            self._places[key] = place = Scrolled(whole_width=key == LESSON)
            dock.setWidget(place)
            dock.dockLocationChanged.connect(self._show_tabs_soon)
            dock.topLevelChanged.connect(self._show_tabs_soon)
            dock.visibilityChanged.connect(self._show_tabs_soon)
            # The signal also comes when a dock's tab is chosen: behind others it counted as visible
            # to Qt. It does not come when the dock in front is dragged away: that moves the next.
            dock.visibilityChanged.connect(partial(self._come_into_sight, key))
            dock.installEventFilter(self)
            arrangement.hear(dock)
            self._docks[key] = dock
            self._bars[key] = title_bar = TitleBar(dock, theme)
            title_bar.show_tabs([self._names[key]])
            title_bar.chosen.connect(self._follow_tab)
            title_bar.back_asked.connect(self.back_asked)
            dock.setTitleBarWidget(title_bar)
        panels.hand_to(self._take_in)

    def _take_in(self, key: str, panel: Panel) -> None:
        """Put a new panel into its dock."""
        self._places[key].put_in(panel)
        self._bars[key].take(panel)

    def lay_out(self, key: str = "") -> None:
        """Put every panel in its place of a layout, by default, or without such, the last one's."""
        self._is_asked = False
        self._layout = key if key in LAYOUTS else self._layout
        self._groups = self._grouped(text_size(), self._lesson)
        self._order = [key for group in self._groups.values() for key in group]
        for front, *_ in self._groups.values():
            if self._opens(front) and not self._covered:
                self._panels[front]  # made: it needs its room
        # On the way to their places docks are seen by Qt alone: what a panel has put off, and
        # draws meanwhile, could change the layout from within.
        self._lays_out = True
        try:
            self._put_in_places()
        finally:
            self._lays_out = False
        for key, dock in self._docks.items():
            if self._is_in_sight(dock):
                self._come_into_sight(key)

    def lay_out_later(self) -> None:
        """Lay out in the next turn of the event loop, unless something is laid out before it.

        Then a panel that was asked for meanwhile stays where it is.
        """
        self._is_asked = True
        QTimer.singleShot(0, self._lay_out_as_asked)

    def _lay_out_as_asked(self) -> None:
        if self._is_asked:
            self.lay_out()

    def _put_in_places(self) -> None:
        self._arrangement.let_go()
        for dock in self._docks.values():
            if dock.isFloating():
                dock.setFloating(False)  # which takes long, also of one that does not float
            self._window.removeDockWidget(dock)
            dock.setParent(self._window)  # as it is to Qt: PySide would let Python delete it now
        whole = LAYOUTS[self._layout].whole
        area = Qt.DockWidgetArea.TopDockWidgetArea
        self._window.addDockWidget(area, self._docks[self._first(whole)])
        self._divide(whole)
        self._stack()
        self.share_out()

    def _grouped(self, percent: int, lesson: bool) -> dict[Slot, list[str]]:
        """Return the panels of each slot; with little room for a text size some slots merge."""
        size, layout = self._window.size(), LAYOUTS[self._layout]
        width, height = (length * USUAL / percent for length in size.toTuple())
        to = layout.merged(width, height, lesson)
        groups: dict[Slot, list[str]] = {}
        for slot in sorted(layout.slots, key=lambda slot: to[slot] is not slot):  # own ones first
            there = groups.setdefault(to[slot], [])
            there.extend(tabs(self._layout, slot))
        return {slot: keys for slot, keys in groups.items() if keys}

    def _divide(self, part: Part) -> None:
        """Give each part of a split its place, and divide those in turn."""
        if isinstance(part, Slot):
            return
        way = Qt.Orientation.Horizontal if part.beside else Qt.Orientation.Vertical
        inner = [inner for _, inner in part.parts if self._used(inner)]
        for before, after in pairwise(inner):
            first, second = self._docks[self._first(before)], self._docks[self._first(after)]
            self._window.splitDockWidget(first, second, way)
        for one in inner:
            self._divide(one)

    def share_out(self) -> None:
        """Share out the room; Qt takes pixels, so the window must have its size."""
        top = self._bar.mapTo(self._window, QPoint()).y() + self._bar.height() + _GUTTER
        below = self._window.statusBar().sizeHint().height()
        room = self._window.size() - QSize(2 * _GUTTER, top + below)
        self._share(LAYOUTS[self._layout].whole, room)

    def _share(self, part: Part, room: QSize) -> None:
        if isinstance(part, Slot):
            return
        parts = [(size, inner) for size, inner in part.parts if self._is_seen(inner)]
        whole = sum(size for size, _ in parts)
        length = room.width() if part.beside else room.height()
        room_of_all = max(0, length - _GUTTER * (len(parts) - 1))
        sizes = [max(1, room_of_all * size // whole) for size, _ in parts]
        if len(parts) > 1:
            docks = [self._docks[self._first(inner)] for _, inner in parts]
            way = Qt.Orientation.Horizontal if part.beside else Qt.Orientation.Vertical
            self._window.resizeDocks(docks, sizes, way)
        for size, (_, inner) in zip(sizes, parts, strict=True):
            across = QSize(size, room.height()) if part.beside else QSize(room.width(), size)
            self._share(inner, across)

    def _used(self, part: Part) -> bool:
        """Return True when a part has panels."""
        return any(slot in self._groups for slot in slots_of(part))

    def _is_seen(self, part: Part) -> bool:
        """Return True when a part has a panel that is open."""
        there = (self._groups.get(slot, []) for slot in slots_of(part))
        return any(self._opens(key) for keys in there for key in keys)

    def _first(self, part: Part) -> str:
        """Return the key of the front panel of a part's first slot that has any."""
        return next(self._groups[slot][0] for slot in slots_of(part) if slot in self._groups)

    def _stack(self) -> None:
        """Put the tabs behind the front dock of their place; close those that are not opened."""
        for front, *behind in self._groups.values():
            for key in behind:
                self._window.tabifyDockWidget(self._docks[front], self._docks[key])
        for key, dock in self._docks.items():
            dock.setVisible(self._opens(key))
        for front, *_ in self._groups.values():
            self._docks[front].raise_()

    def _opens(self, key: str) -> bool:
        """Return True for a panel that the layout opens; a lesson's only while there is one."""
        return self._lesson if key == LESSON else PANELS[key].tabs[self._layout].opened

    def show_panel(self, key: str) -> QWidget:
        """Show a panel in front of those that share its place."""
        dock, _ = self._docks[key], self._panels[key]
        dock.setVisible(True)
        dock.raise_()
        return dock.widget()

    def show_only(self, keys: Sequence[str], shares: Sequence[int]) -> None:
        """Show these panels side by side, with these shares of the width, and close all others."""
        for key, dock in self._docks.items():
            if dock.isHidden() == (key in keys):
                dock.setVisible(key in keys)
        shown = [self._docks[key] for key in keys]
        for key in keys:
            self._panels[key].catch_up()
        if len(shown) > 1:
            widths = [self._window.width() * share // 100 for share in shares]
            self._window.resizeDocks(shown, widths, Qt.Orientation.Horizontal)

    def bring_forward(self, key: str) -> None:
        """Show a panel and give it the focus."""
        self.show_panel(key)
        panel = self._panels[key]
        (panel.first_keys or panel).setFocus(Qt.FocusReason.ShortcutFocusReason)
        if panel.first_keys is None:
            panel.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a panel be there before it is painted where it comes into sight."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._come_into_sight(watched.objectName())
        return False

    def _come_into_sight(self, key: str, *_: object) -> None:
        """Make the panel of a dock that may be in sight, or let it draw what it put off."""
        if self._lays_out:
            return
        seen = not self._covered and self._is_in_sight(self._docks[key])
        if seen or key in self._panels.made:
            self._panels[key].catch_up()

    def _is_in_sight(self, dock: QDockWidget) -> bool:
        """Return True for a dock that is open; behind a tab Qt puts it left of the window."""
        there = dock.isFloating() or dock.geometry().right() >= 0
        return dock.isVisible() and there and not self._lays_out

    def uncover(self) -> None:
        """Make the panels that come into sight: nothing lies over the docks any more."""
        self._covered = False
        for key in self._docks:
            self._come_into_sight(key)

    def next_below(self) -> str:
        """Return the key of a panel that will be in sight and is yet to be made; else nothing."""
        docks = self._docks.items() if self._covered else ()
        made = self._panels.made
        return next((key for key, d in docks if key not in made and self._is_in_sight(d)), "")

    def restored(self, bring_back: Callable[[], bool]) -> bool:
        """Return whether a former layout came back; the lesson's panel comes with lessons alone."""
        found = bring_back()
        if not self._lesson:
            self._docks[LESSON].close()
        return found

    def draw(self, snapshot: Snapshot) -> None:
        """Let every title bar say what its panel shows; each lesson has its layout, and its place.

        What the lesson before it had opened goes.
        """
        there = snapshot.lesson is not None
        taught = None if snapshot.lesson is None else snapshot.lesson.lesson
        if (there, taught) != (self._lesson, self._taught):
            self._lesson, self._taught = there, taught
            if taught is not None:
                self.lay_out(taught.layout)
            elif there:
                self.show_panel(LESSON)
                self.share_out()
            else:
                self._docks[LESSON].close()
                self.share_out()  # Qt gives its room to some of the others alone
                self._make_room(self._grouped(self._text_size, lesson=True))
        for bar in self._bars.values():
            bar.draw(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        for bar in self._bars.values():
            bar.set_theme(theme)
        before, self._text_size = self._text_size, text_size()
        if before != self._text_size:
            self._make_room(self._grouped(before, self._lesson))

    def _make_room(self, then: dict[Slot, list[str]]) -> None:
        """Lay the panels out anew if the slots merge otherwise than then.

        What someone has moved or closed stays where it is.
        """
        now = self._grouped(self._text_size, self._lesson)
        if then != now and all(self._is_laid_out(group) for group in then.values()):
            self.lay_out()

    def _is_laid_out(self, group: list[str]) -> bool:
        """Return True when the panels of a slot are those that a layout opens, in one place."""
        opened = [key for key in group if self._opens(key)]
        docks = self._docks
        return all(docks[key].isHidden() for key in group if key not in opened) and all(
            not docks[key].isHidden()
            and not docks[key].isFloating()
            and set(self._sharing(key)) == set(opened)
            for key in opened
        )

    def tell_keys(self) -> None:
        """Name the present keys of the panels on their tabs."""
        self._names = {key: (key, tr(PANELS[key].title), _tip(key)) for key in self._names}
        self._show_tabs()

    def _follow_tab(self, key: str) -> None:
        """Bring a panel forward by its tab; the keys go on to the tab if they were on the other."""
        by_keys = isinstance(QApplication.focusWidget(), DockTabs)
        self.show_panel(key)
        if by_keys:
            self._bars[key].tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_tabs_soon(self, *_: object) -> None:
        self._soon.start()

    def _show_tabs(self) -> None:
        """Show the names of all panels of a place in the title bar of each."""
        for key, bar in self._bars.items():
            bar.show_tabs([self._names[other] for other in self._sharing(key)])
        # The tabs of our title bars take the place of Qt's, which the style sheet makes flat.
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for tab_bar in self._window.findChildren(QTabBar, options=direct):
            tab_bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _sharing(self, key: str) -> list[str]:
        """List the keys of the open panels in a panel's place, in the order of the layout."""
        dock = self._docks[key]
        others = [] if dock.isFloating() else self._window.tabifiedDockWidgets(dock)
        there = {key, *(other.objectName() for other in others if not other.isHidden())}
        return sorted(there, key=self._order.index)


def _tip(key: str) -> str:
    """Return the tooltip of a panel's tab: its name and its keys, and what it is for."""
    return f"{tool_tip(ROWS[key])}\n{tr(PANELS[key].purpose)}"
