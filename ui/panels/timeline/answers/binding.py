"""What the track of answers draws of a snapshot."""

import numpy as np

from simulator.arrays import Array
from simulator.lstm.quantities import P, Y
from simulator.objective.objective import Objective
from simulator.objective.readout import IDENTITY
from ui.panels.timeline.answers.item import Answers
from ui.session.snapshot import Snapshot
from ui.style.colours import round_limit

MOST_RINGS = 3
"""Largest number of outputs that are all drawn on one scale; of more the first is drawn."""

TOLERANCE = 0.5
"""How far a probability may be from its target before its ring tells a mistake."""


def answers_of(snapshot: Snapshot) -> Answers | None:
    """Return the answers of the selected row, over all timesteps; None without a readout.

    Classes are words: the name of the class that is said, or its number. Other outputs are numbers.
    """
    objective, row = snapshot.experiment.objective, snapshot.row
    readout, targets = objective.readout, objective.targets
    if readout is None:
        return None
    y = snapshot.run.trace.values(Y, snapshot.lane)[:, row]
    steps = len(y)
    counted = _counted(snapshot, objective, steps)
    wrong = np.zeros(steps, bool)
    if objective.loss is not None:
        wrong = objective.wrong(y, np.s_[:steps, row], TOLERANCE).any(axis=-1) & counted
    if targets is not None and targets.classes:
        said = y.argmax(axis=-1)
        words = tuple(readout.name(k) or str(k) for k in said.tolist())
        nothing = np.full((steps, 1), np.nan)
        return Answers(nothing, nothing, (0.0, 1.0), words, wrong)
    key = P if P in objective.quantities else Y
    shown = range(readout.width) if readout.width <= MOST_RINGS else range(1)
    said = snapshot.run.trace.values(key, snapshot.lane)[:, row][:, shown]
    right = np.full(said.shape, np.nan)
    if targets is not None:
        right[counted] = targets.values[:steps, row][:, shown][counted]
    limits = _limits(said, right, snapshot) if readout.function == IDENTITY else (0.0, 1.0)
    return Answers(said, right, limits, (), wrong)


def _counted(snapshot: Snapshot, objective: Objective, steps: int) -> Array:
    """Return the timesteps at which a target counts, (T,)."""
    reads = objective.reads(steps, snapshot.experiment.lengths)[:, snapshot.row]
    if objective.loss is not None:
        return snapshot.experiment.counts()[:, snapshot.row]
    if objective.targets is None:
        return np.zeros(steps, bool)
    return np.asarray(reads & objective.targets.counted[:steps, snapshot.row])


def _limits(said: Array, right: Array, snapshot: Snapshot) -> tuple[float, float]:
    """Return round ends of one scale for what is said and what is right, as far as computed."""
    known = snapshot.known_at(Y, snapshot.lane, snapshot.row, snapshot.computed)
    values = np.concatenate([said[known].ravel(), right.ravel()])
    values = values[np.isfinite(values)]
    if not len(values):
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    top, bottom = (round_limit(abs(end)) if end else 0.0 for end in (high, low))
    return min(0.0, -bottom if low < 0 else 0.0), max(top if high > 0 else 0.0, 1e-9)
