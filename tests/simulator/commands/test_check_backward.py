"""`check --backward`: every gradient of the loss is torch's too, and what has none is told."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.commands import input
from simulator.engine.trace import trace_bytes
from simulator.gradients import lane_backward
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch

T, B, I, H, K = 5, 3, 2, 4, 3
pytestmark = pytest.mark.torch


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Save a model with a Linear layer, a batch and its targets in the present folder."""
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(1)
    net = torch.nn.ModuleDict(
        {"rnn": torch.nn.LSTM(I, H, 2, bidirectional=True), "fc": torch.nn.Linear(2 * H, K)}
    )
    save_file({name: v.numpy() for name, v in net.state_dict().items()}, "m.safetensors")
    rng = np.random.default_rng(0)
    np.save("x.npy", rng.standard_normal((T, B, I)).astype(np.float32))
    np.save("target.npy", rng.integers(0, K, (T, B)))
    np.save("nothing.npy", np.full((T, B), -100))
    past = np.full((T, B), -100)
    past[4, 1] = 0  # row 1 has 3 timesteps
    np.save("past.npy", past)
    return ["--model", "m.safetensors", "--sequence", "x.npy", "--lengths", "5,3,2"]


WITH_LOSS = ["--readout", "fc", "--target", "target.npy"]


def test_both_passes_are_checked_and_told(files, gatestep):
    made = ["--backward", "--report", "report.json"]
    status, out, err = gatestep("check", *files, *WITH_LOSS, *made)
    assert (status, err, out.count("\n")) == (0, "", 2)
    forwards, backwards = out.splitlines()
    assert "agrees" in forwards
    assert "agrees" in backwards
    assert "back" in backwards
    assert "back" not in forwards
    with open("report.json") as file:
        told = json.load(file)
    assert told["agrees"] is True
    back = told["backward"]
    assert back["agrees"] is True
    assert back["steps_checked"] == told["steps_checked"] == (5 + 3 + 2) * 4
    assert back["readouts_checked"] == 5 + 3 + 2
    assert back["sums_checked"] > 0
    assert back["windows_checked"] > 0
    assert 0 < back["max_ratio_to_bound"] < 1
    assert back["first_disagreement"] is None


def test_without_the_option_nothing_goes_back(files, gatestep, monkeypatch):
    monkeypatch.setattr(BackwardRun, "__init__", None)
    status, out, _ = gatestep("check", *files, *WITH_LOSS, "--report", "report.json")
    assert (status, out.count("\n")) == (0, 1)
    with open("report.json") as file:
        assert "backward" not in json.load(file)


def test_a_wrong_gradient_is_status_1_and_one_line(files, gatestep, monkeypatch):
    """The forward pass is right, so its line still says so."""
    right = lane_backward.step_back

    def larger(*given):
        found = right(*given)
        return found._replace(of={**found.of, "c": found.of["c"] * 1.1})

    monkeypatch.setattr(lane_backward, "step_back", larger)
    made = ["--backward", "--report", "report.json"]
    status, out, err = gatestep("check", *files, *WITH_LOSS, *made)
    assert (status, err) == (1, "")
    forwards, backwards = out.splitlines()
    assert "agrees" in forwards
    assert "DISAGREES" in backwards
    with open("report.json") as file:
        told = json.load(file)
    assert told["agrees"] is False
    assert told["first_disagreement"] is None
    first = told["backward"]["first_disagreement"]
    assert (first["check"], first["quantity"], first["layer"]) == ("step", "dc", 1)
    assert first["text"] in backwards


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ([], 2, ("loss", "--readout", "--target")),
        (["--readout", "fc"], 2, ("loss", "--target")),
        (["--readout", "fc", "--target", "nothing.npy"], 1, ("target",)),
        (["--readout", "fc", "--target", "past.npy"], 1, ("target",)),
    ],
)
def test_what_has_nothing_to_go_back_from_is_told(files, gatestep, given, status, words):
    found, out, err = gatestep("check", *files, *given, "--backward")
    assert (found, out) == (status, ""), err
    for word in words:
        assert word in err.splitlines()[-1]


def test_gradients_that_do_not_fit_into_memory_are_refused(files, gatestep, monkeypatch):
    """The trace fits, and the gradients beside it do not."""
    config = LSTMConfig(I, H, 2, bidirectional=True)
    there = trace_bytes(config, T, B, 4) + 4 * T * B * (2 * K + 1)  # y, p and the loss
    monkeypatch.setattr(input, "available_bytes", lambda: there)
    status, out, err = gatestep("check", *files, *WITH_LOSS, "--backward")
    assert (status, out) == (1, "")
    assert "every value and gradient" in err
    assert gatestep("check", *files, *WITH_LOSS)[0] == 0


def test_gradients_that_take_much_memory_are_told(files, gatestep, monkeypatch):
    monkeypatch.setattr(input, "WORTH_A_NOTE", 1)
    assert (
        "every gradient of this run takes" in gatestep("check", *files, *WITH_LOSS, "--backward")[2]
    )
    assert "gradient" not in gatestep("check", *files, *WITH_LOSS)[2]
