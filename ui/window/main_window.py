"""MainWindow: places the panels and connects them to the workbench."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMessageBox,
    QWidget,
)

from simulator.translation import tr
from ui.commands.actions import FILE, VIEW, Actions
from ui.commands.commands import Commands, plain_box
from ui.commands.examples_menu import ExamplesMenu
from ui.commands.recent import RecentFiles
from ui.documents.safekeeping import Safekeeping
from ui.documents.saving import Saver
from ui.panels.catalogue import PANELS
from ui.panels.cell.panel import CellDiagram
from ui.panels.layouts import LEARN
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.panel import Panel
from ui.panels.weights.panel import WeightsPanel
from ui.pictures.pictures import Pictures
from ui.session.messages import Messages
from ui.session.player import Player
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.widgets.key_filter import KeyFilter
from ui.window.badge import CheckBadge
from ui.window.docks import Docks
from ui.window.lane_selector import LaneSelector
from ui.window.language_choice import LanguageChoice
from ui.window.notice import Notice
from ui.window.sabotage_bar import SabotageBar
from ui.window.theme_choice import ThemeChoice
from ui.window.toolbars import add_toolbars
from ui.window.transport_bar import TransportBar
from ui.window.window_memory import WindowMemory
from ui.worker.checker import Checker
from ui.worker.torch_worker import TorchWorker

_MESSAGE_MILLISECONDS = 12_000


class WindowPart(Protocol):
    """Part of the window that draws snapshots in a theme: a panel, a bar, or the actions."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""


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
        self._commands = Commands(workbench, worker, messages, theme, self._saver, self)
        self._pictures = Pictures(workbench, messages, self)
        self._recent = RecentFiles(settings, self)
        self._welcome = Welcome(settings, self._recent.paths, theme, self)
        speakers = (self._commands, self._pictures, self._welcome)
        self._actions = Actions(self, {k: v for s in speakers for k, v in s.handlers().items()})
        self._actions.fill(self.menuBar())
        self._actions.insert_menu(self._recent.menu, FILE, "save")
        self._examples = ExamplesMenu(self)
        self._actions.insert_menu(self._examples.menu, FILE, "save")
        self._theme_choice = ThemeChoice(settings, theme, self)
        self._actions.insert_menu(self._theme_choice.menu, VIEW, "theme")
        self._language_choice = LanguageChoice(settings, messages, self)
        self._actions.insert_menu(self._language_choice.menu, VIEW, "theme")
        self._safekeeping: Safekeeping | None = None
        self._panels = {key: row.make(theme) for key, row in PANELS.items()}
        self._transport = TransportBar(theme)
        self._lanes = LaneSelector()
        self._badge = CheckBadge(theme)
        self._notice = Notice(theme)
        self._sabotage = SabotageBar(theme, self)
        self._parts: tuple[WindowPart, ...] = (
            *self._panels.values(),
            self._transport,
            self._lanes,
            self._badge,
            self._notice,
            self._sabotage,
            self._actions,
            self._welcome,
        )
        self._speed = QLabel()
        self._speed.setToolTip(tr("Speed of play: + faster, - slower"))
        self.addToolBar(self._sabotage)
        self.addToolBarBreak()
        below = (self._transport, self._lanes)
        add_toolbars(self, self._actions, self._speed, self._badge, below)
        self._docks = Docks(self, self._panels)
        self._welcome.tour_over(self._show_part)
        self._pictures.offer(self._panels, self._parts)
        self._hover = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._about = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._fill_status_bar()
        self._checker = Checker(workbench, worker, self)
        self._player = Player(workbench, self)
        self._connect()
        self._actions.set_theme(theme)
        self.lay_out()
        self._laid_out = self._memory.bring_back()
        for part in self._parts:
            part.draw(workbench.snapshot())
        self._draw(workbench.snapshot())
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

    def ask_nobody(self) -> None:
        """Open files by their proposals, without questions."""
        self._commands.opener.ask_nobody()

    def keep_safe(self, folder: Path) -> None:
        """Keep unsaved work in a folder, offer copies left there, and ask before closing."""
        self._safekeeping = Safekeeping(
            self._workbench,
            self._worker,
            self._saver,
            self.messages,
            self._memory.sealed,
            folder,
            self,
        )
        self._safekeeping.start()

    def lay_out(self, layout: str = LEARN) -> None:
        """Put every panel in its place of a layout."""
        self._docks.lay_out(layout, self._top_of_docks())

    def _share_out(self) -> None:
        self._docks.share_out(self._top_of_docks())

    def _top_of_docks(self) -> int:
        return self._transport.mapTo(self, QPoint()).y()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours everywhere (the application's palette is set elsewhere)."""
        self._commands.set_theme(theme)
        for part in self._parts:
            part.set_theme(theme)
            part.draw(self._workbench.snapshot())

    def _connect(self) -> None:
        bench, weights = self._workbench, self._panels["Weights"]
        assert isinstance(weights, WeightsPanel)
        for went in (self._transport.went_to, self._transport.went_to_tick):
            went.connect(self._player.pause)
        for panel in self._panels.values():
            panel.went_to.connect(self._player.pause)
            panel.went_to_timestep.connect(self._player.pause)
            panel.edited.connect(bench.edit)
            panel.settled.connect(bench.settle)
            panel.cancelled.connect(bench.cancel_edit)
            panel.looked_at.connect(bench.look_at)
            panel.looked_back.connect(bench.look_back)
            panel.went_to.connect(bench.go_to)
            panel.went_to_timestep.connect(bench.go_to_timestep)
            panel.unit_selected.connect(bench.select_unit)
            panel.lane_selected.connect(bench.select)
            panel.baselines_set.connect(bench.set_baselines)
            panel.watching_set.connect(bench.set_watching)
            panel.options_asked.connect(self._commands.option_changer.ask)
            panel.self_test_asked.connect(self._commands.checking.toggle_self_test)
            panel.sabotage_asked.connect(self._commands.checking.ask_sabotage)
            panel.hold_asked.connect(self._commands.ask_hold)
            panel.hovered.connect(self._hover.setText)
            panel.parameter_shown.connect(weights.show_parameter)
            panel.parameter_pointed.connect(weights.point_at)
        self._transport.went_to.connect(bench.go_to)
        self._transport.went_to_tick.connect(bench.go_to_tick)
        self._lanes.lane_selected.connect(bench.select)
        self._notice.spoke.connect(self.statusBar().clearMessage)
        self._badge.clicked.connect(self._actions["Check"].trigger)
        self._sabotage.undone.connect(self._commands.checking.end_sabotage)
        self.messages.complained.connect(self._complain)
        self.messages.told.connect(self._tell)
        self._commands.theme_switched.connect(self._theme_choice.switch)
        self._theme_choice.changed.connect(self.set_theme)
        self._commands.layout_asked.connect(self.lay_out)
        for chooser in (self._examples.chosen, self._welcome.example_chosen):
            chooser.connect(self._commands.open_example)
        self._welcome.file_chosen.connect(self._open_file)
        self._welcome.action_asked.connect(self._trigger)
        self._commands.opener.opened.connect(self._recent.add)
        self._saver.saved.connect(self._recent.add)
        self._saver.layout_taken.connect(self._memory.take)
        self._recent.chosen.connect(self._open_file)
        self._commands.panel_asked.connect(self._docks.bring_forward)
        self._player.held_changed.connect(self._say_speed)
        for panel in self._panels.values():
            if isinstance(panel, CellDiagram | LedgerPanel):
                self._player.watch(panel)
        # One connection each: an error in one part does not keep the others from drawing.
        for part in self._parts:
            bench.changed.connect(part.follow if isinstance(part, Panel) else part.draw)
        bench.changed.connect(self._draw)

    def _fill_status_bar(self) -> None:
        self.statusBar().addWidget(self._notice)
        self.statusBar().addWidget(self._hover, 1)
        self.statusBar().addPermanentWidget(self._about)
        self.statusBar().setContentsMargins(8, 0, 8, 0)
        self.statusBar().setSizeGripEnabled(False)

    def _draw(self, snapshot: Snapshot) -> None:
        self._say_speed()
        title = self._saver.title_of(snapshot.document).replace("[*]", "[*][*]")
        self.setWindowTitle(f"{title}[*] – Gatestep")
        self.setWindowModified(not snapshot.saved)
        torch = snapshot.check.torch_version
        dtype = snapshot.experiment.dtype
        self._about.setText(
            tr("{dtype} · numpy engine, torch {version} beside it", dtype=dtype, version=torch)
            if torch
            else tr("{dtype} · numpy engine, no torch beside it", dtype=dtype)
        )

    def _say_speed(self) -> None:
        speed = self._workbench.snapshot().speed
        self._speed.setText(
            tr("{speed:g} steps/s · waits for the mouse", speed=speed)
            if self._player.held
            else tr("{speed:g} steps/s", speed=speed)
        )

    def _tell(self, message: str) -> None:
        if message:
            self.statusBar().clearMessage()  # the complaint is out of date
        self._hover.setText(message)

    def _complain(self, message: str) -> None:
        self.statusBar().showMessage(message, _MESSAGE_MILLISECONDS)

    def _show_complaint(self, message: str) -> None:
        plain_box(self, tr("This could not be done"), message, QMessageBox.Icon.Warning)

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
            QTimer.singleShot(0, self._share_out)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, remember the layout, and end the worker."""
        if self._safekeeping is not None:
            if not self._safekeeping.may_close():
                event.ignore()
                return
            self._safekeeping.close()
        self._memory.keep()
        self._workbench.set_playing(False)
        self._worker.close()
        super().closeEvent(event)

    def _open_file(self, path: str) -> None:
        self.open_files([path])

    def _trigger(self, id: str) -> None:
        self._actions[id].trigger()

    def _show_part(self, name: str) -> QWidget:
        """Show a part of the window that the tour names, and return it."""
        bars: dict[str, QWidget] = {"transport": self._transport, "badge": self._badge}
        return bars.get(name) or self._docks.show_panel(name)
