"""Words on one optimiser step: what it should do, what it does, and the formula of one weight."""

import math
from typing import Final

from simulator.analysis.meaning.spans import NUMBER, Span, Spans, sentence
from simulator.check.optimisers import StepReport
from simulator.training.one_step.along import Point
from simulator.training.one_step.formula import Formula
from simulator.training.one_step.trial import Trial
from simulator.training.optimisers import SGD, Adam, AdamW, Optimiser, RMSprop
from simulator.translation import mark, tr
from ui.style.number_format import MINUS, in_figures, scientific, share

NAMES: Final = {SGD: "SGD", Adam: "Adam", AdamW: "AdamW", RMSprop: "RMSprop"}
"""Optimisers as torch.optim calls them."""

_NONE, _JUMPS = 0.05, 2.0
"""Part of another change below which one is none beside it, and times it from which it jumps."""

_MOST_FIGURES: Final = 5
"""Figures of losses that are hardly to be told apart."""

_KEPT: Final = 0.1
"""Part of a promised change that may be missing, or too much, of one that is kept."""

_LEAP, _AT_ONCE = 0.5, 0.15
"""Part of the whole change that comes at an edge, and the part of the step that it takes there."""

_RULES: Final = 10.0
"""Times that one part of m is larger than the other, where it decides alone."""


def name_of(optimiser: Optimiser) -> str:
    """Return an optimiser's name in torch.optim."""
    return NAMES[type(optimiser)]


def loss_text(loss: float, figures: int = 3) -> str:
    """Write a loss with so many figures, `0.166`, `8.1e−5`."""
    return in_figures(loss, figures) if math.isfinite(loss) else scientific(loss).removeprefix("+")


def change_text(change: float) -> str:
    """Write a change of a loss with its sign: `+0.158`, `−2.8e−5`."""
    if not math.isfinite(change) or abs(change) < 1e-3:
        return scientific(change)
    text = in_figures(change)
    return text if text.startswith(MINUS) else f"+{text}"


def headline(trial: Trial, predicted: float | None, after: float | None) -> Spans:
    """Tell in a sentence what a step should do to the loss of its batch, and what it does."""
    of = {"step": Span(str(trial.number)), "name": Span(name_of(trial.plan.optimiser))}
    if predicted is None or after is None:
        return sentence(mark("{name} step {step}: computing its effect"), **of)
    before = trial.result.loss
    if not math.isfinite(before):
        return sentence(
            mark("{name} step {step}: the loss is {loss}, which a step cannot fix"),
            loss=Span(loss_text(before), NUMBER),
            **of,
        )
    there = before + predicted
    figures = _figures_for(before, there, after)
    texts = [loss_text(loss, figures) for loss in (before, there, after)]
    should = _promised(predicted, after - before, *texts)
    then = _outcome(predicted, after - before, *texts)
    whole = mark("{name} step {step}: the loss should {should}; it {then}")
    return sentence(whole, should=should, then=then, **of)


def _figures_for(before: float, *others: float) -> int:
    """Return how many figures tell losses apart, three or a few more."""
    for figures in range(3, _MOST_FIGURES):
        own = loss_text(before, figures)
        if all(other == before or loss_text(other, figures) != own for other in others):
            return figures
    return _MOST_FIGURES


def _is_none(change: float, beside: float) -> bool:
    """Return True for a change that is none beside another, which is finite."""
    return math.isfinite(beside) and abs(change) < _NONE * abs(beside)


def _promised(predicted: float, true: float, before: str, there: str, after: str) -> Spans:
    if _is_none(predicted, true) or before == there:
        return sentence(mark("stay at {loss}"), loss=Span(before))
    old, new = Span(before), Span(there)
    if predicted < 0:
        return sentence(mark("fall from {old} to {new}"), old=old, new=new)
    return sentence(mark("rise from {old} to {new}"), old=old, new=new)


def _outcome(predicted: float, true: float, before: str, there: str, after: str) -> Spans:
    loss = Span(after, NUMBER)
    if not math.isfinite(true):
        return sentence(mark("becomes {loss}"), loss=loss)
    if before == after or _is_none(true, predicted):
        return sentence(mark("stays"))
    if true < 0:
        return sentence(mark("falls to {loss}"), loss=loss)
    if true > _JUMPS * abs(predicted):
        return sentence(mark("jumps to {loss}"), loss=loss)
    return sentence(mark("rises to {loss}"), loss=loss)


def reason(trial: Trial, predicted: float, points: list[Point], answers: int) -> str:
    """Tell why a step keeps its promise or breaks it, from the loss along it."""
    at = {point.share: point for point in points}
    start, end = at.get(0.0), at.get(1.0)
    if start is None or end is None:
        return ""
    true = end.loss - start.loss
    if not math.isfinite(true):
        return tr("The values overflow. Take a smaller step.")
    if predicted == 0:
        return tr("Nothing changes: no trained weight has a gradient or momentum.")
    kept = true / predicted
    if abs(kept - 1) <= _KEPT:
        return tr(
            "The linear estimate holds for the whole step: the predicted change is "
            "correct to within {share}.",
            share=_percent(abs(kept - 1)),
        )
    right = _of_right(start, end, answers)
    edge = _edge(points, true)
    if edge is not None:
        return tr(
            "A gradient gives only the slope at this point, not the cliff ahead: the "
            "loss jumps at {share} × the step. {right}",
            share=in_figures(edge, 2),
            right=right,
        ).strip()
    if 0 < kept < 1:
        return tr(
            "The loss is curved along the step: only {share} of the predicted change "
            "comes true. {right}",
            share=_percent(kept),
            right=right,
        ).strip()
    if kept > 1:
        return tr(
            "The slope grows along the step: the loss changes {times} × as much as "
            "predicted. {right}",
            times=in_figures(kept, 2),
            right=right,
        ).strip()
    turn = min(points, key=lambda point: point.loss if 0 <= point.share <= 1 else math.inf)
    if predicted < 0 and turn.share > 0:
        return tr(
            "The step is too long: the loss is lowest at {share} × its length, then "
            "rises again. {right}",
            share=in_figures(turn.share, 2),
            right=right,
        ).strip()
    return tr("The gradient here cannot predict a step this long. {right}", right=right).strip()


def _of_right(start: Point, end: Point, answers: int) -> str:
    if start.right is None or end.right is None:
        return ""
    if start.right == end.right:
        return tr("{right} of {all} predictions stay correct.", right=end.right, all=answers)
    told = mark("Before, {before} of {all} predictions were correct; after, {after}.")
    return tr(told, before=start.right, after=end.right, all=answers)


def _edge(points: list[Point], true: float) -> float | None:
    """Return the share at which most of the change comes at once; None where it comes slowly.

    It is where the narrowest part of the step begins that half of the change lies in.
    """
    within = [point for point in points if 0 <= point.share <= 1]
    found, narrowest = None, _AT_ONCE
    for at, one in enumerate(within):
        for other in within[at + 1 :]:
            wide = other.share - one.share
            if abs(other.loss - one.loss) >= _LEAP * abs(true) and wide < narrowest:
                found, narrowest = one.share, wide
    return found


def figures(report: StepReport) -> str:
    """Write how many numbers of a step were compared, and how near they come to the bound."""
    if report.first_disagreement is not None:
        return report.first_disagreement.text()
    return tr(
        "{numbers:,} values compared. Rounding allowance used: {share}.",
        numbers=report.numbers_checked,
        share=share(report.max_ratio_to_bound),
    )


def verdict(report: StepReport) -> str:
    """Tell whether torch.optim agrees with a step, and how near it is."""
    if not report.agrees:
        return tr("✗ torch.optim differs")
    if not report.numbers_checked:
        return tr("torch.optim: nothing can be compared")
    own = (v.difference for kind, v in report.largest.items() if kind.dtype == report.dtype)
    largest = max(own, default=0.0)
    if not largest:
        return tr("✓ torch.optim agrees, bit for bit")
    return tr("✓ torch.optim agrees to within {size}", size=in_figures(largest, 1))


def formula_text(formula: Formula) -> str:
    """Write a step's formula in letters and in numbers, up to its result."""
    letters = f"{MINUS}lr · {formula.letters}"
    numbers = f"{_number_text(-formula.lr)} × {scientific(formula.top, 3)}"
    if formula.under:
        letters += f" / {formula.under}"
        numbers += f" / {scientific(formula.bottom, 3).removeprefix('+')}"
    if formula.shrink:
        letters += f" {MINUS} lr · λ · w"
        numbers += f" {_signed_term(formula.shrink)}"
    return f"{letters} = {numbers}"


def step_text(step: float) -> str:
    """Write a change of a weight: `−0.0076`, `+2.1e−5`."""
    return scientific(step, 2) if not 1e-4 <= abs(step) < 1e4 else _plain(step)


def parts_text(formula: Formula, optimiser: Optimiser) -> str:
    """Tell what the numerator consists of: what was remembered, and what this gradient adds."""
    said: list[str] = []
    if formula.remembered is not None:
        letter = "m" if isinstance(optimiser, Adam) else "b"
        told = mark("{letter}: {old} carried over, {new} from this gradient.")
        old, new = scientific(formula.remembered, 3), scientific(formula.fresh, 3)
        said += [tr(told, letter=letter, old=old, new=new), _who_moves(formula)]
    if formula.clipped != formula.gradient and formula.gradient:
        share = in_figures(formula.clipped / formula.gradient, 2)
        said.append(tr("Clipping scaled the gradient by {share}.", share=share))
    if formula.decayed != formula.clipped:
        said.append(tr("Weight decay is in the gradient: + λ · w."))
    if isinstance(optimiser, Adam):
        said.append(tr("m and v are bias-corrected (n = {n}).", n=formula.count))
    return " ".join(filter(None, said))


def _who_moves(formula: Formula) -> str:
    old, new = formula.remembered or 0.0, formula.fresh
    if not old and formula.count == 1:
        return tr("This is the first step, so there is no momentum yet.")
    if abs(old) > _RULES * abs(new):
        return tr("Momentum, not this batch, moves the weight.")
    if abs(new) > _RULES * abs(old):
        return tr("This batch, not momentum, moves the weight.")
    if old * new < 0:
        wins = mark("Momentum and this batch disagree: momentum wins.")
        other = mark("Momentum and this batch disagree: this batch wins.")
        return tr(wins if abs(old) > abs(new) else other)
    return tr("Momentum and this batch agree.")


def _number_text(number: float) -> str:
    return in_figures(number)


def _signed_term(number: float) -> str:
    size = scientific(abs(number), 3).removeprefix("+")
    return f"{MINUS if number < 0 else '+'} {size}"


def _plain(step: float) -> str:
    text = in_figures(step, 2)
    return text if text.startswith(MINUS) or not step else f"+{text}"


def _percent(share: float) -> str:
    percent = 100 * share
    return tr("{number} %", number=f"{percent:.0f}" if percent >= 1 else in_figures(percent, 1))
