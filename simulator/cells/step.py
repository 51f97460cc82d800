"""One step of any cell, forwards and back, straight from its rows: the engine of ragged rows.

Each is made once for a cell, as Python text with a numpy call an operation. Sums are added as
torch's `linear` adds them: a vector belongs to the matrix before it, and the groups are added from
the left, (W_ii x + b_ii) + (W_hi h' + b_hi).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from .edges import Edge, Part, edges, products_to, together
from .functions import FUNCTIONS
from .interventions import NONE, KeptInputs, StepInterventions
from .sheet import INPUT, Cell, Factor, Row, Term, before
from .source import Source, columns
from .weights import CellWeights


def step(
    weights: CellWeights, x: Array, states: Sequence[Array], held: StepInterventions = NONE
) -> dict[str, Array]:
    """Compute one step of one cell for the rows of a batch.

    Args:
        weights: the cell's parameters, of the same dtype as the rows.
        x: (n, I). states: those before the step, in the order of `Cell.states`, (n, width) each.
        held: the holds and cuts on these rows.

    Returns:
        The recorded arrays by the names of `Cell.arrays`, (n, width) each.
    """
    found: dict[str, Array] = _forwards(weights.cell)(weights, x, states, held)
    return found


class StepBack(NamedTuple):
    """Gradients of one cell.

    Attributes:
        of: by key, those of states and of what a matrix reads, (n, width) each.
        sums: those of the sums, (n, 4H), in the order of `Cell.sums`.
        back: (n, I+R), that of x beside that of the output before the step.
        before: that of each state before the step, in the order of `Cell.states`.
    """

    of: Mapping[str, Array]
    sums: Array
    back: Array
    before: tuple[Array, ...]


def step_back(
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions = NONE,
) -> StepBack:
    """Compute one step back of one cell for n rows of a batch.

    Args:
        weights: the cell's parameters. recorded: the numbers of `reads_back`, (n, width) each.
        arriving: what comes to each state after the step, in the order of `Cell.states`.
        held: the holds and cuts on these rows.
    """
    found: StepBack = _back(weights.cell)(weights, recorded, arriving, held)
    return found


@cache
def reads_back(cell: Cell) -> tuple[str, ...]:
    """Return what a step back reads: names of `Cell.arrays`, and states before the step."""
    parts = {part.of for edge in edges(cell) for path in edge.paths for part in path.parts}
    numbers = {of for read in parts for of in _kept(cell, read)}
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
    """Return the slope of most gates, those of the others with their places, and the count."""
    slopes = [FUNCTIONS[cell.row[key].function].slope for key in cell.arrays["gates"]]
    most = max(slopes, key=slopes.count)
    others = tuple((k, slope) for k, slope in enumerate(slopes) if slope is not most)
    return most, others, len(slopes)


# Forwards


@cache
def _forwards(cell: Cell) -> Callable[..., dict[str, Array]]:
    """Make the step of a cell."""
    text = Source("weights, x, states, held")
    text.add("H, groups, hold = weights.hidden_size, weights.groups, held.hold")
    names = {INPUT: "x"}
    for place, state in enumerate(cell.states):
        names[before(state)] = f"s{place}"
    text.add("".join(f"s{place}, " for place in range(len(cell.states))) + "= states")
    for place, key in enumerate(cell.sums):
        names[key] = "z" + columns(place, place + 1)
    runs = list(_runs(cell))
    whole = len(runs) == 1
    if not whole:
        text.add(f"z = {text.name(np.empty)}((len(x), {len(cell.sums)} * H), x.dtype)")
    of_groups: dict[str, str] = {}
    for number, row in enumerate(cell.rows):
        for run in [run for run in runs if row.key in run.keys]:
            _add_run(cell, text, run, names, of_groups, whole)
            runs.remove(run)
        if row.key in cell.sums:
            if further := _further_terms(cell, row):
                more = _expression(Row(row.key, further), names, text, _no_product)
                text.add(f"{names[row.key]} += {more}")
            if row.step:
                text.add(f"hold({text.name(row.key)}, {names[row.key]})")
            continue
        value = _expression(
            row, names, text, lambda f: f"{names[f.of]} @ groups[{text.name(f.of)}][0]"
        )
        names[row.key] = f"v{number}"
        text.add(f"v{number} = " + (f"hold({text.name(row.key)}, {value})" if row.kept else value))
    found = [_side_by_side([names[k] for k in keys], text) for keys in cell.arrays.values()]
    found[0] = "z"
    text.add(f"return dict(zip({text.name(tuple(cell.arrays))}, ({', '.join(found)},)))")
    return text.compile()


class _Run(NamedTuple):
    """Sums that lie side by side and are made of the same groups.

    Attributes:
        first: place of the first among the sums. keys: of the sums.
        groups: what is multiplied, and the place of the first matrix among those of that.
    """

    first: int
    keys: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]


@cache
def _runs(cell: Cell) -> tuple[_Run, ...]:
    found: list[_Run] = []
    for place, key in enumerate(cell.sums):
        groups = tuple(
            (product.of, _place(cell, product.matrix))
            for term in cell.row[key].terms
            if (product := term.product)
        )
        last = found[-1] if found else None
        if last and groups == tuple((of, at + len(last.keys)) for of, at in last.groups):
            found[-1] = last._replace(keys=(*last.keys, key))
        else:
            found.append(_Run(place, (key,), groups))
    return tuple(found)


def _place(cell: Cell, matrix: str) -> int:
    """Return the place of a matrix among those that are multiplied by the same number."""
    of = cell.matrices[matrix][1]
    same = (name for name, (_, by) in cell.matrices.items() if by == of)
    return cell.stacked[matrix][1] - min(cell.stacked[name][1] for name in same)


def _further_terms(cell: Cell, row: Row) -> tuple[Term, ...]:
    """Return the terms of a sum that are neither products of matrices nor vectors after them."""
    return tuple(
        term
        for term in row.terms
        if not term.product and all(cell.is_number(factor.of) for factor in term.factors)
    )


def _add_run(
    cell: Cell,
    text: Source,
    run: _Run,
    names: Mapping[str, str],
    of_groups: dict[str, str],
    whole: bool,
) -> None:
    """Add the sums of matrices of some rows to the text of a step."""
    for of, _ in run.groups:
        if of not in of_groups:
            of_groups[of] = name = f"p{len(of_groups)}"
            text.add(f"W, b = groups[{text.name(of)}]")
            text.add(f"{name} = {names[of]} @ W" + (" + b" if cell.vectors else ""))
    total = " + ".join(
        of_groups[of] + ("" if whole else columns(at, at + len(run.keys))) for of, at in run.groups
    )
    first, stop = run.first, run.first + len(run.keys)
    text.add(f"z = {total}" if whole else f"z{columns(first, stop)} = {total}")
    values = ", ".join(f"{text.name(of)}: {names[of]}" for of, _ in run.groups)
    text.add("if held.cuts:")
    keys = text.name(run.keys)
    text.add(f"{text.name(without_cuts)}(weights, {keys}, z, {{{values}}}, held)", deep=2)


def without_cuts(
    weights: CellWeights,
    keys: Sequence[str],
    z: Array,
    values: Mapping[str, Array],
    held: StepInterventions,
    reached: Array | None = None,
) -> None:
    """Write again, in place, the sums that a cut connection has no part in.

    A cut product is left out. An infinite weight times 0 would be NaN.

    Args:
        keys: of the sums. z: all sums, (n, 4H). values: what is multiplied, (n, width) each.
        reached: bools of the shape of z, which become True where a sum is written.
    """
    cell, H = weights.cell, weights.hidden_size
    for j, kept in held.cuts.items():
        gate, unit = divmod(j, H)
        for key in keys:
            products = [term.product for term in cell.row[key].terms if term.product]
            if all(cell.stacked[product.matrix][1] != gate for product in products):
                continue
            column = cell.sums.index(key) * H + unit
            z[kept.rows, column] = _uncut_sum(weights, cell.row[key], unit, kept, values)
            if reached is not None:
                reached[kept.rows, column] = True


def _uncut_sum(
    weights: CellWeights, row: Row, unit: int, kept: KeptInputs, values: Mapping[str, Array]
) -> Array:
    """Return one unit's sum without the cut connections: of matrices, vectors, and `values`."""
    cell, groups = weights.cell, []
    for term in row.terms:
        if product := term.product:
            w, keep = weights.part(product.matrix)[unit], kept.of(cell.stacked[product.matrix][0])
            of_kept = np.where(keep, values[product.of] * w, 0)[kept.rows]
            groups.append(of_kept.sum(axis=1))
        elif term.factors[0].of in cell.vectors:
            groups[-1] = groups[-1] + weights.part(term.factors[0].of)[unit]
        elif all(factor.of in values for factor in term.factors):
            one = np.prod([values[factor.of][kept.rows, unit] for factor in term.factors], axis=0)
            groups.append(term.k * one)
    total = groups[0]
    for group in groups[1:]:
        total = total + group
    return np.asarray(total)


def _expression(
    row: Row, names: Mapping[str, str], text: Source, product: Callable[[Factor], str]
) -> str:
    """Return the text of a row's value.

    Args:
        names: the texts of what it reads. product: writes that of a matrix and a number.
    """
    total = ""
    for term in row.terms:
        found = term.product
        value = product(found) if found else " * ".join(names[f.of] for f in term.factors) or "1"
        total += (" - " if total else "-") if term.k < 0 else (" + " if total else "")
        total += value
    return f"{text.name(FUNCTIONS[row.function].value)}({total})" if row.function else total


def _side_by_side(values: Sequence[str], text: Source) -> str:
    if len(values) == 1:
        return values[0]
    return f"{text.name(np.concatenate)}(({', '.join(values)}), -1)"


# A recorded step once more, where something is held

Product = Callable[[str, Array], Array]
"""Product of a number, by its key, with its matrices: as the walk that recorded it makes it."""


def hold_in_place(
    weights: CellWeights,
    values: Mapping[str, Array],
    sums: Array,
    held: StepInterventions,
    product: Product,
) -> None:
    """Put held values in place of recorded ones, and compute again what they reach, nothing else.

    A number is reached by a number that it reads, and through a matrix all units are reached by
    each. So holds and cuts change no bit of anything else.

    Args:
        values: the recorded numbers by key, (n, width) each, to be changed in place; x and the
            states before the step. sums: those of `values`, side by side in one array.
    """
    reached: dict[str, Array] = {}
    fixed, cuts, H = held.fixed, held.cuts, weights.hidden_size
    for key, reads, place, value in _again(weights.cell):
        cut = cuts and place is not None
        if not cut and key not in fixed and not any(of in reached for of, _ in reads):
            continue
        there = values[key]
        where = np.zeros(there.shape, bool)
        for of, through_matrix in reads:
            if of in reached:
                where |= reached[of].any(1, keepdims=True) if through_matrix else reached[of]
        if where.any():
            np.copyto(there, value(weights, values, product), where=where)
        if cut and place is not None:
            written = np.zeros(sums.shape, bool)
            without_cuts(weights, (key,), sums, values, held, written)
            where |= written[:, place * H : (place + 1) * H]
        held.hold(key, there, where)
        if where.any():
            reached[key] = where


class _Again(NamedTuple):
    """How a kept row is computed again.

    Attributes:
        reads: the kept numbers that it is made of, and whether through a matrix. place: among the
            sums; None for another row. value: from recorded numbers alone.
    """

    key: str
    reads: tuple[tuple[str, bool], ...]
    place: int | None
    value: Callable[..., Array]


@cache
def _again(cell: Cell) -> tuple[_Again, ...]:
    found = []
    for row in cell.rows:
        factors = (factor for term in row.terms for factor in term.factors)
        reads = {(of, bool(f.matrix)) for f in factors for of in _kept(cell, f.of)}
        place = cell.sums.index(row.key) if row.key in cell.sums else None
        if row.kept:
            found.append(_Again(row.key, tuple(reads), place, _value(cell, row.key)))
    return tuple(found)


@cache
def _kept(cell: Cell, of: str) -> tuple[str, ...]:
    """Return a number, or the kept ones that it is made of."""
    row = cell.row.get(of)
    if row is None or row.kept:
        return (of,)
    return tuple(kept for read in row.reads for kept in _kept(cell, read))


@cache
def _value(cell: Cell, key: str) -> Callable[..., Array]:
    """Make the value of one row, from recorded numbers alone."""
    text = Source("weights, values, product")

    def part(name: str) -> str:
        return f"weights.part({text.name(name)})"

    def of_matrix(factor: Factor) -> str:
        if key in cell.sums:
            return f"{written(factor.of)} @ {part(factor.matrix)}.T"
        return f"product({text.name(factor.of)}, {written(factor.of)})"

    def written(of: str) -> str:
        if of in cell.vectors:
            return part(of)
        row = cell.row.get(of)
        if row is None or row.kept:
            return f"values[{text.name(of)}]"
        return f"({expression(row)})"

    def expression(row: Row) -> str:
        return _expression(row, {of: written(of) for of in row.reads}, text, of_matrix)

    text.add(f"return {expression(cell.row[key])}")
    return text.compile()


def _no_product(factor: Factor) -> str:
    raise ValueError(f"{factor} stands after numbers in a sum")


# Back


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
        self._values = self._recorded()
        self._gradients: dict[str, str] = {}
        for place, state in enumerate(cell.states):
            self._arrive(state, f"arriving[{place}]")
        kept = (*cell.states, *(key for key in products_to(cell) if key in cell.row))
        sums_of = {gate: key for key, gate in cell.gate_of.items()}
        sending = {edge.source for edge in edges(cell)}
        self._late = {key for key in cell.gate_of if key not in sending}
        for row in reversed(cell.rows):
            if row.key in products_to(cell):
                self._come_through_matrices(row.key)
            if row.kept and sums_of.get(row.key) not in self._late:
                self._send(row.key)
        self._add_sums()
        given = self._given_back()
        of = ", ".join(f"{text.name(key)}: {self._gradients[key]}" for key in kept)
        before_step = "".join(f"{given[before(state)]}, " for state in cell.states)
        text.add(f"return {text.name(StepBack)}({{{of}}}, z, {given['back']}, ({before_step}))")

    def _recorded(self) -> dict[Part, str]:
        """Add what is read of the step; return the texts of values and slopes."""
        cell, text = self._cell, self.text
        values: dict[Part, str] = {}
        for number, name in enumerate(reads_back(cell)):
            text.add(f"a{number} = recorded[{text.name(name)}]")
            keys = cell.arrays.get(name, (name,))
            for place, key in enumerate(keys):
                at = columns(place, place + 1) if len(keys) > 1 else ""
                values[Part(key)] = f"a{number}{at}"
        parts = {part for edge in edges(cell) for path in edge.paths for part in path.parts}
        for number, row in enumerate(row for row in cell.rows if not row.kept):
            if {Part(row.key), Part(row.key, slope=True)} & parts:
                names = {of: values[Part(of)] for of in row.reads}
                text.add(f"t{number} = {_expression(row, names, text, _no_product)}")
                values[Part(row.key)] = f"t{number}"
        for part in parts:
            if part.slope and part.of not in cell.gate_of.values():
                slope = FUNCTIONS[cell.row[part.of].function].slope
                values[part] = f"{text.name(slope)}({values[Part(part.of)]})"
        return values

    def _arrive(self, key: str, value: str) -> None:
        """Add what comes to the gradient of a number."""
        name = f"g{len(self._gradients)}"
        known = self._gradients.get(key)
        if known is None:
            self._gradients[key] = name
            self.text.add(f"{name} = {value}")
        else:
            self.text.add(f"{known} = {value} + {known}")

    def _come_through_matrices(self, key: str) -> None:
        """Add what comes to a number through the matrices that it is multiplied by."""
        text, rows = self.text, products_to(self._cell)[key]
        above = [f"stop({text.name(row)}, {self._gradients[row]})" for row in rows]
        product = f"{text.name(np.matmul)}({_side_by_side(above, text)}"
        self._arrive(key, f"{product}, groups[{text.name(key)}][0].T)")

    def _send(self, key: str) -> None:
        """Add what goes from the gradient of a row to those of what it reads."""
        cell, text = self._cell, self.text
        for edge in edges(cell):
            if edge.source == key:
                value = self._along(edge)
                gate = key in cell.gate_of.values()
                if gate:
                    place = cell.arrays["gates"].index(key)
                    value = f"{self._gradients[key]} * {self._slopes()}{columns(place, place + 1)}"
                holdable = key not in cell.sums or cell.row[key].step
                self._arrive(edge.target, f"stop({text.name(key)}, {value})" if holdable else value)

    def _along(self, edge: Edge) -> str:
        """Return the text of what goes along an edge."""
        texts = [
            " * ".join(self._values[part] for part in path.parts if part in self._values) or "1"
            for path in edge.paths
        ]
        signs = ["-" if path.sign < 0 else "+" for path in edge.paths]
        gradient = self._gradients[edge.source]
        if len(texts) == 1:
            return f"{'-' if signs[0] == '-' else ''}{gradient} * {texts[0]}"
        total = " ".join(f"{sign} {text}" for sign, text in zip(signs, texts, strict=True))
        return f"{gradient} * ({total.removeprefix('+ ')})"

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
            of_gates = _side_by_side([self._gradients[gate] for gate in gates], text)
            first = cell.arrays["gates"].index(gates[0])
            slopes = self._slopes()
            if len(gates) < len(cell.arrays["gates"]):
                slopes += columns(first, first + len(gates))
            text.add(f"{name} = {of_gates} * {slopes}")
            text.add("if held.fixed:")
            text.add(f"{text.name(_stop_gates)}(held, {text.name(gates)}, {name})", deep=2)
            parts.append(name)
        text.add(f"z = {_side_by_side(parts, text)}")

    def _given_back(self) -> dict[str, str]:
        """Add the gradients of what was given to the step; return their names, "back" too."""
        cell, text = self._cell, self.text
        found: dict[str, str] = {}
        text.add(f"I = len(groups[{text.name(INPUT)}][0])")
        for number, given in enumerate(together(cell)):
            rows = products_to(cell)[given[0]]
            first = cell.sums.index(rows[0])
            z = "z" if len(rows) == len(cell.sums) else "z" + columns(first, first + len(rows))
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
        found["back"] = "b0" if alone else _side_by_side([found[of] for of in both], text)
        return found


def _stop_gates(held: StepInterventions, gates: Sequence[str], gradient: Array) -> None:
    """Write 0 into the gradients of the sums (n, …) of held gates."""
    for gate, part in zip(gates, np.split(gradient, len(gates), axis=-1), strict=True):
        where = held.stopped(gate)
        if where is not None:
            np.copyto(part, 0, where=where)


def without_cuts_back(
    weights: CellWeights, given: tuple[str, ...], back: Array, z: Array, held: StepInterventions
) -> None:
    """Write again, in place, the sums of `back` (n, I+R) that a cut connection has no part in.

    Args:
        given: what `back` has the gradients of, side by side. z: those of the sums that it feeds.
    """
    cell, H, W = weights.cell, weights.hidden_size, weights.backwards[given]
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
