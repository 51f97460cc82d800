"""Training as a workspace stores it, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.experiment.experiment import Experiment
from simulator.files.errors import plain
from simulator.files.training.folder import BatchFolder, Learner, find_again
from simulator.files.workspaces.training_json import (
    StoredTraining,
    plan_of,
    plan_to_json,
    stops_of,
)
from simulator.training.kept_steps import ROOM
from simulator.training.network import Network
from simulator.training.record import RunRecord
from simulator.training.source import NoBatches, Source
from simulator.translation import tr
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.setting import PACES, TrainingSetting
from ui.session.training_state.tasks import task_of

COPY_ROOM = 8 << 20
"""Bytes of kept steps in a copy, which is written every few seconds."""


@dataclass(frozen=True, eq=False, slots=True)
class _Opened:
    experiment: Experiment
    mistake: str = ""


def stored(
    experiment: Experiment,
    place: TrainingCheckpoint | None,
    setting: TrainingSetting,
    pins: Sequence[TrainingCheckpoint | None] = (),
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
    own = place.setting.same_batches(place.given, experiment)
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


def place_of(training: StoredTraining, experiment: Experiment) -> TrainingCheckpoint | None:
    """Return the place in a stored run; None without one.

    Raises:
        ValueError: it does not fit the experiment, in words.
    """
    if training.run is None or training.begun is None:
        return None
    begun = setting_of(training.begun, training.folders)
    given = training.given or experiment
    source: Source
    try:
        source = begun.source_for(_Opened(given))
    except ValueError as error:
        if begun.folder is None:
            raise
        source = NoBatches(str(error))
    run = training.run.run(Network.of(experiment), source)
    return TrainingCheckpoint.begun(run, begun, given).at(training.step)


def with_folders(training: StoredTraining, experiment: Experiment) -> StoredTraining:
    """Return training with the folders read that its settings name, or why they cannot be.

    Args:
        experiment: the present one.
    """
    try:
        named = {_folder_in(entry) for entry in (training.setting, training.begun or {})} - {None}
        learner = Learner.of(training.given or experiment) if named else None
    except ValueError:
        return training  # who makes the setting tells why
    found = {key: find_again(*key, learner) for key in named if key and learner}
    return replace(training, folders=found)


def sharing_network(place: TrainingCheckpoint, experiment: Experiment) -> TrainingCheckpoint:
    """Return a place that shares an experiment's network, if that has the same numbers."""
    network = Network.of(experiment)
    there = network.arrays
    if any(a.tobytes() != there[name].tobytes() for name, a in place.network.arrays.items()):
        return place
    return replace(place, network=network)


def setting_to_json(setting: TrainingSetting) -> dict[str, Any]:
    """Return a setting as plain JSON; of a folder where it is, and a digest of its files."""
    folder = setting.folder
    named = {} if folder is None else {"folder": [folder.path, folder.digest]}
    return {
        **named,
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


def setting_of(
    entry: Mapping[str, Any], folders: Mapping[tuple[str, str], BatchFolder] | None = None
) -> TrainingSetting:
    """Make a setting from its JSON.

    Args:
        folders: those that are read, by path and digest.

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
                    tr("this version does not have the task “{task}”", task=task[:60])
                ) from None
            return TrainingSetting(
                task, plan_of(plan), batch, seed, until, pace,
                stops_of(stops), frozenset(stops_of(off)), float(held_out),
                _folder_of(entry, folders or {}),
            )  # fmt: skip
        case _:
            raise ValueError(tr("its “training” is malformed"))


def _folder_in(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the path and digest of the folder that a setting names; None for none.

    Raises:
        ValueError: it is malformed.
    """
    match entry.get("folder"):
        case None:
            return None
        case [str(path), str(digest)]:
            return path, digest
        case _:
            raise ValueError(tr("its “training” is malformed"))


def _folder_of(
    entry: Mapping[str, Any], folders: Mapping[tuple[str, str], BatchFolder]
) -> BatchFolder | None:
    named = _folder_in(entry)
    if named is None:
        return None
    unread = BatchFolder(*named, why=tr("the folder {path} was not read", path=plain(named[0])))
    return folders.get(named, unread)
