"""LSTMs without an LSTM operator: read by the names of their weights, or refused in plain words."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from simulator.files.checkpoints import checkpoint
from tests.simulator.files.checkpoints.checkpoints import refusal, same_bits
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights

I, H = 3, 2
KINDS = {
    "weight_ih": (4 * H, I),
    "weight_hh": (4 * H, H),
    "bias_ih": (4 * H,),
    "bias_hh": (4 * H,),
}


def cell(x, h, c, weights, ahead=""):
    """Return the nodes of one LSTM cell as exporters spell them out, and its h and c."""
    w_ih, w_hh, b_ih, b_hh = weights
    name = f"{ahead}{x}_".__add__

    def make(kind, inputs, outputs, **more):
        return helper.make_node(kind, inputs, outputs, name=name(outputs[0]), **more)

    z, parts, gates = name("z"), [name(k) for k in "ifgo"], [name(k.upper()) for k in "ifgo"]
    functions = ("Sigmoid", "Sigmoid", "Tanh", "Sigmoid")
    pairs = zip(functions, parts, gates, strict=True)
    return [
        make("Gemm", [x, w_ih, b_ih], [name("zx")], transB=1),
        make("Gemm", [h, w_hh, b_hh], [name("zh")], transB=1),
        make("Add", [name("zx"), name("zh")], [z]),
        make("Split", [z], parts, axis=1),
        *(make(function, [part], [gate]) for function, part, gate in pairs),
        make("Mul", [gates[1], c], [name("kept")]),
        make("Mul", [gates[0], gates[2]], [name("new")]),
        make("Add", [name("kept"), name("new")], [name("c")]),
        make("Tanh", [name("c")], [name("tanh")]),
        make("Mul", [gates[3], name("tanh")], [name("h")]),
    ]


def arrays_of(prefix, kinds=KINDS):
    rng = np.random.default_rng(list(prefix.encode()))
    return {f"{prefix}.{kind}": rng.standard_normal(KINDS[kind]).astype("f4") for kind in kinds}


ZEROS = {"h": np.zeros((1, H), "f4"), "c": np.zeros((1, H), "f4")}


def merged(share="Identity"):
    """Return two cells, the second of which shares its biases with the first.

    Exporters merge equal initialisers, and leave the other names to Identity, or to a Constant.
    """
    arrays = {**arrays_of("fwd", ["weight_ih", "weight_hh", "bias_ih"]), **ZEROS}
    arrays |= arrays_of("bwd", ["weight_ih", "weight_hh"])
    bias = arrays["fwd.bias_ih"]
    nodes = []
    for name in ("fwd.bias_hh", "bwd.bias_ih", "bwd.bias_hh"):
        if share == "Identity":
            nodes.append(helper.make_node("Identity", ["fwd.bias_ih"], [name]))
        else:
            value = numpy_helper.from_array(bias)
            nodes.append(helper.make_node("Constant", [], [name], value=value))
    for prefix, x in (("fwd", "X"), ("bwd", "X2")):
        nodes += cell(x, "h", "c", [f"{prefix}.{kind}" for kind in KINDS])
    inputs = {"X2": TensorProto.FLOAT}
    return model(nodes, arrays, ("X_h", "X2_h"), inputs), arrays


@pytest.mark.parametrize("share", ["Identity", "Constant"])
def test_a_merged_bias_belongs_to_every_cell_that_names_it(tmp_path, share):
    """The backward cell was read without its biases, as if it had none: other numbers."""
    there, arrays = merged(share)
    path = save(there, tmp_path)
    assert [(s.name, s.bias) for s in checkpoint.inspect(path)] == [("fwd", True), ("bwd", True)]
    for prefix in ("fwd", "bwd"):
        parameters, _ = checkpoint.load(path, prefix)
        assert same_bits(parameters["weight_ih_l0"], arrays[f"{prefix}.weight_ih"])
        for kind in ("bias_ih_l0", "bias_hh_l0"):
            assert same_bits(parameters[kind], arrays["fwd.bias_ih"])


def test_both_directions_of_a_node_may_share_their_weights(tmp_path):
    """Both rows of W, R and B come from one initialiser, the second under another name."""
    own = {f"rnn.{kind}_l0": array for kind, array in weights(I, H).items()}
    nodes = []
    for kind in "WRB":
        nodes.append(helper.make_node("Identity", [f"rnn.{kind}_l0"], [f"rnn.{kind}_l0_reverse"]))
        both = [f"rnn.{kind}_l0", f"rnn.{kind}_l0_reverse"]
        nodes.append(helper.make_node("Concat", both, [kind], axis=0))
    nodes.append(node(direction="bidirectional", hidden_size=H))
    path = save(model(nodes, own), tmp_path)
    (stored,) = checkpoint.inspect(path)
    assert (stored.name, stored.bidirectional) == ("lstm", True)
    assert not any("but not read" in note for note in stored.notes)
    parameters, _ = checkpoint.load(path)
    for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        assert same_bits(parameters[f"{kind}_l0"], parameters[f"{kind}_l0_reverse"])


def test_names_that_lead_to_a_node_are_no_lstm_of_their_own(tmp_path):
    """An exporter that folds nothing leaves torch's names before the node."""
    own = {"rnn.weight_ih_l0": weights(I, H)["W"][0], **weights(I, H)}
    nodes = [
        helper.make_node("Identity", ["rnn.weight_ih_l0"], ["rnn.weight_ih_l0_reverse"]),
        helper.make_node("Unsqueeze", ["rnn.weight_ih_l0_reverse", "axis"], ["W0"]),
        node(arrays=("W0", "R", "B"), hidden_size=H),
    ]
    own["axis"] = np.array([0], np.int64)
    (stored,) = checkpoint.inspect(save(model(nodes, own), tmp_path))
    assert stored.name == "lstm"
    assert not any("rnn" in note for note in stored.notes)


UNNAMED = {f"onnx::Gemm_{k}": array for k, array in enumerate(arrays_of("x").values())}


def in_a_body(operator):
    """Return a model with a cell in a Loop or a Scan; the body has the least that one needs."""
    value = helper.make_tensor_value_info
    nodes = cell("row", "h_in", "c_in", list(UNNAMED))
    state = [value("h_in", TensorProto.FLOAT, None), value("c_in", TensorProto.FLOAT, None)]
    outputs = [value("row_h", TensorProto.FLOAT, None), value("row_c", TensorProto.FLOAT, None)]
    row = value("row", TensorProto.FLOAT, None)
    if operator == "Scan":
        graph = helper.make_graph(nodes, "body", [*state, row], outputs)
        made = helper.make_node(
            "Scan", ["h", "c", "X"], ["Y", "C"], name="recurrence", body=graph, num_scan_inputs=1
        )
    else:
        steps = [value("step", TensorProto.INT64, []), value("go", TensorProto.BOOL, [])]
        nodes = [
            helper.make_node("Gather", ["X", "step"], ["row"]),
            *nodes,
            helper.make_node("Identity", ["go"], ["on"]),
        ]
        on = value("on", TensorProto.BOOL, [])
        graph = helper.make_graph(nodes, "body", [*steps, *state], [on, *outputs])
        made = helper.make_node("Loop", ["n", "", "h", "c"], ["Y", "C"], name="loop", body=graph)
    arrays = {**UNNAMED, **ZEROS, "n": np.array(5, np.int64)}
    return model([made], arrays, ("Y",)), made.name


@pytest.mark.parametrize("operator", ["Loop", "Scan"])
def test_in_a_body_it_is_refused_by_name(tmp_path, operator):
    there, name = in_a_body(operator)
    line = refusal(checkpoint.inspect, save(there, tmp_path))
    assert f"{name} cannot be read as an LSTM" in line
    assert f"written out inside a {operator}" in line
    assert "export" in line
    assert line.isprintable()


def test_spelt_out_in_the_main_graph_it_is_refused(tmp_path):
    nodes = cell("X", "h", "c", list(UNNAMED))
    line = refusal(checkpoint.inspect, save(model(nodes, {**UNNAMED, **ZEROS}, ("X_h",)), tmp_path))
    assert "MatMul, Sigmoid and Tanh" in line
    assert "export" in line


def test_with_torchs_names_it_is_read_and_not_told(tmp_path):
    there, _ = merged()
    for stored in checkpoint.inspect(save(there, tmp_path)):
        assert not any(("written out" in note or "written out" in note) for note in stored.notes)


def test_beside_an_lstm_operator_the_loop_is_told(tmp_path):
    there, name = in_a_body("Loop")
    there.graph.node.append(node(hidden_size=H, outputs=["Y2", "", ""]))
    for key, array in weights(I, H).items():
        there.graph.initializer.append(numpy_helper.from_array(array, key))
    (stored,) = checkpoint.inspect(save(there, tmp_path))
    assert any(name in note and "written out inside a Loop" in note for note in stored.notes)


GATED = [
    helper.make_node("MatMul", ["X", "W"], ["a"]),
    helper.make_node("Sigmoid", ["a"], ["s"]),
    helper.make_node("Tanh", ["a"], ["t"]),
    helper.make_node("Mul", ["s", "t"], ["Y"]),
]


def test_a_gated_activation_is_no_lstm(tmp_path):
    """As in WaveNet: tanh and sigmoid side by side, and no cell state."""
    path = save(model(GATED, {"W": np.ones((I, I), "f4")}, ("Y",)), tmp_path)
    line = refusal(checkpoint.inspect, path)
    assert "written out" not in line
    assert "written out" not in line
    assert "it has no LSTM" in line
