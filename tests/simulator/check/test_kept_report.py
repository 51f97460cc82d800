"""What torch has agreed to stays agreed to after an edit, where the same bits stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.check import step_check
from simulator.check.request import CheckRequest, check_run, perform
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from tests.simulator.engine.edits import changed, finished, random_edit, with_weight
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases


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


@settings(max_examples=60, deadline=None)
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
    return {lane: sum(len(s.walks) for s in request.steps if s.places.lane == lane)
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
    run._lanes[Lane()].h[300] += 1
    known = check_run(run)
    assert not known.agrees
    assert known.kept(dict.fromkeys(experiment.config.lanes(), 600)) is None
