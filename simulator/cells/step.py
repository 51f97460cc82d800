"""One step of any cell, straight from its rows: the engine of rows with different lengths.

It is made once for a cell, as Python text with a numpy call an operation. Sums are added as torch's
`linear` adds them: a vector belongs to the matrix before it, and the groups are added from the
left, (W_ii x + b_ii) + (W_hi h' + b_hi).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array, rounded
from .edges import kept_numbers
from .functions import FIRST_UNITS, function_of
from .interventions import NONE, KeptInputs, StepInterventions
from .rounding import Rounding, Rounds
from .sheet import INPUT, Cell, Factor, Row, Term, before
from .source import Source, columns, signed
from .weights import CellWeights


def step(
    weights: CellWeights,
    x: Array,
    states: Sequence[Array],
    held: StepInterventions = NONE,
    of_input: Array | None = None,
) -> dict[str, Array]:
    """Compute one step of one cell for the rows of a batch.

    Args:
        weights: the cell's parameters, of the same dtype as the rows.
        x: (n, I). states: before the step, in the order of `Cell.states`, (n, width) each.
        held: the holds and cuts on these rows.
        of_input: `input_product`, where it is made for many steps at once.

    Returns:
        The recorded arrays by the names of `Cell.arrays`, (n, width) each.
    """
    found: dict[str, Array] = _forwards(weights.cell)(weights, x, states, held, of_input)
    return found


def rounded_step(
    weights: CellWeights, precision: str, rounds: Rounds
) -> Callable[..., dict[str, Array]]:
    """Return `step` in float16 or bfloat16, of weights that are rounded too."""
    r = partial(rounded, precision=precision)
    narrow = weights.changed(r)
    if rounds == "states":
        narrow = narrow.with_one_bias().changed(r)
    made = _forwards(narrow.cell, rounds)

    def step(x: Array, states: Sequence[Array], held: StepInterventions = NONE) -> dict[str, Array]:
        found: dict[str, Array] = made(narrow, x, states, held, None, r)
        return found

    return step


def input_product(weights: CellWeights, x: Array) -> Array:
    """Return x (n, I) times its matrices, with the vectors after them: (n, units)."""
    W, b = weights.groups[INPUT]
    return np.asarray(x @ W if b is None else x @ W + b)


@cache
def _forwards(cell: Cell, rounds: Rounds | None = None) -> Callable[..., dict[str, Array]]:
    """Make the step of a cell; `r` rounds what `rounds` says."""
    text = Source("weights, x, states, held, of_input, r=None")
    rounding = Rounding(cell, rounds)
    text.add("H, groups, hold = weights.hidden_size, weights.groups, held.hold")
    text.add("fixed = held.fixed")
    names = {INPUT: "x"}
    for place, state in enumerate(cell.states):
        names[before(state)] = f"s{place}"
    text.add("".join(f"s{place}, " for place in range(len(cell.states))) + "= states")
    for name in names.values() if rounding.given else ():
        text.add(f"{name} = r({name})")
    for place, key in enumerate(cell.sums):
        names[key] = "z" + columns(place, place + 1)
    to_add = list(_runs(cell))
    finished = {key for run in to_add if _is_finished(cell, run) for key in run.keys}
    whole = len(to_add) == 1
    if not whole:
        text.add(f"z = {text.name(np.empty)}((*x.shape[:-1], {len(cell.sums)} * H), x.dtype)")
    of_groups: dict[str, str] = {}
    beside: dict[tuple[str, ...], str] = {}
    for number, row in enumerate(cell.rows):
        for run in [run for run in to_add if row.key in run.keys]:
            _add_run(cell, text, run, names, of_groups, whole, rounding)
            to_add.remove(run)
            if gates := _gates_of(cell, run):
                beside[gates] = _add_gates(cell, text, run, gates, names, rounding)
        if row.key in cell.sums:
            if further := _further_terms(cell, row):
                more = expression_text(Row("", further), names, text, no_product, rounding)
                text.add(f"{names[row.key]} += {more}")
            if row.key in rounding.narrow and row.key not in finished:
                text.add(f"{names[row.key]}[...] = r({names[row.key]})")
            if row.step:
                text.add(f"hold({text.name(row.key)}, {names[row.key]})")
            continue
        if row.key in names:
            text.add(f"if fixed: hold({text.name(row.key)}, {names[row.key]})")
            continue

        def product(factor: Factor) -> str:
            W = f"groups[{text.name(factor.of)}][0]"
            return rounding.product(f"{rounding.operand(names[factor.of])} @ {W}")

        value = expression_text(row, names, text, product, rounding)
        if value in names.values():
            value += ".copy()"  # a hold on it is not a hold on what it copies
        if row.function == FIRST_UNITS:
            value = f"{names[row.reads[0]]}[..., :weights.output_size].copy()"
        names[row.key] = f"v{number}"
        text.add(f"v{number} = {value}")
        if row.kept:
            text.add(f"if fixed: hold({text.name(row.key)}, v{number})")
    for state in cell.states if rounding.states else ():
        text.add(f"{names[state]} = r({names[state]})")
    found = [
        beside.get(keys) or side_by_side([names[k] for k in keys], text)
        for keys in cell.arrays.values()
    ]
    found[0] = "z"
    arrays = zip(cell.arrays, found, strict=True)
    text.add(f"return {{{', '.join(f'{text.name(name)}: {value}' for name, value in arrays)}}}")
    return text.compile()


class _Run(NamedTuple):
    """Sums that lie side by side and are made of the same groups.

    Attributes:
        first: place of the first among the sums. keys: of the sums.
        groups: the number that a group multiplies, and the place of the first sum in its product.
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
    """Return the place of a matrix among all matrices that multiply the same number."""
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
    rounding: Rounding,
) -> None:
    """Add the sums of matrices of some rows to the text of a step."""
    for of, _ in run.groups:
        if of not in of_groups:
            of_groups[of] = name = f"p{len(of_groups)}"
            text.add(f"W, b = groups[{text.name(of)}]")
            made = f"{rounding.operand(names[of])} @ W" + (
                " + b" if cell.groups[of].vectors else ""
            )
            ready = " if of_input is None else of_input" if of == INPUT else ""
            text.add(f"{name} = {rounding.product(made)}{ready}")
    total = " + ".join(
        of_groups[of] + ("" if whole else columns(at, at + len(run.keys))) for of, at in run.groups
    )
    rounds = _is_finished(cell, run) and run.keys[0] in rounding.narrow
    total = f"r({total})" if rounds else total
    first, stop = run.first, run.first + len(run.keys)
    text.add(f"z = {total}" if whole else f"z{columns(first, stop)} = {total}")
    values = ", ".join(f"{text.name(of)}: {rounding.operand(names[of])}" for of, _ in run.groups)
    text.add("if held.cuts:")
    keys = text.name(run.keys)
    text.add(f"{text.name(without_cuts)}(weights, {keys}, z, {{{values}}}, held)", deep=2)
    if rounds:
        text.add(f"z{columns(first, stop)} = r(z{columns(first, stop)})", deep=2)


def _is_finished(cell: Cell, run: _Run) -> bool:
    """Return True for sums of products with matrices and the vectors after them only."""
    return not any(_further_terms(cell, cell.row[key]) for key in run.keys)


def _gates_of(cell: Cell, run: _Run) -> tuple[str, ...]:
    """Return the gates of a run, where its sums are finished and each has one; else none."""
    by_themselves = any(cell.row[key].step for key in run.keys)
    gates = tuple(cell.gate_of[key] for key in run.keys if key in cell.gate_of)
    finished = _is_finished(cell, run) and not by_themselves
    return gates if finished and len(gates) == len(run.keys) else ()


def _add_gates(
    cell: Cell,
    text: Source,
    run: _Run,
    gates: tuple[str, ...],
    names: dict[str, str],
    rounding: Rounding,
) -> str:
    """Add the gates of a run: the function of most over all its sums, then the others."""
    texts = [text.name(function_of(cell.row[gate].function).value) + "({})" for gate in gates]
    texts = [rounding.result(cell.row[gate], each) for gate, each in zip(gates, texts, strict=True)]
    most, name = max(texts, key=texts.count), f"gates{run.first}"
    whole = len(gates) == len(cell.sums)
    sums = "z" if whole else "z" + columns(run.first, run.first + len(gates))
    text.add(f"{name} = {most.format(sums)}")
    for place, (gate, each) in enumerate(zip(gates, texts, strict=True)):
        names[gate] = name + columns(place, place + 1)
        if each != most:
            at = run.first + place
            text.add(f"{names[gate]} = {each.format('z' + columns(at, at + 1))}")
    return name


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
        keys: of the sums. z: all sums, (n, 4H). values: the multiplied numbers, (n, width) each.
        reached: bools of the shape of z, which become True where a sum is written.
    """
    cell, H = weights.cell, weights.hidden_size
    for j, kept in held.cuts.items():
        gate, unit = divmod(j, H)
        for key in keys:
            if not _is_cut(cell, key, gate, kept):
                continue
            column = cell.sums.index(key) * H + unit
            z[kept.rows, column] = _uncut_sum(weights, cell.row[key], unit, kept, values)
            if reached is not None:
                reached[kept.rows, column] = True


def _is_cut(cell: Cell, key: str, gate: int, kept: KeptInputs) -> bool:
    """Return True where a cut is on a matrix that adds to a row, at that place of its stack."""
    products = (term.product for term in cell.row[key].terms if term.product)
    stacked = (cell.stacked[product.matrix] for product in products)
    return any(place == gate and not kept.of(kind).all() for kind, place in stacked)


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


def expression_text(
    row: Row,
    names: Mapping[str, str],
    text: Source,
    product: Callable[[Factor], str],
    rounding: Rounding | None = None,
) -> str:
    """Return the text of a row's value.

    Args:
        names: the texts of the numbers that it reads. product: writes a product with a matrix.
        rounding: of a step in half precision.
    """

    def value(term: Term) -> str:
        if found := term.product:
            return product(found)
        written = " * ".join(names[f.of] for f in term.factors) or "1"
        return rounding.term(term, written) if rounding else written

    total = signed((term.k, value(term)) for term in row.terms)
    total = rounding.total(row, total) if rounding else total
    if row.function:
        total = f"{text.name(function_of(row.function).value)}({total})"
    return rounding.result(row, total) if rounding else total


def side_by_side(values: Sequence[str], text: Source) -> str:
    """Return the text of some arrays beside each other."""
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
            states before the step. sums: the sums among `values`, side by side in one array.
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
            np.copyto(there, value(weights.part, values, product), where=where)
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
            sums; None for another row. value: computes it from recorded numbers.
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
        reads = {(of, bool(f.matrix)) for f in factors for of in kept_numbers(cell, f.of)}
        place = cell.sums.index(row.key) if row.key in cell.sums else None
        if row.kept:
            found.append(_Again(row.key, tuple(reads), place, row_value(cell, row.key)))
    return tuple(found)


@cache
def row_value(cell: Cell, key: str) -> Callable[..., Any]:
    """Make the function that computes one row from kept numbers, without a hold.

    It takes `part`, which returns a matrix or vector by name, the numbers by key, and a `Product`
    for matrices that do not add to a sum. A row that reads neither takes None for both.
    """
    text = Source("part, values, product")

    def part(name: str) -> str:
        return f"part({text.name(name)})"

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
        return expression_text(row, {of: written(of) for of in row.reads}, text, of_matrix)

    text.add(f"return {expression(cell.row[key])}")
    return text.compile()


def no_product(factor: Factor) -> str:
    """Refuse a product with a matrix where a row may not have one."""
    raise ValueError(f"{factor} stands after numbers in a sum")
