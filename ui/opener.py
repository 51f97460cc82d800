"""Opener: reads files in the worker, asks which LSTM where there are several, and opens them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from simulator.experiment import Experiment
from simulator.files.errors import FileError
from simulator.files.sniff import Format, format_of
from simulator.files.text_sequence import Reading
from simulator.recipe import Recipe
from ui import opening, text_opening
from ui.opening import Arrays, Choice, Input, Model, Stored
from ui.room import Room
from ui.text_opening import Reader, Text
from ui.torch_worker import TorchWorker
from ui.workbench import Workbench

ChooseOne = Callable[[Choice | Arrays | Text], str | Reading | None]
"""Asks the user for one of a file's LSTMs or arrays by name, or how a text is to be read; None when
they would rather not."""


Agree = Callable[[str], bool]
"""Asks the user a question; True for yes."""


def _nobody_agrees(question: str) -> bool:
    return False


class Opener(QObject):
    """Files, one after another: models before the sequences that they are to read.

    Signals:
        failed: one line about a file that could not be opened.
        reading: the file that is being read; empty when there is none.
        noted: what is to be said about how models were read, in one line.
        opened: the path of a file that was.
        stored: a Workspace that is on the bench now, and the path of its file.
    """

    failed = Signal(str)
    reading = Signal(str)
    noted = Signal(str)
    opened = Signal(str)
    stored = Signal(object, str)

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        choose: ChooseOne,
        parent: QObject | None = None,
        agree: Agree = _nobody_agrees,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker = workbench, worker
        self._choose, self._agree = choose, agree
        self._waiting: list[str] = []
        self._notes: list[str] = []
        self._ticket: object = None
        worker.answered.connect(self._take)
        worker.failed.connect(self._fail)

    def open(self, paths: Sequence[str]) -> None:
        """Open files; a failure is told and the others are still opened."""
        self._waiting += sorted(paths, key=_is_sequence)
        if self._ticket is None:
            self._read_next()

    def build(self, recipe: Recipe) -> None:
        """Open the experiment that a recipe makes."""
        self._ticket = self._worker.submit(Recipe.experiment, recipe)

    @property
    def busy(self) -> bool:
        """True while a file is being read."""
        return self._ticket is not None

    def _read_next(self) -> None:
        self._ticket = None
        if self._waiting:
            self._read(self._waiting.pop(0))
        else:
            self.reading.emit("")
            if self._notes:
                self.noted.emit(" · ".join(self._notes))
                self._notes.clear()

    def _read(self, path: str, name: str | None = None) -> None:
        self.reading.emit(path)
        if _is_text(path):
            reader = Reader.of(self._workbench.snapshot().document)
            self._ticket = self._worker.submit(text_opening.look, path, reader)
        else:
            self._ticket = self._worker.submit(opening.read, path, name)

    def _take(self, ticket: object, answer: object) -> None:
        if ticket is not self._ticket:
            return
        if isinstance(answer, Choice | Arrays | Text):
            chosen = self._choose(answer)
            if isinstance(answer, Text) and isinstance(chosen, Reading):
                how = (answer.path, chosen, answer.reader)
                self._ticket = self._worker.submit(text_opening.read, *how)
                return
            if isinstance(chosen, str):
                self._read(answer.path, chosen)
                return
        else:
            self._put_on_bench(answer)
        self._read_next()

    def _put_on_bench(self, answer: object) -> None:
        present = self._workbench.snapshot().document
        saved = True
        try:
            if isinstance(answer, Model):
                document = opening.with_model(present, answer)
            elif isinstance(answer, Input):
                # The model stays, with its edits.
                saved = present.experiment.parameters is present.original.parameters
                document = opening.with_sequence(present, answer)
            elif isinstance(answer, Stored):
                document = opening.document_of_workspace(answer.workspace)
            elif isinstance(answer, Experiment):
                document = opening.document_of_new(answer)
            else:
                return
            if not self._finds_room(document.experiment):
                return
            self._workbench.open(document, saved)
        except (FileError, ValueError, MemoryError, OSError) as error:
            self.failed.emit(str(error))
            return
        if isinstance(answer, Model):
            self._notes += answer.stored.notes
        if isinstance(answer, Input):
            self._notes += answer.sequence.notes
        if isinstance(answer, Stored):
            self.stored.emit(answer.workspace, answer.path)
        if isinstance(answer, Model | Input | Stored):
            self.opened.emit(answer.path)

    def _finds_room(self, experiment: Experiment) -> bool:
        """Say what a large trace takes, and ask before it goes to the disk.

        Raises:
            MemoryError: there is no room for it.
        """
        room = Room.of(experiment, self._workbench.snapshot().run)
        if room.refusal():
            raise MemoryError(room.refusal())
        if not room.in_memory and not self._agree(room.question()):
            return False
        if room.note():
            self._notes.append(room.note())
        return True

    def _fail(self, ticket: object, message: str) -> None:
        if ticket is self._ticket:
            self.failed.emit(message)
            self._read_next()


def _is_sequence(path: str) -> bool:
    format = _format_of(path)
    return format is not None and format.holds == "sequence"


def _is_text(path: str) -> bool:
    return _format_of(path) is Format.TEXT


def _format_of(path: str) -> Format | None:
    try:
        return format_of(path)
    except FileError:
        return None  # reading it will say what is wrong
