"""Sentence of the cell panel: what the number that is looked at does, or why nothing is lit."""

from simulator.analysis.meaning.spans import Span, Spans, paragraph
from simulator.analysis.number_text import short
from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.lstm.gradient_quantities import ALL_GRADIENTS, DY
from simulator.lstm.quantities import Y
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues
from ui.session.snapshot import Snapshot


def sentence(snapshot: Snapshot, values: CellValues) -> tuple[Spans, ...]:
    """Return the sentence in its forms, the longest first: with its cause, without, the head."""
    if snapshot.pinned is None and snapshot.step is not None and snapshot.step.quantity == DY:
        return ((Span(_at_readout(snapshot.step.cell.walk)),),)
    dark = snapshot.pinned is None and (values.lit is None or not values.begun)
    if snapshot.goes_back and not dark and snapshot.meaning is None:
        said = None if values.lit == STEP_OF_WEIGHTS else snapshot.blame
        return (_step_back(values.lit) if said is None else said.sentence,)
    forms = _why_dark(snapshot, values) if dark else _said(snapshot)
    turns = snapshot.position == snapshot.schedule.end and snapshot.schedule.way_back is not None
    if turns and snapshot.pinned is None and forms:
        return (paragraph([forms[0], (Span(_at_the_turn(snapshot)),)]), *forms)
    return forms


def reason(snapshot: Snapshot, values: CellValues) -> Spans:
    """Return why a gradient is what it is: the second line, on the way back; else nothing."""
    steps = snapshot.pinned is None and values.lit in (None, DY, STEP_OF_WEIGHTS)
    said = None if steps else snapshot.blame
    return () if said is None else said.reason


def _said(snapshot: Snapshot) -> tuple[Spans, ...]:
    return ((),) if snapshot.meaning is None else snapshot.meaning.forms


def _at_the_turn(snapshot: Snapshot) -> str:
    """Say where the way back begins."""
    if snapshot.experiment.objective.seeds:
        return tr("From here it goes back, from what was seeded")
    loss = snapshot.run.loss
    if loss is None:
        return tr("From here it goes back")
    return tr("The loss is {loss}; from here it goes back", loss=short(loss, 3))


def _at_readout(t: int) -> str:
    """Say that the way back has come to the gradient of a readout."""
    return tr("dy at t {t}: how the loss reacts to the readout. Next it goes down into dh.", t=t)


def _step_back(step: str | None) -> Spans:
    """Return what a step of the way back asks; nothing where another number is looked at."""
    if step == STEP_OF_WEIGHTS:
        return (Span(tr("This step's share in the gradient of every weight, and the sum so far.")),)
    return (Span(tr(ALL_GRADIENTS[step].sentence)),) if step else ()


def _why_dark(snapshot: Snapshot, values: CellValues) -> tuple[Spans, ...]:
    """Say why no box is lit."""
    return ((Span(_dark_words(snapshot, values)),),)


def _dark_words(snapshot: Snapshot, values: CellValues) -> str:
    if not values.begun:
        if snapshot.position == 0:
            return tr(
                "Nothing is computed yet: first comes the forget gate f, from x[{t}] and h_0.",
                t=values.timestep,
            )
        return tr("Not begun here: the last step was {step}.", step=_last_step(snapshot))
    length = snapshot.experiment.lengths[snapshot.row]
    if snapshot.goes_back:
        return _dark_on_the_way_back(snapshot, values)
    if snapshot.cell is None or snapshot.cell.walk < length - 1:
        return tr(
            "t {t} is done here; the last step was {step}.",
            t=values.timestep,
            step=_last_step(snapshot),
        )
    if snapshot.experiment.batch_size == 1:
        return tr("The sequence is at its end here; now at {step}.", step=_last_step(snapshot))
    return tr(
        "Row {row} is at its end here; now at {step}.",
        row=snapshot.row,
        step=_last_step(snapshot),
    )


def _dark_on_the_way_back(snapshot: Snapshot, values: CellValues) -> str:
    if not values.walked:
        return tr("Not walked back here yet; the last step was {step}.", step=_last_step(snapshot))
    if values.cell.walk:
        return tr(
            "t {t} is walked back; the last step was {step}.",
            t=values.timestep,
            step=_last_step(snapshot),
        )
    return tr("Walked back to the start here; now at {step}.", step=_last_step(snapshot))


def _last_step(snapshot: Snapshot) -> str:
    step = snapshot.step
    if step is None:
        return tr("the start")
    if step.quantity == Y:
        return tr("the readout y")
    return tr("{name} of {lane}", name=step.quantity, lane=step.cell.lane.text())
