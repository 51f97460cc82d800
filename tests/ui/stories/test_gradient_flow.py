"""Story: why does nothing arrive at t 0, and what does forget bias 3 change?

A network as PyTorch draws it, over a hundred timesteps of noise; asked of its last h. By the mouse
alone and by keys alone, in at most twelve actions each.
"""

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.gradient_flow.verdict import ARRIVES, VANISHED
from simulator.engine.run import Run
from simulator.examples.recipe import Recipe
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.refills import with_forget_bias
from simulator.objective.objective import Seed
from tests.ui.stories import keys
from tests.ui.stories.test_touch import choose as choose_entries
from tests.ui.stories.test_touch import click, tool
from tests.ui.windows import sweep
from ui.panels.gradients.panel import GradientFlowPanel
from ui.session.document import Document

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
T, H, MOST = 100, 16, 12


class Reader:
    """User who counts what they do, and sees the panel."""

    def __init__(self, window, bench, qtbot):
        self.window, self.bench, self.qtbot = window, bench, qtbot
        self.panel = window._panels.of(GradientFlowPanel)
        self.actions = 0

    def click(self, widget, place=None):
        self.actions += 1
        click(widget, place)

    def choose(self, *titles):
        self.actions += len(titles)
        choose_entries(self.window, *titles)

    def choose_below(self, button, title):
        """Click a button that opens a menu, which waits for the second click."""
        menu = button.menu()

        def pick():
            entry = next(a for a in menu.actions() if a.text().replace("&", "") == title)
            self.click(menu, menu.actionGeometry(entry).center())

        menu.aboutToShow.connect(lambda: QTimer.singleShot(0, pick))
        self.click(button)

    def press(self, *pressed, modifier=Qt.KeyboardModifier.NoModifier):
        self.actions += len(pressed)
        keys.press(*pressed, modifier=modifier)

    def type(self, text):
        self.actions += 1
        QTest.keyClicks(QApplication.focusWidget(), text)

    def waits(self):
        self.qtbot.waitUntil(lambda: not self.window.busy and self.panel.at_rest)
        sweep()

    def sees_that_it_vanishes(self):
        (row,) = self.panel.view.rows
        assert row.reading.verdict.kind == VANISHED
        assert (row.reading.verdict.begin, row.reading.verdict.end) == (T - 1, 0)
        assert "t 0" in self.panel.headline_text()

    def sees_what_the_bias_changes(self, before):
        """The pinned run has vanished, this one arrives: with numbers worked out by themselves."""
        this, pinned = self.panel.view.rows
        after = before.with_parameters(with_forget_bias(before.parameters, 3.0))
        for row, experiment in ((this, after), (pinned, before)):
            run = Run(experiment)
            run.advance()
            back = BackwardRun(run)
            back.advance()
            both = [back.trace.values(key, Lane())[:, 0] for key in ("dh", "dc")]
            size = np.linalg.norm(np.concatenate(both, axis=-1), axis=-1)
            assert row.reading.verdict.ratio == pytest.approx(size[0] / size[T - 1])
        assert this.reading.verdict.kind == ARRIVES
        assert pinned.reading.verdict.kind == VANISHED
        assert pinned.chosen
        assert self.actions <= MOST


@pytest.fixture
def reader(window_again, qtbot):
    recipe = Recipe(LSTMConfig(4, H), "float64", timesteps=T)
    window = window_again(Document.of("noise", recipe.experiment()))
    sweep()
    return Reader(window, window._workbench, qtbot)


def experiment_of(reader):
    experiment = reader.bench.snapshot().experiment
    assert experiment.objective.seeds == (Seed("h", Lane(), T - 1),)
    return experiment


def test_by_the_mouse_alone(reader):
    window, panel = reader.window, reader.panel
    reader.click(tool(window, "last"))
    reader.choose("Step", "Gradients of this value")
    reader.click(tool(window, "last"))
    reader.choose("View", "Gradient flow")
    reader.waits()
    reader.sees_that_it_vanishes()
    before = experiment_of(reader)
    reader.click(panel.tools_row.pin)
    reader.choose_below(panel.tools_row.bias, "Forget bias 3")
    reader.waits()
    reader.sees_what_the_bias_changes(before)


def test_by_keys_alone(reader):
    reader.press(Key.Key_End)
    reader.press(Key.Key_W, modifier=SHIFT)
    reader.press(Key.Key_End)
    reader.press(Key.Key_G, modifier=CONTROL | SHIFT)
    reader.waits()
    reader.sees_that_it_vanishes()
    before = experiment_of(reader)
    reader.press(Key.Key_B, modifier=CONTROL)
    reader.press(Key.Key_P, modifier=CONTROL | SHIFT)
    reader.type("bias 3")
    reader.press(Key.Key_Return)
    reader.waits()
    reader.sees_what_the_bias_changes(before)
