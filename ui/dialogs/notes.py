"""NotesDialog: the user's notes on an experiment; a workspace keeps them."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.dialogs.form import give_room

MOST = 100_000


class NotesDialog(QDialog):
    """Page for plain text."""

    def __init__(self, notes: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notes"))
        give_room(self, 560, 420)
        self._text = QPlainTextEdit(notes)
        self._text.setAccessibleName(tr("Notes"))
        self._text.setToolTip(tr("Plain text, saved in the workspace"))
        self._text.setPlaceholderText(tr("What you tried, what you saw. Saved with the workspace."))
        self._text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addWidget(buttons)

    def notes(self) -> str:
        """Return the text, up to the length that a workspace keeps."""
        return self._text.toPlainText()[:MOST]
