"""Connections of the signals of the window's parts with their receivers."""

from collections.abc import Iterable
from typing import Protocol

from ui.commands.actions import Actions
from ui.commands.commands import Commands
from ui.commands.examples_menu import ExamplesMenu
from ui.commands.recent import RecentFiles
from ui.documents.saving import Saver
from ui.panels.check.panel import CheckPanel
from ui.panels.inputs.panel import InputsPanel
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.panel import Panel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.watches.panel import WatchesPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.player import Player
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.window.bars import Bars
from ui.window.status_bar import StatusBar
from ui.worker.torch_worker import TorchWorker


class WindowPart(Protocol):
    """Part of the window that draws snapshots in a theme: a panel, a bar, or the actions."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""


def connect_to_workbench(panel: Panel, bench: Workbench) -> None:
    """Connect the requests that any panel may have of the workbench."""
    panel.edited.connect(bench.edit)
    panel.settled.connect(bench.settle)
    panel.cancelled.connect(bench.cancel_edit)
    panel.looked_at.connect(bench.look_at)
    panel.went_to.connect(bench.go_to)
    panel.went_to_timestep.connect(bench.go_to_timestep)
    panel.unit_selected.connect(bench.select_unit)
    panel.lane_selected.connect(bench.select)


def connect_panels(
    panels: Iterable[Panel],
    bench: Workbench,
    commands: Commands,
    player: Player,
    status: StatusBar,
) -> None:
    """Connect the requests of panels with their receivers."""
    panels = tuple(panels)
    for panel in panels:
        for went in (panel.went_to, panel.went_to_timestep):
            went.connect(player.pause)
        connect_to_workbench(panel, bench)
        panel.hold_asked.connect(commands.ask_hold)
        panel.hovered.connect(status.hover.set_text)
        if panel.play_waits:
            player.watch(panel)
        match panel:
            case LedgerPanel():
                panel.looked_back.connect(bench.look_back)
            case TimelinePanel():
                panel.baselines_set.connect(bench.set_baselines)
            case WatchesPanel():
                panel.watching_set.connect(bench.set_watching)
            case InputsPanel():
                panel.options_asked.connect(commands.option_changer.ask)
            case CheckPanel():
                panel.went_there.connect(player.pause)
                panel.went_there.connect(bench.go_there)
                panel.place_picked.connect(player.pause)
                panel.place_picked.connect(bench.go_to_timestep)
                panel.self_test_asked.connect(commands.checking.self_tester.toggle)
                panel.sabotage_asked.connect(commands.checking.ask_sabotage)
            case WeightsPanel():
                for other in panels:
                    other.parameter_shown.connect(panel.show_parameter)
                    other.parameter_pointed.connect(panel.point_at)


def connect_bars(
    bars: Bars,
    bench: Workbench,
    commands: Commands,
    actions: Actions,
    player: Player,
    worker: TorchWorker,
) -> None:
    """Connect the bars with the workbench, the player, the commands and the worker."""
    transport = bars.transport
    for went in (transport.went_to, transport.went_to_tick):
        went.connect(player.pause)
    transport.went_to.connect(bench.go_to)
    transport.went_to_tick.connect(bench.go_to_tick)
    bars.lanes.lane_selected.connect(bench.select)
    bars.badge.clicked.connect(actions["Check"].trigger)
    bars.sabotage.answered.connect(commands.checking.end_sabotage)
    bars.silence.answered.connect(worker.restart)
    worker.silent.connect(bench.set_torch_silent)
    player.waiting_changed.connect(bars.speed.set_waiting)


def connect_files(
    commands: Commands,
    saver: Saver,
    recent: RecentFiles,
    examples: ExamplesMenu,
    welcome: Welcome,
    actions: Actions,
) -> None:
    """Connect choices of files with the opener; remember files that were opened or saved."""
    for example_chosen in (examples.chosen, welcome.example_chosen):
        example_chosen.connect(commands.open_example)
    for file_chosen in (recent.chosen, welcome.file_chosen):
        file_chosen.connect(commands.opener.open_one)
    saver.reload_asked.connect(commands.opener.open_one)
    welcome.action_asked.connect(actions.trigger)
    for path_known in (commands.opener.opened, saver.saved):
        path_known.connect(recent.add)


def connect_drawing(parts: Iterable[WindowPart], bench: Workbench) -> None:
    """Let every part draw each change.

    Each has its own connection: an error in one part does not keep the others from drawing.
    """
    for part in parts:
        bench.changed.connect(part.follow if isinstance(part, Panel) else part.draw)
