"""Saver: saves the open document as a workspace, and knows its file."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from simulator.experiment.experiment import Experiment
from simulator.files.atomic import remove_stale
from simulator.files.errors import plain
from simulator.files.workspaces.workspace import Pinned, Workspace, titled
from simulator.files.workspaces.writer import SUFFIX, writing
from simulator.translation import mark, tr
from ui.documents import save_file
from ui.documents.workspace_view import restore, view_of
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.long_work import LongWork

_REMEMBERED = 8
_KIND = mark("Gatestep workspace")


class Saver(QObject):
    """Writes workspaces a slice at a time, between the window's events.

    A document and its edits share their original, so files are remembered by it.

    Signals:
        saved: the path of a written file.
        layout_taken: the sealed layout of the panels in a workspace.
    """

    saved = Signal(str)
    layout_taken = Signal(str)

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
        self._files: dict[Experiment, str] = {}  # by the originals of documents, the newest last
        self._then: Callable[[], None] | None = None
        self._saving = False

    def remember(self, document: Document, path: str) -> None:
        """Save a document and its edits to this file from now on."""
        self._files.pop(document.original, None)
        self._files[document.original] = os.path.abspath(path)
        for oldest in tuple(self._files)[:-_REMEMBERED]:
            del self._files[oldest]

    def take_up(self, workspace: Workspace, path: str | None) -> None:
        """Restore the view of the workspace just opened.

        Args:
            path: the file that holds it.
        """
        if path is not None:
            self.remember(self._workbench.snapshot().document, path)
        restore(self._workbench, workspace.view, workspace.pins)
        layout = workspace.view.get("layout")
        if isinstance(layout, str):
            self.layout_taken.emit(layout)

    def path_of(self, document: Document) -> str | None:
        """Return the file that a document is saved to; None when it has none yet."""
        return self._files.get(document.original)

    def title_of(self, document: Document) -> str:
        """Return the window's title for a document: the name of its file, or its own title."""
        path = self.path_of(document)
        return plain(document.title if path is None else Path(path).name, 120)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the document's file, or ask for one; call `then` once it is saved."""
        snapshot = self._workbench.snapshot()
        path = self.path_of(snapshot.document)
        if path is None:
            self.save_as(then)
        else:
            self._write(snapshot, path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file, and save the document that was open before the question."""
        snapshot = self._workbench.snapshot()
        name = save_file.file_name(snapshot.document.stem) + SUFFIX
        path = self.path_of(snapshot.document) or name
        asked = save_file.ask_path(self._window, tr("Save the workspace"), path, {_KIND: SUFFIX})
        if asked is not None:
            self._write(snapshot, asked[0], then)

    def wait(self, then: Callable[[], None]) -> bool:
        """Call `then` once the present save is done; return False when there is none."""
        if self._saving:
            self._then = then
        return self._saving

    def _write(self, snapshot: Snapshot, path: str, then: Callable[[], None] | None) -> None:
        if self._saving:
            self._messages.complain(tr("a save is still going on: save again when it is done"))
            return
        self._saving, self._then = True, then
        work = writing(path, workspace_of(snapshot, self._layout()))
        title = tr("Saving {name}", name=plain(Path(path).name))
        long_work = LongWork(title, work, self._window)
        long_work.done.connect(partial(self._finish, snapshot.document, path))
        long_work.failed.connect(self._fail)
        long_work.cancelled.connect(self._rest)

    def _finish(self, document: Document, path: str) -> None:
        then = self._then
        self._rest()
        replaced = self._let_go_of(path)
        self.remember(document, path)
        self._workbench.mark_saved(document, replaced)
        remove_stale(Path(os.path.realpath(path)).parent)
        self._messages.tell(tr("Saved {path}", path=plain(path, 200)))
        self.saved.emit(path)
        left_out = self._left_out(document, plain(Path(path).name, 120))
        if left_out:
            self._messages.tell(" · ".join(left_out))
        if then is not None:
            then()

    def _let_go_of(self, path: str) -> set[Experiment]:
        """Return the originals that a file no longer holds."""
        replaced = {own for own, file in self._files.items() if file == os.path.abspath(path)}
        for original in replaced:
            del self._files[original]
        return replaced

    def _left_out(self, document: Document, name: str) -> list[str]:
        """List the parts that no file keeps, in words."""
        notes = []
        if document.mistake:
            notes.append(tr("Saved {name} without the sabotage, which no file keeps", name=name))
        baselines = self._workbench.snapshot().against.baselines
        if any(pin.recorded is not None for pin in baselines.pins):
            notes.append(
                tr(
                    "Saved {name} without the baselines that are from files: open those again",
                    name=name,
                )
            )
        return notes

    def _fail(self, message: str) -> None:
        self._rest()
        self._messages.complain(message)

    def _rest(self) -> None:
        self._saving, self._then = False, None


def workspace_of(snapshot: Snapshot, layout: str, file: str | None = None) -> Workspace:
    """Return the workspace to save, never with a sabotage, which is temporary.

    Args:
        file: the document's own file, for a copy that is kept elsewhere.
    """
    document = snapshot.document
    view = view_of(snapshot, layout)
    kept = [pin for pin in snapshot.against.baselines.pins if pin.recorded is None]
    return Workspace(
        titled(document.model_title, document.sequence_title),
        document.experiment,
        document.original,
        document.original_labels,
        document.feature_names,
        document.origin,
        document.notes,
        tuple(Pinned(pin.name, pin.experiment) for pin in kept),
        view if file is None else {**view, "file": file},
        document.sequence_title,
        document.row_names,
    )
