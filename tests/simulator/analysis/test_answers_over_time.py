"""Answers over time: one number a timestep, by hand from h, V and b."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.answers_over_time import answers_over_time
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.task import Task
from tests.ui.readouts import experiment_with_readout


def over_time(experiment, row=0):
    run = Run(experiment)
    run.advance()
    return run.trace, answers_over_time(run.trace, row)


def said_by_hand(trace, row=0):
    """Return σ or identity of V h + b, (T, K), in float64."""
    readout = trace.experiment.objective.readout
    h = trace.values("h", Lane())[:, row].astype(np.float64)
    y = h @ readout.weight.T.astype(np.float64) + readout.bias
    return y, 1 / (1 + np.exp(-y))


def test_bits_are_told_at_every_timestep_with_what_is_right():
    experiment = TASKS["parity"].experiment(3)
    trace, said = over_time(experiment)
    assert said.quantity == "p"
    np.testing.assert_allclose(said.values, said_by_hand(trace)[1][:, 0], atol=1e-6)
    parity = np.cumsum(experiment.sequence[:, 0, 0] > 0) % 2
    assert np.array_equal(said.right, parity)
    assert said.reads.all()


def test_a_readout_of_the_last_timestep_is_asked_at_all_of_them():
    trace, said = over_time(TASKS["first-bit"].experiment(0))
    np.testing.assert_allclose(said.values, said_by_hand(trace)[1][:, 0], atol=1e-6)
    assert np.flatnonzero(said.reads).tolist() == [len(said.values) - 1]
    assert np.flatnonzero(np.isfinite(said.right)).tolist() == [len(said.values) - 1]
    assert said.values[-1] == pytest.approx(float(trace.values("p", Lane())[-1, 0, 0]), abs=1e-6)


def test_numbers_are_told_as_they_are():
    trace, said = over_time(TASKS["sine"].experiment(0))
    assert said.quantity == "y"
    np.testing.assert_allclose(said.values, said_by_hand(trace)[0][:, 0], atol=1e-6)


def test_of_classes_the_share_of_the_right_one_is_told():
    experiment = TASKS["anbn"].experiment(0)
    trace, said = over_time(experiment)
    y = said_by_hand(trace)[0]
    p = np.exp(y) / np.exp(y).sum(axis=1, keepdims=True)
    wanted = experiment.objective.targets.values[:, 0]
    counted = np.isfinite(said.right)
    assert counted.any()
    assert np.array_equal(said.outputs[counted], wanted[counted])
    there = np.flatnonzero(counted)
    np.testing.assert_allclose(said.values[there], p[there, wanted[there]], atol=1e-6)


def test_two_directions_cannot_be_asked_before_the_end():
    task: Task = TASKS["first-bit"]
    both = replace(task.recipe, config=replace(task.recipe.config, bidirectional=True))
    _, said = over_time(replace(task, recipe=both).experiment(0))
    assert np.flatnonzero(np.isfinite(said.values)).tolist() == [len(said.values) - 1]


def test_past_the_end_of_a_short_row_nothing_is_said():
    experiment = experiment_with_readout(steps=9, batch=2, lengths=(9, 4))
    _, said = over_time(experiment, row=1)
    assert np.isfinite(said.values[:4]).all()
    assert np.isnan(said.values[4:]).all()


def test_without_a_readout_nothing_is_said():
    experiment = TASKS["sine"].experiment(0)
    silent = replace(experiment, objective=type(experiment.objective)())
    assert over_time(silent)[1] is None
