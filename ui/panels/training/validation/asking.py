"""Networks that the panels of training compare: the one that is shown, and the pinned one."""

from ui.panels.training.validation.judge import Asked
from ui.session.snapshot import Snapshot
from ui.session.training_state.view import TrainingView


def asked_of(snapshot: Snapshot, training: TrainingView) -> list[Asked]:
    """Return what is to be judged: the network that is shown, then that of a pin of this run.

    A network that was edited since its step is judged as it is now.
    """
    here = Asked.at(training.place)
    if training.edited:
        here = Asked.edited(training.run, snapshot.experiment)
    return [here] if training.pinned is None else [here, Asked.at(training.pinned)]
