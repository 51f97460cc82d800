"""Meaning of a gradient: a sentence with what would have helped, and its reason."""

from collections.abc import Callable
from typing import Final

from ....gradients.backward_run import BackwardRun
from ...address import Address
from ...weight_gradient import WeightGradient
from ..context import MeaningContext, Names
from .facts import GradientMeaning
from .numbers import of_number
from .weights import of_weight

NO_NAMES: Final = Names()


def gradient_meaning(
    back: BackwardRun,
    subject: Address | WeightGradient,
    names: Names = NO_NAMES,
    position: int | None = None,
    known: Callable[[Address], bool] | None = None,
) -> GradientMeaning:
    """Return the meaning of a gradient.

    Args:
        subject: a gradient that a decomposition takes. names: of the features and units.
        position: how far the reader has come, N…N+N_b; by default the last computed one.
        known: True for a number that may be shown; by default those known at the position.

    Raises:
        KeyError: there is no such gradient. IndexError: no such timestep, row or unit.
    """
    schedule = back.run.schedule
    place = schedule.end + back.computed_until if position is None else position

    def at_place(at: Address) -> bool:
        return at.position(schedule) <= place

    context = MeaningContext(back.run, names, at_place if known is None else known)
    if isinstance(subject, WeightGradient):
        return of_weight(context, back, subject)
    return of_number(context, back, subject, place)
