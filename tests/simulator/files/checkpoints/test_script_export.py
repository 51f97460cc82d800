"""The exported program runs with PyTorch alone, and prints the numbers of the trace."""

import ast
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints.script_export import script, write_script
from simulator.lstm.config import LSTMConfig
from simulator.lstm.interventions import Hold
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.workspaces.test_workspace import any_bits
from tests.simulator.train_mode import in_train_mode

RUN_ALL = """
import runpy, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    names = runpy.run_path(path)
    np.savez(path + ".npz", **{name: names[name].numpy() for name in ("output", "h_n", "c_n")})
"""


def trace_outputs(experiment):
    run = Run(experiment)
    run.advance()
    return run.trace.outputs()


def assert_close(theirs, ours):
    tolerance = 1e-5 if ours.dtype == np.float32 else 1e-12
    assert theirs.shape == ours.shape
    np.testing.assert_allclose(theirs, ours, rtol=tolerance, atol=tolerance)


def run(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


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


@pytest.mark.torch
@pytest.mark.parametrize("example", ["teaching", "sunspots"])
def test_it_prints_the_numbers_of_the_trace(tmp_path, example):
    experiment = EXAMPLES[example]().experiment
    write_script(tmp_path / "lstm.py", experiment)
    tensors = printed(run("lstm.py", cwd=tmp_path))
    for name, ours in trace_outputs(experiment)._asdict().items():
        assert_close(tensors[name].astype(ours.dtype), ours)


@pytest.mark.torch
def test_experiments_of_every_option_give_the_same_numbers(tmp_path):
    """Many programs run in one process, since loading torch takes longer than running them."""
    chosen = []

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
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
    assert any(e.needs_masks for e in chosen[:-2])
    assert any(e.ragged for e in chosen[:-2])
    paths = [tmp_path / f"{number}.py" for number in range(len(chosen))]
    for path, experiment in zip(paths, chosen, strict=True):
        write_script(path, experiment)
    run("-c", RUN_ALL, *paths, cwd=tmp_path)
    for path, experiment in zip(paths, chosen, strict=True):
        theirs = np.load(f"{path}.npz")
        for name, ours in trace_outputs(experiment)._asdict().items():
            assert_close(theirs[name], ours)


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
    assert "[4.0, 0.0, -1.0],\n" in text
    assert "h_0 = torch.zeros(1, 2, dtype=torch.float64)\n" in text
    assert "lstm.eval()" in text
    assert "manual_seed" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_what_nn_lstm_can_not_do_is_refused(tmp_path):
    experiment = EXAMPLES["teaching"]().experiment
    held = experiment.with_holds(Hold("f", 0, 0, (0,), 0, 3, 1.0))
    message = refusal(write_script, tmp_path / "lstm.py", held)
    assert "nn.LSTM cannot hold a gate or cut a connection: release the holds first" in message
    assert list(tmp_path.iterdir()) == []


def test_too_many_numbers_for_a_text_are_refused(tmp_path):
    config = LSTMConfig(1, 1)
    experiment = Experiment.create(random_parameters(config), np.zeros((2**24, 1), np.float32))
    message = refusal(write_script, tmp_path / "lstm.py", experiment)
    assert "its numbers take 67.1 MB, and a script may take 67.1 MB" in message
