"""Gradients from Python: those of torch's autograd, for each loss as its users write it."""

import sys

import numpy as np
import pytest

from simulator.examples import EXAMPLES
from simulator.face.gradients import gradients
from simulator.face.request import Request
from simulator.face.trace import Trace, trace
from simulator.face.verdicts import check, diagnose
from tests.needs_torch import torch

pytestmark = pytest.mark.torch


def losses():
    generator = torch.Generator().manual_seed(0)
    classes = torch.randint(0, 3, (5, 2), generator=generator)
    numbers = torch.randn(5, 2, 3, generator=generator)
    return {
        "mse": (torch.nn.MSELoss(), numbers),
        "sum": (torch.nn.MSELoss(reduction="sum"), numbers),
        "bce": (torch.nn.BCEWithLogitsLoss(), (numbers > 0).float()),
        "cross-entropy": (torch.nn.CrossEntropyLoss(ignore_index=1), classes),
        "padded with -1": (torch.nn.CrossEntropyLoss(ignore_index=-1), classes - 1),
    }


@pytest.mark.few(3)
@pytest.mark.parametrize("kind", ["mse", "sum", "bce", "cross-entropy", "padded with -1"])
@pytest.mark.parametrize("batch_first", [False, True])
def test_they_are_those_of_autograd(kind, batch_first):
    torch.manual_seed(0)
    lstm = torch.nn.LSTM(2, 4, 2, bidirectional=True, batch_first=batch_first).double()
    read = torch.nn.Linear(8, 3).double()
    loss, target = losses()[kind]
    target = target.double() if target.is_floating_point() else target
    x = torch.randn(5, 2, 2, dtype=torch.float64, requires_grad=True)
    given, answers = (x.swapaxes(0, 1), target.swapaxes(0, 1)) if batch_first else (x, target)
    y = read(lstm(given)[0])
    value = loss(y.flatten(0, 1), answers.flatten(0, 1))
    value.backward()
    found = gradients(lstm, given, readout=read, target=answers, loss=loss)
    assert found.trace.loss == pytest.approx(value.item(), rel=1e-12)
    named = dict(lstm.named_parameters())
    named |= {f"readout.{name}": value for name, value in read.named_parameters()}
    for name, parameter in named.items():
        np.testing.assert_allclose(found[name], parameter.grad.numpy(), atol=1e-12)
    mine = found["input"].swapaxes(0, 1) if batch_first else found["input"]
    np.testing.assert_allclose(mine, x.grad.numpy(), atol=1e-12)
    assert check(lstm, given, readout=read, target=answers, loss=loss, backward=True).confirms


def test_a_class_to_ignore_may_be_no_class():
    torch.manual_seed(1)
    lstm, read, x = torch.nn.LSTM(3, 4), torch.nn.Linear(4, 3), torch.randn(5, 2, 3)
    loss, target = losses()["padded with -1"]
    expected = loss(read(lstm(x)[0]).flatten(0, 1), target.flatten())
    found = trace(lstm, x, readout=read, target=target, loss=loss).loss
    assert found == pytest.approx(expected.item(), rel=1e-5)


def test_a_loss_is_guessed_from_its_targets_as_the_commands_do():
    torch.manual_seed(1)
    lstm, read, x = torch.nn.LSTM(3, 4), torch.nn.Linear(4, 3), torch.randn(5, 2, 3)
    for kind in ("mse", "bce", "cross-entropy"):
        found = trace(lstm, x, readout=read, target=losses()[kind][1])
        assert found.experiment.objective.loss.kind == kind
    ahead = trace(lstm, x, readout=read, target="ahead:1").loss
    y = read(lstm(x)[0])[:-1]
    assert ahead == pytest.approx(((y - x[1:]) ** 2).mean().item(), rel=1e-5)


def test_targets_may_be_tensors_of_any_kind():
    torch.manual_seed(1)
    lstm, read, x = torch.nn.LSTM(3, 4), torch.nn.Linear(4, 3), torch.randn(5, 2, 3)
    target = torch.randint(-2, 3, (5, 2, 3)).float()
    expected = trace(lstm, x, readout=read, target=target).loss
    for given in (target.clone().requires_grad_(), list(target), target.long()):
        assert trace(lstm, x, readout=read, target=given).loss == expected
    with pytest.warns(UserWarning, match="bfloat16"):
        assert trace(lstm, x, readout=read, target=target.bfloat16()).loss == expected


def test_those_of_a_number_are_found_without_a_loss():
    torch.manual_seed(2)
    lstm = torch.nn.LSTM(2, 3, 2).double()
    x = torch.randn(5, 2, dtype=torch.float64, requires_grad=True)
    output, _ = lstm(x)
    (2 * output[3, 1] - output[4, 0]).backward()
    found = gradients(lstm, x, of={"h[1] layer 1 at 3": 2, "h[0] layer 1 at 4": -1})
    np.testing.assert_allclose(found["input"], x.grad.numpy(), atol=1e-13)
    told = found.explain("dc[1] layer 1", t=3)
    assert told.value == found["dc", 1][3, 1]
    assert sum(amount for _, amount in told.terms) == pytest.approx(told.value, abs=1e-12)


def test_what_is_missing_is_said():
    torch.manual_seed(3)
    lstm, read, x = torch.nn.LSTM(2, 3), torch.nn.Linear(3, 2), torch.zeros(4, 2)
    with pytest.raises(ValueError, match="of="):
        gradients(lstm, x)
    with pytest.raises(ValueError, match="leave"):
        gradients(lstm, x, of="h[0] at 1", readout=read, target=torch.zeros(4, 2))
    found = gradients(lstm, x, of="h[0] at 3")
    with pytest.raises(KeyError, match="weight_hh_l0"):
        found["weight_hh_l7"]
    with pytest.raises(ValueError, match=r"dc\[9\]"):
        found.explain("dc[9] at 1")
    with pytest.raises(ValueError, match="gradients"):
        found.trace.explain("dc[0] at 1")


def test_other_numbers_are_diagnosed():
    torch.manual_seed(4)
    lstm, x = torch.nn.LSTM(2, 3), torch.randn(6, 2, 2)
    backwards, (h_n, _) = lstm(x.flip(0))
    found = diagnose(lstm, x, {"output": backwards, "h_n": h_n})
    assert found.explained
    assert not found.agrees
    assert str(found) == "\n".join(found.lines())
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, [6, 4])
    for given in (x, packed):
        for theirs in (lstm(given), lstm(given)[0]):
            assert diagnose(lstm, given, theirs).agrees
    with pytest.raises(ValueError, match=r"\(6, 2, 3\)"):
        diagnose(lstm, x, torch.zeros(4))
    with pytest.raises(TypeError, match="theirs"):
        diagnose(lstm, x)


def test_neither_casts_nor_modes_of_theirs_reach_the_check():
    torch.manual_seed(5)
    lstm, read, x = torch.nn.LSTM(2, 3), torch.nn.Linear(3, 2), torch.randn(4, 2)
    options = {"readout": read, "target": torch.zeros(4, 2), "backward": True}
    with torch.autocast("cpu", torch.bfloat16):
        assert check(lstm, x, **options).confirms
    with torch.inference_mode():
        assert check(lstm, x, **options).confirms


def test_a_check_back_without_a_loss_says_what_to_pass():
    with pytest.raises(ValueError, match="target="):
        check(torch.nn.LSTM(2, 3), torch.zeros(4, 2), backward=True)


def test_a_check_without_torch_says_what_to_type(monkeypatch):
    trace = Trace(Request(EXAMPLES["latch"]().experiment, "a latch"))
    monkeypatch.delitem(sys.modules, "simulator.reference.torch_lstm", raising=False)
    monkeypatch.delattr("simulator.reference.torch_lstm", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match="pip install"):
        check(trace)


def test_a_report_prints_its_line():
    report = check(torch.nn.LSTM(2, 3), torch.zeros(4, 2))
    assert str(report) == report.text()
    assert len(repr(report)) < 300
