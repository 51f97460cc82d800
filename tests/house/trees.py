"""What the tools of the house share: a walk through a tree of Python."""

import ast

PLAIN = {str, int, float, complex, bytes, bool, type(None), type(...)}
"""Types of what is in a tree beside its nodes."""


def walk(tree: ast.AST) -> list[ast.AST]:
    """Return the nodes of a tree that have parts, sooner than `ast.walk`."""
    nodes = [tree]
    for node in nodes:  # which grow meanwhile
        for part in vars(node).values():
            kind = type(part)
            if kind is list:
                nodes += [each for each in part if isinstance(each, ast.AST)]
            elif kind not in PLAIN and kind._fields:
                nodes.append(part)
    return nodes
