"""Connections of the signals of the window's parts with their receivers."""

from collections.abc import Iterable
from functools import partial
from typing import Protocol

from ui.commands.actions import Actions
from ui.commands.commands import Commands
from ui.commands.recent import RecentFiles
from ui.documents.saving import Saver
from ui.panels.check.panel import CheckPanel
from ui.panels.gradients.panel import GradientFlowPanel
from ui.panels.inputs.panel import InputsPanel
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.lens.panel import LensPanel
from ui.panels.lesson.panel import LessonPanel
from ui.panels.number_cards import NumberCards
from ui.panels.panel import Panel
from ui.panels.panels import Panels
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.training.form.panel import TrainingPanel
from ui.panels.training.loss.panel import LossPanel
from ui.panels.training.step.panel import OptimiserStepPanel
from ui.panels.training.stops.panel import StopsPanel
from ui.panels.units.panel import UnitsPanel
from ui.panels.watches.panel import WatchesPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.player import Player
from ui.session.snapshot import Snapshot
from ui.session.tutor.tutor import Tutor
from ui.session.workbench import Workbench
from ui.style.theme import Theme
from ui.welcome.welcome import Welcome
from ui.widgets.cues.hints import CLICK_NUMBER, Hints
from ui.window.bars import Bars
from ui.window.docking.docks import Docks
from ui.window.lesson_guide import LessonGuide
from ui.window.menus import Menus
from ui.window.settings.preferences import Preferences
from ui.window.status_bar import StatusBar
from ui.worker.torch_worker import TorchWorker
from ui.worker.trial_checker import TrialChecker


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
    panel.weight_asked.connect(bench.look_at_weight)
    panel.went_to.connect(bench.go_to)
    panel.went_to_timestep.connect(bench.go_to_timestep)
    panel.unit_selected.connect(bench.select_unit)
    panel.lane_selected.connect(bench.select)
    panel.seed_asked.connect(bench.seed)


def connect_panels(
    panels: Panels,
    bench: Workbench,
    commands: Commands,
    actions: Actions,
    player: Player,
    hints: Hints,
    worker: TorchWorker,
) -> None:
    """Connect the requests of each panel with their receivers, once it is made."""

    def connect(key: str, panel: Panel) -> None:
        _connect_panel(panel, bench, commands, player, hints)
        _connect_own(panel, panels, bench, commands, player)
        _connect_training(panel, bench, commands, actions, worker)

    panels.hand_to(connect)


def _connect_panel(
    panel: Panel, bench: Workbench, commands: Commands, player: Player, hints: Hints
) -> None:
    """Connect the requests that any panel may have."""
    for went in (panel.went_to, panel.went_to_timestep, panel.seed_asked):
        went.connect(player.pause)
    connect_to_workbench(panel, bench)
    panel.hold_asked.connect(commands.ask_hold)
    panel.hinted.connect(hints.offer)
    panel.gesture_done.connect(hints.use)
    if panel.play_waits:
        player.watch(panel)


def _connect_own(
    panel: Panel, panels: Panels, bench: Workbench, commands: Commands, player: Player
) -> None:
    """Connect what a panel asks of other panels, and requests of its kind alone."""
    panel.parameter_shown.connect(partial(_show_parameter, panels))
    panel.parameter_pointed.connect(partial(_point_at, panels))
    match panel:
        case LedgerPanel():
            panel.looked_back.connect(bench.look_back)
        case TimelinePanel():
            panel.baselines_set.connect(bench.set_baselines)
            panel.watching_set.connect(bench.set_watching)
        case GradientFlowPanel():
            panel.baselines_set.connect(bench.set_baselines)
        case WatchesPanel():
            panel.watching_set.connect(bench.set_watching)
        case InputsPanel():
            panel.options_asked.connect(commands.option_changer.ask)
            panel.append_asked.connect(commands.sequence.append)
        case CheckPanel():
            panel.went_there.connect(player.pause)
            panel.went_there.connect(bench.go_there)
            panel.place_picked.connect(player.pause)
            panel.place_picked.connect(bench.go_to_timestep)
            panel.self_test_asked.connect(commands.checking.self_tester.toggle)
            panel.sabotage_asked.connect(commands.checking.ask_sabotage)
        case UnitsPanel():
            panel.order_asked.connect(
                lambda *order: panels.of(TimelinePanel).set_unit_order(*order)
            )
        case LessonPanel():
            _connect_lesson(panel, bench.tutor, player)
        case LensPanel():
            panel.units_asked.connect(commands.show_units)
            panel.ends_asked.connect(
                lambda ends: panels.of(TimelinePanel).ends_button.setChecked(ends)
            )


def _connect_lesson(panel: LessonPanel, tutor: Tutor, player: Player) -> None:
    for asked in (panel.next_asked, panel.back_asked, panel.step_asked, panel.reset_asked):
        asked.connect(player.pause)
    panel.next_asked.connect(tutor.next)
    panel.back_asked.connect(tutor.back)
    panel.step_asked.connect(tutor.go)
    panel.reset_asked.connect(tutor.reset)
    panel.answered.connect(tutor.answer)
    panel.show_asked.connect(tutor.show_answer)
    panel.offer_taken.connect(tutor.take_offer)
    panel.link_followed.connect(tutor.look)


def connect_course(tutor: Tutor, commands: Commands, welcome: Welcome) -> None:
    """Let the start page open lessons, each where its reader has left it at another time."""
    tutor.progress.remember(welcome.progress.done)
    welcome.lesson_chosen.connect(commands.lessons.open)
    commands.lessons.begun.connect(welcome.close_page)


def _connect_training(
    panel: Panel, bench: Workbench, commands: Commands, actions: Actions, worker: TorchWorker
) -> None:
    """Connect the panels of training with the trainer, with undo, and with the step's check."""
    match panel:
        case LossPanel():
            panel.scrubbed.connect(bench.trainer.scrub)
            panel.mending_asked.connect(actions["mend"].trigger)
            panel.pin_asked.connect(bench.pin_place)
        case TrainingPanel():
            panel.setting_asked.connect(bench.trainer.set_setting)
            panel.folder_asked.connect(commands.training.ask_folder)
            panel.step_asked.connect(bench.trainer.take_step)
            panel.train_asked.connect(bench.trainer.train)
            panel.pause_asked.connect(bench.trainer.pause)
            panel.undo_run_asked.connect(bench.trainer.undo_run)
        case StopsPanel():
            panel.setting_asked.connect(bench.trainer.set_setting)
            panel.step_followed.connect(bench.trainer.scrub)
        case OptimiserStepPanel():
            panel.step_taken.connect(actions["train_step"].trigger)
            panel.undone.connect(actions["undo"].trigger)
            panel.scrubbed_to.connect(bench.trainer.scrub)
            panel.left.connect(partial(commands.panel_asked.emit, "Loss"))
            checker = TrialChecker(worker, panel)
            panel.check_asked.connect(checker.check)
            checker.checked.connect(panel.tell_check)
            checker.failed.connect(panel.tell_unchecked)


def _show_parameter(panels: Panels, name: str, index: tuple[int, ...]) -> None:
    panels.of(WeightsPanel).show_parameter(name, index)


def _point_at(panels: Panels, name: str, index: tuple[int, ...]) -> None:
    """Light a weight where Weights are shown; the mouse alone does not make that panel."""
    for panel in panels.made.values():
        if isinstance(panel, WeightsPanel):
            panel.point_at(name, index)


def connect_questions(panels: Panels, commands: Commands) -> None:
    """Connect the questions of menus with the panels that ask on; the answer's panel is shown."""
    commands.wanted_asked.connect(partial(commands.panel_asked.emit, "Ledger"))
    commands.wanted_asked.connect(lambda: panels.of(LedgerPanel).ask_wanted())
    commands.teaches_asked.connect(lambda: panels.of(WeightsPanel).ask_what_teaches())
    commands.teaches_asked.connect(partial(commands.panel_asked.emit, "Ledger"))
    commands.units_asked.connect(lambda *asked: panels.of(UnitsPanel).ask(*asked))


def connect_cards(
    cards: NumberCards,
    panels: Panels,
    bench: Workbench,
    docks: Docks,
    status: StatusBar,
    hints: Hints,
) -> None:
    """Connect the cards with the panels whose numbers they are of, and with the workbench."""
    panels.hand_to(cards.attend)
    cards.kept.connect(partial(hints.use, CLICK_NUMBER))
    cards.status.told.connect(status.hover.set_text)
    cards.edited.connect(bench.edit)
    cards.settled.connect(bench.settle)
    cards.cancelled.connect(bench.cancel_edit)
    cards.looked_at.connect(bench.look_at)
    cards.weight_asked.connect(bench.look_at_weight)
    cards.panel_asked.connect(docks.show_panel)
    cards.parameter_shown.connect(partial(_show_parameter, panels))
    cards.given_shown.connect(lambda *given: panels.of(InputsPanel).show_given(*given))


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
    connect_course(bench.tutor, commands, welcome)
    docks.back_asked.connect(bench.look_here)
    commands.layout_asked.connect(docks.lay_out)
    commands.panel_asked.connect(docks.bring_forward)
    commands.panel_needed.connect(docks.show_panel)
    for asked in (commands.panel_asked, commands.layout_asked):
        asked.connect(welcome.close_page)


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
