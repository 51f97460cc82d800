"""Bars of the window: the alarms, the transport bar, the margins, and the status bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from simulator.translation import tr
from ui.commands.actions import Actions
from ui.session.messages import Messages
from ui.style.theme import Theme
from ui.window.sabotage_bar import SabotageBar
from ui.window.silence_bar import SilenceBar
from ui.window.status_bar import StatusBar
from ui.window.transport.transport_bar import TransportBar

_MARGIN = 8
"""Pixels of paper around the docks, as between them."""


class Bars:
    """Bars of a window.

    Attributes:
        sabotage, silence: the bars on top while our engine makes a mistake, or torch is silent.
        transport: the position, and all that moves it, below the menus.
        status: the status bar.
    """

    def __init__(
        self, window: QMainWindow, actions: Actions, messages: Messages, theme: Theme
    ) -> None:
        self.sabotage, self.silence = SabotageBar(theme, window), SilenceBar(theme, window)
        self.transport = TransportBar(actions, theme)
        self.status = StatusBar(messages, theme)
        self.parts = (self.sabotage, self.silence, self.transport, self.status)
        area = Qt.ToolBarArea
        window.addToolBar(self.sabotage)
        window.addToolBarBreak()
        window.addToolBar(_bar_of("transport", tr("Transport"), self.transport))
        window.addToolBarBreak()
        for name, place in (
            ("margin_above", area.TopToolBarArea),
            ("margin_left", area.LeftToolBarArea),
            ("margin_right", area.RightToolBarArea),
        ):
            margin = _bar_of(name, "", QWidget())
            if place is area.TopToolBarArea:
                margin.setFixedHeight(_MARGIN)
            else:
                margin.setFixedWidth(_MARGIN)
            window.addToolBar(place, margin)
        window.setStatusBar(self.status)


def _bar_of(name: str, title: str, widget: QWidget) -> QToolBar:
    """Return a bar with one widget, which nobody can move or hide."""
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.toggleViewAction().setVisible(False)
    bar.addWidget(widget)
    return bar
