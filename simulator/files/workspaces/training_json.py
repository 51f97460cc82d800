"""Training as plain JSON and named arrays, and back."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...training.optimisers import optimiser_of, settings_of
from ...training.plan import Plan
from ...training.record import RunRecord
from ...training.stops import Stop, parse
from ...translation import tr
from ..training.folder import BatchFolder

GROUP = "training"
"""Group of the arrays."""

_ARRAYS = ("weights", "state", "kept", "newest", "log", "judgements")


@dataclass(frozen=True, eq=False, slots=True)
class StoredTraining:
    """How the present experiment came to be trained, and is to be trained.

    Attributes:
        task: the key of its task; empty for its own sequences.
        setting: how it is to learn, plain JSON of the caller's own. begun: how its run learnt.
        run: its run; None before the first step. step: the step whose network was shown.
        given: the experiment whose sequences the run learns from; None for the present one.
        pins: the step of each baseline that is one of the run's, by the baseline's number.
        folders: those that the settings name, by path and digest, once they are read; no file keeps
            them.
    """

    task: str
    setting: Mapping[str, Any]
    begun: Mapping[str, Any] | None = None
    run: RunRecord | None = None
    step: int = 0
    given: Experiment | None = None
    pins: tuple[tuple[int, int], ...] = ()
    folders: Mapping[tuple[str, str], BatchFolder] = field(default_factory=dict)


def to_json(training: StoredTraining) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return training as plain JSON but for `given`, and the arrays of its run."""
    options: dict[str, Any] = {"task": training.task, "setting": dict(training.setting)}
    run = training.run
    if run is None:
        return options, {}
    options["begun"] = None if training.begun is None else dict(training.begun)
    options["step"] = training.step
    options["pins"] = [list(pin) for pin in training.pins]
    options["run"] = {
        "plan": plan_to_json(run.plan),
        "seed": run.seed,
        "stops": [stop.text() for stop in run.stops],
        "judged_every": run.judged_every,
        "room": run.room,
        "first": run.first,
        "last": run.last,
        "counts": list(run.counts),
        "met": list(run.met),
    }
    return options, {name: getattr(run, name) for name in _ARRAYS if getattr(run, name).size}


def from_json(
    options: Any, arrays: Mapping[str, Array], given: Experiment | None
) -> StoredTraining | None:
    """Make training from its JSON and arrays.

    Raises:
        ValueError: names a part that is missing or does not fit.
    """
    match options:
        case None:
            return None
        case {"task": str(task), "setting": dict(setting), "run": entry}:
            run = _run(entry, arrays)
        case {"task": str(task), "setting": dict(setting)}:
            return StoredTraining(task, setting)
        case _:
            raise _malformed()
    match options:
        case {"begun": dict(begun), "step": int(step), "pins": list(pins)} if _are_counts(step):
            if not run.first <= step <= run.last:
                raise _malformed()
            return StoredTraining(
                task, setting, begun, run, step, given, tuple(map(_pair, pins[:1000]))
            )
        case _:
            raise _malformed()


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain JSON."""
    optimiser = plan.optimiser
    values = {name: getattr(optimiser, name) for name in settings_of(optimiser.key)}
    return {
        "optimiser": optimiser.key,
        "settings": {n: list(v) if isinstance(v, tuple) else v for n, v in values.items()},
        "clip": plan.clip,
        "frozen": sorted(plan.frozen),
        "undecayed": sorted(plan.undecayed),
    }


def plan_of(entry: Any) -> Plan:
    """Make a plan from its JSON.

    Raises:
        ValueError: it is malformed, or names a setting that no optimiser has.
    """
    match entry:
        case {
            "optimiser": str(key),
            "settings": dict(values),
            "clip": None | int() | float() as clip,
            "frozen": list(frozen),
            "undecayed": list(undecayed),
        } if all(isinstance(name, str) for name in (*frozen, *undecayed)):
            settings = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
            if not all(map(_is_setting, settings.values())) or isinstance(clip, bool):
                raise _malformed()
            try:
                optimiser = optimiser_of(key, settings)
            except (KeyError, TypeError):
                raise _malformed() from None
            return Plan(optimiser, clip, frozenset(frozen), frozenset(undecayed))
        case _:
            raise _malformed()


def stops_of(entry: Any) -> tuple[Stop, ...]:
    """Make stops from their texts.

    Raises:
        ValueError: one is not understood.
    """
    if not isinstance(entry, list) or not all(isinstance(text, str) for text in entry):
        raise _malformed()
    return tuple(map(parse, entry[:1000]))


def _run(entry: Any, arrays: Mapping[str, Array]) -> RunRecord:
    match entry:
        case {
            "plan": plan,
            "seed": int(seed),
            "stops": stops,
            "judged_every": int(judged_every),
            "room": int(room),
            "first": int(first),
            "last": int(last),
            "counts": [int(begun), int(now)],
            "met": list(met),
        } if _are_counts(seed, judged_every, room, first, last, begun, now) and judged_every:
            pass
        case _:
            raise _malformed()
    conditions = stops_of(stops)
    if len(met) != len(conditions) or not all(isinstance(n, int) and n < 2**53 for n in met):
        raise _malformed()
    if first > last or last >= 2**53:
        raise _malformed()
    weights = arrays.get("weights")
    newest = arrays.get("newest")
    if weights is None or newest is None or weights.ndim != 1 or newest.ndim != 1:
        raise _malformed()
    none = weights[:0]
    log = arrays.get("log", none.astype("float64").reshape(0, 5))
    judged = arrays.get("judgements", none.astype("float64").reshape(0, 3))
    state = arrays.get("state", none)
    kept = arrays.get("kept", none.reshape(0, 1).repeat(newest.size, axis=1))
    if (log.ndim, judged.ndim, state.ndim, kept.ndim) != (2, 2, 1, 2):
        raise _malformed()
    if log.dtype != "float64" or judged.dtype != "float64":
        raise _malformed()
    steps = judged[:, 0] if judged.shape[1] else judged
    if not all(math.isfinite(n) and n == int(n) and first <= n <= last for n in steps.tolist()):
        raise _malformed()
    return RunRecord(
        plan_of(plan), seed, conditions, judged_every, room, first, last, (begun, now),
        weights, state, kept, newest, log, judged, tuple(met),
    )  # fmt: skip


def _pair(entry: Any) -> tuple[int, int]:
    match entry:
        case [int(pin), int(step)] if _are_counts(pin, step):
            return pin, step
        case _:
            raise _malformed()


def _is_setting(value: Any) -> bool:
    if isinstance(value, tuple):
        return len(value) == 2 and all(map(_is_number, value))
    return isinstance(value, bool) or _is_number(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _are_counts(*values: Any) -> bool:
    return all(not isinstance(value, bool) and 0 <= value < 2**53 for value in values)


def _malformed() -> ValueError:
    return ValueError(tr("its “training” is malformed"))
