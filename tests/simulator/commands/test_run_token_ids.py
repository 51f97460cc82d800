"""Token ids as `--sequence`: read by `--embedding`, which is named where it is left out."""

import numpy as np
import pytest

from tests.needs_torch import torch


@pytest.fixture
def net(tmp_path):
    """Save an embedding and an LSTM; the arguments for them, and the modules."""
    torch.manual_seed(0)
    net = torch.nn.ModuleDict({"emb": torch.nn.Embedding(30, 12), "lstm": torch.nn.LSTM(12, 4)})
    torch.save(net.state_dict(), tmp_path / "m.pt")
    np.save(tmp_path / "ids.npy", np.array([3, 0, 29]))
    return ["--model", tmp_path / "m.pt", "--sequence", tmp_path / "ids.npy"], net


def test_the_embedding_is_named(gatestep, net):
    status, _, error = gatestep("check", *net[0])
    assert status == 1
    assert "--embedding emb.weight" in error
    assert "(30, 12)" in error


def test_the_output_is_that_of_torch(gatestep, net, tmp_path):
    arguments, modules = net
    made = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
    assert gatestep("trace", *made, *arguments, "--embedding", "emb.weight")[0] == 0
    with torch.inference_mode():
        expected = modules["lstm"](modules["emb"](torch.tensor([3, 0, 29])))[0]
    np.testing.assert_allclose(np.load(tmp_path / "o.npz")["output"], expected, atol=1e-6)


def test_array_is_still_of_an_archive(gatestep, net, tmp_path):
    status, _, error = gatestep("check", *net[0], "--array", "x", "--embedding", "emb.weight")
    assert status == 2
    assert "--array" in error


@pytest.mark.parametrize("name", ["poem.md", "digits.txt"])
def test_a_text_stays_a_text_whatever_its_name(gatestep, net, tmp_path, name):
    """Its characters are the tokens, also where each line of it is a digit."""
    (tmp_path / name).write_text("1\n2\n3\n")
    arguments = ["--model", net[0][1], "--sequence", tmp_path / name]
    made = ["--output", tmp_path / "t.csv", "--outputs", tmp_path / "o.npz"]
    assert gatestep("trace", *made, *arguments, "--embedding", "emb.weight")[0] == 0
    assert len(np.load(tmp_path / "o.npz")["output"]) == 6
