"""Docks: puts the panels in the places of a layout, some sharing a place as tabs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from simulator.translation import tr
from ui.panels.catalogue import PANELS, tabs
from ui.panels.layouts import LAYOUTS, LEARN, DockPlace
from ui.panels.panel import Panel
from ui.widgets.scrolled import Scrolled

_OPTIONS = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
_TEARING = _OPTIONS | QMainWindow.DockOption.GroupedDragging
"""Options while the mouse is down on a tab, by which a panel can be torn off.

Otherwise Qt would also make floating windows of several panels, and crash when it loses one.
"""


class Docks(QObject):
    """Dock for each panel, by the catalogue's keys, below the bars; and the last layout."""

    def __init__(self, window: QMainWindow, panels: Mapping[str, Panel], bar: QWidget) -> None:
        super().__init__(window)
        self._window, self._bar = window, bar
        self._layout = LEARN
        self._docks: dict[str, QDockWidget] = {}
        self._torn: QObject | None = None  # the panel whose tab the mouse holds
        self._pressed_among = 0  # tabs, while the mouse is down on one
        window.setDockOptions(_OPTIONS)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._fit_titles)
        for key, panel in panels.items():
            dock = QDockWidget(tr(PANELS[key].title), window)
            dock.setObjectName(key)
            dock.setWidget(Scrolled(panel))
            dock.dockLocationChanged.connect(self._fit_titles_soon)
            dock.topLevelChanged.connect(self._fit_titles_soon)
            dock.topLevelChanged.connect(self._tear)
            dock.visibilityChanged.connect(self._fit_titles_soon)
            # The signal also comes when a dock's tab is chosen: behind others it counted as visible
            # to Qt.
            dock.visibilityChanged.connect(panel.catch_up)
            self._docks[key] = dock

    def lay_out(self, key: str = LEARN) -> None:
        """Put every panel in its place of a layout."""
        window, area = self._window, Qt.DockWidgetArea
        self._layout, layout = key, LAYOUTS[key]
        for dock in self._docks.values():
            dock.setFloating(False)
            window.removeDockWidget(dock)
        heads = [self._head(column.places[0]) for column in layout.columns]
        window.addDockWidget(area.TopDockWidgetArea, heads[0])
        for left, right in pairwise(heads):
            window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
        for column in layout.columns:
            for above, place in pairwise(column.places):
                window.splitDockWidget(
                    self._head(above), self._head(place), Qt.Orientation.Vertical
                )
        window.addDockWidget(area.BottomDockWidgetArea, self._head(layout.below))
        self._stack()
        self.share_out()

    def end_drag(self) -> None:
        """Put a panel that the mouse drags back into the window; others may float.

        Qt crashes when a window is destroyed while one of its panels is dragged.
        """
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            return
        for dock in self._docks.values():
            if dock.isFloating() and dock in (self._torn, QWidget.mouseGrabber()):
                dock.setFloating(False)

    def share_out(self) -> None:
        """Share out the room; Qt takes pixels, so the window must have its size."""
        layout = LAYOUTS[self._layout]
        columns, below = layout.columns, layout.below
        top = self._bar.mapTo(self._window, QPoint()).y()
        width, height = self._window.width(), self._window.height() - top
        heads = [self._head(column.places[0]) for column in columns]
        widths = [round(column.width * width) for column in columns]
        self._window.resizeDocks(heads, widths, Qt.Orientation.Horizontal)
        shares = (1 - below.height, below.height)
        self._share_height([heads[0], self._head(below)], shares, height)
        for column in columns:
            inside = [self._head(place) for place in column.places]
            self._share_height(inside, [place.height for place in column.places], height)

    def _share_height(
        self, docks: Sequence[QDockWidget], shares: Sequence[float], height: int
    ) -> None:
        if len(docks) > 1:
            sizes = [round(share * height) for share in shares]
            self._window.resizeDocks(docks, sizes, Qt.Orientation.Vertical)

    def _stack(self) -> None:
        """Put the tabs behind the front dock of their place, and show them all."""
        for place in LAYOUTS[self._layout].places:
            for key in tabs(self._layout, place.slot)[1:]:
                self._window.tabifyDockWidget(self._head(place), self._docks[key])
        for dock in self._docks.values():
            dock.setVisible(True)
        for place in LAYOUTS[self._layout].places:
            self._head(place).raise_()

    def _head(self, place: DockPlace) -> QDockWidget:
        """Return the front dock of a place."""
        return self._docks[tabs(self._layout, place.slot)[0]]

    def show_panel(self, key: str) -> QWidget:
        """Show a panel in front of those that share its place."""
        dock = self._docks[key]
        dock.setVisible(True)
        dock.raise_()
        return dock.widget()

    def bring_forward(self, key: str) -> None:
        """Show a panel and give it the focus."""
        panel = self.show_panel(key)
        first = next((child for child in _in_tab_order(panel) if _takes_focus(child)), panel)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, bar: QObject, event: QEvent) -> bool:
        """Let a panel be torn off by its tab, unless a tab was closed since the press.

        Qt would move the tab of the place that was pressed, and crash where there is none.
        """
        if not isinstance(bar, QTabBar):  # it is being destroyed
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._pressed_among = bar.count()
                self._window.setDockOptions(_TEARING)
            case QEvent.Type.MouseMove:
                return self._torn is None and bar.count() < self._pressed_among
            case QEvent.Type.MouseButtonRelease:
                self._torn, self._pressed_among = None, 0
                self._window.setDockOptions(_OPTIONS)
        return False

    def _tear(self, floating: bool) -> None:
        if floating and self._window.dockOptions() == _TEARING:
            self._torn = self.sender()
        self._window.setDockOptions(_OPTIONS)

    def _fit_titles_soon(self, *_: object) -> None:
        self._soon.start()

    def _fit_titles(self) -> None:
        """Hide a panel's title bar where its tab shows its name; watch the tabs."""
        for dock in self._docks.values():
            in_tabs = bool(self._window.tabifiedDockWidgets(dock)) and not dock.isFloating()
            if in_tabs and dock.titleBarWidget() is None:
                dock.setTitleBarWidget(QWidget(dock))
            elif not in_tabs and dock.titleBarWidget() is not None:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for bar in self._window.findChildren(QTabBar, options=direct):
            bar.installEventFilter(self)  # once, however often


def _in_tab_order(panel: QWidget) -> list[QWidget]:
    """List the widgets inside a panel, in the order of the Tab key."""
    inside, widget = [], panel.nextInFocusChain()
    while widget is not None and widget is not panel and panel.isAncestorOf(widget):
        inside.append(widget)
        widget = widget.nextInFocusChain()
    return inside


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible()
