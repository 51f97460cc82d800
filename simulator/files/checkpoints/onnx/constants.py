"""Constants of an ONNX graph: initialisers, and the results of a few operators on constants."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from ....arrays import Array
from ....translation import tr
from ...errors import plain
from ...tensors import TensorInfo
from .graph import ONNX_DOMAINS, Scope, Value
from .tensor import check_tensor, tensor_info, tensor_values

MAX_STEPS = 64
MAX_GROWTH = 16
"""Largest ratio of all computed constants' bytes to those of the model file."""

_FLOATS: Final = {1: np.float32, 10: np.float16, 11: np.float64}
_INTEGERS: Final = {6: np.int32, 7: np.int64}


class NotConstant(ValueError):
    """Reason why a name is no constant, as a sentence's end: "is computed by MatMul while …"."""


class Constants:
    """The constants of one model. `size` is the bytes of its file.

    Every method raises NotConstant, or FileError for data beside the model.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._room = MAX_GROWTH * size + 2**20
        self._known: dict[tuple[Scope, str], Array] = {}

    def info(self, scope: Scope, name: str) -> TensorInfo:
        """Return the shape and stored dtype of a constant, without reading initialisers."""
        value = scope.find(name)
        if value.tensor is not None:
            check_tensor(value.tensor, self._path)
            return tensor_info(value.tensor)
        array = self.array(scope, name)
        return TensorInfo(array.shape, str(array.dtype))

    def array(self, scope: Scope, name: str, steps: int = 0) -> Array:
        """Return the numbers of a constant: floats as float32 or float64."""
        value = scope.find(name)
        key = (value.scope, value.name)  # a scope is itself alone, and lives on here
        if key not in self._known:
            self._known[key] = self._compute(value, steps)
        return self._known[key]

    def is_false(self, scope: Scope, name: str) -> bool:
        """Return True for a constant that is false or zero."""
        try:
            return not self.array(scope, name).any()
        except NotConstant:
            return False

    def whole_numbers(self, scope: Scope, name: str, steps: int = 0) -> list[int]:
        """Return a constant list of whole numbers, as axes or a shape."""
        array = self.array(scope, name, steps)
        if array.dtype.kind != "i" or array.size > 64:
            raise NotConstant(tr("is computed from invalid axes or an invalid shape"))
        return [int(number) for number in array.ravel()]

    def _compute(self, value: Value, steps: int) -> Array:
        if value.tensor is not None:
            return self.values_of(value.tensor)
        if value.node is None:
            raise NotConstant(tr("is given only when the model runs"))
        node = value.node
        operator = OPERATORS.get(node.op_type) if node.domain in ONNX_DOMAINS else None
        if operator is None:
            raise NotConstant(
                tr(
                    "is computed by {operator} only when the model runs",
                    operator=plain(node.op_type),
                )
            )
        if steps > MAX_STEPS:
            raise NotConstant(tr("takes more than {most} steps to compute", most=MAX_STEPS))
        try:
            return operator(Call(self, value.scope, node, steps))
        except NotConstant:
            raise
        except (ValueError, IndexError, TypeError, OverflowError):  # inputs that do not fit
            raise NotConstant(
                tr("is computed by a malformed {operator}", operator=node.op_type)
            ) from None

    def take(self, size: int) -> None:
        """Count the bytes of a copy before it is made."""
        self._room -= size
        if self._room < 0:
            raise NotConstant(tr("is computed from constants repeated too many times"))

    def values_of(self, tensor: Any) -> Array:
        """Return the numbers of a tensor: floats as float32 or float64."""
        try:
            return tensor_values(tensor, self._path)
        except ValueError as error:
            raise NotConstant(str(error)) from None


class Call:
    """Inputs and attributes of one operator."""

    def __init__(self, constants: Constants, scope: Scope, node: Any, steps: int) -> None:
        self.constants, self.node = constants, node
        self._scope, self._steps = scope, steps

    def input(self, index: int) -> Array:
        """Return the constant at an input."""
        return self.constants.array(self._scope, self.node.input[index], self._steps + 1)

    def attribute(self, name: str) -> Any:
        """Return the attribute with that name, or None."""
        return self._scope.attribute(self.node, name)

    def integer(self, name: str, default: int) -> int:
        """Return an attribute that is a whole number."""
        attribute = self.attribute(name)
        return default if attribute is None else int(attribute.i)

    def integers(self, name: str, index: int) -> list[int] | None:
        """Return whole numbers from an input, from an attribute (older opsets), or None."""
        if index < len(self.node.input) and self.node.input[index]:
            given = self.node.input[index]
            return self.constants.whole_numbers(self._scope, given, self._steps + 1)
        attribute = self.attribute(name)
        return None if attribute is None else list(attribute.ints)


def _constant(call: Call) -> Array:
    if (tensor := call.attribute("value")) is not None:
        return call.constants.values_of(tensor.t)
    if (ints := call.attribute("value_ints")) is not None:
        return np.array(ints.ints, np.int64)
    if (one := call.attribute("value_int")) is not None:
        return np.array(one.i, np.int64)
    if (floats := call.attribute("value_floats")) is not None:
        return np.array(floats.floats, np.float32)
    raise NotConstant(tr("is a constant of an unsupported kind"))


def _cast(call: Call) -> Array:
    array = call.input(0)
    wanted = call.integer("to", 0)
    target = (_FLOATS if array.dtype.kind == "f" else _INTEGERS).get(wanted)
    if target is None:
        raise NotConstant(tr("is cast to an unsupported type"))
    call.constants.take(2 * array.nbytes)
    with np.errstate(all="ignore"):
        cast = array.astype(target)
    return cast.astype(np.float32) if target is np.float16 else cast


def _concat(call: Call) -> Array:
    if len(call.node.input) > 256:
        raise NotConstant(tr("is computed from too many nodes"))
    parts = [call.input(index) for index in range(len(call.node.input))]
    call.constants.take(sum(part.nbytes for part in parts))
    return np.concatenate(parts, axis=call.integer("axis", 0))


def _reshape(call: Call) -> Array:
    array = call.input(0)
    shape = call.integers("shape", 1)
    if shape is None:
        raise NotConstant(tr("uses Reshape without a shape"))
    if not call.integer("allowzero", 0):
        shape = [size or array.shape[axis] for axis, size in enumerate(shape)]
    call.constants.take(array.nbytes)
    return array.reshape(shape)


def _slice(call: Call) -> Array:
    array = call.input(0)
    starts, ends = call.integers("starts", 1), call.integers("ends", 2)
    if starts is None or ends is None:
        raise NotConstant(tr("uses Slice without bounds"))
    axes = call.integers("axes", 3) or list(range(len(starts)))
    steps = call.integers("steps", 4) or [1] * len(starts)
    index = [slice(None)] * array.ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        index[axis] = slice(start, end, step)
    return array[tuple(index)]


def _transpose(call: Call) -> Array:
    attribute = call.attribute("perm")
    return np.transpose(call.input(0), None if attribute is None else list(attribute.ints))


def _squeeze(call: Call) -> Array:
    axes = call.integers("axes", 1)
    return np.squeeze(call.input(0), axis=None if axes is None else tuple(axes))


def _unsqueeze(call: Call) -> Array:
    axes = call.integers("axes", 1)
    return np.expand_dims(call.input(0), tuple(axes or ()))


OPERATORS: Final[Mapping[str, Callable[[Call], Array]]] = {
    "Constant": _constant,
    "Identity": lambda call: call.input(0),
    "Cast": _cast,
    "Concat": _concat,
    "Reshape": _reshape,
    "Slice": _slice,
    "Transpose": _transpose,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
}
