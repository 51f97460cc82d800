"""Equations of a cell as people write them, in both passes, from its rows.

Subscripts stand in braces. A row that is not kept is written where it is read: o ⊙ tanh(c).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from .edges import Edge, Part, edges_to, kept_numbers, products_to
from .sheet import CURVES, INPUT, Cell, Row, Term, before
from .source import signed

NOW, EARLIER, LATER = "t", "t−1", "t+1"

Symbol = Callable[[str], str]
"""Function that writes a kept number, a state before the step, the input, or a parameter."""

_STACKED: Final = {
    "weight_ih": "W_{ih}",
    "weight_hh": "W_{hh}",
    "bias_ih": "b_{ih}",
    "bias_hh": "b_{hh}",
}
"""torch's stacked parameters in letters."""


def reads(cell: Cell, key: str) -> tuple[str, ...]:
    """Return the numbers that a row is computed from, without parameters; c_prev of c'."""
    read = (of for of in cell.row[key].reads if cell.is_number(of))
    return _named(kept for of in read for kept in kept_numbers(cell, of))


def equation(cell: Cell, key: str) -> str:
    """Return the equation of a row; of a gate with its whole sum."""
    row = cell.row[key]
    right = _right(cell, row)
    if row.key in cell.gate_of.values():
        (of,) = row.reads
        right = f"{row.function}({_right(cell, cell.row[of])})"
    return f"{_letters(cell)(key)} = {right}"


def equation_of_sums(cell: Cell) -> str:
    """Return the equation of all sums together, with torch's stacked parameters."""
    right = []
    for name in _parameters(cell.row[cell.sums[0]]):
        symbol = _STACKED[cell.stacked[name][0]]
        of = cell.matrices.get(name)
        right.append(f"{symbol} {_letters(cell)(of[1])}" if of else symbol)
    return f"z_{{t}} = {' + '.join(right)}"


def _parameters(row: Row) -> list[str]:
    """Return the matrices and vectors of a sum, in the order of its terms."""
    factors = [term.factors[0] for term in row.terms if len(term.factors) == 1]
    return [factor.matrix or factor.of for factor in factors]


def slope_text(function: str, letter: str) -> str:
    """Return the slope of a function where its value is a letter: i(1 − i), 1 − g²."""
    return CURVES[function].slope.format(y=letter, square=f"{letter}²")


def gradient_reads(cell: Cell, key: str) -> tuple[str, ...]:
    """Return the numbers that the gradient of a row is computed from, as c_prev and dh.

    It comes from above to the output, and from the step after to a state: dc_next.
    """
    found = ["above"] if key == cell.output else []
    found += [f"d{key}_next"] if key in cell.states else []
    found += [f"d{row}" for row in products_to(cell).get(key, ())]
    return (*found, *reads_along(cell, edges_to(cell).get(key, ())))


def reads_along(cell: Cell, along: Iterable[Edge]) -> tuple[str, ...]:
    """Return the gradients and numbers on some edges."""
    found = []
    for edge in along:
        found.append(f"d{edge.source}")
        parts = (part for path in edge.paths for part in path.parts)
        found += _named(of for part in parts for of in kept_numbers(cell, part.of))
    return tuple(dict.fromkeys(found))


def gradient_equation(cell: Cell, key: str, reverse: bool) -> str:
    """Return the equation of the gradient of a row that is not a sum.

    Args:
        reverse: True for a cell that walks from the last timestep on: its next step is at t−1.
    """
    after, earlier = (EARLIER, LATER) if reverse else (LATER, EARLIER)
    found = [f"∂L/∂{key}_{{t}}"] if key == cell.output else []
    if key in cell.states:
        found += [f"W_{{hh}}^T dz_{{{after}}}"] if before(key) in products_to(cell) else []
        found += _along(cell, edges_to(cell).get(before(key), ()), after, earlier)
    for row in products_to(cell).get(key, ()):
        matrix = next(name for name, ends in cell.matrices.items() if ends == (row, key))
        found.append(f"{_parameter(matrix)}^T d{row}_{{t}}")
    found += _along(cell, edges_to(cell).get(key, ()), NOW, earlier)
    return f"d{key}_{{t}} = {' + '.join(found)}"


def carried_equation(cell: Cell, state: str) -> str:
    """Return the equation of the gradient of a state before the step."""
    found = [f"W_{{hh}}^T dz_{{{NOW}}}"] if before(state) in products_to(cell) else []
    found += _along(cell, edges_to(cell).get(before(state), ()), NOW, EARLIER)
    return f"d{state}_{{prev}} = {' + '.join(found)}"


def equation_of_gate_sum(cell: Cell, key: str) -> str:
    """Return the equation of the gradient of the sum of a gate."""
    gate = cell.gate_of[key]
    slope = _in_brackets(slope_text(cell.row[gate].function, gate))
    return f"{_gradient_of_sum(key)} = d{gate} ⊙ {slope}"


def equation_of_gradients_of_sums(cell: Cell) -> str:
    """Return the equation of the gradients of all sums together, in the order of storage."""
    gates = [cell.gate_of[key] for key in cell.sums]
    slopes = ", ".join(f"{cell.row[gate].function}′" for gate in gates)
    return f"dz_{{t}} = ({', '.join(f'd{gate}' for gate in gates)}) ⊙ ({slopes})"


def _named(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{of[:-1]}_prev" if of.endswith("'") else of for of in numbers))


def _letters(cell: Cell, now: str = NOW, earlier: str = EARLIER) -> Symbol:
    """Return what writes a kept number or a parameter with its time."""

    def symbol(of: str) -> str:
        if of == INPUT:
            return f"x_{{{now}}}"
        if of.endswith("'"):
            return f"{of[:-1]}_{{{earlier}}}"
        return _parameter(of) if of not in cell.row or of in cell.sums else f"{of}_{{{now}}}"

    return symbol


def _parameter(name: str) -> str:
    stem, _, of = name.partition("_")
    return f"{stem}_{{{of}}}"


def number_text(cell: Cell, of: str, symbol: Symbol) -> str:
    """Return a number as it is written: one that is not kept as tanh(c), or (1 − z)."""
    row = cell.row.get(of)
    if row is None or row.kept:
        return symbol(of)
    written = right_side(row, lambda read: number_text(cell, read, symbol))
    return written if row.function else f"({written})"


def right_side(row: Row, symbol: Symbol) -> str:
    """Return the right side of a row's equation."""

    def written(term: Term) -> str:
        letters = [symbol(factor.of) for factor in term.factors]
        if term.product:
            letters = [f"{_parameter(term.product.matrix)} {letters[0]}"]
        return " ⊙ ".join(letters) or "1"

    total = signed(((term.k, written(term)) for term in row.terms), minus="−")
    return f"{row.function}({total})" if row.function else total


def _right(cell: Cell, row: Row) -> str:
    symbol = _letters(cell)
    return right_side(row, lambda read: number_text(cell, read, symbol))


def _along(cell: Cell, along: Sequence[Edge], now: str, earlier: str) -> list[str]:
    """Return the text of each path of some edges."""
    symbol = _letters(cell, now, earlier)
    return [
        ("−" if path.sign < 0 else "")
        + " ⊙ ".join(
            [f"d{edge.source}_{{{now}}}", *(part_text(cell, p, symbol) for p in path.parts)]
        )
        for edge in along
        for path in edge.paths
    ]


def part_text(cell: Cell, part: Part, symbol: Symbol) -> str:
    """Return a part of a path as it is written: a number, or a slope in brackets."""
    letter = number_text(cell, part.of, symbol)
    if not part.slope:
        return letter
    row = cell.row[part.of]
    square = f"{letter}²" if row.kept else letter.replace(row.function, f"{row.function}²", 1)
    return _in_brackets(CURVES[row.function].slope.format(y=letter, square=square))


def _in_brackets(slope: str) -> str:
    return f"({slope})" if slope.startswith("1 ") else slope


def _gradient_of_sum(key: str) -> str:
    stem, _, of = key.partition("_")
    return f"d{stem}_{{{of}}}"
