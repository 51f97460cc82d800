"""Stacks of LSTM nodes that form one nn.LSTM: each layer reads the whole layer below."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from .constants import Constants, NotConstant
from .graph import ONNX_DOMAINS, Scope
from .lstm_node import LSTMNode

_STEPS = 16
_T, _B, _D, _H, _DH = "T", "B", "D", "H", "DH"
_MOST_SIZES = 64

Size = int | str
"""A size of an axis: a number, or the axis's name T or B where only a run decides the number."""


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
    sizes = _Sizes(lower, constants)
    name = lower.output
    for scope, node in reversed(path):
        if axes is None:
            return False
        sizes.axes[id(scope), name] = axes
        axes, name = _after(axes, scope, node, sizes), node.output[0]
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


class _Sizes:
    """Sizes of the axes on the way from one layer's Y to the next layer's X.

    Attributes:
        axes: of each value on the way, by its scope and name.
    """

    def __init__(self, lower: LSTMNode, constants: Constants) -> None:
        self.constants, self.axes = constants, dict[tuple[int, str], list[str]]()
        self.directions, H = lower.num_directions, lower.hidden_size
        self._numbers = {_D: self.directions, _H: H, _DH: self.directions * H}
        self._computed: dict[tuple[int, str], list[Size] | None] = {}

    def of(self, axis: str) -> Size:
        """Return the size of an axis."""
        return self._numbers.get(axis, axis)

    def computed(self, scope: Scope, name: str, steps: int = 0) -> list[Size] | None:
        """Return a list of sizes that the graph has or computes; else None."""
        with suppress(NotConstant):
            return list(self.constants.whole_numbers(scope, name))
        value = scope.find(name)
        key = id(value.scope), value.name
        if key not in self._computed:
            known = value.node is not None and value.node.domain in ONNX_DOMAINS
            found = self._of_node(value.scope, value.node, steps) if known else None
            self._computed[key] = found if found and len(found) <= _MOST_SIZES else None
        return self._computed[key]

    def _of_node(self, scope: Scope, node: Any, steps: int) -> list[Size] | None:
        if steps > _STEPS or not node.input:
            return None
        if node.op_type == "Shape":
            value = scope.find(node.input[0])
            axes = self.axes.get((id(value.scope), value.name))
            start, end = (scope.attribute(node, name) for name in ("start", "end"))
            part = slice(None if start is None else start.i, None if end is None else end.i)
            return None if axes is None else [self.of(axis) for axis in axes[part]]
        parts = node.input if node.op_type in ("Concat", "Mul") else node.input[:1]
        found = [self.computed(scope, name, steps + 1) for name in parts]
        given = [sizes for sizes in found if sizes is not None]
        if len(given) < len(found):
            return None
        match node.op_type, given:
            case "Concat", _:
                return [size for sizes in given for size in sizes]
            case "Mul", [[int(one)], [int(other)]]:
                return [one * other]
            case "Slice", [sizes]:
                names = enumerate(("starts", "ends", "axes", "steps"), start=1)
                match [_integers(scope, node, name, self.constants, k) for k, name in names]:
                    case [[start], [end], None | [0 | -1], None | [1]]:
                        return sizes[start:end]
            case (("Identity" | "Cast"), [sizes]):
                return sizes
            case (("Reshape" | "Squeeze" | "Unsqueeze"), [[size]]):
                return [size]
        return None


def _after(axes: list[str], scope: Scope, node: Any, sizes: _Sizes) -> list[str] | None:
    """Return the axes after one operator; None where they are not certain."""
    match node.op_type:
        case "Transpose":
            attribute = scope.attribute(node, "perm")
            every = list(range(len(axes)))
            order = every[::-1] if attribute is None else list(attribute.ints)
            return [axes[axis] for axis in order] if sorted(order) == every else None
        case "Squeeze":
            gone = _integers(scope, node, "axes", sizes.constants) or ()
            gone = [axis % len(axes) for axis in gone]
            kept = [name for axis, name in enumerate(axes) if axis not in gone]
            only_one_direction = sizes.directions == 1 and kept == _without_directions(axes)
            return kept if only_one_direction else None
        case "Reshape":
            return _reshaped(axes, scope, node, sizes)
        case _:
            return axes


def _reshaped(axes: list[str], scope: Scope, node: Any, sizes: _Sizes) -> list[str] | None:
    """Return the axes after a reshape that joins directions and units, the only one in nn.LSTM.

    Its shape is T, B, D * H: each of them as -1, 0 for a copy, a number, or computed from the
    axes. A number counts as T or B where the file declares that size of the reshaped value.
    """
    shape: Sequence[Size] | None = _integers(scope, node, "shape", sizes.constants)
    if shape is None and len(node.input) > 1:
        shape = sizes.computed(scope, node.input[1])
    if shape is None or len(shape) != 3 or axes[2:] != [_D, _H] or shape.count(-1) > 1:
        return None
    allowzero = scope.attribute(node, "allowzero")
    same = [-1] if allowzero is not None and allowzero.i else [-1, 0]
    value = scope.find(node.input[0])
    declared = (*value.scope.shapes.get(value.name, ()), None, None)
    joins = shape[2] in (-1, sizes.of(_DH))
    kept = all(shape[k] in (*same, axes[k], declared[k]) for k in range(2))
    return [*axes[:2], _DH] if joins and kept else None


def _without_directions(axes: list[str]) -> list[str]:
    return [axis for axis in axes if axis != _D]


def _integers(
    scope: Scope, node: Any, name: str, constants: Constants, index: int = 1
) -> list[int] | None:
    if len(node.input) > index and node.input[index]:
        try:
            return constants.whole_numbers(scope, node.input[index])
        except NotConstant:
            return None
    attribute = scope.attribute(node, name)
    return None if attribute is None else list(attribute.ints)
