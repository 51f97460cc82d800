"""AppendBar: buttons of the input's words, or a field for numbers, to continue the input."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from simulator.experiment import appending
from simulator.files.errors import FileError, plain
from simulator.translation import tr
from ui.panels.inputs.next_input import read_next, wording_of
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.mnemonic import literal
from ui.style.theme import Theme, restyle
from ui.widgets.flow_layout import FlowLayout

MOST_BUTTONS = 12
"""Largest number of words with a button each; more are typed."""


class AppendBar(QWidget):
    """A button for each word, and beyond `MOST_BUTTONS` words, or for numbers, a field.

    Disabled where nothing can be appended: the tool tip says why.

    Signals:
        asked: the word or the text to append.
    """

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._words: tuple[str, ...] = ()
        self.buttons: dict[str, QToolButton] = {}
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        for part in (self.title, self.field):
            part.setToolTip(tr("The input for one more timestep, at the end of the sequence"))
        fonts.wear(self.field, fonts.mono_text)
        self.field.setAccessibleName(tr("Next input"))
        self.field.textChanged.connect(self._judge)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        self.button = QToolButton()
        self.button.setText(tr("Append"))
        self.button.setToolTip(tr("Appends the input to the sequence, and steps to it"))
        self.button.clicked.connect(self._take)
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._flow = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._flow)
        column.addWidget(self.message)
        for widget in (self.title, self.field, self.button):
            self._flow.addWidget(widget)
        self.message.hide()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Offer the words of the input, or a field."""
        before, self._snapshot = self._snapshot, snapshot
        if before and (before.document, before.row) == (snapshot.document, snapshot.row):
            return
        wording, experiment = wording_of(snapshot.document), snapshot.experiment
        offered = () if wording is None else wording.offered
        words = offered if len(offered) <= MOST_BUTTONS else ()
        if words != self._words:
            self._make(words)
        title = tr("Append:")
        if experiment.batch_size > 1:
            title = tr("Append to row {row}:", row=snapshot.row)
        self.title.setText(title)
        for widget in (self.field, self.button):
            widget.setVisible(not words)
        hint = tr("words") if offered else " ".join("0" * min(experiment.config.input_size, 6))
        self.field.setPlaceholderText(hint)
        refused = appending.refusal(experiment)
        self.setEnabled(not refused)
        self.setToolTip(refused)
        self._judge()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.title.setStyleSheet(f"color: {theme.faint};")
        self.message.setStyleSheet(f"color: {theme.bad};")
        restyle(
            self,
            f"QToolButton {{ color: {theme.accent}; background: {theme.panel}; padding: 2px 8px;"
            f" border: 1px solid {theme.rule}; border-radius: 4px; }}"
            f" QToolButton:hover {{ border-color: {theme.accent}; }}"
            f" QToolButton:focus {{ border: 2px solid {theme.accent}; padding: 1px 7px; }}"
            f" QToolButton:disabled {{ color: {theme.faint}; }}",
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc empty the field first."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.field.text()
        ):
            self.field.clear()
            return True
        return super().eventFilter(watched, event)

    def _make(self, words: tuple[str, ...]) -> None:
        """Replace the buttons; those of words that stay keep the keys."""
        focused = next((w for w, button in self.buttons.items() if button.hasFocus()), None)
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._words, self.buttons = words, {}
        for word in words:
            shown = plain(word, 20)
            button = QToolButton(self)
            fonts.wear(button, fonts.mono_text)
            button.setText(literal(shown))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(tr("Append {word} to the input, and step to it", word=shown))
            button.setAccessibleName(tr("Append {word}", word=shown))
            button.clicked.connect(partial(self._press, word))
            self._flow.addWidget(button)
            self.buttons[word] = button
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _press(self, word: str, _checked: bool = False) -> None:
        self.asked.emit(word)

    def _take(self) -> None:
        if self.button.isEnabled():
            text = self.field.text()
            self.field.clear()
            self.asked.emit(text)

    def _judge(self) -> None:
        """Enable the button for what can be read; say why not where something is typed."""
        if self._snapshot is None or self.field.isHidden():
            self.message.hide()
            return
        text, told = self.field.text(), ""
        try:
            read_next(self._snapshot.document, text)
        except (ValueError, FileError) as error:
            told = str(error)
        self.button.setEnabled(not told)
        self.message.setText(told)
        self.message.setVisible(bool(told and text.strip()))
