"""Mistakes in the backward pass of a cell, as operators on the edges between its rows.

An operator makes a cell whose gradients go wrong; a few functions replace `step_back.step_back`.
`of_edges` yields the operators of any cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ..arrays import Array
from .edges import Edge, Part, WrongCell, edges, edges_to, together
from .functions import FUNCTIONS, OTHER_SLOPES
from .interventions import StepInterventions
from .mistakes import Operator, reading, with_function, with_rows
from .sheet import Cell, before
from .step_back import StepBack, step_back, without_cuts_back
from .weights import CellWeights


def along(cell: Cell, new: Sequence[Edge]) -> WrongCell:
    """Return the cell with other edges."""
    return WrongCell(cell.name, cell.states, cell.rows, cell.gates, tuple(new))


def with_factors(cell: Cell, instead: Mapping[str, Mapping[str, str]]) -> Cell:
    """Take other factors on edges.

    Args:
        instead: by the target of the edges, the numbers that are taken in place of others; empty
            for none.
    """

    def changed(edge: Edge) -> Edge:
        of = instead.get(edge.target, {})
        paths = (
            path._replace(
                parts=tuple(
                    part if part.slope else part._replace(of=of.get(part.of, part.of))
                    for part in path.parts
                    if part.slope or of.get(part.of, part.of)
                )
            )
            for path in edge.paths
        )
        return edge._replace(paths=tuple(paths))

    return along(cell, [changed(edge) for edge in edges(cell)])


def without_edges_to(cell: Cell, target: str) -> Cell:
    """Send nothing to a number along edges."""
    return along(cell, [edge for edge in edges(cell) if edge.target != target])


def with_slope(cell: Cell, other: str, keys: Sequence[str]) -> Cell:
    """Take another slope of the functions of some rows, by the names of `OTHER_SLOPES`."""
    for key in keys:
        cell = with_function(cell, f"{cell.row[key].function}, slope {other}", (key,))
    return cell


def of_early_state(cell: Cell, key: str) -> Cell:
    """Read a row that is not kept of the state before the step. The edges stay."""
    early = {state: before(state) for state in cell.states}
    return replace(with_rows(cell, [reading(cell.row[key], early)]), along=edges(cell))


# Steps back, as `step_back.step_back`


def without_next(
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions,
) -> StepBack:
    """Leave out the gradients that come to all states but the output."""
    output, *others = arriving
    return step_back(weights, recorded, (output, *map(np.zeros_like, others)), held)


def of_next_only(
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions,
) -> StepBack:
    """Send the gradients of all states but the output on, and nothing that a step adds to them."""
    output, *others = arriving
    found = step_back(weights, recorded, arriving, held)
    only = step_back(weights, recorded, (np.zeros_like(output), *others), held)
    states = [before(state) for state in weights.cell.states[1:]]
    of_edges = {**found.of_edges, **{state: only.of_edges[state] for state in states}}
    return found._replace(of_edges=of_edges, before=(found.before[0], *only.before[1:]))


def stacked(
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions,
    order: Sequence[str],
) -> StepBack:
    """Stack the gradients of the sums in another order of the gates.

    The cell is one whose x and output before the step are one product.
    """
    found, gates = step_back(weights, recorded, arriving, held), weights.cell.arrays["gates"]
    parts = dict(zip(gates, np.split(found.sums, len(gates), axis=-1), strict=True))
    sums = np.concatenate([parts[gate] for gate in order], axis=-1)
    (given,) = together(weights.cell)
    back = np.matmul(sums, weights.backwards[given])
    without_cuts_back(weights, given, back, sums, held)
    output = back[:, -weights.output_size :]
    return found._replace(sums=sums, back=back, before=(output, *found.before[1:]))


def of_edges(cell: Cell) -> Iterator[tuple[str, Operator]]:
    """Yield operators on the edges and slopes of any cell, with a few words on each."""
    for edge in edges(cell):
        ends = f"{edge.source} to {edge.target}"
        others = edges_to(cell)[edge.target]
        parts = {part for path in edge.paths for part in path.parts if not part.slope}
        if edge.target in cell.states or len(others) > 1:
            rest = [each for each in edges(cell) if each != edge]
            yield f"{ends} left out", partial(along, new=rest)
        for part in sorted(parts):
            yield f"{ends} without {part.of}", partial(_on_edge, edge=edge, part=part, of="")
            if (state := part.of.removesuffix("'")) in cell.states:
                other = state if state != part.of else before(state)
                what = f"{ends} with {other} for {part.of}"
                yield what, partial(_on_edge, edge=edge, part=part, of=other)
    for row in cell.rows:
        for other in OTHER_SLOPES if row.function in FUNCTIONS else ():
            same = {f"of {row.function}"} | ({"at its value"} if row.function == "relu" else set())
            if other not in same:
                yield (
                    f"slope of {row.key} {other}",
                    partial(with_slope, other=other, keys=(row.key,)),
                )


def _on_edge(cell: Cell, edge: Edge, part: Part, of: str) -> Cell:
    """Take another number for a part of one edge; empty for none."""
    paths = (
        path._replace(
            parts=tuple(
                each._replace(of=of) if each == part else each
                for each in path.parts
                if of or each != part
            )
        )
        for path in edge.paths
    )
    changed = edge._replace(paths=tuple(paths))
    return along(cell, [changed if each == edge else each for each in edges(cell)])
