"""Meaning: what one number does at its step, as a sentence with this step's values."""

import math
from collections.abc import Callable, Collection

from ...engine.run import Run
from ...network.quantities import READOUT
from ..address import Address, Source
from .cells import of_input, of_quantity, recorded_value, source_of
from .context import MeaningContext, Names
from .facts import Meaning
from .input_sentences import of_given
from .readouts import of_readout, of_readout_given
from .subjects import head, mistaken, not_computed, not_finite, written

NO_NAMES = Names()


def meaning(
    run: Run,
    subject: Source,
    names: Names = NO_NAMES,
    known: Callable[[Address], bool] | None = None,
    t: int | None = None,
    row: int = 0,
    covered: Collection[Address] = (),
) -> Meaning:
    """Return what a number of a run means.

    Args:
        subject: a number that a decomposition takes; also x, h_prev, c_prev, and all that is given.
        names: of the features, timesteps and units.
        known: True for a number that a cell computes and that may be shown; by default for all
            that are computed. No other number is used.
        covered: numbers that are asked for: the text on others must not give them away.
        t, row: the timestep and batch row at which a weight or a bias is looked at.

    Raises:
        KeyError: no such quantity or lane. IndexError: no such timestep, row or unit.
    """
    if known is None:

        def known(at: Address) -> bool:
            return at.position(run.schedule) <= run.computed_until

    context = MeaningContext(run, names, known, covered)
    if isinstance(subject, Address):
        return _of_address(context, subject.recorded())
    value = float(subject.value(run.trace))
    if subject.name != "input" and (run.mistake or not math.isfinite(value)):
        return _of_no_meaning(context, subject, value)
    if subject.of_objective:
        return of_readout_given(context, subject, value)
    return of_given(context, subject, value, t, row)


def _of_address(context: MeaningContext, subject: Address) -> Meaning:
    if not context.tells(source_of(context, subject)):
        return Meaning(subject, None, not_computed(context, subject))
    value = recorded_value(context, subject)
    if context.run.mistake or not math.isfinite(value):
        return _of_no_meaning(context, subject, value)
    if subject.quantity in context.config.readers:
        return of_input(context, subject, value)
    if subject.quantity in READOUT:
        return of_readout(context, subject, value)
    return of_quantity(context, subject, value)


def _of_no_meaning(context: MeaningContext, subject: Source, value: float) -> Meaning:
    quantity = subject.quantity if isinstance(subject, Address) else ""
    start = head(context, subject, written(quantity, value, subject))
    said = mistaken(start) if context.run.mistake else not_finite(start)
    return Meaning(subject, value, said)
