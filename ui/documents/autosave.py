"""Autosave: keeps copies of unsaved work in the application's own folder, in case of a crash.

The open document has a copy there, and so has each edited document that was left for another.
"""

import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from simulator.experiment.experiment import Experiment
from simulator.files.atomic import remove_stale
from simulator.files.errors import FileError, cannot_write, os_reason
from simulator.files.private import make_private, make_private_folder
from simulator.files.workspaces.writer import SUFFIX, writing
from simulator.translation import tr
from ui.documents.saving import Saver
from ui.documents.unsaved import Copy
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench

SETTLE_MILLISECONDS = 3_000
"""Time without changes before a copy is written."""
PATIENCE_MILLISECONDS = 20_000
"""Longest time without a copy while the document keeps changing."""
SLICE_SECONDS = 0.02


class Autosave(QObject):
    """Writes unsaved documents, a slice at a time, and removes a copy once a file holds it."""

    def __init__(
        self,
        workbench: Workbench,
        saver: Saver,
        messages: Messages,
        layout: Callable[[], str],
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._saver, self._layout = workbench, saver, layout
        self._messages, self._folder = messages, folder
        self._following = False
        self._latest: Snapshot | None = None
        self._noticed: Document | None = None
        self._copies: dict[Experiment, Copy] = {}  # by the originals of their documents
        self._works: list[tuple[Copy, Generator[float, None, None]]] = []
        self._unrest = QElapsedTimer()
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self._begin)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)

    def start(self) -> None:
        """Follow the workbench, if the folder is writable."""
        try:
            make_private_folder(self._folder)
            Copy.begin(self._folder).discard()
        except OSError as error:
            self._messages.complain(str(cannot_write(self._folder, os_reason(error))))
            return
        except FileError as error:
            self._messages.complain(str(error))
            return
        remove_stale(self._folder)
        for copy in self._folder.glob(f"*{SUFFIX}"):
            make_private(copy)
        self._workbench.changed.connect(self._follow)
        self._saver.saved.connect(self._sweep)
        self._following = True
        self._follow(self._workbench.snapshot())

    def adopt(self, copy: Copy, document: Document) -> None:
        """Take over another program's copy of a document that is open now."""
        self._rest()
        self._noticed = document
        self._copies[document.original] = copy

    def close(self) -> None:
        """Remove the copies: the work is saved, or no longer wanted."""
        if self._following:
            self._workbench.changed.disconnect(self._follow)
            self._saver.saved.disconnect(self._sweep)
            self._following = False
        self._rest()
        for original in tuple(self._copies):
            self._forget(original)

    def _follow(self, snapshot: Snapshot) -> None:
        before, self._latest = self._latest, snapshot
        document = snapshot.document
        if before is not None and before.document.original is not document.original:
            self._turn_from(before, snapshot)
        if snapshot.saved:
            self._rest()
            self._forget(document.original)
        elif self._noticed is None or not document.is_like(self._noticed):
            self._noticed = document
            if not self._unrest.isValid():
                self._unrest.start()
            if not self._settle.isActive() or self._unrest.elapsed() < PATIENCE_MILLISECONDS:
                self._settle.start()

    def _turn_from(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Keep the document left; one that goes on is kept until its successor has a copy."""
        former, present = before.document.original, snapshot.document.original
        unkept = self._settle.isActive()
        self._rest()
        if former not in self._originals_left():
            if former in self._copies and present not in self._copies:
                self._copies[present] = self._copies.pop(former)
        elif unkept:
            self._write(before)
        self._sweep()

    def _sweep(self) -> None:
        """Remove the copies of documents neither open nor left; write missing ones of those left.

        A document left may have had a file until now, which was overwritten.
        """
        snapshot = self._workbench.snapshot()
        wanted = {snapshot.document.original, *self._originals_left()}
        for original in self._copies.keys() - wanted:
            self._forget(original)
        for document in self._workbench.documents.left:
            if document.original not in self._copies:
                self._write(replace(snapshot, document=document))

    def _originals_left(self) -> set[Experiment]:
        return {document.original for document in self._workbench.documents.left}

    def _begin(self) -> None:
        if self._works:
            self._settle.start()  # an earlier state is still being written
            return
        self._unrest.invalidate()
        self._write(self._workbench.snapshot())

    def _write(self, snapshot: Snapshot) -> None:
        document = snapshot.document
        try:
            copy = self._copies.get(document.original) or Copy.begin(self._folder)
        except FileError as error:
            self._complain(error)
            return
        self._copies[document.original] = copy
        workspace = self._saver.workspace_of(document, as_copy=True)
        work = writing(copy.path, workspace, private=True)
        self._works.append((copy, work))
        self._slices.start()

    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        _, work = self._works[0]
        try:
            while time.perf_counter() < deadline:
                next(work)
        except StopIteration:
            self._end(work)
        except FileError as error:
            self._end(work)
            self._complain(error)

    def _end(self, work: Generator[float, None, None]) -> None:
        work.close()
        self._works = [entry for entry in self._works if entry[1] is not work]
        if not self._works:
            self._slices.stop()

    def _rest(self) -> None:
        """Treat the open document as if it had just been opened."""
        self._noticed = None
        self._settle.stop()
        self._unrest.invalidate()

    def _forget(self, original: Experiment) -> None:
        copy = self._copies.pop(original, None)
        if copy is None:
            return
        for other, work in tuple(self._works):
            if other is copy:
                self._end(work)
        copy.discard()

    def _complain(self, error: FileError) -> None:
        self._messages.complain(
            tr("unsaved work could not be kept for a crash: {error}", error=error)
        )
