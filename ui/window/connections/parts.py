"""Connections of the bars, the menus, the docks and the start page with their receivers."""

from collections.abc import Iterable
from functools import partial
from typing import Protocol

from ui.commands.actions import Actions
from ui.commands.commands import Commands
from ui.commands.recent import RecentFiles
from ui.documents.saving import Saver
from ui.panels.number_cards import NumberCards
from ui.panels.panel import Panel
from ui.panels.panels import Panels
from ui.session.edit_requests import EditRequests
from ui.session.lesson_session.tutor import Tutor
from ui.session.messages import Messages
from ui.session.player import Player
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.widgets.cues.hints import CLICK_NUMBER, Hints
from ui.window.bars import Bars
from ui.window.docking.docks import Docks
from ui.window.docking.panels_below import PanelsBelow
from ui.window.lesson_guide import LessonGuide
from ui.window.menus import Menus
from ui.window.settings.preferences import Preferences
from ui.window.status_bar import StatusBar
from ui.worker.torch_worker import TorchWorker


class WindowPart(Protocol):
    """Part of the window that draws snapshots in a theme: a panel, a bar, or the actions."""

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""


def connect_cards(
    cards: NumberCards,
    panels: Panels,
    bench: Workbench,
    docks: Docks,
    status: StatusBar,
    hints: Hints,
    messages: Messages,
) -> None:
    """Connect the cards with the panels whose numbers they are of, and with the workbench."""
    panels.hand_to(cards.attend)
    cards.complained.connect(messages.complain)
    cards.kept.connect(partial(hints.use, CLICK_NUMBER))
    cards.status.told.connect(status.hover.set_text)
    cards.edited.connect(EditRequests(bench, messages, cards).edit)
    cards.settled.connect(bench.settle)
    cards.cancelled.connect(bench.cancel_edit)
    cards.looked_at.connect(bench.look_at)
    cards.weight_asked.connect(bench.look_at_weight)
    cards.panel_asked.connect(docks.show_panel)
    cards.parameter_shown.connect(lambda *shown: panels.weights.show_parameter(*shown))
    cards.given_shown.connect(lambda *given: panels.inputs.show_given(*given))


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
    for went in (transport.went_to, transport.went_to_tick, transport.went_to_timestep):
        went.connect(player.pause)
    transport.went_to.connect(bench.go_to)
    transport.went_to_tick.connect(bench.go_to_tick)
    transport.went_to_timestep.connect(bench.go_to_timestep)
    transport.lanes.lane_selected.connect(bench.select)
    transport.badge.clicked.connect(actions["Check"].trigger)
    bars.sabotage.answered.connect(commands.checking.end_sabotage)
    bars.silence.answered.connect(worker.restart)
    worker.silent.connect(bench.set_torch_silent)
    player.waiting_changed.connect(transport.speed.set_waiting)


def connect_docks(
    docks: Docks, panels: Panels, bench: Workbench, commands: Commands, welcome: Welcome
) -> None:
    """Connect the docks with who asks for a layout or a panel; both close the start page."""
    LessonGuide(bench.tutor, panels, docks)
    docks.back_asked.connect(bench.look_here)
    welcome.drawn.connect(PanelsBelow(docks, panels).begin)
    welcome.closed.connect(docks.uncover)
    commands.layout_asked.connect(docks.lay_out)
    commands.panel_asked.connect(docks.bring_forward)
    commands.panel_needed.connect(docks.show_panel)
    for asked in (commands.panel_asked, commands.layout_asked):
        asked.connect(welcome.close_page)


def connect_course(tutor: Tutor, commands: Commands, actions: Actions, welcome: Welcome) -> None:
    """Let the start page open lessons, each where its reader has left it at another time.

    The menu ticks the finished lessons.
    """
    tutor.progress.remember(welcome.progress.done)
    actions.tick_lessons(tutor.progress.is_done)
    welcome.lesson_chosen.connect(commands.lessons.open)
    commands.lessons.begun.connect(welcome.close_page)


def connect_files(
    commands: Commands,
    saver: Saver,
    recent: RecentFiles,
    menus: Menus,
    welcome: Welcome,
) -> None:
    """Connect choices of files with the opener; remember files that were opened or saved."""
    for example_chosen in (menus.examples.chosen, welcome.example_chosen):
        example_chosen.connect(commands.open_example)
    for file_chosen in (recent.chosen, welcome.file_chosen):
        file_chosen.connect(commands.opener.open_one)
    menus.append.asked.connect(commands.sequence.append)
    menus.word_at.edited.connect(commands.sequence.put)
    saver.reload_asked.connect(commands.opener.open_one)
    welcome.action_asked.connect(menus.actions.trigger)
    for path_known in (commands.opener.opened, commands.lessons.opened, saver.saved):
        path_known.connect(recent.add)


def connect_preferences(
    preferences: Preferences, actions: Actions, docks: Docks, welcome: Welcome
) -> None:
    """Let the actions take the keys that were chosen, the docks tell them; hear of a language."""
    preferences.keys_changed.connect(actions.take_keys)
    preferences.keys_changed.connect(docks.tell_keys)
    welcome.language_chosen.connect(preferences.language.menu.choose)


def connect_hints(hints: Hints, status: StatusBar) -> None:
    """Let the status bar tell the gestures that nobody has done yet."""
    hints.shown.connect(status.hint.set_text)
    hints.offer(())


def connect_drawing(
    panels: Panels, parts: Iterable[WindowPart], bench: Workbench, welcome: Welcome
) -> None:
    """Let every part draw each change, and panels what they put off below the start page.

    Each has its own connection: an error in one part does not keep the others from drawing.
    """
    for part in parts:
        bench.changed.connect(part.draw)

    def follow(key: str, panel: Panel) -> None:
        welcome.closed.connect(panel.catch_up)
        bench.arriving.connect(panel.prepare)
        bench.changed.connect(panel.follow)
        panel.draw(bench.snapshot())

    panels.hand_to(follow)
