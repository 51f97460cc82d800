"""Weights of one direction of a Keras LSTM, converted to nn.LSTM's layout.

Keras stacks its gates in columns, in the order i f c o (torch's i f g o), and has one bias. A bias
of twice that length marks a CuDNNLSTM: it has both biases, the blocks of its input kernel are
stored as (u, I), and those of its recurrent kernel transposed, as in `_convert_rnn_weights` of
Keras 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ....arrays import Array
from ...tensors import TensorInfo
from .hdf5 import Hdf5


@dataclass(frozen=True, slots=True)
class KerasCell:
    """One direction of a layer.

    Attributes:
        layer: the path of its layer.
        datasets: the paths of its datasets by their kind.
    """

    layer: str
    datasets: Mapping[str, str]


def is_numbered(cell: KerasCell) -> bool:
    """Return True for weights with numbers for names, as Keras writes them since 2.12."""
    return cell.datasets["recurrent_kernel"].endswith("/1")


def is_cudnn(cell: KerasCell, infos: Mapping[str, TensorInfo]) -> bool:
    """Return True for a single bias of 8u numbers, which only CuDNNLSTM has."""
    shape = infos[cell.datasets["recurrent_kernel"]].shape
    bias = cell.datasets.get("bias")
    units = shape[0] if shape else 0
    return shape == (units, 4 * units) and bias is not None and infos[bias].shape == (8 * units,)


def has_four_gates(cell: KerasCell, infos: Mapping[str, TensorInfo]) -> bool:
    """Return True for a recurrent kernel (u, 4u), which of Keras's layers only an LSTM has."""
    shape = infos[cell.datasets["recurrent_kernel"]].shape
    return len(shape) == 2 and shape[1] == 4 * shape[0]


def torch_infos(cell: KerasCell, infos: Mapping[str, TensorInfo]) -> dict[str, TensorInfo]:
    """Return the shapes of a direction's parameters in torch's layout, without checking them."""
    own = {kind: infos[name] for kind, name in cell.datasets.items()}
    found = {
        "weight_ih": TensorInfo(own["kernel"].shape[::-1], own["kernel"].dtype),
        "weight_hh": TensorInfo(own["recurrent_kernel"].shape[::-1], own["recurrent_kernel"].dtype),
    }
    if "bias" in own:
        shape, dtype = own["bias"]
        if is_cudnn(cell, infos):
            shape = (shape[0] // 2,)
        found |= {"bias_ih": TensorInfo(shape, dtype), "bias_hh": TensorInfo(shape, dtype)}
    return found


def parameter(file: Hdf5, cell: KerasCell, kind: str) -> Array:
    """Read one of torch's parameters."""
    cudnn = is_cudnn(cell, file.infos)
    if kind.startswith("bias"):
        bias = file.read(cell.datasets["bias"])
        if cudnn:
            return np.split(bias, 2)[kind == "bias_hh"]
        return bias if kind == "bias_ih" else np.zeros_like(bias)
    kernel = file.read(cell.datasets["kernel" if kind == "weight_ih" else "recurrent_kernel"])
    if not cudnn:
        return np.ascontiguousarray(kernel.T)
    blocks = np.split(kernel, 4, axis=1)
    if kind == "weight_ih":  # a block's numbers, read in order, fill a (u, I) matrix
        return np.concatenate([block.reshape(block.shape[::-1]) for block in blocks])
    return np.concatenate(blocks)
