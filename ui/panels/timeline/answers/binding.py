"""What the track of answers draws of a snapshot."""

from functools import partial

import numpy as np

from simulator.analysis.answers import CLASSES, counted_of, kind_of
from simulator.arrays import Array
from simulator.network.quantities import P, Y
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, IDENTITY
from ui.panels.timeline.answers.item import Answers
from ui.panels.timeline.answers.said import NOTHING_RIGHT, SaidClasses
from ui.panels.timeline.binding import common
from ui.session.snapshot import Snapshot
from ui.style.colours import round_limit
from ui.widgets.downsampling import NOTHING

MOST_RINGS = 3
"""Largest number of outputs that are all drawn on one scale; of more the first is drawn."""

TOLERANCE = 0.5
"""How far a number may be from its target before its ring tells a mistake."""


def answers_of(snapshot: Snapshot) -> Answers | None:
    """Return the answers of the selected row, over all timesteps; None without a readout.

    Classes are words: the name of the class that is said, or its number. Other outputs are numbers.
    """
    objective, row = snapshot.experiment.objective, snapshot.row
    readout, targets = objective.readout, objective.targets
    if readout is None:
        return None
    y = snapshot.run.trace.values(Y, snapshot.lane)[:, row]
    counted = counted_of(snapshot.experiment, row)
    wrong = partial(_wrong, objective, y, counted, row)
    if kind_of(snapshot.experiment) == CLASSES:
        of_classes = np.full(len(y), NOTHING_RIGHT)
        if targets is not None and targets.classes:
            of_classes[counted] = targets.values[: len(y), row][counted]
        return Answers(y, y, wrong, SaidClasses(y, of_classes, readout))
    shown = readout.width if readout.width <= MOST_RINGS else 1
    told, comparison = _told(objective), snapshot.against.comparison
    said = snapshot.run.trace.values(told, snapshot.lane)[:, row, :shown]
    right = np.full(said.shape, np.nan)
    if targets is not None:
        right[counted] = targets.values[: len(y), row, :shown][counted]
    before = None
    if comparison is not None and comparison.compares(told):
        before = comparison.values(told, snapshot.lane, row).before[:, :shown]
    return Answers(said, right, wrong, before=before)


def seen_answers(snapshot: Snapshot, key: str) -> tuple[slice, slice]:
    """Return the timesteps of the selected row at which a readout's numbers are known, and ahead.

    Over the last timestep or h_n there is one answer; the others of its arrays are no numbers.
    """
    known, ahead = snapshot.known(key), snapshot.ahead(key)
    if snapshot.schedule.readout == EVERY:
        return known, ahead
    length = snapshot.experiment.lengths[snapshot.row]
    last = slice(length - 1, length)
    return common(known, last), common(ahead, last)


def limits_of(snapshot: Snapshot, answers: Answers) -> tuple[float, float]:
    """Return the ends of the scale of numbers: 0 and 1 of probabilities, else round ends.

    They are those of what is right and of what is said. Until all is computed, the scale reaches
    equally far on both sides of 0.
    """
    readout = snapshot.experiment.objective.readout
    if readout is None or answers.classes is not None or readout.function != IDENTITY:
        return 0.0, 1.0
    computed = snapshot.known_at(Y, snapshot.lane, snapshot.row, snapshot.computed)
    values = np.concatenate([answers.said[computed].ravel(), answers.right.ravel()])
    if answers.before is not None:
        values = np.concatenate([values, answers.before[compared_of(snapshot, Y)].ravel()])
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if not snapshot.ranges.whole:
        high = max(high, -low, snapshot.ranges.limit(Y, snapshot.lane))
        return -round_limit(high), round_limit(high)
    if low == high == 0:
        return -1.0, 1.0
    return -round_limit(-low) if low < 0 else 0.0, round_limit(high) if high > 0 else 0.0


def compared_of(snapshot: Snapshot, quantity: str) -> slice:
    """Return the timesteps at which run and baseline both know a quantity of a readout."""
    comparison = snapshot.against.comparison
    there = comparison is not None and comparison.compares(quantity)
    return snapshot.compared(quantity) if there else NOTHING


def _told(objective: Objective) -> str:
    """Return the quantity that is shown as the answer: p where it differs from y."""
    return P if P in objective.quantities else Y


def _wrong(objective: Objective, y: Array, counted: Array, row: int, shown: slice) -> Array:
    if objective.loss is None:
        return np.zeros(len(y[shown]), bool)
    wrong = objective.wrong(y[shown], (shown, row), TOLERANCE).any(axis=-1)
    return np.asarray(wrong & counted[shown])
