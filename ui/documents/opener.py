"""Opener: reads files in the worker, asks which LSTM when there are several, and opens them."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError, StrPath
from simulator.files.registry import recognise
from simulator.objective.readout import Readout
from simulator.translation import tr
from ui.documents.known_files import KnownFile
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.trace_memory import TraceMemory
from ui.session.workbench import Workbench
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.examples.recipe import Recipe
    from simulator.files.sequences import sequence
    from ui.documents.question import Answer, Question, Reading
    from ui.documents.readout_keeping import Misfit
    from ui.documents.state_opening import States

    Ask = Callable[[Question | Misfit], Answer | None]
    """Asks a question; None on Cancel."""


STATES: Final = "states"
LESSON: Final = "lesson"

Agree = Callable[[str], bool]
"""Asks the user a question; returns True for yes."""


class Opener(QObject):
    """Opens files one after another: models before the sequences that they read.

    Attributes:
        asks: False once nobody is to be asked.

    Signals:
        opened: the path of an opened file.
        stored: the Workspace just opened, and its KnownFile.
        traced: a StoredTrace, which may be opened or compared with the present run.
        lesson_asked: the path of a lesson.
        rested: all files are opened that were asked for.
    """

    opened = Signal(str)
    stored = Signal(object, object)
    traced = Signal(object)
    lesson_asked = Signal(str)
    rested = Signal()

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        messages: Messages,
        choose: "Ask",
        agree: Agree,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._worker, self._messages = workbench, worker, messages
        self._choose, self._agree = choose, agree
        self.asks = True
        self._waiting: list[_Batch | Recipe] = []
        self._notes: list[str] = []
        self._busy = False
        self._asked: Reading | None = None

    def open(self, paths: Sequence[str]) -> None:
        """Open files; a failure is reported and the others are still opened.

        Several files of numbers are one batch, and files of initial states go with it.
        """
        self._waiting += _in_order(paths)
        if not self._busy:
            self._read_next()

    def open_states(self, paths: Sequence[str]) -> None:
        """Open files as initial states, whatever their names, after those that are being read."""
        if paths:
            self._waiting.append(_Batch(STATES, tuple(paths)))
        if not self._busy:
            self._read_next()

    def open_one(self, path: str) -> None:
        """Open one file, after those that are being read."""
        self.open([path])

    def ask_nobody(self, recurrent_activation: str | None = None) -> None:
        """Take the proposal from now on, where there is a choice.

        Args:
            recurrent_activation: the answer for an LSTM whose file does not tell it.
        """
        self._choose, self.asks = partial(self._propose, recurrent_activation), False

    def take(self, read: "sequence.Sequence") -> None:
        """Open a sequence that comes from no file."""
        from ui.documents.input import Input

        self._put_on_bench(Input("", read))
        if not self._busy:
            self._read_next()

    def build(self, recipe: "Recipe") -> None:
        """Open the experiment of a recipe, after the files being read."""
        self._waiting.append(recipe)
        if not self._busy:
            self._read_next()

    @property
    def busy(self) -> bool:
        """True while a file is being read."""
        return self._busy

    def _submit(self, function: Callable[..., object], *arguments: object) -> None:
        from ui.documents import opening

        self._busy, self._asked = True, (function, *arguments)
        dtype = opening.dtype_for(self._workbench.snapshot().document)
        given = (opening.read_for, dtype, *self._asked)
        self._worker.submit(*given, done=self._take, failed=self._fail)

    def _read_next(self) -> None:
        from simulator.examples.recipe import Recipe

        self._busy = False
        waiting = self._waiting.pop(0) if self._waiting else None
        if isinstance(waiting, _Batch):
            self._read(waiting)
            return
        self._messages.tell("")
        if waiting is not None:
            self._submit(Recipe.experiment, waiting)
        elif self._notes:
            self._messages.tell(" · ".join(self._notes))
            self._notes.clear()
        if not self._busy:
            self.rested.emit()

    def _read(self, batch: "_Batch") -> None:
        from simulator.files.traces.stored import read_stored_trace
        from ui.documents import opening, state_opening, text_opening
        from ui.documents.question import Reader

        first, *others = batch.files
        if batch.holds == LESSON:
            self.lesson_asked.emit(str(first))
            self._read_next()
            return
        self._messages.tell(tr("Reading {name} …", name=Path(first).name), lasting=True)
        if batch.holds == "trace":
            self._submit(read_stored_trace, first)
            return
        reader = Reader.of(self._workbench.snapshot().document)
        if batch.holds == "text":
            self._submit(text_opening.look, first, reader)
        elif batch.holds == STATES:
            self._submit(state_opening.read, batch.files, reader)
        elif others:
            self._submit(opening.read_numbers, batch.files, None, reader)
        else:
            self._submit(opening.read, first, None, reader)

    def _take(self, answer: object) -> None:
        from simulator.files.traces.stored import StoredTrace
        from ui.documents.question import Question
        from ui.documents.state_opening import States

        reading = False
        try:
            if isinstance(answer, Question):
                chosen = self._choose(answer)
                if reading := chosen is not None:
                    self._submit(*answer.reading(chosen))
            elif isinstance(answer, StoredTrace):
                self.traced.emit(answer)
            elif isinstance(answer, States):
                self._put_states(answer)
            elif self._asked is not None and (reading := self._is_for_another_dtype(answer)):
                self._submit(*self._asked)
            else:
                self._put_on_bench(answer)
        finally:  # a fault must not keep the next files from being read
            if not reading:
                self._read_next()

    def _is_for_another_dtype(self, answer: object) -> bool:
        """Return True where the document has changed its dtype while numbers were converted."""
        from ui.documents import opening
        from ui.documents.input import Input

        if not isinstance(answer, Input) or answer.dtype is None:
            return False
        return answer.dtype != opening.dtype_for(self._workbench.snapshot().document)

    def _propose(
        self, recurrent_activation: str | None, asked: "Question | Misfit"
    ) -> "Answer | None":
        """Answer as proposed; report why a question has no proposal."""
        from ui.documents.opening import Undecided

        proposal = asked.proposal()
        if isinstance(asked, Undecided):
            proposal = recurrent_activation
        if proposal is None:
            self._messages.complain(asked.refusal)
        return proposal

    def _put_states(self, states: "States") -> None:
        """Put initial states into the present experiment, as an edit that can be undone."""
        try:
            experiment, notes = states.put_into(self._workbench.snapshot().experiment)
            self._workbench.edit(experiment, states.label)
        except (ValueError, OSError) as error:
            self._messages.complain(str(error))
            return
        self._notes += notes

    def _put_on_bench(self, answer: object) -> None:
        from simulator.files.sequences.to_experiment import notes_of
        from ui.documents import opening
        from ui.documents.input import Input
        from ui.documents.opening import Model, OpenedWorkspace

        snapshot = self._workbench.snapshot()
        present, held = snapshot.document, None
        try:
            if isinstance(answer, Model | Input):
                if isinstance(answer, Model):
                    fresh = opening.with_model(present, answer, snapshot.saved)
                    stood_in = present.stands_in
                    kept = fresh if stood_in else self._keep(present, fresh, answer.readout)
                else:
                    kept = self._keep(present, opening.with_sequence(present, answer))
                if kept is None:
                    return
                document = kept
                notes = document.notes if isinstance(answer, Input) and snapshot.saved else ""
                held = opening.held(document, notes)
            elif isinstance(answer, OpenedWorkspace):
                document = opening.document_of_workspace(answer.workspace)
            elif isinstance(answer, Experiment):
                document = opening.document_of_new(answer)
            else:
                return
            if not self.place(document, held):
                return
        except (FileError, ValueError, MemoryError, OSError) as error:
            self._messages.complain(str(error))
            return
        if isinstance(answer, Model):
            self._notes += answer.notes
        if isinstance(answer, Input):
            self._notes += notes_of(answer.sequence, document.experiment)
        if isinstance(answer, OpenedWorkspace):
            self.stored.emit(answer.workspace, KnownFile(answer.path, answer.stamp))
        if isinstance(answer, Model | Input | OpenedWorkspace):
            others = answer.others if isinstance(answer, Input) else ()
            for path in filter(None, (*reversed(others), answer.path)):
                self.opened.emit(path)

    def _keep(
        self, present: Document, document: Document, own: Readout | None = None
    ) -> Document | None:
        """Keep the present readout and targets; ask where they do not fit, None on Cancel."""
        from ui.documents.readout_keeping import keep

        kept = keep(present, document, own)
        if isinstance(kept, Document):
            if present.experiment.objective and not kept.experiment.objective:
                self._notes.append(tr("the readout of {title} was not kept", title=present.title))
            return kept
        answer = self._choose(kept)
        return None if answer is None else kept.settled(str(answer))

    def place(self, document: Document, held: Collection[Document] | None = None) -> bool:
        """Open a document; return False when its trace is large and the user declines.

        Args:
            held: the versions that files hold; None for the document itself.

        Raises:
            MemoryError, OSError: there is no room for its trace.
        """
        if not self._finds_room(document.experiment):
            return False
        self._workbench.open(document, held)
        return True

    def _finds_room(self, experiment: Experiment) -> bool:
        """Report the size of a large trace, and ask before it goes to the disk.

        Raises:
            MemoryError: there is no room for it.
        """
        room = TraceMemory.of(experiment, self._workbench.snapshot().run)
        if room.refusal():
            raise MemoryError(room.refusal())
        if not room.in_memory and not self._agree(room.question()):
            return False
        if room.note():
            self._notes.append(room.note())
        return True

    def _fail(self, message: str) -> None:
        self._messages.complain(message)
        self._read_next()


class _Batch(NamedTuple):
    """Files read together: "numbers" or "states"; or one "text", "trace", "lesson" or else."""

    holds: str
    files: tuple[StrPath, ...]


def _in_order(paths: Sequence[str]) -> list[_Batch]:
    """Order models before sequences and states; files of numbers together; traces, lessons last."""
    found = [_looked_at(path) for path in paths]
    together = {
        holds: tuple(file for batch in found if batch.holds == holds for file in batch.files)
        for holds in ("numbers", STATES)
    }
    return [
        *(batch for batch in found if batch.holds == ""),
        *([_Batch("numbers", together["numbers"])] if together["numbers"] else []),
        *(batch for batch in found if batch.holds == "text"),
        *([_Batch(STATES, together[STATES])] if together[STATES] else []),
        *(batch for batch in found if batch.holds == "trace"),
        *(batch for batch in found if batch.holds == LESSON),
    ]


def _looked_at(path: str) -> _Batch:
    from simulator.files.traces.stored import is_stored_trace
    from ui.documents.state_opening import holds_states

    try:
        file = recognise(path)
        if is_stored_trace(file):
            return _Batch("trace", (file,))
        if holds_states(file):
            return _Batch(STATES, (file,))
    except FileError:
        return _Batch("", (path,))  # reading it will report the fault
    for holds in ("text", LESSON):
        if holds in file.format.row.holds:
            return _Batch(holds, (file,))
    return _Batch("numbers" if "sequence" in file.format.row.holds else "", (file,))
