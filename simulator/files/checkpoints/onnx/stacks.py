"""Stacks of LSTM nodes that form one nn.LSTM: each layer reads the whole layer below."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .constants import Constants, NotConstant
from .graph import ONNX_DOMAINS, Scope
from .lstm_node import LSTMNode

_STEPS = 16
_T, _B, _D, _H, _DH = "T", "B", "D", "H", "DH"


def stacks(
    nodes: Sequence[LSTMNode], constants: Constants, opset: int
) -> list[tuple[LSTMNode, ...]]:
    """Group the nodes into LSTMs of one or more layers, bottom to top, each node in one of them.

    A node is the next layer above another when its X is the other's Y after nothing but changes of
    axes (and dropout, inactive here), when their options agree, and when no other LSTM node reads
    that Y.
    """
    by_output = {(id(node.scope), node.output): node for node in nodes if node.output}
    below: dict[LSTMNode, LSTMNode] = {}
    for node in nodes:
        if (lower := _read_by(node, by_output, constants, opset)) is not None:
            below[node] = lower
    readers = Counter(below.values())
    above = {
        lower: node for node, lower in below.items() if readers[lower] == 1 and _agree(lower, node)
    }
    joined = set(above.values())
    found = []
    for node in nodes:
        if node in joined:
            continue
        stack = [node]
        while (upper := above.get(stack[-1])) is not None and len(stack) < len(nodes):
            stack.append(upper)
        found.append(tuple(stack))
    return found


def _agree(lower: LSTMNode, upper: LSTMNode) -> bool:
    """Return True when both can be layers of one nn.LSTM."""
    return (
        lower.scope is upper.scope
        and lower.direction == upper.direction
        and lower.layout == upper.layout
        and lower.hidden_size == upper.hidden_size
        and lower.infos.keys() == upper.infos.keys()
        and lower.inputs.get("sequence_lens") == upper.inputs.get("sequence_lens")
        and upper.input_size == lower.num_directions * lower.hidden_size
    )


def _read_by(
    node: LSTMNode,
    by_output: dict[tuple[int, str], LSTMNode],
    constants: Constants,
    opset: int,
) -> LSTMNode | None:
    """Return the LSTM node whose whole Y is this node's X, as in nn.LSTM; else None."""
    value = node.scope.find(node.inputs.get("X", ""))
    path: list[tuple[Scope, Any]] = []
    for _ in range(_STEPS):
        if value.node is None:
            return None
        lower = by_output.get((id(value.scope), value.name))
        if lower is not None:
            return lower if _reads_whole(lower, path, constants) else None
        if not _only_moves(value.scope, value.node, value.name, constants, opset):
            return None
        path.append((value.scope, value.node))
        value = value.scope.find(value.node.input[0])
    return None


def _reads_whole(lower: LSTMNode, path: Sequence[tuple[Scope, Any]], constants: Constants) -> bool:
    """Return True when `path`, last operator first, turns Y into the next layer's input."""
    axes: list[str] | None = [_T, _D, _B, _H] if lower.layout == 0 else [_B, _T, _D, _H]
    for scope, node in reversed(path):
        axes = axes and _after(axes, scope, node, lower, constants)
    rows = [_T, _B] if lower.layout == 0 else [_B, _T]
    return axes == [*rows, _DH] or (axes == [*rows, _H] and lower.num_directions == 1)


def _only_moves(scope: Scope, node: Any, name: str, constants: Constants, opset: int) -> bool:
    """Return True for an operator that leaves every number unchanged."""
    if node.domain not in ONNX_DOMAINS or not node.input or node.output[0] != name:
        return False
    if node.op_type == "Dropout":
        training = node.input[2] if len(node.input) > 2 else ""
        return opset >= 7 and (not training or constants.is_false(scope, training))
    return node.op_type in ("Identity", "Transpose", "Squeeze", "Reshape")


def _after(
    axes: list[str], scope: Scope, node: Any, lower: LSTMNode, constants: Constants
) -> list[str] | None:
    """Return the axes after one operator; None where they are not certain."""
    match node.op_type:
        case "Transpose":
            attribute = scope.attribute(node, "perm")
            every = list(range(len(axes)))
            order = every[::-1] if attribute is None else list(attribute.ints)
            return [axes[axis] for axis in order] if sorted(order) == every else None
        case "Squeeze":
            gone = [axis % len(axes) for axis in _integers(scope, node, "axes", constants) or ()]
            kept = [name for axis, name in enumerate(axes) if axis not in gone]
            only_one_direction = lower.num_directions == 1 and kept == _without_directions(axes)
            return kept if only_one_direction else None
        case "Reshape":
            return _reshaped(axes, scope, node, lower, constants)
        case _:
            return axes


def _reshaped(
    axes: list[str], scope: Scope, node: Any, lower: LSTMNode, constants: Constants
) -> list[str] | None:
    """Return the axes after a reshape that joins directions and units, the only one in nn.LSTM."""
    shape = _integers(scope, node, "shape", constants)
    allowzero = scope.attribute(node, "allowzero")
    zero_is_zero = allowzero is not None and allowzero.i
    width = lower.num_directions * lower.hidden_size
    if shape is None or len(shape) != 3 or axes[2:] != [_D, _H] or shape.count(-1) > 1:
        return None
    if shape[2] not in (-1, width) or any(size not in (0, -1) for size in shape[:2]):
        return None
    return None if zero_is_zero else [*axes[:2], _DH]


def _without_directions(axes: list[str]) -> list[str]:
    return [axis for axis in axes if axis != _D]


def _integers(scope: Scope, node: Any, name: str, constants: Constants) -> list[int] | None:
    if len(node.input) > 1 and node.input[1]:
        try:
            return constants.whole_numbers(scope, node.input[1])
        except NotConstant:
            return None
    attribute = scope.attribute(node, name)
    return None if attribute is None else list(attribute.ints)
