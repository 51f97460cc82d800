"""MainWindow: places the panels and connects them to the workbench."""

from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from simulator.translation import tr
from ui.commands.actions import FILE, VIEW, Actions
from ui.commands.commands import Commands
from ui.commands.examples_menu import ExamplesMenu
from ui.commands.recent import RecentFiles
from ui.documents.exports import Exports
from ui.documents.safekeeping import Safekeeping
from ui.documents.saving import Saver
from ui.panels.catalogue import PANELS
from ui.pictures.pictures import Pictures
from ui.session.messages import Messages
from ui.session.player import Player
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.widgets.key_filter import KeyFilter
from ui.widgets.plain_box import show_box
from ui.window import connections
from ui.window.bars import Bars
from ui.window.connections import WindowPart
from ui.window.docks import Docks
from ui.window.language_choice import LanguageChoice
from ui.window.theme_choice import ThemeChoice
from ui.window.window_memory import WindowMemory
from ui.worker.checker import Checker
from ui.worker.torch_worker import TorchWorker


class MainWindow(QMainWindow):
    """Main window. It knows places and connections, and nothing about LSTMs.

    Attributes:
        messages: the lines for the user.
    """

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, theme: Theme, settings: QSettings
    ) -> None:
        super().__init__()
        self._workbench, self._worker = workbench, worker
        self.messages = messages = Messages(self)
        self.setAcceptDrops(True)
        KeyFilter(self)
        self._memory = WindowMemory(self, settings)
        self._saver = Saver(workbench, messages, self._memory.sealed, self)
        self._exports = exports = Exports(self)
        self._commands = Commands(workbench, worker, messages, theme, self._saver, exports, self)
        self._pictures = Pictures(workbench, messages, exports, self._commands.is_still_open, self)
        self._recent = RecentFiles(settings, self)
        self._welcome = Welcome(settings, self._recent.paths, theme, self)
        speakers = (self._commands, self._pictures, self._welcome)
        self._actions = Actions(self, {k: v for s in speakers for k, v in s.handlers().items()})
        self._actions.fill(self.menuBar())
        self._examples = ExamplesMenu(self)
        self._theme_choice = ThemeChoice(settings, theme, self)
        self._language_choice = LanguageChoice(settings, messages, self)
        for choice, menu, before in (
            (self._recent, FILE, "save"),
            (self._examples, FILE, "save"),
            (self._theme_choice, VIEW, "theme"),
            (self._language_choice, VIEW, "theme"),
        ):
            self._actions.insert_menu(choice.menu, menu, before)
        self._safekeeping: Safekeeping | None = None
        self._panels = {key: row.make(theme) for key, row in PANELS.items()}
        self._bars = Bars(self, self._actions, messages, theme)
        self._parts: tuple[WindowPart, ...] = (
            *self._panels.values(),
            *self._bars.parts,
            self._actions,
            self._welcome,
        )
        self._docks = Docks(self, self._panels, self._bars.transport)
        self._welcome.tour_over(self._show_part)
        self._pictures.offer(self._panels, self._parts)
        self._checker = Checker(workbench, worker, self)
        self._player = Player(workbench, self)
        self._connect()
        self._actions.set_theme(theme)
        self._docks.lay_out()
        self._laid_out = self._memory.bring_back()
        for part in self._parts:
            part.draw(workbench.snapshot())
        self._draw_title(workbench.snapshot())
        self.setFocus()  # so that Space plays, instead of pressing the first button

    @property
    def busy(self) -> bool:
        """True while files are being read or steps are being computed."""
        snapshot = self._workbench.snapshot()
        return self._commands.opener.busy or snapshot.position < snapshot.target

    @property
    def checked(self) -> bool:
        """True when torch has checked everything up to the present position."""
        return not self._checker.busy

    def open_files(self, paths: list[str]) -> None:
        """Open checkpoints and sequences."""
        self._commands.opener.open(paths)

    def greet(self) -> None:
        """Open the start page, if it is wanted."""
        self._welcome.greet()

    def complain_in_boxes(self) -> None:
        """Show complaints in boxes too, not only in the status bar."""
        self.messages.complained.connect(self._show_complaint)

    def ask_nobody(self, recurrent_activation: str | None = None) -> None:
        """Open files by their proposals, without questions (see `Opener.ask_nobody`)."""
        self._commands.opener.ask_nobody(recurrent_activation)

    def keep_safe(self, folder: Path) -> None:
        """Keep unsaved work in a folder, offer copies left there, and ask before closing."""
        bench, worker, saver, exports = self._workbench, self._worker, self._saver, self._exports
        self._safekeeping = Safekeeping(bench, worker, saver, exports, self.messages, folder, self)
        self._safekeeping.start()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours everywhere (the application's palette is set elsewhere)."""
        self._commands.set_theme(theme)
        for part in self._parts:
            part.set_theme(theme)
            part.draw(self._workbench.snapshot())

    def _connect(self) -> None:
        bench, commands, actions = self._workbench, self._commands, self._actions
        saver, recent, welcome, player = self._saver, self._recent, self._welcome, self._player
        panels, bars = self._panels.values(), self._bars
        connections.connect_panels(panels, bench, commands, player, bars.status)
        connections.connect_bars(bars, bench, commands, actions, player, self._worker)
        connections.connect_files(commands, saver, recent, self._examples, welcome, actions)
        connections.connect_drawing(self._parts, bench)
        bench.changed.connect(self._draw_title)
        saver.layout_taken.connect(self._memory.take)
        commands.layout_asked.connect(self._docks.lay_out)
        commands.panel_asked.connect(self._docks.bring_forward)
        commands.theme_switched.connect(self._theme_choice.switch)
        self._theme_choice.changed.connect(self.set_theme)

    def _draw_title(self, snapshot: Snapshot) -> None:
        title = self._saver.title_of(snapshot.document).replace("[*]", "[*][*]")
        self.setWindowTitle(f"{title}[*] – Gatestep")
        self.setWindowModified(not snapshot.saved)

    def _show_complaint(self, message: str) -> None:
        show_box(self, tr("This could not be done"), message, QMessageBox.Icon.Warning)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped files."""
        urls = event.mimeData().urls()
        self.open_files([url.toLocalFile() for url in urls if url.isLocalFile()])

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the room once the window has a size, unless the last layout was restored."""
        super().showEvent(event)
        if not self._laid_out:
            self._laid_out = True
            QTimer.singleShot(0, self._docks.share_out)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, remember the layout, and end the worker."""
        if self._safekeeping is not None:
            if not self._safekeeping.may_close():
                event.ignore()
                return
            self._safekeeping.close()
        self._docks.end_drag()
        self._memory.keep()
        self._workbench.set_playing(False)
        self._worker.close()
        super().closeEvent(event)

    def _show_part(self, name: str) -> QWidget:
        """Show a part of the window that the tour names, and return it."""
        bars: dict[str, QWidget] = {"transport": self._bars.transport, "badge": self._bars.badge}
        return bars.get(name) or self._docks.show_panel(name)
