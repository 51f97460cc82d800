"""`train` makes torch's own weights and losses, never writes over the model, refuses in a line."""

import csv
import json
import re

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from simulator.commands.arguments import TASKS as TYPED
from simulator.training import step
from simulator.training.run import TrainingRun
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.training.walks import lane_walk
from tests.needs_torch import torch

T, B, I, H, K, STEPS = 6, 3, 4, 3, 5, 12
ADAM = ["--optimizer", "adam", "--lr", "0.03"]
TOWARDS = ["--readout", "fc", "--target", "classes.npy", "--steps", STEPS]


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Save a model of an LSTM, a Linear layer and something else, and a sequence of 3 rows."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(1)

    def drawn(*shape):
        return rng.uniform(-0.6, 0.6, shape)

    arrays = {"fc.weight": drawn(K, 2 * H), "fc.bias": drawn(K), "other": drawn(2, 2)}
    for suffix in ("l0", "l0_reverse"):
        arrays |= {
            f"rnn.weight_ih_{suffix}": drawn(4 * H, I),
            f"rnn.bias_ih_{suffix}": drawn(4 * H),
        }
        arrays |= {
            f"rnn.weight_hh_{suffix}": drawn(4 * H, H),
            f"rnn.bias_hh_{suffix}": drawn(4 * H),
        }
    save_file(arrays, "m.safetensors")
    np.save("x.npy", rng.standard_normal((T, B, I)))
    np.save("classes.npy", rng.integers(0, K, (T, B)))
    return arrays


def run(gatestep, *arguments, output="m2.safetensors"):
    """Run `train` on the saved model; return the status, stdout and stderr."""
    given = ["--model", "m.safetensors", "--sequence", "x.npy"]
    return gatestep("train", *given, *arguments, "--output", output)


def trained(gatestep, *arguments):
    """Run `train`; return the weights that it wrote, and the losses of its log."""
    status, _, err = run(gatestep, *TOWARDS, *arguments, "--log", "log.csv")
    assert status == 0, err
    with open("log.csv", newline="") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    return load_file("m2.safetensors"), losses


def torch_trained(arrays, optimiser, clip=None, lengths=(T,) * B):
    """Train in torch; return the weights by the checkpoint's names, and the loss of each step."""
    net = torch.nn.ModuleDict(
        {"rnn": torch.nn.LSTM(I, H, bidirectional=True), "fc": torch.nn.Linear(2 * H, K)}
    ).double()
    net.load_state_dict({n: torch.tensor(a) for n, a in arrays.items() if n != "other"})
    x, classes = torch.tensor(np.load("x.npy")), torch.tensor(np.load("classes.npy"))
    within = torch.arange(T)[:, None] < torch.tensor(lengths)
    made, losses = optimiser(net.parameters()), []
    for _ in range(STEPS):
        made.zero_grad()
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
        output, _ = torch.nn.utils.rnn.pad_packed_sequence(net["rnn"](packed)[0])
        loss = torch.nn.functional.cross_entropy(net["fc"](output)[within], classes[within])
        loss.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(net.parameters(), clip)
        made.step()
        losses.append(loss.item())
    return {name: p.detach().numpy() for name, p in net.named_parameters()}, losses


@pytest.mark.few(3)
@pytest.mark.torch
@pytest.mark.parametrize(
    ("told", "kind", "settings", "clip"),
    [
        (ADAM, "Adam", {"lr": 0.03}, None),
        ([*ADAM, "--weight-decay", "0.1", "--clip", "0.1"], "Adam",
         {"lr": 0.03, "weight_decay": 0.1}, 0.1),
        (["--lr", "0.02"], "Adam", {"lr": 0.02}, None),
        (["--optimizer", "sgd", "--lr", "0.5", "--momentum", "0.9"], "SGD",
         {"lr": 0.5, "momentum": 0.9}, None),
        (["--optimizer", "adamw", "--weight-decay", "0.2"], "AdamW", {"weight_decay": 0.2}, None),
        (["--optimizer", "rmsprop", "--momentum", "0.5", "--clip", "1"], "RMSprop",
         {"momentum": 0.5}, 1.0),
    ],
)  # fmt: skip
def test_weights_and_losses_are_torchs(saved, gatestep, told, kind, settings, clip):
    weights, losses = trained(gatestep, *told)
    made = lambda parameters: getattr(torch.optim, kind)(parameters, **settings)  # noqa: E731
    expected, their_losses = torch_trained(saved, made, clip)
    np.testing.assert_allclose(losses, their_losses, rtol=1e-7)
    for name, array in expected.items():
        np.testing.assert_allclose(weights[name], array, rtol=1e-6, atol=1e-9, err_msg=name)
    assert losses[-1] < losses[0]


@pytest.mark.torch
def test_padding_teaches_nothing(saved, gatestep):
    weights, losses = trained(gatestep, *ADAM, "--lengths", "4,6,2")
    made = lambda parameters: torch.optim.Adam(parameters, 0.03)  # noqa: E731
    expected, their_losses = torch_trained(saved, made, lengths=(4, 6, 2))
    np.testing.assert_allclose(losses, their_losses, rtol=1e-7)
    np.testing.assert_allclose(weights["fc.weight"], expected["fc.weight"], rtol=1e-6)


def test_the_model_is_copied_with_new_numbers_and_all_else_in_it_stays(saved, gatestep):
    with open("m.safetensors", "rb") as file:
        before = file.read()
    weights, _ = trained(gatestep, *ADAM)
    assert weights.keys() == saved.keys()
    np.testing.assert_array_equal(weights["other"], saved["other"])
    for name in saved.keys() - {"other"}:
        assert not np.array_equal(weights[name], saved[name])
    with open("m.safetensors", "rb") as file:
        assert file.read() == before


def test_a_readout_that_the_model_lacks_is_added_to_it(saved, gatestep):
    np.savez("v.npz", weight=saved["fc.weight"], bias=saved["fc.bias"])
    told = ["--readout", "v.npz", "--target", "classes.npy", "--steps", STEPS, *ADAM]
    status, _, err = run(gatestep, *told)
    assert status == 0, err
    added = load_file("m2.safetensors")
    inside, _ = trained(gatestep, *ADAM)
    assert added.keys() == {*saved, "readout.weight", "readout.bias"}
    np.testing.assert_array_equal(added["readout.weight"], inside["fc.weight"])
    np.testing.assert_array_equal(added["rnn.weight_hh_l0"], inside["rnn.weight_hh_l0"])
    for name in ("other", "fc.weight", "fc.bias"):
        np.testing.assert_array_equal(added[name], saved[name])


def test_the_loss_that_is_told_is_that_of_the_weights_written(saved, gatestep):
    status, out, err = run(gatestep, *TOWARDS, *ADAM)
    assert status == 0, err
    before, after = map(float, re.search(r"loss (\S+) before, (\S+) after", out).groups())
    for model, loss in (("m.safetensors", before), ("m2.safetensors", after)):
        told = ["--readout", "fc", "--target", "classes.npy"]
        _, out, _ = gatestep(
            "trace", "--model", model, "--sequence", "x.npy", *told, "--output", "t.npz"
        )
        assert float(re.search(r"loss (\d\S*):", out)[1]) == pytest.approx(loss, rel=1e-9)
    assert after < before


def test_rows_of_a_batch_follow_their_seed(saved, gatestep):
    few = [*ADAM, "--batch", "1"]
    first, losses = trained(gatestep, *few)
    again, _ = trained(gatestep, *few)
    other, other_losses = trained(gatestep, *few, "--batch-seed", "7")
    np.testing.assert_array_equal(first["fc.weight"], again["fc.weight"])
    assert not np.array_equal(first["fc.weight"], other["fc.weight"])
    assert losses != other_losses


def test_dropout_acts_with_train_alone(tmp_path, monkeypatch, gatestep):
    monkeypatch.chdir(tmp_path)
    status, _, err = gatestep(
        "train", "--task", "dropout", "--steps", 0, "--output", "m.safetensors"
    )
    assert status == 0, err
    np.save("x.npy", np.sign(np.random.default_rng(0).standard_normal((9, 2, 1))))
    told = ["--model", "m.safetensors", "--sequence", "x.npy", "--readout", "readout"]
    told += ["--target", "ahead:1", "--loss", "mse", "--steps", 3]
    made = {}
    for name, more in (
        ("no", []),
        ("p", ["--dropout", ".5"]),
        ("on", ["--dropout", ".5", "--train"]),
    ):
        assert gatestep("train", *told, *more, "--output", f"{name}.safetensors")[0] == 0
        made[name] = load_file(f"{name}.safetensors")["readout.weight"]
    np.testing.assert_array_equal(made["no"], made["p"])
    assert not np.array_equal(made["no"], made["on"])


@pytest.mark.torch
def test_the_check_confirms_each_step_and_sees_one_that_is_wrong(saved, gatestep, monkeypatch):
    status, out, err = run(gatestep, *TOWARDS, *ADAM, "--check")
    assert status == 0, err
    assert f"of {STEPS} training steps (float64)" in out
    cells, answers = STEPS * 2 * T * B, STEPS * T * B
    gradients = re.search(f"gradients of {STEPS} training steps: torch (.*)", out)[1]
    assert f"agrees with all {cells} steps back" in gradients
    assert f"dy of {answers} answers" in gradients
    right = step.formula_step

    def wrong(*arguments, **named):
        p, made = right(*arguments, **named)
        return p * p.dtype.type(1.001), made

    monkeypatch.setattr(step, "formula_step", wrong)
    status, out, _ = run(gatestep, *TOWARDS, *ADAM, "--check")
    assert status == 1
    assert "torch.optim DISAGREES. Training step 1: weight" in out


@pytest.mark.torch
def test_the_check_sees_a_gradient_that_is_wrong(saved, gatestep, monkeypatch):
    """The optimiser's step from it is right, so its line still says so."""
    right, made = lane_walk.take_gates, []

    def wrong(into, found):
        right(into, found)
        made.append(into)
        if len(made) > 60:  # not yet in the first step
            into[0] *= 1.001

    monkeypatch.setattr(lane_walk, "take_gates", wrong)
    told = ["--check", "--report", "r.json"]
    status, out, _ = run(gatestep, *TOWARDS, *ADAM, *told)
    assert status == 1
    step_of = int(re.search(r"gradients of training step (\d+): torch DISAGREES", out)[1])
    assert "The gradient of " in out
    assert "torch.optim" in out
    assert "torch.optim DISAGREES" not in out
    with open("r.json") as file:
        check = json.load(file)["check"]
    assert check["agrees"] is False
    assert check["gradients"]["wrong_at"] == step_of > 1
    assert check["first_disagreement"] is None


@pytest.mark.torch
def test_weights_as_a_pt_file_are_a_state_dict(tmp_path, monkeypatch, gatestep):
    monkeypatch.chdir(tmp_path)
    assert gatestep("train", "--task", "parity", "--steps", 2, "--output", "m.pt")[0] == 0
    state = torch.load("m.pt", weights_only=True)
    lstm = torch.nn.LSTM(1, 8)
    lstm.load_state_dict({n: a for n, a in state.items() if not n.startswith("readout.")})
    assert tuple(state["readout.weight"].shape) == (1, 8)


def test_a_task_is_trained_until_it_is_learnt(tmp_path, monkeypatch, gatestep):
    monkeypatch.chdir(tmp_path)
    told = ["train", "--task", "parity", "--output", "p.safetensors"]
    status, out, err = gatestep(*told, "--report", "-")
    assert status == 0, err
    found = json.loads(out)
    assert found["task"]["measured"] >= 0.99
    assert found["task"]["learnt_at"] == found["steps"] <= 300
    assert found["accuracy"]["before"] < 0.6 < 0.99 <= found["accuracy"]["after"]
    assert found["optimizer"] == {
        "name": "adam", "lr": 0.01, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.0,
        "amsgrad": False,
    }  # fmt: skip
    W_hh = load_file("p.safetensors")["weight_hh_l0"]
    _, out, _ = gatestep(*told, "--report", "r.json")
    assert "learnt, first seen after" in out
    with open("r.json") as file:
        assert json.load(file) == found
    np.testing.assert_array_equal(load_file("p.safetensors")["weight_hh_l0"], W_hh)


def test_a_mishap_goes_wrong_and_its_cure_mends_it(tmp_path, monkeypatch, gatestep):
    monkeypatch.chdir(tmp_path)
    told = ["train", "--task", "exploding", "--steps", 100, "--output", "p.safetensors"]
    status, out, err = gatestep(*told)
    assert status == 0
    assert "not learnt: nan" in out
    assert re.search(r"from step \d+ on there are gradients that are not finite", err)
    status, out, err = gatestep(*told, "--clip", "1")
    assert "learnt, first seen after" in out
    assert err == ""


def test_the_keys_that_help_names_are_those_of_the_catalogue():
    assert (*TASKS, *MISHAPS) == TYPED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*TOWARDS, "--output", "m.safetensors"], "--output and --model are the same file"),
        ([*TOWARDS, "--log", "m2.safetensors"], "--log and --output are the same file"),
        ([*TOWARDS, "--output", "m2.csv"], "must end in .safetensors or .pt"),
        (["--steps", "3"], "give --readout and --target too"),
        ([*TOWARDS[:4]], "--steps is needed"),
        ([*TOWARDS, "--optimizer", "adam", "--momentum", "0.9"], "adam has no momentum"),
        ([*TOWARDS, "--lr", "-1"], "lr must be a number of at least 0, got -1"),
        ([*TOWARDS, "--clip", "0"], "the clip norm must be a number above 0"),
        ([*TOWARDS, "--batch", "0"], "--batch needs at least one row"),
        (["--task", "parity"], "--model is of a model, and --task draws its own"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(saved, gatestep, arguments, words):
    with open("m.safetensors", "rb") as file:
        before = file.read()
    output = [] if "--output" in arguments else ["--output", "m2.safetensors"]
    given = ["--model", "m.safetensors", "--sequence", "x.npy"]
    status, out, err = gatestep("train", *given, *arguments, *output)
    assert status in (1, 2)
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    with open("m.safetensors", "rb") as file:
        assert file.read() == before


@pytest.mark.parametrize("option", ["--output", "--log", "--report"])
def test_a_missing_folder_is_told_before_the_first_step(tmp_path, monkeypatch, gatestep, option):
    monkeypatch.setattr(TrainingRun, "advance", lambda *_: pytest.fail("it has trained"))
    names = {"--output": "m.safetensors", option: "gone/m.safetensors"}
    written = [str(part) for name, file in names.items() for part in (name, tmp_path / file)]
    status, out, err = gatestep("train", "--task", "parity", *written)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "its folder does not exist" in err
    assert list(tmp_path.iterdir()) == []


def test_without_a_model_or_a_task_there_is_nothing_to_train(tmp_path, gatestep):
    status, _, err = gatestep("train", "--output", tmp_path / "m.safetensors")
    assert (status, err.count("\n")) == (2, 1)
    assert "--model and --sequence, or --task" in err
    status, _, err = gatestep("train", "--task", "chess", "--output", tmp_path / "m.safetensors")
    assert (status, err.count("\n")) == (2, 1)
    assert "--task chess is none: choose of parity, anbn" in err
