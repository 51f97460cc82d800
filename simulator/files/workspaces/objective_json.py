"""Objective as plain JSON and named arrays, and back."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...arrays import Array, read_only
from ...experiment.checks import check_lengths
from ...network.lane import Lane
from ...objective.loss import Loss
from ...objective.objective import NO_OBJECTIVE, Objective, Seed
from ...objective.readout import Readout
from ...objective.targets import Targets
from ...translation import tr

WEIGHT, BIAS = "readout_weight", "readout_bias"
TARGET, COUNTED = "readout_target", "readout_counted"
"""Names of the arrays. Classes and what counts are stored as numbers, like everything."""


def to_json(objective: Objective) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the options of an objective as plain JSON, and its arrays by name.

    A forecast is stored by the timesteps it is ahead: its numbers are the sequence's.
    """
    options: dict[str, Any] = {}
    arrays: dict[str, Array] = {}
    readout, targets, loss = objective.readout, objective.targets, objective.loss
    if readout is not None:
        options["readout"] = {
            "bias": readout.bias is not None,
            "over": readout.over,
            "function": readout.function,
            "names": list(readout.names),
            "layer": readout.layer,
        }
        arrays |= dict(zip((WEIGHT, BIAS), readout.arrays, strict=False))
    if targets is not None:
        options["targets"] = {"ahead": targets.ahead, "classes": targets.classes}
        if not targets.ahead:
            numbers = np.float64 if targets.classes else targets.values.dtype
            arrays[TARGET] = read_only(targets.values.astype(numbers, copy=False))
            arrays[COUNTED] = read_only(targets.counted.astype(np.float32))
    if loss is not None:
        options["loss"] = {
            "kind": loss.kind,
            "reduction": loss.reduction,
            "ignore_index": loss.ignore_index,
        }
    options["seeds"] = [
        {
            "quantity": seed.quantity,
            "layer": seed.lane.layer,
            "direction": seed.lane.direction,
            "t": seed.t,
            "row": seed.row,
            "unit": seed.unit,
            "number": seed.number,
        }
        for seed in objective.seeds
    ]
    return options, arrays


def from_json(
    options: Any, arrays: Mapping[str, Array], sequence: Array, lengths: tuple[int, ...]
) -> Objective:
    """Make the objective of an experiment from its JSON and arrays.

    Raises:
        ValueError: names a part that is missing or does not fit.
    """
    match options:
        case None:
            return NO_OBJECTIVE
        case {"seeds": list(seeds)}:
            return Objective(
                _readout(options.get("readout"), arrays),
                _targets(options.get("targets"), arrays, sequence, lengths),
                _loss(options.get("loss")),
                tuple(map(_seed, seeds)),
            )
        case _:
            raise _malformed()


def _readout(entry: Any, arrays: Mapping[str, Array]) -> Readout | None:
    match entry:
        case None:
            return None
        case {
            "bias": bool(biased),
            "over": str(over),
            "function": str(function),
            "names": list(names),
            "layer": str(layer),
        } if all(isinstance(name, str) for name in names):
            bias = _array(arrays, BIAS) if biased else None
            return Readout(_array(arrays, WEIGHT), bias, over, function, tuple(names), layer)
        case _:
            raise _malformed()


def _targets(
    entry: Any, arrays: Mapping[str, Array], sequence: Array, lengths: tuple[int, ...]
) -> Targets | None:
    match entry:
        case None:
            return None
        case {"ahead": int(ahead), "classes": bool(classes)} if _is_int(ahead) and ahead >= 0:
            if ahead:
                check_lengths(lengths, *sequence.shape[:2])
                return Targets.forecast(sequence, lengths, ahead, classes)
            values, counted = _array(arrays, TARGET), _array(arrays, COUNTED)
            if not classes:
                return Targets(values, counted != 0)
            if (
                not np.array_equal(values, np.trunc(values))
                or np.abs(values).max(initial=0) > 2**53
            ):
                raise _malformed()
            return Targets(values.astype(np.int64), counted != 0)
        case _:
            raise _malformed()


def _loss(entry: Any) -> Loss | None:
    match entry:
        case None:
            return None
        case {
            "kind": str(kind),
            "reduction": str(reduction),
            "ignore_index": int(ignored),
        } if _is_int(ignored) and abs(ignored) < 2**53:
            return Loss(kind, reduction, ignored)
        case _:
            raise _malformed()


def _seed(entry: Any) -> Seed:
    match entry:
        case {
            "quantity": str(quantity),
            "layer": int(layer),
            "direction": int(direction),
            "t": int(t),
            "row": int(row),
            "unit": int(unit),
            "number": int() | float() as number,
        } if all(map(_is_int, (layer, direction, t, row, unit))) and _is_finite(number):
            return Seed(quantity, Lane(layer, direction), t, row, unit, float(number))
        case _:
            raise _malformed()


def _array(arrays: Mapping[str, Array], name: str) -> Array:
    if name not in arrays:
        raise ValueError(tr("{name} is missing", name=name))
    return arrays[name]


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_finite(number: float) -> bool:
    if isinstance(number, bool):
        return False
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number that no float can hold
        return False


def _malformed() -> ValueError:
    return ValueError(tr("its readout or loss is malformed"))
