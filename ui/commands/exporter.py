"""Exporter: asks for the target of a model, trace, gradients or script, and has it written."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from simulator.experiment.experiment import Experiment
from simulator.files.errors import plain
from simulator.files.registry import Format
from simulator.translation import mark, tr
from ui.documents import save_file
from ui.documents.exports import Exports
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.trace_memory import TraceMemory
from ui.session.workbench import Workbench
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.worker.long_work import LongWork, Work
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.files.checkpoints.script.training import TrainingLoop


SAFETENSORS, TORCH, INSIDE, SCRIPT, SCRIPT_BACK, SCRIPT_TRAINS = (
    mark("Only the weights, as safetensors"),
    mark("Only the weights, as a PyTorch state dict"),
    mark("The whole original checkpoint, with the edits"),
    mark("Python script"),
    mark("Python script that also runs backward and prints the gradients"),
    mark("Python script that first trains for {steps} steps, on the run's batches"),
)


class Exporter(QObject):
    """Writes torch's files in the worker, all others in slices between the window's events."""

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        exports: Exports,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workbench, self._worker, self._window = workbench, worker, window
        self._messages, self._exports, self._theme = messages, exports, theme

    def set_theme(self, theme: Theme) -> None:
        """Take another theme for the dialogs."""
        self._theme = theme

    def export_model(self) -> None:
        """Ask for target and kind, and write the weights on screen."""
        from simulator.files.checkpoints.export import (
            format_to_return_to,
            save_torch,
            saving_alone,
            saving_inside,
        )

        document = self._workbench.snapshot().document
        format = format_to_return_to(document.origin)
        kinds = _kinds(document, format)
        suggested = _suggested(document, next(iter(kinds.values())))
        asked = save_file.ask_path(self._window, tr("Export the model"), suggested, kinds)
        if asked is None:
            return
        path, kind = asked
        parameters = document.experiment.parameters
        readout = document.experiment.objective.readout
        origin = document.origin
        inside = origin if kind == INSIDE else None
        if kind == TORCH or (kind == INSIDE and format is Format.TORCH):
            self._submit(path, save_torch, path, parameters, inside, readout, origin)
        elif inside is None:
            self._write(path, saving_alone(path, parameters, readout, origin))
        else:
            self._write(path, saving_inside(path, inside, parameters, readout))

    def export_trace(self) -> None:
        """Ask for a target and for the part of the trace, and write it.

        With torch's values it is written in the worker, where the same experiment gives the same
        numbers. So is Parquet, whose library takes long to load. A sabotaged trace is refused.
        """
        from simulator.files.traces.export import exporting_experiment, exporting_run
        from ui.dialogs.export import export_trace
        from ui.worker.remote_work import RemoteWork

        snapshot = self._workbench.snapshot()
        if snapshot.document.mistake:
            self._messages.complain(
                tr(
                    "The trace was not exported, because it has an injected error. "
                    "Remove it first (Check menu)"
                )
            )
            return
        asked = export_trace.ask(self._window, snapshot.document, self._theme)
        if asked is None:
            return
        path, options = asked
        names = snapshot.document.input_names
        title = tr("Exporting to {name}", name=plain(Path(path).name))
        if options.torch or options.format == "parquet":
            given = (path, snapshot.experiment, options, names)
            work: Work = RemoteWork(title, self._worker, exporting_experiment, given, self._window)
        else:
            work = LongWork(title, exporting_run(snapshot.run, path, options, names), self._window)
        self._follow(path, work)

    def export_gradients(self) -> None:
        """Ask for a target and a format, and write every gradient of the loss or the seeds.

        The way back is walked to its end first; what is walked of it already is not done again.
        Parquet is written in the worker, as that of a trace. Wrong gradients are refused.
        """
        from simulator.files.gradients.export import (
            exporting_gradients,
            exporting_run_back,
            writing_gradients,
        )
        from ui.dialogs.export import export_gradients
        from ui.worker.remote_work import RemoteWork

        snapshot = self._workbench.snapshot()
        refusal = _why_no_gradients(snapshot)
        if refusal:
            self._messages.complain(refusal)
            return
        room = TraceMemory.of_gradients(snapshot.experiment)
        note = room.note() if snapshot.back is None else ""
        asked = export_gradients.ask(self._window, snapshot.document, self._theme, note)
        if asked is None:
            return
        path, format = asked
        names = snapshot.document.input_names
        title = tr("Exporting to {name}", name=plain(Path(path).name))
        if format == "parquet":
            given = (path, snapshot.experiment, format, names)
            work: Work = RemoteWork(title, self._worker, exporting_gradients, given, self._window)
        elif snapshot.back is not None:
            writing = writing_gradients(snapshot.back, path, format, names)
            work = LongWork(title, writing, self._window)
        else:
            writing = exporting_run_back(snapshot.run, path, format, names, room.storage)
            work = LongWork(title, writing, self._window)
        self._follow(path, work)

    def export_script(self) -> None:
        """Ask for a target, and write a program that rebuilds the model in PyTorch.

        Where there is a way back it may go back too, and print the norms of the gradients. What
        can be trained it may train first, and print the loss of each step.
        """
        from simulator.files.checkpoints.script.export import write_script

        snapshot = self._workbench.snapshot()
        document = snapshot.document
        suggested = f"{save_file.file_name(document.stem)}.py"
        kinds = {SCRIPT: ".py"}
        if document.experiment.source:
            kinds[SCRIPT_BACK] = ".py"
        trains = _training(snapshot)
        steps = 0
        if trains is not None:
            kinds[SCRIPT_TRAINS] = ".py"
            steps = trains[1].steps
        title = tr("Export as a PyTorch script")
        asked = save_file.ask_path(self._window, title, suggested, kinds, steps=steps)
        if asked is None:
            return
        path, kind = asked
        if kind == SCRIPT_TRAINS and trains is not None:
            first, loop = trains
            self._submit(path, write_script, path, first, False, loop)
        else:
            self._submit(path, write_script, path, document.experiment, kind == SCRIPT_BACK)

    def _follow(self, path: str, work: Work) -> None:
        """Tell how the writing of a file ends."""
        work.failed.connect(self._messages.complain)
        work.done.connect(partial(self._messages.tell, save_file.wrote(path)))
        self._exports.follow(path, work)

    def _write(self, path: str, work: Generator[float, None, str]) -> None:
        title = tr("Exporting {name}", name=plain(Path(path).name))
        long_work = LongWork(title, work, self._window)
        long_work.done.connect(partial(self._tell, long_work))
        long_work.failed.connect(self._messages.complain)
        self._exports.follow(path, long_work)

    def _tell(self, work: LongWork) -> None:
        self._messages.tell(str(work.result))

    def _submit(self, path: str, function: Callable[..., object], *arguments: object) -> None:
        self._messages.tell(tr("Saving {path} …", path=plain(path, 200)), lasting=True)
        export: list[int] = []
        done, failed = partial(self._tell_written, path, export), partial(self._fail, export)
        ticket = self._worker.submit(function, *arguments, done=done, failed=failed)
        export.append(self._exports.begin(path, ticket.cancel))

    def _tell_written(self, path: str, export: list[int], answer: object) -> None:
        self._messages.tell(save_file.wrote(path) if answer is None else str(answer))
        self._exports.end(export[0], True)

    def _fail(self, export: list[int], message: str) -> None:
        self._exports.end(export[0], False)
        self._messages.complain(message)


def _training(snapshot: Snapshot) -> "tuple[Experiment, TrainingLoop] | None":
    """Return what a script begins with that trains, and how; None where it would differ.

    It takes the steps of the run again, up to the one that is shown; before its first one all that
    are set. A branch, and what comes after an edit, begin with an optimiser that has a past, which
    no script has.
    """
    from simulator.files.checkpoints.script.training import TrainingLoop

    experiment, place, setting = snapshot.experiment, snapshot.document.training, snapshot.setting
    if snapshot.training is None or snapshot.obstacle:
        return None
    if place is None or (not place.step and place.shows(experiment)):
        source = setting.source_for(snapshot.document)
        steps = setting.until
        return (experiment, TrainingLoop(setting.plan, steps, source)) if steps else None
    if place.run.first or place.missing or not place.shows(experiment):
        return None
    begun = place.at(0).network.put_into(experiment)
    return begun, TrainingLoop(place.run.plan, place.step, place.run.source)


def _why_no_gradients(snapshot: Snapshot) -> str:
    """Say why the gradients of a run cannot be exported; empty when they can."""
    if snapshot.document.mistake:
        return tr(
            "The gradients were not exported, because the run has an injected error. "
            "Remove it first (Check menu)"
        )
    if not snapshot.experiment.source:
        return tr(
            "There are no gradients to export, because nothing was chosen to "
            "differentiate. Set a loss ({loss}), or choose a value ({seed})",
            loss=NAMES.way("readout"),
            seed=NAMES.way("seed"),
        )
    if snapshot.back is not None:
        return ""
    return TraceMemory.of_gradients(snapshot.experiment).refusal()


def _kinds(document: Document, format: Format | None) -> Mapping[str, str]:
    """Return the kinds of export of a document, with suffixes; its checkpoint's format first."""
    formats = {SAFETENSORS: Format.SAFETENSORS, TORCH: Format.TORCH}
    kinds = {kind: written.row.suffixes[0] for kind, written in formats.items()}
    if document.origin is None or format is None:
        return kinds
    return {INSIDE: Path(document.origin.path).suffix or format.row.suffixes[0], **kinds}


def _suggested(document: Document, suffix: str) -> str:
    """Suggest a path beside the checkpoint, if there is one, and never over it."""
    name = save_file.file_name(document.stem)
    if document.origin is None:
        return name + suffix
    return str(Path(document.origin.path).with_name(f"{name}-edited{suffix}"))
