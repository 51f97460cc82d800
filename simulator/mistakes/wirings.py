"""Wirings: how cells are connected, right as it stands, and with one connection wrong."""

from typing import ClassVar

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane


class Wiring:
    """What every cell reads from where, for the batch rows of one experiment. This one is right.

    Attributes:
        in_order: False where the reverse direction does not walk from a row's end to its start.
    """

    in_order: ClassVar[bool] = True

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.directions = experiment.config.num_directions

    def lengths(self) -> Array:
        """(B,) the timesteps that each row walks."""
        return np.array(self.experiment.lengths)

    def timesteps(self, direction: int, step: int, rows: Array) -> Array:
        """Where these rows are at a step of their walk."""
        return self.lengths()[rows] - 1 - step if direction else np.full(len(rows), step)

    def states(self, layer: int, direction: int) -> tuple[Array, Array]:
        """h (B, R) and c (B, H) before the walk."""
        row = self.experiment.config.state_row(Lane(layer, direction))
        return self.experiment.h_0[row], self.experiment.c_0[row]

    def passed_on(self, h: Array, c: Array) -> tuple[Array, Array]:
        """What the next step starts from."""
        return h, c

    def join(self, *directions: Array) -> Array:
        """What the next layer reads of the directions' h, each (n, B, R)."""
        return np.concatenate(directions, axis=-1)

    def mask(self, layer: int) -> Array | None:
        """The dropout mask (T, B, D*R) between a layer and the next; None for none."""
        masks = self.experiment.masks
        return masks[layer] if layer < len(masks) else None


class ReverseNotReversed(Wiring):
    in_order = False

    def timesteps(self, direction: int, step: int, rows: Array) -> Array:
        return np.full(len(rows), step)


class LengthsIgnored(Wiring):
    in_order = False

    def lengths(self) -> Array:
        return np.full(self.experiment.batch_size, self.experiment.num_timesteps)


class ReverseStartsInThePadding(Wiring):
    in_order = False

    def timesteps(self, direction: int, step: int, rows: Array) -> Array:
        last = self.experiment.num_timesteps - 1
        return np.full(len(rows), last - step if direction else step)


class DirectionsSwapped(Wiring):
    def join(self, *directions: Array) -> Array:
        return np.concatenate(directions[::-1], axis=-1)


class DirectionsAdded(Wiring):
    def join(self, *directions: Array) -> Array:
        return np.concatenate([np.sum(directions, axis=0)] * len(directions), axis=-1)


class StatesSwapped(Wiring):
    def states(self, layer: int, direction: int) -> tuple[Array, Array]:
        row = self.experiment.config.state_row(Lane(layer, direction))
        return self.experiment.c_0[row], self.experiment.h_0[row]


class StatesByDirection(Wiring):
    def states(self, layer: int, direction: int) -> tuple[Array, Array]:
        row = direction * self.experiment.config.num_layers + layer
        return self.experiment.h_0[row], self.experiment.c_0[row]


class StatesOfTheFirstLayer(Wiring):
    def states(self, layer: int, direction: int) -> tuple[Array, Array]:
        return self.experiment.h_0[direction], self.experiment.c_0[direction]


class StatesZero(Wiring):
    def states(self, layer: int, direction: int) -> tuple[Array, Array]:
        row = self.experiment.config.state_row(Lane(layer, direction))
        return np.zeros_like(self.experiment.h_0[row]), np.zeros_like(self.experiment.c_0[row])


class StatesNotCarried(Wiring):
    def passed_on(self, h: Array, c: Array) -> tuple[Array, Array]:
        return np.zeros_like(h), c


class MaskForgotten(Wiring):
    def mask(self, layer: int) -> Array | None:
        return None


class MaskOfTheOtherLayer(Wiring):
    def mask(self, layer: int) -> Array | None:
        masks = self.experiment.masks
        return masks[-1 - layer] if layer < len(masks) else None


class MaskUnscaled(Wiring):
    def mask(self, layer: int) -> Array | None:
        masks = self.experiment.masks
        return np.sign(masks[layer]) if layer < len(masks) else None
