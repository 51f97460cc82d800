"""Equality of two experiments: by everything, or by weights, input or start."""

import numpy as np

from ..arrays import Array, cast, same_bits
from ..network.parameters import Parameters
from ..objective.objective import Objective
from .experiment import Experiment


def same_values(one: Experiment, other: Experiment) -> bool:
    """Return True when both have equal options, and arrays of equal bits.

    Very large arrays are equal when they are identical.
    """
    if one is other:
        return True
    same_options = one.lengths == other.lengths and _options(one) == _options(other)
    same_reading = _normalisation(one) == _normalisation(other)
    rest = zip(_read(one), _read(other), strict=False)
    return (
        same_options
        and same_reading
        and same_weights(one.parameters, other.parameters)
        and all(same_bits(*pair) for pair in rest)
        and same_objective(one.objective, other.objective)
    )


def same_weights(one: Parameters, other: Parameters) -> bool:
    """Return True when both have equal options, and weights of equal bits."""
    if one is other:
        return True
    return one.config == other.config and all(
        same_bits(array, other.arrays[name]) for name, array in one.arrays.items()
    )


def same_input(one: Experiment, other: Experiment) -> bool:
    """Return True when both have equal sequences, in the dtype of the first, and equal lengths."""
    return one.lengths == other.lengths and _equal(one.sequence, other.sequence)


def same_start(one: Experiment, other: Experiment) -> bool:
    """Return True when both have equal states, holds and options, in the dtype of the first."""
    return _options(one) == _options(other) and all(
        map(_equal, (*one.states.values(), *one.masks), (*other.states.values(), *other.masks))
    )


def _options(experiment: Experiment) -> tuple[object, ...]:
    e = experiment
    return e.batched, e.packed, e.training, e.seed, e.holds, len(e.masks)


def same_objective(one: Objective, other: Objective) -> bool:
    """Return True when both have equal parts, with arrays of equal bits."""
    arrays = one.arrays(), other.arrays()
    return one.options() == other.options() and all(map(same_bits, *arrays))


def _normalisation(experiment: Experiment) -> object:
    return None if experiment.scaling is None else experiment.scaling.normalisation


def _read(experiment: Experiment) -> tuple[Array, ...]:
    """Return the arrays beside the weights and the objective, in number as the options say."""
    end = len(experiment.arrays()) - len(experiment.objective.arrays())
    return experiment.arrays()[len(experiment.parameters.arrays) : end]


def _equal(one: Array, other: Array) -> bool:
    return np.array_equal(one, cast(other, one.dtype), equal_nan=True)
