"""Strip of a lesson: what it shows of the present step, in the numbers of the open network."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from simulator.analysis.address import Address
from simulator.lessons.course import COURSE
from simulator.lessons.formula.condition import AT, BACK
from simulator.lessons.formula.numbers import Quantity
from simulator.lessons.formula.reading import Reading
from simulator.lessons.formula.tree import Formula
from simulator.lessons.lesson import (
    NUMBER,
    OF_LESSON,
    QUESTION,
    RIGHT,
    SHAPE,
    TASK,
    UNIT,
    WHY,
    Lesson,
    Step,
)
from simulator.lessons.marking import IS_RIGHT, answer_of, decimals_of
from simulator.lessons.text_template import Said, filled, plain, written
from simulator.translation import mark, tr
from ui.session.lesson_session.course_progress import CourseProgress
from ui.session.lesson_session.lesson_progress import LessonProgress, Stay
from ui.session.lessons.view import AskView, LessonView, LinkView, Text

MISSING = "–"
"""What stands for a number that the edited network does not have."""


def strip_of(
    pupil: LessonProgress, reading: Reading, covers: frozenset[Address], progress: CourseProgress
) -> LessonView:
    """Return what the strip shows of the present step.

    Args:
        covers: numbers that are hidden. progress: what is done of the course.
    """
    lesson_, step, stay = pupil.lesson, pupil.present, pupil.stay

    def text(key: str) -> Text:
        return tuple(filled(lesson_.text(key), reading, covers.__contains__, MISSING))

    def reply(key: str) -> Text:  # which may tell a number of what is asked
        return tuple(filled(lesson_.text(key), reading, missing=MISSING))

    number = lesson_.number
    view = LessonView(
        lesson_,
        lesson_.title,
        tr("{number} of {count}", number=number, count=len(COURSE)) if number else "",
        pupil.step,
        len(lesson_.steps),
        pupil.done,
        needs=progress.needs(lesson_),
        covers=covers,
    )
    if step is None or stay is None:
        cures, attempt = text(OF_LESSON[2]), text(OF_LESSON[3])
        return replace(view, cures=cures, attempt=attempt, following=progress.following(lesson_))
    how = pupil.how[pupil.step]
    return replace(
        view,
        how=how,
        text=text(step.id),
        task=text(step.id + TASK) or _way(step),
        why=text(step.id + WHY) if stay.met is reading.experiment else (),
        asked=_asked(lesson_, step, stay, reading, text, reply),
        offers=tuple(plain(text(offer.say)) or ", ".join(offer.edits) for offer in step.offers),
        links=tuple(_links(step, reading, covers)),
    )


def _way(step: Step) -> Text:
    """Say where to go for a step to be done, where its text does not; nothing at its start."""
    deeds = [] if step.done is None else [p for p in step.done.parts if p.deed in (AT, BACK)]
    if len(deeds) != 1 or (step.look.at, step.look.back) == (
        deeds[0].number,
        deeds[0].deed == BACK,
    ):
        return ()
    text = (
        mark("Run the backward pass to t {t}: press →, or the arrow above.")
        if deeds[0].deed == BACK
        else mark("Step to t {t}: press →, or the arrow above.")
    )
    return (Said(tr(text, t=deeds[0].number)),)


def _asked(
    of: Lesson,
    step: Step,
    stay: Stay,
    reading: Reading,
    text: Callable[[str], Text],
    reply: Callable[[str], Text],
) -> AskView | None:
    """Return the question of a step, with what is said to the answers."""
    ask = step.ask
    if ask is None:
        return None
    options = tuple((key, plain(text(f"{step.id}_{key}")) or key) for key in ask.options)
    answered = stay.answers[-1] if stay.answers else None
    view = AskView(ask, text(step.id + QUESTION), options, answered, not stay.revealed)
    said: Text = ()
    if answered is not None and answered.grade != IS_RIGHT:
        said = reply(answered.say) if answered.say and not stay.shown else ()
    if stay.revealed:
        truth, number = _truth(step, options, reading)
        view = replace(view, truth=truth, number=number, why=_why(ask.answer, reading))
        said += (Said(" "), *reply(step.id + RIGHT)) if said else reply(step.id + RIGHT)
    return replace(view, said=said)


def _truth(
    step: Step, options: Iterable[tuple[str, str]], reading: Reading
) -> tuple[str, float | None]:
    """Return the right answer in words, and as a number where it is one.

    An edit may leave none: it is then that of what the step began with.
    """
    ask = step.ask
    assert ask is not None
    try:
        right = answer_of(ask, reading)
    except ValueError:
        begun = reading.begun
        return (MISSING, None) if begun is None else _truth(step, options, begun)
    if ask.kind == NUMBER and isinstance(ask.answer, Formula):
        met = not ask.right and float(right).is_integer()
        decimals = "e" if ask.exponent else "0" if met else str(decimals_of(ask))
        return written(ask.answer, ask.answer.value(reading), decimals), float(right)
    if ask.kind in (UNIT, SHAPE):
        return right, None
    return dict(options).get(right, right), None


def _why(answer: Formula | str, reading: Reading) -> Address | None:
    """Return the first number that an answer is made of."""
    if not isinstance(answer, Formula):
        return None
    for part in answer.walk():
        if isinstance(part, Quantity) and part.at is not None:
            try:
                return part.addresses(reading)[-1]
            except ValueError:
                return None
    return None


def _links(step: Step, reading: Reading, covers: frozenset[Address]) -> Iterator[LinkView]:
    """Yield the numbers to look at that are still there."""
    for link in step.links:
        try:
            yield LinkView(link, plain(filled(f"{{{link}}}", reading, covers.__contains__)))
        except ValueError:  # the edited network has no such number
            continue
