"""Long work that several commands do, each part followed on a terminal."""

from argparse import Namespace
from typing import Final

from ..check.report import CheckReport
from ..check.request import checking_backward, checking_run
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from .output import follow

_SLICE_SECONDS: Final = 0.1


def computed(options: Namespace, experiment: Experiment) -> Run:
    """Compute an experiment to its end."""
    run = Run(experiment)
    follow(options.quiet, "computing", run.computing(_SLICE_SECONDS))
    return run


def walked_back(options: Namespace, run: Run) -> BackwardRun:
    """Go back through a finished run to its start."""
    back = BackwardRun(run)
    follow(options.quiet, "going back", back.computing(_SLICE_SECONDS))
    return back


def checked(options: Namespace, run: Run) -> CheckReport:
    """Compare every step of a run with torch."""
    return follow(options.quiet, "checking", checking_run(run))


def checked_back(options: Namespace, back: BackwardRun) -> CheckReport:
    """Compare every gradient of a way back with torch."""
    return follow(options.quiet, "checking gradients", checking_backward(back))
