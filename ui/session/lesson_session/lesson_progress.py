"""LessonProgress: how far a reader has come in one lesson, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from simulator.experiment.experiment import Experiment
from simulator.lessons.lesson import Lesson, Step
from ui.session.document import Document
from ui.session.lessons.view import Answered

if TYPE_CHECKING:
    from simulator.lessons.formula.reading import Reading


MADE: Final = ("experiment", "training", "mistake")
"""What a reader makes of the document that a step begins with."""


@dataclass
class Stay:
    """What was done in a step since it was last begun.

    Attributes:
        begun: the experiment that it began with. position: where the reader stood then.
        seen: experiments that were not that one, so far, by their identity, which is theirs while
            they are kept here.
        answers: given so far. revealed: the right answer may be seen.
        applied: an edit of the doctor was applied. shown: the reader asked for the right answer.
        met: the experiment in which what there is to do was done last; None before.
    """

    begun: Experiment
    position: int
    seen: dict[int, Experiment] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    revealed: bool = False
    applied: bool = False
    shown: bool = False
    met: Experiment | None = None


class LessonProgress:
    """Place of the reader in a lesson.

    Attributes:
        lesson: the lesson. starts: what each step begins with, where nobody has edited it.
        step: the present step's number. how: for each step, how it was done; empty before.
        stay: what was done in the present step; None before it is begun.
        opened: the document that was opened last; None before.

    Raises:
        ValueError: a network of the lesson cannot be made, in words.
    """

    def __init__(self, lesson: Lesson, done: Iterable[str] = ()) -> None:
        self.lesson = lesson
        self.starts = _shared(lesson)
        known = frozenset(done)
        self.how = ["" for _ in lesson.steps]
        self.known = [step.id in known for step in lesson.steps]
        self.step = self.beginning
        self.stay: Stay | None = None
        self.opened: Document | None = None

    @property
    def present(self) -> Step | None:
        """The present step; None on the page behind the last one."""
        steps = self.lesson.steps
        return steps[self.step] if self.step < len(steps) else None

    @property
    def beginning(self) -> int:
        """The first step that is not done; the first of all where every one is."""
        return next((n for n, is_done in enumerate(self.done) if not is_done), 0)

    @property
    def done(self) -> tuple[bool, ...]:
        """Which steps are done, now or at another time."""
        return tuple(known or bool(how) for known, how in zip(self.known, self.how, strict=True))

    def variant(self, step: int) -> str:
        """Return the name of the network that a step works on."""
        beginning = self._beginning(step)
        return "" if beginning is None else beginning.variant

    def fresh(self, step: int, document: Document) -> Document:
        """Return the open document with what a step begins with: network, training, no mistake."""
        from ui.session.lesson_session.lesson_document import with_reading

        beginning, training = self._beginning(step), None
        experiment = self.starts[step].experiment
        if self.opened is not None and self.opened.training is not None:
            training = self.opened.training
            if beginning is None or not beginning.start:
                experiment = self.opened.experiment
        fresh = with_reading(document, self.starts[step])
        return replace(fresh, experiment=experiment, training=training, mistake="")

    def _beginning(self, step: int) -> Step | None:
        """Return the last step up to this one that brings a network; None for the lesson's own."""
        bring = [s for s in self.lesson.steps[: step + 1] if s.variant or s.start is not None]
        return bring[-1] if bring else None


def _shared(lesson: Lesson) -> "list[Reading]":
    """Return what each step begins with; equal beginnings are one."""
    from simulator.lessons.lint import beginnings

    made: dict[tuple[str, tuple[str, ...]], Reading] = {}
    found: list[Reading] = []
    for step, reading in beginnings(lesson):
        if found and step.start is None and not step.variant:
            found.append(found[-1])
        else:
            found.append(made.setdefault((step.variant, step.start or ()), reading))
    return found
