"""Consult: everything that a diagnosis needs from files and from torch, for one experiment."""

from typing import NamedTuple

import numpy as np

from ..experiment.experiment import Experiment
from ..files.errors import FileError, StrPath, plain
from ..files.traces import foreign_numbers
from ..mistakes.inputs import Masks
from ..translation import tr
from .dropout import seeded_masks
from .layout import Observed


class Evidence(NamedTuple):
    """The numbers that somebody brought, laid out, and the dropout masks of likely seeds.

    `without_masks` says why there are none where there could be some; empty otherwise.
    """

    observed: Observed
    masks: Masks
    without_masks: str = ""


def load_evidence(path: StrPath, experiment: Experiment) -> Evidence:
    """Read a file of numbers for an experiment.

    Raises:
        FileError: it can not be read, or is not of this LSTM, or nothing can be compared with what
            this LSTM computes; in one line.
    """
    _refuse_infinite(experiment)
    try:
        observed = Observed.of(foreign_numbers.load(path), experiment)
    except ValueError as error:
        raise FileError(
            tr("{path} does not fit the model: {error}", path=plain(path, 1000), error=error)
        ) from error
    try:
        return Evidence(observed, seeded_masks(experiment))
    except (ImportError, OSError) as error:
        return Evidence(observed, {}, str(error))


def _refuse_infinite(experiment: Experiment) -> None:
    """NaN spreads to everything after it, where it says nothing of any mistake."""
    inside = np.arange(len(experiment.sequence))[:, None] < np.array(experiment.lengths)
    states = {"h_0": experiment.h_0, "c_0": experiment.c_0}
    given = {**experiment.parameters.arrays, tr("the input"): experiment.sequence[inside], **states}
    for name, array in given.items():
        if not np.isfinite(array).all():
            raise FileError(
                tr(
                    "{name} of this LSTM holds NaN or infinity, and nothing can be compared with "
                    "what comes of it: correct it first",
                    name=name,
                )
            )
