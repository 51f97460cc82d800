"""LSTMs that a graph spells out in single operators: found by h = o ⊙ tanh(f ⊙ c + i ⊙ g).

Their weights could be anywhere in such a graph, so they are not read from it.
"""

from collections.abc import Iterator
from typing import Any, Final

from ....translation import tr
from .graph import ONNX_DOMAINS, Scope, Site, Value, walk

_BODIES: Final = ("Loop", "Scan")
_MOVES: Final = frozenset(
    ("Identity", "Split", "Slice", "Squeeze", "Unsqueeze", "Reshape", "Transpose", "Cast")
)
_STEPS: Final = 8


def unfused(model: Any) -> dict[str, str]:
    """Return the reason why each LSTM without an operator is not read, by the name of its place.

    Raises:
        ValueError: as for `walk`.
    """
    bodies: list[Site] = []
    found: dict[str, str] = {}
    for site in walk(model, ("Mul", *_BODIES)):
        if site.node.op_type in _BODIES:
            bodies.append(site)
        elif _is_hidden_state(site.scope, site.node):
            around = [body for body in bodies if site.scope.name.startswith(f"{body.name}/")]
            if around:
                found.setdefault(around[-1].name, _in_a_body(around[-1].node.op_type))
            elif not site.scope.name:
                found.setdefault(site.name, _in_the_graph())
            if len(found) > _STEPS:
                break
    return found


def _is_hidden_state(scope: Scope, node: Any) -> bool:
    """Return True for o ⊙ tanh(f ⊙ c + i ⊙ g)."""
    factors = list(_sources(scope, node))
    for gate, other in (factors, factors[::-1]) if len(factors) == 2 else ():
        if _is(gate, "Sigmoid", "HardSigmoid") and _is(other, "Tanh"):
            state = next(_sources(other.scope, other.node), None)
            if state is not None and _is(state, "Add"):
                return any(_is(term, "Mul") for term in _sources(state.scope, state.node))
    return False


def _sources(scope: Scope, node: Any) -> Iterator[Value]:
    """Yield what computes each input of a node, behind operators that only move numbers."""
    for name in node.input:
        value = scope.find(name)
        for _ in range(_STEPS):
            if not _is(value, *_MOVES) or not value.node.input:
                break
            value = value.scope.find(value.node.input[0])
        yield value


def _is(value: Value, *operators: str) -> bool:
    node = value.node
    return node is not None and node.domain in ONNX_DOMAINS and node.op_type in operators


def _in_a_body(operator: str) -> str:
    return tr(
        "it is written out inside a {operator}, not as one LSTM operator. {advice}",
        operator=operator,
        advice=_advice(),
    )


def _in_the_graph() -> str:
    return tr(
        "it is written out as MatMul, Sigmoid and Tanh, not as one LSTM operator. {advice}",
        advice=_advice(),
    )


def _advice() -> str:
    return tr(
        "Export it with torch.onnx.export(…, dynamo=False) or tf2onnx to get that "
        "operator, or open the model's own checkpoint"
    )
