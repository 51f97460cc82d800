"""Runs of an experiment, forwards and back, by an engine that makes a mistake or none.

Mistakes are imported when one is to be made.
"""

from ..engine.run import Run
from ..engine.trace_storage import IN_MEMORY, Storage
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun


def run_of(
    experiment: Experiment,
    mistake: str = "",
    storage: Storage = IN_MEMORY,
    former: Run | None = None,
) -> Run:
    """Make a run that has not begun, by an engine that makes a mistake.

    Args:
        mistake: its name in the catalogue; empty for none. One that does not show in the
            experiment changes nothing.
        storage, former: as of `Run`.
    """
    if not mistake:
        return Run(experiment, storage=storage, former=former)
    from .catalogue import MISTAKES
    from .mistaken_run import mistaken_run

    if MISTAKES[mistake].needs(experiment):
        run = mistaken_run(experiment, MISTAKES[mistake], storage, former)
    else:
        run = Run(experiment, storage=storage, former=former)
    run.mistake = mistake
    return run


def backward_of(
    run: Run, storage: Storage = IN_MEMORY, former: BackwardRun | None = None
) -> BackwardRun:
    """Make the backward pass of a finished run, by the engine that computed it.

    It makes the mistake of the run where that is one of the backward pass. One that does
    not show in the experiment changes nothing.

    Args:
        storage, former: as of `BackwardRun`.

    Raises:
        ValueError: as `BackwardRun`.
    """
    if not run.mistake:
        return BackwardRun(run, storage, former)
    from .catalogue import MISTAKES
    from .mistaken_backward import mistaken_backward

    mistake = MISTAKES.get(run.mistake)
    if mistake is not None and mistake.backwards and mistake.needs(run.experiment):
        return mistaken_backward(run, mistake, storage)
    return BackwardRun(run, storage, former)
