"""What torch has agreed to stays agreed to after an edit, where the same bits stand."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.check import step_check
from simulator.check.disagreement import CHECK_TITLES, CHECKS
from simulator.check.request import CheckRequest, check_run, perform
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.loss import MSE
from tests.depth import examples
from tests.simulator.engine.edits import (
    changed,
    finished,
    random_edit,
    random_edit_of_objective,
    with_weight,
)
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases
from tests.simulator.objective.objectives import objective_of


def checked_on(run, known):
    """Check a run in two parts; what is known already is left out."""
    whole = known
    cells = run.schedule.num_cells
    for first, last in ((0, cells // 2), (cells // 2, cells)):
        found = perform(CheckRequest.of(run, first, last, whole))
        whole = found if whole is None else whole.merged(found)
    return whole


def of_steps(found):
    """Return what a report says of steps; the last digits of torch's depend on how many it takes.

    Windows lie where requests end.
    """
    kinds = {kind for kind in found.largest if kind.check == "step"}
    strips = {lane: (s.start, np.isnan(s.ratios).tobytes()) for lane, s in found.strips.items()}
    counts = found.steps_checked, found.steps_in_float64, found.not_comparable
    return counts, kinds, strips, found.agrees, found.cells_to


@examples(60, by_default=5)
@given(cases(steps=9), st.integers(0, 2**32 - 1))
def test_a_report_that_keeps_says_what_one_of_its_own_says(experiment, seed):
    rng = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_check, "steps_of_block", lambda experiment: 3)
        run = finished(experiment)
        found = checked_on(run, None)
        for _ in range(2):
            experiment = random_edit(rng, experiment)
            before, run = run, finished(experiment, run)
            found = checked_on(run, found.kept(run.steps_in_common(before)))
        assert of_steps(found) == of_steps(check_run(finished(experiment)))


def checked_back(back, known, cells):
    """Check a way back, so many cells at a time; what is known already is left out."""
    whole, end = known, back.order.num_cells
    for first in range(0, end, cells):
        request = CheckRequest.of_backward(back, first, min(first + cells, end), whole)
        found = perform(request)
        whole = found if whole is None else whole.merged(found)
    return whole


def all_of(found):
    """Return the whole of a report, but what its parts are."""
    strips = {lane: (s.start, s.ratios.tobytes()) for lane, s in found.strips.items()}
    rest = replace(found, strips={}, parts={})
    return {of.name: getattr(rest, of.name) for of in fields(rest)}, strips


def numbers_of(back):
    """Return the recorded arrays of a way back, by lane, each (T, B, width)."""
    return {lane: [*of.arrays.values()] for lane, of in back._lanes.items()}


def put_wrong_number(rng, back):
    """Put a wrong number into a step that is not shared, if there is any; return True then."""
    T, lengths = back.run.experiment.num_timesteps, back.run.experiment.lengths
    lanes = [lane for lane, steps in back.shared.items() if steps < T]
    if not lanes:
        return False
    lane = lanes[int(rng.integers(len(lanes)))]
    row = int(np.argmax(lengths))
    walk = int(rng.integers(T - back.shared[lane]))
    t = T - 1 - walk if lane.reverse else walk
    arrays = numbers_of(back)[lane]
    array = arrays[int(rng.integers(len(arrays)))]
    unit = int(rng.integers(array.shape[-1]))
    array[t, row, unit] += 1 + abs(array[t, row, unit])
    return True


def keeping_says_what_keeping_nothing_says(experiment, seed):
    """Edit an experiment several times, with wrong numbers in some ways back."""
    rng = np.random.default_rng(seed)
    size, cells = int(rng.integers(1, 6)), int(rng.integers(4, 40))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_check, "steps_of_block", lambda experiment: size)
        run, back, found = finished(experiment), None, None
        for edit in range(4):
            if edit:
                change = [random_edit, random_edit_of_objective][int(rng.integers(4) > 0)]
                experiment = change(rng, experiment)
                run = finished(experiment, run)
            if not experiment.source:
                continue
            back = BackwardRun(run, former=back)
            back.advance()
            is_wrong = rng.random() < 0.2 and put_wrong_number(rng, back)
            found = checked_back(back, found and found.kept(back.shared), cells)
            assert all_of(found) == all_of(checked_back(back, None, cells))
            assert not (is_wrong and found.agrees)


@examples(112, by_default=3)
@given(cases(steps=12), st.integers(0, 2**32 - 1))
def test_a_report_on_the_way_back_that_keeps_is_that_which_keeps_nothing(experiment, seed):
    """Bit for bit; a wrong number is found in a step that is new, and not lost in one shared."""
    keeping_says_what_keeping_nothing_says(experiment, seed)


@pytest.fixture
def experiment():
    x = np.random.default_rng(0).standard_normal((600, 1, 2)).astype(np.float32)
    return Experiment.create(random_parameters(LSTMConfig(2, 3, 3)), x)


def asked_after(before, after):
    """Return the steps of each lane that are checked after an edit."""
    former = finished(before)
    known = check_run(former)
    run = finished(after, former)
    request = CheckRequest.of(run, 0, run.cells_done, known.kept(run.steps_in_common(former)))
    return {lane: sum(len(s.walked) for s in request.segments if s.lane == lane)
            for lane in before.config.lanes()}  # fmt: skip


def test_an_edit_of_a_layer_asks_nothing_of_those_below(experiment):
    after = with_weight(experiment, "weight_hh_l1", (0, 0))
    assert asked_after(experiment, after) == {Lane(0): 0, Lane(1): 600, Lane(2): 600}


def test_an_edit_at_a_timestep_asks_for_the_blocks_from_there(experiment, monkeypatch):
    monkeypatch.setattr(step_check, "steps_of_block", lambda experiment: 100)
    after = experiment.with_sequence(changed(experiment.sequence, (590, 0, 0)))
    assert set(asked_after(experiment, after).values()) == {100}


def test_nothing_is_kept_of_a_run_that_torch_disagrees_with(experiment):
    run = finished(experiment)
    run._lanes[Lane()].output[300] += 1
    known = check_run(run)
    assert not known.agrees
    assert known.kept(dict.fromkeys(experiment.config.lanes(), 600)) is None


@pytest.fixture
def edited(experiment, monkeypatch):
    """Return a way back after an edit of the target at t 40, and what is known of its steps."""
    monkeypatch.setattr(step_check, "steps_of_block", lambda experiment: 200)
    objective = objective_of(experiment.config, (600, 1), experiment.dtype, 0, loss=MSE)
    before = experiment.with_objective(objective)
    target = changed(objective.named("target"), (40, 0, 0))
    after = before.with_objective(objective.with_named("target", target))
    run = finished(before)
    former = BackwardRun(run)
    former.advance()
    back = BackwardRun(finished(after, run), former=former)
    back.advance()
    found = perform(CheckRequest.of_backward(former, 0, former.cells_done))
    return back, found.kept(back.shared)


def test_an_edit_of_a_target_asks_for_the_steps_back_from_its_block_on(edited):
    back, known = edited
    request = CheckRequest.of_backward(back, 0, back.cells_done, known)
    assert {of.lane: of.walked for of in request.segments} == {
        Lane(layer): range(400, 600) for layer in range(3)
    }
    found = known.merged(perform(request))
    assert all_of(found) == all_of(checked_back(back, None, back.cells_done))


def test_a_step_that_is_said_to_be_shared_but_is_not_is_seen_by_its_link(edited):
    back, known = edited
    back._lanes[Lane(1)].values("dh")[300] *= 2
    found = perform(CheckRequest.of_backward(back, 0, back.cells_done, known))
    first = found.first_disagreement
    assert (first.check, first.at.lane, first.at.t) == ("link", Lane(1), 300)


def test_each_check_is_called_by_its_own_name():
    assert set(CHECK_TITLES) == set(CHECKS) == {"link", "step", "sum", "window"}
    for check, title in CHECK_TITLES.items():
        assert [other for other in CHECKS if other in title] == [check]
