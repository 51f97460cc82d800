"""Mistakes inside a cell: other functions, the projection elsewhere, and too few digits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from ...cells.mistakes import (
    Operator,
    coupled,
    exchanged,
    gate,
    let_out,
    of_function,
    over_all,
    projecting,
    projecting_first,
    projection_missing,
    projection_squashed,
    with_function,
)
from ...cells.rounding import Rounds
from ...cells.sheet import Cell
from ...experiment.experiment import Experiment
from ...translation import mark
from ..mistake import Mistake, Need, Text, always, in_cells, projects
from ..observed_values import Observed

_SIGMOID, _TANH = "σ", "tanh"


def _of_gates(function: str) -> Operator:
    """Take another function for all σ."""
    return lambda cell: with_function(cell, function, of_function(cell, _SIGMOID))


def _of_candidate(function: str) -> Operator:
    return lambda cell: with_function(cell, function, cell.with_role("candidate"))


def _of_memory(function: str) -> Operator:
    """Take another function of a state that is read through one."""
    return lambda cell: with_function(cell, function, let_out(cell))


def _gates_exchanged(cell: Cell) -> Cell:
    return exchanged(cell, gate(cell, "keep"), gate(cell, "write"), cell.with_role("memory"))


def _coupled(one: str, to: str) -> Operator:
    """Read 1 − the gate of one role in place of the other's."""
    return lambda cell: coupled(cell, gate(cell, one), gate(cell, to))


def _all_over(cell: Cell) -> Cell:
    for key in let_out(cell):
        cell = over_all(cell, key)
    return cell


def _projecting(numbers: Callable[[Cell], tuple[str, ...]]) -> Operator:
    return lambda cell: projecting(cell, numbers(cell)[0])


def _of_both(cell: Cell) -> Cell:
    return with_function(cell, "relu", of_function(cell, _TANH))


def _equation(
    family: str,
    name: str,
    operator: Operator,
    phrase: str = "",
    title: str = "",
    needs: Need = always,
) -> Mistake:
    """Return a mistake that is an operator on the cells."""
    group, change = mark("equations"), in_cells(operator)
    return Mistake(name, family, group, change, needs, phrase=phrase, title=title)


_function = partial(_equation, "tanh")
_shares = partial(_equation, "shares")
_projection = partial(_equation, "projection", needs=projects)

OF_EQUATIONS: Final = (
    _equation(
        "sigmoid",
        "hard sigmoid 0.2",
        _of_gates("hard σ 0.2"),
        mark("the hard sigmoid 0.2x + 0.5"),
    ),
    _equation(
        "sigmoid",
        "hard sigmoid 1/6",
        _of_gates("hard σ 1/6"),
        mark("the hard sigmoid x/6 + 0.5"),
        mark("hard sigmoid"),
    ),
    _function("relu", _of_both, mark("relu in place of both tanhs")),
    _function("relu for g", _of_candidate("relu"), mark("relu in place of tanh for g")),
    _function("relu of c", _of_memory("relu"), mark("relu in place of the tanh of c")),
    _function(
        "sigmoid for g",
        _of_candidate(_SIGMOID),
        mark("sigmoid in place of tanh for g"),
        mark("sigmoid for g"),
    ),
    _function(mark("no tanh for g"), _of_candidate("identity")),
    _function("no tanh(c)", _of_memory("identity"), mark("no tanh of c")),
    _function("tanh(o c)", _all_over, mark("h = tanh(o ⊙ c) in place of o ⊙ tanh(c)")),
    _shares(mark("i and f swapped in c"), _gates_exchanged),
    _shares("i coupled to f", _coupled("write", to="keep"), mark("i coupled to f, as i = 1 − f")),
    _shares("f coupled to i", _coupled("keep", to="write"), mark("f coupled to i, as f = 1 − i")),
    _projection(
        "projection of c",
        _projecting(lambda cell: cell.with_role("memory")),
        mark("c projected in place of o ⊙ tanh(c)"),
        mark("projection of c"),
    ),
    _projection(
        "projection of tanh(c)",
        _projecting(let_out),
        mark("tanh(c) projected in place of o ⊙ tanh(c)"),
        mark("projection of tanh(c)"),
    ),
    _projection(
        "projection before o",
        lambda cell: projecting_first(cell, gate(cell, "out")),
        mark("the projection before the output gate"),
        mark("projection before the output gate"),
    ),
    _projection("projection squashed", projection_squashed, mark("a tanh after the projection")),
    _projection(
        "projection missing",
        projection_missing,
        mark("the projection missing, and the first units of o ⊙ tanh(c) in its place"),
        mark("projection missing"),
    ),
)
"""Mistakes in the order in which they are tried."""


_HALF: Final = ("float16", "bfloat16")
_ROUNDED: Final[Sequence[tuple[str, Rounds, str, str]]] = (
    ("computed", "results", mark("everything computed in {precision}"), ""),
    (
        "stored",
        "states",
        mark("weights, input, h and c in {precision}, as with autocast or a fused kernel"),
        mark("weights, input, h and c in {precision}"),
    ),
    (
        "gates",
        "gates",
        mark("sums and gates in {precision}, c and h in float32, as with autocast"),
        mark("sums and gates in {precision}"),
    ),
)


def of_precision() -> Iterator[Mistake]:
    """Yield mistakes of rounding, where the observed numbers could have been rounded so."""
    for precision in _HALF:
        for name, rounds, phrase, title in _ROUNDED:
            yield Mistake(
                f"{name} in {precision}",
                "precision",
                "equations",
                partial(replace, precision=precision, rounds=rounds),
                phrase=Text(phrase, precision=precision),
                title=Text(title or phrase, precision=precision),
                seen=partial(_on_grid, precision=precision, of_states=rounds != "gates"),
            )


def _on_grid(observed: Observed, experiment: Experiment, precision: str, of_states: bool) -> bool:
    return observed.grid == precision or not (of_states or observed.grid in _HALF)
