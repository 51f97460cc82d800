"""LSTM node of ONNX: its attributes, and its weights in nn.LSTM's layout.

ONNX stacks the rows of its gates as i o f c, torch as i f g o (ONNX's c is torch's g), for each
direction. B holds the biases of W and then of R. See
https://onnx.ai/onnx/operators/onnx__LSTM.html.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ....arrays import Array, shape_text
from ....network.lane import Lane
from ....translation import tr
from ...errors import plain
from ...tensors import TensorInfo
from .constants import Constants, NotConstant
from .graph import Scope, Site

ORDER: Final = (0, 2, 3, 1)
"""Places of torch's i f g o among ONNX's i o f c."""

_INPUTS: Final = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")
_ACTIVATIONS: Final = ("sigmoid", "tanh", "tanh")
_DIRECTIONS: Final = {"forward": 1, "reverse": 1, "bidirectional": 2}
_SHAPES: Final = {"weight_ih": "W", "weight_hh": "R", "bias_ih": "B", "bias_hh": "B"}


@dataclass(frozen=True, eq=False, slots=True)
class LSTMNode:
    """An LSTM node that nn.LSTM can express.

    Attributes:
        inputs: graph names of the inputs that are present, by ONNX's input names.
        direction: forward, reverse or bidirectional. layout: 1 for (B, T, I).
        infos: the shapes and dtypes of W (D, 4H, I), R (D, 4H, H) and, with biases, B (D, 8H).
    """

    name: str
    scope: Scope
    inputs: dict[str, str]
    output: str
    direction: str
    layout: int
    infos: dict[str, TensorInfo]

    @property
    def num_directions(self) -> int:
        """D, the number of directions: 1 or 2."""
        return _DIRECTIONS[self.direction]

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return self.infos["R"].shape[2]

    @property
    def input_size(self) -> int:
        """I, the width of the input."""
        return self.infos["W"].shape[2]

    def parameters(self, layer: int) -> dict[str, tuple[str, int]]:
        """Return the kind and direction of each parameter, by torch's name."""
        kinds = ["weight_ih", "weight_hh"] + (["bias_ih", "bias_hh"] if "B" in self.infos else [])
        return {
            kind + Lane(layer, direction).suffix: (kind, direction)
            for direction in range(self.num_directions)
            for kind in kinds
        }

    def info(self, kind: str) -> TensorInfo:
        """Return the shape of a parameter in torch's layout, and its stored dtype."""
        stored = self.infos[_SHAPES[kind]]
        shape = (4 * self.hidden_size,) if kind.startswith("bias") else stored.shape[1:]
        return TensorInfo(shape, stored.dtype)

    def array(self, kind: str, direction: int, constants: Constants) -> Array:
        """Return a parameter's numbers in torch's layout."""
        stored = constants.array(self.scope, self.inputs[_SHAPES[kind]])[direction]
        if kind.startswith("bias"):
            stored = np.split(stored, 2)[kind == "bias_hh"]
        gates = stored.reshape(4, self.hidden_size, *stored.shape[1:])
        return np.concatenate(gates[list(ORDER)])

    def notes(self, constants: Constants) -> tuple[str, ...]:
        """List remarks for the user on how the node is read."""
        notes = [tr("ONNX's gate order i o f c is read as i f g o")]
        if self.direction == "reverse":
            notes.append(
                tr(
                    "it reads its sequence backwards, which nn.LSTM does not do. "
                    "Open the sequence reversed in time"
                )
            )
        if self.layout:
            notes.append(tr("its sequences are batch first (layout 1)"))
        for name in ("initial_h", "initial_c"):
            if name in self.inputs and self._starts_elsewhere(name, constants):
                notes.append(tr("its {name} is not read: the states start at zero", name=name))
        return tuple(notes)

    def _starts_elsewhere(self, name: str, constants: Constants) -> bool:
        try:
            return bool(constants.array(self.scope, self.inputs[name]).any())
        except NotConstant:
            return False  # given when the model runs, like nn.LSTM's


def describe(site: Site, constants: Constants) -> LSTMNode:
    """Check an LSTM node and describe it.

    Raises:
        ValueError: names a feature that nn.LSTM lacks, or weights that do not fit.
        FileError: the numbers of a weight are missing from their place.
    """
    scope, node = site.scope, site.node
    inputs: dict[str, str] = {
        key: name for key, name in zip(_INPUTS, node.input, strict=False) if name
    }
    if "P" in inputs:
        raise ValueError(tr("it has peepholes (P), which nn.LSTM does not have"))
    if scope.attribute(node, "clip") is not None:
        raise ValueError(tr("it clips the inputs of its gates (clip), which nn.LSTM does not do"))
    if _integer(scope, node, "input_forget", 0):
        raise ValueError(tr("it couples i and f (input_forget), which nn.LSTM does not do"))
    direction = _text(scope.attribute(node, "direction")) or "forward"
    if direction not in _DIRECTIONS:
        raise ValueError(tr("its direction is {direction}", direction=plain(direction)))
    _check_activations(scope.attribute(node, "activations"))
    wanted = [key for key in inputs if key in _SHAPES.values()]
    infos = {key: _info(key, scope, inputs, constants) for key in wanted}
    for key in ("W", "R"):
        if key not in infos:
            raise ValueError(tr("it has no {key}", key=key))
    layout = _integer(scope, node, "layout", 0)
    if layout not in (0, 1):
        raise ValueError(tr("its layout is {layout}", layout=layout))
    output = node.output[0] if node.output else ""
    described = LSTMNode(site.name, scope, inputs, output, direction, layout, infos)
    _check_shapes(described, _integer(scope, node, "hidden_size", None))
    return described


def _info(key: str, scope: Scope, inputs: dict[str, str], constants: Constants) -> TensorInfo:
    try:
        return constants.info(scope, inputs[key])
    except NotConstant as error:
        raise ValueError(
            tr("its {key} {error}, but weights must be constants", key=key, error=error)
        ) from None


def _check_activations(attribute: Any) -> None:
    names = [_decode(name) for name in attribute.strings] if attribute is not None else []
    given = tuple(name.lower() for name in names)
    if given and given not in (_ACTIVATIONS, _ACTIVATIONS * 2):
        raise ValueError(
            tr(
                "its activations are {names}; nn.LSTM's are Sigmoid, Tanh, Tanh",
                names=plain(", ".join(names)),
            )
        )


def _check_shapes(node: LSTMNode, hidden_size: int | None) -> None:
    shapes = {key: info.shape for key, info in node.infos.items()}
    rows = shapes["R"][1] if len(shapes["R"]) == 3 else 0
    width = rows // 4 if hidden_size is None else hidden_size
    wanted = {
        "W": (node.num_directions, 4 * width, shapes["W"][-1] if shapes["W"] else 0),
        "R": (node.num_directions, 4 * width, width),
        "B": (node.num_directions, 8 * width),
    }
    for key, shape in shapes.items():
        if shape != wanted[key]:
            raise ValueError(
                tr(
                    "its {key} has shape {shape}, but its direction and hidden_size need {fitting}",
                    key=key,
                    shape=plain(shape_text(shape)),
                    fitting=plain(shape_text(wanted[key])),
                )
            )


def _integer(scope: Scope, node: Any, name: str, default: Any) -> Any:
    attribute = scope.attribute(node, name)
    return default if attribute is None else int(attribute.i)


def _text(attribute: Any) -> str:
    return "" if attribute is None else _decode(attribute.s)


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace")
