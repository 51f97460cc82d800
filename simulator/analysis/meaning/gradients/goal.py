"""Goal: what the gradients are of, the loss or numbers with seeds. Only this module names it."""

from ....experiment.experiment import Experiment
from ....objective.objective import Seed
from ....translation import tr
from ...address import Address
from ...number_text import MINUS
from ..context import hue
from ..spans import QUANTITY, Span


def goal(experiment: Experiment) -> Span:
    """Name what the gradients are of: the loss, the number that a seed lies on, or several."""
    seeds = experiment.objective.seeds
    if not seeds:
        return Span(tr("the loss"))
    if len(seeds) > 1:
        return Span(tr("the sum of the chosen values"))
    number = _number_of(seeds[0])
    source = None if number.quantity == "output" else number
    return Span(seed_text(experiment), QUANTITY, hue(number.recorded().quantity), source)


def seed_text(experiment: Experiment) -> str:
    """Write the first seed: `h[0] of layer 1 at t 300`, with its weight unless that is 1."""
    seed = experiment.objective.seeds[0]
    number, batch = _number_of(seed), experiment.batch_size
    name, place = number.name, number.place(experiment.config, batch)
    if number.quantity == "output":  # it is of no lane
        place = tr("row {row}", row=number.row) if batch > 1 else ""
    if seed.number != 1:
        name = f"{seed.number:g}·{name}".replace("-", MINUS)
    if place:
        return tr("{name} of {place} at t {t}", name=name, place=place, t=number.t)
    return tr("{number} at t {t}", number=name, t=number.t)


def _number_of(seed: Seed) -> Address:
    return Address(seed.quantity, seed.lane, seed.t, seed.row, seed.unit)
