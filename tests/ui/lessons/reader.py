"""Reader: somebody who does a lesson in a real window, with the mouse alone or the keys alone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QToolButton, QWidget

from simulator.lessons.formula.condition import AT, BACK, TRAINED
from simulator.lessons.formula.edits import edited
from simulator.lessons.lesson import CHOICE, NUMBER, SHAPE, SIGN, UNIT, WORD
from simulator.lessons.marking import IS_RIGHT, SIGNS, answer_of, marked
from tests.ui.stories.keys import press, tab_to
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.panels.lesson.panel import LessonPanel
from ui.panels.lesson.question.answer_field import AnswerField
from ui.panels.training.form.panel import TrainingPanel
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key

MOUSE, KEYS = "mouse", "keys"

_STEPS = {"first": Key.Key_Home, "back": Key.Key_Left, "next": Key.Key_Right, "last": Key.Key_End}
_MANY = 400


class Reader:
    """A hand in a window. `at_rest` waits until the window has shown what the hand did."""

    def __init__(self, window, bench, hand, at_rest):
        self.window, self.bench, self.hand, self.at_rest = window, bench, hand, at_rest
        self.strip = window.findChild(LessonPanel)

    @property
    def view(self):
        return self.bench.snapshot().lesson

    @property
    def step(self):
        """The step of the lesson's file; None on the page behind the last."""
        view = self.view
        return None if view.ended else view.lesson.steps[view.step]

    @property
    def is_done(self):
        return self.view.done[self.view.step]

    # The strip

    def press(self, button):
        """Press a button of the strip; with the mouse it is scrolled to first."""
        assert button.isEnabled()
        if self.hand == KEYS:
            tab_to(button, most=_MANY)
            press(Key.Key_Return)
        else:
            self._see(button)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.at_rest()

    def go_on(self):
        self._turn(self.strip.next_button, Key.Key_N)

    def go_back(self):
        self._turn(self.strip.back_button, Key.Key_B)

    def _turn(self, button, key):
        if self.hand == KEYS:
            self._leave_field()
            press(key)
            self.at_rest()
        else:
            self.press(button)

    def answer(self, text):
        """Give an answer, by dragging the ring where there is one and the hand is on the mouse."""
        box = self.strip.question.answer
        if not isinstance(box, AnswerField):
            self.press(box.buttons[text])
            return
        if self.hand == KEYS or not self._drag(box.scale, text):
            if self.hand == KEYS:
                tab_to(box.field, most=_MANY)
            else:
                self._see(box.field)
                QTest.mouseClick(box.field, Qt.MouseButton.LeftButton)
            box.field.selectAll()
            QTest.keyClicks(box.field, text)
        self.press(box.button)

    def _drag(self, scale, text):
        if scale is None:
            return False
        low, high = scale._ends
        number = float(text)
        if not low <= number <= high:
            return False
        self._see(scale)
        x = round(scale._x(number))
        QTest.mouseClick(scale, Qt.MouseButton.LeftButton, pos=QPoint(x, scale.height() // 4))
        return True

    def _see(self, widget):
        """Scroll to a widget of the strip."""
        around = widget.parentWidget()
        while around is not self.strip and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            for _ in range(_MANY):  # what has just come to sight takes its place
                if widget.visibleRegion().contains(widget.rect().center()):
                    break
                around.ensureWidgetVisible(widget)
                QApplication.processEvents()
        assert widget.visibleRegion().contains(widget.rect().center()), "it is out of sight"

    def _leave_field(self):
        if isinstance(QApplication.focusWidget(), QLineEdit):
            press(Key.Key_Escape)
            if isinstance(QApplication.focusWidget(), QLineEdit):
                self.window.setFocus()

    # Questions

    def wrong_answer(self):
        """Return an answer that is not right: a foreseen one where there is any."""
        ask, replies, reading = self.step.ask, self.step.replies, self._reading
        foreseen = [w.lstrip("<> ") for reply in replies for w in reply.when]
        others = {
            CHOICE: ask.options,
            WORD: ask.options,
            SIGN: SIGNS,
            SHAPE: ("(9, 9, 9)",),
            UNIT: ("0", "1"),
            NUMBER: ("1000", "-1000"),
        }[ask.kind]
        for text in (*foreseen, *others):
            if marked(ask, replies, text, reading).grade != IS_RIGHT:
                return text
        raise AssertionError("every answer is right")

    def right_answer(self):
        """Return the right answer, as it is typed or chosen."""
        ask = self.step.ask
        right = answer_of(ask, self._reading)
        return f"{float(right):.6g}" if ask.kind == NUMBER else right

    @property
    def _reading(self):
        return self.bench.tutor._read(self.bench.snapshot())

    # Tasks

    def do_task(self):
        """Do what makes the step done: go somewhere, take offers, train, apply, or edit."""
        done = self.step.done
        for offer in range(len(self.strip.offers)):
            if self.step.offers[offer].doctor:
                continue
            if not self.is_done and any(
                p.compared or p.deed in ("edited", "held") for p in done.parts
            ):
                self.press(self.strip.offers[offer])
        if not self.is_done and done.names("applied"):
            self._ask_the_doctor()
        if not self.is_done and any(part.compared for part in done.parts):
            self._edit()
        for part in done.parts:
            if self.is_done:
                return
            if part.deed in (AT, BACK):
                self._go(part.number, part.deed == BACK)
            elif part.deed == TRAINED:
                self._train(part.number)

    def _go(self, t, back):
        """Step until the position is at a timestep, forward or on the way back."""
        for _ in range(_MANY):
            here = self.bench.snapshot()
            last = here.experiment.lengths[here.row] - 1
            at = here.timestep_here
            if here.goes_back == back and at == t:
                return
            if back and (not here.goes_back or t == 0):
                step = "next" if here.position == here.schedule.end else "last"
                step = "last" if here.goes_back or not t else step
            elif here.goes_back and not back:
                step = "first"
            elif back:
                step = "next" if at is None or at > t else "back"
            elif t == (0 if here.lane.reverse else last):
                step = "last"
            else:
                step = "next" if at is None or (at < t) != here.lane.reverse else "back"
            self._move(step)
        raise AssertionError(f"t {t} is never reached")

    def _move(self, step):
        if self.hand == KEYS:
            self._leave_field()
            press(_STEPS[step])
        else:
            bar = self.window.findChild(TransportBar)
            button = next(b for b in bar.findChildren(QToolButton) if b.objectName() == step)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.at_rest()

    def _train(self, steps):
        for _ in range(3):
            if self.hand == KEYS:
                self._leave_field()
                press(Key.Key_F6)
            else:
                panel = self.window.findChild(TrainingPanel)
                QTest.mouseClick(panel.train, Qt.MouseButton.LeftButton)
            self.at_rest()
            if self.bench.snapshot().document.training.step >= steps:
                return

    def _ask_the_doctor(self):
        if self.hand == KEYS:
            self._leave_field()
            press(Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
        else:
            self.window._actions["diagnose"].trigger()  # as its entry in the menu does
        while not (found := self.window.findChildren(DiagnosisDialog)):
            QApplication.processEvents()
        dialog = found[0]
        dialog.activateWindow()
        assert QTest.qWaitForWindowActive(dialog)
        if self.hand == KEYS:
            tab_to(dialog._apply, most=_MANY)
            press(Key.Key_Space)
        else:
            QTest.mouseClick(dialog._apply, Qt.MouseButton.LeftButton)
        dialog.close()
        self.window.activateWindow()
        self.at_rest()

    def _edit(self):
        """Make the edit that one of the step's claims names, through the workbench as a panel."""
        reading = self._reading
        for claim in self.step.claims:
            if not claim.edits:
                continue
            after = edited(reading, claim.edits)
            compared = [p.compared for p in self.step.done.parts if p.compared]
            if all(one.holds(after) for one in compared):
                self.bench.edit(after.experiment, ", ".join(claim.edits))
                self.at_rest()
                return
        raise AssertionError(f"no claim of {self.step.id} does the task")


def shown_texts(widget: QWidget) -> list[str]:
    """Return the texts that are to be read in a widget, as written."""
    return [
        part.text()
        for part in widget.findChildren(QWidget)
        if part.isVisibleTo(widget) and callable(getattr(part, "text", None)) and part.text()
    ]
