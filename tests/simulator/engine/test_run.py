"""A run agrees with torch.nn.LSTM, and with itself in other increments."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine import run as run_module
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from tests.simulator.experiments import experiments, random_parameters, torch_outputs


@settings(max_examples=300, deadline=None)
@given(experiments())
def test_outputs_are_those_of_torch(experiment):
    run = Run(experiment)
    run.advance()
    tolerance = 2e-6 if experiment.dtype == np.float32 else 1e-13
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(experiment), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


@settings(max_examples=60, deadline=None)
@given(experiments(), st.data())
def test_increments_do_not_change_a_bit(experiment, data):
    at_once = Run(experiment)
    at_once.advance()
    stepped = Run(experiment)
    while not stepped.finished:
        stepped.advance(
            data.draw(st.integers(0, stepped.schedule.end))
            if data.draw(st.booleans())
            else stepped.computed_until + 1
        )
    for key, lane in at_once.trace.lanes.items():
        other = stepped.trace.lanes[key]
        for name in ("z", "gates", "c_states", "h_states", "m"):
            a, b = getattr(lane, name), getattr(other, name)
            assert (a is None and b is None) or a.tobytes() == b.tobytes()


@pytest.mark.parametrize("edited", [0, 500, 999])
def test_a_slice_takes_its_time_also_where_many_steps_are_shared(monkeypatch, edited):
    """The clock counts the computed cells, a millisecond each."""
    config = LSTMConfig(2, 3)
    x = np.random.default_rng(0).standard_normal((1000, 1, 2)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config), x)
    former, runs = Run(experiment), []

    def clock():
        return 1e-3 * sum(max(0, run.cells_done - run.shared[Lane()]) for run in runs)

    monkeypatch.setattr(run_module, "time", SimpleNamespace(perf_counter=clock))
    runs.append(former)
    while not former.finished:
        former.advance_for(0.02)
    x = x.copy()
    x[edited] += 1
    runs[:] = [Run(experiment.with_sequence(x), former=former)]
    run, longest = runs[0], 0
    while not run.finished:
        before = max(run.cells_done, edited)
        run.advance_for(0.02)
        longest = max(longest, run.cells_done - before)
    assert run.shared[Lane()] == edited
    assert longest <= 20 + 4
