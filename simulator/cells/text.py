"""Equations of a cell as people write them, in both passes, from its rows.

Subscripts stand in braces. A row that is not kept is written where it is read: o ⊙ tanh(c).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from .edges import Edge, Part, Path, edges_to, kept_numbers, products_to
from .sheet import CURVES, Cell, Row, Term, before
from .source import signed

NOW, EARLIER, LATER = "t", "t−1", "t+1"

Symbol = Callable[[str], str]
"""Function that writes a kept number, a state before the step, the input, or a parameter."""

Signed = tuple[int, str]
"""A term of a sum: its sign and its text."""

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
    return f"{_at(f'd{key}', NOW)} = {_gradient(cell, key, reverse)}"


def _gradient(cell: Cell, key: str, reverse: bool = False) -> str:
    """Return the right side of the equation of a gradient."""
    after, earlier = (EARLIER, LATER) if reverse else (LATER, EARLIER)
    found = [(1, f"∂L/∂{_at(key, NOW)}")] if key == cell.output else []
    if key in cell.states:
        found += _sent_back(cell, key, after, earlier)
    for row in products_to(cell).get(key, ()):
        matrix = next(name for name, ends in cell.matrices.items() if ends == (row, key))
        found.append((1, f"{_at(matrix)}^T {_at(f'd{row}', NOW)}"))
    found += _along(cell, edges_to(cell).get(key, ()), NOW, earlier)
    return signed(found, minus="−")


def carried_equation(cell: Cell, state: str) -> str:
    """Return the equation of the gradient of a state before the step."""
    sent = signed(_sent_back(cell, state, NOW, EARLIER), minus="−")
    return f"d{state}_{{prev}} = {sent}"


def equation_of_gradient_of_sum(cell: Cell, key: str) -> str:
    """Return the equation of the gradient of a sum; of a gate's without timesteps."""
    gate = cell.gate_of.get(key)
    if gate is None:
        return f"{_at(f'd{key}', NOW)} = {_gradient(cell, key)}"
    slope = _in_brackets(slope_text(cell.row[gate].function, gate))
    return f"{_at(f'd{key}')} = d{gate} ⊙ {slope}"


def equation_of_gradients_of_sums(cell: Cell) -> str:
    """Return the equation of the gradients of all sums together, in the order of storage."""
    if set(cell.sums) - set(cell.gate_of):
        found = ", ".join(_gradient(cell, key) for key in cell.sums)
        return f"dz_{{t}} = {f'({found})' if len(cell.sums) > 1 else found}"
    gates = [cell.gate_of[key] for key in cell.sums]
    slopes = ", ".join(f"{cell.row[gate].function}′" for gate in gates)
    return f"dz_{{t}} = ({', '.join(f'd{gate}' for gate in gates)}) ⊙ ({slopes})"


def _named(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{of[:-1]}_prev" if of.endswith("'") else of for of in numbers))


def _letters(cell: Cell, now: str = NOW, earlier: str = EARLIER) -> Symbol:
    """Return what writes a kept number or a parameter with its time."""

    def symbol(of: str) -> str:
        if of.endswith("'"):
            return _at(of[:-1], earlier)
        return _at(of, now if cell.is_number(of) and of not in cell.gate_of else "")

    return symbol


def _at(name: str, time: str = "") -> str:
    """Return a number or a parameter with its subscripts: a_{n,t} of a_n."""
    stem, _, of = name.partition("_")
    return f"{stem}_{{{','.join(filter(None, (of, time)))}}}"


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
            letters = [f"{_at(term.product.matrix)} {letters[0]}"]
        return " ⊙ ".join(letters) or "1"

    total = signed(((term.k, written(term)) for term in row.terms), minus="−")
    return f"{row.function}({total})" if row.function else total


def _right(cell: Cell, row: Row) -> str:
    symbol = _letters(cell)
    return right_side(row, lambda read: number_text(cell, read, symbol))


def _sent_back(cell: Cell, state: str, now: str, earlier: str) -> list[Signed]:
    """Return what a step sends back to a state before it."""
    of = before(state)
    found = [(1, f"W_{{hh}}^T dz_{{{now}}}")] if of in products_to(cell) else []
    return found + _along(cell, edges_to(cell).get(of, ()), now, earlier)


def _along(cell: Cell, along: Sequence[Edge], now: str, earlier: str) -> list[Signed]:
    """Return each path of some edges."""
    symbol = _letters(cell, now, earlier)

    def written(edge: Edge, path: Path) -> str:
        parts = (part_text(cell, part, symbol) for part in path.parts)
        return " ⊙ ".join([_at(f"d{edge.source}", now), *parts])

    return [(path.sign, written(edge, path)) for edge in along for path in edge.paths]


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
