"""Gradients that training learns from agree with torch within the bound; wrong ones do not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.check.gradients.learning import check_learning
from simulator.training import passes as passes_module
from simulator.training.batch import Batch, drawn_masks
from simulator.training.network import Network
from simulator.training.passes import Passes, RecordedPasses
from simulator.training.walks import lane_walk, readout_pass
from simulator.training.walks.lane_walk import LaneWalk
from tests.depth import examples
from tests.simulator.training.networks import network, random_batch, same, with_loss

SHARE = 0.6


def checked(net, batch, taken=None):
    """Check the passes of a network on a batch, or of another batch in its place."""
    recording = RecordedPasses(net).record(net.arrays, taken or batch)
    return check_learning(net, batch, recording)


def case(dtype=np.float64, **options):
    """Return a network and a batch in which every part of the passes matters."""
    options = {"num_layers": 2, "bidirectional": True, "proj_size": 2, "dropout": 0.3} | options
    net = network(2, 3, 2, dtype=dtype, **options)
    batch = random_batch(net, 9, 3, lengths=(9, 4, 7))
    rng = np.random.default_rng(1)
    shapes = {name: net.config.state_shape(3, f"{name}_0") for name in ("h", "c")}
    states = {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}
    batch = replace(batch, states=states)
    return net, batch.with_masks(drawn_masks(net.config, batch, (0, 0)))


@pytest.fixture
def many_blocks(monkeypatch):
    """Have few columns in a block, so that the sums of weights have several."""
    monkeypatch.setattr(lane_walk, "_BLOCK_BYTES", 0)
    monkeypatch.setattr(lane_walk, "_LEAST_COLUMNS", 8)


@given(st.integers(0, 10**5), st.sampled_from([np.float32, np.float64]))
@examples(40, by_default=4)
@pytest.mark.torch
def test_passes_of_random_networks_agree(seed, dtype):
    experiment = with_loss(seed, dtype, steps=12)
    report = checked(Network.of(experiment), Batch.of(experiment))
    assert report.confirms, report.text()
    assert report.max_ratio_to_bound <= SHARE


@pytest.mark.torch
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("over", ["every", "last", "h_n"])
def test_all_options_together_agree_and_are_counted(many_blocks, dtype, over):
    net, batch = case(dtype, over=over)
    report = checked(net, batch)
    assert report.confirms, report.text()
    assert report.max_ratio_to_bound <= SHARE
    cells = 4 * sum(batch.lengths)
    assert report.steps_checked == cells
    assert report.steps_in_float64 == (cells if dtype == np.float32 else 0)
    assert report.readouts_checked == (sum(batch.lengths) if over == "every" else 3)
    assert report.backward
    assert report.not_comparable == 0


@pytest.mark.parametrize("blocks", [False, True])
def test_what_is_recorded_has_the_bits_that_are_learnt_from(monkeypatch, blocks):
    if blocks:
        monkeypatch.setattr(lane_walk, "_BLOCK_BYTES", 0)
        monkeypatch.setattr(lane_walk, "_LEAST_COLUMNS", 8)
    net, batch = case(np.float32)
    recorded, plain = RecordedPasses(net).record(net.arrays, batch), Passes(net)
    found = plain.gradients(net.arrays, batch)
    same(found.gradients, recorded.result.gradients)
    assert found.loss == recorded.result.loss


def patched(owner, name, change):
    """Return a mistake: a function replaced by what `change` makes of it."""
    return lambda monkeypatch: monkeypatch.setattr(owner, name, change(getattr(owner, name)))


def after(change):
    """Run a method, and then change what it left."""

    def made(right):
        def wrong(self, *given):
            result = right(self, *given)
            change(self, *given)
            return result

        return wrong

    return made


def dc_through_i(walk, start, stop):
    walk._factors[: stop - start, 0] = walk._cell[start:stop, 0]


def slope_without_square(walk, start, stop):
    walk._factors[: stop - start, 5] = walk._cell[start:stop, 2]


def no_slope_of_g(walk, start, stop):
    walk._factors[: stop - start, 1] = walk._cell[start:stop, 0]


def begun_with_something(walk):
    walk._dh_next[...] = 1


MISTAKES = {
    "dc_prev without f": patched(LaneWalk, "_make_factors", after(dc_through_i)),
    "no 1 - tanh(c)^2": patched(LaneWalk, "_make_factors", after(slope_without_square)),
    "no slope of g": patched(LaneWalk, "_make_factors", after(no_slope_of_g)),
    "gates of W_hh swapped on the way backward": patched(
        lane_walk, "ORDER_BACK", lambda _: ((0, 2), (1, 1), (2, 0), (3, 3))
    ),
    "gradients in another order of gates": patched(
        lane_walk, "take_gates", lambda _: lambda into, found: into.__setitem__(..., found)
    ),
    "no sum over the blocks": patched(
        LaneWalk, "_sum_up", lambda right: lambda self, a, b, first: right(self, a, b, True)
    ),
    "reverse walked like forward": patched(
        passes_module._Room, "_turned", lambda _: lambda self, values, direction: values
    ),
    "MSE without the 2": patched(
        readout_pass, "counted_numbers", lambda right: lambda *given: 2 * right(*given)
    ),
    "h_n of reverse read at the end": patched(
        readout_pass.ReadoutPass,
        "_parts",
        lambda right: lambda self: [(part, self._ends) for part, _ in right(self)],
    ),
}


@pytest.mark.few(5)
@pytest.mark.torch
@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_seen(monkeypatch, many_blocks, name):
    net, batch = case(np.float32, over="h_n" if "h_n" in name else "every")
    MISTAKES[name](monkeypatch)
    report = checked(net, batch)
    assert not report.agrees
    assert report.first_disagreement.text()


@pytest.mark.torch
@pytest.mark.parametrize("name", ["masks", "h", "c", "lengths"])
def test_what_was_not_learnt_from_this_batch_is_seen(name):
    net, batch = case()
    other = {"masks": (), "lengths": (9, 9, 9)}
    if name in batch.states:
        other, name = {"states": {**batch.states, name: 0 * batch.states[name]}}, "states"
    report = checked(net, batch, replace(batch, **{name: other[name]}))
    assert not report.agrees


@pytest.mark.torch
def test_one_bit_of_a_gradient_is_seen():
    net, batch = case()
    recording = RecordedPasses(net).record(net.arrays, batch)
    for name, gradient in recording.result.gradients.items():
        if name.startswith("readout"):
            continue  # within the rounding of its sum
        right = gradient.flat[0]
        gradient.flat[0] = np.nextafter(right, np.inf)
        report = check_learning(net, batch, recording)
        assert f"The gradient of {name}" in report.text()
        gradient.flat[0] = right
    assert check_learning(net, batch, recording).confirms


@pytest.mark.torch
def test_a_wrong_gradient_of_the_readout_is_seen():
    net, batch = case()
    recording = RecordedPasses(net).record(net.arrays, batch)
    for name in ("readout.weight", "readout.bias"):
        recording.result.gradients[name].flat[0] *= 1 + 1e-9
        assert f"The gradient of {name}" in check_learning(net, batch, recording).text()
        recording.result.gradients[name].flat[0] /= 1 + 1e-9


@pytest.mark.torch
def test_what_overflows_is_counted_apart():
    net, batch = case(np.float32)
    broken = net.with_arrays({"weight_hh_l0": np.full((12, 2), 1e38, np.float32)})
    report = checked(broken, batch)
    assert report.agrees, report.text()
    assert report.not_comparable > 0
