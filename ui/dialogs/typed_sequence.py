"""TypeSequence: a sequence to type or paste, with its shape or its first fault below."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import shape_text
from simulator.files.errors import plain
from simulator.files.sequences.sequence import Sequence
from simulator.files.sequences.typed import typed
from simulator.translation import tr
from ui.dialogs.form import OPEN, Form
from ui.style.theme import Theme, mono_font
from ui.widgets.asked import asked

_AT_ONCE = 20_000
"""Number of characters up to which every keystroke is parsed; longer texts are parsed at rest."""
_REST_MILLISECONDS = 300


class TypeSequence(Form):
    """Page for a table of numbers; Ctrl+Return accepts it."""

    def __init__(self, input_size: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Type a sequence"), parent, lines=3, bad=theme.bad, button=OPEN)
        self._input_size, self._theme = input_size, theme
        self._read: Sequence | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("The sequence, a timestep a line"))
        self.text.setFont(mono_font())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(_example(input_size))
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        told = QLabel(_how_to_type(input_size), wordWrap=True)
        column = QVBoxLayout(self)
        for widget in (told, self.text, self.message, self.buttons):
            column.addWidget(widget)
        self._rest = QTimer(self, interval=_REST_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self._judge)
        self.text.textChanged.connect(self._wait)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        self.resize(560, 420)
        self._judge()

    def sequence(self) -> Sequence | None:
        """Return the typed sequence; None while the model cannot read the text."""
        return self._read

    def _wait(self) -> None:
        if self.text.document().characterCount() < _AT_ONCE:
            self._judge()
        else:
            self.accept_button.setEnabled(False)
            self._rest.start()

    def _take(self) -> None:
        self._judge()
        if self._read is not None:
            self.accept()

    def _tell(self) -> bool:
        """Show the shape of the typed numbers, or the fault and its place."""
        self._rest.stop()
        self._read = None
        text = self.text.toPlainText()
        if text.strip():
            self._read = typed(text, self._input_size)
        self._say("" if self._read is None else _told(self._read), self._theme.faint)
        return self._read is not None


def _told(read: Sequence) -> str:
    """Describe what was read."""
    lines = [tr("(T, I) = {shape}", shape=shape_text(read.values.shape))]
    if read.columns:
        names = ", ".join(read.columns)
        lines.append(tr("features: {names}", names=plain(names, 120)))
    if read.labels:
        first, last = plain(read.labels[0], 40), plain(read.labels[-1], 40)
        lines.append(tr("timesteps: {first} … {last}", first=first, last=last))
    return "\n".join(lines)


def _how_to_type(input_size: int) -> str:
    if input_size == 1:
        return tr(
            "One timestep a line, a number in each. The first line may name the feature. "
            "A table can be pasted."
        )
    return tr(
        "One timestep a line, {count} numbers in each, parted by commas, semicolons, tabs "
        "or spaces. The first line may name the features. A table can be pasted.",
        count=input_size,
    )


def _example(input_size: int) -> str:
    """Write three timesteps as an example."""
    width = min(input_size, 6)
    rows = ((0.5 * (t + 1) - k for k in range(width)) for t in range(3))
    more = ", …" if width < input_size else ""
    return "\n".join(", ".join(f"{x:g}" for x in row) + more for row in rows)


def ask(input_size: int, theme: Theme, parent: QWidget) -> Sequence | None:
    """Ask for a sequence; None when the user cancels."""
    with asked(TypeSequence(input_size, theme, parent)) as dialog:
        return dialog.sequence() if dialog.exec() else None
