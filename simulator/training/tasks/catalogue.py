"""Catalogue of the tasks, from the simplest on. Each is learnt by at least nine seeds of ten.

The last one is the ninth with another forget bias, and is not learnt: its gradient does not arrive.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from ...network.config import LSTMConfig
from ...objective.loss import BCE, CROSS_ENTROPY, MSE, Loss
from ...objective.readout import LAST
from ...translation import mark
from ..optimisers import Adam
from ..plan import Plan
from . import a_n_b_n
from .adding import adding
from .echo import echo
from .first_bit import first_bit
from .running_parity import running_parity
from .sine import sine
from .success import (
    Success,
    against_same_again,
    mean_squared_error,
    rows_right,
    share_right,
)
from .sunspots import seen_years, unseen_years
from .task import Recipe, Task

_BITS = Success(share_right, 0.99, True, mark("at least 99 % of the predictions are right"))
_SUMS = Success(mean_squared_error, 0.01, False, mark("the mean squared error is below 0.01"))


def _plan(lr: float) -> Plan:
    return Plan(Adam(lr), clip=1.0)


_PARITY = Task(
    "parity",
    mark("Running parity"),
    mark("Is the number of ones so far odd?"),
    running_parity,
    Loss(BCE),
    Recipe(LSTMConfig(1, 8), columns=("bit",), names=("odd",)),
    _plan(0.01),
    rows=16,
    success=_BITS,
    steps=200,
)

_WORDS = Task(
    "anbn",
    mark("aⁿbⁿ"),
    mark("As many b's as a's, then the end: counting."),
    a_n_b_n.a_n_b_n,
    Loss(CROSS_ENTROPY),
    Recipe(LSTMConfig(3, 4), outputs=3, columns=a_n_b_n.LETTERS, names=a_n_b_n.NEXT),
    _plan(0.03),
    rows=16,
    success=Success(
        rows_right, 1.0, True, mark("all words up to n = 8 are correct from their first b on")
    ),
    steps=275,
    tried=a_n_b_n.every_word,
    tried_rows=a_n_b_n.LONGEST,
)

_ECHO_5 = Task(
    "echo-5",
    mark("Echo, 5 timesteps"),
    mark("Repeat the bit from 5 timesteps ago."),
    echo(5),
    Loss(BCE),
    Recipe(LSTMConfig(1, 16), columns=("bit",), names=("echo",)),
    _plan(0.01),
    rows=16,
    success=_BITS,
    steps=225,
)

_ECHO_10 = replace(
    _ECHO_5,
    key="echo-10",
    title=mark("Echo, 10 timesteps"),
    line=mark("Repeat the bit from 10 timesteps ago."),
    draw=echo(10),
    recipe=replace(_ECHO_5.recipe, config=LSTMConfig(1, 24)),
    plan=_plan(0.02),
    steps=1025,
)

_ADDING_20 = Task(
    "adding-20",
    mark("Adding, 20 timesteps"),
    mark("The sum of the two marked numbers."),
    adding(20),
    Loss(MSE),
    Recipe(LSTMConfig(2, 16), over=LAST, columns=("number", "mark"), names=("sum",)),
    _plan(0.02),
    rows=32,
    success=_SUMS,
    steps=425,
)

_ADDING_50 = replace(
    _ADDING_20,
    key="adding-50",
    title=mark("Adding, 50 timesteps"),
    draw=adding(50),
    recipe=replace(_ADDING_20.recipe, forget_bias=3.0),
    steps=1050,
)

_SINE = Task(
    "sine",
    mark("Sine"),
    mark("The next value of a wave."),
    sine,
    Loss(MSE),
    Recipe(LSTMConfig(1, 8), columns=("value",), names=("next",)),
    _plan(0.02),
    rows=16,
    success=Success(
        mean_squared_error, 0.002, False, mark("the mean squared error is below 0.002")
    ),
    steps=300,
)

_SUNSPOTS = Task(
    "sunspots",
    mark("Sunspots to 1949"),
    mark("Next year's number, 1700 to 1949."),
    seen_years,
    Loss(MSE),
    Recipe(LSTMConfig(1, 8), columns=("sunspots/100",), names=("next year",)),
    _plan(0.01),
    rows=1,
    success=Success(
        against_same_again,
        0.62,
        False,
        mark("from 1950 on, the error is below 0.62 × the error of repeating the last value"),
    ),
    steps=200,
    tried=unseen_years,
    tried_rows=1,
)

_FIRST_BIT = Task(
    "first-bit",
    mark("First bit, 50 noise steps"),
    mark("Forget bias 5: the gradient arrives."),
    first_bit,
    Loss(BCE),
    Recipe(LSTMConfig(1, 16), over=LAST, forget_bias=5.0, columns=("value",), names=("first",)),
    _plan(0.01),
    rows=32,
    success=_BITS,
    steps=175,
)

_FIRST_BIT_1 = replace(
    _FIRST_BIT,
    key="first-bit-1",
    title=mark("First bit, forget bias 1"),
    line=mark("The gradient does not reach the first timestep."),
    recipe=replace(_FIRST_BIT.recipe, forget_bias=1.0),
    steps=0,
)

TASKS: Final[Mapping[str, Task]] = MappingProxyType(
    {
        task.key: task
        for task in (
            _PARITY,
            _WORDS,
            _ECHO_5,
            _ECHO_10,
            _ADDING_20,
            _ADDING_50,
            _SINE,
            _SUNSPOTS,
            _FIRST_BIT,
            _FIRST_BIT_1,
        )
    }
)
"""Every task by its key."""
