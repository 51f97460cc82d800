"""Docks: where the panels stand, and the tabs that some share a place in."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from ui.panels.panel import Panel

_OPTIONS = (
    QMainWindow.DockOption.AnimatedDocks
    | QMainWindow.DockOption.AllowNestedDocks
    | QMainWindow.DockOption.AllowTabbedDocks
    | QMainWindow.DockOption.GroupedDragging
)


_BEHIND = {"Inputs": "Weights", "Shapes": "Weights", "Lens": "Ledger"}
"""The panels that stand as tabs behind another one than Now."""


class Docks(QObject):
    """A dock for each panel. Five have a place of their own, the others are tabs behind those."""

    def __init__(self, window: QMainWindow, panels: Sequence[Panel]) -> None:
        super().__init__(window)
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        window.setDockOptions(_OPTIONS)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._fit_titles)
        for panel in panels:
            dock = QDockWidget(panel.title, window)
            dock.setObjectName(panel.title)
            dock.setWidget(panel)
            dock.dockLocationChanged.connect(self._fit_titles_soon)
            dock.topLevelChanged.connect(self._fit_titles_soon)
            dock.visibilityChanged.connect(self._fit_titles_soon)
            self._docks[panel.title] = dock

    def lay_out(self, top: int) -> None:
        """Put every panel where it stands by default, below `top` pixels of the window."""
        window, area = self._window, Qt.DockWidgetArea
        weights, cell, ledger, now, timeline, *others = self._docks.values()
        window.addDockWidget(area.TopDockWidgetArea, weights)
        window.splitDockWidget(weights, cell, Qt.Orientation.Horizontal)
        window.splitDockWidget(cell, now, Qt.Orientation.Horizontal)
        window.splitDockWidget(cell, ledger, Qt.Orientation.Vertical)
        window.addDockWidget(area.BottomDockWidgetArea, timeline)
        for dock in self._docks.values():
            dock.setFloating(False)
            dock.setVisible(True)
        for dock in others:
            window.tabifyDockWidget(self._docks[_BEHIND.get(dock.objectName(), "Now")], dock)
        for dock in (weights, ledger, now):
            dock.raise_()
        self.share_out(top)

    def share_out(self, top: int) -> None:
        """Share out the room; Qt takes pixels, so the window must have its size."""
        weights, cell, ledger, now, timeline, *_ = self._docks.values()
        width, height = self._window.width(), self._window.height() - top
        for docks, shares, room, orientation in (
            ([weights, cell, now], (0.28, 0.5, 0.22), width, Qt.Orientation.Horizontal),
            ([weights, timeline], (0.63, 0.37), height, Qt.Orientation.Vertical),
            ([cell, ledger], (0.33, 0.3), height, Qt.Orientation.Vertical),
        ):
            sizes = [round(share * room) for share in shares]
            self._window.resizeDocks(docks, sizes, orientation)

    def bring_forward(self, title: str) -> None:
        """Show a panel, before those that share its place, and give it the focus."""
        dock = self._docks[title]
        dock.setVisible(True)
        dock.raise_()
        panel = dock.widget()
        first = next((child for child in _in_tab_order(panel) if _takes_focus(child)), panel)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fit_titles_soon(self, *_: object) -> None:
        self._soon.start()

    def _fit_titles(self) -> None:
        """Where a tab says a panel's name, its title bar need not say it again."""
        for dock in self._docks.values():
            in_tabs = bool(self._window.tabifiedDockWidgets(dock)) and not dock.isFloating()
            if in_tabs and dock.titleBarWidget() is None:
                dock.setTitleBarWidget(QWidget(dock))
            elif not in_tabs and dock.titleBarWidget() is not None:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]


def _in_tab_order(panel: QWidget) -> list[QWidget]:
    """The widgets inside a panel, in the order of the Tab key."""
    inside, widget = [], panel.nextInFocusChain()
    while widget is not None and widget is not panel and panel.isAncestorOf(widget):
        inside.append(widget)
        widget = widget.nextInFocusChain()
    return inside


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible()
