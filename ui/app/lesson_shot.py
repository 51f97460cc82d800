"""LessonShot: a step of a lesson of the course, as a picture shows it."""

from dataclasses import dataclass

from simulator.lessons.course import COURSE, lesson
from simulator.translation import tr
from ui.session.workbench import Workbench


@dataclass(frozen=True, slots=True)
class LessonShot:
    """Lesson to open, and at which step.

    Attributes:
        id: of the lesson. step: the number of its step, from 0; behind the last is a page too.
    """

    id: str
    step: int = 0

    @classmethod
    def of(cls, text: str) -> "LessonShot":
        """Return that of `ID`, `ID:3`, counted from 1, or `ID:name` of a step.

        Raises:
            ValueError: there is no such lesson or step, in words.
        """
        id, _, step = text.partition(":")
        if id not in COURSE:
            known = " ".join(COURSE)
            raise ValueError(tr("unknown lesson “{name}”; known: {known}", name=id, known=known))
        names = [one.id for one in lesson(id).steps]
        if not step:
            return cls(id)
        if step in names:
            return cls(id, names.index(step))
        if step.isascii() and step.isdigit() and 1 <= int(step) <= len(names) + 1:
            return cls(id, int(step) - 1)
        known = " ".join(names)
        raise ValueError(tr("unknown lesson step “{name}”; known: {known}", name=step, known=known))

    def open(self, workbench: Workbench) -> None:
        """Open the lesson at the step."""
        workbench.tutor.open(lesson(self.id), self.step)
