"""CourseProgress: which steps of which lessons are done, and what there is to do next."""

from collections.abc import Iterable, Mapping

from simulator.lessons.course import COURSE, TITLES, after, steps_done
from simulator.lessons.lesson import Lesson
from simulator.translation import tr


class CourseProgress:
    """Ids of the steps that are done, by the id of the lesson."""

    def __init__(self) -> None:
        self.done: dict[str, frozenset[str]] = {}

    def remember(self, done: Mapping[str, frozenset[str]]) -> None:
        """Take over what was done at another time."""
        self.done = dict(done)

    def of(self, id: str) -> frozenset[str]:
        """Return the steps of a lesson that are done."""
        return self.done.get(id, frozenset())

    def add(self, id: str, steps: Iterable[str]) -> None:
        """Count steps of a lesson as done."""
        self.done[id] = self.of(id) | frozenset(steps)

    def needs(self, lesson: Lesson) -> tuple[str, ...]:
        """Return the titles of the lessons before one, as far as they are not done."""
        return tuple(tr(TITLES[id]) for id in lesson.after if id in COURSE and not self.is_done(id))

    def following(self, lesson: Lesson) -> tuple[str, str] | None:
        """Return the id and the title of the next lesson of the course that is not done.

        None where all are, and after a lesson that is not of the course.
        """
        left = (id for id in after(lesson.id) if not self.is_done(id))
        return next(((id, tr(TITLES[id])) for id in left), None)

    def is_done(self, id: str) -> bool:
        """Return True when every step of a lesson of the course is done."""
        steps = steps_done(id, self.of(id))
        return bool(steps) and all(steps)
