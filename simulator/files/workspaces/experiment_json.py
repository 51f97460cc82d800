"""Experiment as plain JSON and named arrays, and back."""

import warnings
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...experiment.normalisation import Normalisation, Scaling
from ...network.config import LSTMConfig
from ...network.interventions import Cut, Hold, Intervention
from ...network.parameters import Parameters
from ...translation import tr
from . import objective_json

_HOLDS: Mapping[str, type[Hold] | type[Cut]] = {"hold": Hold, "cut": Cut}


def to_json(experiment: Experiment) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the options of an experiment as plain JSON, and its arrays by name.

    The names: nn.LSTM's own for the parameters, and `sequence`, `h_0`, `c_0`, `mask_0`, …; with a
    normalisation `sequence_as_read` too, with an objective those of `objective_json`.
    """
    options = {
        "config": asdict(experiment.config) | {"dropout": float(experiment.config.dropout)},
        "lengths": [int(length) for length in experiment.lengths],
        "batched": experiment.batched,
        "training": experiment.training,
        "seed": int(experiment.seed),
        "holds": [
            {kind: asdict(hold)}
            for hold in experiment.holds
            for kind, of_kind in _HOLDS.items()
            if isinstance(hold, of_kind)
        ],
    }
    if experiment.packed and not experiment.ragged:
        options["packed"] = True
    arrays: dict[str, Array] = {
        **experiment.parameters.arrays,
        "sequence": experiment.sequence,
        **{f"{state}_0": array for state, array in experiment.states.items()},
        **{f"mask_{layer}": mask for layer, mask in enumerate(experiment.masks)},
    }
    if experiment.scaling is not None:
        normalisation = experiment.scaling.normalisation
        options["normalisation"] = {
            "kind": normalisation.kind,
            "offset": list(normalisation.offset),
            "scale": list(normalisation.scale),
        }
        arrays["sequence_as_read"] = experiment.scaling.raw
    if experiment.objective:
        options["objective"], of_objective = objective_json.to_json(experiment.objective)
        arrays |= of_objective
    return options, arrays


def from_json(options: Any, arrays: Mapping[str, Array]) -> Experiment:
    """Make the experiment from its JSON and arrays; unknown arrays are ignored.

    Raises:
        ValueError: names a part that is missing or does not fit.
    """
    match options:
        case {
            "config": dict(arguments),
            "lengths": list(lengths),
            "batched": bool(batched),
            "training": bool(training),
            "seed": int(seed),
            "holds": list(holds),
        } if _is_int(seed) and -(2**63) <= seed < 2**64:
            config = _config(arguments, len(arrays))
        case _:
            raise ValueError(tr("its experiment options are malformed"))
    needs_masks = training and config.drops_between_layers
    masks = [f"mask_{layer}" for layer in range(config.num_layers - 1)] if needs_masks else []
    states = {state: f"{state}_0" for state in config.cell.states}
    names = [*config.parameter_shapes(), "sequence", *states.values(), *masks]
    for name in names:
        if name not in arrays:
            raise ValueError(tr("{name} is missing", name=name))
    sequence = arrays["sequence"]
    if sequence.ndim != 3 or sequence.size == 0 or (not batched and sequence.shape[1] != 1):
        raise ValueError(tr("its sequence cannot have the shape {shape}", shape=sequence.shape))
    return Experiment(
        Parameters(config, {name: arrays[name] for name in config.parameter_shapes()}),
        sequence,
        {state: arrays[name] for state, name in states.items()},
        tuple(lengths),
        batched,
        training,
        seed,
        tuple(arrays[name] for name in masks),
        tuple(map(_hold, holds)),
        _scaling(options.get("normalisation"), arrays, sequence.shape),
        options.get("packed") is True,
        objective_json.from_json(options.get("objective"), arrays, sequence, tuple(lengths)),
    )


def config_of(arguments: Mapping[str, Any]) -> LSTMConfig:
    """Return the LSTM's options from a file.

    Raises:
        ValueError: an option that is unknown, missing or impossible.
    """
    if arguments.keys() - {field.name for field in fields(LSTMConfig)}:
        raise ValueError(tr("its options do not match nn.LSTM's"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the user was warned when it was made
        try:
            return LSTMConfig(**arguments)
        except TypeError as error:
            raise ValueError(str(error)) from None


def _config(arguments: dict[str, Any], num_arrays: int) -> LSTMConfig:
    config = config_of(arguments)
    # Check this before any work per layer: a number is written faster than its layers.
    if config.num_lanes > num_arrays:
        raise ValueError(tr("too few arrays for {num_layers} layers", num_layers=config.num_layers))
    return config


def _scaling(entry: Any, arrays: Mapping[str, Array], shape: tuple[int, ...]) -> Scaling | None:
    match entry:
        case None:
            return None
        case {"kind": str(kind), "offset": list(offset), "scale": list(scale)} if all(
            isinstance(x, float) for x in (*offset, *scale)
        ):
            if "sequence_as_read" not in arrays:
                raise ValueError(tr("{name} is missing", name="sequence_as_read"))
            raw = arrays["sequence_as_read"]
            if raw.shape != shape:
                raise ValueError(
                    tr("its unscaled sequence cannot have the shape {shape}", shape=raw.shape)
                )
            return Scaling(raw, Normalisation(kind, tuple(offset), tuple(scale)))
        case _:
            raise ValueError(tr("its normalisation is malformed"))


def _hold(entry: Any) -> Intervention:
    """Return a hold or a cut, after checking the types of its fields."""
    if not isinstance(entry, dict) or len(entry) != 1 or entry.keys() - _HOLDS.keys():
        raise ValueError(tr("its held values are malformed"))
    ((kind, values),) = entry.items()
    if not isinstance(values, dict):
        raise ValueError(tr("its held values are malformed"))
    frozen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    for name, value in frozen.items():
        if not _fits(name, value):
            raise ValueError(tr("one of its held values has a malformed {name}", name=name))
    try:
        return _HOLDS[kind](**frozen)
    except TypeError:  # an unknown field, or a missing one
        raise ValueError(tr("its held values are malformed")) from None


def _fits(name: str, value: Any) -> bool:
    if name in ("quantity", "kind"):
        return isinstance(value, str)
    if name == "value":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if name == "row" and value is None:
        return True
    if name in ("units", "index"):
        return isinstance(value, tuple) and all(map(_is_int, value))
    return _is_int(value)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
