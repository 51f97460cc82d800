"""Nodes of an ONNX model, each with the scope in which its names are resolved.

Subgraphs (the branches of an If, the bodies of Loop and Scan) see the names around them. A
function's body sees only its inputs, which stand for its caller's arguments. See
https://onnx.ai/onnx/repo-docs/IR.html.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ....translation import tr

MAX_NODES = 300_000
MAX_DEPTH = 50

ONNX_DOMAINS = ("", "ai.onnx")


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """Names of a graph or of a function's body.

    Attributes:
        name: the path of nodes that leads here, "" for the main graph, else with "/" at its end.
        parent: the scope whose names are visible from here.
        initializers: tensors by name.
        producers: for each name the node that computes it.
        inputs: for each input its name in the caller's scope, or None for a value that is known
            only when the model runs.
        attributes: values of the function's own attributes, for attributes that refer to them.
        shapes: declared sizes of inputs and results; None for an open size.
    """

    name: str
    parent: "Scope | None"
    initializers: Mapping[str, Any]
    producers: Mapping[str, Any]
    inputs: "Mapping[str, tuple[Scope, str] | None]"
    attributes: Mapping[str, Any] = field(default_factory=dict)
    shapes: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)

    def find(self, name: str) -> "Value":
        """Resolve a name."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.initializers:
                return Value(scope, name, scope.initializers[name], None)
            if name in scope.producers:
                return Value(scope, name, None, scope.producers[name])
            if name in scope.inputs:
                caller = scope.inputs[name]
                if caller is None:
                    return Value(scope, name, None, None)
                scope, name = caller
            else:
                scope = scope.parent
        return Value(self, name, None, None)

    def attribute(self, node: Any, name: str) -> Any:
        """Return a node's attribute, or None."""
        for attribute in node.attribute:
            if attribute.name == name:
                if attribute.ref_attr_name:
                    return self.attributes.get(attribute.ref_attr_name)
                return attribute
        return None


class Value(NamedTuple):
    """Meaning of a name: a tensor, a node's output, or neither when only a run can tell."""

    scope: Scope
    name: str
    tensor: Any
    node: Any


class Site(NamedTuple):
    """A node in its scope. `name` is the path to it, which is unique."""

    name: str
    scope: Scope
    node: Any


def walk(model: Any, operators: Collection[str]) -> Iterator[Site]:
    """Yield every node of some operators that can run, callers before callees.

    Raises:
        ValueError: the model is nested too deep, unfolds to too many nodes, or has a name that is
            no text.
    """
    functions = {(function.domain, function.name): function for function in model.functions}
    stack = [(main_scope(model), model.graph.node, 0)]
    names: set[str] = set()
    count = 0
    while stack:
        scope, nodes, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise ValueError(tr("its graph is nested more than {most} levels deep", most=MAX_DEPTH))
        inner = []
        for node in nodes:
            count += 1
            if count > MAX_NODES:
                raise ValueError(tr("its graph expands to more than {most} nodes", most=MAX_NODES))
            function = functions.get((node.domain, node.op_type))
            graphs = [(a.name, a.g) for a in node.attribute if a.HasField("g")]
            if node.op_type not in operators and function is None and not graphs:
                continue
            site = Site(_unique(scope.name + _node_name(node), names), scope, node)
            if node.op_type in operators:
                yield site
            if function is not None:
                inner.append((_call_scope(site, function), function.node, depth + 1))
            for name, graph in graphs:
                path = f"{site.name}/{name}/"
                inner.append((_graph_scope(path, graph, scope), graph.node, depth + 1))
        stack.extend(reversed(inner))


def main_scope(model: Any) -> Scope:
    """Return the scope of the main graph.

    Raises:
        ValueError: it has a name that is no text.
    """
    return _graph_scope("", model.graph, None)


def _check_names(*names: Any) -> None:
    """Refuse names that are not UTF-8: for those protobuf silently returns bytes."""
    if not all(isinstance(name, str) for name in names):
        raise ValueError(tr("a name in its graph is not UTF-8"))


def _graph_scope(name: str, graph: Any, parent: Scope | None) -> Scope:
    _check_names(*(given.name for given in (*graph.initializer, *graph.input)))
    return Scope(
        name,
        parent,
        {tensor.name: tensor for tensor in graph.initializer},
        _producers(graph.node),
        {given.name: None for given in graph.input},
        parent.attributes if parent else {},
        {given.name: _shape(given) for given in (*graph.input, *graph.value_info)},
    )


def _shape(given: Any) -> tuple[int | None, ...]:
    sizes = given.type.tensor_type.shape.dim
    return tuple(size.dim_value if size.dim_value > 0 else None for size in sizes)


def _call_scope(site: Site, function: Any) -> Scope:
    """Return the scope of a function's body in one call."""
    own = {given.name: given for given in function.attribute_proto}
    for attribute in site.node.attribute:
        resolved = site.scope.attribute(site.node, attribute.name)
        if resolved is not None:
            own[attribute.name] = resolved
    inputs: dict[str, tuple[Scope, str] | None] = dict.fromkeys(function.input)
    inputs |= {
        formal: (site.scope, actual)
        for formal, actual in zip(function.input, site.node.input, strict=False)
        if actual
    }
    return Scope(f"{site.name}/", None, {}, _producers(function.node), inputs, own)


def _producers(nodes: Any) -> dict[str, Any]:
    _check_names(*(output for node in nodes for output in node.output))
    return {output: node for node in nodes for output in node.output if output}


def _node_name(node: Any) -> str:
    name = node.name or next(filter(None, node.output), "") or node.op_type
    _check_names(name, *(attribute.name for attribute in node.attribute))
    return str(name)


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    taken.add(unique)
    return unique
