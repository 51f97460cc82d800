"""MainWindow: places the panels and connects them to the workbench."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from ui.commands.commands import Commands
from ui.commands.recent import RecentFiles
from ui.documents.crash_safety import CrashSafety
from ui.documents.exports import Exports
from ui.documents.saving import Saver
from ui.panels.number_cards import NumberCards
from ui.panels.panels import Panels
from ui.pictures.pictures import Pictures
from ui.session.messages import Messages
from ui.session.player import Player
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.widgets.cues.hints import DROP_FILES, Hints
from ui.widgets.key_filter import KeyFilter
from ui.window.bars import Bars
from ui.window.connections import panels as of_panels
from ui.window.connections import parts as of_parts
from ui.window.connections.parts import WindowPart
from ui.window.docking.arrangement import Arrangement
from ui.window.docking.docks import Docks
from ui.window.language_choice import LANGUAGES
from ui.window.menus import Menus
from ui.window.one_pass import OnePass
from ui.window.presentation import Presentation
from ui.window.settings.preferences import Preferences
from ui.window.window_memory import WindowMemory
from ui.worker.checker import Checker
from ui.worker.torch_worker import TorchWorker


class MainWindow(QMainWindow):
    """Main window. It knows places and connections, and nothing about LSTMs.

    Attributes:
        messages: lines for the user. hints: gestures to tell. preferences: the user's choices.
    """

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        theme: Theme,
        settings: QSettings,
        greets: bool = False,
    ) -> None:
        """Args: greets: `greet` follows, so that the start page is seen before the panels."""
        super().__init__()
        self._workbench, self._worker = workbench, worker
        self.messages = messages = Messages(self)
        self.setAcceptDrops(True)
        KeyFilter(self)
        self._arrangement = arrangement = Arrangement(self)
        self._memory = WindowMemory(self, settings, arrangement)
        self.hints = Hints(settings, self)
        self._saver = Saver(workbench, messages, self._memory.sealed, self)
        self._exports = exports = Exports(self)
        self._commands = Commands(workbench, worker, messages, theme, self._saver, exports, self)
        self._panels = panels = Panels(theme, settings)
        is_still_open = self._commands.is_still_open
        self._pictures = Pictures(workbench, messages, exports, is_still_open, panels, self)
        self._recent = RecentFiles(settings, lambda: workbench.snapshot().experiment, self)
        self._welcome = Welcome(settings, self._recent.files, LANGUAGES, messages, theme, self)
        self._cards = NumberCards(theme, self)
        self._checker = Checker(workbench, worker, self)
        self.preferences = Preferences(settings, theme, messages, self._checker, self)
        hall = Presentation(self, workbench, self.preferences, self._memory)
        asked = self._commands, self._pictures, self._welcome, self._cards, self.preferences, hall
        handlers = {id: handler for one in asked for id, handler in one.handlers().items()}
        menu = self._recent.menu
        self._menus = Menus(self, handlers, menu, self.preferences, self._saver, theme)
        self._actions = self._menus.actions
        self._crash_safety: CrashSafety | None = None
        self._bars = Bars(self, self._actions, messages, theme)
        covered = greets and self._welcome.wanted_at_start
        self._docks = Docks(self, panels, self._bars.transport, theme, arrangement, covered)
        bars = (*self._bars.parts, *self._menus.parts)
        self._parts: list[WindowPart] = [self._docks, *bars, self._welcome, self._cards, hall]
        hall.take(self._docks)
        self._welcome.tour_over(self._show_part)
        self._pictures.offer(self._parts)
        self._player = Player(workbench, self)
        self._connect()
        self._memory.bring_back_place()
        self._docks.lay_out()
        self._laid_out = self._docks.restored(self._memory.bring_back_layout)
        for part in self._parts:
            part.draw(workbench.snapshot())
        self.setFocus()  # so that Space plays, instead of pressing the first button

    @property
    def busy(self) -> bool:
        """True while files are being read, steps are being computed, or training goes on."""
        return self._commands.opener.busy or self._workbench.under_way

    @property
    def checked(self) -> bool:
        """True when torch has checked everything up to the present position, and the training."""
        return not self._checker.busy

    @property
    def at_rest(self) -> bool:
        """True when all is computed and checked, also in the panels, and nothing flashes."""
        return self.checked and not self.busy and self._panels.at_rest

    def open_files(self, paths: list[str]) -> None:
        """Open files of any kind: models, sequences, workspaces, traces, lessons."""
        self._commands.opener.open(paths)

    def open_lesson(self, named: str) -> None:
        """Open a lesson by its id, its number or its file."""
        self._commands.lessons.open(named)

    def greet(self) -> None:
        """Open the start page, if it is wanted."""
        self._welcome.greet()

    def ask_nobody(self, recurrent_activation: str | None = None) -> None:
        """Open files by their proposals, without questions (see `Opener.ask_nobody`)."""
        self._commands.opener.ask_nobody(recurrent_activation)

    def lay_out(self, key: str) -> None:
        """Put every panel in its place of a layout."""
        self._docks.lay_out(key)

    def keep_safe(self, folder: Path) -> None:
        """Keep unsaved work in a folder, offer copies left there, and ask before closing."""
        bench, worker, opener = self._workbench, self._worker, self._commands.opener
        saver, exports = self._saver, self._exports
        safe = CrashSafety(bench, worker, opener, saver, exports, self.messages, folder, self)
        self._crash_safety = safe
        safe.start()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size everywhere, as the application has already."""
        self._commands.set_theme(theme)
        for part in (self._panels, *self._parts):
            part.set_theme(theme)
            part.draw(self._workbench.snapshot())

    def _connect(self) -> None:
        bench, commands, actions = self._workbench, self._commands, self._actions
        saver, recent, welcome, player = self._saver, self._recent, self._welcome, self._player
        panels, bars, docks, hints = self._panels, self._bars, self._docks, self.hints
        of_parts.connect_hints(hints, bars.status)
        of_panels.connect_panels(
            panels, bench, commands, actions, player, hints, self._worker, self.messages
        )
        of_panels.connect_questions(panels, commands)
        of_parts.connect_cards(self._cards, panels, bench, docks, bars.status, hints, self.messages)
        of_parts.connect_bars(bars, bench, commands, actions, player, self._worker)
        of_parts.connect_docks(docks, panels, bench, commands, welcome)
        of_parts.connect_course(bench.tutor, commands, actions, welcome)
        of_parts.connect_files(commands, saver, recent, self._menus, welcome)
        bench.changed.connect(OnePass(self).hold)
        of_parts.connect_drawing(panels, self._parts, bench, welcome)
        of_parts.connect_preferences(self.preferences, actions, docks, welcome)
        saver.layout_taken.connect(self._memory.take)
        self.preferences.appearance.changed.connect(self.set_theme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped files."""
        self.hints.use(DROP_FILES)
        urls = event.mimeData().urls()
        self.open_files([url.toLocalFile() for url in urls if url.isLocalFile()])

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out once the window has its size, unless the last layout was restored."""
        super().showEvent(event)
        if not self._laid_out:
            self._laid_out = True
            self._docks.lay_out_later()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, remember the layout, and end the worker."""
        self._workbench.rest()  # first: what goes on is never saved whole
        if self._crash_safety is not None:
            if not self._crash_safety.may_close():
                event.ignore()
                return
            self._crash_safety.close()
        self._memory.keep()
        self._arrangement.let_go()  # Qt crashes when a window goes while one of its docks is held
        for part in (self._checker, self._worker):
            part.close()
        super().closeEvent(event)

    def _show_part(self, name: str) -> QWidget:
        """Show a part of the window that the tour names, and return it."""
        bars = {"transport": (bar := self._bars.transport), "badge": bar.badge}
        return bars.get(name) or self._docks.show_panel(name)
