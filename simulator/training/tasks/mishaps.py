"""Mishaps: five ways not to learn, each a task that goes wrong beside the one that is mended.

Both are tasks like those of the catalogue: a run of the wrong one can be started, looked at in the
gradient flow, and started again after its cure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from ...network.config import LSTMConfig
from ...objective.loss import MSE, SUM, Loss
from ...translation import mark
from ..optimisers import SGD, Adam
from ..plan import Plan
from .catalogue import TASKS
from .task import Task


@dataclass(frozen=True, eq=False, slots=True)
class Mishap:
    """One way not to learn.

    Attributes:
        key: its word in commands and files. title, sign, cure: what it is, where it is seen, and
            what mends it; pass them to `tr`.
        wrong: is learnt never. mended: is learnt; it differs by the cure alone.
    """

    key: str
    title: str
    sign: str
    cure: str
    wrong: Task
    mended: Task


_PARITY, _ECHO = TASKS["parity"], TASKS["echo-5"]
_SUNSPOTS, _FIRST_BIT = TASKS["sunspots"], TASKS["first-bit"]


def _never(task: Task, **changes: object) -> Task:
    return replace(task, steps=0, **changes)  # type: ignore[arg-type]


_CLIPPED = replace(
    _SUNSPOTS,
    loss=Loss(MSE, SUM),
    plan=Plan(SGD(0.1, momentum=0.9), clip=1.0),
    steps=100,
)

_DROPPED = replace(
    _PARITY,
    recipe=replace(_PARITY.recipe, config=LSTMConfig(1, 8, 2, dropout=0.8)),
    plan=Plan(Adam(0.02), clip=1.0),
    steps=325,
)

MISHAPS: Final[Mapping[str, Mishap]] = MappingProxyType(
    {
        mishap.key: mishap
        for mishap in (
            Mishap(
                "learning-rate",
                mark("Learning rate too high"),
                mark(
                    "Each step goes far beyond the region where a linear "
                    "approximation holds: the loss jumps, and its true change has "
                    "little to do with the predicted one."
                ),
                mark("Learning rate 0.01 instead of 1."),
                _never(_ECHO, plan=Plan(Adam(1.0), clip=1.0)),
                _ECHO,
            ),
            Mishap(
                "exploding",
                mark("Exploding, unclipped"),
                mark(
                    "The loss is summed over 249 years, and so are the gradients: "
                    "‖g‖ grows a hundredfold per step, until the weights become NaN."
                ),
                mark("Gradients clipped at norm 1."),
                _never(_CLIPPED, plan=replace(_CLIPPED.plan, clip=None)),
                _CLIPPED,
            ),
            Mishap(
                "vanishing",
                mark("Vanishing, forget bias 0"),
                mark(
                    "Each step back keeps about 0.6 of dc: only 10⁻¹¹ of the loss "
                    "gradient at the end reaches the first timestep."
                ),
                mark("Forget bias set to 5."),
                _never(_FIRST_BIT, recipe=replace(_FIRST_BIT.recipe, forget_bias=0.0)),
                _FIRST_BIT,
            ),
            Mishap(
                "saturated",
                mark("Saturated start"),
                mark(
                    "The weights are 30 times too large: the gates sit at 0 and 1, "
                    "where their curves are flat, so dz is almost 0."
                ),
                mark("PyTorch's default weights, within ±1/√H."),
                _never(_ECHO, recipe=replace(_ECHO.recipe, factor=30.0)),
                _ECHO,
            ),
            Mishap(
                "dropout",
                mark("Dropout left on in evaluation"),
                mark(
                    "Four out of five values that layer 1 reads are set to 0 during "
                    "evaluation: even after training, a tenth of the predictions are "
                    "wrong."
                ),
                mark("Evaluation mode, lstm.eval()."),
                _never(_DROPPED, tried_with_dropout=True),
                _DROPPED,
            ),
        )
    }
)
"""Every mishap by its key."""
