"""Keras weights alone in the commands: what the file does not tell is asked for, in one line."""

import json

import numpy as np
import pytest

from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    lstm,
    save_old_weights,
    weights,
)

I, U = 3, 4
LAYER = KerasLayer("memory", weights(I, U))


@pytest.fixture
def files(tmp_path):
    """Save weights of Keras 2.2.4, and a sequence."""
    path = save_old_weights([LAYER], tmp_path, "2.2.4")
    np.save(tmp_path / "x.npy", np.random.default_rng(0).standard_normal((6, I)))
    return ["--model", path, "--sequence", tmp_path / "x.npy"]


COMMANDS = {
    "trace": ["trace", "--output", "t.csv"],
    "check": ["check"],
    "diagnose": ["diagnose", "--observed", "o.npy"],
    "compare": ["compare", "t.npz"],
}


@pytest.mark.few(1)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_until_it_is_said(gatestep, files, tmp_path, monkeypatch, command):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    gatestep("trace", "--output", "t.npz", *files, "--recurrent-activation", "sigmoid")
    np.save("o.npy", np.zeros((6, U)))
    status, out, error = gatestep(*COMMANDS[command], *files)
    assert (status, out, error.count("\n")) == (1, "", 1)
    assert "--recurrent-activation" in error
    status, _, error = gatestep(*COMMANDS[command], *files, "--recurrent-activation", "sigmoid")
    assert status == (command == "diagnose")
    assert "2.2.4" in error


def test_the_numbers_are_those_of_the_activation_said(gatestep, files, tmp_path):
    outputs = tmp_path / "o.npz"
    said = ["--recurrent-activation", "sigmoid"]
    made = ["--output", tmp_path / "t.csv", "--outputs", outputs]
    assert gatestep("trace", *made, *files, *said)[0] == 0
    x = np.load(files[-1]).astype(np.float32)[None]
    np.testing.assert_allclose(np.load(outputs)["output"], lstm(x, *LAYER.weights[0])[0], atol=2e-6)


def test_hard_sigmoid_is_refused_in_a_line(gatestep, files):
    pytest.importorskip("torch")
    status, _, error = gatestep("check", *files, "--recurrent-activation", "hard_sigmoid")
    assert (status, error.count("\n")) == (1, 1)
    assert "hard_sigmoid" in error
    assert gatestep("check", *files, "--recurrent-activation", "relu")[0] == 2


def test_inspect_says_what_is_not_known(gatestep, files):
    status, out, _ = gatestep("inspect", files[1])
    assert status == 0
    assert "Keras 2.2.4" in out


def test_inspect_tells_programs_what_it_tells_people(gatestep, tmp_path):
    """Every line below an LSTM's is in the JSON: how it is read, what is not, and the doubt."""
    gru = [np.ones((width, 3 * U), "f4") for width in (I, U)]
    layers = [LAYER, KerasLayer("other", [gru], "GRU")]
    path = save_old_weights(layers, tmp_path, "2.2.4")
    (told,) = json.loads(gatestep("inspect", path, "--json")[1])
    first, *lines = [line.strip() for line in gatestep("inspect", path)[1].splitlines()]
    assert first.startswith("memory")
    assert lines[:-1] == told["notes"]
    assert told["undecided"]
    assert told["undecided"] in lines[-1]
    assert any("it is a GRU" in note for note in told["notes"])
