"""Equality of two experiments: by the identity of their arrays, or by input and start."""

import operator

import numpy as np

from ..arrays import Array, cast
from .experiment import Experiment


def same_arrays(one: Experiment, other: Experiment) -> bool:
    """Return True when both hold identical arrays, and equal options."""
    if one is other:
        return True
    if one.parameters is not other.parameters or one.scaling is not other.scaling:
        return False
    same_options = one.lengths == other.lengths and _options(one) == _options(other)
    return same_options and all(map(operator.is_, one.arrays(), other.arrays()))


def same_input(one: Experiment, other: Experiment) -> bool:
    """Return True when both have equal sequences, in the dtype of the first, and equal lengths."""
    return one.lengths == other.lengths and _equal(one.sequence, other.sequence)


def same_start(one: Experiment, other: Experiment) -> bool:
    """Return True when both have equal states, holds and options, in the dtype of the first."""
    return _options(one) == _options(other) and all(
        map(_equal, (one.h_0, one.c_0, *one.masks), (other.h_0, other.c_0, *other.masks))
    )


def _options(experiment: Experiment) -> tuple[object, ...]:
    e = experiment
    return e.batched, e.training, e.seed, e.holds, len(e.masks)


def _equal(one: Array, other: Array) -> bool:
    return np.array_equal(one, cast(other, one.dtype), equal_nan=True)
