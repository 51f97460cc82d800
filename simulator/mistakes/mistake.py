"""Mistake: one thing that people do wrong with an LSTM, as a change of what is computed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..experiment.experiment import Experiment
from .computation import Computation, HandOver

ComputationChange = Callable[[Computation], Computation]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One known mistake.

    Attributes:
        name: short and unique. phrase: completes "this LSTM with …", in the user's language.
        family: of the mistakes of one family only one is made at a time.
        change: makes the wrong computation of the right one.
        rare: True for what is tested only when nothing else explains.
        of_weights: True for what is done to the weights alone.
        whole: True when it can not be seen in the first timesteps alone.
    """

    name: str
    phrase: str
    family: str
    change: ComputationChange
    whole: bool = False
    of_weights: bool = False
    rare: bool = False


def in_experiment(change: Callable[[Experiment], Experiment]) -> ComputationChange:
    """A change of the experiment."""
    return lambda c: replace(c, experiment=change(c.experiment))


def in_equations(**changes: Any) -> ComputationChange:
    """A change of the equations of a cell."""
    return lambda c: replace(c, equations=replace(c.equations, **changes))


def in_wiring(**changes: Any) -> ComputationChange:
    """A change of how cells are connected."""
    return lambda c: replace(c, wiring=replace(c.wiring, **changes))


def in_hand_over(change: HandOver) -> ComputationChange:
    """One more change of the results."""
    return lambda c: replace(c, hand_over=(*c.hand_over, change))
