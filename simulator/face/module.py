"""Modules of torch: the one LSTM inside, its weights and options, and a Linear layer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from ..arrays import Array, cast
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from .tensors import array_of, is_tensor

_TORCHS: Final = "torch.nn.modules.rnn"

_OPTIONS: Final = (
    "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional",
    "proj_size",
)  # fmt: skip


def is_lstm(value: object) -> bool:
    """Return True for an `nn.LSTM`, also of a class derived from it."""
    return _is_a(value, "LSTM")


def is_cell(value: object) -> bool:
    """Return True for an `nn.LSTMCell`, also of a class derived from it."""
    return _is_a(value, "LSTMCell")


def is_module(value: object) -> bool:
    """Return True for a module of torch."""
    return not isinstance(value, type) and hasattr(value, "named_modules")


def has_own_forward(module: Any) -> bool:
    """Return True for an LSTM or a cell of a derived class that does not compute as torch's."""
    torchs: Any = next(kind for kind in type(module).__mro__ if kind.__module__ == _TORCHS)
    return type(module).forward is not torchs.forward


def lstm_of(module: Any) -> tuple[Any, str]:
    """Return the one LSTM of a module, and its name inside; empty for the module itself.

    Raises:
        TypeError: it is no module. ValueError: it has no LSTM, or several.
    """
    if is_lstm(module):
        return module, ""
    if not is_module(module):
        raise TypeError(
            f"expected an nn.LSTM, an nn.Module with one inside, or the path of a checkpoint, got "
            f"{type(module).__name__}"
        )
    found = [(inner, name) for name, inner in module.named_modules() if is_lstm(inner)]
    if len(found) == 1:
        return found[0]
    kind = type(module).__name__
    if found:
        names = ", ".join(name for _, name in found)
        raise ValueError(
            f"expected one nn.LSTM inside {kind}, got {len(found)} ({names}): pass the one that is "
            f"meant, such as model.{found[0][1]}"
        )
    cure = cure_of_none(module)
    if any(is_cell(inner) for _, inner in module.named_modules()):
        cure = (
            "run it inside `with gatestep.capture(model) as calls:`, which takes its nn.LSTMCell "
            "loop"
        )
    raise ValueError(f"expected one nn.LSTM inside {kind}, got none: {cure}")


def cure_of_none(module: Any) -> str:
    """Say what to pass in place of a module without an LSTM that can be read."""
    kinds = {getattr(inner, "original_name", type(inner).__name__) for inner in module.modules()}
    if kinds & {"LSTM", "LSTMCell"}:
        return "scripted, traced and quantized ones are not read: pass the one that was there first"
    return "pass the LSTM itself"


def parameters_of(lstm: Any) -> Parameters:
    """Return the weights and options of an `nn.LSTM`: float64 where any of them is, else float32.

    Raises:
        ValueError: it is no LSTM that torch could run.
    """
    return _parameters(lstm, LSTMConfig(**{name: getattr(lstm, name) for name in _OPTIONS}))


def parameters_of_cell(cell: Any) -> Parameters:
    """Return the weights of an `nn.LSTMCell`, as those of an LSTM of one layer."""
    config = LSTMConfig(cell.input_size, cell.hidden_size, bias=cell.bias)
    return _parameters(cell, config, "_l0")


def linear_of(readout: Any, model: Any) -> tuple[Array, Array | None, str]:
    """Return V (K, D*R), b (K,) or None, and the name, of a readout.

    Args:
        readout: an `nn.Linear`, its name inside the model, V, or a pair of V and b.
        model: the module that a name is looked up in.

    Raises:
        TypeError: it is none of these, with what is.
    """
    name = ""
    if isinstance(readout, str):
        name, found = readout, getattr(model, "get_submodule", None)
        try:
            readout = None if found is None else found(name)
        except AttributeError:
            readout = None
        if readout is None:
            raise TypeError(f"readout: there is no layer {name!r} in {type(model).__name__}")
    if is_module(readout):
        weight = getattr(readout, "weight", None)
        if getattr(weight, "ndim", 0) != 2 or not hasattr(readout, "bias"):
            raise TypeError(f"readout: expected an nn.Linear, got {type(readout).__name__}")
        pair = readout.weight, readout.bias
    elif isinstance(readout, tuple) and not is_tensor(readout):
        if len(readout) != 2:
            raise TypeError(f"readout: expected a pair of V and b, got {len(readout)} arrays")
        pair = readout
    else:
        pair = readout, None
    weight, bias = pair
    V = array_of("readout.weight", weight)
    if V.ndim != 2:
        raise TypeError(
            f"readout: expected V with 2 axes (outputs, features), got shape {V.shape}: pass an "
            "nn.Linear, V, or (V, b)"
        )
    return V, None if bias is None else array_of("readout.bias", bias), name


def _is_a(value: object, name: str) -> bool:
    return any((kind.__module__, kind.__name__) == (_TORCHS, name) for kind in type(value).__mro__)


def _parameters(module: Any, config: LSTMConfig, suffix: str = "") -> Parameters:
    """Return the weights that a module computes with, also where they are made of others."""
    with _without_draws(getattr(module, "parametrizations", None)):
        arrays = {
            name: array_of(name, _weight(module, name.removesuffix(suffix)))
            for name in config.parameter_shapes()
        }
    dtype = np.result_type(*arrays.values())
    return Parameters(config, {name: cast(array, dtype) for name, array in arrays.items()})


def _weight(module: Any, name: str) -> Any:
    """Return a weight; as of now, where the older ways of torch make it at the next call only."""
    for hook in module._forward_pre_hooks.values():
        way = type(hook).__name__
        if name == getattr(hook, "_tensor_name", None) and hasattr(hook, "apply_mask"):
            return hook.apply_mask(module)
        if name == getattr(hook, "name", None) and way == "WeightNorm":
            return hook.compute_weight(module)
        if name == getattr(hook, "name", None) and way == "SpectralNorm":
            return hook.compute_weight(module, do_power_iteration=False)
    return getattr(module, name)


@contextmanager
def _without_draws(parametrizations: Any) -> Iterator[None]:
    """Have parametrizations change nothing when they are read: spectral norm does in train mode."""
    inner = () if parametrizations is None else parametrizations.modules()
    training = [module for module in inner if module.training]
    for module in training:
        module.training = False
    try:
        yield
    finally:
        for module in training:
            module.training = True
