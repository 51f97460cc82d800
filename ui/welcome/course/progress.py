"""Progress: which steps of which lessons are done, kept in the settings."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QSettings

from simulator.lessons.lesson import Lesson
from ui.session.snapshot import Snapshot

_KEY = "lessons_done"


class Progress:
    """Ids of the steps that are done, by the id of the lesson. Broken settings hold none.

    The lesson that was worked on last stands last.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._done = _read(settings)

    @property
    def done(self) -> Mapping[str, frozenset[str]]:
        """Ids of the steps that are done, by the id of the lesson."""
        return dict(self._done)

    def draw(self, snapshot: Snapshot) -> None:
        """Keep what is done in the open lesson, as soon as it is."""
        view = snapshot.lesson
        if view is None or view.lesson is None:
            return
        done = {
            step.id for step, is_done in zip(view.lesson.steps, view.done, strict=True) if is_done
        }
        if not done <= self._done.get(view.lesson.id, frozenset()):
            self._add(view.lesson, done)

    def _add(self, lesson: Lesson, done: set[str]) -> None:
        kept = _read(self._settings)  # another window may have added to it
        for id, steps in self._done.items():
            kept[id] = kept.get(id, frozenset()) | steps
        kept[lesson.id] = kept.pop(lesson.id, frozenset()) | done
        self._done = kept
        written = {id: sorted(steps) for id, steps in kept.items()}
        self._settings.setValue(_KEY, json.dumps(written))


def _read(settings: QSettings) -> dict[str, frozenset[str]]:
    try:
        kept = json.loads(str(settings.value(_KEY, "", type=str)))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        id: frozenset(step for step in steps if isinstance(step, str))
        for id, steps in kept.items()
        if isinstance(steps, list)
    }
