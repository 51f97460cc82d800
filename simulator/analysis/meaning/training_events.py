"""What happened at a step of a training run, as sentences, each a text of its own."""

import math
from collections.abc import Iterator
from typing import Final

from ...training.happened.facts import (
    Broken,
    Course,
    Happened,
    NormChange,
    Place,
    Remembered,
    Setback,
)
from ...training.one_step.promises import Promise
from ...translation import mark, tr
from ..number_text import fixed, scientific

_HARD: Final = 0.5
"""Part of a batch's loss from which on one sequence is named."""

_WAS: Final = mark("The validation loss was {before} at step {step} and is now {now}.")

_BROKEN: Final = {
    Place.INPUTS: mark("Some inputs in the batch at step {step} are not finite numbers."),
    Place.WEIGHTS: mark("From step {step} on, {name} has weights that are not finite numbers."),
    Place.LOSS: mark("From step {step} on, the loss is not a finite number."),
    Place.GRADIENT: mark("From step {step} on, the gradient of {name} is not finite."),
}


def sentences(happened: Happened) -> tuple[str, ...]:
    """Return what happened, the gravest first; at least one sentence."""
    return tuple(_sentences(happened))


def _sentences(told: Happened) -> Iterator[str]:
    if told.broken is not None:
        yield from _of_broken(told.broken)
    if told.setback is not None:
        yield from _of_setback(told.setback)
    if told.exploded is not None and not _is_told(told.exploded, told.setback):
        yield _of_exploded(told.exploded)
    if told.broken is not None or told.setback is not None:
        return
    if told.vanished is not None:
        yield _of_vanished(told.vanished)
    if told.course is not None:
        yield _of_course(told.course)
    if told.clipped is not None:
        yield tr(
            "Clipping scaled down {number} of the last {steps} gradients.",
            number=told.clipped.number,
            steps=told.clipped.steps,
        )
    if told.promise is None and told.step:
        yield tr("This run continues another one from step {step}.", step=told.step)
    elif told.promise is None:
        yield tr("No step has been taken yet.")
    else:
        yield _of_promise(told.promise)


def _of_broken(broken: Broken) -> Iterator[str]:
    yield tr(_BROKEN[broken.place], step=broken.step, name=broken.name)
    if broken.norm is not None:
        yield tr("The last finite ‖g‖ was {norm}.", norm=_plain(broken.norm))


def _of_setback(setback: Setback) -> Iterator[str]:
    yield tr(
        _WAS,
        before=_plain(setback.best),
        step=setback.best_step,
        now=_plain(setback.now),
    )
    if setback.remembered is not None:
        yield from _of_remembered(setback.remembered, setback.step)
    yield tr(
        "Step {step} takes the validation loss from {before} to {after}.",
        step=setback.step,
        before=_plain(setback.before),
        after=_plain(setback.after),
    )
    if setback.promise.is_broken:
        yield tr(
            "The gradient predicted a change of {predicted} in its batch's loss; the "
            "change was {true}.",
            predicted=scientific(setback.promise.predicted),
            true=scientific(setback.promise.true),
        )


def _of_remembered(remembered: Remembered, step: int) -> Iterator[str]:
    norm = _plain(remembered.norm)
    if remembered.rows > 1 and remembered.row_share >= _HARD:
        yield tr(
            "At step {step}, one of the {rows} sequences is hard: {share} % of the "
            "loss comes from it.",
            step=remembered.step,
            rows=remembered.rows,
            share=_percent(remembered.row_share),
        )
    if remembered.usual is None:
        yield tr("‖g‖ at step {step} is {norm}.", step=remembered.step, norm=norm)
    else:
        yield tr(
            "‖g‖ at step {step} is {norm} (usually {usual}).",
            step=remembered.step,
            norm=norm,
            usual=_plain(remembered.usual),
        )
    yield tr(
        "At step {step} that gradient still makes up {share} % of the momentum.",
        step=step,
        share=_percent(remembered.share),
    )


def _of_exploded(exploded: NormChange) -> str:
    return tr(
        "‖g‖ at step {step} is {norm}, {times} times the median up to then.",
        step=exploded.step,
        norm=_plain(exploded.norm),
        times=_times(exploded.norm / exploded.usual),
    )


def _of_vanished(vanished: NormChange) -> str:
    return tr(
        "‖g‖ has fallen from {largest} to {norm}, but the loss has not.",
        largest=_plain(vanished.usual),
        norm=_plain(vanished.norm),
    )


def _of_course(course: Course) -> str:
    if course.validation:
        said = _WAS
    else:
        said = mark("The loss was {before} at step {step}, and {now} at the last one.")
    return tr(said, before=_plain(course.before), step=course.step, now=_plain(course.now))


def _of_promise(promise: Promise) -> str:
    if promise.is_broken:
        said = mark(
            "Step {step} was too long: its gradient predicted a change of "
            "{predicted} in the batch loss; the true change was {true}."
        )
    else:
        said = mark(
            "Step {step} changed the batch loss by {true}; its gradient predicted {predicted}."
        )
    predicted, true = scientific(promise.predicted), scientific(promise.true)
    return tr(said, step=promise.step, predicted=predicted, true=true)


def _is_told(exploded: NormChange, setback: Setback | None) -> bool:
    """Return True where a norm belongs to the gradient that a setback comes from."""
    remembered = None if setback is None else setback.remembered
    return remembered is not None and remembered.step == exploded.step


def _plain(value: float) -> str:
    if math.isinf(value):
        return "∞"
    size = abs(value)
    return fixed(value, 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0)


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio < 1e6 else scientific(ratio).removeprefix("+")


def _percent(share: float) -> str:
    """Write a share in whole percent; what is not all of it does not say so.

    A share can pass 1 by a little, where the rest points the other way.
    """
    return "99" if 0.99 < share < 1 else f"{min(100.0, 100 * share):.0f}"
