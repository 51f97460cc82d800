"""A run that is saved and opened in the middle goes on with the same bits."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.writer import writing
from simulator.training.stops import LOSS, NAN, Stop
from tests.ui.session.trainer.test_trainer import arrays_of, assert_same_bits, train, with_objective
from ui.documents import save_file
from ui.documents.opening import document_of_workspace
from ui.documents.workspace_view import restore, workspace_of
from ui.session.trainer.task_document import document_of
from ui.session.training_state import stored
from ui.session.workbench import Workbench


@pytest.fixture
def bench(qapp):
    bench = Workbench(document_of("parity"))
    stops = (Stop(LOSS, "<", 100.0), Stop(NAN))
    setting = replace(bench.trainer.setting, pace=4, stops=stops, off=frozenset(stops[:1]))
    bench.trainer.set_setting(setting)
    return bench


@pytest.fixture
def reopened(tmp_path):
    """Save what is open, and open it elsewhere."""

    def reopen(bench, as_copy=False):
        path = tmp_path / "saved.gatestep"
        workspace = workspace_of(bench.snapshot(), "", as_copy=as_copy)
        for _ in writing(path, workspace):
            pass
        read = read_workspace(path)
        other = Workbench(document_of("sine"))
        other.open(document_of_workspace(read))
        restore(other, read.view, read.pins, read.training)
        return other

    return reopen


def assert_alike(a, b):
    one, other = a.snapshot(), b.snapshot()
    assert_same_bits(arrays_of(a), arrays_of(b))
    assert one.setting == other.setting
    assert one.document.task == other.document.task
    mine, theirs = one.training, other.training
    assert (mine.step, mine.length, mine.edited) == (theirs.step, theirs.length, theirs.edited)
    assert mine.run.met == theirs.run.met
    assert repr(mine.run.judgements) == repr(theirs.run.judgements)
    assert_same_bits({"l": mine.run.log.column("loss")}, {"l": theirs.run.log.column("loss")})


@pytest.mark.parametrize("as_copy", [False, True])
@pytest.mark.parametrize("room", [stored.COPY_ROOM, 20_000])
def test_a_task_goes_on_with_the_same_bits(bench, qtbot, reopened, monkeypatch, as_copy, room):
    monkeypatch.setattr("ui.documents.workspace_view.COPY_ROOM", room)
    train(bench, qtbot, until=30)
    other = reopened(bench, as_copy)
    assert_alike(bench, other)
    for each in (bench, other):
        each.trainer.scrub(13)
    assert_alike(bench, other)
    for each in (bench, other):
        train(each, qtbot, until=41)
    assert_alike(bench, other)


def test_it_is_saved_while_it_runs(bench, qtbot, reopened):
    bench.trainer.set_setting(replace(bench.trainer.setting, until=10_000, pace=1))
    bench.trainer.train()
    qtbot.waitUntil(lambda: bench.snapshot().training.step >= 5)
    other = reopened(bench)
    bench.trainer.pause()
    step = other.snapshot().training.step
    assert step >= 5
    bench.trainer.scrub(step)
    assert_same_bits(arrays_of(bench), arrays_of(other))


def test_a_place_back_in_the_run_and_an_edit_there_are_kept(bench, qtbot, reopened):
    train(bench, qtbot, until=12)
    bench.trainer.scrub(7)
    assert_alike(bench, reopened(bench))
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("bias_ih_l0", (0,), 3.0)
    bench.edit(experiment.with_parameters(parameters), "edit")
    other = reopened(bench)
    assert_alike(bench, other)
    assert other.snapshot().training.edited
    for each in (bench, other):
        train(each, qtbot, until=12)
    assert_alike(bench, other)
    assert other.snapshot().training.run.first == 7


def test_pins_of_the_run_come_back_with_their_step(bench, qtbot, reopened):
    train(bench, qtbot, until=12)
    bench.trainer.scrub(5)
    snapshot = bench.snapshot()
    bench.set_baselines(snapshot.against.baselines.with_document(snapshot.document, None))
    bench.trainer.scrub(12)
    training = reopened(bench).snapshot().training
    assert training.pinned.step == 5
    assert training.pinned.run is training.run


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("edited", [False, True])
def test_own_sequences_are_learnt_on(make_workbench, qtbot, reopened, dtype, edited):
    bench = make_workbench(batch=4, dtype=dtype, num_layers=2, bidirectional=True)
    bench.edit(with_objective(bench.snapshot().experiment), "objective")
    bench.trainer.set_setting(replace(bench.trainer.setting, batch=3, held_out=0.25))
    train(bench, qtbot, until=7)
    experiment = bench.snapshot().experiment
    if edited:
        bench.edit(experiment.with_sequence(2 * experiment.sequence), "x")
    other = reopened(bench)
    assert_alike(bench, other)
    for each in (bench, other):
        each.trainer.scrub(3)
        train(each, qtbot, until=10)
    assert_alike(bench, other)
    assert (other.snapshot().training.run.first == 3) is edited


def test_a_task_that_has_not_begun_keeps_its_setting(bench, reopened):
    other = reopened(bench)
    assert other.snapshot().setting == bench.snapshot().setting
    assert other.snapshot().document.task == "parity"
    assert other.snapshot().document.training is None


def test_without_training_a_workspace_is_as_it_was(make_workbench):
    assert workspace_of(make_workbench().snapshot(), "").training is None


def test_a_window_that_trains_asks_once_whether_to_save_as_it_closes(
    make_window, qtbot, chosen, tmp_path
):
    bench = Workbench(document_of("parity"))
    window = make_window(bench)
    window.keep_safe(tmp_path / "copies")
    bench.trainer.set_setting(replace(bench.trainer.setting, until=1_000_000, stops=()))
    bench.trainer.train()
    qtbot.waitUntil(lambda: bench.snapshot().training.length > 0)
    chosen.answer, chosen.path = save_file.SAVE, tmp_path / "learnt.gatestep"
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible() or len(chosen.asked) > 4)
    assert not window.isVisible()
    assert len(chosen.asked) == 2, chosen.asked  # whether, and where
