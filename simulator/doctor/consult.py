"""Consult: everything that a diagnosis needs from files and from torch, for one experiment."""

from typing import NamedTuple

from simulator.doctor.dropout import seeded_masks
from simulator.doctor.input_mistakes import Masks
from simulator.doctor.observed import Observed
from simulator.experiment import Experiment
from simulator.files import numbers
from simulator.files.errors import FileError, StrPath, plain
from simulator.wording import tr


class Consultation(NamedTuple):
    """The numbers that somebody brought, laid out, and the dropout masks of likely seeds.

    `without_masks` says why there are none where there could be some; empty otherwise.
    """

    observed: Observed
    masks: Masks
    without_masks: str = ""


def consult(path: StrPath, experiment: Experiment) -> Consultation:
    """Read a file of numbers for an experiment.

    Raises:
        FileError: it can not be read, or is not of this LSTM; in one line.
    """
    try:
        observed = Observed.of(numbers.load(path), experiment)
    except ValueError as error:
        raise FileError(
            tr("{path} does not fit the model: {error}", path=plain(path, 1000), error=error)
        ) from error
    try:
        return Consultation(observed, seeded_masks(experiment))
    except (ImportError, OSError) as error:
        return Consultation(observed, {}, str(error))
