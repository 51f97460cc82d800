"""Presentation: the strip of a lesson and one instrument, in large text, for a lecture hall."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow

from simulator.lessons.lesson import Lesson, Look
from ui.commands.actions import Handler
from ui.panels.catalogue import PANELS
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.style import fonts
from ui.style.theme import Theme
from ui.window.docking.docks import LESSON, Docks
from ui.window.settings.preferences import Preferences
from ui.window.window_memory import WindowMemory

TEXT_SIZE: Final = 150
"""Least text size of a presentation, in percent."""

_INSTRUMENT: Final = "Cell"
_SHARES: Final = (36, 64)
"""Widths of the strip and of the instrument, in hundredths."""

_WAYS: Final = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
"""Keys of a clicker: on, and back."""

_Strip = tuple[bool, Lesson | None]


class Presentation(QObject):
    """Mode of the window. What it has changed, it brings back at its end.

    PgDn and PgUp go through the lesson, or without one through the timesteps; Esc ends it.
    """

    def __init__(
        self, window: QMainWindow, bench: Workbench, preferences: Preferences, memory: WindowMemory
    ) -> None:
        super().__init__(window)
        self._window, self._bench = window, bench
        self._appearance, self._memory = preferences.appearance, memory
        self._docks: Docks | None = None
        self._before: tuple[_Strip, int] | None = None  # what was open, and the text size
        self._instrument = _INSTRUMENT
        window.installEventFilter(self)

    def take(self, docks: Docks) -> None:
        """Take the panels, and follow what a lesson shows."""
        self._docks = docks
        self._bench.tutor.look_asked.connect(self._follow)

    @property
    def on(self) -> bool:
        """True during a presentation."""
        return self._before is not None

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {"present": self.toggle}

    def toggle(self) -> None:
        """Begin a presentation, or end it."""
        if self._before is not None:
            strip, size = self._before
            self._before = None
            self._appearance.lend_text_size(size)
            self._memory.take_back()
            self._follow_lesson(strip)
            return
        self._before = self._strip, fonts.text_size()
        self._memory.lend()
        self._appearance.lend_text_size(max(TEXT_SIZE, fonts.text_size()))
        self._window.setFocus()  # so that the keys of a clicker come here
        self._arrange()

    def draw(self, snapshot: Snapshot) -> None:
        """Show the strip as soon as a lesson is opened, and give its room back."""
        if self.on and self._docks is not None:
            self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Keep the arrangement in another theme or text size."""
        if self.on:
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of a clicker, and Esc, while nothing inside the window wants them."""
        if not self.on or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key not in _WAYS and key != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._press(key)
            return True
        return False

    def _press(self, key: Qt.Key) -> None:
        tutor, lesson = self._bench.tutor, self._bench.snapshot().lesson
        if key == Qt.Key.Key_Escape:
            self.toggle()
        elif lesson is None or lesson.lesson is None:
            self._bench.step(_WAYS[key])
        elif _WAYS[key] > 0:
            tutor.next()
        else:
            tutor.back()

    def _follow(self, look: Look) -> None:
        """Show the instrument that a step is about."""
        named = (key for key in PANELS if key.lower() == look.panel)
        self._instrument = next(named, self._instrument)
        if self.on:
            self._arrange()

    @property
    def _strip(self) -> _Strip:
        """Whether there is a strip, and the lesson in it; a quiz has none."""
        view = self._bench.snapshot().lesson
        return view is not None, None if view is None else view.lesson

    def _follow_lesson(self, before: _Strip) -> None:
        """Lay the panels out anew where a lesson was opened or left meanwhile."""
        if self._docks is None or self._strip == before:
            return
        self._docks.lay_out()  # they know the layout of a lesson, and of its step
        if self._bench.snapshot().lesson is not None:
            self._docks.show_panel(self._instrument)

    def _arrange(self) -> None:
        """Show the strip, while a lesson is open, and the instrument; nothing else."""
        if self._docks is None:
            return
        there, _ = self._strip
        self._docks.show_only((LESSON, self._instrument) if there else (self._instrument,), _SHARES)
