"""Loss panel: keys and mouse show the network of a step, and the sentence is what was counted."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from simulator.training.network import Network
from simulator.training.passes import Passes
from simulator.training.tasks.mishaps import MISHAPS
from tests.ui.panels.training.runs import bench
from ui.panels.training.loss.panel import LossPanel
from ui.session.trainer.task_document import document_of
from ui.session.training_state.tasks import MENDED
from ui.session.workbench import Workbench
from ui.style import theme
from ui.widgets.scrolled import Scrolled

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def shown(follow, qtbot):
    """Show the panel over a bench that takes its requests."""

    def make(bench, size=(780, 290), colours=theme.LIGHT):
        panel = LossPanel(colours)
        panel.scrubbed.connect(bench.trainer.scrub)
        follow(panel, bench, size)
        qtbot.waitUntil(lambda: panel.at_rest)
        return panel

    return make


def right_at(run, step):
    network, batch = run.network_at(step), run.source.validation()
    accuracy = Passes(network).judge(network.arrays, batch).accuracy
    return f"{round(accuracy * 256 * 20):,}"


def test_keys_show_the_network_of_another_step_and_nothing_else_moves(shown, qtbot):
    here = bench(30)
    here.last()
    panel = shown(here)
    before = here.snapshot()
    panel.chart.setFocus()
    for key, step in ((KEY.Key_Left, 29), (KEY.Key_PageUp, 4), (KEY.Key_Home, 0),
                      (KEY.Key_PageDown, 25), (KEY.Key_Right, 26), (KEY.Key_End, 30)):  # fmt: skip
        QTest.keyClick(panel.chart, key)
        after = here.snapshot()
        assert after.training.step == step
        assert panel.chart.view.step == step
        network = after.training.run.network_at(step)
        for name, array in after.experiment.parameters.arrays.items():
            np.testing.assert_array_equal(array, network.parameters.arrays[name])
        assert after.experiment.sequence is before.experiment.sequence
        assert after.position == before.position
    qtbot.waitUntil(lambda: panel.at_rest)


def test_the_sentence_and_the_label_count_the_step_that_is_shown(shown, qtbot):
    here = bench(30)
    panel = shown(here)
    run = here.snapshot().training.run
    for step in (30, 12, 3):
        here.trainer.scrub(step)
        qtbot.waitUntil(lambda: panel.at_rest)
        assert f"At step {step} the network has {right_at(run, step)} of 5,120" in panel.line.text()
        assert panel.chart.view.label[0] == f"step {step}"
        network = run.network_at(step)
        loss = Passes(network).judge(network.arrays, run.source.validation()).loss
        assert f"val {loss:.3g}" in panel.chart.view.label[1]


def test_a_pin_is_what_the_sentence_compares_with(shown, qtbot):
    here = bench(30)
    here.trainer.scrub(7)
    here.set_baselines(here.snapshot().against.baselines.with_document(here.documents.value, None))
    here.trainer.scrub(20)
    panel = shown(here)
    run = here.snapshot().training.run
    assert panel.chart.view.pin == 7
    assert panel.chart.view.pin_name == "pinned step 7"
    said = panel.line.text()
    assert "at step 7" in said
    assert right_at(run, 7) in said or "as at step 7" in said


def test_a_drag_goes_through_the_steps(shown):
    here = bench(20)
    panel = shown(here)
    chart = panel.chart
    scale, y = chart.scale(), round(chart.rooms().rail)
    QTest.mousePress(chart, LEFT, pos=QPoint(round(scale.x(15)), y))
    assert here.snapshot().training.step == 15
    QTest.mouseMove(chart, QPoint(round(scale.x(4)), y - 90))
    assert here.snapshot().training.step == 4
    QTest.mouseRelease(chart, LEFT, pos=QPoint(round(scale.x(4)), y))


def test_the_mouse_tells_of_a_step(shown):
    panel, told = shown(bench(20)), []
    panel.hovered.connect(told.append)
    chart = panel.chart
    QTest.mouseMove(chart, QPoint(round(chart.scale().x(9)), 80))
    assert told[-1].startswith("step 9 · batch loss ")


def test_the_run_of_a_pin_has_the_pins_name_whatever_the_baseline_is(shown, qtbot):
    here = bench(3)
    there = here.snapshot()
    here.set_baselines(there.against.baselines.with_document(there.document, None))
    pinned = here.snapshot().against.pin_name
    here.open_task("adding-20")  # its inputs are of another width: the runs cannot be compared
    here.trainer.take_step()
    panel = shown(here)
    assert here.snapshot().training.beside is not None
    assert here.snapshot().against.name != pinned == "step 3"
    assert panel.chart.view.pin_name.endswith(pinned)
    assert pinned in panel.legend.accessibleName()


def test_an_edited_network_is_told_beside_the_one_of_the_step(shown, qtbot):
    here = bench(6)
    panel = shown(here)
    experiment = here.snapshot().experiment
    parameters = experiment.parameters
    name = "bias_ih_l0"
    changed = parameters.with_arrays({name: parameters.arrays[name] + 1})
    here.edit(experiment.with_parameters(changed), "b")
    assert panel.caption(here.snapshot()) == ("edited after step 6: the next step starts a new run")
    assert panel.chart.view.label == ("step 6, edited",)
    qtbot.waitUntil(lambda: panel.at_rest)
    run = here.snapshot().training.run
    edited = Network.of(here.snapshot().experiment)
    batch = run.source.validation()
    now = round(Passes(edited).judge(edited.arrays, batch).accuracy * 5_120)
    assert panel.line.text() == (
        f"Edited after step 6: the network has {now:,} of 5,120 correct, {right_at(run, 6)} "
        "without the edit"
    )


@pytest.mark.parametrize("key", MISHAPS)
def test_a_mishap_tells_what_to_look_at_and_what_mends_it(shown, key):
    here, mishap, asked = Workbench(document_of(key)), MISHAPS[key], []
    panel = shown(here)
    panel.mending_asked.connect(lambda: asked.append(key))
    assert panel.mishap.isVisible()
    assert panel.mishap.text.text() == mishap.sign
    assert panel.mishap.mend.toolTip() == mishap.cure
    QTest.mouseClick(panel.mishap.mend, LEFT)
    assert asked == [key]
    here.open_task(f"{key}{MENDED}")
    assert panel.mishap.text.text() == f"Fixed: {mishap.cure}"
    assert not panel.mishap.mend.isVisible()
    here.open_task("parity")
    assert not panel.mishap.isVisible()


def test_what_a_mishap_tells_leaves_room_for_the_curves(qtbot):
    place, here = Scrolled(), Workbench(document_of("vanishing"))
    panel = LossPanel(theme.LIGHT)
    place.put_in(panel)
    qtbot.addWidget(place)
    place.resize(680, 225)
    panel.draw(here.snapshot())
    place.show()
    qtbot.waitUntil(lambda: panel.chart.isVisible())
    assert panel.size() == place.size()  # nothing is scrolled
    assert panel.mishap.text.height() >= panel.mishap.text.heightForWidth(panel.mishap.text.width())
    assert panel.chart.height() >= panel.chart.minimumSizeHint().height()


def test_nothing_to_learn_from_is_said(shown, make_workbench):
    panel = shown(make_workbench())
    assert panel.message.isVisible()
    assert not panel.chart.isVisible()
    assert panel.message.text().endswith("choose a task in the Train menu.")


def test_out_of_sight_it_judges_nothing(shown):
    here = bench(10)
    panel = shown(here)
    panel.hide()
    here.trainer.scrub(3)
    assert panel.at_rest


def test_the_step_that_is_shown_can_be_pinned(shown):
    panel, menu, asked = shown(bench(4)), QMenu(), []
    panel.pin_asked.connect(lambda place: asked.append(place.step))
    panel.add_entries_to(menu)
    texts = [entry.text() for entry in menu.actions()]
    assert "Copy as picture" not in texts  # every panel's menu has it
    menu.actions()[texts.index("Pin step 4 for comparison")].trigger()
    assert asked == [4]


def test_the_sentence_can_be_copied(shown):
    panel, menu = shown(bench(4)), QMenu()
    panel.add_entries_to(menu)
    next(a for a in menu.actions() if a.text() == "Copy sentence").trigger()
    assert QGuiApplication.clipboard().text() == panel.line.text()


def test_while_training_runs_frames_are_drawn_and_the_end_is_judged(shown, qtbot):
    here = bench(0)
    panel = shown(here)
    assert panel.line.text().startswith("Not trained yet: ")
    here.trainer.train()
    qtbot.waitUntil(lambda: not here.trainer.running)
    qtbot.waitUntil(lambda: panel.at_rest)
    assert panel.chart.view.step == 40
    run = here.snapshot().training.run
    assert f"At step 40 the network has {right_at(run, 40)} of 5,120" in panel.line.text()
