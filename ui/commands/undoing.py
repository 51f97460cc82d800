"""Undoing: the way back through the edits, which stops once where something was opened."""

from simulator.translation import tr
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.workbench import Workbench


class Undoing:
    """Takes the last edit back. The first request to leave what was opened only says so."""

    def __init__(self, workbench: Workbench, messages: Messages) -> None:
        self._workbench, self._messages = workbench, messages
        self._stopped: tuple[Document, int] | None = None

    def undo(self) -> None:
        """Take the last edit back, or stop at an opening.

        Raises:
            OSError: as `Workbench.undo`.
        """
        documents, position = self._workbench.documents, self._workbench.snapshot().position
        here, before = documents.value, documents.before
        if before is not None and documents.at_opening and self._stopped != (here, position):
            self._stopped = here, position
            self._messages.tell(
                tr(
                    "“{title}” was opened here. Undo again to return to “{before}”",
                    title=here.title,
                    before=before.title,
                )
            )
            return
        self._stopped = None
        self._workbench.undo()
