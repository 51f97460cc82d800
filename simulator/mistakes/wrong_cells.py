"""Cells with one equation wrong, to take the place of `engine.cell.step`."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from ..arrays import Array
from ..engine.cell import StepValues, sigmoid
from ..engine.step_interventions import NONE, StepInterventions
from ..lstm.parameters import CellWeights
from ..lstm.quantities import GATES


class CellStep(Protocol):
    """What `engine.cell.step` is: one step of one cell."""

    def __call__(
        self,
        weights: CellWeights,
        x: Array,
        h_prev: Array,
        c_prev: Array,
        held: StepInterventions = NONE,
    ) -> StepValues:
        """The values of a cell for a batch of rows."""


def state(i: Array, f: Array, g: Array, c_prev: Array) -> Array:
    """c = f ⊙ c' + i ⊙ g."""
    return np.asarray(f * c_prev + i * g)


def output(o: Array, c: Array) -> Array:
    """m = o ⊙ tanh(c)."""
    return np.asarray(o * np.tanh(c))


def projection(W_hr: Array, c: Array, m: Array) -> Array:
    """h = W_hr m."""
    return np.asarray(m @ W_hr.T)


def with_equations(
    sigmoid: Callable[[Array], Array] = sigmoid,
    squash: Callable[[Array], Array] = np.tanh,
    state: Callable[[Array, Array, Array, Array], Array] = state,
    output: Callable[[Array, Array], Array] = output,
    projection: Callable[[Array, Array, Array], Array] = projection,
) -> CellStep:
    """A cell of these equations; by default the right ones."""

    def step(
        weights: CellWeights, x: Array, h_prev: Array, c_prev: Array, held: StepInterventions = NONE
    ) -> StepValues:
        z = x @ weights.W_ih.T + h_prev @ weights.W_hh.T
        for bias in (weights.b_ih, weights.b_hh):
            z = z if bias is None else z + bias
        z = held.cut(z, weights, x, h_prev)
        functions = dict.fromkeys("ifo", sigmoid) | {"g": squash}
        parts = zip(GATES, np.split(z, 4, axis=-1), strict=True)
        i, f, g, o = (held.hold(gate, functions[gate](part)) for gate, part in parts)
        c = held.hold("c", state(i, f, g, c_prev))
        m = output(o, c)
        if weights.W_hr is None:
            return StepValues(z, i, f, g, o, c, None, held.hold("h", m))
        m = held.hold("m", m)
        return StepValues(z, i, f, g, o, c, m, held.hold("h", projection(weights.W_hr, c, m)))

    return step


RIGHT = with_equations()


def hard_sigmoid(z: Array) -> Array:
    """x/6 + 1/2 between 0 and 1, as torch's own `hardsigmoid`."""
    return np.asarray(np.clip(z / 6 + z.dtype.type(0.5), 0, 1))


def without_tanh(o: Array, c: Array) -> Array:
    """o ⊙ c."""
    return np.asarray(o * c)


def exchanged(i: Array, f: Array, g: Array, c_prev: Array) -> Array:
    """i ⊙ c' + f ⊙ g."""
    return np.asarray(i * c_prev + f * g)


def coupled(i: Array, f: Array, g: Array, c_prev: Array) -> Array:
    """f ⊙ c' + (1 - f) ⊙ g."""
    return np.asarray(f * c_prev + (1 - f) * g)


def of_state(W_hr: Array, c: Array, m: Array) -> Array:
    """W_hr c."""
    return np.asarray(c @ W_hr.T)


def of_squashed_state(W_hr: Array, c: Array, m: Array) -> Array:
    """W_hr tanh(c): the output gate forgotten."""
    return np.asarray(np.tanh(c) @ W_hr.T)


def missing(W_hr: Array, c: Array, m: Array) -> Array:
    """The first units of m in place of W_hr m."""
    return m[..., : len(W_hr)]
