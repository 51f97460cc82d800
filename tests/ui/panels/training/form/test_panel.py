"""Training panel in a window: by the keys and by the mouse a setting is chosen, and trained."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.training.optimisers import OPTIMISERS, SGD, Adam, RMSprop, settings_of
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from ui.panels.training.form.form import TaskList
from ui.panels.training.form.panel import TrainingPanel
from ui.panels.training.form.setting_field import SettingField
from ui.panels.training.form.words import ANOTHER, FIRST, SETTINGS, task_texts
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import theme

_NEEDS = "Training needs targets and a loss. Choose them first"
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow):
    """Show the panel over a task, wired to its trainer as in the window."""

    def make(task="parity", size=(290, 420)):
        bench = Workbench(document_of(task, 0))
        panel = TrainingPanel(theme.LIGHT)
        trainer = bench.trainer
        panel.setting_asked.connect(trainer.set_setting)
        panel.step_asked.connect(trainer.take_step)
        panel.train_asked.connect(trainer.train)
        panel.pause_asked.connect(trainer.pause)
        panel.undo_run_asked.connect(trainer.undo_run)
        return follow(panel, bench, size), bench

    return make


def type_into(field, text, end=Key.Key_Return):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    if end is not None:
        QTest.keyClick(field, end)


def pick(box, key):
    """Choose an entry of a list by the keys."""
    box.setFocus()
    place = box.findData(key)
    assert place >= 0
    if isinstance(box, TaskList):
        QTest.keyClick(box, Key.Key_Down)
        view = box.view()
        while (row := view.currentIndex().row()) != place:
            QTest.keyClick(view, Key.Key_Down if place > row else Key.Key_Up)
        QTest.keyClick(view, Key.Key_Return)
    while box.currentIndex() != place:
        QTest.keyClick(box, Key.Key_Down if place > box.currentIndex() else Key.Key_Up)


def plan(bench):
    return bench.snapshot().setting.plan


@pytest.mark.parametrize("running", [False, True])
def test_the_buttons_have_room_for_their_texts(shown, running):
    panel, bench = shown(size=(269, 225))  # as in a window of 1280 x 800
    if running:
        bench.trainer.train()
        assert panel.train.text() == "Pause"
    for button in (panel.one_step, panel.train, panel.undo_run):
        text = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= text + 22, button.text()  # 10 px on each side, and the edges
    bench.trainer.pause()


def test_every_setting_of_every_optimiser_has_words_and_one_field_or_box(shown):
    panel, _ = shown()
    for key in OPTIMISERS:
        rows = panel.form.settings[key]
        names = settings_of(key)
        assert names.keys() == rows.fields.keys() | rows.boxes.keys()
        assert names.keys() <= SETTINGS.keys()
        assert len(rows.rows(True)) == sum(name in FIRST for name in names)


def test_the_tasks_to_choose_from_are_all_that_there_are(shown):
    panel, bench = shown()
    keys = [panel.form.task.itemData(row) for row in range(panel.form.task.count())]
    assert keys == ["", *TASKS, *MISHAPS, ANOTHER]
    assert panel.form.task.currentData() == "parity"
    assert "exploding/mended" in task_texts("exploding/mended")
    pick(panel.form.task, "echo-5")
    assert bench.documents.value.task == "echo-5"
    assert panel.form.task.currentText() == "Echo, 5 timesteps"


def test_by_keys_numbers_are_typed_and_taken_on_enter_or_on_leaving(shown):
    panel, bench = shown()
    rows = panel.form.settings["adam"]
    (lr,), (beta1, beta2) = rows.fields["lr"], rows.fields["betas"]
    type_into(lr, "0,02")
    assert plan(bench).optimiser == Adam(0.02)
    type_into(beta2, "0.99", end=Key.Key_Tab)
    assert plan(bench).optimiser == Adam(0.02, (0.9, 0.99))
    type_into(beta1, "0.5", end=None)
    panel.train.setFocus()
    assert plan(bench).optimiser == Adam(0.02, (0.5, 0.99))
    assert (lr.text(), beta1.text(), beta2.text()) == ("0.02", "0.5", "0.99")
    type_into(panel.form.clip, "0.25")
    assert plan(bench).clip == 0.25
    panel.form.clip.setFocus()
    panel.form.clip.selectAll()
    QTest.keyClick(panel.form.clip, Key.Key_Delete)
    QTest.keyClick(panel.form.clip, Key.Key_Return)
    assert plan(bench).clip is None
    assert panel.form.clip.placeholderText() == "no clip"


def test_esc_brings_the_present_number_back(shown):
    panel, bench = shown()
    (lr,) = panel.form.settings["adam"].fields["lr"]
    before = bench.snapshot().setting
    type_into(lr, "0.3", end=Key.Key_Escape)
    assert lr.text() == "0.01"
    assert not lr.hasFocus()
    assert bench.snapshot().setting == before


@pytest.mark.parametrize(
    ("name", "at", "text", "said"),
    [
        ("lr", 0, "-1", "Learning rate: lr must be a number of at least 0"),
        ("lr", 0, "fast", "Learning rate: “fast” is not a number"),
        ("betas", 1, "1", "β₂: betas must be at least 0 and below 1"),
        ("clip", 0, "0", "Clip norm at: the clip norm must be a number above 0"),
    ],
)
def test_a_number_that_cannot_be_taken_is_told_and_goes_when_it_is_left(
    shown, name, at, text, said
):
    panel, bench = shown()
    rows = panel.form.settings["adam"]
    field = panel.form.clip if name == "clip" else rows.fields[name][at]
    before = bench.snapshot().setting
    kept = field.text()
    type_into(field, text)
    assert panel.message.text().startswith(said)
    assert panel.message.isVisible()
    assert theme.LIGHT.bad in field.styleSheet()
    assert bench.snapshot().setting == before
    panel.train.setFocus()
    assert field.text() == kept
    assert field.styleSheet() == ""
    assert not panel.message.isVisible()


def test_no_message_moves_a_button_from_under_the_mouse(shown):
    panel, _ = shown()
    before = panel.train.mapTo(panel, QPoint())
    type_into(panel.form.settings["adam"].fields["lr"][0], "fast")
    QApplication.processEvents()
    assert panel.message.isVisible()
    assert panel.train.mapTo(panel, QPoint()) == before


def test_another_optimiser_shows_its_own_settings_and_keeps_the_learning_rate(shown):
    panel, bench = shown()
    pick(panel.form.optimiser, "sgd")
    assert plan(bench).optimiser == SGD(0.01)
    (momentum,) = panel.form.settings["sgd"].fields["momentum"]
    assert momentum.isVisible()
    assert not panel.form.settings["adam"].fields["betas"][0].isVisible()
    type_into(momentum, "0.9")
    panel.form.more.click()
    nesterov = panel.form.settings["sgd"].boxes["nesterov"]
    QTest.mouseClick(nesterov, LEFT, pos=QPoint(8, nesterov.height() // 2))
    assert plan(bench).optimiser == SGD(0.01, momentum=0.9, nesterov=True)
    pick(panel.form.optimiser, "rmsprop")
    assert plan(bench).optimiser == RMSprop(0.01)


def test_a_box_that_the_optimiser_refuses_goes_back(shown):
    panel, bench = shown()
    pick(panel.form.optimiser, "sgd")
    panel.form.more.click()
    nesterov = panel.form.settings["sgd"].boxes["nesterov"]
    nesterov.setFocus()
    QTest.keyClick(nesterov, Key.Key_Space)
    assert not nesterov.isChecked()
    assert not plan(bench).optimiser.nesterov
    assert panel.message.text().startswith("Nesterov needs momentum")


def test_batch_seed_and_end_are_chosen_and_the_speed(shown):
    panel, bench = shown()
    for field, text in ((panel.form.batch, "8"), (panel.form.seed, "3"), (panel.until, "12")):
        type_into(field, text)
    setting = bench.snapshot().setting
    assert (setting.batch, setting.seed, setting.until) == (8, 3, 12)
    pick(panel.pace, 16)
    assert bench.snapshot().setting.pace == 16
    assert "Keeps all 13 networks, 0.1 MB" in panel.until.toolTip()


def test_further_settings_are_shown_when_asked_for_and_remembered(shown, tmp_path):
    panel, _ = shown()
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    panel.remember(settings)
    (eps,) = panel.form.settings["adam"].fields["eps"]
    assert not eps.isVisible()
    QTest.mouseClick(panel.form.more, LEFT)
    assert eps.isVisible()
    assert panel.form.frozen.isVisible()
    assert not panel.form.held_out.isVisible()  # a task has its own validation
    again, _ = shown()
    again.remember(settings)
    assert again.form.settings["adam"].fields["eps"][0].isVisible()


def test_weights_are_frozen_by_name_and_biases_left_out_of_the_decay(shown):
    panel, bench = shown()
    form = panel.form
    form.more.click()
    assert form.frozen.text() == "all trained ▾"

    def entries():
        form.frozen.menu().aboutToShow.emit()
        return {action.text(): action for action in form.frozen.menu().actions()}

    entries()["weight_hh_l0"].trigger()
    assert plan(bench).frozen == {"weight_hh_l0"}
    assert form.frozen.text() == "5 of 6 trained ▾"
    assert not entries()["weight_hh_l0"].isChecked()
    entries()["Train only the readout"].trigger()
    assert form.frozen.text() == "readout trained ▾"
    bench.trainer.take_step()
    before, after = bench.documents.value.original, bench.snapshot().experiment
    assert after.parameters.arrays["bias_ih_l0"] is before.parameters.arrays["bias_ih_l0"]
    assert not np.array_equal(after.objective.readout.weight, before.objective.readout.weight)
    entries()["Train all weights"].trigger()
    assert plan(bench).frozen == set()
    assert not form.decays_biases.isEnabled()
    (decay,) = form.settings["adam"].fields["weight_decay"]
    type_into(decay, "0.1")
    assert form.decays_biases.isChecked()
    form.decays_biases.setFocus()
    QTest.keyClick(form.decays_biases, Key.Key_Space)
    assert plan(bench).undecayed == {"bias_ih_l0", "bias_hh_l0", "readout.bias"}
    QTest.keyClick(form.decays_biases, Key.Key_Space)
    assert plan(bench).undecayed == set()


def test_by_mouse_a_step_is_taken_a_run_trained_and_taken_back(shown, qtbot):
    panel, bench = shown()
    bench.trainer.set_setting(replace(bench.trainer.setting, until=9, pace=0))
    assert not panel.undo_run.isEnabled()
    QTest.mouseClick(panel.one_step, LEFT)
    assert panel.caption(bench.snapshot()) == "step 1"
    assert panel.undo_run.isEnabled()
    QTest.mouseClick(panel.train, LEFT)
    assert panel.train.text() == "Pause"
    qtbot.waitUntil(lambda: not bench.trainer.running)
    assert panel.train.text() == "Train"
    assert panel.message.text() == "Reached step 9"
    bench.trainer.scrub(4)
    assert panel.caption(bench.snapshot()) == "step 4 of 9"
    QTest.mouseClick(panel.undo_run, LEFT)
    assert bench.documents.value.training is None
    assert panel.caption(bench.snapshot()) == ""


def test_training_is_paused_by_the_button_that_started_it(shown):
    panel, bench = shown()
    bench.trainer.set_setting(replace(bench.trainer.setting, until=10**6))
    panel.train.setFocus()
    QTest.keyClick(panel.train, Key.Key_Space)
    assert bench.trainer.running
    QTest.keyClick(panel.train, Key.Key_Space)
    assert not bench.trainer.running
    assert panel.train.text() == "Train"


def test_what_cannot_be_trained_says_why(follow, make_workbench):
    bench = make_workbench()
    panel = follow(TrainingPanel(theme.LIGHT), bench, (290, 420))
    assert not panel.train.isEnabled()
    assert not panel.one_step.isEnabled()
    assert panel.message.text() == _NEEDS
    assert panel.form.held_out.isHidden()
    panel.form.more.click()
    assert panel.form.held_out.isVisible()


def test_a_narrow_panel_has_no_horizontal_scroll_bar(shown):
    panel, _ = shown(size=(262, 230))
    form = panel.form
    assert form.width() <= 262
    assert panel.minimumSizeHint().width() <= 262
    panel.form.more.click()
    assert form.minimumSizeHint().width() <= 262
    for field in form.findChildren(SettingField):
        assert not field.isVisible() or field.width() >= 40


def test_the_panel_takes_another_theme(shown):
    panel, _ = shown()
    panel.set_theme(theme.DARK)
    (lr,) = panel.form.settings["adam"].fields["lr"]
    type_into(lr, "-1")
    assert theme.DARK.bad in lr.styleSheet()
    assert theme.DARK.bad in panel.message.styleSheet()
