"""Files that version 1 wrote, and their contents as plain data (see `tests/data/version_1`).

`NAME.expected.json` and `NAME.expected.npz` hold that data; no program is needed to read it. The
last gate step is given by its lane, its step of the walk and its quantity, not by a number, because
the order of the gate steps may change.
"""

import json
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

FOLDER = Path(__file__).parent / "data" / "version_1"
WORKSPACES = FOLDER / "workspaces"
TRACES = FOLDER / "traces"
UNSAVED = FOLDER / "unsaved"
UNSAVED_WORK = FOLDER / "unsaved_work"
SETTINGS = FOLDER / "Gatestep" / "Gatestep.conf"

WORKSPACE_NAMES = (
    *("held", "dropout", "both_ways", "tokens"),
    *("rows", "scaled", "bits", "sabotaged"),
)
QUANTITIES = ("z_i", "z_f", "z_g", "z_o", "i", "f", "g", "o", "c", "m", "h")
CLOSE = {"float32": 1e-5, "float64": 1e-12}
"""Distance allowed between computed numbers: elsewhere, sums are rounded in another order."""

_OPTIONS = (
    *("input_size", "hidden_size", "num_layers", "bias"),
    *("batch_first", "dropout", "bidirectional", "proj_size"),
)
_PLACE = ("layer", "direction", "first", "last", "row")


def told(path):
    """Return the plain description beside a file."""
    return json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))


def kept(path):
    """Return the arrays beside a file, by name."""
    with np.load(path.with_name(f"{path.name}.expected.npz")) as arrays:
        return dict(arrays)


def options_of(experiment):
    """Return an experiment's options as plain JSON."""
    scaling = experiment.scaling
    return {
        "config": {name: getattr(experiment.config, name) for name in _OPTIONS},
        "dtype": str(experiment.dtype),
        "lengths": list(experiment.lengths),
        "batched": experiment.batched,
        "training": experiment.training,
        "seed": experiment.seed,
        "holds": [_hold(hold) for hold in experiment.holds],
        "normalisation": None
        if scaling is None
        else {
            "kind": scaling.normalisation.kind,
            "offset": list(scaling.normalisation.offset),
            "scale": list(scaling.normalisation.scale),
        },
    }


def arrays_of(experiment):
    """Return its arrays by their names in `NAME.expected.npz`."""
    scaling = experiment.scaling
    return {
        **experiment.parameters.arrays,
        "sequence": experiment.sequence,
        "h_0": experiment.h_0,
        "c_0": experiment.c_0,
        **{f"mask_{layer}": mask for layer, mask in enumerate(experiment.masks)},
        **({} if scaling is None else {"sequence_as_read": scaling.raw}),
    }


def trace_of(trace):
    """Return every quantity of a trace, (L*D, T, B, width); 0 past the length of a row."""
    experiment = trace.experiment
    inside = np.arange(experiment.num_timesteps)[:, None] < np.array(experiment.lengths)
    quantities = [q for q in QUANTITIES if q != "m" or experiment.config.proj_size]
    lanes = list(experiment.config.lanes())
    found = {q: np.stack([trace.values(q, lane) for lane in lanes]) for q in quantities}
    return {q: np.where(inside[None, ..., None], values, 0) for q, values in found.items()}


def assert_same_bits(arrays, expected):
    """Assert that arrays are equal by name: in dtype, shape and every bit."""
    assert sorted(arrays) == sorted(expected)
    for name, array in expected.items():
        ours = np.ascontiguousarray(arrays[name])
        assert (ours.dtype, ours.shape) == (array.dtype, array.shape), name
        assert ours.tobytes() == array.tobytes(), name


def assert_experiments(experiments, expected, arrays):
    """Assert equality by name; an array equal to the present experiment's is stored once, there."""
    assert sorted(experiments) == sorted(expected)
    for group, experiment in experiments.items():
        options = dict(expected[group])
        shared = group_of(arrays, "present")
        for name in options.pop("without"):
            del shared[name]
        assert options_of(experiment) == options, group
        assert_same_bits(arrays_of(experiment), shared | group_of(arrays, group))


def assert_content(workspace, pins, path):
    """Assert that a workspace, or an open document, has the content described beside a file."""
    expected, arrays = told(path), kept(path)
    experiments = {"present": workspace.experiment, "original": workspace.original}
    experiments |= {f"pin_{number}": pin.experiment for number, pin in enumerate(pins)}
    assert_experiments(experiments, expected["experiments"], arrays)
    origin = workspace.origin
    assert {
        "model_title": workspace.model_title,
        "sequence_title": workspace.sequence_title,
        "timestep_labels": list(workspace.timestep_labels),
        "feature_names": list(workspace.feature_names),
        "row_names": list(workspace.row_names),
        "origin": None if origin is None else [origin.path, origin.lstm],
        "notes": workspace.notes,
    }.items() <= expected.items()


def assert_close(trace, expected):
    """Assert that traces agree up to rounding, with NaN and infinities in equal places."""
    ours = trace_of(trace)
    assert sorted(ours) == sorted(expected)
    for quantity, values in expected.items():
        close = CLOSE[str(values.dtype)]
        assert ours[quantity].dtype == values.dtype
        assert_allclose(ours[quantity], values, rtol=close, atol=close, err_msg=quantity)


def group_of(arrays, group):
    """Return the arrays whose names begin with a group's, by the rest of their names."""
    return {
        name.removeprefix(f"{group}/"): array
        for name, array in arrays.items()
        if name.startswith(f"{group}/")
    }


def condition_of(condition):
    """Return a condition as plain data."""
    where = condition.where
    return {
        "test": condition.test,
        "quantity": condition.quantity,
        "unit": condition.unit,
        "every": condition.every,
        "number": condition.number,
        "where": [where.layer, where.direction, where.row],
    }


def _hold(hold):
    names = ("quantity", "units", "value") if hasattr(hold, "quantity") else ("kind", "index")
    values = {name: getattr(hold, name) for name in (*names, *_PLACE)}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
