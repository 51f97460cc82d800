"""Words of the loss panel: what the network of a step knows, beside an earlier one."""

import math
from collections.abc import Sequence
from typing import Final

from simulator.analysis.meaning.spans import NAME, NUMBER, Span, Spans, sentence
from simulator.training.run import TrainingRun
from simulator.translation import mark, tr
from ui.panels.training.validation.told import Told
from ui.style.number_format import in_figures

KNOWS: Final = 0.99
"""Share of right answers from which a network knows what it is to learn."""

_SHARE_LOST: Final = 0.02
_SPREADS_LOST: Final = 3.0
"""What is lost at least: part of all answers, and how much more wrong ones than chance gives."""

_TIMES_LOST: Final = 3.0
"""Growth of a loss from which what a network knew is lost, where answers are numbers."""

_EDITED = mark(
    "Edited after step {step}: the network has {right} of {count} correct, {earlier} "
    "without the edit"
)
_EDITED_SHORT = mark("Edited after step {step}: {right} of {count} correct, {earlier} before")
_EDITED_LOSS = mark("Edited after step {step}: the loss is {loss}, {earlier} without the edit")
_EDITED_LOSS_SHORT = mark("Edited after step {step}: loss {loss}, {earlier} before")
_NAN = mark("From step {step} on, the gradient is NaN and the network is lost")
_NAN_SHORT = mark("NaN from step {step} on")
_NOTHING_YET = mark("Not trained yet: {right} of {count} correct")
_LOST = mark(
    "At step {step} accuracy has dropped since step {before}: {right} of {count} "
    "correct, down from {earlier}"
)
_LOST_SHORT = mark(
    "Step {step}: accuracy down since step {before}, from {earlier} to {right} of {count}"
)
_KNOWS_IT = mark(
    "At step {step} the task is learnt: {right} of {count} correct, up from "
    "{earlier} at step {before}"
)
_AS_BEFORE = mark("At step {step} the network has {right} of {count} correct, as at step {before}")
_BESIDE = mark(
    "At step {step} the network has {right} of {count} correct; at step {before} it had {earlier}"
)
_AHEAD = mark(
    "At step {step} the network has {right} of {count} correct; at step {before} it "
    "will have {earlier}"
)
_RIGHT_SHORT = mark("Step {step}: {right} of {count} correct")
_RIGHT_SHORT_BESIDE = mark("Step {step}: {right} of {count} correct; step {before}: {earlier}")
_GREW = mark(
    "At step {step} the loss has risen since step {before}: it is {loss}, up from {earlier}"
)
_LOSS_BESIDE = mark("At step {step} the loss is {loss}; at step {before} it is {earlier}")
_LOSS_SHORT = mark("Step {step}: loss {loss}")
_OF_BATCHES = mark(
    "The batch at step {step} has loss {loss}; the batch at step {before} had {earlier}"
)
_NOT_JUDGED = mark("Not trained yet")
_LOSS_FIRST = mark("Not trained yet: the loss is {loss}")


def has_lost(now: Told, before: Told) -> bool:
    """Return True where a network gets wrong what it had right, by more than chance would make."""
    if math.isnan(now.loss):
        return not math.isnan(before.loss)
    if not now.count:
        return now.loss >= _TIMES_LOST * before.loss
    more = now.wrong - before.wrong
    by_chance = _SPREADS_LOST * math.sqrt(before.wrong + 1)
    return more >= max(by_chance, _SHARE_LOST * now.count)


def best_before(run: TrainingRun, step: int, count: int) -> Told | None:
    """Return the best that a run had judged before a step; the first of equals. None for none."""
    best: Told | None = None
    for judgement in run.judgements:
        if judgement.step >= step:
            break
        told = Told.of_judgement(judgement, count)
        if best is None or told.better_than(best):
            best = told
    return best


def forms(now: Told, before: Told | None, first: int, lost: int | None) -> tuple[Spans, ...]:
    """Return the sentence on a network, the longest form first.

    Args:
        now: the network. before: one to compare it with. first: the step before all.
        lost: the first step whose gradient is no number; None for none.
    """
    if lost is not None and now.step > lost:
        return _said((_NAN, _NAN_SHORT), step=str(lost))
    places = {"step": str(now.step), "loss": _number(now.loss)}
    if now.count:
        places |= {"right": f"{now.right:,}", "count": f"{now.count:,}"}
    if now.step == first and before is None:
        return _said((_NOTHING_YET,) if now.count else (_LOSS_FIRST,), **places)
    shortest = _RIGHT_SHORT if now.count else _LOSS_SHORT
    if before is None:
        return _said((shortest,), **places)
    earlier = f"{before.right:,}" if now.count else _number(before.loss)
    places |= {"before": str(before.step), "earlier": earlier}
    lost_it = before.step < now.step and has_lost(now, before)
    if not now.count:
        return _said((_GREW if lost_it else _LOSS_BESIDE, _LOSS_BESIDE, _LOSS_SHORT), **places)
    if lost_it:
        return _said((_LOST, _LOST_SHORT, _RIGHT_SHORT), **places)
    longest = _BESIDE if before.step < now.step else _AHEAD
    if longest is _BESIDE and now.right >= KNOWS * now.count and now.better_than(before):
        longest = _KNOWS_IT
    if now.right == before.right:
        longest = _AS_BEFORE
    return _said((longest, _RIGHT_SHORT_BESIDE, _RIGHT_SHORT), **places)


def forms_of_edit(now: Told, without: Told) -> tuple[Spans, ...]:
    """Return the sentence on a network that was edited after a step, beside that of the step."""
    places = {"step": str(now.step), "loss": _number(now.loss), "earlier": _number(without.loss)}
    if not now.count:
        return _said((_EDITED_LOSS, _EDITED_LOSS_SHORT), **places)
    places |= {"right": f"{now.right:,}", "count": f"{now.count:,}"}
    places["earlier"] = f"{without.right:,}"
    return _said((_EDITED, _EDITED_SHORT), **places)


def without_validation(run: TrainingRun, step: int) -> tuple[Spans, ...]:
    """Return the sentence where nothing is held out: the loss of the batches is all there is."""
    steps = run.log.steps
    if not steps:
        return _said((_NOT_JUDGED,))
    at = min(step, steps[-1])
    first, last = run.log.row(steps[0]).loss, run.log.row(at).loss
    places = {"step": str(at), "before": str(steps[0])}
    places |= {"loss": _number(last), "earlier": _number(first)}
    return _said((_OF_BATCHES, _LOSS_SHORT), **places)


def label_of(run: TrainingRun, step: int, now: Told | None) -> tuple[str, ...]:
    """Return what stands beside the mark of a step: its name, and what is known of its losses."""
    said = []
    if now is not None and now.step == step:
        said.append(tr("val {loss}", loss=_number(now.loss)))
    if step in run.log.steps:
        said.append(tr("train {loss}", loss=_number(run.log.row(step).loss)))
    lines = [tr("step {step}", step=step)]
    return (*lines, " · ".join(said)) if said else (*lines,)


def words_at(run: TrainingRun, step: int) -> str:
    """Return what is known of a step, in words."""
    said = [tr("step {step}", step=step)]
    for judgement in run.judgements:
        if judgement.step == step:
            said.append(tr("validation loss {loss}", loss=_number(judgement.loss)))
    if step in run.log.steps:
        row = run.log.row(step)
        said.append(tr("batch loss {loss}", loss=_number(row.loss)))
        said.append(f"‖g‖ {_number(row.norm)}")
        if row.coefficient < 1:
            said.append(tr("clipped to {clip}", clip=f"{run.plan.clip:g}"))
    every = run.kept.keeping.every
    if (step - run.first) % every and step != run.step:
        said.append(tr("recomputed from step {step}", step=step - (step - run.first) % every))
    return " · ".join(said)


def _said(texts: Sequence[str], **places: str) -> tuple[Spans, ...]:
    strong = ("right", "earlier", "loss")
    spans = {name: Span(text, NAME if name in strong else NUMBER) for name, text in places.items()}
    found = []
    for text in texts:
        used = {name: span for name, span in spans.items() if "{" + name + "}" in text}
        form = sentence(text, **used)
        if form not in found:
            found.append(form)
    return tuple(found)


def _number(value: float) -> str:
    """Write a loss with three figures, or NaN."""
    if math.isnan(value):
        return "NaN"
    return in_figures(value) if math.isfinite(value) else "∞"
