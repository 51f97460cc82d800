"""Sentence of the cell panel: what the number that is looked at does, or why nothing is lit."""

from dataclasses import dataclass

from simulator.analysis.address import Address
from simulator.analysis.meaning.gradients.goal import goal
from simulator.analysis.meaning.spans import NUMBER, QUANTITY, Span, Spans, paragraph
from simulator.analysis.number_text import scientific, short
from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.network.gradient_quantities import (
    DY,
    EVERY_GRADIENT,
    is_gradient,
    quantity_of_gradient,
)
from simulator.network.quantities import Y
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues
from ui.session.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel says.

    Attributes:
        forms: the sentence in its forms, the longest first: with its cause, without, the head.
        reason: in the backward pass the product that a gradient is; else empty.
    """

    forms: tuple[Spans, ...]
    reason: Spans = ()

    @property
    def in_one_line(self) -> tuple[Spans, ...]:
        """Sentence and reason together, then the sentence without its reason."""
        return (paragraph([self.forms[0], self.reason]), *self.forms) if self.reason else self.forms


def told(snapshot: Snapshot, values: CellValues) -> Told:
    """Return the sentence on the number that is looked at, or why no box is lit."""
    pinned, step = snapshot.pinned, snapshot.step
    if pinned is None and step is not None and step.quantity == DY:
        return Told(((Span(_at_readout(snapshot, step.cell.walk)),),))
    if pinned is None and (values.lit is None or not values.begun):
        return _at_the_end(snapshot, _why_dark(snapshot, values))
    subject = snapshot.subject
    if subject is None or not subject.is_gradient:
        return _at_the_end(snapshot, _said(snapshot))
    said = None
    if pinned is not None or values.lit != STEP_OF_WEIGHTS:
        said = snapshot.blame
    if said is None:
        return Told((_step_back(values.lit),))
    if said.value is None:
        return Told((said.sentence,))
    return Told((said.sentence, _shortly(snapshot, subject)), said.reason)


def _shortly(snapshot: Snapshot, subject: Address) -> Spans:
    """Return a gradient and its number: what has room in large letters too."""
    hue, number = (
        quantity_of_gradient(subject.quantity),
        subject.value(snapshot.numbers),
    )
    value = scientific(float(number))
    name = Span(f"{subject.quantity}[{subject.unit}]", QUANTITY, hue, subject)
    return name, Span(" = "), Span(value, NUMBER, hue, subject)


def _at_the_end(snapshot: Snapshot, forms: tuple[Spans, ...]) -> Told:
    """Add, at the end of the forward pass, that the backward pass begins, if there is one."""
    turns = snapshot.position == snapshot.schedule.end and snapshot.schedule.backward is not None
    if not turns or snapshot.pinned is not None or not forms[0]:
        return Told(forms)
    return Told((paragraph([forms[0], (Span(_at_the_turn(snapshot)),)]), *forms))


def _said(snapshot: Snapshot) -> tuple[Spans, ...]:
    return ((),) if snapshot.meaning is None else snapshot.meaning.forms


def _at_the_turn(snapshot: Snapshot) -> str:
    """Say where the backward pass begins."""
    if snapshot.experiment.objective.seeds:
        return tr("The backward pass starts here, from {goal}", goal=goal(snapshot.experiment).text)
    loss = snapshot.loss
    if loss is None:
        return tr("The backward pass starts here")
    return tr("The loss is {loss}; the backward pass starts here", loss=short(loss, 3))


def _at_readout(snapshot: Snapshot, t: int) -> str:
    """Say that the backward pass has come to the gradient of a readout."""
    return tr(
        "dy at t {t}: how {goal} responds to the readout. Next comes dh.",
        t=t,
        goal=goal(snapshot.experiment).text,
    )


def _step_back(step: str | None) -> Spans:
    """Return the question of a backward step; elsewhere, that the gradient is not computed yet."""
    if step == STEP_OF_WEIGHTS:
        return (Span(tr("This step adds its contribution to dW, the gradient of every weight.")),)
    if step is not None and is_gradient(step):
        return (Span(tr(EVERY_GRADIENT[step].sentence)),)
    return (Span(tr("Not computed yet.")),)


def _why_dark(snapshot: Snapshot, values: CellValues) -> tuple[Spans, ...]:
    """Say why no box is lit."""
    return ((Span(_dark_words(snapshot, values)),),)


def _dark_words(snapshot: Snapshot, values: CellValues) -> str:
    if not values.begun:
        if snapshot.position == 0:
            return tr(
                "Nothing is computed yet. The forget gate f is first, from x[{t}] and h_0.",
                t=values.timestep,
            )
        return tr("Not started yet; the last step was {step}.", step=_last_step(snapshot))
    length = snapshot.experiment.lengths[snapshot.row]
    if snapshot.goes_back:
        return _dark_on_the_way_back(snapshot, values)
    if snapshot.cell is None or snapshot.cell.walk < length - 1:
        return tr(
            "t {t} is complete here; the last step was {step}.",
            t=values.timestep,
            step=_last_step(snapshot),
        )
    if snapshot.experiment.batch_size == 1:
        return tr("The sequence has ended here; the run is at {step}.", step=_last_step(snapshot))
    return tr(
        "Row {row} has ended here; the run is at {step}.",
        row=snapshot.row,
        step=_last_step(snapshot),
    )


def _dark_on_the_way_back(snapshot: Snapshot, values: CellValues) -> str:
    if not values.taken:
        return tr(
            "The backward pass has not reached this point; the last step was {step}.",
            step=_last_step(snapshot),
        )
    if values.cell.walk:
        return tr(
            "The backward pass has finished t {t}; the last step was {step}.",
            t=values.timestep,
            step=_last_step(snapshot),
        )
    return tr(
        "The backward pass is complete here; the run is at {step}.", step=_last_step(snapshot)
    )


def _last_step(snapshot: Snapshot) -> str:
    step = snapshot.step
    if step is None:
        return tr("the start")
    if step.quantity == Y:
        return tr("the readout y")
    return tr("{name} of {lane}", name=step.quantity, lane=step.cell.lane.text())
