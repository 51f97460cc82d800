"""Tour: a few callouts, one after the other, that point at the parts of the window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from simulator.translation import mark, tr
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.welcome.callout import Callout, Rim

STOPS: Final = (
    (
        "transport",
        mark("Step"),
        mark(
            "{next_timestep} goes to the next timestep, {back_timestep} goes back. "
            "Gate by gate: {next_gate} and {back_gate}. {play} plays. Drag the "
            "slider to go anywhere."
        ),
    ),
    (
        "Cell",
        mark("What is computed now"),
        mark(
            "The last step computed is highlighted, and so are its inputs. Pale "
            "values are not computed yet. Click a number to see where it comes from."
        ),
    ),
    (
        "Ledger",
        mark("What a value is made of"),
        mark(
            "Every term of the sum, with both factors. Follow a term back to the timestep that it "
            "came from."
        ),
    ),
    (
        "Weights",
        mark("Change a weight"),
        mark(
            "Click a cell, type a number, press Enter. The whole sequence is "
            "computed again, and a line says what changed. {undo} undoes it."
        ),
    ),
    (
        "Timeline",
        mark("What changed"),
        mark(
            "Every unit over time, one row per quantity. After an edit the previous "
            "run stays faintly visible, and Δ shows the difference."
        ),
    ),
    (
        "badge",
        mark("Is it right?"),
        mark(
            "PyTorch checks every step, in its own process. Click to see how close "
            "it is, or what disagrees."
        ),
    ),
)
"""Stops of the tour: the part of the window, a title, and an explanation."""

_ACTIONS: Final = ("next_timestep", "back_timestep", "next_gate", "back_gate", "play", "undo")
"""Actions whose keys the texts name."""


class Tour(QObject):
    """Tour of callouts. Next, Enter and Space go on, Esc ends it; the window below stays usable.

    Signals:
        ended: it was seen to its end, or skipped.
    """

    ended = Signal()

    def __init__(
        self, show_part: Callable[[str], QWidget], theme: Theme, window: QMainWindow
    ) -> None:
        """Take `show_part`, which shows a part of the window and returns its widget."""
        super().__init__(window)
        self._show_part, self._window = show_part, window
        self._number = 0
        self._target: QWidget = window
        self._rim, self._callout = Rim(window), Callout(window)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._place)
        self._callout.went_on.connect(self._go_on)
        self._callout.skipped.connect(self.ended)
        self.set_theme(theme)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Point at the first part."""
        self._point()

    def end(self) -> None:
        """Remove all widgets of the tour."""
        self._window.removeEventFilter(self)
        self._soon.stop()
        for shown in (self._rim, self._callout):
            shown.setVisible(False)
            shown.deleteLater()
        self.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._rim.set_theme(theme)
        self._callout.set_theme(theme)
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the part when the window changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._soon.start()
        return False

    def _go_on(self) -> None:
        self._number += 1
        if self._number == len(STOPS):
            self.ended.emit()
        else:
            self._point()

    def _point(self) -> None:
        part, title, text = STOPS[self._number]
        self._target = self._show_part(part)
        keys = {id: NAMES.way(id) for id in _ACTIONS}
        self._callout.say(tr(title), tr(text, **keys), self._number + 1, len(STOPS))
        self._place()
        self._callout.take_focus()

    def _place(self) -> None:
        window, target = self._window, self._target
        place = target.rect().translated(target.mapTo(window, target.rect().topLeft()))
        self._rim.surround(place)
        self._callout.point_at(place)
