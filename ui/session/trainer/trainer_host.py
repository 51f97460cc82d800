"""TrainerHost: what the trainer asks of the workbench."""

from collections.abc import Callable
from typing import Protocol

from ui.session.document import Document
from ui.session.document_history import DocumentHistory
from ui.session.training_state.checkpoint import TrainingCheckpoint


class TrainerHost(Protocol):
    """What the trainer asks of the workbench."""

    @property
    def documents(self) -> DocumentHistory:
        """The history."""
        ...

    def put(self, document: Document, label: str | None, amend: bool = False) -> None:
        """Record a version of the open document."""

    def open_task(self, key: str) -> None:
        """Open what a task starts with."""

    def redo(self) -> None:
        """Do the undone edit again."""

    def undo_until(self, there: Callable[[Document], bool]) -> None:
        """Undo edits of the open document."""

    def pin_place(self, place: TrainingCheckpoint) -> None:
        """Pin the network of a training step."""

    def tell(self) -> None:
        """Tell everyone the present state."""
