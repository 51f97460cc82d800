"""Files that version 1 wrote, and what they held then (see `tests/data/version_1`).

`NAME.expected.json` and `NAME.expected.npz` say it as plain data, which needs no program to be
read. The last gate step is told by its lane, its step of the walk and its quantity, not by a
number: in which order the gate steps are taken may change.
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
"""How far what is computed may lie from what was: sums are rounded in another order elsewhere."""

_OPTIONS = (
    *("input_size", "hidden_size", "num_layers", "bias"),
    *("batch_first", "dropout", "bidirectional", "proj_size"),
)
_PLACE = ("layer", "direction", "first", "last", "row")


def told(path):
    """The plain description that stands beside a file."""
    return json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))


def kept(path):
    """The arrays that stand beside a file, by name."""
    with np.load(path.with_name(f"{path.name}.expected.npz")) as arrays:
        return dict(arrays)


def options_of(experiment):
    """What an experiment has beside its arrays, as plain JSON."""
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
    """Its arrays, by the names that they have in `NAME.expected.npz`."""
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
    """Every quantity of a trace, (L*D, T, B, width); 0 past the length of a row."""
    experiment = trace.experiment
    inside = np.arange(experiment.num_timesteps)[:, None] < np.array(experiment.lengths)
    quantities = [q for q in QUANTITIES if q != "m" or experiment.config.proj_size]
    lanes = list(experiment.config.lanes())
    found = {q: np.stack([trace.values(q, lane) for lane in lanes]) for q in quantities}
    return {q: np.where(inside[None, ..., None], values, 0) for q, values in found.items()}


def assert_same_bits(arrays, expected):
    """The same arrays by name: of one dtype, one shape, and the same bits."""
    assert sorted(arrays) == sorted(expected)
    for name, array in expected.items():
        ours = np.ascontiguousarray(arrays[name])
        assert (ours.dtype, ours.shape) == (array.dtype, array.shape), name
        assert ours.tobytes() == array.tobytes(), name


def assert_experiments(experiments, expected, arrays):
    """The same experiments by name, which share what is theirs alike with the present one."""
    assert sorted(experiments) == sorted(expected)
    for group, experiment in experiments.items():
        options = dict(expected[group])
        shared = group_of(arrays, "present")
        for name in options.pop("without"):
            del shared[name]
        assert options_of(experiment) == options, group
        assert_same_bits(arrays_of(experiment), shared | group_of(arrays, group))


def assert_close(trace, expected):
    """The same numbers up to rounding; NaN and infinities where they were."""
    ours = trace_of(trace)
    assert sorted(ours) == sorted(expected)
    for quantity, values in expected.items():
        close = CLOSE[str(values.dtype)]
        assert ours[quantity].dtype == values.dtype
        assert_allclose(ours[quantity], values, rtol=close, atol=close, err_msg=quantity)


def group_of(arrays, group):
    """The arrays whose names begin with a group's, by the rest of their names."""
    return {
        name.removeprefix(f"{group}/"): array
        for name, array in arrays.items()
        if name.startswith(f"{group}/")
    }


def condition_of(condition):
    """A condition as plain data."""
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
