"""The exported program runs with PyTorch alone, and prints the numbers of the trace."""

import ast
import re
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints.script.export import script, write_script
from simulator.files.gradients.leaves import leaves
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.objective.loss import CROSS_ENTROPY, LOSSES, MSE, REDUCTIONS
from simulator.objective.objective import Seed
from simulator.objective.readout import EVERY, OVER
from simulator.objective.targets import Targets
from tests import depth
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.checkpoints.script.programs import ran
from tests.simulator.files.gradients.written import way_back
from tests.simulator.files.workspaces.test_workspace import any_bits
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import objective_of, with_objective
from tests.simulator.train_mode import in_train_mode

RESULTS = ("output", "h_n", "c_n", "y", "p", "loss")


def trace_outputs(experiment):
    run = Run(experiment)
    run.advance()
    return run.trace.outputs()


def assert_close(theirs, ours):
    tolerance = 1e-5 if ours.dtype == np.float32 else 1e-12
    assert theirs.shape == ours.shape
    np.testing.assert_allclose(theirs, ours, rtol=tolerance, atol=tolerance)


def printed(text):
    """Return the tensors that the program printed, by name."""
    found = re.findall(
        r"^(output|h_n|c_n) (\([^)]*\))\ntensor\((.*?)(?:,\s+dtype=torch\.float64)?\)$",
        text,
        re.DOTALL | re.MULTILINE,
    )
    return {
        name: np.array(ast.literal_eval(body)).reshape(ast.literal_eval(shape))
        for name, shape, body in found
    }


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize("example", ["teaching", "sunspots"])
def test_it_prints_the_numbers_of_the_trace(tmp_path, example):
    """In a process of its own."""
    experiment = EXAMPLES[example]().experiment
    path = tmp_path / "lstm.py"
    write_script(path, experiment)
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    tensors = printed(done.stdout)
    for name, ours in trace_outputs(experiment).named().items():
        assert_close(tensors[name].astype(ours.dtype), ours)


@pytest.mark.torch
def test_experiments_of_every_option_give_the_same_numbers(tmp_path):
    chosen = []

    @examples(60, database=None, suppress_health_check=list(HealthCheck))
    @given(experiments(), st.sampled_from([None, 0.0, 0.5]), st.integers(0, 99))
    def choose(experiment, dropout, seed):
        if dropout is not None:
            experiment = in_train_mode(experiment, dropout, seed)
        chosen.append(experiment)

    choose()
    config = LSTMConfig(3, 2, 3, bidirectional=True)
    values = np.random.default_rng(2).standard_normal((5, 2, 3)).astype(np.float32)
    ragged = Experiment.create(random_parameters(config), values, lengths=[5, 3])
    chosen.append(in_train_mode(ragged, 0.5, 4))
    many = np.random.default_rng(3).standard_normal((5, 17, 3)).astype(np.float32)
    equal = Experiment.create(random_parameters(config), many, lengths=[5] * 17)
    chosen.append(in_train_mode(equal, 0.5, 4))
    if depth.full:
        assert any(e.needs_masks for e in chosen[:-2])
        assert any(e.ragged for e in chosen[:-2])
    paths = [tmp_path / f"{number}.py" for number in range(len(chosen))]
    for path, experiment in zip(paths, chosen, strict=True):
        write_script(path, experiment)
    for path, experiment in zip(paths, chosen, strict=True):
        theirs = ran(path, *RESULTS).arrays
        for name, ours in trace_outputs(experiment).named().items():
            assert_close(theirs[name], ours)


def written(experiments, folder):
    """Run the programs of several experiments; return the arrays of each."""
    paths = [folder / f"{number}.py" for number in range(len(experiments))]
    for path, experiment in zip(paths, experiments, strict=True):
        write_script(path, experiment)
    return [ran(path, *RESULTS).arrays for path in paths]


def forecast(experiment, ahead, loss, over=EVERY):
    """Give an experiment the forecast of its own sequence as its objective."""
    classes, width = loss == CROSS_ENTROPY, experiment.config.input_size
    shape, dtype = experiment.sequence.shape[:2], experiment.dtype
    objective = objective_of(
        experiment.config, shape, dtype, outputs=width, loss=loss, over=over, ignore_index=1
    )
    given = experiment.sequence, experiment.lengths
    targets = Targets.forecast(*given, ahead, classes)
    return experiment.with_objective(replace(objective, targets=targets))


def one_hots(experiment):
    """Make most timesteps of the sequence one-hot."""
    rng, (steps, batch, width) = np.random.default_rng(5), experiment.sequence.shape
    sequence = np.eye(width, dtype=experiment.dtype)[rng.integers(0, width, (steps, batch))]
    sequence[rng.random((steps, batch)) < 0.2] = 0.5
    return experiment.with_sequence(sequence)


@pytest.mark.torch
def test_it_gives_the_answers_and_the_loss_of_every_objective(tmp_path):
    """Every loss, reduction and reading, with lengths, batch first and two directions."""
    chosen = []

    @examples(120, database=None, suppress_health_check=list(HealthCheck))
    @given(with_objective(), st.sampled_from([None, 1, 2]))
    def choose(experiment, ahead):
        if ahead is not None:
            loss, over = experiment.objective.loss.kind, experiment.objective.readout.over
            made = one_hots(experiment) if loss == CROSS_ENTROPY else experiment
            experiment = forecast(made, ahead, loss, over)
        chosen.append(experiment)

    choose()
    chosen += ragged_by_hand()
    for quality in ("ragged", "batched"):
        assert {getattr(e, quality) for e in chosen} == {True, False}
    for of in (
        lambda e: e.objective.loss.kind,
        lambda e: e.objective.loss.reduction,
        lambda e: e.objective.readout.over,
        lambda e: (e.config.bidirectional, e.config.batch_first),
    ):
        found, that_count = {of(e) for e in chosen}, {of(e) for e in chosen if counts(e)}
        assert found == that_count or not depth.full
        assert len(that_count) >= 2
    for experiment, theirs in zip(chosen, written(chosen, tmp_path), strict=True):
        done = Run(experiment)
        done.advance()
        rel = 1e-4 if experiment.dtype == np.float32 else 1e-11
        summed = experiment.objective.loss.reduction == "sum"
        # Where nothing counts, torch's sum is 0, and ours is no number like its mean.
        loss = done.trace.loss() if counts(experiment) or not summed else 0.0
        assert float(theirs["loss"]) == pytest.approx(loss, rel, rel, nan_ok=True)
        for name in experiment.objective.quantities[:-1]:
            ours = answers(experiment, done.trace.values(name, Lane()))
            assert theirs[name].shape == ours.shape
            reads = ~np.isnan(ours)
            np.testing.assert_allclose(theirs[name][reads], ours[reads], rtol=rel, atol=rel)


def ragged_by_hand():
    """Return ragged batches of each loss and reading: few are drawn."""
    values = np.random.default_rng(4).standard_normal((4, 3, 4)).astype(np.float32)
    for number, (loss, over) in enumerate(product(LOSSES, OVER)):
        config = LSTMConfig(4, 2, bidirectional=True, batch_first=number % 2 == 1)
        given = values.swapaxes(0, 1) if config.batch_first else values
        ragged = Experiment.create(random_parameters(config), given, lengths=[2, 4, 3])
        reduction = REDUCTIONS[number // 2 % 2]
        yield ragged.with_objective(
            objective_of(
                config, (4, 3), np.float32, number, loss=loss, over=over, reduction=reduction
            )
        )


def counts(experiment):
    return bool(experiment.counts().any())


def answers(experiment, values):
    """Return (T, B, K) in the axes of the program's y; NaN past a row's length."""
    values, batch = np.array(values), experiment.batch_size
    if experiment.objective.readout.over != EVERY:
        last = values[np.array(experiment.lengths) - 1, np.arange(batch)]
        return last if experiment.batched else last[0]
    values[np.arange(len(values))[:, None] >= np.array(experiment.lengths)] = np.nan
    if not experiment.batched:
        return values[:, 0]
    return values.swapaxes(0, 1) if experiment.config.batch_first else values


def with_gradients():
    """Return cases of every option without holds, whose seeds lie on what nn.LSTM returns."""
    for number in range(depth.count(150, by_default=30)):
        experiment = random_case(number, most_holds=0)
        objective, rng = experiment.objective, np.random.default_rng(number)
        experiment = replace(experiment, training=False, masks=())
        if experiment.batch_size == 1 and not experiment.packed:
            experiment = replace(experiment, batched=False)
        if number % 3 == 0:
            experiment = in_train_mode(experiment, 0.4, number)
        if objective.loss is not None and number % 4 == 0:
            experiment = forecast(experiment, 1, MSE)
        lengths, config = experiment.lengths, experiment.config
        seeds = []
        for seed in objective.seeds:
            if seed.quantity in ("h", "c"):  # at the end of its walk, where h_n and c_n are
                t = 0 if seed.lane.direction else lengths[seed.row] - 1
                seed = replace(seed, t=t)
            if seed.quantity == "h" and rng.integers(2):
                seed = replace(seed, lane=Lane(config.num_layers - 1, seed.lane.direction), t=0)
            seeds.append(seed)
        experiment = experiment.with_objective(replace(experiment.objective, seeds=tuple(seeds)))
        if experiment.source:
            yield experiment


@pytest.mark.torch
def test_it_goes_back_and_its_gradients_are_ours(tmp_path):
    chosen = [*with_gradients()]
    kinds = {seed.quantity for e in chosen for seed in e.objective.seeds}
    assert kinds == {"h", "c", "output", "y"}
    assert any(e.objective.loss and e.objective.targets.ahead for e in chosen)
    paths = [tmp_path / f"{number}.py" for number in range(len(chosen))]
    for path, experiment in zip(paths, chosen, strict=True):
        write_script(path, experiment, gradients=True)
    for path, experiment in zip(paths, chosen, strict=True):
        theirs, back = ran(path, "gradients").arrays, way_back(experiment)
        back.advance()
        for name, ours in leaves(back):
            found = theirs.pop(name, np.zeros(ours.shape))
            assert found.shape == ours.shape
            scale = max(1.0, np.abs(found).max())
            assert np.abs(ours - found).max() <= 1e-8 * scale, (path, name)
        assert not theirs


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize("example", ["latch", "sunspots"])
def test_an_example_prints_the_norm_of_each_gradient(tmp_path, example):
    experiment = EXAMPLES[example]().experiment
    write_script(tmp_path / "lstm.py", experiment, gradients=True)
    told = ran(tmp_path / "lstm.py").printed
    lines = re.findall(r"^gradient of (\S+) (\(.*\)) norm (\S+)$", told, re.MULTILINE)
    back = way_back(experiment)
    back.advance()
    ours = dict(leaves(back))
    assert [name for name, _, _ in lines] == list(ours)
    for name, shape, norm in lines:
        assert ast.literal_eval(shape) == ours[name].shape
        expected = np.linalg.norm(ours[name].astype(np.float64))
        assert float(norm) == pytest.approx(expected, rel=1e-4, abs=1e-6)
    assert "grad_fn" not in told
    for name, values in trace_outputs(experiment).named().items():
        assert_close(printed(told)[name].astype(values.dtype), values)


def test_gradients_that_a_program_cannot_have_are_refused(tmp_path):
    experiment = EXAMPLES["sunspots"]().experiment
    nothing = experiment.with_objective(replace(experiment.objective, targets=None, loss=None))
    message = refusal(write_script, tmp_path / "lstm.py", nothing, gradients=True)
    assert "nothing to differentiate" in message
    inner = Seed("c", Lane(0), 3, 0, 1)
    seeded = experiment.with_objective(replace(experiment.objective, seeds=(inner,)))
    message = refusal(write_script, tmp_path / "lstm.py", seeded, gradients=True)
    assert "c[1] at t 3" in message
    write_script(tmp_path / "lstm.py", seeded)


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize("example", ["latch", "depth", "tagger", "walk", "sunspots"])
def test_an_example_prints_its_loss(tmp_path, example):
    experiment = EXAMPLES[example]().experiment
    write_script(tmp_path / "lstm.py", experiment)
    (line,) = re.findall(r"^loss (.*)$", ran(tmp_path / "lstm.py").printed, re.MULTILINE)
    done = Run(experiment)
    done.advance()
    assert float(line) == pytest.approx(done.loss, rel=1e-5)


def test_a_forecast_is_made_of_the_sequence_in_the_program():
    """The numbers of the sequence are in it once."""
    values = np.array([[0.765625], [0.5], [0.25], [0.5], [0.25], [0.5]], np.float32)
    experiment = Experiment.create(random_parameters(LSTMConfig(1, 2)), values)
    text = script(forecast(experiment, 2, MSE))
    assert "target = input.roll(-2, 0)\ncounted = torch.arange(6) + 2 < 6\n" in text
    assert text.count("0.765625") == 1


def test_no_name_of_an_output_gets_into_the_program():
    experiment = EXAMPLES["tagger"]().experiment
    readout = experiment.objective.readout
    bad = replace(readout, names=tuple(f'";import os;{n}' for n in range(readout.width)))
    objective = replace(experiment.objective, readout=replace(bad, layer="import os"))
    assert "import os" not in script(experiment.with_objective(objective))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("hidden_size", [2, 9])
@pytest.mark.parametrize("odd", [False, True])
def test_every_bit_of_the_weights_is_in_the_text(dtype, hidden_size, odd):
    parameters = random_parameters(LSTMConfig(3, hidden_size), 1, dtype, scale=1e-3)
    arrays = dict(parameters.arrays)
    if odd:
        arrays = {name: any_bits(array, 3) for name, array in arrays.items()}
    arrays["bias_hh_l0"] = np.zeros(4 * hidden_size, dtype)
    parameters = parameters.with_arrays(arrays)
    experiment = Experiment.create(parameters, np.full((2, 3), -0.0, dtype))
    text = script(experiment)
    call, names = text.index("\nwith torch.inference_mode"), {}
    exec(compile(text[:call], "script", "exec"), names)
    for name, tensor in names["lstm"].state_dict().items():
        assert tensor.numpy().tobytes() == arrays[name].tobytes(), name
    assert names["input"].numpy().tobytes() == experiment.sequence.tobytes()
    finite = all(np.isfinite(array).all() for array in arrays.values())
    assert ("base64" in text) == (not finite or hidden_size == 9)


def test_it_is_written_as_people_write():
    text = script(EXAMPLES["teaching"]().experiment)
    assert "    bidirectional=False,\n    proj_size=0,\n    dtype=torch.float64,\n" in text
    assert "[20.0, 0.0, 0.0],\n" in text
    assert "h_0 = torch.zeros(1, 2, dtype=torch.float64)\n" in text
    assert "lstm.eval()" in text
    assert "manual_seed" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_what_nn_lstm_can_not_do_is_refused(tmp_path):
    experiment = EXAMPLES["teaching"]().experiment
    held = experiment.with_holds(Hold("f", 0, 0, (0,), 0, 3, 1.0))
    message = refusal(write_script, tmp_path / "lstm.py", held)
    assert "nn.LSTM cannot hold values or cut connections. Release them first" in message
    assert list(tmp_path.iterdir()) == []


def test_too_many_numbers_for_a_text_are_refused(tmp_path):
    config = LSTMConfig(1, 1)
    experiment = Experiment.create(random_parameters(config), np.zeros((2**24, 1), np.float32))
    message = refusal(write_script, tmp_path / "lstm.py", experiment)
    assert "its values take 67.1 MB, but a script can hold at most 67.1 MB" in message
