"""Tutor: leads through a lesson in the window. The workbench owns it.

What is done in a step is found in each snapshot, whatever way led there: keys, mouse, edits, undo.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.lessons.course import lesson
from simulator.lessons.formula.condition import AT, BACK, EDITED, Deeds
from simulator.lessons.formula.numbers import GivenNumber, Quantity
from simulator.lessons.lesson import Lesson, Step
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.session.document import Document
from ui.session.lesson_session.course_progress import CourseProgress
from ui.session.lesson_session.lesson_progress import MADE, LessonProgress, Stay
from ui.session.lesson_session.quiz import Quiz
from ui.session.lessons.view import Answered, LessonView
from ui.session.snapshot import TIMESTEP, Snapshot

if TYPE_CHECKING:
    from simulator.files.traces.foreign_numbers import Numbers
    from simulator.lessons.formula.reading import Reading


TRIES = 2
"""Answers to a question before the right one is shown."""


class Bench(Protocol):
    """What the tutor asks of the workbench."""

    def snapshot(self) -> Snapshot: ...
    def open(self, document: Document) -> None: ...
    def put(self, document: Document, label: str | None) -> None: ...
    def mark_saved(self, document: Document) -> None: ...
    def edit(self, experiment: Experiment, label: str) -> None: ...
    def set_playing(self, playing: bool) -> None: ...
    def go_to(self, position: int) -> None: ...
    def go_to_timestep(self, timestep: int, lane: Lane | None = None) -> None: ...
    def select(self, lane: Lane, row: int = 0) -> None: ...
    def select_unit(self, unit: int) -> None: ...
    def set_granularity(self, granularity: str) -> None: ...
    def look_at(self, subject: Address) -> None: ...
    def tell(self) -> None: ...


class Tutor(QObject):
    """Lessons that are open or were, and the reader's place in each.

    Signals:
        look_asked: a Look: a panel or a layout to show.
        given_shown: the Given to show: a weight, or a number of an initial state.
        refused: why what was asked for cannot be done to the present network, in words.
        doctor_asked: the `Numbers` of somebody else, to be compared with the open run.
    """

    look_asked = Signal(object)
    given_shown = Signal(object)
    refused = Signal(str)
    doctor_asked = Signal(object)

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self.quiz = Quiz()
        self._pupils: dict[Lesson, LessonProgress] = {}
        self._reading: Reading | None = None
        self.progress = CourseProgress()

    # Requests

    def open(self, lesson: Lesson, step: int | None = None) -> None:
        """Open a lesson where the reader has left it, or at a step.

        One that was left behind its last step goes on at the first that is not done.

        Raises:
            ValueError: its network cannot be made, in words. OSError: as for `Workbench.open`.
        """
        pupil = self._pupils.get(lesson)
        if pupil is None:
            pupil = self._pupils[lesson] = LessonProgress(lesson, self.progress.of(lesson.id))
        pupil.stay = None
        if step is None:
            step = pupil.beginning if pupil.present is None else pupil.step
        self._begin(pupil, step, anew=True)

    def next(self) -> None:
        """Go on to the next step, to the page behind the last one, or to the next lesson."""
        pupil = self._pupil
        if pupil is not None and pupil.present is None:
            following = self.progress.following(pupil.lesson)
            if following is not None:
                self.open(lesson(following[0]))
        elif pupil is not None:
            self._note_read(pupil)
            self._begin(pupil, pupil.step + 1)

    def back(self) -> None:
        """Go back to the step before."""
        pupil = self._pupil
        if pupil is not None and pupil.step:
            self._begin(pupil, pupil.step - 1)

    def go(self, step: int) -> None:
        """Go to a step, with what it begins with."""
        pupil = self._pupil
        if pupil is not None:
            self._begin(pupil, step, anew=True)

    def reset(self) -> None:
        """Bring back what the present step began with."""
        pupil = self._pupil
        if pupil is not None and pupil.present is not None:
            self._begin(pupil, pupil.step, anew=True)

    def answer(self, text: str) -> None:
        """Take an answer to the question; the right one is shown when it is right, or the last try.

        It is refused where it is no answer to such a question, or the network has none. A wrong
        one is counted once.
        """
        from simulator.lessons.marking import IS_RIGHT, are_equal, marked

        pupil = self._pupil
        if pupil is None:
            position = self.quiz.answer(text)
            if position is not None:
                self._bench.go_to(position)
            return
        step, stay = pupil.present, pupil.stay
        if step is None or stay is None or step.ask is None or stay.revealed:
            return
        reading = self._read(self._bench.snapshot())
        try:
            mark = marked(step.ask, step.replies, text, reading)
        except ValueError as error:
            self.refused.emit(str(error))
            return
        again = any(are_equal(step.ask, text, given.text) for given in stay.answers)
        if again and mark.grade != IS_RIGHT:
            return
        stay.answers.append(Answered(text, mark.grade, mark.say))
        if mark.grade == IS_RIGHT or len(stay.answers) >= TRIES:
            self._reveal(pupil)
        self._bench.tell()

    def toggle_quiz(self) -> None:
        """Ask what the next step will give, of the open model; or ask no more."""
        self.quiz.toggle()
        self._bench.tell()

    def show_answer(self) -> None:
        """Show the right answer."""
        pupil = self._pupil
        if pupil is not None:
            if pupil.stay is not None and not pupil.stay.revealed:
                pupil.stay.shown = True
            self._reveal(pupil)
            self._bench.tell()

    def take_offer(self, number: int) -> None:
        """Make the edit of one of the step's buttons."""
        from simulator.lessons.formula.edits import edited
        from ui.session.lesson_session.lesson_document import with_reading

        pupil = self._pupil
        step = None if pupil is None else pupil.present
        if pupil is None or step is None:
            return
        offer = step.offers[number]
        here = self._bench.snapshot()
        if offer.doctor:
            theirs = self.theirs
            if theirs is None:
                self.refused.emit(
                    tr("the lesson has no numbers to compare. Add their_c or their_h")
                )
            else:
                self.doctor_asked.emit(theirs)
            return
        reading = pupil.starts[pupil.step] if offer.anew else self._read(here)
        try:
            after = edited(reading, offer.edits)
        except ValueError as error:
            self.refused.emit(str(error))
            return
        document = with_reading(here.document, after)
        said = () if here.lesson is None else here.lesson.offers
        self._bench.put(document, said[number] if number < len(said) else ", ".join(offer.edits))

    @property
    def theirs(self) -> "Numbers | None":
        """Somebody else's numbers in the present step; None in most lessons, and without one."""
        from simulator.lessons.observed_values import their_numbers

        pupil = self._pupil
        if pupil is None or pupil.present is None:
            return None
        return their_numbers(pupil.starts[pupil.step])

    def look(self, text: str) -> None:
        """Look at a number of a run, or show a weight, by its formula."""
        from simulator.lessons.formula.parser import formula

        reading = self._read(self._bench.snapshot())
        try:
            found = formula(text)
            if isinstance(found, Quantity):
                self._bench.look_at(found.addresses(reading)[0])
            elif isinstance(found, GivenNumber):
                self.given_shown.emit(found.address(reading))
        except ValueError as error:
            self.refused.emit(str(error))

    def note_applied(self) -> None:
        """Hear that an edit of the doctor was applied."""
        pupil = self._pupil
        if pupil is not None and pupil.stay is not None:
            pupil.stay.applied = True
            self._bench.tell()

    # What the strip shows

    def view(self, here: Snapshot) -> LessonView | None:
        """Return what the strip shows in a state; None where no lesson is open."""
        from ui.session.lesson_session.step_content import strip_of

        pupil = self._pupil_of(here.document)
        if pupil is None:
            return self.quiz.view(here) if self.quiz.on else None
        reading, step, stay = self._read(here), pupil.present, pupil.stay
        covers: frozenset[Address] = frozenset()
        if step is not None and stay is not None:
            covers = _covers(step, stay, reading)
            if any(stay.position < n.position(here.schedule) <= here.position for n in covers):
                stay.revealed, covers = True, frozenset()  # the reader has stepped on
            self._hear(pupil, step, stay, here, reading)
        return strip_of(pupil, reading, covers, self.progress)

    def _hear(
        self, pupil: LessonProgress, step: Step, stay: Stay, here: Snapshot, reading: "Reading"
    ) -> None:
        """Find out what was done: keep it, for a step that is done stays so."""
        edited_now = here.experiment is not stay.begun
        counted = () if step.done is None else step.done.parts
        most = max((part.number for part in counted if part.deed == EDITED), default=0)
        if edited_now and len(stay.seen) < most:
            stay.seen[id(here.experiment)] = here.experiment
        trained = here.document.training.step if here.document.training is not None else 0
        deeds = Deeds(
            stay.revealed,
            edited_now,
            len(stay.seen),
            stay.applied,
            None if here.goes_back else here.timestep_here,
            here.timestep_here if here.goes_back else None,
            trained,
        )
        if _met(step, deeds, reading):
            stay.met = here.experiment
        if stay.met is not None and not pupil.how[pupil.step]:
            pupil.how[pupil.step] = _how(step, here)
            self._keep(pupil)

    # Private

    @property
    def _pupil(self) -> LessonProgress | None:
        return self._pupil_of(self._bench.snapshot().document)

    def _pupil_of(self, document: Document) -> LessonProgress | None:
        return None if document.lesson is None else self._pupils.get(document.lesson)

    def _read(self, here: Snapshot) -> "Reading":
        """Return a reading of the present experiment, which is computed once."""
        from simulator.lessons.formula.reading import Reading

        document = here.document
        pupil = self._pupil_of(document)
        begun = None if pupil is None or pupil.present is None else pupil.starts[pupil.step]
        known = self._reading
        same = known is not None and known.begun is begun
        if known is None or not same or known.experiment is not document.experiment:
            known = self._reading = Reading(
                document.experiment,
                document.feature_names,
                document.timestep_labels,
                {} if begun is None else begun.others,
                begun,
            )
        return known

    def _begin(self, pupil: LessonProgress, number: int, anew: bool = False) -> None:
        """Go to a step: bring its network, and what it shows first."""
        self._bench.set_playing(False)  # or what the step asks would be played over
        before, pupil.step, pupil.stay = pupil.step, number, None
        step = pupil.present
        if step is not None:
            self._bring(pupil, before, anew)
            self._show(step)
            here = self._bench.snapshot()
            pupil.stay = Stay(here.experiment, here.target, revealed=step.ask is None)
        elif self._bench.snapshot().document.lesson is not pupil.lesson:
            self._open(pupil, number - 1)  # the page behind the last step is about its network
        self._bench.tell()

    def _bring(self, pupil: LessonProgress, before: int, anew: bool) -> None:
        """Open the step's network, or put it in place of the present one."""
        number, document = pupil.step, self._bench.snapshot().document
        step, reading = pupil.lesson.steps[number], pupil.starts[number]
        name, opened = pupil.variant(number), pupil.opened
        last = min(before, len(pupil.lesson.steps) - 1)
        if (
            document.lesson is not pupil.lesson
            or name != pupil.variant(last)
            or opened is None
            or document.original is not opened.original
        ):
            self._open(pupil, number)
            self._bench.tell()  # the window lays its panels out before one of them is shown
        elif anew or step.start is not None or reading is not pupil.starts[last]:
            fresh = pupil.fresh(number, document)
            if any(getattr(fresh, part) is not getattr(document, part) for part in MADE):
                self._bench.put(fresh, tr("step {step} of the lesson", step=number + 1))
        self._bench.mark_saved(self._bench.snapshot().document)

    def _open(self, pupil: LessonProgress, step: int) -> None:
        """Open the network of a step, to be gone through by timesteps."""
        from ui.session.lesson_session.lesson_document import document_of

        opened = document_of(pupil.lesson, pupil.starts[step], pupil.variant(step))
        self._bench.open(opened)
        self._bench.set_granularity(TIMESTEP)
        pupil.opened = opened

    def _show(self, step: Step) -> None:
        look, bench = step.look, self._bench
        lane = Lane(look.layer or 0, int(look.reverse))
        if look.layer is not None or look.reverse or look.row is not None:
            bench.select(lane, look.row or 0)
        if look.back:
            self._go_back_to(look.at, lane)
        elif look.at is not None:
            if look.at < 0:
                bench.go_to(0)
            else:
                bench.go_to_timestep(look.at, lane)
        if look.unit is not None:
            bench.select_unit(look.unit)
        if look.number:
            self.look(look.number)
        if look.layout or look.panel:
            self.look_asked.emit(look)  # after the number: a weight shows its own panel

    def _go_back_to(self, t: int | None, lane: Lane) -> None:
        """Stand on the way back after a timestep; behind the last one, at its start."""
        here = self._bench.snapshot()
        schedule = here.schedule
        if schedule.backward is None:
            return
        if t is None or t >= here.experiment.lengths[here.row]:
            self._bench.go_to(schedule.end)
        else:
            cell = schedule.cell_at(lane, t, here.row)
            self._bench.go_to(schedule.position_after(cell, schedule.backward.phases[-1]))

    def _reveal(self, pupil: LessonProgress) -> None:
        if pupil.stay is not None:
            pupil.stay.revealed = True

    def _note_read(self, pupil: LessonProgress) -> None:
        """Count a step without a task as done when the reader goes on, and has its answer."""
        step = pupil.present
        if step is None or step.done is not None or pupil.how[pupil.step]:
            return
        if step.ask is None or (pupil.stay is not None and pupil.stay.revealed):
            pupil.how[pupil.step] = tr("read")
            self._keep(pupil)

    def _keep(self, pupil: LessonProgress) -> None:
        ids = {step.id for step, done in zip(pupil.lesson.steps, pupil.done, strict=True) if done}
        self.progress.add(pupil.lesson.id, ids)


def _met(step: Step, deeds: Deeds, reading: "Reading") -> bool:
    try:
        return step.done is not None and step.done.met(deeds, reading)
    except ValueError:  # the edited network has no such number
        return False


def _how(step: Step, here: Snapshot) -> str:
    """Say how a step was done."""
    assert step.done is not None
    t = here.timestep_here
    went = any(part.deed in (AT, BACK) for part in step.done.parts)
    return tr("done at t {t}", t=t) if went and t is not None else tr("step done")


def _covers(step: Step, stay: Stay, reading: "Reading") -> frozenset[Address]:
    """Return the numbers that are hidden until the question is answered."""
    if step.ask is None or stay.revealed:
        return frozenset()
    found: set[Address] = set()
    for quantity in step.ask.cover:
        try:
            found.update(quantity.addresses(reading))
        except ValueError:  # the edited network has no such number
            continue
    return frozenset(found)
