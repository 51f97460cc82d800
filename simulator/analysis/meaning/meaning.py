"""Meaning: what one number does at its step, as a sentence with this step's values."""

import math
from collections.abc import Callable, Collection

from ...engine.run import Run
from ...lstm.quantities import READOUT
from ..address import Address, Source
from .cells import READ, of_input, of_quantity, recorded_value, source_of
from .facts import Meaning
from .given import of_given
from .heads import head, mistaken, not_computed, not_finite, written
from .readouts import of_readout, of_readout_given
from .scene import Names, Scene

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
        subject: a number that a ledger takes; also x, h_prev, c_prev, and all that is given.
        names: of the features, timesteps and units.
        known: True for a number that a cell computes and that may be told; by default for all
            that are computed. No other number is used.
        covered: numbers that are asked for: what tells them is not said of others either.
        t, row: the timestep and batch row at which a weight or a bias is looked at.

    Raises:
        KeyError: no such quantity or lane. IndexError: no such timestep, row or unit.
    """
    if known is None:

        def known(at: Address) -> bool:
            return at.position(run.schedule) <= run.computed_until

    scene = Scene(run, names, known, covered)
    if isinstance(subject, Address):
        return _of_address(scene, subject.recorded())
    value = float(subject.value(run.trace))
    if subject.name != "input" and (run.mistake or not math.isfinite(value)):
        return _of_no_meaning(scene, subject, value)
    if subject.of_objective:
        return of_readout_given(scene, subject, value)
    return of_given(scene, subject, value, t, row)


def _of_address(scene: Scene, subject: Address) -> Meaning:
    if not scene.tells(source_of(scene, subject)):
        return Meaning(subject, None, not_computed(scene, subject))
    value = recorded_value(scene, subject)
    if scene.run.mistake or not math.isfinite(value):
        return _of_no_meaning(scene, subject, value)
    if subject.quantity in READ:
        return of_input(scene, subject, value)
    if subject.quantity in READOUT:
        return of_readout(scene, subject, value)
    return of_quantity(scene, subject, value)


def _of_no_meaning(scene: Scene, subject: Source, value: float) -> Meaning:
    quantity = subject.quantity if isinstance(subject, Address) else ""
    start = head(scene, subject, written(quantity, value, subject))
    said = mistaken(start) if scene.run.mistake else not_finite(start)
    return Meaning(subject, value, said)
