"""MainWindow: places the panels and connects them to the workbench."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QToolBar,
    QWidget,
)

from simulator.examples import EXAMPLES
from ui import opening
from ui.actions import Actions, Handler
from ui.badge import CheckBadge, details
from ui.checker import Checker
from ui.dialogs import export_trace
from ui.dialogs.choose_lstm import ChooseLSTM
from ui.dialogs.keys import KeysDialog
from ui.dialogs.new_experiment import NewExperiment
from ui.lane_selector import LaneSelector
from ui.long_work import LongWork
from ui.opener import Opener
from ui.opening import Choice
from ui.panels.cell_diagram import CellDiagram
from ui.panels.ledger import LedgerPanel
from ui.panels.now import NowPanel
from ui.panels.panel import Panel
from ui.panels.timeline import TimelinePanel
from ui.panels.weights import WeightsPanel
from ui.player import Player
from ui.snapshot import Snapshot
from ui.theme import THEMES, Theme
from ui.torch_worker import TorchWorker
from ui.transport_bar import TransportBar
from ui.workbench import GATE, TIMESTEP, Workbench

_LAYOUT_VERSION = 1
_MESSAGE_MILLISECONDS = 12_000


class Part(Protocol):
    """What draws snapshots in a theme: the panels, the bars and the actions."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""


class MainWindow(QMainWindow):
    """The window. It knows what goes where, and nothing of LSTMs.

    Signals:
        complained: one line on what could not be done, for the user.
    """

    complained = Signal(str)

    def __init__(
        self, workbench: Workbench, worker: TorchWorker, theme: Theme, settings: QSettings
    ) -> None:
        super().__init__()
        self._workbench, self._worker, self._settings = workbench, worker, settings
        self._theme = theme
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self._actions = Actions(self, self._handlers())
        self._actions.fill(self.menuBar())
        self._panels: tuple[Panel, ...] = (
            WeightsPanel(theme),
            CellDiagram(theme),
            LedgerPanel(theme),
            NowPanel(theme),
            TimelinePanel(theme),
        )
        self._transport = TransportBar(theme)
        self._lanes = LaneSelector()
        self._badge = CheckBadge(theme)
        self._parts: tuple[Part, ...] = (
            *self._panels,
            self._transport,
            self._lanes,
            self._badge,
            self._actions,
        )
        self._fill_toolbars()
        self._docks = self._make_docks()
        self._hover = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._about = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self._hover, 1)
        self.statusBar().addPermanentWidget(self._about)
        self.statusBar().setContentsMargins(8, 0, 8, 0)
        self.statusBar().setSizeGripEnabled(False)
        self._opener = Opener(workbench, worker, self._choose_lstm, self)
        self._checker = Checker(workbench, worker, self)
        self._player = Player(workbench, self)
        self._connect()
        self._actions.set_theme(theme)
        self.lay_out()
        self._restore()
        self._draw(workbench.snapshot())

    def complain_in_boxes(self) -> None:
        """Put complaints before the user, not only in the status bar."""
        self.complained.connect(self._show_complaint)

    @property
    def checked(self) -> bool:
        """True when torch has said all that it can of the present position."""
        return not self._checker.busy

    @property
    def busy(self) -> bool:
        """True while files are being read or steps are being computed."""
        snapshot = self._workbench.snapshot()
        return self._opener.busy or snapshot.position < snapshot.target

    def open_files(self, paths: list[str]) -> None:
        """Open checkpoints and sequences."""
        self._opener.open(paths)

    def lay_out(self) -> None:
        """Put every panel where it stands by default."""
        weights, cell, ledger, now, timeline = self._docks
        self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, weights)
        self.splitDockWidget(weights, cell, Qt.Orientation.Horizontal)
        self.splitDockWidget(cell, now, Qt.Orientation.Horizontal)
        self.splitDockWidget(cell, ledger, Qt.Orientation.Vertical)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, timeline)
        for dock in self._docks:
            dock.setFloating(False)
            dock.setVisible(True)
        self.resizeDocks([weights, cell, now], [28, 50, 22], Qt.Orientation.Horizontal)
        self.resizeDocks([cell, ledger], [52, 48], Qt.Orientation.Vertical)
        self.resizeDocks([weights, timeline], [65, 35], Qt.Orientation.Vertical)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours everywhere (the application's palette is set apart)."""
        self._theme = theme
        for part in self._parts:
            part.set_theme(theme)
        self._draw(self._workbench.snapshot())

    def _connect(self) -> None:
        bench = self._workbench
        for panel in self._panels:
            panel.edited.connect(bench.edit)
            panel.settled.connect(bench.settle)
            panel.cancelled.connect(bench.cancel_edit)
            panel.looked_at.connect(bench.look_at)
            panel.looked_back.connect(bench.look_back)
            panel.went_to.connect(bench.go_to)
            panel.went_to_timestep.connect(bench.go_to_timestep)
            panel.unit_selected.connect(bench.select_unit)
            panel.lane_selected.connect(bench.select)
            panel.hovered.connect(self._hover.setText)
        self._transport.went_to.connect(bench.go_to)
        self._transport.went_to_tick.connect(bench.go_to_tick)
        self._lanes.lane_selected.connect(bench.select)
        self._badge.clicked.connect(self._explain_check)
        self._opener.failed.connect(self._complain)
        self._opener.reading.connect(self._say_reading)
        bench.changed.connect(self._draw)

    def _handlers(self) -> Mapping[str, Handler]:
        bench = self._workbench
        return {
            "new": self._new,
            "open": self._open,
            "example_teaching": partial(self._open_example, "teaching"),
            "example_sunspots": partial(self._open_example, "sunspots"),
            "export_trace": self._export_trace,
            "export_picture": self._export_picture,
            "quit": self._quit,
            "undo": bench.undo,
            "redo": bench.redo,
            "reset": bench.reset,
            "play": bench.toggle_playing,
            "next": partial(bench.step, 1),
            "back": partial(bench.step, -1),
            "next_timestep": partial(bench.step, 1, TIMESTEP),
            "back_timestep": partial(bench.step, -1, TIMESTEP),
            "next_gate": partial(bench.step, 1, GATE),
            "back_gate": partial(bench.step, -1, GATE),
            "next_ten": partial(bench.step, 10, TIMESTEP),
            "back_ten": partial(bench.step, -10, TIMESTEP),
            "first": bench.first,
            "last": bench.last,
            "go_to": self._go_to,
            "by_timestep": partial(bench.set_granularity, TIMESTEP),
            "by_gate": partial(bench.set_granularity, GATE),
            "faster": partial(bench.change_speed, 2.0),
            "slower": partial(bench.change_speed, 0.5),
            "loop": bench.toggle_looping,
            "theme": self._switch_theme,
            "reset_layout": self.lay_out,
            "full_screen": self._toggle_full_screen,
            "shortcuts": self._show_keys,
            "about": self._show_about,
        }

    def _fill_toolbars(self) -> None:
        bar = QToolBar("Transport")
        bar.setObjectName("transport")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        for group in (
            ("new", "open", "export_trace"),
            ("undo", "redo"),
            ("first", "back", "play", "next", "last", "loop"),
            ("by_timestep", "by_gate"),
        ):
            for id in group:
                bar.addAction(self._actions[id])
            bar.addSeparator()
        self._speed = QLabel()
        self._speed.setToolTip("Speed of play; + faster, - slower")
        bar.addWidget(self._speed)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addWidget(self._lanes)
        bar.addWidget(self._badge)
        self.addToolBar(bar)
        self.addToolBarBreak()
        place = QToolBar("Place")
        place.setObjectName("place")
        place.setMovable(False)
        place.addWidget(self._transport)
        self.addToolBar(place)

    def _make_docks(self) -> tuple[QDockWidget, ...]:
        docks = []
        for panel in self._panels:
            dock = QDockWidget(panel.title, self)
            dock.setObjectName(panel.title)
            dock.setWidget(panel)
            docks.append(dock)
        return tuple(docks)

    def _draw(self, snapshot: Snapshot) -> None:
        for part in self._parts:
            part.draw(snapshot)
        self._speed.setText(f"{snapshot.speed:g} steps/s")
        self.setWindowTitle(f"{snapshot.document.title}[*] – Gatestep")
        self.setWindowModified(not snapshot.saved)
        torch = snapshot.check.torch_version
        beside = f"torch {torch} beside it" if torch else "no torch beside it"
        self._about.setText(f"{snapshot.experiment.dtype} · numpy engine, {beside}")

    def _choose_lstm(self, choice: Choice) -> str | None:
        dialog = ChooseLSTM(choice, self)
        return dialog.name() if dialog.exec() else None

    def _new(self) -> None:
        dialog = NewExperiment(self._theme, self)
        if dialog.exec():
            self._opener.build(dialog.recipe())

    def _open(self) -> None:
        suffixes = " ".join(
            f"*{suffix}" for suffix in (*opening.MODEL_SUFFIXES, *opening.SEQUENCE_SUFFIXES)
        )
        paths, _ = QFileDialog.getOpenFileNames(
            self, "Open a model, a sequence, or both", "", f"Models and sequences ({suffixes})"
        )
        self.open_files(paths)

    def _open_example(self, id: str) -> None:
        self._workbench.open(opening.document_of_example(EXAMPLES[id]()))

    def _export_trace(self) -> None:
        wanted = export_trace.ask_where(self)
        if wanted is None:
            return
        path, layout = wanted
        run = self._workbench.snapshot().run
        work = LongWork(
            f"Exporting to {Path(path).name}", export_trace.export(run, path, layout), self
        )
        work.failed.connect(self._complain)
        work.done.connect(partial(self.statusBar().showMessage, f"Wrote {path}"))

    def _export_picture(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Export picture", "", "PNG (*.png)")
        if path and not self.grab().save(path if Path(path).suffix else f"{path}.png"):
            self._complain(f"{path}: the picture could not be written; choose another folder")

    def _go_to(self) -> None:
        snapshot = self._workbench.snapshot()
        last = snapshot.experiment.lengths[snapshot.lane.row] - 1
        timestep, ok = QInputDialog.getInt(
            self, "Go to timestep", f"Timestep, 0 to {last}", snapshot.timestep or 0, 0, last
        )
        if ok:
            self._workbench.go_to_timestep(timestep)

    def _switch_theme(self) -> None:
        self.theme_wanted("light" if self._theme.dark else "dark")

    def theme_wanted(self, name: str) -> None:
        """Switch to a theme and remember it."""
        from PySide6.QtWidgets import QApplication

        from ui import theme

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, THEMES[name])
        self._settings.setValue("theme", name)
        self.set_theme(THEMES[name])

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_keys(self) -> None:
        KeysDialog(self).exec()

    def _show_about(self) -> None:
        _plain_box(
            self,
            "About Gatestep",
            "Gatestep steps an LSTM through a sequence, one timestep and one gate at a time, "
            "and lets PyTorch check every step.",
        )

    def _explain_check(self) -> None:
        _plain_box(self, "The check against torch", details(self._workbench.snapshot()))

    def _complain(self, message: str) -> None:
        self.statusBar().showMessage(message, _MESSAGE_MILLISECONDS)
        self.complained.emit(message)

    def _show_complaint(self, message: str) -> None:
        _plain_box(self, "This could not be done", message, QMessageBox.Icon.Warning)

    def _say_reading(self, path: str) -> None:
        self._hover.setText(f"Reading {Path(path).name} …" if path else "")

    def _quit(self) -> None:
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files that were dropped."""
        urls = event.mimeData().urls()
        self.open_files([url.toLocalFile() for url in urls if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the panels stand, and end the worker."""
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("layout", self.saveState(_LAYOUT_VERSION))
        self._workbench.set_playing(False)
        self._worker.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        for name, restore in (
            ("geometry", self.restoreGeometry),
            ("layout", lambda layout: self.restoreState(layout, _LAYOUT_VERSION)),
        ):
            value = self._settings.value(name, QByteArray(), type=QByteArray)
            if isinstance(value, QByteArray) and not value.isEmpty():
                restore(value)


def _plain_box(
    parent: QWidget, title: str, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon
) -> None:
    box = QMessageBox(icon, title, text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
