"""Mistakes inside a cell: other functions, the projection elsewhere, and too few digits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...translation import mark
from ..computation import Function, Rounds, sigmoid
from ..mistake import Mistake, Text, in_equations, projects
from ..observed_values import Observed


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _hard(slope: float) -> Function:
    return lambda z: np.clip(slope * z + z.dtype.type(0.5), 0, 1)


_equation = partial(Mistake, group=mark("equations"))
_function = partial(_equation, family="tanh")
_projected = partial(_equation, family="projection", needs=projects)

OF_EQUATIONS: Final = (
    _equation(
        "hard sigmoid 0.2",
        "sigmoid",
        change=in_equations(sigmoid=_hard(0.2)),
        phrase=mark("the hard sigmoid 0.2x + 0.5"),
    ),
    _equation(
        "hard sigmoid 1/6",
        "sigmoid",
        change=in_equations(sigmoid=_hard(1 / 6)),
        phrase=mark("the hard sigmoid x/6 + 0.5"),
        title=mark("hard sigmoid"),
    ),
    _function(
        "relu",
        change=in_equations(squash=_relu, hidden=lambda o, c: o * _relu(c)),
        phrase=mark("relu in place of both tanhs"),
    ),
    _function(
        "relu for g",
        change=in_equations(squash=_relu),
        phrase=mark("relu in place of tanh for g"),
    ),
    _function(
        "relu of c",
        change=in_equations(hidden=lambda o, c: o * _relu(c)),
        phrase=mark("relu in place of the tanh of c"),
    ),
    _function(
        "sigmoid for g",
        change=in_equations(squash=sigmoid),
        phrase=mark("sigmoid in place of tanh for g"),
        title=mark("sigmoid for g"),
    ),
    _function(mark("no tanh for g"), change=in_equations(squash=np.positive)),
    _function(
        "no tanh(c)",
        change=in_equations(hidden=lambda o, c: o * c),
        phrase=mark("no tanh of c"),
    ),
    _function(
        "tanh(o c)",
        change=in_equations(hidden=lambda o, c: np.tanh(o * c)),
        phrase=mark("h = tanh(o ⊙ c) in place of o ⊙ tanh(c)"),
    ),
    _equation(
        mark("i and f swapped in c"), "shares", change=in_equations(shares=lambda i, f: (i, f))
    ),
    _equation(
        "i coupled to f",
        "shares",
        change=in_equations(shares=lambda i, f: (f, 1 - f)),
        phrase=mark("i coupled to f, as i = 1 − f"),
    ),
    _equation(
        "f coupled to i",
        "shares",
        change=in_equations(shares=lambda i, f: (1 - i, i)),
        phrase=mark("f coupled to i, as f = 1 − i"),
    ),
    _projected(
        "projection of c",
        change=in_equations(project=lambda W, o, c, m: c @ W.mT),
        phrase=mark("c projected in place of o ⊙ tanh(c)"),
        title=mark("projection of c"),
    ),
    _projected(
        "projection of tanh(c)",
        change=in_equations(project=lambda W, o, c, m: np.tanh(c) @ W.mT),
        phrase=mark("tanh(c) projected in place of o ⊙ tanh(c)"),
        title=mark("projection of tanh(c)"),
    ),
    _projected(
        "projection before o",
        change=in_equations(project=lambda W, o, c, m: o[..., : W.shape[-2]] * (np.tanh(c) @ W.mT)),
        phrase=mark("the projection before the output gate"),
        title=mark("projection before the output gate"),
    ),
    _projected(
        "projection squashed",
        change=in_equations(project=lambda W, o, c, m: np.tanh(m @ W.mT)),
        phrase=mark("a tanh after the projection"),
    ),
    _projected(
        "projection missing",
        change=in_equations(project=lambda W, o, c, m: m[..., : W.shape[-2]].copy()),
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
