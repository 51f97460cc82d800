"""TypeSequence: a sequence to type or paste, with its shape or its first fault below."""

from collections import Counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import shape_text
from simulator.files.errors import plain
from simulator.files.sequences.sequence import Sequence
from simulator.files.sequences.typed import typed, typed_words
from simulator.files.sequences.wording import Wording
from simulator.translation import tr
from ui.dialogs.form import OPEN, Form, give_room
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.asked import asked

_AT_ONCE = 20_000
"""Number of characters up to which every keystroke is parsed; longer texts are parsed at rest."""
_REST_MILLISECONDS = 300
_COUNTED = 12
"""Number of words that are named or counted."""


class TypeSequence(Form):
    """Page for words of the input, where it has any, or a table of numbers; Ctrl+Return accepts it.

    Args:
        wording: the words of the present input; None where it has none.
    """

    def __init__(
        self,
        input_size: int,
        wording: Wording | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Type a sequence"), parent, lines=3, bad=theme.bad, button=OPEN)
        self._input_size, self._wording, self._theme = input_size, wording, theme
        self._read: Sequence | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("The sequence, one timestep per line"))
        self.text.setToolTip(tr("Ctrl+Enter opens the sequence once it is valid"))
        fonts.wear(self.text, fonts.mono_text)
        self.text.setTabChangesFocus(True)
        self.as_words = QRadioButton(tr("&Words"))
        self.as_numbers = QRadioButton(tr("&Values"))
        self.as_words.setToolTip(tr("Names of input columns, as many per line as you like"))
        self.as_numbers.setToolTip(tr("A line of numbers for each timestep"))
        (self.as_numbers if wording is None else self.as_words).setChecked(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        column, choice = QVBoxLayout(self), QHBoxLayout()
        column.addLayout(choice)
        for button in (self.as_words, self.as_numbers):
            choice.addWidget(button)
            button.setVisible(wording is not None)
        choice.addStretch(1)
        for widget in (self.told, self.text, self.message, self.buttons):
            column.addWidget(widget)
        self._rest = QTimer(self, interval=_REST_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self._judge)
        self.text.textChanged.connect(self._wait)
        self.as_words.toggled.connect(self._explain)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        give_room(self, 560, 420)
        self._explain()
        self.text.setFocus()

    def sequence(self) -> Sequence | None:
        """Return the typed sequence; None while the model cannot read the text."""
        return self._read

    @property
    def wording(self) -> Wording | None:
        """The words to read the text by; None for numbers."""
        return self._wording if self.as_words.isChecked() else None

    def _explain(self) -> None:
        """Say how to type words or numbers, and judge what is typed as such."""
        wording, size = self.wording, self._input_size
        self.told.setText(_how_to_type(size) if wording is None else _how_to_word(wording))
        example = _example(size) if wording is None else _example_words(wording)
        self.text.setPlaceholderText(example)
        by_line = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(by_line.NoWrap if wording is None else by_line.WidgetWidth)
        self._judge()

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
            wording = self.wording
            self._read = (
                typed(text, self._input_size) if wording is None else _worded(text, wording)
            )
        read = self._read
        told = "" if read is None else (_told if self.wording is None else _told_words)(read)
        self._say(told, self._theme.faint)
        return self._read is not None


def _worded(text: str, wording: Wording) -> Sequence:
    """Read words; for a table of numbers in their place, say where those are read."""
    try:
        return typed_words(text, wording)
    except ValueError as error:
        if any(letter.isalpha() for letter in text):
            raise
        raise ValueError(
            tr("{error}. Choose “Values” above to type numbers", error=error)
        ) from None


def _told_words(read: Sequence) -> str:
    """Describe the words that were read: how many timesteps, and how often each word."""
    counts = Counter(read.labels).most_common(_COUNTED + 1)
    told = [f"{plain(word, 20)} × {count:,}" for word, count in counts[:_COUNTED]]
    more = [] if len(counts) <= _COUNTED else ["…"]
    shape = tr("(T, I) = {shape}", shape=shape_text(read.values.shape))
    return f"{shape}\n{', '.join([*told, *more])}"


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
            "One timestep per line, one number each. The first line may name the "
            "feature. You can paste a table."
        )
    return tr(
        "One timestep per line, {count} numbers each, separated by commas, "
        "semicolons, tabs or spaces. The first line may name the features. You can "
        "paste a table.",
        count=input_size,
    )


def _how_to_word(wording: Wording) -> str:
    words = [plain(word, 20) for word in wording.offered]
    if wording.is_letters:
        if len(wording.silent) > 1:
            words = [plain(word, 20) for word in wording.columns]
        named = " ".join(words[:_COUNTED]) + (" …" if len(words) > _COUNTED else "")
        if len(wording.silent) > 1:
            return tr(
                "One letter per timestep. Available: {words}. All others are read as 0.",
                words=named,
            )
        return tr("One letter per timestep, without separators. Available: {words}", words=named)
    named = ", ".join(words[:_COUNTED]) + (", …" if len(words) > _COUNTED else "")
    return tr(
        "One word per timestep, separated by spaces or commas. Prefixes are enough; "
        "“{word}*3” repeats the word three times. Available: {words}",
        word=words[0],
        words=named,
    )


def _example_words(wording: Wording) -> str:
    """Write a few timesteps as an example."""
    silent, heard = wording.silent[:1] or ("…",), wording.columns[:3]
    words = [heard[0], *silent, *heard[1:2], *heard[1:]]
    return ("" if wording.is_letters else " ").join(plain(word, 20) for word in words)


def _example(input_size: int) -> str:
    """Write three timesteps as an example."""
    width = min(input_size, 6)
    rows = ((0.5 * (t + 1) - k for k in range(width)) for t in range(3))
    more = ", …" if width < input_size else ""
    return "\n".join(", ".join(f"{x:g}" for x in row) + more for row in rows)


def ask(input_size: int, wording: Wording | None, theme: Theme, parent: QWidget) -> Sequence | None:
    """Ask for a sequence; None when the user cancels."""
    with asked(TypeSequence(input_size, wording, theme, parent)) as dialog:
        return dialog.sequence() if dialog.exec() else None
