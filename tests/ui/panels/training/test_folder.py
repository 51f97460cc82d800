"""A folder is learnt from in the window: chosen by the mouse, kept by the workspace, or missed."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from simulator.experiment.experiment import Experiment
from simulator.files.workspaces.writer import writing
from simulator.objective.loss import MSE, Loss
from simulator.objective.making import fresh
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.training.batch import Batch, joined
from simulator.training.kept_steps import ROOM
from simulator.training.network import Network
from simulator.training.run import TrainingRun
from simulator.training.source import GivenBatches
from tests.depth import count
from tests.ui.conftest import document_of, opened, workbench_of
from tests.ui.session.trainer.test_trainer import arrays_of, assert_same_bits, train
from tests.ui.windows import close, open_in, sweep
from ui.documents import workspace_view
from ui.documents.workspace_view import workspace_of
from ui.panels.catalogue import PANELS
from ui.panels.training.form.panel import TrainingPanel
from ui.panels.training.form.words import ANOTHER, FOLDER

LEFT = Qt.MouseButton.LeftButton
I = 3
LENGTHS = (7, 4, 6, 5, 8)


def with_forecast(experiment, ahead=1):
    readout = Readout(*fresh(I, experiment.config.output_size, 0, experiment.dtype))
    targets = Targets.forecast(experiment.sequence, experiment.lengths, ahead)
    return experiment.with_objective(Objective(readout, targets, Loss(MSE)))


@pytest.fixture
def data(tmp_path):
    """Save a folder of sequences; return it."""
    rng = np.random.default_rng(5)
    folder = tmp_path / "data"
    folder.mkdir()
    for number, steps in enumerate(LENGTHS):
        np.save(folder / f"{number}.npy", rng.standard_normal((steps, I)))
    return folder


@pytest.fixture
def window(window_again, qtbot):
    """Return the window of the file, for training, over a network that forecasts its input."""
    window = window_again()
    window._checker.set_on(False)  # torch has no part in what is learnt
    bench = window._workbench
    bench.edit(with_forecast(bench.snapshot().experiment), "objective")
    window.resize(1280, 800)
    window._actions["layout_training"].trigger()
    window._docks.show_panel("Training")
    form = window._panels.of(TrainingPanel)
    qtbot.waitUntil(lambda: not form.visibleRegion().isEmpty())
    return window


@pytest.fixture
def choose(monkeypatch, qtbot, qapp):
    """Choose an entry of the task list by the mouse, and a folder where one is asked for."""
    usual = qapp.doubleClickInterval()  # for so long an open list takes no click

    def pick(window, key, folder=""):
        monkeypatch.setattr(
            QFileDialog, "getExistingDirectory", lambda *_, **__: str(folder) if folder else ""
        )
        box = window._panels.of(TrainingPanel).form.task
        qapp.setDoubleClickInterval(0)
        QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 8, box.height() // 2))
        view = box.view()
        qtbot.waitUntil(view.isVisible)
        qapp.processEvents()
        entry = view.model().index(box.findData(key), 0)
        view.scrollTo(entry)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(entry).center())
        qtbot.waitUntil(lambda: not view.isVisible() and not window._worker.busy)
        qapp.setDoubleClickInterval(usual)

    return pick


def set_up(window, **changes):
    trainer = window._workbench.trainer
    trainer.set_setting(replace(trainer.setting, stops=(), **changes))


def by_hand(folder, experiment, setting, steps):
    """Return the run of some steps that the numbers alone make."""
    batches = []
    for path in sorted(folder.glob("*.npy")):
        values = np.load(path).astype(experiment.dtype)
        one = Experiment.create(experiment.parameters, values)
        targets = Targets.forecast(one.sequence, one.lengths, 1)
        batches.append(Batch.of(one.with_objective(replace(experiment.objective, targets=targets))))
    source = GivenBatches.split(batches, setting.held_out, setting.seed, setting.batch)
    run = TrainingRun(Network.of(experiment), setting.plan, source, seed=setting.seed)
    run.advance(steps)
    return run


def message_of(window):
    return window._panels.of(TrainingPanel).message.text()


@pytest.mark.few(1)
@pytest.mark.parametrize(("batch", "held_out"), [(1, 0.0), (2, 0.4)])
def test_a_folder_is_chosen_by_the_mouse_and_learnt(window, qtbot, choose, data, batch, held_out):
    bench, form = window._workbench, window._panels.of(TrainingPanel).form
    begun = bench.snapshot().experiment
    choose(window, ANOTHER, data)
    assert form.task.currentText() == "folder data"
    assert form.folder.isVisible()
    assert form.folder.text() == "5 files; target: the input at t + 1"
    assert bench.trainer.setting.batch == 1
    assert form.batch.specialValueText() == "all files"
    set_up(window, batch=batch, held_out=held_out)
    train(bench, qtbot, until=9)
    run = by_hand(data, begun, bench.trainer.setting, 9)
    found = bench.snapshot().training.run
    assert_same_bits(found.network.arrays, run.network.arrays)
    assert repr(found.judgements) == repr(run.judgements)
    assert bool(run.judgements) is bool(held_out)
    bench.undo()
    assert bench.snapshot().experiment is begun
    bench.redo()
    assert_same_bits(bench.snapshot().training.place.network.arrays, run.network.arrays)


def test_all_files_side_by_side_are_one_step(window, choose, data, qtbot):
    choose(window, ANOTHER, data)
    set_up(window, batch=0)
    batch = window._workbench.snapshot().training.run.batch(0)
    assert batch.rows == len(LENGTHS)
    assert batch.inputs.shape[0] == max(LENGTHS)
    assert joined([batch]) is batch


def test_an_edit_of_the_open_sequence_goes_on_and_another_target_branches(
    window, qtbot, choose, data
):
    bench = window._workbench
    choose(window, ANOTHER, data)
    set_up(window)
    train(bench, qtbot, until=4)
    run = bench.snapshot().training.run
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_sequence(2 * experiment.sequence), "x")
    train(bench, qtbot, until=6)
    assert bench.snapshot().training.run is run
    experiment = bench.snapshot().experiment
    targets = Targets.forecast(experiment.sequence, experiment.lengths, 2)
    bench.edit(experiment.with_objective(replace(experiment.objective, targets=targets)), "another")
    train(bench, qtbot, until=8)
    branch = bench.snapshot().training.run
    assert branch is not run
    assert branch.first == 6
    assert branch.batch(0).targets.counted.sum() in [n - 2 for n in LENGTHS]


def test_back_to_the_open_sequences(window, choose, data):
    bench = window._workbench
    form = window._panels.of(TrainingPanel).form
    choose(window, ANOTHER, data)
    choose(window, FOLDER)  # it is there already
    assert form.task.currentData() == FOLDER
    choose(window, "")
    assert form.task.currentText() == "the open sequences"
    assert bench.trainer.setting.folder is None
    assert bench.trainer.setting.batch == 0
    assert form.task.findData(FOLDER) < 0
    assert not form.folder.isVisible()


def test_from_a_task_to_a_folder_is_an_edit_that_undo_takes_back(window, qtbot, choose, tmp_path):
    bench, form = window._workbench, window._panels.of(TrainingPanel).form
    bench.open_task("sine")
    sines = tmp_path / "sines"
    sines.mkdir()
    for number in range(3):
        np.save(sines / f"{number}.npy", np.sin(np.arange(9.0) + number)[:, None])
    (sines / "targets").mkdir()
    for number in range(3):
        np.save(sines / "targets" / f"{number}.npy", np.sin(np.arange(1, 10.0) + number)[:, None])
    task = bench.trainer.setting
    choose(window, ANOTHER, sines)
    assert form.folder.text().startswith("3 files")
    assert bench.snapshot().undo_label == "train on folder"
    assert bench.documents.value.task == ""
    set_up(window)
    train(bench, qtbot, until=3)
    assert bench.snapshot().training.run.batch(0).inputs.shape == (9, 1, 1)
    bench.undo()
    bench.undo()
    assert bench.documents.value.task == "sine"
    assert bench.trainer.setting == task
    bench.redo()
    assert bench.trainer.setting.folder is not None


def test_a_cancelled_choice_changes_nothing(window, choose):
    bench, form = window._workbench, window._panels.of(TrainingPanel).form
    before = bench.trainer.setting
    choose(window, ANOTHER)
    assert bench.trainer.setting == before
    assert form.task.currentText() == "the open sequences"


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: [path.unlink() for path in folder.iterdir()], "no sequence files"),
        (lambda folder: np.save(folder / "9.npy", np.ones((4, 5))), "input_size is 3"),
        (lambda folder: np.save(folder / "9.npy", np.ones((1, 3))), "more timesteps"),
    ],
)
def test_what_cannot_be_learnt_is_told_and_changes_nothing(
    window, choose, data, spoil, says, monkeypatch
):
    spoil(data)
    told = []
    monkeypatch.setattr(window._commands.training._messages, "complain", told.append)
    before = window._workbench.trainer.setting
    choose(window, ANOTHER, data)
    assert len(told) == 1
    assert says in told[0]
    assert window._workbench.trainer.setting == before


def test_what_arrives_after_another_document_was_opened_is_left(
    window, choose, data, monkeypatch, qtbot
):
    bench, told = window._workbench, []
    monkeypatch.setattr(window._commands.training._messages, "complain", told.append)
    submit = window._worker.submit

    def late(*arguments, **receivers):
        bench.open_task("parity")
        return submit(*arguments, **receivers)

    monkeypatch.setattr(window._worker, "submit", late)
    choose(window, ANOTHER, data)
    qtbot.waitUntil(lambda: bool(told))
    assert bench.trainer.setting.task == "parity"
    assert bench.trainer.setting.folder is None


def save(window, path, as_copy=False):
    for _ in writing(path, workspace_of(window._workbench.snapshot(), "", as_copy=as_copy)):
        pass


@pytest.fixture(scope="module")
def _other_window(qapp, tmp_path_factory):
    window = opened(workbench_of(), tmp_path_factory.mktemp("other"), (1280, 800), shown=False)
    window._checker.set_on(False)
    yield window
    close(window)
    sweep()


@pytest.fixture
def open_again(_other_window, qtbot):
    """Return a function that opens a workspace in another window, which it returns."""

    def open_file(path):
        _other_window._workbench.open(document_of())
        open_in(_other_window, qtbot, path)
        return _other_window

    return open_file


def test_a_saved_run_goes_on_with_the_same_bits(window, open_again, qtbot, choose, data, tmp_path):
    bench = window._workbench
    choose(window, ANOTHER, data)
    set_up(window, held_out=0.2)
    train(bench, qtbot, until=7)
    save(window, tmp_path / "saved.gatestep")
    other = open_again(tmp_path / "saved.gatestep")._workbench
    assert other.trainer.setting.folder.digest == bench.trainer.setting.folder.digest
    one, two = (b.trainer.setting for b in (bench, other))
    assert replace(one, folder=None) == replace(two, folder=None)
    for each in (bench, other):
        each.trainer.scrub(3)
        train(each, qtbot, until=11)
    assert_same_bits(arrays_of(bench), arrays_of(other))
    assert other.snapshot().training.run.first == 0
    judged = (repr(each.snapshot().training.run.judgements) for each in (bench, other))
    assert next(judged) == next(judged)


def test_the_setting_is_kept_before_the_first_step(window, open_again, choose, data, tmp_path):
    choose(window, ANOTHER, data)
    save(window, tmp_path / "saved.gatestep")
    other = open_again(tmp_path / "saved.gatestep")
    assert other._panels.of(TrainingPanel).form.task.currentText() == "folder data"
    assert len(other._workbench.trainer.setting.folder.files) == len(LENGTHS)


@pytest.mark.few(1)
@pytest.mark.parametrize("way", ["gone", "changed", "one gone"])
@pytest.mark.parametrize("room", [ROOM, 3000])
def test_without_its_files_a_run_is_looked_back_at_and_told_what_is_missing(
    window, open_again, qtbot, choose, data, tmp_path, way, room, monkeypatch
):
    bench = window._workbench
    choose(window, ANOTHER, data)
    set_up(window, held_out=0.2)
    train(bench, qtbot, until=8)
    monkeypatch.setattr(workspace_view, "ROOM", room)
    save(window, tmp_path / "saved.gatestep")
    kept = bench.snapshot().training.run
    if way == "gone":
        data.rename(tmp_path / "elsewhere")
    elif way == "one gone":
        (data / "1.npy").rename(tmp_path / "1.npy")
    else:
        np.save(data / "0.npy", np.ones((4, I)))
    other_window = open_again(tmp_path / "saved.gatestep")
    other = other_window._workbench
    view = other.snapshot().training
    assert view.length == 8
    assert not view.edited
    says = "does not exist" if way == "gone" else "have changed"
    there = {*view.run.kept.steps, 8}
    assert (len(there) == 9) is (room == ROOM)
    for step in range(9):
        other.trainer.scrub(step)
        shown = other.snapshot().training.place
        assert shown.step in there
        assert abs(shown.step - step) == min(abs(step - each) for each in there)
        assert_same_bits(shown.network.arrays, kept.network_at(shown.step).arrays)
    for key in list(PANELS)[:: count(1, by_default=12)]:  # each draws what is there
        other_window._docks.show_panel(key)
        for step in (0, 8):
            other.trainer.scrub(step)
            qtbot.waitUntil(lambda: not other_window.busy)
    other_window._docks.show_panel("Training")
    length = other.snapshot().training.length
    QTest.mouseClick(other_window._panels.of(TrainingPanel).train, LEFT)
    assert not other.trainer.running
    assert other.snapshot().training.length == length
    assert says in message_of(other_window)
    assert str(data) in message_of(other_window)
    other.trainer.take_step()
    assert other.snapshot().training.length == length
    # saved once more, with the files back, it goes on as ever
    save(other_window, tmp_path / "again.gatestep")
    if way == "gone":
        (tmp_path / "elsewhere").rename(data)
    elif way == "one gone":
        (tmp_path / "1.npy").rename(data / "1.npy")
    else:
        np.save(data / "0.npy", np.random.default_rng(5).standard_normal((LENGTHS[0], I)))
    third = open_again(tmp_path / "again.gatestep")._workbench
    assert third.snapshot().training.length == 8
    for each in (bench, third):
        train(each, qtbot, until=12)
    assert_same_bits(arrays_of(bench), arrays_of(third))
