"""Bend: what stands where the way back begins, in few words."""

from simulator.analysis.number_text import short
from simulator.translation import tr
from ui.session.snapshot import Snapshot


def at_the_bend(snapshot: Snapshot) -> str:
    """Name the seeds, or the loss, with its value where that may be seen; empty without any."""
    others = len(snapshot.experiment.objective.seeds) - 1
    if others < 0:
        return _loss(snapshot)
    from simulator.analysis.meaning.gradients.goal import seed_text

    seed = seed_text(snapshot.experiment)
    return tr("{seed} and {count} more", seed=seed, count=others) if others else seed


def in_a_word(snapshot: Snapshot) -> str:
    """Say as much of it as there is room for in a drawing."""
    return tr("chosen value") if snapshot.experiment.objective.seeds else _loss(snapshot)


def _loss(snapshot: Snapshot) -> str:
    if snapshot.loss is not None:
        return tr("loss {loss}", loss=short(snapshot.loss, 3))
    return tr("loss") if snapshot.schedule.source else ""
