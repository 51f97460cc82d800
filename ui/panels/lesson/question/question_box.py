"""QuestionBox: a question of a lesson, what it is answered with, and what is said to the answer."""

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from simulator.cells.sheet import INPUT
from simulator.lessons.formula.numbers import Quantity
from simulator.lessons.formula.tree import Formula
from simulator.lessons.lesson import CHOICE, NUMBER, SIGN, WORD, Ask
from simulator.lessons.marking import IS_CLOSE, IS_RIGHT, SIGNS
from simulator.network.quantities import EVERY, FULL, Y
from simulator.translation import tr
from ui.panels.lesson.buttons import LessonButton
from ui.panels.lesson.question.answer_field import AnswerField
from ui.panels.lesson.question.choices import Choices
from ui.panels.lesson.rich import rich
from ui.session.lessons.view import AskView
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.elided_link import ElidedLink
from ui.widgets.key_filter import give_back_keys


class QuestionBox(QWidget):
    """Question, answers, and the reveal. It is made anew for each question.

    Signals:
        answered: what was typed or chosen. show_asked: to be shown the right answer.
        why_asked: the Address of the number whose ledger tells why.
    """

    answered = Signal(str)
    show_asked = Signal()
    why_asked = Signal(object)

    def __init__(self, key: Hashable, view: AskView, theme: Theme) -> None:
        super().__init__()
        self.key, self._theme, self._view = key, theme, view
        self._question = _words()
        self.answer: AnswerField | Choices = _answer_of(view, theme)
        self.show_button = LessonButton(tr("Show me"))
        self._truth, self._grade, self._said = _words(), _words(), _words()
        self._truth.setTextFormat(Qt.TextFormat.PlainText)
        fonts.wear(self._truth, fonts.mono_sentence)
        self._why = ElidedLink()
        self._why.set_leads(True)
        self.show_button.setToolTip(tr("Show the answer and the reason"))
        self._truth.setToolTip(tr("The correct answer, as computed"))
        self._grade.setToolTip(tr("How far off your answer is; there is no score"))
        self._why.setToolTip(tr("Show the value in Calculation, which breaks it down"))
        self._why.set_text(tr("Why? See Calculation"))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._truth)
        row.addWidget(self._grade, 1)
        show_row = QHBoxLayout()
        show_row.addWidget(self.show_button)
        show_row.addStretch()
        column.addWidget(self._question)
        column.addWidget(self.answer)
        column.addLayout(show_row)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._why)
        self.setLayout(column)
        self.answer.answered.connect(self.answered)
        self.show_button.clicked.connect(self.show_asked)
        self._why.followed.connect(self._ask_why)
        self.set_theme(theme)

    @property
    def is_typed(self) -> bool:
        """True for an answer that is typed."""
        return isinstance(self.answer, AnswerField)

    def draw(self, view: AskView) -> None:
        """Show the answer given last, and what is said to it."""
        self._view, theme = view, self._theme
        answered = view.answered
        focused = self.window().focusWidget()
        if not view.open and focused is not None and self.answer.isAncestorOf(focused):
            give_back_keys(self)  # else Qt hands them on to any button of the window
        self._question.setText(rich(view.question, theme))
        self._question.setVisible(bool(view.question))
        if isinstance(self.answer, Choices):
            right = _key_of(view) if not view.open else ""
            self.answer.reveal("" if answered is None else answered.text, right, view.open)
        else:
            self.answer.reveal(view.number, _hue(view.ask, theme), view.open)
        self.show_button.setVisible(view.open and view.can_show)
        self._truth.setText(view.truth)
        restyle(self._truth, f"color: {_hue(view.ask, theme)}; font-weight: 600;")
        self._truth.setVisible(bool(view.truth) and isinstance(self.answer, AnswerField))
        word, colour = _grade_word(view, theme)
        self._grade.setText(word)
        restyle(self._grade, f"color: {colour}; font-weight: 600;")
        self._grade.setVisible(bool(word))
        self._said.setText(rich(view.said, theme))
        self._said.setVisible(bool(view.said))
        self._why.setVisible(view.why is not None)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.answer.set_theme(theme)
        restyle(self._why, f"color: {theme.accent};")
        self.draw(self._view)

    def take_keys(self) -> None:
        """Let the first widget to answer with have the keys."""
        self.answer.take_keys()

    def _ask_why(self) -> None:
        self.why_asked.emit(self._view.why)


def _answer_of(view: AskView, theme: Theme) -> AnswerField | Choices:
    ask = view.ask
    if ask.kind == SIGN:
        return Choices([(sign, sign) for sign in SIGNS], theme)
    if ask.kind in (CHOICE, WORD):
        return Choices(view.options, theme)
    return AnswerField(ask, _scale_of(ask), theme)


def _scale_of(ask: Ask) -> tuple[float, float] | None:
    """Return the ends of the answer's scale: given, or those of its quantity's function."""
    if ask.kind != NUMBER or ask.exponent:
        return None
    if ask.scale is not None:
        return ask.scale
    answer = ask.answer
    if isinstance(answer, Quantity) and answer.key in EVERY:
        bounds = {"σ": (0.0, 1.0), "tanh": (-1.0, 1.0)}
        return bounds.get(EVERY[answer.key].function)
    return None


def _hue(ask: Ask, theme: Theme) -> str:
    """Return the colour of the quantity that is asked for."""
    if isinstance(ask.answer, Formula):
        for part in ask.answer.walk():
            if isinstance(part, Quantity) and part.key in (INPUT, *FULL.steps, Y):
                return theme.colour(part.key).name()
    return theme.ink


def _key_of(view: AskView) -> str:
    """Return the key of the right option."""
    keys = {text: key for key, text in view.options}
    return keys.get(view.truth, view.truth)


def _grade_word(view: AskView, theme: Theme) -> tuple[str, str]:
    """Say how right the answer is, kindly."""
    answered = view.answered
    if answered is None or not answered.grade:
        return "", theme.ink
    if answered.grade == IS_RIGHT:
        return tr("correct"), theme.good
    if answered.grade == IS_CLOSE:
        return tr("close") if view.truth else tr("close: try again"), theme.good
    said = tr("your answer: {answer}", answer=dict(view.options).get(answered.text, answered.text))
    return said if view.truth else tr("not yet: try again"), theme.ink


def _words() -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    fonts.wear(label, fonts.text)
    return label
