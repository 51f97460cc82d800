"""Workbench: the one thing in the window that changes.

Every request comes here, and everyone hears of it by one signal, `changed(Snapshot)`.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.translation import tr
from ui.session.baselines import Baselines
from ui.session.document import Document
from ui.session.document_extras import CompanionBook, DocumentExtras
from ui.session.edits import gradient_target_edits
from ui.session.lesson_session.tutor import Tutor
from ui.session.navigator import Navigator
from ui.session.snapshot import Snapshot
from ui.session.trainer.trainer import Trainer
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.viewing.focus import Focus
from ui.session.viewing.hidden_values import HiddenValues

if TYPE_CHECKING:
    from simulator.check.optimisers import StepReport
    from simulator.check.report import CheckReport


class Workbench(Navigator):
    """Open document, its history and its run; and where the user stands there (see `Navigator`).

    Attributes:
        documents: the history. companions: the baselines and watches beside each document. Only
            the workbench changes them.
        trainer: takes training steps. tutor: leads through lessons.

    Signals:
        changed: a new Snapshot, after every change.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self.companions = CompanionBook(document, self._baseline_runner, self._search)
        self.trainer = Trainer(self, self)
        self.tutor = Tutor(self, self)
        self._of_former_back: CheckReport | None = None  # until the next way back begins
        self._runner.begun.connect(self._keep_agreed)

    @property
    def under_way(self) -> bool:
        """True while steps are computed, or training steps taken, or not drawn yet."""
        return super().under_way or self.trainer.running

    def snapshot(self) -> Snapshot:
        """Return the present state."""
        trainer, here = self.trainer, super().snapshot()
        training = trainer.view(self._baseline_runner.baselines.chosen)
        check = here.check
        if training is None and check.steps is not None:  # those of the document before
            check = replace(check, steps=None)
        setting, obstacle = trainer.setting, trainer.obstacle
        here = replace(here, check=check, training=training, setting=setting, obstacle=obstacle)
        lesson = self.tutor.view(here)
        if lesson is None:
            return here
        ahead = here.cover.ahead or lesson.hides_ahead
        cover = HiddenValues(ahead, here.cover.numbers | lesson.covers)
        return replace(here, lesson=lesson, cover=cover)

    def open(self, document: Document, held: Collection[Document] | None = None) -> None:
        """Open another document at position 0. Undo brings the former one back.

        Args:
            held: the versions that files hold; None for the document itself.

        Raises:
            OSError: its trace fits neither into memory nor on the disk; nothing has changed.
        """
        run = self._runner.new_run(*document.computed)
        self.documents.open(document, held)
        self.companions.share(document, self.documents.originals)
        self.trainer.forget_all_but(self.documents.originals)
        self._start_at_zero(run)
        self._runner.answer(opened=True)

    def rest(self) -> None:
        """Play and train no more: the window closes."""
        self.set_playing(False)
        self.trainer.pause()

    # Edits

    def edit(self, experiment: Experiment, label: str, merge_key: Hashable | None = None) -> None:
        """Record another experiment in the history and run it to the present position.

        Raises:
            OSError: there is no room for its trace; nothing has changed. Undo and redo raise it
                too.
        """
        self._edit(experiment, self.documents.value.mistake, label, merge_key)

    def append(self, experiment: Experiment, words: Sequence[str], label: str) -> None:
        """Continue the input; from the end, go on to the new one, else stay at the same number.

        Args:
            experiment: the present one with a longer input (see `experiment.appending`).
            words: the labels of the new timesteps, empty where they have none.

        Raises:
            OSError: as for `edit`.
        """
        run = self._run_for(experiment, self.documents.value.mistake)
        position = self._runner.position_in(run, self._focus.row)
        self.documents.append(experiment, words, label)
        self._go_on_with(run)
        if position == run.schedule.end:
            self._head_for(position)
        else:
            self._runner.head_for(position)

    def seed(self, number: Address | None) -> None:
        """Ask what made a number, and go to the bend: the way back is then that number's.

        None asks for the gradients of the loss again; it leads from the way back to the bend.

        Raises:
            ValueError: no seed can lie on the number, in words. OSError: as for `edit`.
        """
        here = self._runner.run.experiment
        asked = None if number is None else gradient_target_edits.number_of(number, here)
        if number is not None and asked is None:
            raise ValueError(tr("{number} cannot be differentiated", number=number.text()))
        edit = (
            gradient_target_edits.without_seed(here)
            if asked is None
            else gradient_target_edits.seeded(here, asked)
        )
        if edit.experiment.objective.seeds != here.objective.seeds:
            self.edit(*edit)
        end = self._runner.run.schedule.end
        if asked is not None:
            self.select(asked.lane_in(here.config), asked.row)
            self.go_to(end)
        elif self._runner.target > end:
            self.go_to(end)

    def set_mistake(self, mistake: str, label: str) -> None:
        """Put a mistake into our engine, by its key; empty for none. An edit like any other."""
        self._edit(self.documents.value.experiment, mistake, label, None)

    def annotate(self, notes: str) -> None:
        """Set the document's notes; an edit like any other."""
        if notes != self.documents.value.notes:
            self.documents.annotate(notes)
            self._tell()

    def settle(self) -> None:
        """End the merging of edits: the next one is undone by itself."""
        self.documents.settle()
        self._tell()

    def cancel_edit(self, merge_key: Hashable) -> None:
        """Take back merged edits that have not settled, without a history entry."""
        document, label = self.documents.value, self.documents.undo_label or ""
        self.documents.cancel(merge_key)
        self._rerun(partial(self.documents.record, document, label, merge_key))

    def undo(self) -> None:
        """Take the last edit back."""
        self.documents.undo()
        self._rerun(self.documents.redo)

    def redo(self) -> None:
        """Do the undone edit again."""
        self.documents.redo()
        self._rerun(self.documents.undo)

    def reset(self) -> None:
        """Go back to the experiment as it was opened; an edit like any other."""
        document = self.documents.value
        if document.computed != (document.original, ""):
            fresh = replace(document, experiment=document.original, mistake="", training=None)
            self.put(fresh, tr("reset"))

    def mark_saved(self, document: Document, instead_of: Collection[Experiment] = ()) -> None:
        """Remember that a file holds a document, and no longer the others of these originals."""
        self.documents.mark_saved(document, instead_of)
        self._tell()

    def mark_gone(self, originals: Collection[Experiment]) -> None:
        """Remember that the files of these documents are gone."""
        self.documents.mark_gone(originals)
        self._tell()

    def set_companions(self, companions: DocumentExtras) -> None:
        """Give the document just opened its own; undo brings the former ones back."""
        self.companions.replace(companions)
        self._compare(None)
        self._runner.answer()

    def set_baselines(self, baselines: Baselines) -> None:
        """Set the baselines: pins, names and the choice."""
        self._baseline_runner.baselines = baselines
        self._compare(None)
        self._runner.answer()

    # Training

    def open_task(self, key: str, seed: int = 0) -> None:
        """Open what a task starts with: a network that has learnt nothing, on one sequence.

        Raises:
            KeyError: there is no such task. OSError: as for `open`.
        """
        from ui.session.trainer.task_document import document_of

        self.open(document_of(key, seed))

    def put(self, document: Document, label: str | None, amend: bool = False) -> None:
        """Record a version of the open document, or put it in place of the present one.

        Args:
            label: of the edit; None to keep the present one's, which it amends.

        Raises:
            OSError: as for `edit`.
        """
        run = self._run_for(*document.computed)
        if amend or label is None:
            self.documents.amend(document, label)
        else:
            self.documents.record(document, label)
        self._go_on_with(run)

    def undo_until(self, there: Callable[[Document], bool]) -> None:
        """Undo edits of the open document until one of its versions is there.

        Raises:
            OSError: as for `edit`.
        """
        before, original = self.documents.before, self.documents.value.original
        while before is not None and not there(self.documents.value):
            if before.original is not original:
                break
            self.documents.undo()
            before = self.documents.before
        self._rerun(self.documents.redo)

    def pin_place(self, place: TrainingCheckpoint, name: str = "") -> None:
        """Pin the network of a training step, if there is room; by default under its number."""
        experiment = place.network.put_into(self.documents.value.experiment)
        name = name or tr("step {step}", step=place.step)
        with suppress(ValueError):
            self.set_baselines(self._baseline_runner.baselines.with_place(place, experiment, name))

    def accept_steps(self, report: "StepReport | None") -> None:
        """Take a report on steps of the training run; None where there is none yet.

        While the run goes on, its next frame tells.
        """
        self._torch = replace(self._torch, steps=report)
        if not self.trainer.running:
            self._tell()

    def tell(self) -> None:
        """Tell everyone the present state once more: the trainer has changed."""
        self._tell()

    # Private

    def _start_at_zero(self, run: Run) -> None:
        self._runner.start(run)
        self._ranges.forget()
        self._decades.forget()
        self._focus = Focus()
        self._playing = False
        self._torch = replace(self._torch, report=None, back=None, drift=None)
        self._of_former_back = None
        self._compare(None)

    def _edit(
        self, experiment: Experiment, mistake: str, label: str, merge_key: Hashable | None
    ) -> None:
        run = self._run_for(experiment, mistake)
        self.documents.edit(experiment, mistake, label, merge_key)
        self._go_on_with(run)

    def _rerun(self, back: Callable[[], object]) -> None:
        """Run the history's present experiment; without room, call `back` and raise."""
        try:
            run = self._run_for(*self.documents.value.computed)
        except OSError:
            back()
            raise
        self._go_on_with(run)

    def _run_for(self, experiment: Experiment, mistake: str) -> Run:
        here = self._runner.run
        same = (experiment, mistake) == (here.experiment, here.mistake)
        return here if same else self._runner.new_run(experiment, mistake)

    def _go_on_with(self, run: Run) -> None:
        """Continue at the present position in another run."""
        before, way = self._runner.run, self._runner.back
        others = self.companions.follow(self.documents.value)
        if run is not before:
            self._of_former_back = self._torch.back or self._of_former_back
            known = self._torch.report and self._torch.report.kept(run.steps_in_common(before))
            self._torch = replace(self._torch, report=known, back=None, drift=None)
            self._runner.go_on_with(run)
            self._focus = self._focus.carried_to(run.experiment)
        if others or run is not before:
            self._compare(before, way)
        self._runner.answer()

    def _keep_agreed(self, back: BackwardRun) -> None:
        """Keep what torch has agreed to in the steps that a way back shares with the former one."""
        former, self._of_former_back = self._of_former_back, None
        self._torch = replace(self._torch, back=former and former.kept(back.shared))

    def _compare(self, replaced: Run | None, way: BackwardRun | None = None) -> None:
        """Compare the present run with the chosen baseline, or the run before the last edit."""
        self._baseline_runner.bind(self._runner.run, replaced, self.documents.last_edit, way)
