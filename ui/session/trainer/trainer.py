"""Trainer: takes training steps in slices and shows their networks. The workbench owns it."""

import time
from collections.abc import Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.experiment.experiment import Experiment
from simulator.training.stops import Stop
from simulator.translation import mark, tr
from ui.session.baselines import Pin
from ui.session.document import Document
from ui.session.trainer.branching import UntrainedRuns, goes_on, next_place
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.setting import TrainingSetting
from ui.session.training_state.view import TrainingView

if TYPE_CHECKING:
    from simulator.training.run import TrainingRun
    from ui.session.trainer.trainer_host import TrainerHost


FRAME_SECONDS: Final = 1 / 60
"""Least time between two networks that are shown."""

_DONE = mark("reached step {step}")
_NO_MORE = mark("reached step {step}. Set a later step to continue")
_MET = mark("paused at step {step}: {stop}")


class Trainer(QObject):
    """Steps of an optimiser, one by one or in a run that goes on until it is paused.

    A run is one entry of the history, which is amended while it goes on.

    Signals:
        told: why training has paused by itself, or cannot go on, in words.
    """

    told = Signal(str)

    def __init__(self, bench: "TrainerHost", parent: QObject) -> None:
        from ui.session.trainer.sliced_steps import SlicedSteps

        super().__init__(parent)
        self._bench = bench
        self._settings: dict[Experiment, TrainingSetting] = {}
        self._running, self._status = False, ""
        self._status_of: Document | None = None  # what was open when it was told
        self._shown: Document | None = None  # while it is open, a run goes on in its entry
        self._from = 0  # the step at which that entry began
        self._first = UntrainedRuns()
        self._tried: tuple[Document, TrainingSetting, str] | None = None  # what stands in its way
        self._goal: int | None = None  # where a single step ends that takes long
        self._taker = SlicedSteps()
        self._last_frame = 0.0
        self._slices = QTimer(self, interval=0, singleShot=True)
        self._slices.timeout.connect(self._go_on)

    # What there is

    @property
    def running(self) -> bool:
        """True while steps are taken."""
        return self._running and self._document is self._shown

    @property
    def status(self) -> str:
        """Why training paused, or cannot go on, in words; empty for nothing to tell."""
        return self._status if self._status_of is self._document else ""

    @property
    def setting(self) -> TrainingSetting:
        """How the open document is to learn."""
        return self.setting_of(self._document)

    def setting_of(self, document: Document) -> TrainingSetting:
        """Return how a document is to learn."""
        known = self._settings.get(document.original)
        if known is not None and known.task == document.task:
            return known
        if document.training is not None:
            return document.training.setting
        return TrainingSetting.of_task(document.task) if document.task else TrainingSetting()

    @property
    def obstacle(self) -> str:
        """Why the open document cannot be trained, in words; empty where it can."""
        document, setting = self._document, self.setting
        if self._tried is None or self._tried[:2] != (document, setting):
            try:
                setting.check(document)
                self._tried = document, setting, ""
            except ValueError as error:
                self._tried = document, setting, str(error)
        return self._tried[2]

    def view(self, chosen: Pin | None) -> TrainingView | None:
        """Return what panels draw; None where the document cannot be trained.

        Args:
            chosen: the baseline's pin.
        """
        document, setting = self._document, self.setting
        begun = document.training
        if begun is None and self.obstacle:
            return None
        pinned = None if chosen is None else chosen.place
        own = begun is not None and pinned is not None and pinned.run is begun.run
        return TrainingView(
            begun,
            partial(self._first.of, document, setting),
            0 if begun is None else begun.newest,
            self.running,
            setting,
            self.status,
            pinned if own else None,
            None if own else pinned,
            begun is not None and not begun.shows(document.experiment),
        )

    # Requests

    def set_setting(self, setting: TrainingSetting) -> None:
        """Learn otherwise from the next step on.

        Another task is opened with its own setting, and what else was changed.
        """
        document, before = self._document, self.setting
        if setting == before:
            return
        if setting.task and setting.task != document.task:
            self._bench.open_task(setting.task)
            self.set_setting(setting.opened_from(before))
            return
        if not setting.learns_like(before):
            self.pause()
        self._settings[document.original] = setting
        if setting.task != document.task:
            label = tr("train on folder") if setting.folder else tr("train on open sequences")
            self._bench.put(replace(document, task=setting.task), label)
            return
        if document.training is not None:
            document.training.run.watch(setting.stops)
        self._say("")
        self._bench.tell()

    def remember(self, setting: TrainingSetting) -> None:
        """Take the setting of a document that a workspace brought; one of another task is left."""
        document = self._document
        if setting.task == document.task:
            self._settings[document.original] = setting
            self._bench.tell()

    def train(self) -> None:
        """Go on from the newest step, or in another run where something has changed."""
        if self.running:
            return
        place = self._begin()
        if place is None:
            return
        if place.run.step >= self.setting.until:
            self._end(tr(_NO_MORE, step=place.run.step))
            return
        self._leave_for(place)
        self._go(place, goal=None)

    def _go(self, place: TrainingCheckpoint, goal: int | None) -> None:
        """Take steps from a place on, up to a goal, or as far as the setting says."""
        self._running, self._goal = True, goal
        self._say("")
        now = self._document.training
        amend = self._shown is self._document and now is not None and now.run is place.run
        amend = amend and goal is None
        if not amend:
            self._from = place.run.step
        self._show(place, amend)
        self._last_frame = time.perf_counter()
        self._slices.start()

    def pause(self) -> None:
        """Take no more steps until asked again."""
        if self._running:
            self._show_newest()
            self._end("")

    def toggle(self) -> None:
        """Train when paused, pause when training."""
        if self.running:
            self.pause()
        else:
            self.train()

    def take_step(self) -> None:
        """Take one step; scrubbed back with nothing changed, go to the next one of the run."""
        self.pause()
        back = self._document.training
        if back is not None and back.is_back and goes_on(back, self._document, self.setting):
            self._take_again(back)
            return
        place = self._begin()
        if place is None:
            return
        self._leave_for(place)
        run, first = place.run, place.run.step
        found = self._taker.take_one(run)
        if self._taker.under_way:
            self._go(place, goal=first + 1)
            return
        self._say("")
        # Named as everywhere by the steps before it: it is the one that was foretold.
        label = self._step_label(first)
        self._tell_stops(run, found)
        self._put(self._with(place.at(run.step)), label)
        self._shown = None

    def _take_again(self, back: TrainingCheckpoint) -> None:
        """Show the step after a place: by redo, as an edit, or where one was scrubbed as a look."""
        there, ahead = back.at(back.step + 1), self._bench.documents.ahead
        if back.step < back.length:
            self.scrub(there.step)
        elif ahead is not None and _shows(ahead, there):
            self._bench.redo()
        else:
            self._bench.put(self._with(there), self._step_label(back.step))

    def scrub(self, step: int) -> None:
        """Show the network after some steps of the run; where it was edited, as another edit."""
        self.pause()
        document = self._document
        place = document.training
        if place is None:
            return
        there = place.at(step)
        if there.step == place.step and place.shows(document.experiment):
            return
        if place.shows(document.experiment):
            self._bench.put(self._with(there), None)
            if self._shown is document:
                self._shown = self._document
        else:
            self._bench.put(self._with(there), tr("view step {step}", step=there.step))

    def undo_run(self) -> None:
        """Undo all steps of the run, with what was edited in between."""
        self.pause()
        place = self._document.training
        if place is not None:
            self._bench.undo_until(lambda document: not _is_of(document, place))

    def forget_all_but(self, originals: Set[Experiment]) -> None:
        """Forget the settings of documents that are gone, known by their originals."""
        self._settings = {o: known for o, known in self._settings.items() if o in originals}

    # Private

    @property
    def _document(self) -> Document:
        return self._bench.documents.value

    def _step_label(self, step: int) -> str:
        optimiser = type(self.setting.plan.optimiser).__name__
        return tr("{optimiser} step {step}", optimiser=optimiser, step=step)

    def _begin(self) -> TrainingCheckpoint | None:
        """Return where the next step is taken; None, with the reason told, where it cannot be."""
        document, setting = self._document, self.setting
        old = document.training
        try:
            if old is None:
                place = self._first.of(document, setting)
            else:
                place = next_place(old, document, setting)
        except ValueError as error:
            self._end(str(error))
            return None
        self._first.forget()
        return place

    def _leave_for(self, place: TrainingCheckpoint) -> None:
        """Pin the newest step of the run that is left for another one, if it took any."""
        old = self._document.training
        if old is not None and place.run is not old.run and old.newest > old.run.first:
            self._bench.pin_place(old.at(old.newest))

    def _with(self, place: TrainingCheckpoint) -> Document:
        """Return the open document at another place."""
        document = self._document
        experiment = place.network.put_into(document.experiment)
        return replace(document, experiment=experiment, training=place)

    def _go_on(self) -> None:
        """Take steps for one slice, and show the newest when a frame is due."""
        document, setting = self._document, self.setting
        if document is not self._shown or document.training is None:  # something else was opened
            if self._running:
                self._end("")
            return
        run, frame = document.training.run, self._last_frame + FRAME_SECONDS
        wait = frame - time.perf_counter()
        if setting.pace and wait > 0 and not self._taker.under_way:
            self._slices.start(max(1, round(1000 * wait)))
            return
        until = setting.until if self._goal is None else self._goal
        before = run.step
        try:
            found = self._taker.take(run, setting.pace or until, until, setting.off)
        except Exception:
            self._running = False
            self._show_newest()
            raise
        stopped = self._tell_stops(run, found)
        over = stopped or run.step >= until
        if over and not stopped and self._goal is None:
            self._say(tr(_DONE, step=run.step))
        if over:
            self._running = False
            if self._status:
                self.told.emit(self._status)
        due = setting.pace or time.perf_counter() >= frame
        if over or (due and run.step > before):
            self._last_frame = time.perf_counter()
            self._show_newest()
        if self._running:
            self._slices.start(0)
        elif self._goal is not None:
            self._shown = None  # each single step is an edit of its own

    def _tell_stops(self, run: "TrainingRun", found: tuple[Stop, ...]) -> bool:
        """Tell of conditions that pause training; return True when there are any."""
        met = [stop for stop in found if stop not in self.setting.off]
        if met:
            said = tr(" and ").join(stop.text() for stop in met)
            self._say(tr(_MET, stop=said, step=run.met[met[0]]))
        return bool(met)

    def _show_newest(self) -> None:
        document = self._document
        if document is self._shown and document.training is not None:
            self._show(document.training.at(document.training.newest), amend=True)

    def _show(self, place: TrainingCheckpoint, amend: bool) -> None:
        count = place.newest - self._from
        label = tr("train {count} steps", count=count) if count != 1 else tr("train 1 step")
        if self._goal is not None:
            label = self._step_label(self._from)
        document = self._with(place)
        self._shown = document
        try:
            self._put(document, label, amend)
        except OSError as error:
            self._end(str(error))

    def _say(self, status: str) -> None:
        self._status, self._status_of = status, self._document

    def _put(self, document: Document, label: str | None, amend: bool = False) -> None:
        """Record another place of training; what has just been told is of it."""
        tells = self._status_of is self._document
        self._status_of = document if tells else None
        self._bench.put(document, label, amend)

    def _end(self, status: str) -> None:
        self._running = False
        self._say(status)
        self._slices.stop()
        self._taker.drop()
        self._bench.tell()
        if status:
            self.told.emit(status)


def _shows(document: Document, place: TrainingCheckpoint) -> bool:
    known = document.training
    if known is None or known.run is not place.run:
        return False
    return known.step == place.step and known.shows(document.experiment)


def _is_of(document: Document, place: TrainingCheckpoint) -> bool:
    return document.training is not None and document.training.run is place.run
