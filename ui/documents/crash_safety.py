"""CrashSafety: no work is lost by a closed window, a crash, or a full disk."""

from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from simulator.experiment.experiment import Experiment
from simulator.translation import tr
from ui.documents import save_file
from ui.documents.autosave import Autosave
from ui.documents.exports import Exports
from ui.documents.opener import Opener
from ui.documents.saving import Saver
from ui.documents.unsaved import Copy, Kept, left_behind
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.session.workbench import Workbench
from ui.worker.ticket import Ticket
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.files.workspaces.workspace import Workspace
    from ui.documents.recovery_bar import RecoveryBar


class CrashSafety(QObject):
    """Keeps unsaved work in a folder, offers copies left there, and asks before it is closed."""

    def __init__(
        self,
        workbench: Workbench,
        worker: TorchWorker,
        opener: Opener,
        saver: Saver,
        exports: Exports,
        messages: Messages,
        folder: Path,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._workbench, self._worker, self._saver = workbench, worker, saver
        self._messages, self._window, self._folder = messages, window, folder
        self._opener, self._exports = opener, exports
        self._offered_beside: set[Experiment] = set()
        self._autosave = Autosave(workbench, saver, messages, folder, self)
        self._left: Copy | None = None
        self._postponed: set[Path] = set()
        self._bar: RecoveryBar | None = None
        self._asked: Ticket | None = None
        self._autosave.kept_changed.connect(self._offer_anew)

    def start(self) -> None:
        """Start autosaving, and offer copies left behind.

        Their bar leaves when something else is opened; the files that the program was started with
        do not count.
        """
        self._autosave.start()
        self._offer_next()
        if self._opener.busy:
            self._opener.rested.connect(self._follow, Qt.ConnectionType.SingleShotConnection)
        else:
            self._follow()

    def may_close(self) -> bool:
        """Ask about unsaved work; return True if the window may close.

        Saving closes it later, and so does the end of an export under way.
        """
        if self._saver.wait(self._close_window) or self._exports.wait(self._close_window):
            return False
        self._saver.look_for_files()
        titles = list(map(self._saver.title_of, self._unsaved()))
        if not titles:
            return True
        answer = save_file.ask_to_save(self._window, titles)
        if answer == save_file.SAVE:  # a copy alone may hold by now what was dropped before
            self._saver.save_all(self._unsaved(), then=self._close_window)
        return answer == save_file.DISCARD

    def close(self) -> None:
        """Remove the copies; the window closes."""
        self._left = None
        if self._asked is not None:
            self._asked.cancel()
        self._autosave.close()

    def _unsaved(self) -> tuple[Document | Kept, ...]:
        snapshot = self._workbench.snapshot()
        present = () if snapshot.saved else (snapshot.document,)
        return (*present, *self._workbench.documents.left, *self._autosave.kept)

    def _close_window(self) -> None:
        self._window.close()

    def _offer_next(self) -> None:
        dropped = [kept.copy for kept in self._autosave.kept]
        copies = chain(dropped, left_behind(self._folder, self._postponed))
        self._left = next((copy for copy in copies if copy.path not in self._postponed), None)
        if self._left is None:
            return
        from ui.documents.recovery_bar import RecoveryBar

        self._bar = RecoveryBar(self._left.path, self._left in dropped, self._window)
        self._bar.restored.connect(self._restore)
        self._bar.discarded.connect(self._discard)
        self._bar.postponed.connect(self._postpone)
        self._offered_beside = self._workbench.documents.originals
        self._window.addToolBarBreak(Qt.ToolBarArea.TopToolBarArea)
        self._window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._bar)
        self._bar.setVisible(True)

    def _follow(self) -> None:
        self._offered_beside = self._workbench.documents.originals
        self._workbench.changed.connect(self._leave_to_another)

    def _leave_to_another(self, snapshot: Snapshot) -> None:
        """Remove the bar when something was opened since it is there; the copies stay."""
        waits = self._bar is None or not self._bar.isEnabled()
        if waits or snapshot.document.original in self._offered_beside:
            return
        for copy in left_behind(self._folder, self._postponed):
            self._postponed.add(copy.path)
            copy.let_go()
        self._postpone()
        self._messages.tell(tr("Unsaved work is kept and can be restored at the next start"))

    def _restore(self) -> None:
        from ui.documents import opening

        if self._left is not None and self._bar is not None:
            self._bar.setEnabled(False)
            path, take = str(self._left.path), partial(self._take, self._left)
            self._asked = self._worker.submit(opening.read_work, path, done=take, failed=self._fail)

    def _take(self, left: Copy, workspace: "Workspace") -> None:
        from ui.documents import opening
        from ui.documents.workspace_view import file_of

        document = opening.document_of_workspace(workspace)
        try:
            self._workbench.open(document, held=())
        except OSError as error:
            self._fail(str(error))
            return
        self._saver.take_up(workspace, file_of(workspace.view))
        self._autosave.adopt(left, document)
        self._offer_another()

    def _fail(self, message: str) -> None:
        if self._bar is not None:
            self._bar.setEnabled(True)
        self._offer_anew()
        self._messages.complain(message)

    def _discard(self) -> None:
        if self._left is not None:
            self._autosave.give_up(self._left)
            self._left.discard()
        self._offer_another()

    def _postpone(self) -> None:
        if self._left is not None:
            self._postponed.add(self._left.path)
            if all(self._left is not kept.copy for kept in self._autosave.kept):
                self._left.let_go()
        self._offer_another()

    def _offer_anew(self) -> None:
        """Offer another when nothing is offered, or nothing is left of that."""
        if self._left is None or not self._left.path.exists():
            self._offer_another()

    def _offer_another(self) -> None:
        """Remove the bar, and offer the next copy left behind."""
        self._left = None
        if self._bar is not None:
            self._window.removeToolBar(self._bar)
            self._bar.deleteLater()
            self._bar = None
        self._offer_next()
