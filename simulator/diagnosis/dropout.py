"""The dropout masks that somebody might have left on: those of the seeds that people choose."""

from dataclasses import replace
from math import prod
from typing import Final

from ..experiment.dropout_masks import MaskRequest
from ..experiment.experiment import Experiment
from ..mistakes.inputs import Masks

SEEDS: Final = (0, 1, 2, 3, 7, 42, 123, 1234, 1337, 2024)

_MOST_NUMBERS: Final = 20_000_000


def seeded_masks(experiment: Experiment) -> Masks:
    """Torch's masks for the experiment's own dropout, by seed; none where dropout does nothing.

    Raises:
        ImportError, OSError: torch is not there.
    """
    request = MaskRequest.of(experiment, experiment.seed)
    if request is None:
        return {}
    numbers = prod(request.shape) * (request.num_layers - 1)
    seeds = dict.fromkeys((experiment.seed, *SEEDS[: _MOST_NUMBERS // numbers]))
    return {seed: replace(request, seed=seed).draw() for seed in seeds}
