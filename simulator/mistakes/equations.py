"""Mistakes inside a cell: other functions, the projection elsewhere, and too few digits."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..translation import tr
from . import results_layout
from .computation import Function, sigmoid
from .mistake import Mistake, in_equations, in_hand_over
from .observed import Observed


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _same(z: Array) -> Array:
    return z


def _hard(slope: float) -> Function:
    return lambda z: np.clip(slope * z + z.dtype.type(0.5), 0, 1)


def of_equations(experiment: Experiment) -> Iterator[Mistake]:
    for name, phrase, family, changes in (
        ("hard sigmoid 0.2", tr("the hard sigmoid 0.2x + 0.5"), "sigmoid", {"sigmoid": _hard(0.2)}),
        (
            "hard sigmoid 1/6",
            tr("the hard sigmoid x/6 + 0.5"),
            "sigmoid",
            {"sigmoid": _hard(1 / 6)},
        ),
        (
            "relu",
            tr("relu in place of both tanh"),
            "tanh",
            {"squash": _relu, "hidden": lambda o, c: o * _relu(c)},
        ),
        ("relu for g", tr("relu in place of tanh for g"), "tanh", {"squash": _relu}),
        (
            "relu of c",
            tr("relu in place of the tanh of c"),
            "tanh",
            {"hidden": lambda o, c: o * _relu(c)},
        ),
        ("sigmoid for g", tr("sigmoid in place of tanh for g"), "tanh", {"squash": sigmoid}),
        ("no tanh for g", tr("no tanh for g"), "tanh", {"squash": _same}),
        ("no tanh(c)", tr("no tanh of c"), "tanh", {"hidden": lambda o, c: o * c}),
        (
            "tanh(o c)",
            tr("h = tanh(o ⊙ c) in place of o ⊙ tanh(c)"),
            "tanh",
            {"hidden": lambda o, c: np.tanh(o * c)},
        ),
    ):
        yield Mistake(name, phrase, family, in_equations(**changes))
    if experiment.config.proj_size:
        R = experiment.config.proj_size
        for name, phrase, project in (
            (
                "projection of c",
                tr("c projected in place of o ⊙ tanh(c)"),
                lambda W, o, c, m: c @ W.T,
            ),
            (
                "projection of tanh(c)",
                tr("tanh(c) projected in place of o ⊙ tanh(c)"),
                lambda W, o, c, m: np.tanh(c) @ W.T,
            ),
            (
                "projection before o",
                tr("the projection before the output gate"),
                lambda W, o, c, m: o[..., :R] * (np.tanh(c) @ W.T),
            ),
            (
                "projection squashed",
                tr("a tanh over the projection"),
                lambda W, o, c, m: np.tanh(m @ W.T),
            ),
            (
                "projection missing",
                tr("the projection missing, and the first units of o ⊙ tanh(c) in its place"),
                lambda W, o, c, m: m[..., :R],
            ),
        ):
            yield Mistake(name, phrase, "projection", in_equations(project=project))
        change = in_hand_over(results_layout.output_of("m"))
        what = tr("the projection missing in the output")
        yield Mistake("output not projected", what, "output", change)


def of_precision(observed: Observed) -> Iterator[Mistake]:
    """Everything rounded: then what was observed has no more digits than that."""
    for precision in ("float16", "bfloat16"):
        if observed.grid == precision:
            change = partial(replace, precision=precision)
            what = tr("everything computed in {precision}", precision=precision)
            yield Mistake(f"computed in {precision}", what, "precision", change)
