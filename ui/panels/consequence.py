"""Consequence: what came of the last edit, in one line."""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.address import WITHOUT_LANE
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.quantities import LOSS
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style import number_format

if TYPE_CHECKING:
    from simulator.analysis.comparison import Change


_DIGITS = 6
"""Digits of a loss that changes: each pixel of a drag is to be seen in them."""


def consequence(snapshot: Snapshot) -> str:
    """Tell how the loss has changed, the number that is looked at, and the h that did most.

    Empty while there is nothing to compare with.
    """
    comparison = snapshot.against.comparison
    if comparison is None:
        return ""
    lines = [change] if (change := loss_change(snapshot)) else []
    own, most = _own_change(snapshot), comparison.largest(snapshot.position)
    if own is not None and (most is None or own.number != most.number):
        lines.append(_line(snapshot, own))
    if most is not None and snapshot.shows_number(most.number):
        lines.append(_line(snapshot, most))
    return " · ".join(lines) or tr("no difference in h so far")


def loss_change(snapshot: Snapshot) -> str:
    """Write `loss 0.213045 → 0.187311`; empty where it has not changed, or is not to be seen."""
    comparison = snapshot.against.comparison
    after = snapshot.loss
    if comparison is None or after is None or not comparison.compares(LOSS):
        return ""
    before = comparison.before.loss
    if before is None or np.array_equal(before, after, equal_nan=True):
        return ""
    if not _one_question(comparison.before.experiment, snapshot.experiment):
        return ""
    largest = max(abs(before), abs(after))
    usual = _DIGITS - 1 - math.floor(math.log10(largest)) if math.isfinite(largest) else 0
    change = number_format.change(np.float64(before), np.float64(after), max(usual, 2))
    return tr("loss {change}", change=change)


def _one_question(before: Experiment, after: Experiment) -> bool:
    """Return True when both losses measure the same: by one loss, in one dtype, of one target."""
    one, other = before.objective, after.objective
    if before.dtype != after.dtype or one.loss != other.loss:
        return False
    if one.targets is None or other.targets is None or one.targets is other.targets:
        return one.targets is other.targets
    if one.targets.ahead:
        scales = [None if e.scaling is None else e.scaling.normalisation for e in (before, after)]
        return one.targets.ahead == other.targets.ahead and scales[0] == scales[1]
    values = np.array_equal(one.targets.values, other.targets.values, equal_nan=True)
    return values and np.array_equal(one.targets.counted, other.targets.counted)


def _own_change(snapshot: Snapshot) -> "Change | None":
    """Return the change of the number that is looked at; None without one."""
    from simulator.analysis.comparison import Change

    subject, comparison = snapshot.subject, snapshot.against.comparison
    if subject is None or comparison is None or not isinstance(comparison.before, Run):
        return None
    known = snapshot.knows_number(subject) and snapshot.against.position >= snapshot.position
    known &= comparison.compares(subject.quantity)
    if not known or not snapshot.shows_number(subject):
        return None
    before, after = map(subject.value, comparison.numbers)
    return None if before.tobytes() == after.tobytes() else Change(subject, before, after)


def _line(snapshot: Snapshot, change: "Change") -> str:
    """Write `h[0] at t 5: 0.31 → 0.58`; lane and row only where there are several to tell."""
    number, config = change.number, snapshot.experiment.config
    words = [number.name]
    if config.num_lanes > 1 and number.quantity not in WITHOUT_LANE:
        words.append(number.lane.text())
    if snapshot.experiment.batch_size > 1:
        words.append(tr("row {row}", row=number.row))
    where = tr("{name} at {place}", name=" ".join(words), place=f"t {number.t}")
    return f"{where}: {number_format.change(change.before, change.after)}"
