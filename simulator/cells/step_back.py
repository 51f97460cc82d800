"""One step back of any cell, from the edges between its rows: the engine of ragged rows.

It is made once for a cell, as Python text. The gradients of x and h' are one product where both
feed the same rows. Where a quantity is held, exactly 0 goes on beneath it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from .edges import (
    Edge,
    Part,
    Path,
    edges,
    edges_to,
    gradients_kept,
    kept_numbers,
    products_to,
    together,
)
from .functions import function_of
from .interventions import NONE, StepInterventions, zeroed
from .sheet import INPUT, Cell, before
from .source import Source, columns, signed
from .step import expression_text, no_product, side_by_side
from .weights import CellWeights


class StepBack(NamedTuple):
    """Gradients of one cell.

    Attributes:
        of: by key, of states, and of rows that a matrix multiplies, (n, width) each.
        sums: of the sums, (n, 4H), in the order of `Cell.sums`.
        back: of x beside the output before the step, (n, I+R).
        before: of the states before the step, in the order of `Cell.states`, (n, width) each.
        of_edges: by key, of the other rows, and of states before the step along edges, (n, H) each.
    """

    of: Mapping[str, Array]
    sums: Array
    back: Array
    before: tuple[Array, ...]
    of_edges: Mapping[str, Array]


def step_back(
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions = NONE,
) -> StepBack:
    """Compute one step back of one cell for n rows of a batch.

    Args:
        weights: the cell's parameters. recorded: the numbers of `reads_back`, (n, width) each.
        arriving: the gradients that come to the states after the step, in the order of
            `Cell.states`, (n, width) each.
        held: the holds and cuts on these rows.
    """
    found: StepBack = _back(weights.cell)(weights, recorded, arriving, held)
    return found


@cache
def reads_back(cell: Cell) -> tuple[str, ...]:
    """Return the numbers that a step back reads: `Cell.arrays`, and states before the step."""
    parts = {part.of for edge in edges(cell) for path in edge.paths for part in path.parts}
    numbers = {of for read in parts for of in kept_numbers(cell, read)}
    arrays = [name for name, keys in cell.arrays.items() if numbers.intersection(keys)]
    return (*arrays, *(before(s) for s in cell.states if before(s) in numbers))


def gate_slopes(cell: Cell, gates: Array) -> Array:
    """Return the slopes of the gates where they are, side by side as they lie: (…, 4H)."""
    most, others, count = _slopes(cell)
    found, H = most(gates), gates.shape[-1] // count
    for place, slope in others:
        part = slice(place * H, (place + 1) * H)
        found[..., part] = slope(gates[..., part])
    return found


@cache
def _slopes(
    cell: Cell,
) -> tuple[Callable[[Array], Array], tuple[tuple[int, Callable[[Array], Array]], ...], int]:
    """Return the slope of most gates, the other slopes with their places, and the count."""
    slopes = [function_of(cell.row[key].function).slope for key in cell.arrays["gates"]]
    most = max(slopes, key=slopes.count)
    others = tuple((k, slope) for k, slope in enumerate(slopes) if slope is not most)
    return most, others, len(slopes)


def along_edges(
    cell: Cell,
    target: str,
    gradient: Callable[[str], Array],
    value: Callable[[str], Array],
    stopped: Callable[[str], Array | None],
) -> Array:
    """Return the gradient that comes to a number along its edges, with the bits of a step back.

    Args:
        target: a kept row, or a state before the step. gradient: returns the gradient of a row.
        value: returns a kept row, or a state before the step. stopped: returns where a row is held.
    """
    found: Array = _along(cell, target)(gradient, value, stopped)
    return found


@cache
def _along(cell: Cell, target: str) -> Callable[..., Array]:
    """Make the gradient of one number from the gradients of the rows that read it."""
    text = Source("gradient, value, stopped")
    own = edges_to(cell)[target]
    parts = {part for edge in own for path in edge.paths for part in path.parts}
    numbers = {of for part in parts for of in kept_numbers(cell, part.of)}
    names = {Part(of): f"value({text.name(of)})" for of in sorted(numbers)}
    texts = _part_texts(cell, text, names, parts)
    total = ""
    for edge in own:
        row = text.name(edge.source)
        value = f"{text.name(zeroed)}({_times(f'gradient({row})', edge, texts)}, stopped({row}))"
        total = f"{value} + {total}" if total else value
    text.add(f"return {total}")
    return text.compile()


def _times(gradient: str, edge: Edge, parts: Mapping[Part, str]) -> str:
    """Return the text of a gradient times everything on an edge."""
    factor = factor_text(edge.paths, parts)
    if len(edge.paths) > 1:
        return f"{gradient} * ({factor})"
    return f"-{gradient} * {factor[1:]}" if factor[0] == "-" else f"{gradient} * {factor}"


def parts_of_step(cell: Cell, text: Source) -> dict[Part, str]:
    """Add the numbers of `reads_back` to a text; return the texts of all parts of paths.

    The text has the numbers as `recorded`, by name, and H.
    """
    names: dict[Part, str] = {}
    for number, name in enumerate(reads_back(cell)):
        text.add(f"a{number} = recorded[{text.name(name)}]")
        keys = cell.arrays.get(name, (name,))
        for place, key in enumerate(keys):
            at = columns(place, place + 1) if len(keys) > 1 else ""
            names[Part(key)] = f"a{number}{at}"
    parts = {part for edge in edges(cell) for path in edge.paths for part in path.parts}
    return _part_texts(cell, text, names, parts)


def _part_texts(
    cell: Cell, text: Source, names: Mapping[Part, str], parts: set[Part]
) -> dict[Part, str]:
    """Return the texts of some parts, from the texts of kept numbers; add rows that are not kept.

    The slopes of gates are left out: they are multiplied all at once.
    """
    found = dict(names)
    for number, row in enumerate(row for row in cell.rows if not row.kept):
        if {Part(row.key), Part(row.key, slope=True)} & parts:
            of = {read: found[Part(read)] for read in row.reads}
            text.add(f"t{number} = {expression_text(row, of, text, no_product)}")
            found[Part(row.key)] = f"t{number}"
    for part in parts:
        if part.slope and part.of not in cell.gate_of.values():
            slope = function_of(cell.row[part.of].function).slope
            found[part] = f"{text.name(slope)}({found[Part(part.of)]})"
    return found


def factor_text(paths: Sequence[Path], parts: Mapping[Part, str]) -> str:
    """Return the text of the factor on some paths, all together."""
    return signed(
        (sign, " * ".join(parts[part] for part in of_path if part in parts) or "1")
        for sign, of_path in paths
    )


def edge_factors(cell: Cell, recorded: Mapping[str, Array], H: int) -> dict[Edge, Array]:
    """Return the factor of every edge but those from gates to their sums, (n, H) each.

    Args:
        recorded: the numbers of `reads_back`, (n, width) each.
    """
    found: dict[Edge, Array] = _factors(cell)(recorded, H)
    return found


@cache
def _factors(cell: Cell) -> Callable[..., dict[Edge, Array]]:
    text = Source("recorded, H")
    parts = parts_of_step(cell, text)
    own = [edge for edge in edges(cell) if edge.source not in cell.gate_of.values()]
    factors = ", ".join(f"{text.name(edge)}: {factor_text(edge.paths, parts)}" for edge in own)
    text.add(f"return {{{factors}}}")
    return text.compile()


@cache
def _back(cell: Cell) -> Callable[..., StepBack]:
    """Make the step back of a cell."""
    return _Back(cell).text.compile()


class _Back:
    """Text of the step back of a cell."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.text = text = Source("weights, recorded, arriving, held")
        text.add("H, groups, stop = weights.hidden_size, weights.groups, held.stop")
        self._values = parts_of_step(cell, text)
        self._gradients: dict[str, str] = {}
        for place, state in enumerate(cell.states):
            self._arrive(state, f"arriving[{place}]")
        sums_of = {gate: key for key, gate in cell.gate_of.items()}
        early = {edge.source for edge in edges(cell)}
        early |= {
            row for key in products_to(cell) if key in cell.row for row in products_to(cell)[key]
        }
        self._late = {key for key in cell.gate_of if key not in early}
        for row in reversed(cell.rows):
            if row.key in products_to(cell):
                self._come_through_matrices(row.key)
            if row.kept and not self._late.intersection((row.key, sums_of.get(row.key))):
                self._send(row.key)
        self._add_sums()
        given = self._given_back()
        of = ", ".join(f"{text.name(key)}: {self._gradients[key]}" for key in gradients_kept(cell))
        before_step = "".join(f"{given[before(state)]}, " for state in cell.states)
        others = self._gradients.keys() - {*gradients_kept(cell), *cell.sums, "slopes"}
        along = ", ".join(f"{text.name(key)}: {self._gradients[key]}" for key in sorted(others))
        found = f"{{{of}}}, z, {given['back']}, ({before_step}), {{{along}}}"
        text.add(f"return {text.name(StepBack)}({found})")

    def _arrive(self, key: str, value: str) -> None:
        """Add a part of the gradient of a number."""
        name = f"g{len(self._gradients)}"
        known = self._gradients.get(key)
        if known is None:
            self._gradients[key] = name
            self.text.add(f"{name} = {value}")
        else:
            self.text.add(f"{known} = {value} + {known}")

    def _come_through_matrices(self, key: str) -> None:
        """Add the gradient that comes to a number through its matrices."""
        text, rows = self.text, products_to(self._cell)[key]
        above = [f"stop({text.name(row)}, {self._gradients[row]})" for row in rows]
        product = f"{text.name(np.matmul)}({side_by_side(above, text)}"
        name = f"m{len(self._gradients)}"
        text.add(f"{name} = {product}, groups[{text.name(key)}][0].T)")
        if set(rows) <= set(self._cell.sums):
            text.add("if held.cuts:")
            given = f"(({text.name(key)},), {name}, {side_by_side(above, text)}, held)"
            text.add(f"{text.name(without_cuts_back)}(weights, *{given})", deep=2)
        self._arrive(key, name)

    def _send(self, key: str) -> None:
        """Send the gradient of a row to the numbers that it reads."""
        cell, text, gradient = self._cell, self.text, self._gradients[key]
        for edge in edges(cell):
            if edge.source == key and key in cell.gate_of.values():
                place = cell.arrays["gates"].index(key)
                self._arrive(
                    edge.target, f"{gradient} * {self._slopes()}{columns(place, place + 1)}"
                )
                self._stop((key,), self._gradients[edge.target])
            elif edge.source == key:
                value = _times(gradient, edge, self._values)
                holdable = key not in cell.sums or cell.row[key].step
                self._arrive(edge.target, f"stop({text.name(key)}, {value})" if holdable else value)

    def _stop(self, gates: tuple[str, ...], gradient: str) -> None:
        """Stop the gradients of the sums of some gates where the gates are held."""
        sources = tuple(tuple(edge.source for edge in edges_to(self._cell)[gate]) for gate in gates)
        given = f"held, {self.text.name(gates)}, {self.text.name(sources)}, {gradient}"
        self.text.add("if held.fixed:")
        self.text.add(f"{self.text.name(_stop_gates)}({given})", deep=2)

    def _slopes(self) -> str:
        """Return the name of the slopes of the gates; add them once."""
        text = self.text
        if "slopes" not in self._gradients:
            self._gradients["slopes"] = "slopes"
            gates = f"recorded[{text.name('gates')}]"
            text.add(f"slopes = {text.name(gate_slopes)}({text.name(self._cell)}, {gates})")
        return "slopes"

    def _add_sums(self) -> None:
        """Add the gradient of the sums, in their order, as one array z."""
        cell, text = self._cell, self.text
        parts: list[str] = []
        for late, run in groupby(cell.sums, key=self._late.__contains__):
            keys = tuple(run)
            if not late:
                parts += [self._gradients[key] for key in keys]
                continue
            gates = tuple(cell.gate_of[key] for key in keys)
            name = f"z{len(parts)}"
            of_gates = side_by_side([self._gradients[gate] for gate in gates], text)
            first = cell.arrays["gates"].index(gates[0])
            slopes = self._slopes()
            if len(gates) < len(cell.arrays["gates"]):
                slopes += columns(first, first + len(gates))
            text.add(f"{name} = {of_gates} * {slopes}")
            self._stop(gates, name)
            parts.append(name)
        text.add(f"z = {side_by_side(parts, text)}")

    def _given_back(self) -> dict[str, str]:
        """Add the gradients of x and of the states before the step; return their names."""
        cell, text = self._cell, self.text
        found: dict[str, str] = {}
        text.add(f"I = len(groups[{text.name(INPUT)}][0])")
        on, steps = "z", tuple(key if cell.row[key].step else "" for key in cell.sums)
        if any(steps):
            on = "y"
            text.add(f"y = {text.name(_stop_sums)}(held, {text.name(steps)}, z)")
        for number, given in enumerate(together(cell)):
            rows = products_to(cell)[given[0]]
            first = cell.sums.index(rows[0])
            z = on if len(rows) == len(cell.sums) else on + columns(first, first + len(rows))
            W = f"weights.backwards[{text.name(given)}]"
            text.add(f"b{number} = {text.name(np.matmul)}({z}, {W})")
            text.add("if held.cuts:")
            cut = text.name(without_cuts_back)
            text.add(f"{cut}(weights, {text.name(given)}, b{number}, {z}, held)", deep=2)
            ends = ("[:, :I]", "[:, I:]") if len(given) == 2 else ("",)
            found |= {of: f"b{number}{end}" for of, end in zip(given, ends, strict=True)}
        for state in cell.states:
            of = before(state)
            if of in self._gradients:
                along = self._gradients[of]
                found[of] = f"({found[of]} + {along})" if of in found else along
        both = INPUT, before(cell.output)
        alone = both in together(cell) and before(cell.output) not in self._gradients
        found["back"] = "b0" if alone else side_by_side([found[of] for of in both], text)
        return found


def _stop_gates(
    held: StepInterventions,
    gates: Sequence[str],
    sources: Sequence[Sequence[str]],
    gradient: Array,
) -> None:
    """Write 0 into the gradients of the sums (n, …) of gates, at a hold and beneath one.

    The slope may be NaN there, which 0 does not hide.

    Args:
        sources: of each gate, the rows that its gradient comes from.
    """
    parts = np.split(gradient, len(gates), axis=-1)
    for gate, above, part in zip(gates, sources, parts, strict=True):
        where = held.stopped(gate)
        if where is not None:
            np.copyto(part, 0, where=where)
        of_above = [held.fixed[key].where for key in above if key in held.fixed]
        if len(of_above) == len(above):
            np.copyto(part, 0, where=np.logical_and.reduce(of_above))


def _stop_sums(held: StepInterventions, steps: Sequence[str], gradient: Array) -> Array:
    """Return the gradients of the sums (n, …) with 0 where a sum that is a step is held."""
    parts = np.split(gradient, len(steps), axis=-1)
    stopped = (held.stop(step, part) for step, part in zip(steps, parts, strict=True))
    return np.concatenate([*stopped], axis=-1) if held.fixed else gradient


def without_cuts_back(
    weights: CellWeights, given: tuple[str, ...], back: Array, z: Array, held: StepInterventions
) -> None:
    """Write again, in place, the sums of `back` (n, I+R) that a cut connection has no part in.

    Args:
        given: one of `edges.together`, whose gradients `back` has. z: the gradients of their sums.
    """
    cell, H = weights.cell, weights.hidden_size
    W = weights.backwards[given] if given in weights.backwards else weights.groups[given[0]][0].T
    gone: dict[tuple[int, int], list[int]] = {}
    first = 0
    for of in given:
        rows = products_to(cell)[of]
        for j, kept in held.cuts.items():
            gate, unit = divmod(j, H)
            for matrix, (key, by) in cell.matrices.items():
                kind, place = cell.stacked[matrix]
                if by == of and place == gate:
                    for n, k in np.argwhere(~kept.of(kind)).tolist():
                        gone.setdefault((n, first + k), []).append(rows.index(key) * H + unit)
        first += len(weights.groups[of][0])
    for (n, k), of_sums in gone.items():
        kept_rows = np.ones(len(W), bool)
        kept_rows[of_sums] = False
        back[n, k] = np.dot(np.where(kept_rows, z[n], 0), np.where(kept_rows, W[:, k], 0))
