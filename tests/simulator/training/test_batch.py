"""Batch: an experiment's sequences and targets without its weights."""

import numpy as np
import pytest

from simulator.network.interventions import Hold
from simulator.objective.loss import Loss
from simulator.objective.targets import Targets
from simulator.training.batch import Batch, drawn_masks, joined
from simulator.training.network import Network
from simulator.training.passes import Passes
from tests.simulator.training.networks import network, random_batch, with_loss


def test_with_the_network_it_is_the_experiment_again():
    for seed in range(20):
        experiment = with_loss(seed)
        again = Batch.of(experiment).experiment(Network.of(experiment))
        assert again.lengths == experiment.lengths
        assert again.training == bool(experiment.masks)
        pairs = zip(again.arrays(), experiment.arrays(), strict=True)
        assert all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def test_rows_are_taken_in_the_order_asked_for():
    batch = random_batch(network(), rows=4, lengths=(5, 2, 3, 4))
    taken = batch.only(np.array([3, 1]))
    assert taken.lengths == (4, 2)
    np.testing.assert_array_equal(taken.inputs, batch.inputs[:, [3, 1]])
    np.testing.assert_array_equal(taken.targets.values, batch.targets.values[:, [3, 1]])


def test_masks_follow_from_their_seed_and_keep_the_mean():
    net = network(num_layers=3, dropout=0.25)
    batch = random_batch(net, steps=50, rows=40)
    masks = drawn_masks(net.config, batch, (0, 7))
    again, others = (drawn_masks(net.config, batch, seed) for seed in ((0, 7), (0, 8)))
    assert len(masks) == 2
    assert all(np.array_equal(a, b) for a, b in zip(masks, again, strict=True))
    assert not np.array_equal(masks[0], masks[1])
    assert not np.array_equal(masks[0], others[0])
    assert set(np.unique(masks[0])) == {np.float32(0), np.float32(4 / 3)}
    assert masks[0].mean() == pytest.approx(1, abs=0.03)
    assert drawn_masks(network(num_layers=3).config, batch, (0, 7)) == ()


def test_dropout_of_one_drops_everything():
    net = network(num_layers=2, dropout=1.0)
    (mask,) = drawn_masks(net.config, random_batch(net), (0, 0))
    assert not mask.any()


@pytest.mark.parametrize("over", ["every", "last", "h_n"])
def test_batches_side_by_side_are_each_read_as_alone(over):
    net = network(num_layers=2, bidirectional=True, over=over, dtype=np.float64)
    batches = [random_batch(net, steps, rows, steps) for steps, rows in ((3, 2), (5, 1), (4, 3))]
    whole = joined(batches)
    assert (whole.steps, whole.rows, whole.lengths) == (5, 6, (3, 3, 5, 4, 4, 4))
    passes, arrays = Passes(net), net.arrays
    losses = [passes.judge(arrays, batch).loss for batch in batches]
    numbers = [batch.counts(net.readout).sum() for batch in batches]
    wanted = np.average(losses, weights=numbers)
    assert passes.judge(arrays, whole).loss == pytest.approx(wanted, rel=1e-12)
    assert joined(batches[:1]) is batches[0]


def test_batches_side_by_side_keep_their_states():
    one, other = (Batch.of(with_loss(3)) for _ in range(2))
    whole = joined([one, other])
    assert [*whole.states] == ["h", "c"]
    for name, state in whole.states.items():
        both = [one.states[name], other.states[name]]
        np.testing.assert_array_equal(state, np.concatenate(both, axis=1))


def test_batches_that_differ_do_not_lie_side_by_side():
    net = network()
    for other in (random_batch(net, kind="bce"), random_batch(network(inputs=3))):
        with pytest.raises(ValueError, match="same width, targets and loss"):
            joined([random_batch(net), other])


def test_holds_are_refused_rather_than_forgotten():
    experiment = with_loss(1).with_holds(Hold("f", 0, 0, (0,), 0, 0, 1.0))
    with pytest.raises(ValueError, match="held values or cuts"):
        Batch.of(experiment)


def test_it_says_what_does_not_fit():
    targets, loss = Targets.of(np.zeros((3, 2, 1))), Loss("mse")
    with pytest.raises(ValueError, match=r"inputs \(T, B, I\)"):
        Batch(np.zeros((3, 2)), targets, loss)
    with pytest.raises(ValueError, match="must have shape"):
        Batch(np.zeros((4, 2, 1)), targets, loss)
    assert repr(Batch(np.zeros((3, 2, 1)), targets, loss)).startswith("Batch((3, 2, 1), Targets(")
