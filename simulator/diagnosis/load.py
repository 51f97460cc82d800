"""Evidence for a diagnosis: numbers from a file, and dropout masks from torch."""

from dataclasses import replace
from math import prod
from typing import Final, NamedTuple

import numpy as np

from ..experiment.dropout_masks import MaskRequest
from ..experiment.experiment import Experiment
from ..files.errors import FileError, StrPath, plain
from ..files.traces import foreign_numbers
from ..mistakes.known.inputs import SeededMasks
from ..mistakes.observed_values import Observed
from ..reference.dropout import draw_masks
from ..translation import tr
from .layout import lay_out


class Evidence(NamedTuple):
    """Another code's numbers, laid out, and the dropout masks of likely seeds.

    `without_masks` says why masks are missing that could help; empty otherwise.
    """

    observed: Observed
    masks: SeededMasks
    without_masks: str = ""


def load_evidence(path: StrPath, experiment: Experiment) -> Evidence:
    """Read a file of numbers for an experiment.

    Raises:
        FileError: one line: it cannot be read, does not fit this LSTM, or this LSTM computes
            nothing that can be compared.
    """
    numbers = foreign_numbers.load(path)
    try:
        return evidence_of(numbers, experiment)
    except ValueError as error:
        raise FileError(
            tr("{path} does not fit the model: {error}", path=plain(path, 1000), error=error)
        ) from error


def evidence_of(numbers: foreign_numbers.Numbers, experiment: Experiment) -> Evidence:
    """Lay numbers out for an experiment.

    Raises:
        ValueError: one line: they do not fit this LSTM.
        FileError: this LSTM computes nothing that can be compared.
    """
    _refuse_infinite(experiment)
    observed = lay_out(numbers, experiment)
    try:
        return Evidence(observed, seeded_masks(experiment))
    except (ImportError, OSError) as error:
        return Evidence(observed, {}, str(error))


def _refuse_infinite(experiment: Experiment) -> None:
    """Refuse NaN and infinities: they spread to everything after them, and show no mistake."""
    inside = np.arange(len(experiment.sequence))[:, None] < np.array(experiment.lengths)
    states = {f"{state}_0": array for state, array in experiment.states.items()}
    given = {**experiment.parameters.arrays, tr("the input"): experiment.sequence[inside], **states}
    for name, array in given.items():
        if not np.isfinite(array).all():
            raise FileError(
                tr(
                    "{name} of this LSTM contains NaN or infinity, so nothing "
                    "computed from it can be compared. Correct it first",
                    name=name,
                )
            )


SEEDS: Final = (0, 1, 2, 3, 7, 42, 123, 1234, 1337, 2024)

_MOST_NUMBERS: Final = 20_000_000


def seeded_masks(experiment: Experiment) -> SeededMasks:
    """Draw torch's masks for the experiment's own dropout, by seed; none without dropout.

    Raises:
        ImportError, OSError: torch cannot be loaded.
    """
    e = experiment
    steps, dtype = len(e.sequence), e.dtype.name
    request = MaskRequest.of(e.config, steps, e.lengths, e.packed, e.seed, dtype)
    if request is None:
        return {}
    numbers = prod(request.shape) * (request.num_layers - 1)
    seeds = dict.fromkeys((experiment.seed, *SEEDS[: _MOST_NUMBERS // numbers]))
    return {seed: draw_masks(replace(request, seed=seed)) for seed in seeds}
