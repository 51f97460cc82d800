"""onnxruntime as a third engine: it agrees with ours, and with no sabotaged one.

Neither our engine nor torch has a part in its numbers. ONNX stacks the gates i o f c, has no
projection, and joins directions by an axis of their own. Its own node tests have constant weights,
which make every order of the gates equal; here all numbers differ.
"""

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from simulator.cells.bounds import BoundWeights, step_bounds
from simulator.check.step_check import LaneSteps
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment, Outputs
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import random_parameters

ONNX_ORDER = (0, 3, 1, 2)
"""Places of i o f c among i f g o."""


@st.composite
def experiments(draw):
    """Draw experiments that an ONNX model can compute: all but projections and dropout."""
    config = LSTMConfig(
        draw(st.integers(1, 5)),
        draw(st.integers(1, 9)),
        draw(st.integers(1, 3)),
        bias=draw(st.booleans()),
        bidirectional=draw(st.booleans()),
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    T, B = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    lengths = [T, *draw(st.lists(st.integers(1, T), min_size=B - 1, max_size=B - 1))]
    states = [None, None]
    if draw(st.booleans()):
        states = [
            rng.standard_normal(config.state_shape(B, n)).astype(np.float32) for n in ("h_0", "c_0")
        ]
    parameters = random_parameters(config, int(rng.integers(2**16)))
    x = rng.standard_normal((T, B, config.input_size)).astype(np.float32)
    return Experiment.create(parameters, x, *states, lengths)


def rows_in_onnx_order(array):
    return np.concatenate([np.split(array, 4)[k] for k in ONNX_ORDER])


def onnx_weights(parameters, layer, directions):
    """Return W (D, 4H, I), R (D, 4H, H) and B (D, 8H) of one node."""
    W, R, B = [], [], []
    for direction in directions:
        suffix = f"_l{layer}_reverse" if direction else f"_l{layer}"
        W.append(rows_in_onnx_order(parameters["weight_ih" + suffix]))
        R.append(rows_in_onnx_order(parameters["weight_hh" + suffix]))
        if parameters.config.bias:
            both = (parameters[kind + suffix] for kind in ("bias_ih", "bias_hh"))
            B.append(np.concatenate([rows_in_onnx_order(bias) for bias in both]))
    arrays = {"W": np.stack(W), "R": np.stack(R)}
    return arrays | ({"B": np.stack(B)} if B else {})


def layer_by_onnxruntime(parameters, layer, directions, x, lengths, h_0, c_0):
    """Return Y (T, D, B, H), Y_h and Y_c (D, B, H) of one layer, for the given directions."""
    arrays = onnx_weights(parameters, layer, directions)
    given = {"X": x, "lens": np.array(lengths, np.int32), "h": h_0, "c": c_0}
    direction = {(0,): "forward", (1,): "reverse", (0, 1): "bidirectional"}[directions]
    node = helper.make_node(
        "LSTM",
        ["X", "W", "R", "B" if "B" in arrays else "", "lens", "h", "c"],
        ["Y", "Y_h", "Y_c"],
        hidden_size=parameters.config.hidden_size,
        direction=direction,
    )
    types = {"lens": TensorProto.INT32}
    graph = helper.make_graph(
        [node],
        "lstm",
        [
            helper.make_tensor_value_info(n, types.get(n, TensorProto.FLOAT), a.shape)
            for n, a in given.items()
        ],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("Y", "Y_h", "Y_c")],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    opsets = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return session.run(None, {name: np.ascontiguousarray(a) for name, a in given.items()})


def by_onnxruntime(experiment):
    """Compute the whole stack, layer by layer, as nn.LSTM returns it."""
    config, D = experiment.config, experiment.config.num_directions
    x, h_n, c_n = experiment.sequence, [], []
    for layer in range(config.num_layers):
        rows = slice(layer * D, (layer + 1) * D)
        states = experiment.h_0[rows], experiment.c_0[rows]
        directions = tuple(range(D))
        Y, Y_h, Y_c = layer_by_onnxruntime(
            experiment.parameters, layer, directions, x, experiment.lengths, *states
        )
        x = Y.transpose(0, 2, 1, 3).reshape(len(Y), experiment.batch_size, -1)
        h_n.append(Y_h)
        c_n.append(Y_c)
    return Outputs(x, np.concatenate(h_n), np.concatenate(c_n))


def apart(run):
    """Return the largest difference between a run's outputs and onnxruntime's, of any shape."""
    run.advance()
    both = list(zip(run.trace.outputs(), by_onnxruntime(run.experiment), strict=True))
    if any(a.shape != b.shape for a, b in both):
        return np.inf
    return max(float(np.abs(a - b).max()) for a, b in both)


@examples(60, by_default=5)
@given(experiments())
def test_a_run_is_that_of_onnxruntime(experiment):
    assert apart(Run(experiment)) < 5e-6


@examples(40)
@given(experiments())
def test_every_step_is_that_of_onnxruntime(experiment):
    """Both start from the recorded states, and differ by no more than the bound allows."""
    run = Run(experiment)
    run.advance()
    for layer, direction in experiment.config.lanes():
        steps = LaneSteps.of(run, Lane(layer, direction), range(experiment.num_timesteps))
        x, h_prev, c_prev = steps.inputs.values()
        _, h, c = layer_by_onnxruntime(
            experiment.parameters,
            layer,
            (direction,),
            x[None],
            [1] * len(x),
            h_prev[None],
            c_prev[None],
        )
        weights = BoundWeights(experiment.parameters.cell(Lane(layer, direction)))
        bounds = step_bounds(weights, steps.inputs, steps.recorded, np.float32)
        for quantity, theirs in (("h", h[0]), ("c", c[0])):
            difference = np.abs(steps.recorded[quantity] - theirs)
            assert (difference <= bounds.errors[quantity]).all(), quantity


def probe():
    config = LSTMConfig(3, 4, 2, bidirectional=True)
    rng = np.random.default_rng(0)
    states = [
        rng.standard_normal(config.state_shape(3, n)).astype(np.float32) for n in ("h_0", "c_0")
    ]
    x = rng.standard_normal((6, 3, 3)).astype(np.float32)
    return Experiment.create(random_parameters(config), x, *states, [4, 6, 2])


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, mistake in MISTAKES.items()
        if mistake.needs(probe()) and not mistake.fine and mistake.family != "names"
    ],
)
def test_onnxruntime_tells_every_mistake_from_what_is_right(name):
    """By what is returned: where the gates have each other's names, that is right."""
    assert apart(run_of(probe(), name)) > 5e-5
