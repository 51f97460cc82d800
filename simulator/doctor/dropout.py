"""The dropout masks that somebody might have left on: those of the seeds that people choose."""

from math import prod
from typing import Final

from simulator.doctor.input_mistakes import Masks
from simulator.experiment import Experiment

SEEDS: Final = (0, 1, 2, 3, 7, 42, 123, 1234, 1337, 2024)

_MOST_NUMBERS: Final = 20_000_000


def seeded_masks(experiment: Experiment) -> Masks:
    """Torch's masks for the experiment's own dropout, by seed; none where dropout does nothing.

    Raises:
        ImportError, OSError: torch is not there.
    """
    config = experiment.config
    if config.dropout == 0 or config.num_layers == 1:
        return {}
    from simulator import torch_engine

    numbers = prod(experiment.mask_shape) * (config.num_layers - 1)
    seeds = dict.fromkeys((experiment.seed, *SEEDS[: _MOST_NUMBERS // numbers]))
    return {
        seed: torch_engine.dropout_masks(
            experiment.mask_shape,
            experiment.lengths,
            config.num_layers,
            config.dropout,
            seed,
            experiment.dtype,
        )
        for seed in seeds
    }
