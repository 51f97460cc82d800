"""`gradients` writes torch's own gradients of the files' model, and refuses in one line."""

import re
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from simulator.commands import input
from simulator.engine.trace import trace_bytes
from simulator.gradients import lane_backward
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch

T, B, I, H, K = 6, 3, 4, 3, 5
ZEROS = np.zeros((2, 4, B, H))
pytestmark = pytest.mark.torch


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Save a model of an LSTM and a Linear layer, and a sequence, in the present folder."""
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(1)
    made = {
        "rnn": torch.nn.LSTM(I, H, 2, bidirectional=True, batch_first=True),
        "fc": torch.nn.Linear(2 * H, K),
    }
    net = torch.nn.ModuleDict(made).double()
    save_file({n: v.numpy() for n, v in net.state_dict().items()}, "m.safetensors")
    rng = np.random.default_rng(1)
    np.save("x.npy", rng.standard_normal((B, T, I)))
    np.save("classes.npy", rng.integers(0, K, (B, T)))
    return net


def run(gatestep, *arguments, output="g.npz"):
    """Run `gradients`; return the status, stdout and stderr."""
    model = ["--model", "m.safetensors", "--sequence", "x.npy", "--batch-first"]
    return gatestep("gradients", *model, *arguments, "--output", output)


def written(gatestep, *arguments):
    """Run `gradients`; return the arrays of its npz, and what it printed."""
    status, out, err = run(gatestep, *arguments)
    assert status == 0, err
    with np.load("g.npz") as file:
        return {name: file[name] for name in file.files if name != "gradients.json"}, out


def grads(net, of, lengths=(T, T, T), states=ZEROS):
    """Return `.grad` after `backward()` from what `of` makes of output and y, (T, B, …)."""
    x = torch.tensor(np.load("x.npy"), requires_grad=True)
    h_0, c_0 = (torch.tensor(state, requires_grad=True) for state in states)
    net.zero_grad()
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, True, enforce_sorted=False)
    packed, _ = net["rnn"](packed, (h_0, c_0))
    output, _ = torch.nn.utils.rnn.pad_packed_sequence(packed)
    of(output, net["fc"](output)).backward()
    named = {name.removeprefix("rnn."): p.grad for name, p in net.named_parameters()}
    named = {name.replace("fc.", "readout."): grad for name, grad in named.items()}
    return named | {"input": x.grad, "h_0": h_0.grad, "c_0": c_0.grad}


def assert_same(arrays, theirs):
    for name, grad in theirs.items():
        if grad is None:
            assert name not in arrays
        else:
            assert arrays[name].shape == tuple(grad.shape)
            np.testing.assert_allclose(arrays[name], grad.numpy(), rtol=1e-8, atol=1e-10)


def cross_entropy(lengths, reduction):
    """Return the loss of the classes within the lengths."""
    within = torch.arange(T)[:, None] < torch.tensor(lengths)

    def of(output, y):
        classes = torch.tensor(np.load("classes.npy")).T
        entropy = torch.nn.functional.cross_entropy
        return entropy(y[within], classes[within], reduction=reduction)

    return of


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_gradients_of_a_loss_are_torchs(saved, gatestep, reduction):
    lengths, rng = [4, 6, 2], np.random.default_rng(2)
    states = rng.standard_normal((2, 4, B, H))
    np.savez("states.npz", h_0=states[0], c_0=states[1])
    told = ["--readout", "fc", "--target", "classes.npy", "--reduction", reduction]
    told += ["--lengths", "4,6,2", "--h0", "states.npz", "--c0", "states.npz"]
    arrays, out = written(gatestep, *told)
    assert_same(arrays, grads(saved, cross_entropy(lengths, reduction), lengths, states))
    assert re.search(r"^gradients of loss \d", out)
    assert arrays["dy"].shape == (T, B, K)
    assert "wrote g.npz\n" in out


def test_the_gradients_of_numbers_are_torchs(saved, gatestep):
    arrays, out = written(gatestep, "--of", "output[4] row 1 at 3")
    assert_same(arrays, grads(saved, lambda output, y: output[3, 1, 4]))
    assert "gradients of output[4] row 1 at 3\n" in out
    of = ["--of", "y[2] row 2 at 5", "--of", "h[1] layer 1 reverse row 0 at 1"]
    for numbers, (first, second) in (
        (["0.5", "-2"], (0.5, -2)),
        (["3"], (3, 3)),
        ([], (1, 1)),
    ):
        number = [f"--number={number}" for number in numbers]
        arrays, out = written(gatestep, *of, *number, "--readout", "fc")
        on_y = grads(saved, lambda output, y: y[5, 2, 2])
        on_h = grads(saved, lambda output, y: output[1, 0, H + 1])
        for name, grad in on_y.items():
            other = 0 if on_h[name] is None else on_h[name].numpy()
            expected = first * grad.numpy() + second * other
            np.testing.assert_allclose(arrays[name], expected, rtol=1e-8, atol=1e-10)
    assert "gradients of y[2] row 2 at 5 + h[1] layer 1 reverse row 0 at 1\n" in out


def test_a_readout_that_no_number_is_of_has_no_gradient(saved, gatestep):
    arrays, _ = written(gatestep, "--of", "h[0] at 2", "--readout", "fc")
    assert not {"readout.weight", "readout.bias", "dy"} & arrays.keys()
    assert {"dh_l0", "dc_l1_reverse", "dz_l0", "dx_l1", "dh_prev_l0", "dc_prev_l0"} <= arrays.keys()


def test_tables_have_weights_beside_them_and_sizes_are_told(saved, gatestep):
    for format, arguments in (("csv", []), ("parquet", []), ("csv", ["--format", "csv"])):
        output = f"g.{format}" if not arguments else "g.data"
        beside = output.replace("g.", "g.weights.")
        status, out, _ = run(gatestep, "--of", "c[0] at 2", *arguments, output=output)
        assert status == 0
        assert f"wrote {output} and {beside}\n" in out
        assert re.search(rf"^{output}: [\d,]+ rows, 7 columns, about .*weights file: ", out, re.M)
        assert Path(beside).exists()
        assert Path(f"{output}.json").exists() == (format == "csv")
        assert run(gatestep, "--of", "c[0] at 2", *arguments, output=output)[0] == 0


@pytest.mark.parametrize("of", [["--target", "classes.npy"], ["--of", "c[1] layer 1 at 3"]])
def test_the_check_confirms_every_gradient(saved, gatestep, of):
    status, out, err = run(gatestep, "--readout", "fc", *of, "--lengths", "4,6,2", "--check")
    assert (status, "agrees with all" in out.splitlines()[-1]) == (0, True), err


def test_the_check_finds_a_gradient_that_is_wrong(saved, gatestep, monkeypatch):
    """Each gradient of a sum is too large by a tenth."""
    right = lane_backward.step_back

    def larger(*given):
        found = right(*given)
        return found._replace(sums=found.sums * 1.1)

    monkeypatch.setattr(lane_backward, "step_back", larger)
    status, out, _ = run(gatestep, "--of", "h[1] at 3", "--lengths", "4,6,2", "--check")
    assert (status, "DISAGREES" in out.splitlines()[-1]) == (1, True)
    assert Path("g.npz").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, ["--readout", "--target", "--of"]),
        (["--readout", "fc"], 2, ["--target"]),
        (["--number", "2"], 2, ["--target", "--of"]),
        (["--of", "h[0] at 1", "--number", "1", "--number", "2", "--number", "3"], 2, ["3 times"]),
        (["--of", "h[0]", "--readout", "fc", "--target", "classes.npy"], 2, ["leave one out"]),
        (["--readout", "fc", "--target", "classes.npy", "--number", "2"], 2, ["--number needs"]),
        (["--of", "h[0]", "--number", "inf"], 2, ["'inf'"]),
        (["--of", "g[0] at 1"], 2, ["--of", "g[0]"]),
        (["--of", "h[3] at 1"], 1, ["no h[3]", "0 to 2"]),
        (["--of", "output[6] at 1"], 1, ["no output[6]", "0 to 5"]),
        (["--of", "y[5] at 1", "--readout", "fc"], 1, ["no y[5]", "0 to 4"]),
        (["--of", "y[0] at 1"], 1, ["--readout"]),
        (["--of", "y[0] at 1", "--readout", "fc", "--over", "last"], 1, ["no y at 1", "last", "5"]),
        (["--of", "y[0] at 1", "--readout", "fc", "--over", "h_n"], 1, ["no y at 1", "h_n", "5"]),
        (["--of", "h[0] layer 2"], 1, ["no layer 2", "0 to 1"]),
        (["--of", "h[0] row 3"], 1, ["no row 3", "0 to 2"]),
        (["--of", "h[0] row 2 at 2", "--lengths", "6,3,2"], 1, ["no timestep 2", "0 to 1"]),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(saved, gatestep, arguments, status, words):
    found, out, err = run(gatestep, *arguments)
    assert (found, out) == (status, "")
    *notes, line = err.splitlines()
    assert all(note.startswith("gatestep: note: ") for note in notes)
    assert all(word in line for word in words), line
    assert not Path("g.npz").exists()


def test_a_reverse_that_is_not_there_is_refused(tmp_path, gatestep, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lstm = torch.nn.LSTM(I, H)
    save_file({n: v.numpy() for n, v in lstm.state_dict().items()}, "m.safetensors")
    np.save("x.npy", np.zeros((T, I), np.float32))
    status, _, err = run(gatestep, "--of", "h[0] reverse at 1")
    assert (status, "not bidirectional" in err) == (1, True)


def test_nothing_that_is_not_ours_is_overwritten(saved, gatestep):
    Path("g.weights.csv").write_text("mine\n")
    status, _, err = run(gatestep, "--of", "h[0] at 1", output="g.csv")
    assert (status, "g.weights.csv" in err) == (2, True)
    assert Path("g.weights.csv").read_text() == "mine\n"
    status, _, err = run(gatestep, "--of", "h[0] at 1", output="m.safetensors")
    assert (status, "--model" in err) == (2, True)


def test_what_does_not_fit_into_memory_is_refused(saved, gatestep, monkeypatch):
    """The trace fits, and the gradients beside it do not."""
    config = LSTMConfig(I, H, 2, bidirectional=True)
    monkeypatch.setattr(input, "available_bytes", lambda: trace_bytes(config, T, B, 8))
    status, _, err = run(gatestep, "--of", "h[0] at 1")
    assert (status, "every value and gradient" in err) == (1, True)


@pytest.mark.parametrize(
    ("number", "word"), [("1e39", "large"), ("-1e39", "large"), ("1e-50", "small")]
)
@pytest.mark.parametrize("of", ["h[1] at 1", "output[4] at 1", "y[2] at 3"])
def test_a_number_that_the_dtype_cannot_hold_is_refused(saved, gatestep, number, word, of):
    """It would lay infinity, or nothing at all."""
    asked = ["--readout", "fc", "--of", of, f"--number={number}"]
    status, out, err = run(gatestep, *asked, "--dtype", "float32")
    *_, line = err.splitlines()
    assert (status, out) == (1, "")
    assert f"--number {float(number)} is too {word} for float32" in line
    assert not Path("g.npz").exists()
    assert run(gatestep, *asked)[0] == 0  # the model is float64


def test_an_embedding_has_its_gradient_too(tmp_path, gatestep, monkeypatch):
    """The text is read by the model's own embedding, and its classes are the next characters."""
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(2)
    made = {
        "emb": torch.nn.Embedding(6, I),
        "rnn": torch.nn.LSTM(I, H),
        "fc": torch.nn.Linear(H, 6),
    }
    net = torch.nn.ModuleDict(made).double()
    save_file({n: v.numpy() for n, v in net.state_dict().items()}, "m.safetensors")
    Path("x.txt").write_text("abbac")
    command = ["gradients", "--model", "m.safetensors", "--sequence", "x.txt"]
    command += ["--embedding", "emb", "--readout", "fc", "--target", "ahead:1"]
    status, _, err = gatestep(*command, "--output", "g.npz", "--check")
    assert status == 0, err
    ids = torch.tensor([0, 1, 1, 0, 2])
    y = net["fc"](net["rnn"](net["emb"](ids))[0])
    torch.nn.functional.cross_entropy(y[:-1], ids[1:]).backward()
    with np.load("g.npz") as file:
        ours = file["embedding.weight"]
    np.testing.assert_allclose(ours, net["emb"].weight.grad.numpy(), rtol=1e-8, atol=1e-12)
