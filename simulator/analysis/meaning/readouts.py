"""Sentences on a readout: its value, whether that is right, and the parts of a loss."""

from dataclasses import replace
from typing import Final

from ...network.quantities import LOSS, P, Y
from ...objective.loss import BCE, MSE
from ...objective.objective import Objective
from ...objective.readout import IDENTITY, SOFTMAX
from ...translation import mark, tr
from ..address import Address, Given
from ..decomposition.ledger import ledger
from .causes import push_of
from .context import MeaningContext
from .facts import Meaning
from .spans import NUMBER, QUANTITY, Span, Spans, amount, name, sentence, state
from .subjects import head, written

_SAYS: Final = mark("{head}: the readout gives {output} {share}")
_SAYS_MOST: Final = mark("{head}: the readout gives {output} {share}, the highest")
_IS: Final = mark("{head}: this is the readout for {output}")
_IS_ALONE: Final = mark("{head}: this is the output of the readout")
_RIGHT: Final = mark("{said}; the target is {output}: correct")
_OTHER: Final = mark("{said}, but the target is {right}, with {share}")
_RIGHT_NUMBER: Final = mark("{said}; the target is {target}")
_MOSTLY: Final = mark("{cause} adds most, {amount}")
_OF_CLASS: Final = mark("{head}: the target {right} has {share}")
_OF_NUMBERS: Final = mark("{head}: the prediction is {said}, the target {target}")
_OF_MANY: Final = mark("{head}: how far {count} predictions are from their targets")
_UNCOUNTED: Final = mark("{head}: no target counted at this timestep")
_TARGET: Final = mark("{head}: the target for {output} at t {t}")


def of_readout(context: MeaningContext, subject: Address, value: float) -> Meaning:
    """Return the meaning of y, p or the loss of a timestep."""
    if subject.quantity == LOSS:
        return Meaning(subject, value, _of_loss(context, subject, value))
    objective = context.run.experiment.objective
    book = ledger(context.trace, subject)
    told = _said(context, objective, subject, value)
    said = _judged(context, objective, subject, told)
    push = push_of(book) if subject.quantity == Y and len(book) > 1 else None
    more: tuple[Spans, ...] = ()
    if push is not None:
        cause = context.cause(push.largest, book)
        more = (sentence(_MOSTLY, cause=cause, amount=amount(push.largest.amount)),)
    return Meaning(subject, value, said, more, push=push, book=book, alone=told)


def of_readout_given(context: MeaningContext, subject: Given, value: float) -> Meaning:
    """Return the meaning of V, b or a target."""
    written_as = written("", value, subject)
    start = head(context, subject, written_as)
    if subject.name == "target":
        t, _, output = subject.indices
        said = sentence(_TARGET, head=start, output=_output(context, output), t=Span(str(t)))
        return Meaning(subject, value, said)
    fed = Span(f"y[{subject.indices[0]}]", QUANTITY, Y)
    if subject.name == "readout.bias":
        text = mark("{head}: it adds {amount} to {sum} at every step")
        return Meaning(subject, value, sentence(text, head=start, sum=fed, amount=amount(value)))
    read = Span(f"h[{subject.indices[1]}]", QUANTITY, "h")
    text = mark("{head}: the weight of {input} in {sum}")
    return Meaning(subject, value, sentence(text, head=start, sum=fed, input=read))


def _said(context: MeaningContext, objective: Objective, at: Address, value: float) -> Spans:
    """Describe the answer of a readout: of probabilities how large this one is, else the number."""
    start = head(context, at, written(at.quantity, value, at))
    readout, output = objective.readout, _output(context, at.unit)
    assert readout is not None
    asked = replace(at, quantity=P) in context.covered
    if readout.function == IDENTITY or asked:
        named = bool(readout.names)
        return (
            sentence(_IS, head=start, output=output) if named else sentence(_IS_ALONE, head=start)
        )
    answers = context.trace.values(P, at.lane)[at.t, at.row]
    most = readout.function == SOFTMAX and int(answers.argmax()) == at.unit
    text = _SAYS_MOST if most else _SAYS
    return sentence(text, head=start, output=output, share=_share(float(answers[at.unit])))


def _judged(context: MeaningContext, objective: Objective, at: Address, said: Spans) -> Spans:
    """Add what is right, where something is."""
    targets = objective.targets
    if targets is None or not _counts(context, at):
        return said
    target = targets.values[at.t, at.row]
    if not targets.classes:
        right = state(float(target[at.unit]), Y, Given("target", (at.t, at.row, at.unit)))
        if objective.loss is not None and objective.loss.kind == BCE:
            right = replace(right, text=f"{float(target[at.unit]):g}")
        return sentence(_RIGHT_NUMBER, said=said, target=right)
    if int(target) == at.unit:
        return sentence(_RIGHT, said=said, output=_output(context, at.unit))
    quantity = P if P in objective.quantities else Y
    there = float(replace(at, quantity=quantity, unit=int(target)).value(context.trace))
    share = _share(there) if quantity == P else state(there, Y)
    return sentence(_OTHER, said=said, right=_output(context, int(target)), share=share)


def _of_loss(context: MeaningContext, at: Address, value: float) -> Spans:
    objective = context.run.experiment.objective
    targets, loss = objective.targets, objective.loss
    assert targets is not None
    assert loss is not None
    start = head(context, at, written(LOSS, value, at))
    if not _counts(context, at):
        return sentence(_UNCOUNTED, head=start)
    quantity = P if P in objective.quantities else Y
    answers = context.trace.values(quantity, at.lane)[at.t, at.row]
    target = targets.values[at.t, at.row]
    if targets.classes:
        there = float(answers[int(target)])
        share = _share(there) if quantity == P else state(there, Y)
        return sentence(_OF_CLASS, head=start, right=_output(context, int(target)), share=share)
    assert loss.kind in (MSE, BCE)
    if len(answers) > 1:
        return sentence(_OF_MANY, head=start, count=Span(str(len(answers)), NUMBER))
    said, right = state(float(answers[0]), Y), state(float(target[0]), Y)
    return sentence(_OF_NUMBERS, head=start, said=said, target=right)


def _counts(context: MeaningContext, at: Address) -> bool:
    return bool(context.run.experiment.counts()[at.t, at.row])


def _output(context: MeaningContext, output: int) -> Span:
    """Name an output: by its own name, else by its number."""
    readout = context.run.experiment.objective.readout
    own = readout.name(output) if readout is not None else ""
    return name(own, Y) if own else Span(f"y[{output}]", QUANTITY, Y)


def _share(probability: float) -> Span:
    """Write a probability in per cent."""
    text = f"{probability:.1%}" if 0.0005 <= probability < 0.9995 else f"{probability:.3%}"
    return Span(tr("{number} %", number=text.removesuffix("%")), NUMBER)
