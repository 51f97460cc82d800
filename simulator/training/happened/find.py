"""Search for what happened at a step of a training run. It computes; it does not guess.

What it calls large, small or lost is said here in numbers.
"""

import math
from collections.abc import Generator
from typing import Final

import numpy as np

from ...arrays import Array
from ..batch import Batch
from ..log import Judgement
from ..network import Network
from ..one_step.promises import promise_of
from ..passes import Passes
from ..run import TrainingRun
from ..tasks.success import Answers
from .facts import (
    Broken,
    Clipped,
    Course,
    Happened,
    NormChange,
    Place,
    Remembered,
    Setback,
)
from .momentum import shares

LOOKED_BACK: Final = 25
"""Steps before the present one that medians and counts are of."""

LOST: Final = 10.0
"""A validation loss of so many times the best one before is a setback."""

EXPLODED: Final = 100.0
"""A ‖g‖ of so many times the median before has exploded."""

VANISHED: Final = 1e-4
"""A ‖g‖ below so much of the largest one has vanished, unless the loss has fallen too."""

STILL: Final = 0.9
"""A loss that is above so much of the first one has not fallen."""

Search = Generator[float, None, Happened]
"""Search in slices: it yields the fraction done between two passes, and returns what it found."""


def what_happened(run: TrainingRun, step: int) -> Search:
    """Search for what happened up to the network after some steps.

    Raises:
        ValueError: the run has no such step.
    """
    run.moment(step)
    yield 0.0
    broken = _broken(run, step)
    if broken is not None:
        return Happened(step, broken=broken, exploded=_exploded(run, broken.step - 1))
    setback = course = None
    judge = _Judge(run)
    yield 0.2
    judged = None if judge.batch is None else judge.at(step)
    if judged is not None:
        setback = yield from _setback(run, judge, judged)
        course = _course(run, judged)
    last = step - 1
    yield 0.9
    return Happened(
        step,
        setback=setback,
        exploded=_exploded(run, last),
        vanished=_vanished(run, last),
        clipped=_clipped(run, last),
        promise=None if last < run.first else promise_of(run, last),
        course=course or _course_of_batches(run, last),
    )


class _Judge:
    """Judges networks of a run by its validation batch, each once."""

    def __init__(self, run: TrainingRun) -> None:
        self._run, self.batch = run, run.validation
        self._passes = Passes(run.network_at(run.first))
        self._known = {judged.step: judged for judged in run.judgements}

    def at(self, step: int) -> Judgement:
        """Return the judgement of the network after some steps."""
        assert self.batch is not None
        if step not in self._known:
            found = self._passes.judge(self._run.moment(step).weights, self.batch)
            self._known[step] = Judgement(step, found.loss, found.accuracy)
        return self._known[step]


def _broken(run: TrainingRun, step: int) -> Broken | None:
    """Return the first step before the network whose loss and gradients are not all numbers."""
    finite, losses = (run.log.column(name)[: step - run.first] for name in ("finite", "loss"))
    broken = (finite == 0) | ~np.isfinite(losses)
    if not broken.any():
        return None
    first = run.first + int(broken.argmax())
    norms = run.log.column("norm")[: first - run.first]
    norms = norms[np.isfinite(norms)]
    norm = float(norms[-1]) if norms.size else None
    weights, batch = run.moment(first).weights, run.batch(first)
    if not np.isfinite(batch.inputs).all():
        return Broken(first, Place.INPUTS, "", norm)
    for name, array in weights.items():
        if not np.isfinite(array).all():
            return Broken(first, Place.WEIGHTS, name, norm)
    result = Passes(run.network_at(first)).gradients(weights, batch)
    if not math.isfinite(result.loss):
        return Broken(first, Place.LOSS, "", norm)
    for name in run.plan.learning(result.gradients):
        if not np.isfinite(result.gradients[name]).all():
            return Broken(first, Place.GRADIENT, name, norm)
    return None


def _setback(
    run: TrainingRun, judge: _Judge, now: Judgement
) -> Generator[float, None, Setback | None]:
    """Return how the best network before was lost; None where it was not.

    Between two judgements the step is found by halving: there is one at which the loss passes the
    middle, and it is found whatever the loss does beside it.
    """
    earlier = [judged for judged in run.judgements if judged.step < now.step]
    known = [judged for judged in earlier if math.isfinite(judged.loss)]
    best = min(known, key=lambda judged: judged.loss, default=None)
    if best is None or not now.loss >= LOST * best.loss or not best.loss:
        return None
    middle = LOST**0.5 * best.loss
    if math.isfinite(now.loss):
        middle = math.sqrt(best.loss * now.loss)
    low = max(judged.step for judged in earlier if judged.loss < middle)
    high = min(j.step for j in (*earlier, now) if j.step > low and not j.loss < middle)
    while high - low > 1:
        half = (low + high) // 2
        if judge.at(half).loss < middle:
            low = half
        else:
            high = half
        yield 0.5
    promise = promise_of(run, low)
    yield 0.8
    return Setback(
        best.step,
        best.loss,
        now.loss,
        low,
        judge.at(low).loss,
        judge.at(high).loss,
        promise,
        _remembered(run, low),
    )


def _remembered(run: TrainingRun, step: int) -> Remembered | None:
    """Return the earlier gradient that makes more than half of the momentum at a step, if any."""
    parts = shares(run, step)
    largest = max(parts, key=lambda earlier: parts[earlier], default=step)
    if largest == step or parts[largest] <= 0.5:
        return None
    norms = run.log.column("norm")[: largest - run.first][-LOOKED_BACK:]
    usual = float(np.median(norms)) if norms.size else None
    batch = run.batch(largest)
    row_share = _largest_share(run.network_at(largest), batch)
    norm = run.log.row(largest).norm
    return Remembered(largest, parts[largest], norm, usual, row_share, batch.rows)


def _largest_share(network: Network, batch: Batch) -> float:
    """Return the part of a batch's loss that one row has, the largest; NaN where none counts."""
    answers = Answers.of(network, batch)
    losses = batch.loss.of_steps(answers.y, answers.targets).astype(np.float64)
    of_rows = np.bincount(answers.rows, losses, batch.rows)
    total = of_rows.sum()
    return float(of_rows.max() / total) if total > 0 else math.nan


def _exploded(run: TrainingRun, last: int) -> NormChange | None:
    """Return the first of the steps up to the last one whose ‖g‖ has exploded.

    Of steps long ago nothing is said.
    """
    norms = run.log.column("norm")[: last - run.first + 1]
    for place in range(max(1, len(norms) - LOOKED_BACK), len(norms)):
        before = norms[max(0, place - LOOKED_BACK) : place]
        usual = float(np.median(before))
        if norms[place] >= EXPLODED * usual > 0:
            return NormChange(run.first + place, float(norms[place]), usual, len(before))
    return None


def _vanished(run: TrainingRun, last: int) -> NormChange | None:
    if last < run.first:
        return None
    norms, losses = (run.log.column(name)[: last - run.first + 1] for name in ("norm", "loss"))
    largest = float(norms.max())
    if not norms[-1] < VANISHED * largest or not losses[-1] > STILL * losses[0]:
        return None
    return NormChange(last, float(norms[-1]), largest, 0)


def _clipped(run: TrainingRun, last: int) -> Clipped | None:
    coefficients: Array = run.log.column("coefficient")[: last - run.first + 1][-LOOKED_BACK:]
    number = int((coefficients < 1).sum())
    return Clipped(number, len(coefficients), float(coefficients[-1])) if number else None


def _course(run: TrainingRun, now: Judgement) -> Course | None:
    """Return the validation loss now, and some steps before; None without an earlier judgement."""
    earlier = [judged for judged in run.judgements if judged.step < now.step]
    if not earlier:
        return None
    far = [judged for judged in earlier if judged.step <= now.step - LOOKED_BACK]
    before = far[-1] if far else earlier[0]
    return Course(before.step, before.loss, now.loss, True)


def _course_of_batches(run: TrainingRun, last: int) -> Course | None:
    """Return the loss of the last step's batch, and of one some steps before."""
    before = max(run.first, last - LOOKED_BACK)
    if before >= last:
        return None
    return Course(before, run.log.row(before).loss, run.log.row(last).loss, False)
