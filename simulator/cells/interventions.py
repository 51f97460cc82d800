"""Holds and cuts on one step of a cell, in both passes.

A held value replaces the computed one before anything reads it. A cut connection W[j,k] adds
nothing, whatever it is multiplied by. The gradient of a held value says how moving the hold would
change the loss. Exactly 0 goes on to the computed value beneath it, and nothing through a cut
connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array


class HeldValues(NamedTuple):
    """Places where one quantity is held, (n, width) of bools, and the values, (n, width)."""

    where: Array
    values: Array


class KeptInputs(NamedTuple):
    """Effect of cuts on one row of the weights: the (n,) rows touched, and the inputs kept.

    x: (n, I) bools. h: (n, R) bools.
    """

    rows: Array
    x: Array
    h: Array

    def of(self, kind: str) -> Array:
        """Return the inputs kept of weight_ih or weight_hh: (n, I) or (n, R) bools."""
        return self.x if kind == "weight_ih" else self.h


@dataclass(frozen=True, eq=False, slots=True)
class StepInterventions:
    """Holds and cuts on one step of one cell, for n batch rows.

    Attributes:
        fixed: by quantity. cuts: by the row of the weights, stacked in torch's order.
    """

    fixed: Mapping[str, HeldValues] = field(default_factory=dict)
    cuts: Mapping[int, KeptInputs] = field(default_factory=dict)

    def hold(self, quantity: str, computed: Array, reached: Array | None = None) -> Array:
        """Replace computed values by held ones in place, and return the array.

        Args:
            computed: (n, width). reached: bools of the same shape, which become True where a value
                is held.
        """
        if quantity in self.fixed:
            where, values = self.fixed[quantity]
            np.copyto(computed, values, where=where)
            if reached is not None:
                reached |= where
        return computed

    def stopped(self, quantity: str) -> Array | None:
        """Return where no gradient goes on beneath a held quantity; None for nowhere."""
        return self.fixed[quantity].where if quantity in self.fixed else None

    def stop(self, quantity: str, gradient: Array) -> Array:
        """Return a gradient with exactly 0 where the quantity is held."""
        return zeroed(gradient, self.stopped(quantity)) if self.fixed else gradient

    def without_cuts(self, W_hh: Array, row: int) -> Array:
        """Return a copy of weight_hh with 0 where a connection is cut on one of the n rows."""
        W_hh = W_hh.copy()
        for j, kept in self.cuts.items():
            W_hh[j, ~kept.h[row]] = 0
        return W_hh


NONE: Final = StepInterventions()
"""No holds and no cuts."""


def zeroed(gradient: Array, *where: Array | None) -> Array:
    """Return a gradient with exactly 0 in some places, also where it is NaN."""
    for places in where:
        if places is not None:
            gradient = np.where(places, 0, gradient)
    return gradient
