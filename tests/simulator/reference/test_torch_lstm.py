"""The torch engine agrees with torch's own modules, and our run with torch in train mode."""

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.needs_torch import torch, torch_engine
from tests.simulator.experiments import experiments, random_parameters, torch_lstm, torch_outputs
from tests.simulator.train_mode import in_train_mode


def assert_close(ours, theirs, dtype):
    tolerance = 5e-6 if dtype == np.float32 else 1e-13
    for a, b in zip(ours, theirs, strict=True):
        assert type(b) is np.ndarray
        assert (a.shape, a.dtype) == (b.shape, b.dtype)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def whole_window(experiment):
    """Return what torch's engine gives for all layers and timesteps, in nn.LSTM's shapes."""
    T = experiment.num_timesteps
    window = torch_engine.lstm_window(
        experiment.config,
        experiment.parameters.arrays,
        range(experiment.config.num_layers),
        experiment.sequence[:T],
        experiment.lengths,
        [*experiment.states.values()],
        [mask[:T] for mask in experiment.masks],
    )
    return experiment.outputs_of(*window)


@examples(100, by_default=8)
@given(experiments(), st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0]), st.integers(0, 2**63))
def test_a_run_in_train_mode_is_that_of_torch(experiment, dropout, seed):
    experiment = in_train_mode(experiment, dropout, seed)
    run = Run(experiment)
    run.advance()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = torch_outputs(experiment)
    assert_close(run.trace.outputs(), expected, experiment.dtype)


@pytest.mark.few(19)
@pytest.mark.parametrize(
    ("bidirectional", "proj_size", "batch_first", "batched", "ragged", "dtype", "dropout"),
    [
        options
        for options in itertools.product(
            (False, True), (0, 3), (False, True), (True, False), (False, True),
            (np.float32, np.float64), (0.4, 1.0),
        )
        if options[3] or not options[4]
    ],
)  # fmt: skip
def test_the_masks_are_those_that_torch_draws(
    bidirectional, proj_size, batch_first, batched, ragged, dtype, dropout
):
    """Every combination is tried once, large enough that no other masks are equal by chance."""
    config = LSTMConfig(
        3, 8, 3, True, batch_first, dropout, bidirectional=bidirectional, proj_size=proj_size
    )
    shape = (7, 4, 3) if batched else (7, 3)
    x = np.random.default_rng(0).standard_normal(shape).astype(dtype)
    x = x.swapaxes(0, 1) if batched and batch_first else x
    lengths = (2, 7, 1, 7) if ragged else None
    experiment = Experiment.create(random_parameters(config, dtype=dtype), x, lengths=lengths)
    experiment = in_train_mode(experiment, dropout, seed=11)
    run = Run(experiment)
    run.advance()
    assert_close(run.trace.outputs(), torch_outputs(experiment), dtype)
    assert_close(whole_window(experiment), torch_outputs(experiment), dtype)


@pytest.mark.parametrize("batch", [1, 16, 17, 40])
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equal_lengths_draw_the_masks_of_the_packed_call(batch, batch_first, dtype):
    """Torch sorts the rows of a PackedSequence, those of equal length in an order of its own."""
    config = LSTMConfig(3, 8, 3, True, batch_first, 0.4, bidirectional=True)
    values = np.random.default_rng(1).standard_normal((5, batch, 3)).astype(dtype)
    x = values.swapaxes(0, 1) if batch_first else values
    parameters = random_parameters(config, dtype=dtype)
    given = Experiment.create(parameters, x, lengths=(5,) * batch)
    plain = Experiment.create(parameters, x)
    assert (given.packed, plain.packed) == (True, False)
    ran = []
    for experiment in (given, plain):
        run = Run(in_train_mode(experiment, 0.4, seed=3))
        run.advance()
        ran.append(run.trace.outputs())
        assert_close(ran[-1], torch_outputs(run.experiment), dtype)
    assert (np.abs(ran[0].output - ran[1].output).max() > 0.01) == (batch > 16)


def test_masks_are_zero_past_a_row_and_of_two_values_within():
    masks = torch_engine.dropout_masks((50, 3, 8), (50, 9, 20), 4, 0.25, 5, np.float64)
    assert len(masks) == 3
    for mask in masks:
        assert (mask.shape, mask.dtype) == ((50, 3, 8), np.float64)
        assert not mask[9:, 1].any()
        assert not mask[20:, 2].any()
        assert set(np.unique(mask)) == {0, 1 / 0.75}
        assert 0.6 < (mask[:, 0] > 0).mean() < 0.9
    assert (masks[0] != masks[1]).any()


def test_drawing_masks_leaves_torchs_generator_alone():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    torch_engine.dropout_masks((4, 2, 3), (4, 4), 2, 0.5, 99, np.float32)
    assert torch.equal(torch.rand(3), expected)


@examples(50)
@given(experiments())
def test_outputs_are_those_of_the_module(experiment):
    assert_close(whole_window(experiment), torch_outputs(experiment), np.float64)


@examples(60)
@given(experiments(), st.integers(1, 5))
def test_a_cell_is_that_of_lstm_with_one_step(experiment, rows):
    """`nn.LSTM` runs one timestep in float64, where it takes the path without oneDNN."""
    parameters = experiment.parameters.astype(np.float64)
    config, rng = parameters.config, np.random.default_rng(rows)
    lstm = torch_lstm(parameters).eval()
    D = config.num_directions
    x = rng.standard_normal((rows, config.input_size))
    h_0, c_0 = (rng.standard_normal(config.state_shape(rows, name)) for name in ("h_0", "c_0"))
    given = torch.from_numpy(x[:, None] if config.batch_first else x[None])
    with torch.inference_mode():
        _, (h_n, c_n) = lstm(given, (torch.from_numpy(h_0), torch.from_numpy(c_0)))
    for layer in range(config.num_layers):
        values = []
        for direction in range(D):
            lane = Lane(layer, direction)
            cell = torch_engine.TorchCell(config, parameters.arrays, lane, np.float64)
            row = layer * D + direction
            values.append(cell.step((x, h_0[row], c_0[row])))
            np.testing.assert_allclose(values[-1]["h"], h_n[row].numpy(), rtol=0, atol=1e-15)
            np.testing.assert_allclose(values[-1]["c"], c_n[row].numpy(), rtol=0, atol=1e-15)
            assert all(type(value) is np.ndarray for value in values[-1].values())
        x = np.concatenate([value["h"] for value in values], axis=1)


def test_torch_works_on_copies():
    config = LSTMConfig(2, 3)
    arrays = {n: a.copy() for n, a in random_parameters(config).arrays.items()}
    cell = torch_engine.TorchCell(config, arrays, Lane(), np.float32)
    inputs = [np.ones((1, n), np.float32) for n in (2, 3, 3)]
    before = cell.step(inputs)["h"]
    for array in arrays.values():
        array[:] = 0
    np.testing.assert_array_equal(cell.step(inputs)["h"], before)


def test_wrong_shapes_are_refused_before_torch_sees_them():
    config = LSTMConfig(2, 3, proj_size=2)
    good = dict(random_parameters(config).arrays)
    for name, array in good.items():
        with pytest.raises(ValueError, match=f"{name} must have shape"):
            torch_engine.TorchCell(config, {**good, name: array[:-1]}, Lane(), np.float32)
    cell = torch_engine.TorchCell(config, good, Lane(), np.float32)
    inputs = {"x": np.ones((4, 2)), "h_prev": np.ones((4, 2)), "c_prev": np.ones((4, 3))}
    for name, array in inputs.items():
        for wrong in (array[:, :-1], array[:1]) if name != "x" else (array[:, :-1],):
            with pytest.raises(ValueError, match=f"{name} must have shape"):
                cell.step([*{**inputs, name: wrong}.values()])
    window = [np.ones((3, 2, 2)), np.ones((1, 2, 2)), np.ones((1, 2, 3))]
    torch_engine.lstm_window(config, good, range(1), window[0], (3, 2), window[1:])
    for index, wrong in ((0, np.ones((3, 2, 3))), (1, np.ones((1, 2, 3))), (2, np.ones((1, 1, 3)))):
        broken = [*window]
        broken[index] = wrong
        with pytest.raises(ValueError, match="must have shape"):
            torch_engine.lstm_window(config, good, range(1), broken[0], (3, 2), broken[1:])
    for lengths in ((3,), (2, 2), (4, 3), (3, 0)):
        with pytest.raises(ValueError, match="lengths"):
            torch_engine.lstm_window(config, good, range(1), window[0], lengths, window[1:])


def test_what_torch_can_not_draw_is_refused():
    for lengths in ((3,), (4, 1), (0, 3)):
        with pytest.raises(ValueError, match="lengths"):
            torch_engine.dropout_masks((3, 2, 4), lengths, 2, 0.5, 0, np.float32)
    with pytest.raises(ValueError, match="seed"):
        torch_engine.dropout_masks((3, 2, 4), (3, 3), 2, 0.5, 2**65, np.float32)


def test_the_version_is_plain():
    assert type(torch_engine.version()) is str
    assert torch_engine.version() == str(torch.__version__)


def test_a_window_of_some_layers_is_a_part_of_the_whole():
    """Layers 1 and 2 of three, given the outputs of layer 0, end as the whole does."""
    config = LSTMConfig(3, 4, 3, bidirectional=True, proj_size=2)
    parameters = random_parameters(config, dtype=np.float64)
    x = np.random.default_rng(3).standard_normal((4, 2, 3))
    experiment = Experiment.create(parameters, x, lengths=(4, 3))
    whole = torch_outputs(experiment)
    h_0, c_0 = experiment.h_0, experiment.c_0

    def window(layers, x, *states, masks=()):
        arrays = parameters.arrays
        return torch_engine.lstm_window(config, arrays, layers, x, (4, 3), states, masks)

    first = window(range(1), x, h_0[:2], c_0[:2])
    rest = window(range(1, 3), first.output, h_0[2:], c_0[2:])
    np.testing.assert_array_equal(rest.output, whole.output)
    np.testing.assert_array_equal(np.concatenate((first.h_n, rest.h_n)), whole.h_n)
    ones = (np.ones((4, 2, 4)), np.ones((4, 2, 4)))
    masked = window(range(3), x, h_0, c_0, masks=ones)
    for ours, theirs in zip(masked, whole, strict=True):
        np.testing.assert_array_equal(ours, theirs)
