"""Train menu: tasks and mishaps, training by keys, and Esc."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from ui.panels.layouts import TRAINING
from ui.panels.training.loss.panel import LossPanel
from ui.session.workbench import Workbench


@pytest.fixture
def window(window_again):
    window = window_again()
    window._actions["task_parity"].trigger()
    return window


def test_a_task_opens_with_room_for_training(window):
    snapshot = window._workbench.snapshot()
    assert snapshot.document.task == "parity"
    assert snapshot.setting.plan == TASKS["parity"].plan
    assert window._docks._layout == TRAINING
    assert snapshot.saved


def test_keys_train_and_esc_pauses(window, qtbot):
    bench: Workbench = window._workbench
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert bench.snapshot().training.step == 1
    bench.trainer.set_setting(replace(bench.trainer.setting, until=10_000, stops=()))
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert bench.trainer.running
    assert window._actions["train"].isChecked()
    assert window.busy
    qtbot.waitUntil(lambda: bench.snapshot().training.step > 3)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not bench.trainer.running
    step = bench.snapshot().training.step
    assert step == bench.snapshot().training.run.step
    window._actions["undo_run"].trigger()
    assert bench.snapshot().training.step == 0
    assert bench.snapshot().document.task == "parity"


def test_what_cannot_learn_says_why(window_again):
    window = window_again()
    told = []
    window.messages.complained.connect(told.append)
    window._actions["train"].trigger()
    window._actions["train_step"].trigger()
    assert told == [window._workbench.snapshot().obstacle] * 2


@pytest.mark.few(3)
@pytest.mark.parametrize("key", MISHAPS)
def test_a_mishap_is_started_and_mended(window, qtbot, key):
    bench, mishap = window._workbench, MISHAPS[key]
    window._actions[f"mishap_{key}"].trigger()
    assert window._actions["mend"].isEnabled()
    assert mishap.cure.rstrip(".") in window._actions["mend"].text()
    assert bench.snapshot().setting.plan == mishap.wrong.plan
    bench.trainer.take_step()
    wrong = bench.snapshot()
    window._panels.of(LossPanel).mishap.mend.click()
    assert not window._actions["mend"].isEnabled()
    assert window._actions["mend"].text() == "Fi&x it"
    assert bench.snapshot().setting.plan == mishap.mended.plan
    bench.trainer.take_step()
    mended = bench.snapshot()
    assert mended.training.beside.run is wrong.training.run
    assert mended.against.pin_name == mishap.title
    assert mended.training.step == wrong.training.step == 1
    assert mended.document.title != ""
    apart = (
        wrong.setting.plan != mended.setting.plan,
        any(
            a.tobytes() != mended.experiment.parameters[n].tobytes()
            for n, a in wrong.experiment.parameters.arrays.items()
        ),
        wrong.training.run.judgements != mended.training.run.judgements,
    )
    assert any(apart)


def test_an_exploding_run_stops_at_its_first_nan_and_the_mended_one_goes_on(window, qtbot):
    bench = window._workbench
    for action, stops in (("mishap_exploding", True), ("mend", False)):
        window._actions[action].trigger()
        trainer = bench.trainer
        trainer.set_setting(replace(trainer.setting, until=30, pace=0))
        trainer.train()
        qtbot.waitUntil(lambda: not bench.trainer.running)
        assert ("any grad nan" in trainer.status) is stops
        assert (bench.snapshot().training.step < 30) is stops
