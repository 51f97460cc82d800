"""Lesson panel: title and progress, then the present step's idea, question, task and links."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.panels.lesson.buttons import LessonButton, WrappedButton
from ui.panels.lesson.progress_bars import ProgressBars
from ui.panels.lesson.question.question_box import QuestionBox
from ui.panels.lesson.rich import rich
from ui.panels.panel import Panel
from ui.session.lessons.view import LessonView, LinkView
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.key_filter import takes_text
from ui.widgets.scrolled import Scrolled

_MARGIN = 16

_HEADS = "cures", "task", "predict", "look", "following"


class LessonPanel(Panel):
    """Strip of the open lesson; empty without one.

    Signals:
        next_asked, back_asked: another step. step_asked: its number; behind the last one is the
            page to try things on.
        reset_asked: to bring back what the step began with.
        answered: an answer to the question. show_asked: to be shown the right one.
        offer_taken: the number of a button of the step. link_followed: a formula to look at.
    """

    next_asked = Signal()
    back_asked = Signal()
    step_asked = Signal(int)
    reset_asked = Signal()
    answered = Signal(str)
    show_asked = Signal()
    offer_taken = Signal(int)
    link_followed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._title, self._place = _label(fonts.sentence, bold=True), _label(fonts.caption)
        self._needs = _label(fonts.caption)
        self.bars = ProgressBars(theme)
        self._text, self._task, self._why = (_label(fonts.text) for _ in range(3))
        self._following = _label(fonts.text, bold=True)
        self._heads = {key: _label(fonts.caption, bold=True) for key in _HEADS}
        self._how = _label(fonts.caption, bold=True)
        self._rules = [QFrame() for _ in range(5)]
        self._offers, self._links = QVBoxLayout(), QVBoxLayout()
        self.offers: list[WrappedButton] = []
        self.links: list[WrappedButton] = []
        self.question: QuestionBox | None = None
        self._shown: tuple[str, ...] = ()
        self.back_button = LessonButton(tr("Back"))
        self.try_button = LessonButton(tr("Try it yourself"))
        self.next_button = LessonButton(tr("Next"), primary=True)
        self.reset_button = LessonButton(tr("Restart this step"))
        self._none = _label(fonts.text)
        self._none.setText(tr("No lesson is open. Choose one in Help → Course."))
        # Each is shown where it is drawn: to show all first would lay them out anew each time.
        self._parts = (
            self._place, self._needs, self.bars, self._text, self._task, self._why,
            self._how, self._following, *self._heads.values(), self.back_button, self.try_button,
            self.next_button, self.reset_button,
        )  # fmt: skip
        self._lay_out()
        self._explain()
        self.next_button.clicked.connect(self.next_asked)
        self.back_button.clicked.connect(self.back_asked)
        self.try_button.clicked.connect(self._try)
        self.reset_button.clicked.connect(self.reset_asked)
        self.bars.chosen.connect(self.step_asked)
        self.set_theme(theme)

    @property
    def view(self) -> LessonView | None:
        """What is shown; None without a lesson."""
        return None if self.snapshot is None else self.snapshot.lesson

    def caption(self, snapshot: Snapshot) -> str:
        """Return the place in the course: “2 of 15”."""
        return "" if snapshot.lesson is None else snapshot.lesson.place

    def draw(self, snapshot: Snapshot) -> None:
        """Show the present step."""
        self.snapshot = snapshot
        view = snapshot.lesson
        self._none.setVisible(view is None)
        self._title.setVisible(view is not None)
        if view is None:
            for part in (*self._parts, *self._rules):
                part.hide()
            return
        self._title.setText(view.title)
        self.bars.show_steps(view.done, view.step)
        step = tr("step {step} of {steps}", step=view.step + 1, steps=view.steps)
        self._place.setText(_end_of(view) if view.ended else step)
        for part in (self.bars, self._place):
            part.setVisible(view.lesson is not None)
        needs = ", ".join(view.needs)
        self._needs.setText(tr("Builds on: {lessons}", lessons=needs) if needs else "")
        self._needs.setVisible(bool(needs) and view.step == 0)
        self._draw_texts(view)
        self._draw_question(view)
        self._draw_buttons(view)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.bars.set_theme(theme)
        for label in (self._place, self._needs, *self._heads.values()):
            restyle(label, f"color: {theme.faint};")
        restyle(self._how, f"color: {theme.good};")
        for rule in self._rules:
            restyle(rule, f"background: {theme.rule}; border: none;")
        self._style_links()
        if self.question is not None:
            self.question.set_theme(theme)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    # Parts of the drawing

    def _draw_texts(self, view: LessonView) -> None:
        theme = self.theme
        text = view.cures if view.ended else view.text
        task = view.attempt if view.ended else view.task
        for label, said in ((self._text, text), (self._task, task), (self._why, view.why)):
            _say(label, rich(said, theme))
        self._how.setText(f"✓ {view.how}" if view.how else "")
        self._how.setVisible(bool(view.how))
        self._heads["cures"].setVisible(view.ended)
        self._heads["task"].setText(tr("Try it yourself") if view.ended else tr("Task"))
        has_task = bool(task) or bool(view.offers)
        self._heads["task"].setVisible(has_task)
        self._rules[0].setVisible(view.asked is not None)
        self._rules[1].setVisible(has_task or bool(view.how))
        self._heads["predict"].setVisible(view.asked is not None)
        self._heads["look"].setVisible(bool(view.links))
        self._rules[2].setVisible(bool(view.links))
        _say(self._following, "" if view.following is None else view.following[1])
        for part in (self._rules[4], self._heads["following"]):
            part.setVisible(view.following is not None)

    def _draw_question(self, view: LessonView) -> None:
        """Draw the question in the box that it has, or make one."""
        asked = view.asked
        key = (view.title, view.step, None if asked is None else (asked.ask, asked.options))
        had_keys = self.question is not None and self.question.isAncestorOf(self.focusWidget())
        if self.question is not None and (view.asked is None or self.question.key != key):
            self._column.removeWidget(self.question)
            self.question.hide()
            self.question.deleteLater()
            self.question = None
        if view.asked is None:
            return
        if self.question is None:
            self.question = QuestionBox(key, view.asked, self.theme)
            self.question.answered.connect(self.answered)
            self.question.show_asked.connect(self.show_asked)
            self.question.why_asked.connect(self.looked_at)
            self._column.insertWidget(self._place_of_question, self.question)
            if had_keys or (self.question.is_typed and self._is_free(self.window().focusWidget())):
                self.question.take_keys()
        else:
            self.question.draw(view.asked)

    def _is_free(self, focused: QWidget | None) -> bool:
        """Return True where nobody types into anything outside the strip."""
        return focused is None or self.isAncestorOf(focused) or not takes_text(focused)

    def _draw_buttons(self, view: LessonView) -> None:
        wanted = (*view.offers, *(link.text for link in view.links), view.title, str(view.step))
        if wanted != self._shown:
            self._shown = wanted
            self._make_offers(view.offers)
            self._make_links(view.links)
        for link, told in zip(self.links, view.links, strict=True):
            link.setText(f"{told.text}  {told.value}")
        leads, on_steps = view.lesson is not None, not view.ended
        self.back_button.setEnabled(view.step > 0)
        self.back_button.setVisible(leads)
        for button in (self.try_button, self.reset_button):
            button.setVisible(leads and on_steps)
        self.next_button.setVisible(leads and (on_steps or view.following is not None))
        self.next_button.setText(tr("Next") if on_steps else tr("Next lesson"))
        self.next_button.setToolTip(
            tr("Go to the next step of the lesson (N)")
            if on_steps
            else tr("Go to the next unfinished lesson of the course (N)")
        )
        self._rules[3].setVisible(leads)

    def _make_offers(self, texts: tuple[str, ...]) -> None:
        _empty(self._offers, self.offers)
        for number, text in enumerate(texts):
            button = WrappedButton(text, Qt.AlignmentFlag.AlignHCenter)
            button.clicked.connect(partial(self._take, number))
            self._offers.addWidget(button)
            self.offers.append(button)

    def _make_links(self, links: tuple[LinkView, ...]) -> None:
        _empty(self._links, self.links)
        for told in links:
            link = WrappedButton()
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.setToolTip(tr("Show {name} in its panel", name=told.text))
            fonts.wear(link, fonts.mono_text)
            link.clicked.connect(partial(self._follow, told.text))
            self._links.addWidget(link)
            self.links.append(link)
        self._style_links()

    def _style_links(self) -> None:
        for link in self.links:
            restyle(
                link,
                "QPushButton { background: transparent; border: none; padding: 0; min-height: 0;"
                f" color: {self.theme.accent}; }}"
                " QPushButton:hover, QPushButton:focus { text-decoration: underline; }",
            )

    def _follow(self, formula: str, _checked: bool = False) -> None:
        self.link_followed.emit(formula)

    def _take(self, number: int, _checked: bool = False) -> None:
        self.offer_taken.emit(number)

    def _try(self) -> None:
        if self.view is not None:
            self.step_asked.emit(self.view.steps)

    # Construction

    def _explain(self) -> None:
        """Say under the mouse what each part is."""
        tips = {
            self._title: tr("The title of the open lesson"),
            self._place: tr("Your place in the lesson; click a bar above to go to its step"),
            self._heads["task"]: tr("Your task; any way of doing it counts"),
            self._heads["predict"]: tr("Predict before you look; wrong answers cost nothing"),
            self._heads["look"]: tr("Values and weights worth a look; click to see one"),
            self._how: tr("This step is done and stays done"),
            self.back_button: tr("Go to the previous step (B)"),
            self.try_button: tr("Leave the lesson and try the suggestion on its network"),
            self.reset_button: tr("Reset to the start of this step; you can undo this"),
        }
        for part, tip in tips.items():
            part.setToolTip(tip)

    def _lay_out(self) -> None:
        inside, foot = QWidget(), QHBoxLayout()
        column = self._column = QVBoxLayout()
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        column.setSpacing(8)
        for label, text in zip(
            self._heads.values(),
            (
                tr("Common misconceptions"),
                tr("Task"),
                tr("Predict"),
                tr("Look at"),
                tr("Next lesson"),
            ),
            strict=True,
        ):
            label.setText(text)
        for rule in self._rules:
            rule.setFixedHeight(1)
        task_head = QHBoxLayout()
        task_head.addWidget(self._heads["task"])
        task_head.addWidget(self._how, 1, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._none)
        for part in (
            self._title, self.bars, self._place, self._needs, self._heads["cures"], self._text,
            self._rules[0],
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self._heads["predict"])
        self._place_of_question = column.count()
        column.addWidget(self._rules[1])
        column.addLayout(task_head)
        column.addWidget(self._task)
        column.addLayout(self._offers)
        column.addWidget(self._why)
        column.addWidget(self._rules[2])
        column.addWidget(self._heads["look"])
        column.addLayout(self._links)
        for part in (self._rules[4], self._heads["following"], self._following):
            column.addWidget(part)
        column.addStretch(1)
        reset = QHBoxLayout()
        reset.addWidget(self.reset_button)
        reset.addStretch()
        column.addLayout(reset)
        inside.setLayout(column)
        scrolled = Scrolled()
        scrolled.put_in(inside)
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        foot.setSpacing(8)
        foot.addWidget(self.back_button)
        foot.addWidget(self.try_button, 1)
        foot.addWidget(self.next_button)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled, 1)
        whole.addWidget(self._rules[3])
        whole.addLayout(foot)
        self.setLayout(whole)


def _end_of(view: LessonView) -> str:
    """Name the page behind the last step, and the steps that are still open."""
    left = [str(number) for number, done in enumerate(view.done, 1) if not done]
    if not left:
        return tr("end of the lesson")
    return tr("end of the lesson; not done yet: {steps}", steps=", ".join(left))


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))


def _label(font: fonts.Maker, bold: bool = False) -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold:
        label.setFont(fonts.bold(label.font()))
    fonts.wear(label, font)
    return label


def _empty(column: QVBoxLayout, widgets: list[Any]) -> None:
    for widget in widgets:
        column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
    widgets.clear()
