"""LessonView: what the strip of a lesson shows at one moment. Frozen."""

from dataclasses import dataclass

from simulator.analysis.address import Address
from simulator.lessons.lesson import Ask, Lesson
from simulator.lessons.text_template import Said

Text = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """Answer to a question.

    Attributes:
        text: as typed, or the key of the option.
        grade: right, close or not yet. say: the key of the reply to it; empty for none.
    """

    text: str
    grade: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class AskView:
    """A question of the present step.

    Attributes:
        question: its text; empty where the step's own text asks.
        options: keys and texts of what can be chosen.
        answered: the last answer; None before the first. open: another can be given.
        can_show: the right answer can be shown before it has come.
        truth: the right answer in words, once it is revealed; else empty.
        number: the same as a number, for the scale; None where it is none, or not revealed.
        said: what is said to the answer. why: the number whose ledger tells why.
    """

    ask: Ask
    question: Text = ()
    options: tuple[tuple[str, str], ...] = ()
    answered: Answered | None = None
    open: bool = True
    can_show: bool = True
    truth: str = ""
    number: float | None = None
    said: Text = ()
    why: Address | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """Number or weight that the reader may look at: the formula as typed, and its value."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """What the strip shows.

    Attributes:
        lesson: the open one; None in the quiz. title: its title. place: “2 of 15”; empty for one
            that is not of the course.
        step, steps: the present step's number from 0, and how many there are; the page behind the
            last one has the number `steps`.
        done: which steps are done. how: how the present one was done; empty before.
        needs: titles of lessons that this one takes words from, and that are not done.
        text, task, why: of the present step; why is said when it is done.
        asked: its question. offers: texts of its buttons. links: what to look at.
        cures, attempt: texts of the page behind the last step. following: the id and the title of
            the lesson to go on with there; None where all are done, or it is not of the course.
        covers: numbers that are hidden until the question is answered. hides_ahead: so is all
            that the position has not reached.
    """

    lesson: Lesson | None
    title: str
    place: str = ""
    step: int = 0
    steps: int = 1
    done: tuple[bool, ...] = ()
    how: str = ""
    needs: tuple[str, ...] = ()
    text: Text = ()
    task: Text = ()
    why: Text = ()
    asked: AskView | None = None
    offers: tuple[str, ...] = ()
    links: tuple[LinkView, ...] = ()
    cures: Text = ()
    attempt: Text = ()
    following: tuple[str, str] | None = None
    covers: frozenset[Address] = frozenset()
    hides_ahead: bool = False

    @property
    def tracks(self) -> tuple[str, ...]:
        """Tracks of the timeline: those of the last step so far that names some."""
        steps = () if self.lesson is None else self.lesson.steps[: self.step + 1]
        return next((step.look.tracks for step in reversed(steps) if step.look.tracks), ())

    @property
    def ended(self) -> bool:
        """True on the page behind the last step."""
        return self.step == self.steps

    @property
    def finished(self) -> bool:
        """True when every step is done."""
        return all(self.done)
