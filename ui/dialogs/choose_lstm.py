"""ChooseLSTM: the choice of one LSTM in a checkpoint."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.files.checkpoints.find_lstms import StoredLSTM
from simulator.files.errors import plain
from simulator.translation import tr
from ui.documents.opening import Choice
from ui.style.theme import mono_font


class ChooseLSTM(QDialog):
    """List by name and shape, with notes on each; double-click or Enter chooses."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Which LSTM of {name}?", name=Path(choice.path).name))
        self._lstms = choice.lstms
        self._list = QListWidget()
        self._list.setFont(mono_font())
        self._list.setAccessibleName(tr("LSTMs in the file"))
        for stored in choice.lstms:
            self._list.addItem(describe(stored))
        self._notes = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._notes.setAccessibleName(tr("How it is read"))
        self._notes.setMinimumHeight(4 * self._notes.fontMetrics().lineSpacing())
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list.currentRowChanged.connect(self._tell)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._list)
        column.addWidget(self._notes)
        column.addWidget(buttons)
        self.resize(640, 320)

    def _tell(self, row: int) -> None:
        self._notes.setText("\n".join(plain(note, 400) for note in self._lstms[row].notes))

    def name(self) -> str:
        """Return the chosen LSTM's name."""
        return self._lstms[self._list.currentRow()].name


def describe(stored: StoredLSTM) -> str:
    """Describe an LSTM in one line: its name, kind and options."""
    options = [f"{stored.input_size} → {stored.hidden_size}"]
    if stored.num_layers > 1:
        options.append(tr("{count} layers", count=stored.num_layers))
    if stored.bidirectional:
        options.append(tr("bidirectional"))
    if stored.proj_size:
        options.append(tr("projected to {size}", size=stored.proj_size))
    if not stored.bias:
        options.append(tr("no bias"))
    return f"{stored.label}   {stored.kind}({', '.join(options)}) {stored.dtype}"
