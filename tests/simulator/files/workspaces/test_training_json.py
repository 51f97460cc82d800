"""Stored training comes back bit for bit, and one that lies is refused in one line."""

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.workspaces.training_json import (
    StoredTraining,
    from_json,
    plan_of,
    plan_to_json,
    to_json,
)
from simulator.files.workspaces.workspace import FORMAT, Workspace, of_parts, parts
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from simulator.training.plan import Plan
from simulator.training.record import RunRecord
from simulator.training.run import TrainingRun
from simulator.training.stops import LOSS, Stop
from simulator.training.tasks.catalogue import TASKS
from tests.depth import examples

TASK = TASKS["parity"]


def stored(steps=3):
    stops = (Stop(LOSS, "<", 100.0), Stop(LOSS, "<", 1e-9))
    run = TrainingRun(TASK.network(0), TASK.plan, TASK.source(0), stops=stops, judged_every=2)
    for _ in range(steps):
        run.advance(1)
    return StoredTraining("parity", {"a": 1}, {"b": 2}, RunRecord.of(run), min(2, steps))


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_record_comes_back(steps):
    training = stored(steps)
    options, arrays = to_json(training)
    back = from_json(options, arrays, None)
    assert (back.task, back.setting, back.begun, back.step) == (
        "parity",
        {"a": 1},
        {"b": 2},
        min(2, steps),
    )
    made = back.run.run(TASK.network(1), TASK.source(0))
    direct = training.run.run(TASK.network(1), TASK.source(0))
    for run in (made, direct):
        run.advance(4)
    for name, array in direct.network.arrays.items():
        assert array.tobytes() == made.network.arrays[name].tobytes()
    assert made.met == direct.met
    assert made.judgements == direct.judgements


@pytest.mark.parametrize(
    "plan",
    [
        Plan(SGD(0.1, momentum=0.9, nesterov=True)),
        Plan(Adam(0.1, betas=(0.5, 0.9), amsgrad=True), clip=0.5, frozen=frozenset({"a"})),
        Plan(AdamW(0.1), undecayed=frozenset({"b", "c"})),
        Plan(RMSprop(0.1, centered=True)),
    ],
    ids=lambda plan: plan.optimiser.key,
)
def test_a_plan_comes_back(plan):
    assert plan_of(plan_to_json(plan)) == plan


def test_a_workspace_with_training_is_of_the_newest_format():
    experiment = TASK.experiment(0)
    plain = replace(experiment, objective=type(experiment.objective)())
    setting = StoredTraining("", {"batch": 3})
    assert parts(Workspace("x", plain, plain))[0]["format"] == 1
    content, groups = parts(Workspace("x", plain, plain, training=setting))
    assert content["format"] == FORMAT
    assert of_parts(content, groups).training.setting == {"batch": 3}


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2**70), st.floats(allow_nan=False),
    st.text(max_size=3), st.lists(st.integers(-1, 3), max_size=3), st.just({}),
)  # fmt: skip


def paths(value, path=()):
    """Yield the ways to all parts of a JSON value."""
    yield path
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in parts:
        yield from paths(part, (*path, key))


def refusal_of(options, arrays):
    """Return why training is refused; empty where it is read, and its run can be made."""
    try:
        back = from_json(options, arrays, None)
        if back is not None and back.run is not None:
            back.run.run(TASK.network(1), TASK.source(0))
    except ValueError as error:
        return str(error)
    return ""


OPTIONS, ARRAYS = to_json(stored())


@examples(300)
@given(st.sampled_from([*paths(OPTIONS)][1:]), VALUES)
def test_any_part_that_is_another_is_read_or_refused_in_one_line(path, value):
    options = copy.deepcopy(OPTIONS)
    *way, last = path
    inner = options
    for key in way:
        inner = inner[key]
    inner[last] = value
    assert "\n" not in refusal_of(options, ARRAYS)


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("change", ["missing", "flat", "short", "double", "matrix"])
def test_any_array_that_is_another_is_refused_or_read(name, change):
    arrays = dict(ARRAYS)
    array = arrays.pop(name)
    if change != "missing":
        arrays[name] = {
            "flat": array.reshape(-1),
            "short": array[:-1],
            "double": array.astype(np.float64 if array.dtype == np.float32 else np.float32),
            "matrix": array.reshape(1, *array.shape),
        }[change]
    refusal = refusal_of(OPTIONS, arrays)
    assert "\n" not in refusal
    unchanged = change == "flat" and array.ndim == 1
    # Of judgements some may be missing, and a state that is missing is a fresh one.
    fits = unchanged or (name == "judgements" and change in ("missing", "short"))
    assert (not refusal) is fits or (name, change) == ("state", "missing")
