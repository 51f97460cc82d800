"""Mistakes inside a cell: other functions, the projection elsewhere, and too few digits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from ...cells.mistakes import (
    Operator,
    coupled,
    exchanged,
    let_out,
    of_function,
    over_all,
    projecting,
    projecting_first,
    projection_missing,
    projection_squashed,
    with_function,
)
from ...cells.rounded_step import Rounds
from ...cells.sheet import Cell
from ...experiment.experiment import Experiment
from ...translation import mark
from ..mistake import Mistake, Text, in_cells, projects
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
    (keep,), (write,), memory = map(cell.with_role, ("keep", "write", "memory"))
    return exchanged(cell, keep, write, memory)


def _coupled(gate: str, to: str) -> Operator:
    """Read 1 − the gate of one role in place of the other's."""

    def operator(cell: Cell) -> Cell:
        return coupled(cell, cell.with_role(gate)[0], cell.with_role(to)[0])

    return operator


def _all_over(cell: Cell) -> Cell:
    for key in let_out(cell):
        cell = over_all(cell, key)
    return cell


def _projecting(numbers: Callable[[Cell], tuple[str, ...]]) -> Operator:
    return lambda cell: projecting(cell, numbers(cell)[0])


def _projecting_first(cell: Cell) -> Cell:
    return projecting_first(
        cell, next(k for k in cell.with_role("out") if k in cell.gate_of.values())
    )


_equation = partial(Mistake, group=mark("equations"))
_function = partial(_equation, family="tanh")
_projected = partial(_equation, family="projection", needs=projects)

OF_EQUATIONS: Final = (
    _equation(
        "hard sigmoid 0.2",
        "sigmoid",
        change=in_cells(_of_gates("hard σ 0.2")),
        phrase=mark("the hard sigmoid 0.2x + 0.5"),
    ),
    _equation(
        "hard sigmoid 1/6",
        "sigmoid",
        change=in_cells(_of_gates("hard σ 1/6")),
        phrase=mark("the hard sigmoid x/6 + 0.5"),
        title=mark("hard sigmoid"),
    ),
    _function(
        "relu",
        change=in_cells(lambda cell: with_function(cell, "relu", of_function(cell, _TANH))),
        phrase=mark("relu in place of both tanhs"),
    ),
    _function(
        "relu for g",
        change=in_cells(_of_candidate("relu")),
        phrase=mark("relu in place of tanh for g"),
    ),
    _function(
        "relu of c",
        change=in_cells(_of_memory("relu")),
        phrase=mark("relu in place of the tanh of c"),
    ),
    _function(
        "sigmoid for g",
        change=in_cells(_of_candidate(_SIGMOID)),
        phrase=mark("sigmoid in place of tanh for g"),
        title=mark("sigmoid for g"),
    ),
    _function(mark("no tanh for g"), change=in_cells(_of_candidate("identity"))),
    _function(
        "no tanh(c)",
        change=in_cells(_of_memory("identity")),
        phrase=mark("no tanh of c"),
    ),
    _function(
        "tanh(o c)",
        change=in_cells(_all_over),
        phrase=mark("h = tanh(o ⊙ c) in place of o ⊙ tanh(c)"),
    ),
    _equation(mark("i and f swapped in c"), "shares", change=in_cells(_gates_exchanged)),
    _equation(
        "i coupled to f",
        "shares",
        change=in_cells(_coupled("write", to="keep")),
        phrase=mark("i coupled to f, as i = 1 − f"),
    ),
    _equation(
        "f coupled to i",
        "shares",
        change=in_cells(_coupled("keep", to="write")),
        phrase=mark("f coupled to i, as f = 1 − i"),
    ),
    _projected(
        "projection of c",
        change=in_cells(_projecting(lambda cell: cell.with_role("memory"))),
        phrase=mark("c projected in place of o ⊙ tanh(c)"),
        title=mark("projection of c"),
    ),
    _projected(
        "projection of tanh(c)",
        change=in_cells(_projecting(let_out)),
        phrase=mark("tanh(c) projected in place of o ⊙ tanh(c)"),
        title=mark("projection of tanh(c)"),
    ),
    _projected(
        "projection before o",
        change=in_cells(_projecting_first),
        phrase=mark("the projection before the output gate"),
        title=mark("projection before the output gate"),
    ),
    _projected(
        "projection squashed",
        change=in_cells(projection_squashed),
        phrase=mark("a tanh after the projection"),
    ),
    _projected(
        "projection missing",
        change=in_cells(projection_missing),
        phrase=mark("the projection missing, and the first units of o ⊙ tanh(c) in its place"),
        title=mark("projection missing"),
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
            yield _equation(
                f"{name} in {precision}",
                "precision",
                change=partial(replace, precision=precision, rounds=rounds),
                phrase=Text(phrase, precision=precision),
                title=Text(title or phrase, precision=precision),
                seen=partial(_on_grid, precision=precision, of_states=rounds != "gates"),
            )


def _on_grid(observed: Observed, experiment: Experiment, precision: str, of_states: bool) -> bool:
    return observed.grid == precision or not (of_states or observed.grid in _HALF)
