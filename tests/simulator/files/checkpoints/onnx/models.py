"""ONNX models for tests, built by onnx's own helpers, and onnxruntime's results for them."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints import checkpoint

HIDDEN_SIZE = 5
DIRECTIONS = {"forward": 1, "reverse": 1, "bidirectional": 2}


def weights(input_size, hidden_size, directions=1, bias=True, seed=0):
    """Return W, R and B of one node; all numbers differ."""
    rng = np.random.default_rng(seed)
    shapes = {
        "W": (directions, 4 * hidden_size, input_size),
        "R": (directions, 4 * hidden_size, hidden_size),
        "B": (directions, 8 * hidden_size),
    }
    arrays = {name: rng.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()}
    return arrays if bias else {"W": arrays["W"], "R": arrays["R"]}


def node(x="X", arrays=("W", "R", "B"), lens="", outputs=("Y", "Y_h", "Y_c"), name="lstm", **more):
    """Return an LSTM node; `arrays` are the names of W, R and B."""
    w, r, b = (*arrays, "", "")[:3]
    more = {"hidden_size": HIDDEN_SIZE, **more}
    return helper.make_node("LSTM", [x, w, r, b, lens], outputs, name=name, **more)


def model(nodes, arrays, outputs=("Y", "Y_h", "Y_c"), inputs=None, **more):
    """Return a model whose inputs' shapes are left open."""
    inputs = {"X": TensorProto.FLOAT, **(inputs or {})}
    graph = helper.make_graph(
        nodes,
        "main",
        [helper.make_tensor_value_info(name, type, None) for name, type in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("local", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9, **more)


def save(onnx_model, folder, name="model.onnx"):
    """Save the model as a file."""
    path = folder / name
    onnx.save(onnx_model, path)
    return path


def run_there(onnx_model, **inputs):
    """Return onnxruntime's results."""
    session = onnxruntime.InferenceSession(onnx_model.SerializeToString())
    return session.run(None, inputs)


def run_here(path, x, lstm=None, lengths=None, batch_first=False):
    """Return nn.LSTM's output, h_n and c_n for the LSTM in a file, on (T, B, I)."""
    parameters, _ = checkpoint.load(path, lstm, batch_first=batch_first)
    run = Run(Experiment.create(parameters, x, lengths=lengths))
    run.advance()
    return run.trace.outputs()


def as_torch(y, lengths=None):
    """Turn ONNX's Y, (T, D, B, H), into nn.LSTM's output, (T, B, D * H), with zeros as padding."""
    output = y.transpose(0, 2, 1, 3).reshape(y.shape[0], y.shape[2], -1)
    if lengths is not None:
        for row, length in enumerate(lengths):
            output[length:, row] = 0
    return output


def reversed_in_time(x, lengths=None):
    """Return (T, B, …) with each row's own timesteps reversed."""
    turned = x.copy()
    for row in range(x.shape[1]):
        length = len(x) if lengths is None else lengths[row]
        turned[:length, row] = x[:length, row][::-1]
    return turned
