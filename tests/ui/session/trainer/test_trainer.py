"""Trainer: a run is one edit that grows, and its bits follow from what it began with alone."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from simulator.objective.loss import MSE, Loss
from simulator.objective.making import fresh
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from simulator.training.stops import LOSS, Stop
from simulator.training.tasks.catalogue import TASKS
from tests.ui.windows import sweep
from ui.session.trainer import sliced_steps
from ui.session.trainer.task_document import document_of
from ui.session.training_state.setting import TrainingSetting
from ui.session.workbench import Workbench


@pytest.fixture
def bench(qapp):
    bench = Workbench(document_of("parity"))
    bench.trainer.set_setting(replace(bench.trainer.setting, until=12, pace=4, stops=()))
    return bench


def train(bench, qtbot, until=None):
    trainer = bench.trainer
    if until is not None:
        trainer.set_setting(replace(trainer.setting, until=until))
    trainer.train()
    qtbot.waitUntil(lambda: not trainer.running)


def arrays_of(bench):
    experiment = bench.snapshot().experiment
    return {**experiment.parameters.arrays, "V": experiment.objective.readout.weight}


def assert_same_bits(a, b):
    assert a.keys() == b.keys()
    for name, array in a.items():
        assert array.tobytes() == b[name].tobytes(), name


def oracle(steps, seed=0):
    """Return the arrays after steps of a run that no window has cut into slices."""
    task = TASKS["parity"]
    run = TrainingRun(task.network(0), task.plan, task.source(seed), seed=seed)
    run.advance(steps)
    arrays = run.network.arrays
    lstm = {n: a for n, a in arrays.items() if not n.startswith("readout")}
    return {**lstm, "V": arrays["readout.weight"]}


@pytest.mark.parametrize("pace", [1, 4, 16, 0])
@pytest.mark.parametrize("slice_seconds", [1e-9, 60.0])
def test_slices_of_any_size_have_the_same_bits(bench, qtbot, monkeypatch, pace, slice_seconds):
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", slice_seconds)
    bench.trainer.set_setting(replace(bench.trainer.setting, pace=pace, until=9))
    train(bench, qtbot)
    assert bench.snapshot().training.step == 9
    assert_same_bits(arrays_of(bench), oracle(9))


def test_a_run_is_one_edit_also_where_it_was_paused(bench, qtbot):
    start = arrays_of(bench)
    train(bench, qtbot, until=5)
    train(bench, qtbot, until=12)
    trained = arrays_of(bench)
    assert bench.snapshot().undo_label == "train 12 steps"
    bench.undo()
    assert bench.snapshot().undo_label is None
    assert bench.snapshot().training.step == 0
    assert_same_bits(arrays_of(bench), start)
    bench.redo()
    assert bench.snapshot().training.step == 12
    assert_same_bits(arrays_of(bench), trained)
    train(bench, qtbot, until=20)
    assert_same_bits(arrays_of(bench), oracle(20))


def test_undo_in_the_middle_takes_the_run_back_and_it_can_be_learnt_again(bench, qtbot):
    start = arrays_of(bench)
    bench.trainer.set_setting(replace(bench.trainer.setting, pace=1, until=1000))
    bench.trainer.train()
    qtbot.waitUntil(lambda: bench.snapshot().training.step >= 3)
    bench.undo()
    assert not bench.trainer.running
    assert_same_bits(arrays_of(bench), start)
    train(bench, qtbot, until=6)
    assert_same_bits(arrays_of(bench), oracle(6))


def test_each_single_step_is_an_edit(bench):
    for _ in range(3):
        bench.trainer.take_step()
    assert bench.snapshot().undo_label == "Adam step 2"
    assert_same_bits(arrays_of(bench), oracle(3))
    bench.undo()
    assert_same_bits(arrays_of(bench), oracle(2))
    bench.trainer.take_step()
    assert_same_bits(arrays_of(bench), oracle(3))


def test_a_step_that_was_undone_is_taken_again_and_undone_again(bench):
    for _ in range(3):
        bench.trainer.take_step()
    run = bench.snapshot().training.run
    bench.undo()
    bench.undo()
    for step in (2, 3):
        bench.trainer.take_step()
        assert bench.snapshot().undo_label == f"Adam step {step - 1}"
        assert bench.snapshot().training.step == step
    assert bench.snapshot().redo_label is None
    for step in (2, 1):
        bench.undo()
        assert bench.snapshot().training.step == step
        assert_same_bits(arrays_of(bench), oracle(step))
    assert bench.snapshot().training.run is run


def test_a_step_taken_again_where_redo_leads_elsewhere_is_an_edit(bench, qtbot):
    bench.trainer.take_step()
    bench.trainer.take_step()
    train(bench, qtbot, until=9)
    bench.undo()
    bench.trainer.take_step()
    assert bench.snapshot().undo_label == "Adam step 2"
    assert_same_bits(arrays_of(bench), oracle(3))
    bench.undo()
    assert bench.snapshot().undo_label == "Adam step 1"
    assert_same_bits(arrays_of(bench), oracle(2))


def test_a_step_from_where_a_run_is_scrubbed_back_is_a_look(bench, qtbot):
    train(bench, qtbot)
    bench.trainer.scrub(7)
    bench.trainer.take_step()
    assert bench.snapshot().training.step == 8
    assert bench.snapshot().undo_label == "train 12 steps"
    bench.undo()
    assert bench.snapshot().training.step == 0


def test_scrubbing_is_a_look_that_leaves_the_edit(bench, qtbot):
    train(bench, qtbot)
    bench.trainer.scrub(7)
    training = bench.snapshot().training
    assert (training.step, training.length, training.is_back) == (7, 12, True)
    assert bench.snapshot().undo_label == "train 12 steps"
    assert_same_bits(arrays_of(bench), oracle(7))
    bench.trainer.scrub(99)
    assert bench.snapshot().training.step == 12
    bench.trainer.scrub(4)
    train(bench, qtbot, until=15)
    assert bench.snapshot().undo_label == "train 15 steps"
    assert_same_bits(arrays_of(bench), oracle(15))


def test_an_edit_while_scrubbed_back_begins_another_run_beside_the_old(bench, qtbot):
    train(bench, qtbot)
    newest, old = arrays_of(bench), bench.snapshot().training.run
    bench.trainer.scrub(6)
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), 0.5)
    bench.edit(experiment.with_parameters(parameters), "edit")
    assert bench.snapshot().training.edited
    train(bench, qtbot, until=9)
    training = bench.snapshot().training
    assert training.run is not old
    assert (training.run.first, training.step) == (6, 9)
    branch = old.branch(6, training.run.network_at(6))
    branch.advance(3)
    assert_same_bits(training.run.network.arrays, branch.network.arrays)
    pins = bench.snapshot().against.baselines.pins
    assert [pin.name for pin in pins] == ["step 12"]
    assert_same_bits(
        {n: a for n, a in newest.items() if n != "V"}, pins[0].experiment.parameters.arrays
    )
    bench.undo()
    bench.undo()
    assert bench.snapshot().training.run is old
    bench.trainer.scrub(12)
    assert_same_bits(arrays_of(bench), newest)


def test_another_plan_branches_from_the_step_that_is_shown(bench, qtbot):
    train(bench, qtbot)
    old = bench.snapshot().training.run
    bench.trainer.set_setting(replace(bench.trainer.setting, plan=Plan(SGD(0.5)), until=14))
    train(bench, qtbot)
    run = bench.snapshot().training.run
    assert (run.first, run.plan) == (12, Plan(SGD(0.5)))
    other = old.branch(12, plan=Plan(SGD(0.5)))
    other.advance(2)
    assert_same_bits(run.network.arrays, other.network.arrays)
    assert bench.snapshot().undo_label == "train 2 steps"
    bench.trainer.undo_run()
    assert bench.snapshot().training.run is old


def test_a_stop_pauses_at_its_step_and_tells(bench, qtbot):
    stop, told = Stop(LOSS, "<", 100.0), Stop(LOSS, "<", 200.0)
    setting = replace(bench.trainer.setting, stops=(stop, told), off=frozenset({told}))
    bench.trainer.set_setting(setting)
    heard = []
    bench.trainer.told.connect(heard.append)
    train(bench, qtbot)
    training = bench.snapshot().training
    assert training.step == 1
    assert training.run.met == {stop: 0, told: 0}
    assert heard == [training.status] == ["paused at step 0: loss < 100"]
    train(bench, qtbot)
    assert bench.snapshot().training.step == 12


def test_what_is_told_of_one_document_is_not_told_of_another(bench, qtbot):
    train(bench, qtbot)
    assert bench.snapshot().training.status
    bench.open_task("echo-5")
    assert bench.snapshot().training.status == ""
    bench.undo()
    assert bench.snapshot().training.status
    bench.undo()  # the run
    assert bench.snapshot().training.status == ""
    bench.redo()
    bench.trainer.scrub(2)
    assert bench.snapshot().training.status == ""


def test_a_run_that_is_left_at_its_newest_step_is_pinned_once(bench, qtbot):
    train(bench, qtbot)
    left = bench.snapshot().training.run
    setting = bench.trainer.setting
    bench.trainer.set_setting(replace(setting, plan=replace(setting.plan, clip=0.25)))
    for _ in range(3):
        bench.trainer.train()  # its last step is reached: no run is left
        assert bench.snapshot().against.baselines.pins == ()
    for _ in range(2):
        bench.trainer.take_step()
        assert len(bench.snapshot().against.baselines.pins) == 1
        bench.undo()
    bench.trainer.take_step()
    snapshot = bench.snapshot()
    assert snapshot.training.run is not left
    assert snapshot.training.beside.run is left
    assert snapshot.against.pin_name == "step 12"


def test_a_condition_that_is_added_later_is_found_in_what_was_learnt(bench, qtbot):
    train(bench, qtbot)
    losses = bench.snapshot().training.run.log.column("loss")
    stop = Stop(LOSS, "<=", float(losses.min()))
    bench.trainer.set_setting(bench.trainer.setting.with_stop(stop))
    assert bench.snapshot().training.run.met == {stop: int(losses.argmin())}


def test_every_frame_shows_a_network_of_the_run(bench, qtbot, monkeypatch):
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", 60.0)  # however busy the machine is
    shown = []
    bench.changed.connect(lambda snapshot: shown.append(snapshot.training))
    train(bench, qtbot)
    steps = [view.step for view in shown]
    assert steps == sorted(steps)
    assert {4, 8, 12} <= {*steps}
    for view in shown:
        assert view.place.shows(view.place.network.put_into(bench.snapshot().experiment))


@pytest.fixture
def runs_made(monkeypatch):
    made, begin = [], TrainingRun.__init__
    monkeypatch.setattr(
        TrainingRun, "__init__", lambda run, *a, **k: (made.append(run), begin(run, *a, **k))[1]
    )
    return made


def test_who_edits_and_never_trains_pays_for_no_run(bench, make_window, qtbot, runs_made):
    window = make_window(bench)
    for value in (0.5, 0.25):
        experiment = bench.snapshot().experiment
        parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), value)
        bench.edit(experiment.with_parameters(parameters), "edit")
        qtbot.waitUntil(lambda: not window.busy)
        sweep()
    assert bench.snapshot().obstacle == ""
    assert not runs_made
    view = bench.snapshot().training
    assert view.run is bench.snapshot().training.run is view.place.run
    assert runs_made == [view.run]
    bench.trainer.take_step()
    assert runs_made == [bench.snapshot().training.run]


def test_where_every_weight_is_frozen_it_says_so_before_a_step(bench):
    names = frozenset(bench.snapshot().training.run.network.arrays)
    plan = replace(bench.trainer.setting.plan, frozen=names)
    for _ in range(2):
        setting = bench.trainer.setting
        bench.trainer.set_setting(replace(setting, plan=plan))
        assert "frozen" in bench.snapshot().obstacle
        bench.trainer.set_setting(setting)
        assert bench.snapshot().obstacle == ""
        bench.trainer.take_step()


def test_a_document_without_a_loss_says_why_it_cannot_learn(make_workbench):
    bench = make_workbench()
    assert bench.snapshot().training is None
    assert "readout" in bench.snapshot().obstacle or "loss" in bench.snapshot().obstacle
    bench.trainer.train()
    assert bench.trainer.status == bench.snapshot().obstacle
    assert bench.snapshot().undo_label is None


def with_objective(experiment, seed=0):
    V, b = fresh(
        1, experiment.config.num_directions * experiment.config.output_size, seed, experiment.dtype
    )
    shape = (*experiment.sequence.shape[:2], 1)
    wanted = np.random.default_rng(seed).standard_normal(shape).astype(experiment.dtype)
    return experiment.with_objective(
        Objective(Readout(V, b), Targets(wanted, np.ones(shape[:2], bool)), Loss(MSE))
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_open_sequences_are_learnt_in_batches_of_rows(make_workbench, qtbot, dtype):
    bench = make_workbench(batch=5, dtype=dtype)
    bench.edit(with_objective(bench.snapshot().experiment), "objective")
    setting = replace(bench.trainer.setting, batch=2, held_out=0.2, until=6, stops=())
    bench.trainer.set_setting(setting)
    run = setting.run_for(bench.documents.value)
    run.advance(6)
    train(bench, qtbot)
    assert_same_bits(bench.snapshot().training.run.network.arrays, run.network.arrays)
    assert bench.snapshot().training.run.judgements[0] == run.judgements[0]


def test_another_sequence_is_another_source_and_another_shape_ends_the_run(make_workbench, qtbot):
    bench = make_workbench()
    bench.edit(with_objective(bench.snapshot().experiment), "objective")
    train(bench, qtbot, until=4)
    old, experiment = bench.snapshot().training.run, bench.snapshot().experiment
    sequence = experiment.sequence.copy()
    sequence[0, 0, 0] = 2.0
    bench.edit(experiment.with_sequence(sequence), "x")
    assert bench.snapshot().training.run is old
    train(bench, qtbot, until=6)
    run = bench.snapshot().training.run
    assert run is not old
    assert run.first == 4
    assert run.batch(4).inputs[0, 0, 0] == 2.0
    bench.reset()
    assert bench.snapshot().document.training is None


def test_a_task_opens_with_its_own_setting_and_comes_back_with_undo(bench, qtbot):
    train(bench, qtbot)
    bench.open_task("sine")
    assert bench.snapshot().document.task == bench.snapshot().setting.task == "sine"
    assert bench.snapshot().setting.plan == TASKS["sine"].plan
    bench.trainer.take_step()
    bench.undo()
    bench.undo()
    assert bench.snapshot().setting.until == 12
    assert_same_bits(arrays_of(bench), oracle(12))


def test_another_task_is_opened_with_what_else_was_changed(bench):
    before = bench.trainer.setting
    other = replace(before, task="sine", until=321, seed=4)
    bench.trainer.set_setting(other)
    own = TrainingSetting.of_task("sine")
    assert bench.snapshot().document.task == "sine"
    assert bench.trainer.setting == replace(own, until=321, seed=4)
    bench.undo()
    assert bench.trainer.setting == before


def test_settings_of_documents_that_are_gone_go_with_them(bench, monkeypatch):
    gone = weakref.ref(bench.documents.value.original)
    monkeypatch.setattr(bench.documents, "_limit", 1)  # only the last two are kept
    for seed in range(4):
        bench.open(document_of("parity", seed))
        bench.trainer.set_setting(replace(bench.trainer.setting, until=seed + 1))
    gc.collect()
    assert gone() is None
    assert bench.trainer.setting.until == 4
    bench.undo()
    assert bench.trainer.setting.until == 3


def test_a_pin_is_named_by_its_step_and_known_in_its_run(bench, qtbot):
    train(bench, qtbot)
    bench.trainer.scrub(5)
    snapshot = bench.snapshot()
    bench.set_baselines(
        snapshot.against.baselines.with_document(snapshot.document, snapshot.edit_label)
    )
    bench.trainer.scrub(12)
    snapshot = bench.snapshot()
    assert snapshot.against.baselines.chosen.name == "step 5"
    assert snapshot.training.pinned.step == 5
    assert snapshot.training.beside is None
    assert snapshot.against.name == "step 5"


def test_the_history_counts_the_steps_that_are_kept(bench, qtbot):
    before = bench.documents._bytes
    train(bench, qtbot)
    run = bench.snapshot().training.run
    kept = sum(array.nbytes for array in run.kept.arrays)
    assert kept == run.kept.keeping.nbytes * 12 // 13
    assert bench.documents._bytes >= before + kept
    bench.trainer.scrub(3)
    bench.undo()
    bench.trainer.take_step()
    assert bench.documents._bytes < before + kept


def test_training_ends_where_a_step_raises(bench, qtbot, monkeypatch):
    train(bench, qtbot, until=4)
    run = bench.snapshot().training.run
    draw = run.source.batch

    def fail(self, step):
        if step == 6:
            raise MemoryError("no room for a batch")
        return draw(step)

    monkeypatch.setattr(type(run.source), "batch", fail)
    bench.trainer.set_setting(replace(bench.trainer.setting, until=12))
    with qtbot.captureExceptions() as raised:
        bench.trainer.train()
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is MemoryError
    assert not bench.trainer.running
    assert bench.snapshot().training.step == 6
    assert_same_bits(arrays_of(bench), oracle(6))


@pytest.mark.parametrize("pace", [1, 0])
def test_steps_that_take_long_have_the_same_bits(bench, qtbot, monkeypatch, pace):
    for name in ("SLICE_SECONDS", "SINGLE_SECONDS"):
        monkeypatch.setattr(sliced_steps, name, 0.0)
    bench.trainer.take_step()
    assert bench.trainer.running
    qtbot.waitUntil(lambda: not bench.trainer.running)
    assert bench.snapshot().undo_label == "Adam step 0"
    assert_same_bits(arrays_of(bench), oracle(1))
    bench.trainer.set_setting(replace(bench.trainer.setting, pace=pace, until=9))
    train(bench, qtbot)
    assert bench.snapshot().undo_label == "train 8 steps"
    assert_same_bits(arrays_of(bench), oracle(9))


def test_pause_gives_up_the_step_that_is_under_way(bench, qtbot, monkeypatch):
    bench.trainer.set_setting(replace(bench.trainer.setting, until=5))
    train(bench, qtbot)
    run = bench.snapshot().training.run
    monkeypatch.setattr(sliced_steps, "SLICE_SECONDS", 0.0)
    bench.trainer.set_setting(replace(bench.trainer.setting, until=50))
    bench.trainer.train()
    qtbot.waitUntil(lambda: bench.trainer._taker.under_way)
    at = run.step
    bench.trainer.pause()
    assert not bench.trainer._taker.under_way
    assert bench.snapshot().training.step == run.step == at
    assert_same_bits(arrays_of(bench), oracle(at))
    bench.trainer.set_setting(replace(bench.trainer.setting, until=at + 2))
    train(bench, qtbot)
    assert_same_bits(arrays_of(bench), oracle(at + 2))
