"""Workspaces to save, and their view as plain JSON: position, selection and layout."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeGuard

from simulator.analysis.address import Address
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import Condition
from simulator.files.stamp import Stamp
from simulator.files.workspaces import place
from simulator.files.workspaces.training_json import StoredTraining
from simulator.files.workspaces.workspace import Pinned, Workspace, titled
from simulator.network.lane import Lane
from simulator.training.kept_steps import ROOM
from ui.documents.known_files import KnownFile
from ui.session.baselines import Baselines, Pin
from ui.session.document_extras import DocumentExtras
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.stored import COPY_ROOM, setting_of, sharing_network, stored
from ui.session.watching import Watching
from ui.session.workbench import Workbench

_WATCHES, _BREAKPOINTS = "watches", "breakpoints"
_FILE, _STAMP = OF_COPIES = "file", "stamp"
"""Entries of a view that only copies have: they tell where the user's own file lies."""


def workspace_of(
    snapshot: Snapshot, layout: str, file: KnownFile | None = None, as_copy: bool = False
) -> Workspace:
    """Return the workspace to save, never with a sabotage, which is temporary.

    Args:
        file: the document's own file, for a copy that is kept elsewhere.
        as_copy: it is such a copy, and is written every few seconds.
    """
    document = snapshot.document
    view = view_of(snapshot, layout)
    kept = [pin for pin in snapshot.against.baselines.pins if pin.recorded is None]
    return Workspace(
        titled(document.model_title, document.sequence_title),
        document.experiment,
        document.original,
        document.original_labels,
        document.feature_names,
        document.origin,
        document.notes,
        tuple(Pinned(pin.name, pin.experiment) for pin in kept),
        view if file is None else {**view, _FILE: file.path, _STAMP: file.stamp},
        document.sequence_title,
        document.row_names,
        stored(
            document.experiment,
            document.training,
            snapshot.setting,
            [pin.place for pin in kept],
            COPY_ROOM if as_copy else ROOM,
        ),
    )


def file_of(view: Mapping[str, Any]) -> KnownFile | None:
    """Return the file of a document whose copy was kept elsewhere; None when it had none.

    Former versions kept no stamp: there the file counts as it is now.
    """
    path, stamp = view.get(_FILE), view.get(_STAMP, ())
    if not isinstance(path, str):
        return None
    match stamp:
        case [*numbers] if len(numbers) == 3 and all(map(_is_count, numbers)):
            return KnownFile(path, Stamp(*numbers))
        case None:
            return KnownFile(path, None)
    return KnownFile(path, Stamp.of(path))


def view_of(snapshot: Snapshot, layout: str) -> dict[str, Any]:
    """Return the view for `restore`, and the sealed layout of the panels."""
    watching = snapshot.watching
    baselines = snapshot.against.baselines
    kept = [pin for pin in baselines.pins if pin.recorded is None]
    return {
        **place.stored(snapshot.schedule, snapshot.target),
        "granularity": snapshot.granularity,
        "lane": [*snapshot.lane, snapshot.row],
        "unit": snapshot.unit,
        _WATCHES: [*map(_typed, watching.watches), *_unread(watching, _WATCHES)],
        _BREAKPOINTS: [
            *([stop.condition.text(), stop.enabled] for stop in watching.breakpoints),
            *_unread(watching, _BREAKPOINTS),
        ],
        "baseline": kept.index(baselines.chosen) if baselines.chosen in kept else None,
        "layout": layout,
    }


def restore(
    workbench: Workbench,
    view: Mapping[str, Any],
    pins: tuple[Pinned, ...],
    training: StoredTraining | None = None,
) -> None:
    """Restore a workspace's view, pins and setting of training on the workbench.

    A view comes from a file: parts that are missing or do not fit are ignored.
    """
    if training is not None:
        with suppress(ValueError):
            workbench.trainer.remember(setting_of(training.setting, training.folders))
    if view.get("granularity") in (TIMESTEP, GATE):
        workbench.set_granularity(view["granularity"])
    steps = {} if training is None else dict(training.pins)
    kept = tuple(
        _pin(pin, workbench.documents.value.training, steps.get(number))
        for number, pin in enumerate(pins)
    )
    baseline = view.get("baseline")
    chosen = kept[baseline] if _is_count(baseline) and baseline < len(kept) else None
    workbench.set_companions(DocumentExtras(Baselines(kept, chosen), _watching(view)))
    position = place.position_of(workbench.snapshot().schedule, view)
    if position is not None:
        workbench.go_to(position)
    experiment = workbench.snapshot().experiment
    match view.get("lane"):
        case [layer, direction, row] if all(map(_is_count, (layer, direction, row))):
            there = layer < experiment.config.num_layers
            there &= direction < experiment.config.num_directions
            if there and row < experiment.batch_size:
                workbench.select(Lane(layer, direction), row)
    unit = view.get("unit")
    if _is_count(unit) and unit < experiment.config.hidden_size:
        workbench.select_unit(unit)


def _pin(pin: Pinned, training: TrainingCheckpoint | None, step: int | None) -> Pin:
    """Return a pin, with its place where it is a step of the run."""
    plain = Pin(pin.name, pin.experiment)
    if training is None or step is None or not training.fits(pin.experiment):
        return plain
    if not training.run.first <= step <= training.newest:
        return plain
    there = sharing_network(training.at(step), pin.experiment)
    return replace(plain, place=there) if there.shows(pin.experiment) else plain


def _typed(watch: Address) -> str:
    """Write a watch as the user would type it, with its whole place."""
    return f"{watch.name} {watch.where.text()}"


def _unread(watching: Watching, kind: str) -> list[Any]:
    """Return the entries of a list that were not understood, as they were read."""
    return [json.loads(entry.stored) for entry in watching.unread if entry.kind == kind]


def _watching(view: Mapping[str, Any]) -> Watching:
    watching = Watching()
    for kind, with_entry in ((_WATCHES, _with_watch), (_BREAKPOINTS, _with_breakpoint)):
        for entry in _list(view, kind):
            try:
                watching = with_entry(watching, entry)
            except ValueError:
                with suppress(ValueError):  # 1e999 is no number that a file may have
                    watching = watching.with_unread(kind, entry)
    return watching


def _with_watch(watching: Watching, entry: Any) -> Watching:
    """Add a watch as it is stored; raises ValueError when it is not understood."""
    if not isinstance(entry, str):
        raise ValueError
    return watching.typed(entry, Lane(), 0)


def _with_breakpoint(watching: Watching, entry: Any) -> Watching:
    """Add a breakpoint as it is stored; raises ValueError when it is not understood."""
    match entry:
        case [str(text), bool(enabled)]:
            condition = parse(text)
            if isinstance(condition, Condition):
                return watching.with_breakpoint(condition).enabling(condition, enabled)
    raise ValueError


def _list(view: Mapping[str, Any], key: str) -> list[Any]:
    value = view.get(key)
    return value[:1000] if isinstance(value, list) else []


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
