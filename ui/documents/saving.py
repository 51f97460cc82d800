"""Saver: saves documents as workspaces, and knows their files."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from simulator.experiment.experiment import Experiment
from simulator.files.atomic import Check, remove_stale
from simulator.files.errors import plain
from simulator.files.registry import WORKSPACE_SUFFIX
from simulator.files.stamp import Stamp
from simulator.translation import mark, tr
from ui.documents import save_file
from ui.documents.known_files import KnownFile, KnownFiles
from ui.documents.unsaved import Kept
from ui.session.baselines import Against
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.long_work import LongWork

if TYPE_CHECKING:
    from simulator.files.workspaces.workspace import Workspace


_KIND = mark("Gatestep workspace")

Then = Callable[[], None]


class Saver(QObject):
    """Writes workspaces a slice at a time, between the window's events.

    A file that something else has written in the meantime is asked about before it is replaced.

    Signals:
        saved: the path of a written file.
        layout_taken: the sealed layout of the panels in a workspace.
        reload_asked: the path of a file to open as it is now.
        looking: other programs may have changed the disk, and all that is known there is looked at.
    """

    saved = Signal(str)
    layout_taken = Signal(str)
    reload_asked = Signal(str)
    looking = Signal()

    def __init__(
        self,
        workbench: Workbench,
        messages: Messages,
        layout: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workbench, self._layout, self._window = workbench, layout, window
        self._messages = messages
        self._files = KnownFiles()
        self._waiting: list[tuple[_Work, KnownFile]] = []
        self._written: list[KnownFile] = []
        self._then: Then | None = None
        self._saving = self._asking = False
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.look_for_files)

    @property
    def busy(self) -> bool:
        """True from the question for a file until the last one is written."""
        return self._saving or self._asking

    def remember(self, document: Document, file: KnownFile) -> None:
        """Save a document and its edits to this file from now on."""
        self._files.keep(self._workbench.documents.originals)
        self._files.remember(document.original, file.path, file.stamp)

    def take_up(self, workspace: "Workspace", file: KnownFile | None) -> None:
        """Restore the view of the workspace just opened.

        Args:
            file: the file that holds it.
        """
        from ui.documents.workspace_view import restore

        if file is not None:
            self.remember(self._workbench.snapshot().document, file)
        restore(self._workbench, workspace.view, workspace.pins, workspace.training)
        there = workspace.training
        if there is not None and there.run and not self._workbench.documents.value.training:
            self._messages.complain(
                tr("Saved training run not loaded: it does not fit the network")
            )
        layout = workspace.view.get("layout")
        if isinstance(layout, str):
            self.layout_taken.emit(layout)

    def file_of(self, work: Document | Kept) -> KnownFile | None:
        """Return the file that a document is saved to; None when it has none yet."""
        return work.file if isinstance(work, Kept) else self._files.of(work.original)

    def title_of(self, work: Document | Kept) -> str:
        """Return the window's title for a document: the name of its file, or its own title."""
        file = self.file_of(work)
        return plain(work.title if file is None else Path(file.path).name, 120)

    def workspace_of(self, document: Document, as_copy: bool = False) -> "Workspace":
        """Return the workspace to save, with the baselines and watches of the document.

        Args:
            as_copy: it is kept elsewhere, and says which file the document has.
        """
        from ui.documents.workspace_view import workspace_of

        file = self.file_of(document) if as_copy else None
        return workspace_of(self._seen_with(document), self._layout(), file, as_copy)

    def look_for_files(self) -> None:
        """Tell of documents whose files are gone or changed: no file holds them any more."""
        if not self._saving:  # what it has written is known only at its end
            self._miss_files()
        self.looking.emit()

    def save(self, then: Then | None = None) -> None:
        """Save to the document's file, or ask for one; call `then` once it is saved."""
        self.save_all((self._workbench.snapshot().document,), then)

    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file, and save the document that was open before the question."""
        work = self._work_for(self._workbench.snapshot().document)
        file = self._ask_file(work)
        if file is not None:
            self._start([(work, file)], then)

    def save_all(self, unsaved: Sequence[Document | Kept], then: Then | None = None) -> None:
        """Save each to its file, or ask for one; without an answer nothing is saved."""
        works = list(map(self._work_for, unsaved))
        files: list[tuple[_Work, KnownFile]] = []
        taken = {work.file.target for work in works if work.file is not None}
        for work in works:
            file = work.file or self._ask_file(work, taken)
            if file is None:
                return
            taken.add(file.target)
            files.append((work, file))
        self._start(files, then)

    def wait(self, then: Then) -> bool:
        """Call `then` once the present save is done; return False when there is none."""
        if self._saving:
            self._then = then
        return self._saving

    def _seen_with(self, document: Document) -> Snapshot:
        """Return the present snapshot, or one with another document and what is beside it."""
        snapshot = self._workbench.snapshot()
        if document is snapshot.document:
            return snapshot
        baselines, watching = self._workbench.companions.of(document)
        return replace(
            snapshot,
            document=document,
            against=Against(baselines),
            watching=watching,
            setting=self._workbench.trainer.setting_of(document),
        )

    def _work_for(self, unsaved: Document | Kept) -> "_Work":
        from simulator.files.workspaces.copier import copying
        from ui.documents.workspace_view import OF_COPIES, workspace_of

        write: Callable[[str, Check], Iterator[float]]
        if isinstance(unsaved, Kept):
            write = partial(copying, unsaved.copy.path, OF_COPIES)
            done = partial(self._take_copy, unsaved)
        else:
            workspace = workspace_of(self._seen_with(unsaved), self._layout())
            write = partial(_write, workspace)
            done = partial(self._take_document, unsaved)
        return _Work(unsaved.title, unsaved.stem, self.file_of(unsaved), write, done)

    def _ask_file(self, work: "_Work", taken: Collection[str] = ()) -> KnownFile | None:
        """Ask for a file whose target is not taken by another document."""
        suggested = (
            work.file.path if work.file else save_file.file_name(work.stem) + WORKSPACE_SUFFIX
        )
        title = tr("Save the workspace “{title}”", title=plain(work.title, 120))
        self._asking = True
        try:
            while asked := save_file.ask_path(
                self._window, title, suggested, {_KIND: WORKSPACE_SUFFIX}
            ):
                file = KnownFile(asked[0], Stamp.of(asked[0]))
                if file.target not in taken:
                    return file
                save_file.refuse_taken(self._window, file.path, work.title)
            return None
        finally:
            self._asking = False

    def _start(self, files: list[tuple["_Work", KnownFile]], then: Then | None) -> None:
        if self._saving:
            self._messages.complain(tr("a save is still running. Save again when it is done"))
            return
        self._saving, self._then, self._waiting = True, then, files
        self._write_next()

    def _write_next(self) -> None:
        if not self._waiting:
            then = self._then
            self._rest()
            if then is not None:
                then()
            return
        work, file = self._waiting.pop(0)
        title = tr("Saving {name}", name=plain(Path(file.path).name))
        long_work = LongWork(title, _replacing(file, work.write), self._window)
        long_work.done.connect(partial(self._take, long_work, work, file))
        long_work.failed.connect(partial(self._fail, work))
        long_work.cancelled.connect(self._rest)

    def _take(self, long_work: LongWork, work: "_Work", file: KnownFile) -> None:
        if isinstance(long_work.result, Stamp):
            self._finish(work, file._replace(stamp=long_work.result))
            self._write_next()
            return
        now = Stamp.of(file.path)
        self._files.keep(self._workbench.documents.originals)
        own = self._files.is_own(file.path)
        answer = save_file.ask_about_newer(self._window, file.path, work.title, own)
        other: KnownFile | None = None
        if answer == save_file.OVERWRITE:
            other = file._replace(stamp=now)
        elif answer == save_file.SAVE_AS:
            other = self._ask_another_file(work)
        self._go_on_with(work, other)
        if answer == save_file.RELOAD:
            self.reload_asked.emit(file.path)

    def _ask_another_file(self, work: "_Work") -> KnownFile | None:
        """Ask for a file that no other document of this save has."""
        others = (*self._written, *(waiting for _, waiting in self._waiting))
        return self._ask_file(work, {taken.target for taken in others})

    def _go_on_with(self, work: "_Work", file: KnownFile | None) -> None:
        """Save to a file and go on with the others; without a file save no more."""
        if file is None:
            self._rest()
            return
        self._waiting.insert(0, (work, file))
        self._write_next()

    def _finish(self, work: "_Work", file: KnownFile) -> None:
        self._written.append(file)
        left_out = work.done(file, self._files.take_written(file))
        remove_stale(Path(file.target).parent)
        self._messages.tell(tr("Saved {path}", path=plain(file.path, 200)))
        self.saved.emit(file.path)
        if left_out:
            self._messages.tell(" · ".join(left_out))

    def _take_document(
        self, document: Document, file: KnownFile, replaced: set[Experiment]
    ) -> list[str]:
        """Remember where a document is saved; return what was left out, in words."""
        self.remember(document, file)
        self._workbench.mark_saved(document, replaced)
        return self._left_out(document, plain(Path(file.path).name, 120))

    def _take_copy(self, kept: Kept, file: KnownFile, replaced: set[Experiment]) -> list[str]:
        """Remove the copy of a document that a file holds now."""
        self._workbench.mark_gone(replaced)
        kept.copy.discard()
        return []

    def _left_out(self, document: Document, name: str) -> list[str]:
        """List the parts that no file keeps, in words."""
        notes = []
        if document.mistake:
            notes.append(
                tr("Saved {name} without the injected error, which is never saved", name=name)
            )
        baselines = self._workbench.companions.of(document).baselines
        if any(pin.recorded is not None for pin in baselines.pins):
            notes.append(
                tr(
                    "Saved {name} without the baselines opened from files. Reopen them when needed",
                    name=name,
                )
            )
        return notes

    def _miss_files(self) -> None:
        lost = self._files.take_lost()
        if not lost:
            return
        self._workbench.mark_gone(lost.keys())
        paths = sorted({Path(path) for path in lost.values()})
        gone = ", ".join(plain(path.name) for path in paths if not path.exists())
        changed = ", ".join(plain(path.name) for path in paths if path.exists())
        told = []
        if gone:
            told.append(tr("Deleted from disk: {names}. Save again.", names=gone))
        if changed:
            told.append(
                tr(
                    "Changed on disk: {names}. The version open here is no longer in any file.",
                    names=changed,
                )
            )
        self._messages.tell(" · ".join(told))

    def _fail(self, work: "_Work", message: str) -> None:
        """Complain; where the window is to close, ask for another file."""
        self._messages.complain(message)
        self._go_on_with(work, self._ask_another_file(work) if self._then else None)

    def _rest(self) -> None:
        self._saving, self._then, self._waiting, self._written = False, None, [], []


class _Work(NamedTuple):
    """Document to save.

    Attributes:
        title: its own. stem: the file name to suggest. file: its file, if it has one.
        write: writes it to a path, with a check. done: takes its new file, and the originals of
            the documents that this file held before; returns what was left out, in words.
    """

    title: str
    stem: str
    file: KnownFile | None
    write: Callable[[str, Check], Iterator[float]]
    done: Callable[[KnownFile, set[Experiment]], list[str]]


class _NewerFileError(Exception):
    """Something else has written the file in the meantime."""


def _write(workspace: "Workspace", path: str, check: Check) -> Iterator[float]:
    from simulator.files.workspaces.writer import writing

    return writing(path, workspace, check=check)


def _replacing(
    file: KnownFile, write: Callable[[str, Check], Iterator[float]]
) -> Generator[float, None, Stamp | None]:
    """Write a file; yields the fraction done, returns the new file's stamp.

    Returns None, and changes nothing, when the file is newer than its stamp: also when something
    else wrote it in the meantime.
    """
    stamps = []

    def check(temporary: Path) -> None:
        if file.is_newer():
            raise _NewerFileError
        stamps.append(Stamp.of(temporary))

    if file.is_newer():
        return None
    try:
        yield from write(file.path, check)
    except _NewerFileError:
        return None
    return stamps[0]
