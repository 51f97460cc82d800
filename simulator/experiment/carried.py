"""Carried: an edit of one experiment, made in another one that has changed meanwhile."""

from dataclasses import replace
from itertools import zip_longest
from typing import Any, TypeVar

import numpy as np

from ..arrays import Array, replaced, shape_text
from ..network.interventions import Intervention
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..objective.targets import Targets
from ..translation import tr
from .experiment import Experiment

T = TypeVar("T")

_OPTIONS = ("lengths", "batched", "training", "seed", "packed")
"""Parts of an experiment that are options: an edit replaces each as a whole."""


def carried(before: Experiment, after: Experiment, onto: Experiment) -> Experiment:
    """Return `onto` with the edit that led from `before` to `after`, and no other change.

    An array gets the numbers whose bits differ. Holds are added and removed. An option, a loss and
    the seeds are replaced.

    Raises:
        ValueError: an array has another shape or dtype there, or is gone, or the normalisation is
            another one; in words.
    """
    if onto is before:
        return after
    if before.config != after.config or before.dtype != after.dtype:
        raise ValueError(tr("the LSTM's options have since changed"))
    weights, there = before.parameters.arrays, onto.parameters.arrays
    arrays = {
        name: _numbers(name, array, after.parameters.arrays[name], there.get(name))
        for name, array in weights.items()
        if after.parameters.arrays[name] is not array
    }
    sequence = _numbers(tr("input"), before.sequence, after.sequence, onto.sequence)
    states = {
        key: _numbers(f"{key}_0", before.states[key], state, onto.states.get(key))
        for key, state in after.states.items()
    }
    changed: dict[str, Any] = {
        name: getattr(after, name)
        for name in _OPTIONS
        if getattr(before, name) != getattr(after, name)
    }
    if any(one is not other for one, other in zip_longest(before.masks, after.masks)):
        changed["masks"] = after.masks
    if after.scaling is not before.scaling:
        if onto.scaling is not before.scaling or onto.sequence is not before.sequence:
            raise ValueError(tr("the input has since changed"))
        changed["scaling"] = after.scaling
    return replace(
        onto,
        parameters=onto.parameters.with_arrays(arrays) if arrays else onto.parameters,
        sequence=sequence,
        states=states,
        **changed,
        holds=_holds(before.holds, after.holds, onto.holds),
        objective=_objective(before.objective, after.objective, onto.objective),
    )


def _numbers(name: str, before: Array, after: Array, onto: Array | None) -> Array:
    """Return an array with the numbers that differ between two others of its shape."""
    if after is before and onto is not None:
        return onto
    if onto is None:
        raise ValueError(tr("{name} no longer exists", name=name))
    if (onto.shape, onto.dtype) != (after.shape, after.dtype):
        got = f"{shape_text(onto.shape)} {onto.dtype}"
        raise ValueError(tr("{name} is now {got}", name=name, got=got))
    if before.shape != after.shape:
        return after
    kind = f"u{after.itemsize}"
    edited = np.ascontiguousarray(before).view(kind) != np.ascontiguousarray(after).view(kind)
    return replaced(onto, edited, after[edited]) if edited.any() else onto


def _holds(
    before: tuple[Intervention, ...],
    after: tuple[Intervention, ...],
    onto: tuple[Intervention, ...],
) -> tuple[Intervention, ...]:
    """Return holds without the ones that an edit removed, then with the ones that it added."""
    if before == after:
        return onto
    kept = (hold for hold in onto if hold in after or hold not in before)
    return (*kept, *(hold for hold in after if hold not in before and hold not in onto))


def _objective(before: Objective, after: Objective, onto: Objective) -> Objective:
    if after is before:
        return onto
    return Objective(
        _readout(before.readout, after.readout, onto.readout),
        _targets(before.targets, after.targets, onto.targets),
        _whole(before.loss, after.loss, onto.loss),
        _whole(before.seeds, after.seeds, onto.seeds),
    )


def _readout(before: Readout | None, after: Readout | None, onto: Readout | None) -> Readout | None:
    if after is before:
        return onto
    if before is None or after is None or _form(before) != _form(after):
        return after
    if onto is None:
        raise ValueError(tr("{name} no longer exists", name=tr("readout")))
    named = {"weight": "V", "bias": "b"}
    arrays: dict[str, Any] = {}
    for name, said in named.items():
        was, now = getattr(before, name), getattr(after, name)
        if was is not now:
            arrays[name] = _numbers(said, was, now, getattr(onto, name))
    return replace(onto, **arrays)


def _form(readout: Readout) -> tuple[object, ...]:
    """Return everything of a readout but its numbers."""
    shape, has_bias = readout.weight.shape, readout.bias is not None
    return readout.over, readout.function, readout.names, readout.layer, shape, has_bias


def _targets(before: Targets | None, after: Targets | None, onto: Targets | None) -> Targets | None:
    if after is before:
        return onto
    if before is None or after is None or before.ahead or after.ahead:
        return after
    if before.values.shape != after.values.shape or before.values.dtype != after.values.dtype:
        return after
    if onto is None:
        raise ValueError(tr("{name} no longer exists", name=tr("target")))
    values = _numbers(tr("target"), before.values, after.values, onto.values)
    counted = _numbers(tr("target"), before.counted, after.counted, onto.counted)
    return replace(onto, values=values, counted=counted)


def _whole(before: T, after: T, onto: T) -> T:
    return onto if after == before else after
