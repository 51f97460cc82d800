"""Bars of the window: tool bars of actions and position, the alarms, and the status bar."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QToolBar, QWidget

from simulator.translation import tr
from ui.commands.actions import Actions
from ui.session.messages import Messages
from ui.style.theme import Theme
from ui.window.badge import CheckBadge
from ui.window.lane_selector import LaneSelector
from ui.window.sabotage_bar import SabotageBar
from ui.window.silence_bar import SilenceBar
from ui.window.speed_label import SpeedLabel
from ui.window.status_bar import StatusBar
from ui.window.transport_bar import TransportBar

_GROUPS = (
    ("new", "open", "save", "export_trace"),
    ("undo", "redo"),
    ("first", "back", "play", "next", "last", "loop"),
    ("by_timestep", "by_gate"),
)


class Bars:
    """Bars of a window.

    Attributes:
        sabotage, silence: the bars on top while our engine makes a mistake, or torch is silent.
        speed, badge: labels beside the actions.
        transport, lanes: position and lane, below the actions.
        status: the status bar.
    """

    def __init__(
        self, window: QMainWindow, actions: Actions, messages: Messages, theme: Theme
    ) -> None:
        self.sabotage, self.silence = SabotageBar(theme, window), SilenceBar(theme, window)
        self.speed, self.badge = SpeedLabel(), CheckBadge(theme)
        self.transport, self.lanes = TransportBar(theme), LaneSelector()
        self.status = StatusBar(messages, theme)
        self.parts = (
            self.sabotage,
            self.silence,
            self.speed,
            self.badge,
            self.transport,
            self.lanes,
            self.status,
        )
        window.addToolBar(self.sabotage)
        window.addToolBarBreak()
        window.addToolBar(self._action_bar(actions))
        window.addToolBarBreak()
        window.addToolBar(self._place_bar())
        window.setStatusBar(self.status)

    def _action_bar(self, actions: Actions) -> QToolBar:
        bar = _fixed_bar("transport", tr("Transport"))
        bar.setIconSize(QSize(18, 18))
        for group in _GROUPS:
            for id in group:
                bar.addAction(actions[id])
            bar.addSeparator()
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (self.speed, space, self.badge):
            bar.addWidget(widget)
        for action in bar.actions():
            button = bar.widgetForAction(action)
            if action.objectName() and button is not None:
                button.setAccessibleName(action.toolTip())
        return bar

    def _place_bar(self) -> QToolBar:
        bar = _fixed_bar("place", tr("Place"))
        for widget in (self.transport, self.lanes):
            bar.addWidget(widget)
        return bar


def _fixed_bar(name: str, title: str) -> QToolBar:
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    return bar
