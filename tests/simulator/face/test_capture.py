"""Capture: each call of an LSTM in a running model, as it was, and the model none the wiser."""

import numpy as np
import pytest

from simulator.face.capture import capture
from tests.needs_torch import torch

pytestmark = pytest.mark.torch


def model_of(bidirectional=True, batch_first=True):
    """Return a model with an embedding, a packed LSTM, a loop over a cell, and a Linear layer."""
    torch.manual_seed(0)

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(9, 3)
            self.lstm = torch.nn.LSTM(3, 5, 2, bidirectional=bidirectional, batch_first=batch_first)
            self.cell = torch.nn.LSTMCell(3, 4)

        def forward(self, ids, lengths):
            x = self.embedding(ids)
            packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first, False)
            output, (h, c) = self.lstm(packed)
            output, _ = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first)
            state = None
            for t in range(x.shape[1 if batch_first else 0]):
                state = self.cell(x[:, t] if batch_first else x[t], state)
            return output, h, c, *state

    return Model()


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_every_call_is_kept_with_what_torch_returned(bidirectional, batch_first):
    model = model_of(bidirectional, batch_first)
    ids = torch.randint(0, 9, (3, 6) if batch_first else (6, 3))
    without = model(ids, [6, 2, 4])
    with capture(model) as calls:
        output, *states = model(ids, [6, 2, 4])
        with torch.no_grad():
            model.lstm.weight_hh_l0.mul_(2)
        model(ids, [6, 6, 5])
    assert [call.name for call in calls] == ["lstm", "cell", "lstm", "cell"]
    assert all(map(torch.equal, without, (output, *states)))
    first, loop, second, _ = calls
    assert first.request.experiment.lengths == (6, 2, 4)
    assert second.request.experiment.lengths == (6, 6, 5)
    for call, expected in ((first, (output, *states[:2])), (loop, (None, *states[2:]))):
        found = call.trace()
        for name, theirs in zip(("output", "h_n", "c_n"), expected, strict=True):
            if theirs is not None:
                theirs = theirs.detach().numpy()
                assert np.array_equal(call.theirs[name].squeeze(), theirs.squeeze())
            np.testing.assert_allclose(getattr(found, name), call.theirs[name], atol=1e-6)
        assert call.check().confirms
        assert call.diagnose().agrees
    assert second.request.experiment.parameters is not first.request.experiment.parameters
    model(ids, [6, 6, 6])
    assert len(calls) == 4


def test_weights_are_kept_once_however_large(monkeypatch):
    monkeypatch.setattr("simulator.arrays._COMPARED", 0)
    lstm, x = torch.nn.LSTM(2, 3), torch.zeros(4, 2)
    with capture(lstm) as calls:
        lstm(x)
        lstm(x)
    assert len({id(call.request.experiment.parameters) for call in calls}) == 1


def test_a_loop_ends_where_the_states_are_no_longer_its_own():
    torch.manual_seed(1)
    cell, x = torch.nn.LSTMCell(2, 3), torch.randn(6, 4, 2)
    with capture(cell) as calls:
        state = None
        for t in range(3):
            state = cell(x[t], state)
        h, c = state
        state = cell(x[3], (0.5 * h, c))  # such as dropout on h
        cell(x[4], state)
        cell(x[5])
    lengths = [call.request.experiment.num_timesteps for call in calls]
    assert lengths == [3, 2, 1]
    assert np.array_equal(calls[1].request.experiment.h_0[0], 0.5 * h.detach().numpy())


def test_a_loop_may_be_looked_at_while_it_runs():
    cell, x = torch.nn.LSTMCell(2, 3), torch.zeros(3, 4, 2)
    with capture(cell) as calls:
        state = cell(x[0])
        assert "(1, 4, 2)" in repr(calls)
        cell(x[1], state)
    assert calls[0].trace()["h"].shape == calls[0].theirs["output"].shape == (2, 4, 3)


def test_hooks_go_also_where_the_model_fails():
    lstm = torch.nn.LSTM(2, 3)
    with pytest.raises(RuntimeError, match="input"), capture(lstm):
        lstm(torch.zeros(4, 9))
    assert not lstm._forward_hooks


def test_states_and_keywords_are_understood():
    torch.manual_seed(2)
    lstm = torch.nn.LSTM(2, 3)
    x, h, c = torch.randn(4, 2), torch.randn(1, 3), torch.randn(1, 3)
    with capture(lstm) as calls:
        lstm(input=x, hx=(h, c))
    np.testing.assert_allclose(calls[0].trace().output, calls[0].theirs["output"], atol=1e-6)
    assert np.array_equal(calls[0].request.experiment.h_0[:, 0], h.numpy())


def test_a_call_shows_where_torch_itself_differs():
    torch.manual_seed(3)
    lstm = torch.nn.LSTM(2, 3, 2, dropout=0.5)
    with pytest.warns(UserWarning, match="train mode"), capture(lstm) as calls:
        lstm(torch.randn(5, 2, 2))
    assert not calls[0].diagnose(seconds=0.2).agrees


def test_a_call_that_cannot_be_kept_is_said_and_theirs_goes_on():
    class Theirs(torch.nn.LSTM):
        def forward(self, x, lengths):
            return super().forward(x)[0]

    cell, own, plain = torch.nn.LSTMCell(2, 3), Theirs(2, 3), torch.nn.LSTM(2, 3)
    model = torch.nn.ModuleDict({"cell": cell, "own": own, "plain": plain})
    with capture(model) as calls:
        with pytest.warns(UserWarning, match="cell is not kept"):
            of_x = torch.func.grad(lambda x: cell(x)[0].sum())(torch.ones(4, 2))
        with pytest.warns(UserWarning, match="own is not kept: Theirs "):
            own(torch.ones(4, 2), lengths=[4])
        with pytest.warns(UserWarning, match=r"plain is not kept.*\(4, 0, 2\)"):
            plain(torch.ones(4, 0, 2))
    assert of_x.shape == (4, 2)
    assert not calls


def test_a_compiled_model_is_captured_and_compiled_again():
    class Loop(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.cell = torch.nn.LSTMCell(2, 3)

        def forward(self, x):
            state = None
            for step in x:
                state = self.cell(step, state)
            return state[0]

    torch.manual_seed(4)
    compiled = []

    def backend(graph, _):
        compiled.append(graph)
        return graph.forward

    model, x = torch.compile(Loop(), backend=backend), torch.randn(3, 4, 2)
    expected = model(x)
    many = len(compiled)
    with capture(model) as calls:
        found = [model(x), model(2 * x)]
    assert [call.request.experiment.num_timesteps for call in calls] == [3, 3]
    torch.testing.assert_close(found[0], expected)
    torch.testing.assert_close(model(x), expected)
    assert len(compiled) == many


@pytest.mark.parametrize("what", [3, "linear"])
def test_what_has_no_lstm_is_refused_before_anything_runs(what):
    given = torch.nn.Linear(2, 3) if what == "linear" else what
    with pytest.raises((TypeError, ValueError), match=r"nn\."), capture(given):
        pytest.fail("it ran")
