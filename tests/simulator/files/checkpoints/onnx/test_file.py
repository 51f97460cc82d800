"""ONNX's LSTM nodes give onnxruntime's numbers; those that nn.LSTM lacks are refused by name."""

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from simulator.files import optional_packages
from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.onnx import constants as onnx_constants
from simulator.files.checkpoints.onnx import graph
from simulator.files.errors import FileError
from simulator.network.config import LSTMConfig
from tests.depth import count, examples
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import outcome, random_module, refusal, same_bits
from tests.simulator.files.checkpoints.onnx.models import (
    DIRECTIONS,
    HIDDEN_SIZE,
    as_torch,
    model,
    node,
    reversed_in_time,
    run_here,
    run_there,
    save,
    weights,
)

T, B, I, H = 6, 3, 4, HIDDEN_SIZE
LENGTHS = [4, 6, 1]
MAPPED = "ONNX's gate order i o f c is read as i f g o"


def sequence():
    return np.random.default_rng(0).standard_normal((T, B, I)).astype(np.float32)


def ints(*values):
    return np.array(values, np.int64)


def close(ours, theirs):
    assert ours.dtype == theirs.dtype
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=2e-6)


@pytest.mark.parametrize("lengths", [None, LENGTHS])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_outputs_match_onnxruntime(tmp_path, direction, bias, lengths):
    arrays = weights(I, H, DIRECTIONS[direction], bias)
    lens = "" if lengths is None else "lens"
    lstm = node("X", tuple(arrays), lens, direction=direction)
    there = model([lstm], arrays, inputs={lens: TensorProto.INT32} if lens else None)
    path, x = save(there, tmp_path), sequence()
    given = {"X": x} | ({} if lengths is None else {"lens": np.array(lengths, np.int32)})
    y, y_h, y_c = run_there(there, **given)

    turned = direction == "reverse"
    output, h_n, c_n = run_here(path, reversed_in_time(x, lengths) if turned else x, None, lengths)
    close(reversed_in_time(output, lengths) if turned else output, as_torch(y, lengths))
    close(h_n, y_h)
    close(c_n, y_c)

    (stored,) = checkpoint.inspect(path)
    assert (stored.name, stored.kind, stored.num_layers) == ("lstm", "LSTM", 1)
    assert (stored.input_size, stored.hidden_size, stored.bias) == (I, H, bias)
    assert stored.bidirectional == (direction == "bidirectional")
    assert stored.notes[0] == MAPPED
    assert any("backwards" in note for note in stored.notes) == turned


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_layout_1_is_batch_first(tmp_path, direction):
    """onnxruntime has no layout 1 on a CPU: it runs the node in layout 0, transposed."""
    arrays = weights(I, H, DIRECTIONS[direction])
    there = model([node(direction=direction)], arrays)
    path = save(model([node(direction=direction, layout=1)], arrays), tmp_path)
    assert "its sequences are batch first (layout 1)" in checkpoint.inspect(path)[0].notes
    x = sequence()
    y, *_ = run_there(there, X=x)
    given = reversed_in_time(x) if direction == "reverse" else x
    output = run_here(path, given.swapaxes(0, 1), batch_first=True).output.swapaxes(0, 1)
    close(reversed_in_time(output) if direction == "reverse" else output, as_torch(y))


def layers(directions, number, between, **options):
    """Return a stack as torch exports it: between layers, directions and units become one axis."""
    nodes, arrays, x = [], {"axis": ints(1), "shape": ints(0, 0, -1)}, "X"
    direction = "bidirectional" if directions == 2 else "forward"
    for k in range(number):
        own = weights(I if k == 0 else directions * H, H, directions, seed=k)
        arrays |= {f"{name}{k}": array for name, array in own.items()}
        names, more = tuple(f"{name}{k}" for name in own), {"direction": direction, **options}
        nodes.append(node(x, names, outputs=[f"Y{k}", f"h{k}"], name=f"/rnn/LSTM_{k}", **more))
        nodes += between(f"Y{k}", f"X{k}", directions)
        x = f"X{k}"
    return nodes, arrays


def as_torch_exports(y, x, directions):
    if directions == 1:
        return [helper.make_node("Squeeze", [y, "axis"], [x])]
    return [
        helper.make_node("Transpose", [y], [f"{x}t"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{x}t", "shape"], [x]),
    ]


def with_a_computed_shape(y, x, directions):
    """Write a shape of T, B and the product of D and H, as torch's newer exporter."""
    turned, axes, parts = f"{x}t", range(4), [f"{x}size{k}" for k in range(4)]
    return [
        helper.make_node("Transpose", [y], [turned], perm=[0, 2, 1, 3]),
        helper.make_node("Shape", [turned], [f"{x}sizes"], start=0),
        *(
            helper.make_node("Slice", [f"{x}sizes", f"at{k}", f"at{k + 1}"], [parts[k]])
            for k in axes
        ),
        helper.make_node("Mul", parts[2:], [f"{x}width"]),
        helper.make_node("Reshape", [f"{x}width", "all"], [f"{x}joined"], allowzero=0),
        helper.make_node("Concat", [*parts[:2], f"{x}joined"], [f"{x}shape"], axis=0),
        helper.make_node("Reshape", [turned, f"{x}shape"], [x], allowzero=0),
    ]


AT = {f"at{k}": ints(k) for k in range(5)} | {"all": ints(-1)}
"""Constants of computed shapes."""


def with_a_shape_of(*sizes, **options):
    """Return a reshape to a constant shape, and its initialiser."""
    shape = "x".join(map(str, sizes))
    return through(TURN, ("Reshape", [shape], options)), {shape: ints(*sizes)}


def with_dropout(y, x, directions):
    return [
        helper.make_node("Dropout", [y], [f"{x}d"]),
        helper.make_node("Identity", [f"{x}d"], [f"{x}i"]),
        *as_torch_exports(f"{x}i", x, directions),
    ]


@pytest.mark.parametrize("between", [as_torch_exports, with_dropout, with_a_computed_shape])
@pytest.mark.parametrize("directions", [1, 2])
def test_nodes_on_top_of_each_other_are_layers(tmp_path, directions, between):
    nodes, arrays = layers(directions, 3, between)
    there = model(nodes, arrays | AT, outputs=("X2", "h0", "h1", "h2"))
    path, x = save(there, tmp_path), sequence()
    (stored,) = checkpoint.inspect(path)
    assert (stored.name, stored.num_layers) == ("/rnn/LSTM_0", 3)
    assert "its layers are the nodes /rnn/LSTM_0, /rnn/LSTM_1, /rnn/LSTM_2" in stored.notes
    last, *states = run_there(there, X=x)
    output, h_n, _ = run_here(path, x)
    close(output, last.reshape(output.shape))
    close(h_n, np.concatenate(states))


def test_layers_in_layout_1(tmp_path):
    def between(y, x, directions):
        return [
            helper.make_node("Squeeze", [y, "two"], [x])
            if directions == 1
            else helper.make_node("Reshape", [y, "shape"], [x])
        ]

    for directions in (1, 2):
        nodes, arrays = layers(directions, 2, between, layout=1)
        path = save(model(nodes, {**arrays, "two": ints(2)}, outputs=("X1",)), tmp_path)
        assert checkpoint.inspect(path)[0].num_layers == 2


def through(*steps):
    """Put other nodes between two layers: (operator, further inputs, attributes)."""

    def between(y, x, directions):
        nodes, last = [], y
        for index, (operator, more, attributes) in enumerate(steps):
            to = x if index == len(steps) - 1 else f"{x}_{index}"
            nodes.append(helper.make_node(operator, [last, *more], [to], **attributes))
            last = to
        return nodes

    return between


SQUEEZE = ("Squeeze", ["axis"], {})
TURN = ("Transpose", [], {"perm": [0, 2, 1, 3]})
JOIN = ("Reshape", ["shape"], {})
NOT_LAYERS = {
    "a change of numbers": (1, through(SQUEEZE, ("Relu", [], {}))),
    "time and batch exchanged": (1, through(SQUEEZE, ("Transpose", [], {"perm": [1, 0, 2]}))),
    "no transpose before the reshape": (2, through(JOIN)),
    "the directions' units exchanged": (
        2,
        through(("Transpose", [], {"perm": [0, 2, 3, 1]}), JOIN),
    ),
    "the axes reversed": (1, through(("Transpose", [], {}), SQUEEZE)),
    "a reshape to other rows": (2, through(TURN, ("Reshape", ["others"], {}))),
    "a reshape by a shape of the input": (2, through(TURN, ("Reshape", ["given"], {}))),
    "dropout in training": (1, through(SQUEEZE, ("Dropout", ["half", "true"], {}))),
    "another output": (1, lambda y, x, _: [helper.make_node("Identity", ["h0"], [x])]),
}


@pytest.mark.parametrize(
    ("sizes", "options", "declared", "joined"),
    [
        ((T, B, 2 * H), {}, (T, B, 2, H), True),
        ((T, -1, 2 * H), {"allowzero": 1}, (T, None, 2, H), True),
        ((0, B, -1), {}, (None, B, 2, H), True),
        ((T, B, 2 * H), {}, (None, None, 2, H), False),
        ((B, T, 2 * H), {}, (T, B, 2, H), False),
        ((0, -1, 2 * H), {"allowzero": 1}, (T, B, 2, H), False),
        ((T, B, 2 * H), {}, (T,), False),
    ],
)
def test_a_shape_of_numbers_joins_layers_where_the_file_declares_the_sizes(
    tmp_path, sizes, options, declared, joined
):
    """torch's newer exporter writes numbers for sizes that are fixed, and declares them."""
    between, shape = with_a_shape_of(*sizes, **options)
    nodes, arrays = layers(2, 2, between)
    made = model(nodes, arrays | shape, outputs=("X1",))
    own = helper.make_tensor_value_info("X0_0", TensorProto.FLOAT, declared)
    made.graph.value_info.append(own)
    assert len(checkpoint.inspect(save(made, tmp_path))) == (1 if joined else 2)


COMPUTED = {
    "as they are": (("at0", "at1"), ("at1", "at2"), True),
    "time and batch exchanged": (("at1", "at2"), ("at0", "at1"), False),
    "both sizes in each part": (("at0", "at2"), ("at0", "at2"), False),
    "a size of the units": (("at0", "at1"), ("at3", "at4"), False),
}


@pytest.mark.parametrize("case", COMPUTED)
def test_a_computed_shape_is_followed_to_its_axes(tmp_path, case):
    first, second, joined = COMPUTED[case]
    nodes, arrays = layers(2, 2, with_a_computed_shape)
    for each in nodes:
        if each.op_type == "Slice" and each.output[0].endswith(("size0", "size1")):
            each.input[1:] = first if each.output[0].endswith("0") else second
    path = save(model(nodes, arrays | AT, outputs=("X1",)), tmp_path)
    assert len(checkpoint.inspect(path)) == (1 if joined else 2)


def test_a_shape_that_doubles_without_end_is_none(tmp_path):
    nodes, arrays = layers(2, 2, with_a_computed_shape)
    for each in nodes:
        if each.op_type == "Concat":
            each.input[0] = "much"
    first = helper.make_node("Identity", ["X0size0"], ["more0"])
    twice = [
        helper.make_node("Concat", [f"more{k}"] * 2, [f"more{k + 1}"], axis=0) for k in range(60)
    ]
    last = helper.make_node("Identity", ["more60"], ["much"])
    path = save(model([*nodes, first, *twice, last], arrays | AT, outputs=("X1",)), tmp_path)
    assert len(checkpoint.inspect(path)) == 2


@pytest.mark.parametrize("case", NOT_LAYERS)
def test_what_is_not_read_whole_is_listed_apart(tmp_path, case):
    directions, between = NOT_LAYERS[case]
    nodes, arrays = layers(directions, 2, between)
    arrays |= {"others": ints(-1, 0, 10), "half": np.float32([0.5])[0], "true": np.array(True)}
    if case == "a reshape to other rows":
        arrays["others"] = ints(3, 6, 10)
    path = save(model(nodes, arrays, outputs=("X1",)), tmp_path)
    assert [s.name for s in checkpoint.inspect(path)] == ["/rnn/LSTM_0", "/rnn/LSTM_1"]
    assert {s.num_layers for s in checkpoint.inspect(path)} == {1}


def test_two_readers_of_one_layer_are_no_stack(tmp_path):
    nodes, arrays = layers(1, 2, as_torch_exports)
    again = node("X0", ("W1", "R1", "B1"), outputs=["Z"], name="other", direction="forward")
    path = save(model([*nodes, again], arrays, outputs=("Z",)), tmp_path)
    assert [s.name for s in checkpoint.inspect(path)] == ["/rnn/LSTM_0", "/rnn/LSTM_1", "other"]


@pytest.mark.parametrize(
    "change", [{"direction": "reverse"}, {"layout": 1}, {"lens": "lens"}, {"arrays": ("W1", "R1")}]
)
def test_layers_of_other_options_are_no_stack(tmp_path, change):
    nodes, arrays = layers(1, 2, as_torch_exports)
    options = {"x": "X0", "arrays": ("W1", "R1", "B1"), "outputs": ["Z"], "name": "b", **change}
    path = save(model([*nodes[:2], node(**options)], arrays, outputs=("Z",)), tmp_path)
    assert [s.name for s in checkpoint.inspect(path)] == ["/rnn/LSTM_0", "b"]


def body(output, x="X", **more):
    """Return a graph of one LSTM node that reads the weights around it."""
    inner = node(x, outputs=["y", "h", "c"], **more)
    return helper.make_graph(
        [inner, helper.make_node("Identity", ["y"], [output])],
        "body",
        [],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
    )


def test_nodes_in_branches_are_found(tmp_path):
    arrays = weights(I, H)
    halved = helper.make_graph(
        [helper.make_node("LSTM", ["X", "W2", "R", "B"], ["b"], name="lstm", hidden_size=H)],
        "else",
        [],
        [helper.make_tensor_value_info("b", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(arrays["W"] / 2, "W2")],
    )
    choice = helper.make_node(
        "If", ["which"], ["Y"], name="choice", then_branch=body("a"), else_branch=halved
    )
    there = model([choice], arrays, ("Y",), {"which": TensorProto.BOOL})
    path, x = save(there, tmp_path), sequence()
    names = {True: "choice/then_branch/lstm", False: "choice/else_branch/lstm"}
    assert {s.name for s in checkpoint.inspect(path)} == set(names.values())
    for which, name in names.items():
        (y,) = run_there(there, X=x, which=np.array(which))
        close(run_here(path, x, name).output, as_torch(y))


def test_nodes_in_loops_are_found(tmp_path):
    """The loop's own input hides none of the weights, which come from outside."""
    arrays = weights(I, H)
    scalar = helper.make_tensor_value_info
    inside = helper.make_graph(
        [
            node("X", outputs=["y", "h", "c"]),
            helper.make_node("Add", ["sum", "y"], ["next"]),
            helper.make_node("Identity", ["go"], ["on"]),
        ],
        "body",
        [
            scalar("step", TensorProto.INT64, []),
            scalar("go", TensorProto.BOOL, []),
            scalar("sum", TensorProto.FLOAT, None),
        ],
        [scalar("on", TensorProto.BOOL, []), scalar("next", TensorProto.FLOAT, None)],
    )
    loop = helper.make_node("Loop", ["times", "", "zero"], ["Y"], name="loop", body=inside)
    more = {"times": np.array(1, np.int64), "zero": np.zeros((T, 1, B, H), np.float32)}
    there = model([loop], {**arrays, **more}, ("Y",))
    path, x = save(there, tmp_path), sequence()
    (y,) = run_there(there, X=x)
    close(run_here(path, x, "loop/body/lstm").output, as_torch(y))


def test_what_a_body_takes_as_input_is_no_constant(tmp_path):
    inside = body("out", x="row")
    inside.input.append(helper.make_tensor_value_info("row", TensorProto.FLOAT, None))
    inside.input.append(helper.make_tensor_value_info("W", TensorProto.FLOAT, None))
    scan = helper.make_node("Scan", ["X", "other"], ["Y"], body=inside, num_scan_inputs=2)
    path = save(model([scan], weights(I, H), ("Y",)), tmp_path)
    message = refusal(checkpoint.inspect, path)
    assert (
        "Y/body/lstm cannot be read as an LSTM: its W is given only when the model runs" in message
    )


def test_functions_are_read_as_each_caller_calls_them(tmp_path):
    """Weights and attributes come from the call; a function sees nothing else of the model."""
    inner = helper.make_node("LSTM", ["x", "w", "r", "b"], ["y"], name="cell")
    for name in ("hidden_size", "direction"):
        reference = onnx.AttributeProto(name=name, ref_attr_name=name)
        reference.type = onnx.AttributeProto.INT if "size" in name else onnx.AttributeProto.STRING
        inner.attribute.append(reference)
    function = helper.make_function(
        "local",
        "Recurrent",
        ["x", "w", "r", "b"],
        ["y"],
        [inner],
        [helper.make_opsetid("", 17)],
        attributes=["hidden_size"],
        attribute_protos=[helper.make_attribute("direction", "forward")],
    )
    arrays = weights(I, H) | {f"{n}2": a for n, a in weights(I, H, 2, seed=1).items()}
    calls = [
        helper.make_node(
            "Recurrent", ["X", "W", "R", "B"], ["Y"], "one", domain="local", hidden_size=H
        ),
        helper.make_node(
            "Recurrent",
            ["X", "W2", "R2", "B2"],
            ["Z"],
            "two",
            domain="local",
            hidden_size=H,
            direction="bidirectional",
        ),
    ]
    there = model(calls, arrays, ("Y", "Z"), functions=[function])
    path, x = save(there, tmp_path), sequence()
    y, z = run_there(there, X=x)
    close(run_here(path, x, "one/cell").output, as_torch(y))
    close(run_here(path, x, "two/cell").output, as_torch(z))


def test_functions_without_end_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(graph, "MAX_NODES", count(graph.MAX_NODES, by_default=3_000))

    def call(name):
        return helper.make_node(name, ["x"], ["y"], domain="local")

    def function(name, *calls):
        opset = [helper.make_opsetid("local", 1)]
        return helper.make_function("local", name, ["x"], ["y"], calls, opset)

    itself = model([call("A")], {}, ("y",), functions=[function("A", call("A"))])
    doubling = [function(f"F{k}", call(f"F{k + 1}"), call(f"F{k + 1}")) for k in range(30)]
    bomb = model([call("F0")], {}, ("y",), functions=doubling)
    assert "is nested more than 50 levels deep" in refusal(
        checkpoint.inspect, save(itself, tmp_path)
    )
    assert "expands to more than" in refusal(checkpoint.inspect, save(bomb, tmp_path))


def test_weights_computed_as_torch_exports_them(tmp_path):
    """The weights are sliced from torch's i f g o and joined as i o f c; torch's own come back."""
    lstm = random_parameters(LSTMConfig(I, H))
    arrays = {f"rnn.{name}": array for name, array in lstm.arrays.items()}
    nodes = [helper.make_node("Constant", [], ["axis0"], value_ints=[0])]
    bounds = {"i": (0, H), "o": (3 * H, 4 * H), "f": (H, 2 * H), "c": (2 * H, 3 * H)}
    for gate, (start, end) in bounds.items():
        for name, value in ((f"{gate}0", start), (f"{gate}1", end)):
            nodes.append(
                helper.make_node("Constant", [], [name], value=numpy_helper.from_array(ints(value)))
            )

    def reordered(source, target):
        parts = [f"{target}_{gate}" for gate in bounds]
        for gate, part in zip(bounds, parts, strict=True):
            nodes.append(
                helper.make_node("Slice", [source, f"{gate}0", f"{gate}1", "axis0"], [part])
            )
        nodes.append(helper.make_node("Concat", parts, [target], axis=0))

    for source in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        reordered(f"rnn.{source}_l0", source)
    nodes += [
        helper.make_node("Concat", ["bias_ih", "bias_hh"], ["bias"], axis=0),
        *(
            helper.make_node("Unsqueeze", [source, "axis0"], [target])
            for source, target in (("weight_ih", "W"), ("weight_hh", "R"), ("bias", "B"))
        ),
        node(name="/rnn/LSTM"),
    ]
    there = model(nodes, arrays, ("Y",))
    path, x = save(there, tmp_path), sequence()
    parameters, stored = checkpoint.load(path)
    assert stored.name == "/rnn/LSTM"  # alone: its sources are not listed again by their names
    for name, array in lstm.arrays.items():
        assert same_bits(parameters[name], array)
    close(run_here(path, x).output, as_torch(run_there(there, X=x)[0]))


def test_weights_computed_by_every_operator(tmp_path):
    arrays = weights(I, H)
    stored = {
        "Wt": arrays["W"][0].T.astype(np.float64),
        "Rflat": arrays["R"][:, ::-1].reshape(-1),
        "B4": arrays["B"][:, None, :, None],
        "Rshape": ints(0, 4 * H, -1),
        "axes": ints(1, -1),
    }
    nodes = [
        helper.make_node("Cast", ["Wt"], ["W32"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["W32"], ["W2"]),
        helper.make_node("Constant", [], ["zero"], value_int=0),
        helper.make_node("Reshape", ["zero", "one"], ["zeros"]),
        helper.make_node("Unsqueeze", ["W2", "zeros"], ["W"]),
        helper.make_node("Unsqueeze", ["Rflat", "zeros"], ["R1"]),
        helper.make_node("Reshape", ["R1", "Rshape"], ["R2"]),
        helper.make_node("Slice", ["R2", "start", "end", "ax", "back"], ["R3"]),
        helper.make_node("Identity", ["R3"], ["R"]),
        helper.make_node("Squeeze", ["B4", "axes"], ["B"]),
        node(),
    ]
    stored |= {"one": ints(1), "start": ints(-1), "end": ints(-(2**63)), "ax": ints(1)}
    stored |= {"back": ints(-1)}
    there = model(nodes, stored, ("Y",))
    path, x = save(there, tmp_path), sequence()
    close(run_here(path, x).output, as_torch(run_there(there, X=x)[0]))


def test_weights_of_a_decomposed_graph_are_found_by_name(tmp_path):
    lstm = random_parameters(LSTMConfig(I, H, num_layers=2, bidirectional=True))
    arrays = {f"encoder.rnn.{name}": array for name, array in lstm.arrays.items()}
    used = helper.make_node("MatMul", ["X", "encoder.rnn.weight_ih_l0"], ["Y"])
    parameters, stored = checkpoint.load(save(model([used], arrays, ("Y",)), tmp_path))
    assert (stored.name, stored.num_layers, stored.bidirectional) == ("encoder.rnn", 2, True)
    assert "the names imply torch's" in stored.notes[0]
    for name, array in lstm.arrays.items():
        assert same_bits(parameters[name], array)


REFUSED = {
    "peepholes": ({"P": True}, "it has peepholes (P)"),
    "clip": ({"clip": 3.0}, "(clip)"),
    "input_forget": ({"input_forget": 1}, "(input_forget)"),
    "activations": (
        {"activations": ["HardSigmoid", "Tanh", "Tanh"]},
        "its activations are HardSigmoid, Tanh, Tanh; nn.LSTM's are Sigmoid, Tanh, Tanh",
    ),
    "two activations": ({"activations": ["Sigmoid", "Tanh"]}, "its activations are Sigmoid, Tanh"),
    "direction": ({"direction": "sideways"}, "its direction is sideways"),
    "layout": ({"layout": 2}, "its layout is 2"),
    "hidden_size": (
        {"hidden_size": 7},
        "W has shape (1, 20, 4), but its direction and hidden_size need (1, 28, 4)",
    ),
    "directions": ({"direction": "bidirectional"}, "need (2, 20, 4)"),
    "no W": ({"arrays": ("", "R", "B")}, "it has no W"),
    "a bias of one": (
        {"arrays": ("W", "R", "half")},
        "its B has shape (1, 20), but its direction and hidden_size need (1, 40)",
    ),
    "W given": ({"arrays": ("X", "R", "B")}, "its W is given only when the model runs"),
    "W computed": (
        {"arrays": ("sum", "R", "B")},
        "its W is computed by Add only when the model runs",
    ),
    "W not there": ({"arrays": ("nowhere", "R", "B")}, "its W is given only when the model runs"),
    "whole numbers": ({"arrays": ("whole", "R", "B")}, "weight_ih_l0 is int64"),
    "of four bits": ({"arrays": ("four", "R", "B")}, "weight_ih_l0 is of ONNX type 22"),
    "a wrong slice": ({"arrays": ("cut", "R", "B")}, "its W is computed by a malformed Slice"),
    "of no axis": (
        {"arrays": ("past", "R", "B")},
        "its W is computed by a malformed Slice",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nn_lstm_is_not_is_refused_by_name(tmp_path, case):
    options, words = REFUSED[case]
    options = dict(options)
    arrays = weights(I, H)
    arrays |= {"half": arrays["B"][:, : 4 * H], "P": np.ones((1, 3 * H), np.float32)}
    arrays |= {"whole": arrays["W"].astype(np.int64), "zero": ints(0)}
    arrays |= {"one": ints(1), "nine": ints(9)}
    peepholes = options.pop("P", False)
    lstm = node(**options)
    if peepholes:
        lstm.input.extend(["", "", "P"])
    others = [
        helper.make_node("Add", ["W", "W"], ["sum"]),
        helper.make_node("Slice", ["W", "zero", "zero", "zero", "zero"], ["cut"]),
        helper.make_node("Slice", ["W", "zero", "one", "nine"], ["past"]),
    ]
    bad = model([*others, lstm], arrays, ("Y",))
    bad.graph.initializer.append(onnx.TensorProto(name="four", data_type=22, dims=[1, 20, 4]))
    message = refusal(checkpoint.load, save(bad, tmp_path))
    assert "lstm cannot be read as an LSTM: " in message
    assert words in message


def test_others_are_named_beside_what_is_read(tmp_path):
    arrays = weights(I, H)
    others = [
        helper.make_node("GRU", ["X", "W", "R"], ["g"], name="gru"),
        helper.make_node("RNN", ["X", "W", "R"], ["r"], name="rnn"),
        node(outputs=["p"], name="clipped", clip=1.0),
        node(),
    ]
    path = save(model(others, arrays, ("Y",)), tmp_path)
    (stored,) = checkpoint.inspect(path)
    assert stored.name == "lstm"
    for words in ("gru, it is a GRU", "rnn, it is a plain RNN", "clipped, it clips"):
        assert any(words in note for note in stored.notes)
    assert "(clip)" in refusal(checkpoint.load, path, "clipped")


def test_a_refused_node_does_not_come_back_by_its_weights_names(tmp_path):
    """Inputs of a clipping node are no plain LSTM, whatever the names of its initialisers."""
    lstm = random_parameters(LSTMConfig(I, H))
    arrays = {f"rnn.{name}": array for name, array in lstm.arrays.items()} | {"a": ints(0)}
    nodes = [
        helper.make_node("Unsqueeze", [f"rnn.{name}_l0", "a"], [name])
        for name in ("weight_ih", "weight_hh")
    ]
    lstm = node("X", ("weight_ih", "weight_hh"), clip=1.0)
    assert "(clip)" in refusal(checkpoint.load, save(model([*nodes, lstm], arrays), tmp_path))


def test_initial_states_in_the_file_are_told(tmp_path):
    arrays = weights(I, H) | {"h": np.ones((1, B, H), np.float32), "c": np.zeros((1, B, H), "f4")}
    lstm = node()
    lstm.input.extend(["h", "c"])
    notes = checkpoint.inspect(save(model([lstm], arrays), tmp_path))[0].notes
    assert [note for note in notes if "initial" in note] == [
        "its initial_h is not read: the states start at zero"
    ]


@pytest.mark.parametrize("name", ["float16", "bfloat16", "float64"])
@pytest.mark.parametrize("raw", [True, False])
def test_other_floats_are_read_bit_for_bit(tmp_path, name, raw):
    """The numbers are raw bytes, or numeric fields, which keep half precision as integers."""
    dtype = getattr(torch, name)
    tensors = random_module(LSTMConfig(I, H, bias=False)).to(dtype).state_dict()
    kinds = {
        "float16": TensorProto.FLOAT16,
        "bfloat16": TensorProto.BFLOAT16,
        "float64": TensorProto.DOUBLE,
    }
    initializers = []
    for target, source in (("W", "weight_ih_l0"), ("R", "weight_hh_l0")):
        i, f, g, o = tensors[source].chunk(4)
        tensor = torch.cat((i, o, f, g))[None]
        own = onnx.TensorProto(name=target, data_type=kinds[name], dims=tensor.shape)
        if raw:
            own.raw_data = tensor.view(torch.uint8).numpy().tobytes()
        elif name == "float64":
            own.double_data.extend(tensor.flatten().tolist())
        else:
            own.int32_data.extend(tensor.view(torch.uint16).flatten().tolist())
        initializers.append(own)
    made = model([node("X", ("W", "R"))], {})
    made.graph.initializer.extend(initializers)
    parameters, stored = checkpoint.load(save(made, tmp_path))
    assert stored.dtype == name
    cast = f"{name} weights are converted to float32"
    assert (cast in stored.notes) == (name != "float64")
    for own, tensor in tensors.items():
        up = tensor if name == "float64" else tensor.float()
        assert same_bits(parameters[own], up.numpy())


def external(folder, change=lambda entry: None, place="weights.bin"):
    """Save a model with its data in a file beside it; `change` alters the entry for W's data."""
    made = model([node()], weights(I, H))
    onnx.save(
        made,
        folder / "model.onnx",
        save_as_external_data=True,
        location=place,
        size_threshold=0,
    )
    lies = onnx.load(folder / "model.onnx", load_external_data=False)
    entries = {entry.key: entry for entry in lies.graph.initializer[0].external_data}
    change(entries)
    (folder / "model.onnx").write_bytes(lies.SerializeToString())
    return folder / "model.onnx"


def test_data_beside_the_model_are_read(tmp_path):
    path = external(tmp_path)
    parameters, _ = checkpoint.load(path)
    expected, _ = checkpoint.load(save(model([node()], weights(I, H)), tmp_path, "whole.onnx"))
    for name, array in expected.arrays.items():
        assert same_bits(parameters[name], array)


@pytest.mark.parametrize(
    "place",
    ["../weights.bin", "/etc/passwd", "a/../../weights.bin", "C:\\weights.bin", "..\\w", "", "\0"],
)
def test_data_outside_the_folder_are_refused(tmp_path, place):
    (tmp_path / "inner").mkdir()
    path = external(tmp_path / "inner", lambda e: setattr(e["location"], "value", place))
    (tmp_path / "weights.bin").write_bytes(bytes(10_000))
    assert "which is not in the model's own folder" in refusal(checkpoint.inspect, path)


def test_links_out_of_the_folder_are_refused(tmp_path):
    (tmp_path / "inner").mkdir()
    path = external(tmp_path / "inner")
    (tmp_path / "inner" / "weights.bin").rename(tmp_path / "weights.bin")
    (tmp_path / "inner" / "weights.bin").symlink_to(tmp_path / "weights.bin")
    assert "which is not in the model's own folder" in refusal(checkpoint.inspect, path)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("location", "nowhere.bin", "nowhere.bin: it does not exist"),
        ("location", ".", "which is not a file"),
        ("offset", "99999999", "does not match its data in weights.bin"),
        ("offset", "-1", "does not match its data in"),
        ("offset", "٣", "does not match its data in"),
        ("length", "3", "does not match its data in"),
        ("length", "9" * 30, "does not match its data in"),
    ],
)
def test_data_that_are_not_there_are_refused(tmp_path, key, value, words):
    path = external(tmp_path, lambda e: setattr(e[key], "value", value))
    assert words in refusal(checkpoint.inspect, path)


def test_shapes_that_lie_are_refused_before_anything_is_taken(tmp_path):
    """A file of a kilobyte claims an exabyte."""
    for dims in ([1, 2**31, 2**31], [1, -1, 4], [2**62, 4, 4]):
        lie = model([node()], weights(I, H))
        del lie.graph.initializer[0].dims[:]
        lie.graph.initializer[0].dims.extend(dims)
        message = refusal(checkpoint.inspect, save(lie, tmp_path))
        assert "tensor W" in message


def test_constants_that_grow_without_end_are_refused(tmp_path):
    """Each Concat doubles the one before: 30 would take a terabyte."""
    arrays = weights(I, H)
    nodes = [helper.make_node("Identity", ["W"], ["W0"])]
    nodes += [
        helper.make_node("Concat", [f"W{k}", f"W{k}"], [f"W{k + 1}"], axis=0) for k in range(30)
    ]
    bomb = model([*nodes, node("X", ("W30", "R", "B"))], arrays)
    assert "from constants repeated too many times" in refusal(
        checkpoint.inspect, save(bomb, tmp_path)
    )


def test_long_ways_and_deep_graphs_are_refused(tmp_path, monkeypatch):
    nodes = [
        helper.make_node("Identity", [f"W{k}" if k else "W"], [f"W{k + 1}"]) for k in range(99)
    ]
    long = model([*nodes, node("X", ("W99", "R", "B"))], weights(I, H))
    path = save(long, tmp_path)
    words = f"its W takes more than {onnx_constants.MAX_STEPS} steps"
    assert words in refusal(checkpoint.inspect, path)
    monkeypatch.setattr(graph, "MAX_NODES", 10)
    assert "expands to more than 10 nodes" in refusal(checkpoint.inspect, path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff" * 40, "it is damaged"),
        (b"\x08\x09", "it is not an ONNX model"),
        (b"plain text\n", "it is not an ONNX model"),
    ],
)
def test_files_that_are_no_models(tmp_path, data, words):
    path = tmp_path / "model.onnx"
    path.write_bytes(data)
    assert words in refusal(checkpoint.inspect, path)


def test_names_that_are_no_text_are_refused(tmp_path):
    data = model([node(name="abcdefgh")], weights(I, H)).SerializeToString()
    path = tmp_path / "model.onnx"
    path.write_bytes(data.replace(b"abcdefgh", b"abc\xff\xfedef"))
    assert "a name in its graph is not UTF-8" in refusal(checkpoint.inspect, path)


def test_outputs_whose_names_are_no_text_are_refused(tmp_path):
    naming = helper.make_node("Identity", ["W"], ["abcdefgh"])
    data = model([node(), naming], weights(I, H)).SerializeToString()
    path = tmp_path / "model.onnx"
    path.write_bytes(data.replace(b"abcdefgh", b"abc\xff\xfedef"))
    assert "a name in its graph is not UTF-8" in refusal(checkpoint.inspect, path)


def test_names_stay_apart(tmp_path):
    """Some nodes share a name, some have none, and some have that of other weights."""
    lstm = random_parameters(LSTMConfig(I, H))
    arrays = weights(I, H) | {f"a.{name}": array for name, array in lstm.arrays.items()}
    nodes = [node(name="a", outputs=["y1"]), node(name="a", outputs=["y2"]), node(name=None)]
    path = save(model(nodes, arrays), tmp_path)
    names = [stored.name for stored in checkpoint.inspect(path)]
    assert len(set(names)) == len(names) == 4
    assert set(names) == {"a", "a (node)", "a (2)", "Y"}


def test_without_onnx_it_says_how_to_install_it(tmp_path, monkeypatch):
    path = save(model([node()], weights(I, H)), tmp_path)
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    assert '-m pip install "onnx>=' in refusal(checkpoint.inspect, path)


@examples(250)
@given(data=st.data())
def test_mutations_end_in_a_model_or_in_words(tmp_path_factory, data):
    nodes, arrays = layers(2, 2, as_torch_exports)
    whole = bytearray(model(nodes, arrays, outputs=("X1",)).SerializeToString())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "mutant.onnx"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])

    def read_all():
        return [checkpoint.load(path, stored.name) for stored in checkpoint.inspect(path)]

    result = outcome(read_all)
    assert isinstance(result, list) or result.isprintable()


def test_errors_carry_one_line(tmp_path):
    with pytest.raises(FileError, match="it does not exist"):
        checkpoint.inspect(tmp_path / "gone.onnx")
