"""AnswerField: a line to type an answer into, with a scale where there is one, and its button."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from simulator.lessons.lesson import SHAPE, Ask
from simulator.lessons.marking import number_typed, shape_typed
from simulator.translation import tr
from ui.panels.lesson.buttons import LessonButton
from ui.panels.lesson.question.scale import AnswerScale
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.key_filter import TAKES_NUMBERS, leaves_key


class AnswerLine(QLineEdit):
    """Line for a number or a shape; the keys that lead through a lesson still do so from here."""

    def __init__(self, hint: str) -> None:
        super().__init__(placeholderText=hint)
        self.setProperty(TAKES_NUMBERS, True)

    def event(self, event: QEvent) -> bool:
        """Leave the window's own keys to it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and leaves_key(self, event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand a clicker's keys to the window, past what would scroll the strip by them."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            QApplication.sendEvent(self.window(), event)
        else:
            super().keyPressEvent(event)


class AnswerField(QWidget):
    """Field for a number, a unit or a shape. What is none is refused in a line below.

    Signals:
        answered: the text.
    """

    answered = Signal(str)

    def __init__(self, ask: Ask, scale: tuple[float, float] | None, theme: Theme) -> None:
        super().__init__()
        self._ask = ask
        self.field = AnswerLine(self._hint())
        self.field.setAccessibleName(tr("Your answer"))
        fonts.wear(self.field, fonts.mono_text)
        self.button = LessonButton(tr("Answer"))
        self.field.setToolTip(tr("Type your answer: 0.5, 0,5 and 1/2 are the same"))
        self.button.setToolTip(tr("Submit this answer (Enter); you get a second try"))
        self.scale = None if scale is None else AnswerScale(scale, theme)
        self.problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.hide()
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if self.scale is not None:
            column.addWidget(self.scale)
            self.scale.setToolTip(
                tr("Drag the ring to your answer, or move it with the arrow keys")
            )
            self.scale.moved.connect(self._take_number)
        column.addLayout(row)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column.addWidget(self.problem)
        self.field.returnPressed.connect(self._answer)
        self.field.textEdited.connect(self._follow)
        self.button.clicked.connect(self._answer)
        self.set_theme(theme)

    def reveal(self, number: float | None, hue: str, is_open: bool) -> None:
        """Show the true number on the scale; take no more answers once the question is closed."""
        self.field.setEnabled(is_open)
        self.field.setPlaceholderText(self._hint() if is_open else "")
        self.button.setEnabled(is_open)
        if self.scale is not None:
            self.scale.reveal(number, hue, is_open)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        restyle(self.problem, f"color: {theme.bad};")
        if self.scale is not None:
            self.scale.set_theme(theme)

    def take_keys(self) -> None:
        """Let the field have the keys."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        """Give the answer, and the field the keys: what is typed next replaces it."""
        self.take_keys()
        self.field.selectAll()
        text = self.field.text().strip()
        try:
            self._read(text)
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.answered.emit(text)

    def _follow(self, text: str) -> None:
        """Let the ring follow what is typed."""
        self.problem.hide()
        if self.scale is not None:
            try:
                self.scale.put(number_typed(text))
            except ValueError:
                self.scale.put(None)

    def _take_number(self, number: float) -> None:
        self.problem.hide()
        if self.scale is not None:
            self.field.setText(self.scale.write(number))

    def _hint(self) -> str:
        """Return the wanted form of an answer, and no number that might be right."""
        if self._ask.kind == SHAPE:
            return tr("a shape: (…, …)")
        if self._ask.exponent:
            return tr("a power of ten")
        return tr("a number") if self._ask.right else tr("a whole number")

    def _read(self, text: str) -> object:
        return shape_typed(text) if self._ask.kind == SHAPE else number_typed(text)
