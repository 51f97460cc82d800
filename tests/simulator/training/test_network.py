"""Network: one mapping of all that learns, and back into the experiment it came from."""

import numpy as np
import pytest

from simulator.training.network import BIAS, WEIGHT, Network
from tests.simulator.training.networks import network, with_loss


def test_its_arrays_are_those_of_the_experiment_under_torchs_names():
    experiment = with_loss(1)
    arrays, readout = Network.of(experiment).arrays, experiment.objective.readout
    assert list(arrays)[: len(experiment.parameters.arrays)] == list(experiment.parameters.arrays)
    assert all(arrays[name] is array for name, array in experiment.parameters.arrays.items())
    assert arrays[WEIGHT] is readout.weight
    assert arrays.get(BIAS) is readout.bias


def test_an_experiment_without_a_readout_has_nothing_to_train():
    experiment = with_loss(1)
    with pytest.raises(ValueError, match="training needs a readout"):
        Network.of(experiment.with_objective(type(experiment.objective)()))


def test_what_is_put_back_unchanged_is_the_same_experiment():
    experiment = with_loss(2)
    found = Network.of(experiment)
    assert found.put_into(experiment) is experiment
    assert found.with_arrays(found.arrays).put_into(experiment) is experiment


def test_a_changed_array_is_put_back_and_the_others_are_shared():
    experiment = with_loss(3)
    before = Network.of(experiment)
    for name, array in before.arrays.items():
        after = before.with_arrays({name: array + 1}).put_into(experiment)
        arrays = Network.of(after).arrays
        np.testing.assert_array_equal(arrays[name], array + 1)
        assert all(arrays[n] is a for n, a in before.arrays.items() if n != name)
        assert after.sequence is experiment.sequence
        assert after.objective.targets is experiment.objective.targets


def test_an_unknown_name_is_an_error():
    found = network()
    with pytest.raises(KeyError):
        found.with_arrays({"weight_ih_l7": np.zeros((12, 2), np.float32)})


def test_it_changes_its_dtype_as_a_whole():
    wide = network().astype(np.float64)
    assert {array.dtype for array in wide.arrays.values()} == {np.dtype(np.float64)}
