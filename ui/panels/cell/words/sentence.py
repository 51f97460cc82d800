"""Sentence of the cell panel: what the number that is looked at does, or why nothing is lit."""

from simulator.analysis.meaning.spans import Span, Spans
from simulator.lstm.quantities import Y
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues
from ui.session.snapshot import Snapshot


def sentence(snapshot: Snapshot, values: CellValues) -> tuple[Spans, ...]:
    """Return the sentence in its forms, the longest first: with its cause, without, the head."""
    if snapshot.pinned is None and (values.lit is None or not values.begun):
        return ((Span(_why_dark(snapshot, values)),),)
    said = snapshot.meaning
    return ((),) if said is None else said.forms


def _why_dark(snapshot: Snapshot, values: CellValues) -> str:
    """Say why no box is lit."""
    if not values.begun:
        if snapshot.position == 0:
            return tr(
                "Nothing is computed yet: first comes the forget gate f, from x[{t}] and h_0.",
                t=values.timestep,
            )
        return tr("Not begun here: the last step was {step}.", step=_last_step(snapshot))
    length = snapshot.experiment.lengths[snapshot.row]
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


def _last_step(snapshot: Snapshot) -> str:
    step = snapshot.step
    if step is None:
        return tr("the start")
    if step.quantity == Y:
        return tr("the readout y")
    return tr("{name} of {lane}", name=step.quantity, lane=step.cell.lane.text())
