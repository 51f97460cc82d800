"""What is solved for, what it only looks like, and what must not be claimed."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.network.config import LSTMConfig
from simulator.progress import finish
from tests import depth
from tests.simulator.diagnosis.foreign import Foreign
from tests.simulator.experiments import random_parameters

STATES = "other initial states"
DROPOUT = "dropout"
SECONDS = depth.count(1, by_default=0.2)
"""Time for mistakes together, where none is found."""


def ask(experiment, arrays, **options):
    return finish(diagnose(experiment, lay_out(Numbers("theirs", arrays), experiment), **options))


def model(seed, steps=12, dtype=np.float32, **options):
    config = LSTMConfig(3, 4, **options)
    rng = np.random.default_rng([seed, 5])
    lengths = [int(n) for n in rng.integers(steps // 2, steps, 2)] + [steps]
    x = rng.standard_normal((steps, 3, 3)).astype(dtype)
    return Experiment.create(random_parameters(config, seed, dtype), x, lengths=lengths)


def started_elsewhere(experiment, seed):
    rng = np.random.default_rng([seed, 9])
    h_0, c_0 = (rng.uniform(-1, 1, s.shape) for s in (experiment.h_0, experiment.c_0))
    return experiment.with_states(h_0.astype(experiment.dtype), c_0.astype(experiment.dtype))


def of_every_step(numbers, dtype=np.float32):
    return {n: a.astype(dtype) for n, a in numbers.items() if n[:2] in ("h_", "c_")}


@pytest.mark.few(4)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_other_initial_states_are_solved_for(seed, bidirectional, dtype):
    e = model(seed, dtype=dtype, num_layers=2, bidirectional=bidirectional)
    other = started_elsewhere(e, seed)
    diagnosis = ask(e, of_every_step(Foreign(other).numbers(), dtype))
    assert diagnosis.explained, diagnosis.sentence()
    (found,) = diagnosis.explanations
    assert found.names == (STATES,)
    close = 1e-3 if dtype == np.float32 else 1e-8
    np.testing.assert_allclose(found.experiment.c_0, other.c_0, atol=close)
    np.testing.assert_allclose(found.experiment.h_0, other.h_0, atol=close)
    assert not diagnosis.looks_like


@pytest.mark.few(4)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("zero", [True, False])
def test_another_first_input_is_no_other_state(seed, zero):
    """States would fit as well: they have as many numbers as the step that they explain."""
    e = model(seed, num_layers=2)
    other = e.sequence.copy()
    rng = np.random.default_rng([seed, 13])
    other[0] = 0 if zero else rng.standard_normal(other[0].shape)
    diagnosis = ask(e, of_every_step(Foreign(e.with_sequence(other)).numbers()))
    assert [found.names for found in diagnosis.explanations] == [("another first input",)]
    np.testing.assert_allclose(
        diagnosis.explanations[0].experiment.sequence[0], other[0], atol=1e-3
    )


def test_states_that_have_a_name_are_not_solved_for():
    e = model(3)
    ones = e.with_states(np.ones_like(e.h_0), np.ones_like(e.c_0))
    diagnosis = ask(e, of_every_step(Foreign(ones).numbers()))
    assert [found.names for found in diagnosis.explanations] == [("h_0 and c_0 of ones",)]


@pytest.mark.few(1)
@pytest.mark.parametrize("seed", range(3))
def test_a_first_step_that_no_state_gives_is_not_claimed(seed):
    """No output gate is larger than one."""
    e = model(seed)
    numbers = of_every_step(Foreign(e).numbers())
    numbers["h_l0"] = numbers["h_l0"].copy()
    numbers["h_l0"][0, 0, 1] = 1.5 * np.tanh(numbers["c_l0"][0, 0, 1])
    diagnosis = ask(e, numbers, seconds=SECONDS)
    assert not diagnosis.explained


def test_differences_that_die_out_look_like_other_states():
    e = model(1, steps=120)
    parameters = e.parameters.with_arrays({n: 0.3 * a for n, a in e.parameters.arrays.items()})
    e = replace(e, parameters=parameters)
    output = Foreign(started_elsewhere(e, 1)).run()["output"]
    diagnosis = ask(e, {"output": output.astype(np.float32)}, seconds=0)
    assert not diagnosis.explained
    (sign,) = diagnosis.looks_like
    assert STATES in sign


def test_numbers_of_another_shape_do_not_look_like_other_states():
    """They are as wide as a projection's input."""
    output = np.random.default_rng(0).uniform(-1, 1, (12, 3, 4)).astype(np.float32)
    diagnosis = ask(model(1, proj_size=2), {"output": output}, seconds=0)
    assert not diagnosis.explained
    assert not diagnosis.looks_like


class DropsOut(Foreign):
    """Drops out between its layers by a seed that nobody knows."""

    def mask(self, above, layer):
        kept = np.random.default_rng([6, layer]).random(above.shape) > 0.4
        return above * kept / 0.6 if layer + 1 < self.L else above


@pytest.mark.few(1)
@pytest.mark.parametrize("keep", [("h_l0", "output"), ("h_l0", "c_l0", "h_l1", "c_l1")])
def test_dropout_of_an_unknown_seed_is_no_more_than_looked_like(keep):
    e = model(2, num_layers=2)
    numbers = DropsOut(e).numbers()
    diagnosis = ask(e, {name: numbers[name] for name in keep}, seconds=SECONDS)
    assert not diagnosis.explained
    assert not any(found.complete for found in diagnosis.explanations)
    (sign,) = diagnosis.looks_like
    assert DROPOUT in sign
    assert "layer 0 agrees and layer 1 does not" in sign
    assert any(sign in line for line in diagnosis.lines()[1:])
    assert sign not in diagnosis.sentence()
    told = diagnosis.to_json()
    assert (told["explained"], told["looks_like"]) == (False, [sign])


def test_zeros_among_enlarged_numbers_look_like_dropout():
    """A rate that nobody sets: no factor is fitted to claim it."""
    e = model(4)
    output = Foreign(e).run()["output"]
    kept = np.random.default_rng(1).random(output.shape) > 0.33
    diagnosis = ask(e, {"output": (output * kept / 0.67).astype(np.float32)}, seconds=0)
    assert not diagnosis.explained
    (sign,) = diagnosis.looks_like
    assert "dropout of 0.33 on output" in sign


def noisy(e, numbers, rng):
    return {n: a + 1e-3 * rng.standard_normal(a.shape) for n, a in numbers.items()}


def random(e, numbers, rng):
    return {n: rng.uniform(-1, 1, a.shape) for n, a in numbers.items()}


def late(e, numbers, rng):
    """Something happens in the middle of the sequence, and is carried on."""
    x = np.array(e.sequence)
    x[len(x) // 2] += 0.3
    return Foreign(e.with_sequence(x)).numbers()


def weight(e, numbers, rng):
    """One weight of the first layer is another."""
    W = e.parameters["weight_ih_l0"]
    other = e.parameters.with_value("weight_ih_l0", (1, 1), float(W[1, 1]) + 0.2)
    return Foreign(e.with_parameters(other)).numbers()


@pytest.mark.few(1)
@pytest.mark.parametrize("fault", [noisy, random, late, weight])
@pytest.mark.parametrize("keep", [("output",), ("h_l0", "c_l0", "h_l1", "c_l1"), ("h_n", "c_n")])
def test_an_unknown_fault_is_not_claimed(fault, keep):
    e = model(1, num_layers=2)
    numbers = Foreign(e).numbers()
    wrong = fault(e, numbers, np.random.default_rng(1))
    diagnosis = ask(e, {name: wrong[name] for name in keep}, seconds=SECONDS)
    assert not diagnosis.agrees
    assert not diagnosis.explained, diagnosis.sentence()
    assert not diagnosis.looks_like
