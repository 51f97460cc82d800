"""SaidClasses: the class that is said at each timestep, its word, and whether it is right."""

import numpy as np

from simulator.arrays import Array
from simulator.objective.readout import Readout
from ui.style.word_text import one_line

_NOT_LOOKED = -1

NOTHING_RIGHT = -1
"""Class of a timestep at which nothing is right or wrong."""


class SaidClasses:
    """Classes of the largest y, found once for each timestep: the run's arrays are only filled.

    Attributes:
        letters: every word is one character.
    """

    def __init__(self, y: Array, right: Array, readout: Readout) -> None:
        """Look at nothing yet. y: (T, K). right: (T,) classes, or `NOTHING_RIGHT`."""
        self._y, self._right, self._readout = y, right, readout
        self._said = np.full(len(y), _NOT_LOOKED)
        self.letters = bool(readout.names) and all(len(name) <= 1 for name in readout.names)

    def at(self, timestep: int) -> int:
        """Return the class that is said at a computed timestep."""
        if self._said[timestep] == _NOT_LOOKED:
            self._said[timestep] = self._y[timestep].argmax()
        return int(self._said[timestep])

    def of(self, shown: slice) -> Array:
        """Return the classes that are said at computed timesteps."""
        new = shown.start + np.flatnonzero(self._said[shown] == _NOT_LOOKED)
        if len(new):
            self._said[new] = self._y[new].argmax(axis=-1)
        return self._said[shown]

    def word(self, timestep: int) -> str:
        """Return the word that is said at a computed timestep."""
        said = self.at(timestep)
        return one_line(self._readout.name(said)) or str(said)

    def is_right(self, timestep: int) -> bool | None:
        """Return whether what is said is right; None where that has no answer."""
        right = int(self._right[timestep])
        if right == NOTHING_RIGHT:
            return None
        return self.at(timestep) == right
