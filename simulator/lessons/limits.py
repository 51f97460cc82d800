"""Limits of what a lesson computes: each of its runs takes moments, whatever its file says."""

from typing import Final

from ..network.config import LSTMConfig
from ..translation import tr

MOST_CELLS: Final = 4_000
"""Timesteps × layers × directions of a run."""

MOST_NUMBERS: Final = 2_000_000
"""Numbers of a network, its input and its run, as they are estimated."""

MOST_TRAINED: Final = 300
"""Steps of training of a lesson's network."""

MOST_SEEDS: Final = 1_000
"""Numbers that a backward pass begins with."""

_OF_A_UNIT: Final = 16
"""Numbers of one unit at one timestep: z, gates, states, and room for their gradients."""


def check_size(config: LSTMConfig, steps: int, rows: int, answers: int = 0) -> None:
    """Refuse a network and a sequence that are too large for a lesson.

    Args:
        answers: numbers that a readout gives at each timestep.

    Raises:
        ValueError: in words.
    """
    lanes, hidden = config.num_lanes, config.hidden_size
    check_most(tr("timesteps × layers × directions"), steps * lanes, MOST_CELLS)
    wide = max(config.input_size, config.num_directions * config.output_size)
    weights = lanes * len(config.cell.gates["torch"]) * hidden * (wide + config.output_size + 2)
    of_run = lanes * _OF_A_UNIT * hidden + config.input_size + answers
    check_most(tr("numbers"), weights + steps * rows * of_run, MOST_NUMBERS)


def check_most(what: str, count: int, most: int) -> None:
    """Refuse more of something than a lesson may have.

    Raises:
        ValueError: in words.
    """
    if count > most:
        raise ValueError(tr("{what}: a lesson can have at most {most:,}", what=what, most=most))
