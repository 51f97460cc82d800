"""Autosave: keeps copies of unsaved work in the application's own folder, in case of a crash.

The open document has a copy there, and so has each edited document that was left for another. A
document that the history has dropped lives on in its copy alone.
"""

import time
from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from simulator.experiment.experiment import Experiment
from simulator.files.atomic import remove_stale
from simulator.files.errors import FileError, plain
from simulator.files.private import make_private
from simulator.files.registry import WORKSPACE_SUFFIX
from simulator.translation import tr
from ui.documents.saving import Saver
from ui.documents.unsaved import Copy, Kept
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench

SETTLE_MILLISECONDS = 2_000
"""Time without changes before a copy is written."""
PATIENCE_MILLISECONDS = 4_000
"""Longest time after the first unsaved edit before a copy is written, however many follow."""
RETRY_MILLISECONDS = 5_000
"""Time before a copy that could not be written is tried again."""
SLICE_SECONDS = 0.02


class Autosave(QObject):
    """Writes unsaved documents, a slice at a time, and removes a copy once a file holds it.

    Attributes:
        kept: the documents that only their copies hold, the newest first.

    Signals:
        kept_changed: there is another in `kept`, or one less.
    """

    kept_changed = Signal()

    def __init__(
        self,
        workbench: Workbench,
        saver: Saver,
        messages: Messages,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._saver = workbench, saver
        self._messages, self._folder = messages, folder
        self.kept: tuple[Kept, ...] = ()
        self._following = self._failing = False
        self._latest: Document | None = None
        self._noticed: Document | None = None
        self._copies: dict[Experiment, Copy] = {}  # by the originals of their documents
        self._contents: dict[Copy, Document] = {}  # once they are written, or while they are
        self._works: list[tuple[Copy, Generator[float, None, None]]] = []
        self._unrest = QElapsedTimer()
        self._settle = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._settle.timeout.connect(self._keep)
        self._again = QTimer(self, singleShot=True)  # whatever is open meanwhile
        self._again.timeout.connect(self._keep)
        # One of 0 ms would wait for the end of a drag, or of a key held.
        self._slices = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._slices.timeout.connect(self._slice)

    def start(self) -> None:
        """Follow the workbench; report when the folder is not writable now."""
        try:
            Copy.begin(self._folder).discard()
        except FileError as error:
            self._fail(error)
        remove_stale(self._folder)
        for copy in self._folder.glob(f"*{WORKSPACE_SUFFIX}"):
            make_private(copy)
        self._workbench.changed.connect(self._follow)
        self._saver.saved.connect(self._sweep)
        self._saver.looking.connect(self._keep)
        self._following = True
        self._follow(self._workbench.snapshot())

    def adopt(self, copy: Copy, document: Document) -> None:
        """Take over the copy of a document that is open again."""
        self._rest()
        self._noticed = document
        self._copies[document.original] = copy
        self._contents[copy] = document
        self.give_up(copy)

    def give_up(self, copy: Copy) -> None:
        """Keep a document no longer that only its copy holds."""
        self.kept = tuple(kept for kept in self.kept if kept.copy is not copy)

    def close(self) -> None:
        """Remove the copies: the work is saved, or no longer wanted."""
        if self._following:
            self._workbench.changed.disconnect(self._follow)
            self._saver.saved.disconnect(self._sweep)
            self._saver.looking.disconnect(self._keep)
            self._following = False
        self._rest()
        self._again.stop()
        for original in tuple(self._copies):
            self._forget(original)
        for kept in self.kept:
            kept.copy.discard()

    def _follow(self, snapshot: Snapshot) -> None:
        before, self._latest = self._latest, snapshot.document
        document = snapshot.document
        if before is not None and before.original is not document.original:
            self._turn(before, document)
        elif self._workbench.documents.dropped:
            self._sweep()
        if snapshot.saved:
            self._rest()
            self._forget(document.original)
        elif document is not self._noticed:
            self._noticed = document
            if not self._unrest.isValid():
                self._unrest.start()
            left = max(0, PATIENCE_MILLISECONDS - self._unrest.elapsed())
            if left or not self._settle.isActive():  # started again and again it would never end
                self._settle.start(min(SETTLE_MILLISECONDS, left))

    def _turn(self, before: Document, document: Document) -> None:
        """Keep the document left; one that goes on is kept until its successor has a copy."""
        former, present = before.original, document.original
        self._rest()
        left = {document.original for document in self._workbench.documents.left}
        if former in self._copies and former not in left and present not in self._copies:
            self._copies[present] = self._copies.pop(former)
        self._sweep()

    def _sweep(self) -> None:
        """Remove the copies of documents neither open nor left; write missing ones of those left.

        A document left may have had a file until now, which was overwritten.
        """
        left = self._workbench.documents.left
        wanted = {document.original for document in (self._workbench.snapshot().document, *left)}
        for original in self._copies.keys() - wanted:
            self._forget(original)
        for document in left:
            if not self._holds(document):
                self._write(document)
        self._hand_over()
        self._miss()

    def _keep(self) -> None:
        """Write what has no copy, or has lost it."""
        if self._works:
            self._settle.start(min(SETTLE_MILLISECONDS, 100))  # an earlier state is being written
            return
        self._unrest.invalidate()
        snapshot = self._workbench.snapshot()
        if not snapshot.saved and not self._holds(snapshot.document):
            self._write(snapshot.document)
        self._sweep()

    def _holds(self, document: Document) -> bool:
        """Return True when the copy of a document is as it is now, or is being written."""
        copy = self._copies.get(document.original)
        if copy is None or self._contents.get(copy) is not document:
            return False
        return self._is_being_written(copy) or (copy.locked and copy.path.exists())

    def _is_being_written(self, copy: Copy) -> bool:
        return any(other is copy for other, _ in self._works)

    def _write(self, document: Document) -> None:
        from simulator.files.workspaces.writer import writing

        copy = self._copies.get(document.original)
        try:
            if copy is None or not copy.take():
                copy = self._copies[document.original] = Copy.begin(self._folder)
        except FileError as error:
            self._retry(error)
            return
        self._stop(copy)
        self._contents[copy] = document
        workspace = self._saver.workspace_of(document, as_copy=True)
        self._works.append((copy, writing(copy.path, workspace, private=True)))
        self._slices.start()

    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        copy, work = self._works[0]
        try:
            while time.perf_counter() < deadline:
                next(work)
        except StopIteration:
            self._end(work)
            if self._failing:
                self._failing = False
                self._messages.tell(tr("Unsaved work is backed up again, in case of a crash"))
            self._hand_over()
        except FileError as error:
            self._end(work)
            del self._contents[copy]
            self._retry(error)

    def _retry(self, error: FileError) -> None:
        """Try again later."""
        self._fail(error)
        self._again.start(RETRY_MILLISECONDS)

    def _fail(self, error: FileError) -> None:
        """Tell the first time that no copy can be written."""
        if not self._failing:
            self._failing = True
            self._messages.warn(tr("unsaved work cannot be backed up: {error}", error=error))

    def _hand_over(self) -> None:
        """Let the workbench forget documents that have a copy, where no cancel brings them back."""
        if self._saver.busy:  # it may have one of them in hand
            return
        documents = self._workbench.documents
        for document in documents.dropped:
            copy = self._copies.get(document.original)
            if copy is None or self._is_being_written(copy) or not self._holds(document):
                continue
            if document in documents.aside:
                continue
            del self._copies[document.original], self._contents[copy]
            file = self._saver.file_of(document)
            self.kept = (Kept(document.title, document.stem, file, copy), *self.kept)
            documents.release(document)
            self.kept_changed.emit()

    def _miss(self) -> None:
        """Let go of documents whose copies are gone; tell of those that no file holds."""
        gone = [kept for kept in self.kept if kept.copy.discarded or not kept.copy.path.exists()]
        if not gone:
            return
        self.kept = tuple(kept for kept in self.kept if kept not in gone)
        self.kept_changed.emit()
        lost = ", ".join(kept.title for kept in gone if not kept.copy.discarded)
        if lost:
            self._messages.complain(
                tr(
                    "Gone from {folder}: {names}. The only copy of this work was "
                    "there, and it cannot be restored.",
                    folder=plain(self._folder, 1000),
                    names=lost,
                )
            )

    def _end(self, work: Generator[float, None, None]) -> None:
        work.close()
        self._works = [entry for entry in self._works if entry[1] is not work]
        if not self._works:
            self._slices.stop()

    def _stop(self, copy: Copy) -> None:
        for other, work in tuple(self._works):
            if other is copy:
                self._end(work)

    def _rest(self) -> None:
        """Treat the open document as if it had just been opened."""
        self._noticed = None
        self._settle.stop()
        self._unrest.invalidate()

    def _forget(self, original: Experiment) -> None:
        copy = self._copies.pop(original, None)
        if copy is not None:
            self._stop(copy)
            self._contents.pop(copy, None)
            copy.discard()
