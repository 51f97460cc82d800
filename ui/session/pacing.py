"""Pacing: how long play stays at a step, so that the gate at hand is seen and the rest flows by.

By timestep every step has the same time. By gate, the first step that is played stays for four
periods of the chosen speed, the others of its timestep for one each, and those of later timesteps
for a quarter.
"""

import math
from typing import NamedTuple

FRAMES_A_SECOND = 60

AT_HAND, LATER = 4.0, 0.25
"""The periods that the gate at hand, and each gate of a later timestep, stays."""


class Beat(NamedTuple):
    """When the next steps are taken, and how many."""

    milliseconds: int
    steps: int


def periods(by_gate: bool, played: int, same_timestep: bool) -> float:
    """How many periods the present step stays.

    Args:
        played: the steps played since play began; 0 is where it began.
        same_timestep: no step of a timestep after that of the first has been played.
    """
    if not by_gate or played == 0:
        return 1.0
    if not same_timestep:
        return LATER
    return AT_HAND if played == 1 else 1.0


def beat(speed: float, periods: float) -> Beat:
    """A step's time at `speed` periods a second, or that of several where a frame is longer."""
    seconds = periods / speed
    steps = max(1, math.ceil(1 / FRAMES_A_SECOND / seconds - 1e-9))
    return Beat(round(1000 * steps * seconds), steps)
