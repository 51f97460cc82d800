"""ChooseLSTM: the choice of one LSTM in a checkpoint."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from simulator.files.checkpoints.find_lstms import StoredLSTM
from simulator.files.errors import plain
from simulator.translation import tr
from ui.dialogs.form import OPEN, Form, give_room
from ui.documents.opening import Choice
from ui.style import fonts


class ChooseLSTM(Form):
    """List by name and shape, with notes on each; double-click or Enter chooses."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        title = tr("Which LSTM in {name}?", name=Path(choice.path).name)
        super().__init__(title, parent, lines=4, button=OPEN)
        self._lstms = choice.lstms
        self._list = QListWidget()
        fonts.wear(self._list, fonts.mono_text)
        self._list.setAccessibleName(tr("LSTMs in the file"))
        self._list.setToolTip(tr("Choose one; the text below says how its weights are read"))
        for stored in choice.lstms:
            self._list.addItem(describe(stored))
        self.message.setAccessibleName(tr("How it is read"))
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(self._judge)
        self._list.itemActivated.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(self._list)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        give_room(self, 640, 320)
        self._judge()

    def name(self) -> str:
        """Return the chosen LSTM's name."""
        return self._lstms[self._list.currentRow()].name

    def _tell(self) -> bool:
        notes = self._lstms[self._list.currentRow()].notes
        self._say("\n".join(plain(note, 400) for note in notes))
        return True


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
