"""Traces from Python: nn.LSTM's own results, the commands' own bits, and nothing else touched."""

import copy
import csv
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import main
from simulator.engine.run import Run
from simulator.face.trace import Trace, trace
from simulator.files.errors import FileError
from simulator.network.lane import DIRECTIONS
from tests.needs_torch import torch
from tests.simulator.experiments import experiments, torch_lstm, torch_outputs

pytestmark = pytest.mark.torch


def given_to_torch(experiment, packed):
    """Return an experiment's module, input and options, as a user of torch has them."""
    lstm = torch_lstm(experiment.parameters).eval()
    x = torch.from_numpy(experiment.input_as_given().copy()).requires_grad_()
    options = {
        name: torch.from_numpy(experiment.state_as_given(getattr(experiment, name)).copy())
        for name in ("h_0", "c_0")
    }
    if experiment.packed and packed:
        x = torch.nn.utils.rnn.pack_padded_sequence(
            x, torch.tensor(experiment.lengths), experiment.config.batch_first, False
        )
    elif experiment.packed:
        options["lengths"] = torch.tensor(experiment.lengths)
    return lstm, x, options


@pytest.mark.filterwarnings("ignore:dropout option")
@given(experiments(), st.booleans())
def test_a_trace_has_what_nn_lstm_returns(experiment, packed):
    lstm, x, options = given_to_torch(experiment, packed)
    found = trace(lstm, x, **options)
    run = Run(experiment)
    run.advance()
    tolerance = 5e-6 if experiment.dtype == np.float32 else 1e-13
    ours = found.output, found.h_n, found.c_n
    for mine, theirs in zip(ours, torch_outputs(experiment), strict=True):
        assert mine.dtype == experiment.dtype
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)
    for lane in experiment.config.lanes():
        for key in experiment.quantities:
            values = found[key, lane.layer, DIRECTIONS[lane.direction]]
            whole = run.trace.values(key, lane)
            assert np.array_equal(values, whole if experiment.batched else whole[:, 0])
            assert not values.flags.writeable


def test_each_axis_may_lie_the_other_way():
    torch.manual_seed(0)
    lstm, x = torch.nn.LSTM(3, 4), torch.randn(5, 2, 3)
    plain, turned = trace(lstm, x), trace(lstm, x.swapaxes(0, 1), batch_first=True)
    assert np.array_equal(plain["c"], turned["c"])
    assert np.array_equal(plain.output, turned.output.swapaxes(0, 1))


@pytest.mark.parametrize("kind", ["trace.csv", "outputs.npz"])
def test_it_equals_the_command_bit_for_bit(tmp_path, kind):
    torch.manual_seed(1)
    lstm, x = torch.nn.LSTM(3, 5, 2, bidirectional=True), torch.randn(7, 4, 3)
    torch.save(lstm.state_dict(), tmp_path / "m.pt")
    np.save(tmp_path / "x.npy", x.numpy())
    command = ["trace", "--model", f"{tmp_path}/m.pt", "--sequence", f"{tmp_path}/x.npy"]
    outputs = ["--output", f"{tmp_path}/trace.csv", "--outputs", f"{tmp_path}/outputs.npz"]
    assert main.main([*command, *outputs, "--lengths", "7,2,5,3"]) == 0
    found = trace(lstm, x, lengths=[7, 2, 5, 3])
    if kind == "trace.csv":
        found.to_csv(tmp_path / "ours.csv")
        assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / kind).read_bytes()
        return
    with np.load(tmp_path / kind) as theirs:
        assert all(np.array_equal(theirs[name], getattr(found, name)) for name in theirs)


def test_a_table_of_pandas_is_the_exported_one(tmp_path):
    pytest.importorskip("pandas")
    torch.manual_seed(2)
    found = trace(torch.nn.LSTM(2, 3, 2, proj_size=2), torch.randn(4, 2, 2), lengths=[4, 3])
    for layout in ("wide", "long"):
        found.to_csv(tmp_path / "t.csv", layout)
        with open(tmp_path / "t.csv", newline="") as file:
            read = list(csv.DictReader(file))
        table = found.to_dataframe(layout)
        assert list(table.columns) == list(read[0])
        for name in table.columns:
            column = [row[name] for row in read]
            if table[name].dtype.kind == "f":
                numbers = np.array([cell or "nan" for cell in column], np.float32)
                assert np.array_equal(table[name].to_numpy(), numbers, equal_nan=True)
            else:
                assert [str(cell) for cell in table[name]] == column


def everything_of(module, *tensors):
    """Return every bit, flag, hook and version of a module and of tensors."""
    found = [module.training, *(len(m._forward_hooks) for m in module.modules())]
    for tensor in (*module.parameters(), *module.buffers(), *tensors):
        found += [tensor.detach().clone(), tensor.requires_grad, tensor._version, tensor.grad]
        found += [tensor.stride(), tensor.data_ptr()]
    return [*found, torch.get_rng_state(), torch.get_default_dtype(), torch.is_grad_enabled()]


def test_nothing_of_theirs_is_changed():
    from simulator.face.capture import capture
    from simulator.face.gradients import gradients
    from simulator.face.verdicts import check, diagnose

    torch.manual_seed(3)
    lstm, read = torch.nn.LSTM(2, 3), torch.nn.Linear(3, 2)
    lstm.weight_hh_l0.grad = torch.ones(12, 3)
    x, h, c = torch.randn(4, 2, 2, requires_grad=True), torch.randn(1, 2, 3), torch.randn(1, 2, 3)
    model = torch.nn.ModuleList([lstm, read])
    before = everything_of(model, x, h, c)
    given = {"h_0": h, "c_0": c}
    of_loss = {"readout": read, "target": torch.zeros(4, 2, 2)}
    trace(lstm, x, **given)
    assert check(lstm, x, **given, **of_loss, backward=True).agrees
    gradients(lstm, x, **given, **of_loss)
    assert diagnose(lstm, x, torch.zeros(4, 2, 3), **given, seconds=0.1) is not None
    with capture(model) as calls:
        lstm(x, (h, c))
    assert len(calls) == 1
    for one, other in zip(before, everything_of(model, x, h, c), strict=True):
        assert torch.equal(one, other) if isinstance(one, torch.Tensor) else one == other


def test_numbers_may_be_of_any_kind_and_are_copied():
    torch.manual_seed(4)
    lstm = torch.nn.LSTM(2, 3)
    x = torch.randn(2, 1, 5).permute(2, 1, 0)  # not contiguous
    found = trace(lstm, x)
    for other in (x.numpy(), x.tolist(), x.double(), x.clone().requires_grad_()):
        assert np.array_equal(trace(lstm, other).output, found.output)
    assert found.output.dtype == np.float32
    assert trace(copy.deepcopy(lstm).double(), x).output.dtype == np.float64
    kept = found.output.copy()
    with torch.no_grad():
        x += 1
        lstm.weight_ih_l0.zero_()
    assert np.array_equal(found.output, kept)
    assert np.array_equal(Trace(found.request).output, kept)


def test_tensors_may_lie_in_lists_and_be_of_any_class():
    torch.manual_seed(4)

    class Theirs(torch.Tensor):
        pass

    lstm, x = torch.nn.LSTM(2, 3), torch.randn(5, 1, 2)
    found = trace(lstm, x).output
    negative = torch.complex(torch.zeros(5, 1, 2), -x).conj().imag
    assert negative.is_neg()
    wanted = x.clone().requires_grad_()
    for other in (negative, wanted.as_subclass(Theirs), list(wanted)):
        assert np.array_equal(trace(lstm, other).output, found)


@pytest.mark.parametrize("kind", ["meta", "sparse"])
def test_a_tensor_without_an_array_is_refused_by_name(kind):
    x = torch.zeros(5, 2)
    with pytest.raises(TypeError, match=r"^x: ") as raised:
        trace(torch.nn.LSTM(2, 3), x.to("meta") if kind == "meta" else x.to_sparse())
    assert "\n" not in str(raised.value)


def test_its_quantities_can_be_gone_through():
    lstm, read = torch.nn.LSTM(2, 3, proj_size=2), torch.nn.Linear(2, 1)
    found = trace(lstm, torch.zeros(4, 2), readout=read)
    assert set(found) == {*"ifgocmhy", *(f"z_{gate}" for gate in "ifgo")}
    assert "f" in found
    assert "q" not in found
    assert {key: found[key].shape[0] for key in found} == dict.fromkeys(found, 4)


def test_masked_numbers_are_refused():
    masked = np.ma.masked_array(np.zeros((4, 2)), np.eye(4, 2, dtype=bool))
    with pytest.raises(TypeError, match=r"x: .*masked"):
        trace(torch.nn.LSTM(2, 3), masked)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_halves_are_computed_as_float32_and_said_once(dtype):
    torch.manual_seed(5)
    lstm = torch.nn.LSTM(2, 3).to(getattr(torch, dtype))
    x = torch.randn(4, 2, 2).to(getattr(torch, dtype))
    with pytest.warns(UserWarning, match=f"^{dtype} ") as warned:
        found = trace(lstm, x)
    assert len(warned) == 1
    wide = trace(copy.deepcopy(lstm).float(), x.float())
    assert np.array_equal(found.output, wide.output)


def test_dropout_in_train_mode_is_left_out_and_said():
    lstm = torch.nn.LSTM(2, 3, 2, dropout=0.5)
    x = torch.randn(4, 2)
    with pytest.warns(UserWarning, match="train mode"):
        found = trace(lstm, x)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array_equal(trace(lstm.eval(), x).output, found.output)


def test_a_forward_of_their_own_is_left_out_and_said():
    class Theirs(torch.nn.LSTM):
        def forward(self, x):
            return super().forward(2 * x)

    lstm, x = Theirs(2, 3), torch.randn(4, 2)
    with pytest.warns(UserWarning, match="Theirs"):
        found = trace(lstm, x).output
    plain = torch.nn.LSTM(2, 3)
    plain.load_state_dict(lstm.state_dict())
    assert np.array_equal(found, trace(plain, x).output)


def test_weights_may_be_parametrised_or_deep_inside_a_model():
    torch.manual_seed(6)
    lstm, x = torch.nn.LSTM(2, 3), torch.randn(4, 2)
    plain = trace(lstm, x)
    model = torch.nn.ModuleDict({"deep": torch.nn.ModuleDict({"lstm": lstm})})
    assert np.array_equal(trace(model, x).output, plain.output)
    torch.nn.utils.parametrizations.weight_norm(lstm, "weight_hh_l0")
    with torch.no_grad():
        lstm.parametrizations.weight_hh_l0.original0 *= 2
    theirs, _ = lstm(x)
    np.testing.assert_allclose(trace(lstm, x).output, theirs.detach().numpy(), atol=1e-6)


def made_anew(way, lstm):
    """Have a weight of an LSTM be made of others by one of torch's ways, and those change."""
    utils, name = torch.nn.utils, "weight_hh_l0"
    with torch.no_grad():
        if way == "spectral norm":
            utils.parametrizations.spectral_norm(lstm, name)
        elif way == "old spectral norm":
            utils.spectral_norm(lstm, name).weight_hh_l0_orig.mul_(2)
        elif way == "old weight norm":
            utils.weight_norm(lstm, name).weight_hh_l0_g.mul_(2)
        else:
            utils.prune.l1_unstructured(lstm, name, 0.5).weight_hh_l0_orig.mul_(2)
    return lstm


@pytest.mark.filterwarnings("ignore:.*weight_norm. is deprecated")
@pytest.mark.parametrize(
    "way", ["spectral norm", "old spectral norm", "old weight norm", "pruning"]
)
def test_weights_that_are_made_anew_are_those_of_now_and_stay(way):
    import torch.nn.utils.prune

    from simulator.face.capture import capture

    torch.manual_seed(7)
    lstm, x = made_anew(way, torch.nn.LSTM(2, 3)), torch.randn(4, 2)
    before = everything_of(lstm)
    found = trace(lstm, x).output
    for one, other in zip(before, everything_of(lstm), strict=True):
        assert torch.equal(one, other) if isinstance(one, torch.Tensor) else one == other
    with capture(lstm) as calls:
        theirs, _ = lstm(x)
    np.testing.assert_allclose(calls[0].trace().output, theirs.detach(), atol=1e-6)
    assert np.array_equal(trace(lstm, x).output, calls[0].trace().output)
    if "spectral" not in way:  # a step of whose way to a norm is taken at each call in train mode
        np.testing.assert_allclose(found, theirs.detach(), atol=1e-6)


def test_a_checkpoint_and_a_workspace_are_taken_by_path(tmp_path):
    torch.manual_seed(7)
    lstm, x = torch.nn.LSTM(2, 3), torch.randn(4, 2)
    found = trace(lstm, x, names=["speed", "height"])
    torch.save(lstm.state_dict(), tmp_path / "m.pt")
    assert np.array_equal(trace(tmp_path / "m.pt", x).output, found.output)
    found.save(tmp_path / "w.gatestep")
    again = trace(tmp_path / "w.gatestep")
    assert np.array_equal(again.output, found.output)
    assert again.request.names.features == ("speed", "height")
    with pytest.raises(TypeError, match="its own"):
        trace(tmp_path / "w.gatestep", lengths=[3])


def test_what_has_no_room_in_memory_is_refused_before_it_is_computed(monkeypatch):
    from simulator.face.gradients import Gradients, gradients

    lstm, x = torch.nn.LSTM(2, 3), torch.zeros(4, 2)
    found = gradients(lstm, x, of="h[0] at 1").trace
    for module in ("trace", "gradients"):
        monkeypatch.setattr(f"simulator.face.{module}.available_bytes", lambda: 100)
    with pytest.raises(MemoryError, match="100"):
        trace(lstm, x)
    with pytest.raises(MemoryError, match="100"):
        Gradients(found)


def test_a_number_is_explained_by_terms_that_add_up():
    torch.manual_seed(8)
    lstm = torch.nn.LSTM(3, 4, 2, bidirectional=True)
    found = trace(lstm, torch.randn(5, 2, 3))
    told = found.explain("c[2] layer 1 reverse row 1", t=3)
    assert told.value == found["c", 1, "reverse"][3, 1, 2]
    assert sum(amount for _, amount in told.terms) == pytest.approx(told.value, abs=1e-6)
    assert len(told.terms) == 2
    lines = str(told).splitlines()
    assert "c[2]" in lines[0]
    assert f"{told.value:.6g}" in lines[0]
    assert f"{told.value:.6g}" in lines[-1]
    gate = found.explain("f[1] at 0")
    z = sum(amount for _, amount in gate.terms)
    assert 1 / (1 + np.exp(-z)) == pytest.approx(gate.value, abs=1e-6)
    assert f"{gate.value:.6g}" in str(gate).splitlines()[-1]


def wrong():
    from simulator.face.gradients import gradients
    from simulator.face.verdicts import check
    from simulator.face.viewing import view

    lstm, x = torch.nn.LSTM(3, 5, 2), torch.zeros(7, 4, 3)
    two = torch.nn.ModuleDict({"left": lstm, "right": lstm.__class__(3, 5)})
    found, scripted = trace(lstm, x), torch.nn.Module()
    scripted.inside = type("LSTM", (torch.nn.Module,), {})()  # the name is all that stays of one
    return {
        "width": (lambda: trace(lstm, torch.zeros(7, 4, 2)), ["(T, B, 3)", "(7, 4, 2)"]),
        "axes": (lambda: trace(lstm, torch.zeros(3)), ["(T, B, 3)", "(3,)"]),
        "ragged": (lambda: trace(lstm, [[[1, 2, 3]], [[1]]]), ["lengths="]),
        "complex": (lambda: trace(lstm, x.to(torch.complex64)), ["complex64"]),
        "text": (lambda: trace(lstm, [["a"]]), ["x", "numbers"]),
        "no LSTM": (lambda: trace(torch.nn.Linear(3, 2), x), ["Linear"]),
        "scripted": (lambda: trace(scripted, x), ["scripted"]),
        "a class": (lambda: trace(torch.nn.LSTM, x), ["nn.LSTM", "type"]),
        "no module": (lambda: trace({"a": 1}, x), ["nn.LSTM", "dict"]),
        "two LSTMs": (lambda: trace(two, x), ["left", "right", "model.left"]),
        "a cell": (lambda: trace(torch.nn.LSTMCell(3, 5), x), ["gatestep.capture"]),
        "one state": (lambda: trace(lstm, x, h_0=torch.zeros(2, 4, 5)), ["c_0="]),
        "state": (
            lambda: trace(lstm, x, h_0=torch.zeros(1, 4, 5), c_0=torch.zeros(2, 4, 5)),
            ["(2, 4, 5)", "(1, 4, 5)"],
        ),
        "lengths": (lambda: trace(lstm, x, lengths=[7, 7]), ["4"]),
        "no input": (lambda: trace(lstm), ["x"]),
        "option": (lambda: check(lstm, x, length=[7]), ["length", "trace()"]),
        "option of a Trace": (lambda: check(found, lengths=[7] * 4), ["Trace", "leave"]),
        "x of a Trace": (lambda: view(found, x), ["Trace", "leave"]),
        "option of a file": (lambda: view("m.pt", lengths=[7] * 4), ["leave"]),
        "no loss": (lambda: check(lstm, x, backward=True), ["readout=", "target="]),
        "of": (lambda: gradients(lstm, x, of=["h[0] at 1"]), ["of", "h[0] at 1"]),
        "no file": (lambda: trace("none.pt", x), ["none.pt"]),
        "target alone": (lambda: trace(lstm, x, target=x), ["readout="]),
        "loss": (
            lambda: trace(lstm, x, readout=torch.nn.Linear(5, 3), target=x, loss="l1"),
            ["cross-entropy", "l1"],
        ),
        "target": (
            lambda: trace(lstm, x, readout=torch.nn.Linear(5, 3), target=torch.zeros(2)),
            ["(2,)", "(7, 4, 3)"],
        ),
        "class": (
            lambda: trace(lstm, x, readout=torch.nn.Linear(5, 3), target=torch.full((7, 4), 3)),
            ["target", "is 3", "0 to 2"],
        ),
        "ahead": (
            lambda: trace(lstm, x, readout=torch.nn.Linear(5, 2), target="ahead:1"),
            ["ahead:1", "3 features", "2 outputs"],
        ),
        "embedding": (
            lambda: trace(lstm, x, readout=torch.nn.Embedding(3, 5)), ["nn.Linear", "Embedding"],
        ),
        "readout": (
            lambda: trace(lstm, x, readout=torch.nn.Linear(4, 3)), ["(3, 5)", "(3, 4)"],
        ),
        "readout's name": (lambda: trace(lstm, x, readout="decoder"), ["decoder"]),
        "one name": (lambda: trace(lstm, x, names=3), ["names", "3"]),
        "names": (lambda: trace(lstm, x, names=["a"]), ["3", "1"]),
        "quantity": (lambda: found["q"], ["q", "z_i"]),
        "layer": (lambda: found["c", 2], ["2", "0 to 1"]),
        "direction": (lambda: found["c", 0, "reverse"], ["reverse", "forward"]),
        "unit": (lambda: found.explain("c[5] at 1"), ["c[5]", "0 to 4"]),
        "timestep": (lambda: found.explain("c[0]", t=7), ["at 7", "0 to 6"]),
        "twice": (lambda: found.explain("c[0] at 1", t=2), ["twice"]),
        "layer of a number": (lambda: found.explain("c[0] layer 2"), ["layers 0 to 1", "forward"]),
        "number": (lambda: found.explain(3), ["c[2]", "3"]),
        "no direction": (lambda: found["c", 0, ["reverse"]], ["reverse", "forward"]),
        "no address": (lambda: found.explain("memory"), ["memory"]),
        "layout": (lambda: found.to_dataframe("tall"), ["wide", "tall"]),
    }  # fmt: skip


def test_what_does_not_fit_is_said_in_one_line_with_what_would():
    for case, (attempt, words) in wrong().items():
        of_arguments = TypeError, LookupError, ValueError
        with pytest.raises(FileError if case == "no file" else of_arguments) as raised:
            attempt()
        line = str(raised.value)
        assert "\n" not in line
        assert all(word in line for word in words), (case, line)
