"""Wrong numbers as torch's users make them, by torch itself."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.network.config import LSTMConfig
from simulator.progress import finish
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters, torch_lstm

pytestmark = pytest.mark.torch

B, T = 3, 6


def named(experiment, **arrays):
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    found = finish(diagnose(experiment, lay_out(Numbers("theirs", arrays), experiment)))
    assert found.agrees or found.explained, found.sentence()
    return {e.names[0] for e in found.explanations if e.complete and len(e.names) == 1}


@pytest.fixture
def experiment():
    config = LSTMConfig(3, 4, num_layers=2, bidirectional=True)
    x = np.random.default_rng(5).standard_normal((T, B, 3)).astype(np.float32)
    return Experiment.create(random_parameters(config, 5), x, lengths=[3, 2, T])


def packed(e, x, lengths):
    """Return what nn.LSTM gives for rows of these lengths, as numpy arrays."""
    pack = torch.nn.utils.rnn.pack_padded_sequence
    with torch.inference_mode():
        lstm = torch_lstm(e.parameters)
        output, (h_n, c_n) = lstm(pack(torch.tensor(x), lengths, enforce_sorted=False))
        output, _ = torch.nn.utils.rnn.pad_packed_sequence(output)
    return output, h_n, c_n


@pytest.fixture
def right(experiment):
    return packed(experiment, experiment.sequence, list(experiment.lengths))


def test_rows_that_were_sorted_for_packing(experiment, right):
    lengths, order = torch.sort(torch.tensor(experiment.lengths), descending=True)
    output, h_n, c_n = packed(experiment, experiment.sequence[:, order], lengths)
    name = "its rows left sorted by length"
    assert named(experiment, output=output, h_n=h_n, c_n=c_n) == {name}
    back = torch.argsort(order)
    name = "h_n and c_n with rows left sorted by length"
    assert named(experiment, output=output[:, back], h_n=h_n, c_n=c_n) == {name}
    assert named(experiment, output=output[:, back], h_n=h_n[:, back], c_n=c_n[:, back]) == set()
    name = "its row order restored with the sorting indices, not their inverse"
    assert named(experiment, output=output[:, order], h_n=h_n[:, order]) == {name}
    output, h_n, c_n = packed(experiment, experiment.sequence, lengths)
    name = "the lengths sorted, but not the rows"
    assert named(experiment, output=output, h_n=h_n, c_n=c_n) == {name}


def test_final_states_in_other_shapes(experiment, right):
    """They are read by their shape; what they hold is then right or wrong."""
    output, h_n, c_n = right
    for shown in (h_n[-1], h_n[-2:], torch.cat((h_n[-2], h_n[-1]), 1), h_n.transpose(0, 1)):
        assert named(experiment, h_n=shown, c_n=c_n) == set()
    flat = h_n.permute(1, 0, 2).reshape(B, -1)
    assert named(experiment, h_n=flat) == set()
    name = "h_n viewed as (batch, layer) without transposing"
    assert named(experiment, h_n=h_n.contiguous().view(B, -1), c_n=c_n) == {name}
    name = "h_n with the reverse direction first"
    assert named(experiment, h_n=torch.cat((h_n[-1], h_n[-2]), 1), c_n=c_n) == {name}
    name = "h_n from the last row to the first"
    assert named(experiment, h_n=h_n[0], output=output) == {name}
    layers = h_n.view(2, 2, B, -1)
    for merged, how in ((layers.sum(1), "summed"), (layers.mean(1), "averaged")):
        name = f"h_n of the two directions {how}"
        assert named(experiment, h_n=merged[-1], c_n=c_n) == {name}
    forward, reverse = output.chunk(2, dim=-1)
    assert named(experiment, output=forward + reverse) == {
        "the outputs of the two directions summed"
    }


def test_a_final_state_without_its_batch_axis():
    config = LSTMConfig(3, 4, num_layers=3)
    x = np.random.default_rng(5).standard_normal((T, 1, 3)).astype(np.float32)
    e = Experiment.create(random_parameters(config, 5), x)
    with torch.inference_mode():
        _, (h_n, c_n) = torch_lstm(e.parameters)(torch.tensor(x[:, 0]))
    assert named(e, h_n=h_n, c_n=c_n) == set()
    assert named(e, h_n=h_n[-1:], c_n=c_n[-1:]) == set()
    name = "h_n from the last layer to the first"
    assert named(e, h_n=h_n.flip(0), c_n=c_n) == {name}


def test_each_final_state_may_have_its_own_mistake(experiment, right):
    _, h_n, c_n = right
    arrays = {"h_n": h_n[[0, 2, 1, 3]], "c_n": c_n[[1, 0, 3, 2]]}
    arrays = {name: array.numpy() for name, array in arrays.items()}
    work = diagnose(experiment, lay_out(Numbers("theirs", arrays), experiment))
    names = {frozenset(found.names) for found in finish(work).explanations if found.complete}
    pair = {"h_n by direction, then layer", "c_n with the reverse direction first"}
    assert frozenset(pair) in names


@pytest.mark.parametrize(("by_row", "scales"), [(False, "per matrix"), (True, "per row")])
@pytest.mark.parametrize("seed", range(3))
def test_weights_in_int8_by_torchs_observers(by_row, scales, seed):
    from torch.ao.quantization import observer

    kind = observer.PerChannelMinMaxObserver if by_row else observer.MinMaxObserver
    scheme = torch.per_channel_symmetric if by_row else torch.per_tensor_symmetric

    def fake_quantised(W):
        seen = kind(dtype=torch.qint8, qscheme=scheme)
        seen(W)
        scale, zero = seen.calculate_qparams()
        if by_row:
            return torch.fake_quantize_per_channel_affine(W, scale, zero.int(), 0, -128, 127)
        return torch.fake_quantize_per_tensor_affine(W, scale, zero.int(), -128, 127)

    config = LSTMConfig(5, 16, num_layers=2)
    x = np.random.default_rng(seed).standard_normal((20, 4, 5)).astype(np.float32)
    e = Experiment.create(random_parameters(config, seed), x)
    arrays = {
        n: fake_quantised(torch.tensor(a)).numpy() if n.startswith("weight") else a
        for n, a in e.parameters.arrays.items()
    }
    rounded = replace(e, parameters=e.parameters.with_arrays(arrays))
    with torch.inference_mode():
        output, _ = torch_lstm(rounded.parameters)(torch.tensor(x))
    assert named(e, output=output) == {f"weights rounded to int8 as in torch, one scale {scales}"}


def test_an_input_that_was_normalised(experiment):
    rng = np.random.default_rng(2)
    x = rng.integers(0, 256, (T, B, 3)).astype(np.float32)
    e = Experiment.create(experiment.parameters, x)
    t = torch.tensor(x)
    inputs = {
        "the input divided by 255": t / 255,
        "the input scaled from 0…255 to −1…1": (t / 255 - 0.5) / 0.5,
        "the input z-scored with torch.std (n − 1), each feature over all rows": (
            (t - t.mean((0, 1))) / t.std((0, 1))
        ),
        "the input z-scored with torch.std (n − 1), each feature within its row": (
            (t - t.mean(0)) / t.std(0)
        ),
        "the input z-scored, all its values together": (t - t.mean()) / t.std(correction=0),
        "the input min–max scaled to 0…1, each feature over all rows": (
            (t - t.amin((0, 1))) / (t.amax((0, 1)) - t.amin((0, 1)))
        ),
    }
    with torch.inference_mode():
        for name, given in inputs.items():
            output, _ = torch_lstm(e.parameters)(given)
            assert named(e, output=output) == {name}
