"""Optimiser step: a training step before it is taken, what it promises and what it does."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from simulator.check.optimisers import StepReport
from simulator.training.one_step.changes import Change
from simulator.training.one_step.formula import formula_of
from simulator.training.one_step.trial import Trial
from simulator.translation import tr
from ui.cards.rich import RichText
from ui.panels.panel import Panel
from ui.panels.training.step import words
from ui.panels.training.step.changes_list import ChangesList
from ui.panels.training.step.foot import StepFoot
from ui.panels.training.step.promise_bars import MOST, PromiseBars, told_of
from ui.panels.training.step.step_plot import StepPlot
from ui.panels.training.step.step_work import StepWork
from ui.panels.training.step.view import StepView
from ui.session.snapshot import Snapshot
from ui.session.training_state.next_step import NextStep, next_step
from ui.session.weight_names import name_of
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.scrolled import Scrolled

_BESIDE: Final = 600
"""Width from which the changes stand beside the curve, in pixels of the usual text size."""

_ROOMY: Final = 560
"""Height from which the headline is written larger, likewise."""

_LOW: Final = 300
"""Height below which the reason is told by the headline's tooltip alone, likewise."""


class OptimiserStepPanel(Panel):
    """The next step of the optimiser, computed and not taken.

    It works while it is visible, in idle time.

    Signals:
        step_taken: the step is to be taken. undone: the last edit is to be taken back.
        left: nothing is to be taken, and the loss to be looked at. scrubbed_to: a step to look at.
        check_asked: a Trial that torch.optim is to check.
    """

    step_taken = Signal()
    undone = Signal()
    left = Signal()
    scrubbed_to = Signal(int)
    check_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.work = StepWork(self)
        self._step: NextStep | None = None
        self._asked: Trial | None = None
        self.headline, self.reason = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.plot = self.first_keys = StepPlot(theme)
        self.changes, self.bars = ChangesList(theme), PromiseBars(theme)
        self.plot_title, self.changes_title = ElidedLabel(), ElidedLabel()
        self.bars_title, self.bars_legend = ElidedLabel(asks=True), ElidedLabel(least=40)
        self.formula, self.parts = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.foot, self.message = StepFoot(), QLabel(wordWrap=True)
        self._pages, self._page, self._none = QStackedWidget(), QWidget(), QWidget()
        self._rules = [QFrame(), QFrame()]
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True when all that is to be shown is computed."""
        return not self.work.busy

    @property
    def view(self) -> StepView | None:
        """What is known of the step that is shown."""
        return self.work.view

    def draw(self, snapshot: Snapshot) -> None:
        """Show the next step, or say why there is none."""
        self.snapshot = snapshot
        training = snapshot.training
        if not self.isVisible():
            self.work.let_go()
            return
        try:
            step = None if training is None else next_step(snapshot.document, training)
        except ValueError as error:
            self._say_why_not(str(error))
            return
        if step is None or training is None:
            self._say_why_not(snapshot.obstacle)
            return
        self._pages.setCurrentIndex(1)
        if step != self._step:
            self._step = step
            self.plot.share = 1.0
            self.foot.part_at(1.0)
        self.foot.offer_undo(
            None if snapshot.at_opening else snapshot.undo_label, "  ".join(NAMES.of("undo"))
        )
        self.foot.enable(not training.running)
        self.work.follow(step, training.running)
        self._show()

    def tell_check(self, trial: Trial, report: StepReport) -> None:
        """Tell what torch.optim says of a step, if it is the one that is shown."""
        if self.view is None or trial is not self.view.trial:
            return
        colour = self.theme.good if report.agrees else self.theme.bad
        self.foot.say(words.verdict(report), colour, words.figures(report))

    def tell_unchecked(self, why: str) -> None:
        """Tell why torch.optim says nothing."""
        self.foot.say(tr("not checked: {why}", why=why), self.theme.faint)

    def caption(self, snapshot: Snapshot) -> str:
        """Name the step and the optimiser."""
        training = snapshot.training
        if training is None:
            return ""
        name = words.name_of(training.setting.plan.optimiser)
        return tr("step {step} · {optimiser}", step=training.step, optimiser=name)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        for part in (self.plot, self.changes, self.bars, self.foot):
            part.set_theme(theme)
        self._wear_titles()
        self._colour()
        self._arrange()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wear_titles()  # Qt forgets fonts when a dock takes the panel
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.work.let_go()
        self._asked = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._show_formula()

    # Drawing

    def _say_why_not(self, why: str) -> None:
        self.work.let_go()
        self._step = self._asked = None
        self._pages.setCurrentIndex(0)
        self.message.setText(why or tr("There is nothing to train here."))

    def _show(self) -> None:
        view = self.view
        if view is None or self._step is None:
            return
        predicted = view.predicted
        said = words.headline(view.trial, predicted, view.after)
        self.headline.setText(RichText(self.theme).sentence(said))
        points, answers = view.along.line(), view.along.answers
        why = "" if predicted is None else words.reason(view.trial, predicted, points, answers)
        self.reason.setText(why)
        self.headline.setToolTip(why)
        self.plot.draw(view, self.plot.share)
        self.changes.draw(view.changes, view.trial.network.config)
        self._tell_rows()
        self.bars.draw(view.promises, view.trial.number)
        self._show_formula()
        if self.at_rest and view.trial is not self._asked:
            self._asked = view.trial
            self.foot.say("", self.theme.faint)
            self.check_asked.emit(view.trial)

    def _tell_rows(self) -> None:
        """Say over the list how many of the changes it shows."""
        if self.view is not None:
            told = {"shown": self.changes.rows, "count": self.view.count}
            self.changes_title.set_text(
                tr("Before and after: the {shown} largest of {count:,} changes", **told)
            )

    def _wear_titles(self) -> None:
        for title in (self.plot_title, self.changes_title, self.bars_title):
            title.setFont(fonts.bold(title.font()))
            fonts.wear(title, fonts.text)

    def _show_formula(self) -> None:
        view, change = self.view, self.changes.selected
        if view is None or change is None:
            return
        trial = view.trial
        formula = formula_of(trial, change.name, change.indices)
        name = name_of(trial.network.config, change.name, change.indices)
        hue, mono = self.theme.colour(name.quantity).name(), fonts.mono_text().family()
        where = f"{name.text} {name.lane}".strip()
        text = f"{words.formula_text(formula)} = <b>{words.step_text(formula.delta)}</b>"
        numbers = f'<span style="font-family:{mono}">{text}</span>'
        self.formula.setText(
            f'<span style="color:{hue};font-family:{mono};font-weight:600">{where}</span> '
            + tr("step = {formula}", formula=numbers)
        )
        self.parts.setText(words.parts_text(formula, trial.plan.optimiser))

    def _colour(self) -> None:
        theme = self.theme
        for label in (self.reason, self.parts, self.message, self.bars_legend):
            restyle(label, f"color: {theme.faint};")
        for rule in self._rules:
            restyle(rule, f"background: {theme.rule};")

    def _arrange(self) -> None:
        beside = self.width() >= fonts.px(_BESIDE)
        way = QBoxLayout.Direction
        self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        roomy = self.height() >= fonts.px(_ROOMY)
        fonts.wear(self.headline, fonts.sentence if roomy else fonts.text)
        self.reason.setVisible(self.height() >= fonts.px(_LOW))

    # Requests

    def _take_part(self, share: float) -> None:
        view, snapshot = self.view, self.snapshot
        if view is None or snapshot is None:
            return
        experiment = view.trial.partly(share).put_into(snapshot.experiment)
        label = tr("{share} × step {step}", share=f"{share:g}", step=view.trial.number)
        self.edited.emit(experiment, label, None)

    def _move(self, share: float) -> None:
        self.foot.part_at(share)
        self.work.ask(share)

    def _choose(self, change: Change) -> None:
        self._show_formula()

    def _show_weight(self, change: Change) -> None:
        self.parameter_shown.emit(change.name, change.indices)

    def _point_at_weight(self, change: Change | None) -> None:
        if change is None:
            self.parameter_pointed.emit("", ())
            self.hovered.emit("")
            return
        self.parameter_pointed.emit(change.name, change.indices)
        place = f"{change.name}[{', '.join(map(str, change.indices))}]"
        told = tr("before {before}, after {after}", before=change.before, after=change.after)
        self.hovered.emit(f"{place}: {told}")

    def _point_at_step(self, number: int) -> None:
        promise = None if self.view is None else self.view.promises.get(number)
        if promise is None:
            self.hovered.emit("")
            return
        told = tr("predicted {predicted}, true {true}", **told_of(promise))
        self.hovered.emit(tr("step {step}: {told}", step=number, told=told))

    # Construction

    def _lay_out(self) -> None:
        fonts.wear(self.headline, fonts.sentence)
        for label, font in (
            (self.reason, fonts.caption),
            (self.parts, fonts.caption),
            (self.bars_legend, fonts.caption),
        ):
            fonts.wear(label, font)
        for label in (self.headline, self.reason, self.formula, self.parts):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.plot_title.set_text(tr("Loss on this batch along the step"))
        steps = tr("Loss change in each of the last {steps} steps", steps=MOST)
        self.bars_title.set_text(steps)
        self.bars_legend.set_text(tr("hollow: predicted; filled: true (down or up)"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, title, part in (
            (left, self.plot_title, self.plot),
            (right, self.changes_title, self.changes),
        ):
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(part, 1)
            self._both.addLayout(column, 1)
        self._both.setSpacing(20)
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(12)
        head.addWidget(self.bars_title)
        head.addWidget(self.bars_legend, 1)
        page = QVBoxLayout()
        page.setContentsMargins(12, 6, 12, 4)
        page.setSpacing(5)
        page.addWidget(self.headline)
        page.addWidget(self.reason)
        page.addLayout(self._both, 3)
        page.addWidget(self._rules[0])
        page.addWidget(self.formula)
        page.addWidget(self.parts)
        page.addWidget(self._rules[1])
        page.addLayout(head)
        page.addWidget(self.bars, 1)
        self._page.setLayout(page)
        for rule in self._rules:
            rule.setFixedHeight(1)
        none, whole = QVBoxLayout(self._none), QWidget()
        none.setContentsMargins(12, 6, 12, 8)
        none.addWidget(self.message)
        none.addStretch(1)
        lines = QVBoxLayout(whole)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(Scrolled(self._page), 1)
        lines.addWidget(self.foot)
        self._pages.addWidget(self._none)
        self._pages.addWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self.work.found.connect(self._show)
        self.work.failed.connect(self._say_why_not)
        self.plot.moved.connect(self._move)
        self.changes.resized.connect(self._tell_rows)
        self.changes.chosen.connect(self._choose)
        self.changes.asked.connect(self._show_weight)
        self.changes.pointed.connect(self._point_at_weight)
        self.bars.picked.connect(self.scrubbed_to)
        self.bars.pointed.connect(self._point_at_step)
        self.foot.part_taken.connect(self._take_part)
        self.foot.take.clicked.connect(lambda: self.step_taken.emit())
        self.foot.undo.clicked.connect(lambda: self.undone.emit())
        self.foot.leave.clicked.connect(lambda: self.left.emit())
