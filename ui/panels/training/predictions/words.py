"""Words of the predictions panel."""

import math

from simulator.files.limits import bytes_text
from simulator.objective.readout import EVERY
from simulator.training.run import TrainingRun
from simulator.translation import tr
from ui.panels.training.predictions.groups import BINS, Group
from ui.panels.training.validation.judged import Judged
from ui.style.number_format import in_figures


def heading(judged: Judged) -> str:
    """Return what is shown: how many sequences, and which answers of each."""
    count = f"{judged.sequences:,}"
    if judged.readout.over == EVERY:
        answers = f"{judged.answers.y.size if judged.of_numbers else judged.count:,}"
        if judged.sequences == 1:
            return tr("1 validation sequence, {answers} predictions", answers=answers)
        return tr(
            "{count} validation sequences, {answers} predictions", count=count, answers=answers
        )
    if judged.sequences == 1:
        return tr("1 validation sequence, last timestep")
    return tr("{count} validation sequences, last timestep", count=count)


def error_of(judged: Judged, pinned: Judged | None, name: str) -> str:
    """Return how far numbers are from their targets, and how far those of a pin are."""
    loss = judged.whole_loss
    if not math.isfinite(loss):
        return tr("the predictions are NaN")
    said = tr("loss {loss}", loss=in_figures(loss))
    if pinned is None:
        return said
    return f"{said} · {name}: {in_figures(pinned.whole_loss)}"


def kept_text(run: TrainingRun) -> str:
    """Return which steps' parameters are kept, and what they cost."""
    taken = run.step - run.first + 1
    keeping = run.kept.keeping
    size = bytes_text(keeping.nbytes)
    if taken == 1:
        return tr("parameters kept: 1 step, {size}", size=size)
    if keeping.every == 1:
        return tr("parameters kept: all {count} steps, {size}", count=f"{taken:,}", size=size)
    return tr(
        "parameters kept: 1 in {every} steps, {size}; the others are recomputed",
        every=keeping.every,
        size=size,
    )


def bar_text(group: Group, place: int, pinned: Group | None, name: str) -> str:
    """Return what a bar stands for, and how many answers the pin has there."""
    low, high = f"{place / BINS:.2f}", f"{(place + 1) / BINS:.2f}"
    said = tr(
        "{group}, p {low} to {high}: {right} correct, {wrong} wrong",
        group=group.name,
        low=low,
        high=high,
        right=f"{int(group.right[place]):,}",
        wrong=f"{int(group.wrong[place]):,}",
    )
    if pinned is None:
        return said
    return f"{said} · " + tr("{name}: {count}", name=name, count=f"{int(pinned.heights[place]):,}")
