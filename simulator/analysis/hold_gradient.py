"""Gradient of a hold: what moving the held value would do."""

from dataclasses import dataclass

import numpy as np

from ..engine.schedule import Schedule
from ..gradients.gradient_trace import GradientTrace
from ..network.hold_table import HoldTable
from ..network.interventions import Hold


@dataclass(frozen=True)
class HoldGradient:
    """Gradient of the value of a hold, over the steps that are computed.

    Attributes:
        value: dL/dvalue, the sum of the gradients of all numbers that have the value, in float64.
        known: the number of timesteps, of all rows, that are done. steps: of all that it covers.
    """

    value: float
    known: int
    steps: int


def gradient_of_hold(
    trace: GradientTrace, schedule: Schedule, position: int, place: int
) -> HoldGradient:
    """Return the gradient of the value of a hold at a position.

    A held number depends on nothing but the value, so that the sum over all of them is the
    derivative. A number that a later hold covers does not have the value.

    Args:
        trace: computed up to `position`. place: the hold's, among the experiment's holds.

    Raises:
        TypeError: a cut is at that place, which has no value.
    """
    experiment = trace.trace.experiment
    hold, table = experiment.holds[place], HoldTable.of(experiment.holds)
    if not isinstance(hold, Hold):
        raise TypeError("a cut has no value")
    key, lane, units = f"d{hold.quantity}", hold.lane, np.array(hold.units)
    blocks = table.on(hold.quantity, lane)
    later = blocks.taken(blocks.place > place)
    total, known, steps = 0.0, 0, 0
    for row in range(experiment.batch_size) if hold.row is None else (hold.row,):
        last = min(hold.last, schedule.lengths[row] - 1)
        steps += max(0, last - hold.first + 1)
        there = schedule.known(position, lane, row, key)
        start, stop = max(hold.first, there.start), min(last + 1, there.stop)
        if start >= stop:
            continue
        known += stop - start
        values = trace.values(key, lane, np.s_[start:stop, row])[:, units].astype(np.float64)
        over = later.in_row(row)
        over = over.taken((over.first < stop) & (over.last >= start))
        ends = (over.first - start, over.last - start, over.low, over.high)
        for first, end, low, high in zip(*(of.tolist() for of in ends), strict=True):
            values[max(0, first) : end + 1, (low <= units) & (units <= high)] = 0
        with np.errstate(all="ignore"):
            total += float(values.sum())
    return HoldGradient(total, known, steps)
