"""Tool bars: one with actions, one with the place."""

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QToolBar, QWidget

from simulator.translation import tr
from ui.commands.actions import Actions

_GROUPS = (
    ("new", "open", "save", "export_trace"),
    ("undo", "redo"),
    ("first", "back", "play", "next", "last", "loop"),
    ("by_timestep", "by_gate"),
)


def add_toolbars(
    window: QMainWindow, actions: Actions, left: QWidget, right: QWidget, below: Iterable[QWidget]
) -> None:
    """Put the actions on a bar between widgets left and right, and other widgets on a bar below."""
    bar, place = _fixed_bar("transport", tr("Transport")), _fixed_bar("place", tr("Place"))
    bar.setIconSize(QSize(18, 18))
    for group in _GROUPS:
        for id in group:
            bar.addAction(actions[id])
        bar.addSeparator()
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    for widget in (left, space, right):
        bar.addWidget(widget)
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if action.objectName() and button is not None:
            button.setAccessibleName(action.toolTip())
    for widget in below:
        place.addWidget(widget)
    window.addToolBar(bar)
    window.addToolBarBreak()
    window.addToolBar(place)


def _fixed_bar(name: str, title: str) -> QToolBar:
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    return bar
