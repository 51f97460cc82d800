"""Connections of the panels' requests with their receivers, each once the panel is made."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from simulator.experiment.experiment import Experiment
from ui.commands.actions import Actions
from ui.commands.commands import Commands
from ui.panels.panel import Panel
from ui.panels.panels import Panels
from ui.session.edit_requests import EditRequests
from ui.session.messages import Messages
from ui.session.player import Player
from ui.session.workbench import Workbench
from ui.widgets.cues.hints import Hints
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from ui.panels.check.panel import CheckPanel
    from ui.panels.gradients.panel import GradientFlowPanel
    from ui.panels.inputs.panel import InputsPanel
    from ui.panels.ledger.panel import LedgerPanel
    from ui.panels.lens.panel import LensPanel
    from ui.panels.lesson.panel import LessonPanel
    from ui.panels.timeline.panel import TimelinePanel
    from ui.panels.training.form.panel import TrainingPanel
    from ui.panels.training.loss.panel import LossPanel
    from ui.panels.training.step.panel import OptimiserStepPanel
    from ui.panels.training.stops.panel import StopsPanel
    from ui.panels.units.panel import UnitsPanel
    from ui.panels.watches.panel import WatchesPanel


def connect_to_workbench(panel: Panel, bench: Workbench, messages: Messages) -> None:
    """Connect the requests that any panel may have of the workbench."""
    edits = EditRequests(bench, messages, panel)
    panel.edited.connect(partial(_edit, panel, edits))
    panel.settled.connect(bench.settle)
    panel.cancelled.connect(bench.cancel_edit)
    panel.looked_at.connect(bench.look_at)
    panel.weight_asked.connect(bench.look_at_weight)
    panel.went_to.connect(bench.go_to)
    panel.went_to_timestep.connect(bench.go_to_timestep)
    panel.unit_selected.connect(bench.select_unit)
    panel.lane_selected.connect(bench.select)
    panel.seed_asked.connect(edits.seed)


@dataclass(frozen=True, slots=True)
class _Receivers:
    """Those who receive the requests of panels."""

    panels: Panels
    bench: Workbench
    commands: Commands
    actions: Actions
    player: Player
    hints: Hints
    worker: TorchWorker
    messages: Messages


def _edit(
    panel: Panel,
    edits: EditRequests,
    experiment: Experiment,
    label: str,
    merge_key: Hashable | None,
) -> None:
    """Request an edit of the document that the panel shows."""
    if panel.snapshot is not None:
        edits.edit(panel.snapshot.document, experiment, label, merge_key)


def connect_panels(
    panels: Panels,
    bench: Workbench,
    commands: Commands,
    actions: Actions,
    player: Player,
    hints: Hints,
    worker: TorchWorker,
    messages: Messages,
) -> None:
    """Connect the requests of each panel with their receivers, once it is made."""
    to = _Receivers(panels, bench, commands, actions, player, hints, worker, messages)

    def connect(key: str, panel: Panel) -> None:
        _connect_panel(panel, to)
        if key in _OWN_REQUESTS:
            _OWN_REQUESTS[key](panel, to)

    panels.hand_to(connect)


def _connect_panel(panel: Panel, to: _Receivers) -> None:
    """Connect the requests that any panel may have."""
    for went in (panel.went_to, panel.went_to_timestep, panel.seed_asked):
        went.connect(to.player.pause)
    connect_to_workbench(panel, to.bench, to.messages)
    panel.hold_asked.connect(to.commands.ask_hold)
    panel.teaching_asked.connect(to.commands.show_what_teaches)
    panel.hinted.connect(to.hints.offer)
    panel.gesture_done.connect(to.hints.use)
    panel.parameter_shown.connect(lambda *shown: to.panels.weights.show_parameter(*shown))
    panel.parameter_pointed.connect(partial(_point_at, to.panels))
    if panel.play_waits:
        to.player.watch(panel)


def _connect_ledger(panel: "LedgerPanel", to: _Receivers) -> None:
    panel.looked_back.connect(to.bench.look_back)


def _connect_timeline(panel: "TimelinePanel", to: _Receivers) -> None:
    panel.baselines_set.connect(to.bench.set_baselines)
    panel.watching_set.connect(to.bench.set_watching)


def _connect_gradient_flow(panel: "GradientFlowPanel", to: _Receivers) -> None:
    panel.baselines_set.connect(to.bench.set_baselines)


def _connect_watches(panel: "WatchesPanel", to: _Receivers) -> None:
    panel.watching_set.connect(to.bench.set_watching)


def _connect_inputs(panel: "InputsPanel", to: _Receivers) -> None:
    panel.options_asked.connect(to.commands.option_changer.ask)
    panel.append_asked.connect(to.commands.sequence.append)


def _connect_check(panel: "CheckPanel", to: _Receivers) -> None:
    panel.went_there.connect(to.player.pause)
    panel.went_there.connect(to.bench.go_there)
    panel.place_picked.connect(to.player.pause)
    panel.place_picked.connect(to.bench.go_to_timestep)
    panel.self_test_asked.connect(to.commands.checking.self_tester.toggle)
    panel.sabotage_asked.connect(to.commands.checking.ask_sabotage)


def _connect_units(panel: "UnitsPanel", to: _Receivers) -> None:
    panel.order_asked.connect(lambda *order: to.panels.timeline.set_unit_order(*order))


def _connect_lens(panel: "LensPanel", to: _Receivers) -> None:
    panel.units_asked.connect(to.commands.show_units)
    panel.ends_asked.connect(lambda ends: to.panels.timeline.ends_button.setChecked(ends))


def _connect_lesson(panel: "LessonPanel", to: _Receivers) -> None:
    tutor = to.bench.tutor
    for asked in (panel.next_asked, panel.back_asked, panel.step_asked, panel.reset_asked):
        asked.connect(to.player.pause)
    panel.next_asked.connect(tutor.next)
    panel.back_asked.connect(tutor.back)
    panel.step_asked.connect(tutor.go)
    panel.reset_asked.connect(tutor.reset)
    panel.answered.connect(tutor.answer)
    panel.show_asked.connect(tutor.show_answer)
    panel.offer_taken.connect(tutor.take_offer)
    panel.link_followed.connect(tutor.look)


def _connect_loss(panel: "LossPanel", to: _Receivers) -> None:
    panel.scrubbed.connect(to.bench.trainer.scrub)
    panel.mending_asked.connect(to.actions["mend"].trigger)
    panel.pin_asked.connect(to.bench.pin_place)


def _connect_training(panel: "TrainingPanel", to: _Receivers) -> None:
    trainer = to.bench.trainer
    panel.setting_asked.connect(trainer.set_setting)
    panel.folder_asked.connect(to.commands.training.ask_folder)
    panel.step_asked.connect(trainer.take_step)
    panel.train_asked.connect(trainer.train)
    panel.pause_asked.connect(trainer.pause)
    panel.undo_run_asked.connect(trainer.undo_run)


def _connect_stops(panel: "StopsPanel", to: _Receivers) -> None:
    panel.setting_asked.connect(to.bench.trainer.set_setting)
    panel.step_followed.connect(to.bench.trainer.scrub)


def _connect_optimiser_step(panel: "OptimiserStepPanel", to: _Receivers) -> None:
    from ui.worker.trial_checker import TrialChecker

    panel.step_taken.connect(to.actions["train_step"].trigger)
    panel.undone.connect(to.actions["undo"].trigger)
    panel.scrubbed_to.connect(to.bench.trainer.scrub)
    panel.left.connect(partial(to.commands.panel_asked.emit, "Loss"))
    checker = TrialChecker(to.worker, panel)
    panel.check_asked.connect(checker.check)
    checker.checked.connect(panel.tell_check)
    checker.failed.connect(panel.tell_unchecked)


_OWN_REQUESTS: Final[Mapping[str, Callable[[Any, _Receivers], None]]] = {
    "Ledger": _connect_ledger,
    "Timeline": _connect_timeline,
    "GradientFlow": _connect_gradient_flow,
    "Watches": _connect_watches,
    "Inputs": _connect_inputs,
    "Check": _connect_check,
    "Units": _connect_units,
    "Lens": _connect_lens,
    "Lesson": _connect_lesson,
    "Loss": _connect_loss,
    "Training": _connect_training,
    "Stops": _connect_stops,
    "OptimiserStep": _connect_optimiser_step,
}
"""Connections of the requests that one panel alone has, by its key."""


def _point_at(panels: Panels, name: str, index: tuple[int, ...]) -> None:
    """Light a weight where Weights are shown; the mouse alone does not make that panel."""
    if "Weights" in panels.made:
        panels.weights.point_at(name, index)


def connect_questions(panels: Panels, commands: Commands) -> None:
    """Connect the questions of menus with the panels that ask on; the answer's panel is shown."""
    commands.wanted_asked.connect(partial(commands.panel_asked.emit, "Ledger"))
    commands.wanted_asked.connect(lambda: panels.ledger.ask_wanted())
    commands.teaches_asked.connect(lambda: panels.weights.ask_what_teaches())
    commands.units_asked.connect(lambda *asked: panels.units.ask(*asked))
