"""Success is measured on the answers that count; laws by hand, and by the engine."""

import math

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.success import (
    Answers,
    Success,
    against_same_again,
    mean_squared_error,
    rows_right,
    share_right,
)


def answers(y, targets, rows, inputs=None):
    y, targets = np.array(y, np.float32), np.array(targets)
    return Answers(
        y, targets, y if inputs is None else np.array(inputs, np.float32), np.array(rows)
    )


BITS = answers([[2.0], [-1.0], [0.5], [-3.0]], [[1.0], [1.0], [1.0], [0.0]], [0, 0, 1, 2])
CLASSES = answers([[0, 1, 2], [3, 1, 2], [5, 6, 0]], [2, 0, 2], [0, 0, 3])


@pytest.mark.parametrize(
    ("measure", "given", "expected"),
    [
        (share_right, BITS, 0.75),
        (share_right, CLASSES, 2 / 3),
        (rows_right, BITS, 2 / 3),
        (rows_right, CLASSES, 0.5),
        (mean_squared_error, answers([[1.0], [3.0]], [[0.0], [1.0]], [0, 1]), 2.5),
        (
            against_same_again,
            answers([[1.0], [3.0]], [[0.0], [1.0]], [0, 0], [[2.0], [2.0]]),
            1.0,
        ),
    ],
)
def test_measures_of_few_answers(measure, given, expected):
    assert measure(given) == pytest.approx(expected)


def test_an_answer_that_is_no_number_is_never_success():
    nothing = answers([[math.nan]], [[1.0]], [0], [[0.0]])
    for measure in (mean_squared_error, against_same_again):
        assert not Success(measure, 1e9, False, "").reached(measure(nothing))
    assert not Success(share_right, 0.5, True, "").reached(math.nan)


def test_a_limit_is_reached_by_more_or_by_less():
    assert Success(share_right, 0.99, True, "").reached(0.99)
    assert not Success(share_right, 0.99, True, "").reached(0.98)
    assert Success(mean_squared_error, 0.01, False, "").reached(0.009)
    assert not Success(mean_squared_error, 0.01, False, "").reached(0.01)


@pytest.mark.parametrize("key", TASKS)
def test_the_answers_are_those_of_a_recorded_run_where_they_count(key):
    task = TASKS[key]
    network, batch = task.network(3, np.float64), task.trial(3, np.float64, rows=4)
    run = Run(batch.experiment(network))
    run.advance()
    found = Answers.of(network, batch)
    t, row = np.nonzero(run.experiment.counts())
    np.testing.assert_array_equal(found.rows, row)
    said = run.trace.answers()["y"]
    expected = said[row] if said.ndim == 2 else said[t, row]
    np.testing.assert_allclose(found.y, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(found.targets, batch.targets.values[t, row])
    np.testing.assert_array_equal(found.inputs, batch.inputs[t, row])
