"""LessonCommands: handlers of what the menus do with lessons."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.files.errors import FileError, cannot_read
from simulator.lessons import course
from simulator.lessons.lesson import Lesson
from simulator.translation import tr
from ui.commands.actions import Handler
from ui.commands.table.rows import LESSON_IDS
from ui.session.messages import Messages
from ui.session.workbench import Workbench


class LessonCommands(QObject):
    """Opens lessons, of the course or of a file, and leads through the open one by keys.

    Signals:
        opened: the path of a file that is open now.
        begun: a lesson was opened, or the open one gone on with.
    """

    opened = Signal(str)
    begun = Signal()

    def __init__(self, workbench: Workbench, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._workbench, self._messages, self._window = workbench, messages, window
        workbench.tutor.refused.connect(messages.complain)

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        tutor = self._workbench.tutor
        return {
            "open_lesson": self._ask_file,
            "lesson_next": tutor.next,
            "lesson_back": tutor.back,
            "lesson_answer": tutor.show_answer,
            "lesson_reset": tutor.reset,
            "ask_me": tutor.toggle_quiz,
            **{action: partial(self.open, id) for id, action in LESSON_IDS.items()},
        }

    def open(self, named: str) -> None:
        """Open a lesson by its id or number, where the reader has left it, or by its file."""
        try:
            lesson = course.opened(named)
        except FileError as error:
            self._messages.complain(str(error))
            return
        if self.begin(lesson, named) and not course.id_of(named):
            self.opened.emit(named)

    def begin(self, lesson: Lesson, named: str = "") -> bool:
        """Open a lesson; return False, with a line on the reason, where that fails.

        Args:
            named: its file, for that line.
        """
        try:
            self._workbench.tutor.open(lesson)
        except ValueError as error:
            self._messages.complain(str(cannot_read(named or lesson.title, str(error))))
        except (OSError, MemoryError) as error:
            self._messages.complain(str(error))
        else:
            self.begun.emit()
            return True
        return False

    def _ask_file(self) -> None:
        title, kinds = tr("Open a lesson"), tr("Lessons ({kinds})", kinds="*.toml")
        path, _ = QFileDialog.getOpenFileName(self._window, title, str(Path.cwd()), kinds)
        if path:
            self.open(path)
