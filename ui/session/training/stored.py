"""Training as a workspace stores it, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.experiment.experiment import Experiment
from simulator.files.workspaces.training_json import (
    StoredTraining,
    plan_of,
    plan_to_json,
    stops_of,
)
from simulator.training.kept_steps import ROOM
from simulator.training.network import Network
from simulator.training.record import RunRecord
from simulator.translation import tr
from ui.session.training.place import TrainingPlace
from ui.session.training.setting import PACES, TrainingSetting, same_sequences
from ui.session.training.tasks import task_of

COPY_ROOM = 8 << 20
"""Bytes of kept steps in a copy, which is written every few seconds."""


@dataclass(frozen=True, eq=False, slots=True)
class _Opened:
    experiment: Experiment
    mistake: str = ""


def stored(
    experiment: Experiment,
    place: TrainingPlace | None,
    setting: TrainingSetting,
    pins: Sequence[TrainingPlace | None] = (),
    room: int = ROOM,
) -> StoredTraining | None:
    """Return what a workspace keeps of training; None for nothing but the usual setting.

    Args:
        experiment: the present one. pins: the places of the baselines, in their order.
        room: bytes that kept steps may take.
    """
    if place is None:
        if setting == TrainingSetting():
            return None
        return StoredTraining(setting.task, setting_to_json(setting))
    own = same_sequences(place.given, experiment) or bool(place.setting.task)
    steps = tuple(
        (number, pin.step)
        for number, pin in enumerate(pins)
        if pin is not None and pin.run is place.run
    )
    return StoredTraining(
        setting.task,
        setting_to_json(setting),
        setting_to_json(place.setting),
        RunRecord.of(place.run, room),
        place.step,
        None if own else place.given,
        steps,
    )


def place_of(training: StoredTraining, experiment: Experiment) -> TrainingPlace | None:
    """Return the place in a stored run; None without one.

    Raises:
        ValueError: it does not fit the experiment, in words.
    """
    if training.run is None or training.begun is None:
        return None
    begun = setting_of(training.begun)
    given = training.given or experiment
    source = begun.source_for(_Opened(given))
    run = training.run.run(Network.of(experiment), source)
    return TrainingPlace.begun(run, begun, given).at(training.step)


def sharing_network(place: TrainingPlace, experiment: Experiment) -> TrainingPlace:
    """Return a place that shares an experiment's network, if that has the same numbers."""
    network = Network.of(experiment)
    there = network.arrays
    if any(a.tobytes() != there[name].tobytes() for name, a in place.network.arrays.items()):
        return place
    return replace(place, network=network)


def setting_to_json(setting: TrainingSetting) -> dict[str, Any]:
    """Return a setting as plain JSON."""
    return {
        "task": setting.task,
        "plan": plan_to_json(setting.plan),
        "batch": setting.batch,
        "seed": setting.seed,
        "until": setting.until,
        "pace": setting.pace,
        "stops": [stop.text() for stop in setting.stops],
        "off": [stop.text() for stop in setting.stops if stop in setting.off],
        "held_out": setting.held_out,
    }


def setting_of(entry: Mapping[str, Any]) -> TrainingSetting:
    """Make a setting from its JSON.

    Raises:
        ValueError: it is malformed, or names a task that there is not.
    """
    match entry:
        case {
            "task": str(task),
            "plan": plan,
            "batch": int(batch),
            "seed": int(seed),
            "until": int(until),
            "pace": int(pace),
            "stops": stops,
            "off": off,
            "held_out": int() | float() as held_out,
        } if min(batch, seed, until) >= 0 and max(batch, seed, until) < 2**53 and pace in PACES:
            try:
                if task:
                    task_of(task)
            except KeyError:
                raise ValueError(
                    tr("this version knows no task “{task}”", task=task[:60])
                ) from None
            return TrainingSetting(
                task, plan_of(plan), batch, seed, until, pace,
                stops_of(stops), frozenset(stops_of(off)), float(held_out),
            )  # fmt: skip
        case _:
            raise ValueError(tr("its training is malformed"))
