"""Attribution panel: contributions are those of the input, complete, and told apart by colour."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.simulator.gradients.cases import random_case
from tests.ui.double_click import double_click
from ui.panels.attribution.asked import INTEGRATED, PRODUCT
from ui.panels.attribution.panel import AttributionPanel
from ui.panels.attribution.shown import Shown, completeness
from ui.session import trace_memory
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, fonts, theme
from ui.worker import idle_work

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow):
    """Show a panel over an experiment or an example."""

    def make(of, size=(620, 420), colours=theme.LIGHT):
        example = isinstance(of, str)
        document = Document.of_example(EXAMPLES[of]()) if example else Document.of("any", of)
        bench = Workbench(document)
        bench.last()
        return follow(AttributionPanel(colours), bench, size), bench

    return make


@pytest.fixture
def one_part_a_slice(monkeypatch):
    """Let the events of the window pass after each part of the work."""
    monkeypatch.setattr(idle_work, "SLICE_SECONDS", 0.0)


def choose(panel, method, steps=16):
    bar = panel.asked
    for box, data in ((bar.method, method), (bar.steps, steps)):
        if box.isEnabled():
            box.setCurrentIndex(box.findData(data))
            box.activated.emit(box.currentIndex())


def compute(panel, qtbot):
    QTest.mouseClick(panel.button, LEFT)
    qtbot.waitUntil(lambda: panel.at_rest)


def loss_of(experiment, sequence):
    run = Run(experiment.with_sequence(sequence))
    run.advance()
    return run.trace.loss()


def test_nothing_is_computed_until_it_is_asked_for(shown, qtbot):
    panel, bench = shown("latch")
    assert panel.at_rest
    assert panel.shown is None
    assert panel.button.text() == "Compute"
    choose(panel, INTEGRATED)
    compute(panel, qtbot)
    assert not panel.button.isEnabled()
    experiment = bench.snapshot().experiment
    x = experiment.sequence
    whole = loss_of(experiment, x) - loss_of(experiment, 0 * x)
    assert panel.shown.over_time.sum() == pytest.approx(whole, rel=0.05)
    assert "missing" in panel.sums.text()


@pytest.mark.parametrize("seed", range(12))
def test_gradient_times_input_is_that_for_all_options(shown, qtbot, seed):
    """In either theme, for every row; each timestep's contribution over its features."""
    experiment = random_case(seed)
    panel, bench = shown(experiment, colours=(theme.LIGHT, theme.DARK)[seed % 2])
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    x = experiment.sequence[: experiment.num_timesteps]
    expected = (x * back.input_gradient()).sum(axis=-1)
    for row, n in enumerate(experiment.lengths):
        bench.select(bench.snapshot().lane, row)
        np.testing.assert_allclose(panel.shown.over_time, expected[:n, row], atol=1e-12)
        assert not panel.grab().isNull()


def test_without_a_loss_it_says_what_is_missing(shown):
    panel, bench = shown("latch")
    bench.edit(bench.snapshot().experiment.with_objective(Objective()), "none")
    assert panel.message.isVisible()
    assert panel.message.text()


def test_under_sabotage_it_says_that_the_mistake_is_not_in_it(shown, qtbot):
    panel, bench = shown(EXAMPLES["latch"]().experiment)
    right = panel.said.text()
    bench.set_mistake("dc without the slope of tanh(c)", "sabotage")
    assert panel.said.text() != right
    assert panel.said.text().startswith(right)
    compute(panel, qtbot)
    found = panel.shown.over_time
    bench.set_mistake("", "right again")
    assert panel.said.text() == right
    np.testing.assert_array_equal(panel.shown.over_time, found)


def test_work_can_be_cancelled_and_another_experiment_stops_it(shown, qtbot, one_part_a_slice):
    panel, bench = shown("latch")
    choose(panel, INTEGRATED, 256)
    QTest.mouseClick(panel.button, LEFT)
    qtbot.waitUntil(lambda: panel.progress.value() > 0)
    assert panel.button.text() == "Cancel"
    QTest.mouseClick(panel.button, LEFT)
    assert panel.at_rest
    assert panel.shown is None
    assert panel.progress.value() <= 0
    QTest.mouseClick(panel.button, LEFT)
    assert not panel.at_rest
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_sequence(experiment.sequence + 1), "more")
    assert panel.at_rest


def test_a_window_is_not_at_rest_while_contributions_are_computed(
    make_window, qtbot, one_part_a_slice
):
    window = make_window(Workbench(Document.of_example(EXAMPLES["latch"]())))
    window._docks.show_panel("Attribution")
    qtbot.waitUntil(lambda: window.at_rest)
    panel = window._panels.of(AttributionPanel)
    QTest.mouseClick(panel.button, LEFT)
    assert not window.at_rest
    qtbot.waitUntil(lambda: window.at_rest)
    assert panel.shown is not None


def test_undo_brings_contributions_back(shown, qtbot):
    panel, bench = shown("latch")
    choose(panel, INTEGRATED)
    compute(panel, qtbot)
    before = panel.shown.over_time
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_sequence(experiment.sequence * 0.5), "half")
    assert panel.shown is None
    bench.undo()
    np.testing.assert_array_equal(panel.shown.over_time, before)
    choose(panel, PRODUCT)
    assert panel.shown is None


def test_more_steps_leave_less_missing(shown, qtbot):
    panel, _ = shown("latch")
    missing = []
    for steps in (16, 64):
        choose(panel, INTEGRATED, steps)
        compute(panel, qtbot)
        (found,) = [f for (_, asked), f in panel._found.items() if asked.steps == steps]
        missing.append(abs(found.missing))
    assert missing[1] < missing[0]


def test_a_click_looks_at_the_timestep_and_a_double_click_goes_there(shown, qtbot):
    panel, bench = shown("latch")
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    on_bar = QPoint(round(panel.bars.bar_of(7).center().x()), panel.bars.height() // 3)
    on_word = panel.words.box_of(7).center().toPoint()
    for part, place in ((panel.words, on_word), (panel.bars, on_bar)):
        bench.look_here()
        QTest.mouseClick(part, LEFT, pos=place)
        assert bench.snapshot().pinned == Address("h", Lane(), 7)
        assert bench.snapshot().timestep == 7
    double_click(panel.bars, LEFT, pos=on_bar)
    assert bench.snapshot().pinned is None
    assert bench.snapshot().timestep == 7


def test_on_the_way_back_a_click_looks_at_what_the_input_gets(shown, qtbot):
    panel, bench = shown("latch")
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    bench.last()
    QTest.mouseClick(panel.words, LEFT, pos=panel.words.box_of(3).center().toPoint())
    assert bench.snapshot().pinned == Address("dx", Lane(), 3)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_words_and_bars_have_the_colours_of_their_sign(shown, qtbot, colours):
    panel, _ = shown("latch", colours=colours)
    choose(panel, INTEGRATED)
    compute(panel, qtbot)
    values, scale = panel.shown.over_time, panel.shown.scale(colours)
    words = panel.words.grab().toImage()
    for t in {int(np.argmax(values)), int(np.argmin(values)), int(np.argmin(np.abs(values)))}:
        corner = panel.words.box_of(t).topLeft().toPoint() + QPoint(1, 1)
        assert words.pixelColor(corner).name() == scale.colour(float(values[t])).name()
        bar, middle = panel.bars.bar_of(t), panel.bars._area().center().y()
        if bar.height() >= 2:
            assert (bar.center().y() < middle) == (values[t] > 0)


def test_words_are_those_of_the_input_and_follow_each_other(shown, qtbot):
    panel, bench = shown("latch", size=(300, 420))
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    assert panel.shown.words == tuple(bench.snapshot().document.timestep_labels)
    boxes = [panel.words.box_of(t) for t in range(len(panel.shown.words))]
    for before, after in pairwise(boxes):
        assert after.top() > before.top() or after.left() >= before.right()
        assert after.right() <= panel.words.width()


def test_features_are_named_largest_first():
    values = np.array([[0.5, -2.0, 0.0], [1.0, 0.0, 0.0]])
    shown = Shown(values, ("a", ""), ("one", "two", "three"))
    said = shown.sentence(0)
    assert said.index("two") < said.index("one")
    assert "three" not in said
    assert "−1.5" in said
    assert shown.word(1) == "t 1"


def test_completeness_tells_the_share_that_is_missing():
    class Found:
        at_input, at_baseline, total, missing = 0.5, 0.1, 0.3, 0.1

    assert "25 %" in completeness(Found)
    assert "+0.300" in completeness(Found)
    Found.at_input = 0.1
    assert "%" not in completeness(Found)


def test_seeds_are_named_and_contributions_copied(shown, qtbot):
    experiment = random_case(3).with_objective(Objective(seeds=(Seed("h", Lane(), 0),)))
    panel, _ = shown(experiment)
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    assert "h[0]" in panel.said.text()
    menu = QMenu(panel)
    panel.add_entries_to(menu)
    menu.actions()[0].trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == panel.sums.text()
    copied = [float(line.split("\t")[2]) for line in lines[1:]]
    np.testing.assert_array_equal(copied, panel.shown.over_time)


def test_without_memory_it_says_so(shown, monkeypatch):
    monkeypatch.setattr(trace_memory, "available_bytes", lambda: 1000)
    panel, _ = shown("latch")
    QTest.mouseClick(panel.button, LEFT)
    assert panel.at_rest
    assert "1.0 kB" in panel.sums.text()


@pytest.mark.parametrize("size", [(500, 300), (834, 190), (300, 220)])
@pytest.mark.parametrize("percent", [100, 200])
def test_all_controls_are_whole_at_any_size(shown, qapp, qtbot, size, percent):
    fonts.set_text_size(percent)
    chrome.apply(qapp, theme.LIGHT)
    panel, _ = shown("latch", size=size)
    panel.set_theme(theme.LIGHT)
    choose(panel, PRODUCT)
    compute(panel, qtbot)
    QApplication.processEvents()
    for part in (panel.asked.steps, panel.asked.baseline, panel.button):
        assert part.width() >= min(part.sizeHint().width(), panel.asked.width())
        assert part.height() >= part.fontMetrics().height()
    assert panel.bars.height() >= fonts.px(64)
