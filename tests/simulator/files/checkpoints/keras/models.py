"""Keras models for tests: written in Keras's formats, and computed by its own equations.

The files hold what Keras 2.4 and Keras 3 write for recurrent layers.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass, field

import h5py
import numpy as np

KINDS = ("kernel", "recurrent_kernel", "bias")


@dataclass
class KerasLayer:
    """Layer with its weights, for one direction or two, each (kernel, recurrent, bias or not).

    `inner` is the class of what a Bidirectional wraps, and of an RNN's cell.
    """

    name: str
    weights: list
    kind: str = "LSTM"
    config: dict = field(default_factory=dict)
    inner: str = "LSTM"

    def entry(self):
        """Return the layer's part of a configuration."""
        own = {
            "name": self.name,
            "units": len(self.weights[0][1]),
            "activation": "tanh",
            "recurrent_activation": "sigmoid",
            "use_bias": len(self.weights[0]) == 3,
            "unit_forget_bias": True,
            "recurrent_dropout": 0.0,
            "go_backwards": False,
        }
        if self.kind == "Bidirectional":
            merge = {"merge_mode": self.config.get("merge_mode", "concat")}
            inner = wrapped(self.inner, {**own, **self.config})
            return wrapped("Bidirectional", {"name": self.name, "layer": inner, **merge})
        if self.kind == "RNN":
            inner = self.inner if self.inner.endswith("Cell") else "LSTMCell"
            cell = wrapped(inner, {**own, **self.config})
            return wrapped("RNN", {"name": self.name, "cell": cell})
        if self.kind == "CuDNNLSTM":
            return wrapped("CuDNNLSTM", {"name": self.name, "units": own["units"], **self.config})
        return wrapped(self.kind, {**own, **self.config})


@dataclass
class NestedModel:
    """Model within a model."""

    name: str
    layers: list

    def entry(self):
        """Return the model's part of a configuration."""
        layers = [layer.entry() for layer in self.layers]
        return wrapped("Sequential", {"name": self.name, "layers": layers})


def wrapped(kind, config):
    return {"class_name": kind, "config": config}


def sequential(layers):
    """Return the configuration of a model, as text."""
    first = wrapped("InputLayer", {"name": "input_1", "batch_input_shape": [None, None, 3]})
    return json.dumps(
        wrapped(
            "Sequential",
            {"name": "model", "layers": [first, *(layer.entry() for layer in layers)]},
        )
    )


def weights(input_size, units, directions=1, bias=True, seed=0, dtype=np.float32):
    """Return random kernels (I, 4u), (u, 4u) and biases (4u,), for each direction."""
    rng = np.random.default_rng(seed)
    shapes = [(input_size, 4 * units), (units, 4 * units), (4 * units,)][: 3 if bias else 2]
    return [
        [rng.uniform(-1, 1, shape).astype(dtype) for shape in shapes] for _ in range(directions)
    ]


def save_keras(layers, folder, config=None, name="model.keras", names=True, root="layers"):
    """Save as Keras 3 does, `.keras`; `names` are those that later versions add to weights."""
    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        _write_numbered(file, layers, names)
        file.move("layers", root)
    path = folder / name
    entries = {
        "metadata.json": json.dumps({"keras_version": "3.15.1"}),
        "config.json": sequential(layers) if config is None else config,
        "model.weights.h5": image.getvalue(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in entries.items():
            archive.writestr(zipfile.ZipInfo(entry), content)  # the same bytes at any time
    return path


def save_weights(layers, folder):
    """Save weights as Keras 3 does, `.weights.h5`."""
    path = folder / "model.weights.h5"
    with h5py.File(path, "w") as file:
        _write_numbered(file, layers, names=False)
    return path


def save_whole(layers, folder, config=None, name="model.h5"):
    """Save a whole model as Keras 2 does, HDF5, with weights of the optimizer."""
    path = folder / name
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.4.0"
        file.attrs["model_config"] = sequential(layers) if config is None else config
        _write_named(file.create_group("model_weights"), layers)
        _write_named(file.create_group("optimizer_weights/Adam"), layers)
    return path


def save_old_weights(layers, folder, version="2.4.0"):
    """Save a model's weights as Keras 2 does, HDF5."""
    path = folder / "weights.hdf5"
    with h5py.File(path, "w") as file:
        if version is not None:
            file.attrs["keras_version"] = version.encode()
        _write_named(file, layers)
    return path


SAVERS = {
    "keras": save_keras,
    "whole": save_whole,
    "weights": save_weights,
    "old weights": save_old_weights,
}
TELLING = ("keras", "whole")
"""Formats that include the configuration."""


def _write_numbered(group, layers, names):
    used = {}
    for layer in layers:
        kind = "lstm" if getattr(layer, "kind", "") == "LSTM" else _place(layer)
        number = used[kind] = used.get(kind, -1) + 1
        own = group.create_group(f"layers/{kind}_{number}" if number else f"layers/{kind}")
        if isinstance(layer, NestedModel):
            _write_numbered(own, layer.layers, names)
            continue
        if names:
            own.create_group("vars").attrs["name"] = layer.name
        two = len(layer.weights) == 2
        for way, arrays in zip(("forward", "backward"), layer.weights, strict=False):
            cell = own.create_group(f"{way}_layer/cell/vars" if two else "cell/vars")
            for index, array in enumerate(arrays):
                write(cell, str(index), array)


def _place(layer):
    """Return a class's name in snake case, without its package."""
    if isinstance(layer, NestedModel):
        return "sequential"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", layer.kind.rpartition(">")[2]).lower()


def _write_named(group, layers, inside=None):
    for layer in layers:
        own = group.create_group(layer.name) if inside is None else inside
        if isinstance(layer, NestedModel):
            _write_named(group, layer.layers, own)
            continue
        for way, arrays in zip(("forward", "backward"), layer.weights, strict=False):
            place = f"{layer.name}/{way}_lstm" if len(layer.weights) == 2 else layer.name
            cell = "" if layer.kind == "CuDNNLSTM" else "/lstm_cell_1"
            for kind, array in zip(KINDS, arrays, strict=False):
                write(own, f"{place}{cell}/{kind}:0", array)


def write(group, name, array):
    """Write one dataset; bfloat16 like Keras, as opaque bytes with an attribute."""
    if isinstance(array, bytes | h5py.Empty):
        group[name] = array
        return
    if array.dtype == np.uint16:
        group.create_dataset(name, data=array.view("V2")).attrs["dtype"] = "bfloat16"
    else:
        group[name] = array


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, kernel, recurrent, bias=None, backwards=False):
    """Compute Keras's LSTM on (B, T, I): the outputs in the order of computing."""
    units = len(recurrent)
    h = c = np.zeros((len(x), units), x.dtype)
    outputs = []
    steps = range(x.shape[1])[::-1] if backwards else range(x.shape[1])
    for t in steps:
        z = x[:, t] @ kernel + h @ recurrent + (0 if bias is None else bias)
        z_i, z_f, z_c, z_o = np.split(z, 4, axis=1)
        c = sigmoid(z_f) * c + sigmoid(z_i) * np.tanh(z_c)
        h = sigmoid(z_o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1)


def bidirectional(x, forward, backward):
    """Compute Keras's Bidirectional, whose directions lie side by side."""
    there = lstm(x, *forward)
    back = lstm(x, *backward, backwards=True)[:, ::-1]
    return np.concatenate((there, back), axis=2)


def as_cudnn(kernel, recurrent, bias):
    """Return an LSTM's weights in the layout of CuDNNLSTM, converted like in Keras 2."""

    def each(matrix, change):
        return np.hstack([change(block) for block in np.hsplit(matrix, 4)])

    split = np.linspace(-2, 2, len(bias)).astype(bias.dtype)
    return [
        each(kernel, lambda block: block.T.reshape(block.shape, order="C")),
        each(recurrent, lambda block: block.T),
        np.concatenate((split, bias - split)),
    ]
