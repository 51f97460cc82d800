"""Edits of the seed: the one number whose gradients are asked for, in place of the loss's."""

from dataclasses import replace
from typing import NamedTuple

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.network.quantities import FULL, P, Y
from simulator.objective.objective import Seed
from simulator.translation import tr

SEEDED = (*FULL.states, Y)
"""Quantities of a trace that a seed can lie on."""


class SeedEdit(NamedTuple):
    """An experiment with other seeds, and the edit's undo label."""

    experiment: Experiment
    label: str


def number_of(source: object, experiment: Experiment) -> Address | None:
    """Return the number whose gradients can be asked for; None where a seed cannot lie.

    Of an output it is the h or c that it is a copy of; of a probability p, its y.
    """
    if not isinstance(source, Address):
        return None
    number = source.recorded()
    if number.quantity == P:
        number = replace(number, quantity=Y)
    return number if number.quantity in SEEDED and number.exists(experiment) else None


def seeded(experiment: Experiment, number: Address) -> SeedEdit:
    """Ask for the gradients of one number of `number_of`, and of no other.

    Raises:
        ValueError: there is no such number, in words.
    """
    seed = Seed(number.quantity, number.lane, number.t, number.row, number.unit)
    objective = replace(experiment.objective, seeds=(seed,))
    label = tr("gradients of {number}", number=number.text())
    return SeedEdit(experiment.with_objective(objective), label)


def without_seed(experiment: Experiment) -> SeedEdit:
    """Take the seeds away: the gradients are those of the loss again, where there is one."""
    objective = replace(experiment.objective, seeds=())
    label = tr("clear gradients") if objective.loss is None else tr("use the loss")
    return SeedEdit(experiment.with_objective(objective), label)
