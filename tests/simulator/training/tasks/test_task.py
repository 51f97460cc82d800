"""A task gives the same network and sequences for a seed, and others for another."""

import pickle

import numpy as np
import pytest

from simulator.network.initialisers import initialise
from simulator.network.refills import forget_bias_of
from simulator.training.batch import drawn_masks
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS

EVERY = {
    **TASKS,
    **{f"{m.key} wrong": m.wrong for m in MISHAPS.values()},
    **{f"{m.key} mended": m.mended for m in MISHAPS.values()},
}


def same(one, other):
    return (
        np.array_equal(one.inputs, other.inputs)
        and np.array_equal(one.targets.values, other.targets.values)
        and one.lengths == other.lengths
    )


@pytest.mark.parametrize("key", [key for key in TASKS if key != "sunspots"])
def test_any_step_s_batch_can_be_made_alone_and_no_two_are_the_same(key):
    source = TASKS[key].source(5)
    in_order = [source.batch(step) for step in range(4)]
    assert same(TASKS[key].source(5).batch(3), in_order[3])
    others = [TASKS[key].source(6).batch(0), *in_order[1:]]
    assert not any(same(in_order[0], other) for other in others)


@pytest.mark.parametrize("task", [*TASKS.values(), *(m.wrong for m in MISHAPS.values())])
def test_its_batches_can_be_drawn_in_another_process(task):
    source = pickle.loads(pickle.dumps(task.source(3)))
    assert same(source.batch(2), task.source(3).batch(2))


@pytest.mark.parametrize("key", ["parity", "echo-10", "adding-20", "sine", "first-bit"])
def test_what_it_is_judged_by_is_never_learnt_from(key):
    task = TASKS[key]
    source = task.source(2)
    tried = {row.tobytes() for row in source.validation().inputs.swapaxes(0, 1)}
    assert len(tried) > 250
    for step in range(50):
        learnt = source.batch(step).inputs.swapaxes(0, 1)
        assert not any(row.tobytes() in tried for row in learnt)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("key", TASKS)
def test_the_network_is_drawn_as_torch_does_but_for_the_bias_of_f(key, dtype):
    task = TASKS[key]
    network, config = task.network(7, dtype), task.recipe.config
    assert forget_bias_of(network.parameters) == task.recipe.forget_bias
    drawn = initialise(task.recipe.config, seed=7, dtype=dtype)
    for name, array in network.parameters.arrays.items():
        expected = drawn[name].copy()
        if name.startswith("bias"):
            expected[config.rows_of("f")] = array[config.rows_of("f")]
        np.testing.assert_array_equal(array, expected)
    V, b = network.readout.arrays
    assert max(abs(V).max(), abs(b).max()) <= 1 / np.sqrt(config.hidden_size)
    assert not np.array_equal(task.network(8, dtype).readout.weight, V)


@pytest.mark.parametrize("key", EVERY)
def test_a_window_can_open_it(key):
    experiment = EVERY[key].experiment(0)
    assert experiment.source == "readout"
    assert experiment.objective.loss is EVERY[key].loss
    assert len(EVERY[key].recipe.columns) == experiment.config.input_size
    assert len(EVERY[key].recipe.names) == experiment.objective.readout.width


def test_keys_are_unique_words():
    keys = [*TASKS, *MISHAPS]
    assert len(set(keys)) == len(keys)
    assert all(key == task.key for key, task in TASKS.items())
    assert all(key.replace("-", "").isalnum() for key in keys)


def test_dropout_left_on_is_that_of_the_rate_and_follows_the_seed():
    wrong, mended = MISHAPS["dropout"].wrong, MISHAPS["dropout"].mended
    assert mended.source(1).validation().masks == ()
    (mask,), (again,) = wrong.trial(1).masks, wrong.trial(1).masks
    np.testing.assert_array_equal(mask, again)
    assert np.mean(mask == 0) == pytest.approx(0.8, abs=0.01)
    np.testing.assert_allclose(mask[mask != 0], 5, rtol=1e-6)
    assert not np.array_equal(mask, wrong.trial(2).masks[0])
    assert same(wrong.trial(1), mended.trial(1))
    batch = wrong.source(1).batch(0)
    assert batch.masks == ()  # the run draws them
    assert drawn_masks(wrong.recipe.config, batch, (1, 0))
