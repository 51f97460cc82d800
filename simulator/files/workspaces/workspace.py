"""Workspace: everything needed to continue later, as one value (see `writer`)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from ...arrays import Array, read_only, same_bits
from ...experiment.experiment import Experiment
from ...translation import tr
from ..checkpoints.find_lstms import Origin
from ..training.folder import BatchFolder
from . import training_json
from .experiment_json import from_json, to_json
from .training_json import GROUP, StoredTraining

FORMAT = 2
"""Newest format. It is written only where an objective or training is inside; any other workspace
is written in format 1, which earlier versions read too."""
PRESENT, ORIGINAL, GIVEN = "experiment", "original", "given"

_ON = " on "


class Pinned(NamedTuple):
    """An experiment pinned as a baseline for comparison, and its name."""

    name: str
    experiment: Experiment


@dataclass(frozen=True, eq=False, slots=True)
class Workspace:
    """Contents of a workspace file.

    Attributes:
        title: the model's title, followed by `on` and the sequence's title, if it has one.
        experiment: the present one. original: the one that was opened.
        timestep_labels: T of them, or none. feature_names: I of them, or none.
        origin: the checkpoint that the model came from. notes: the user's notes on it.
        pins: the baselines.
        view: the state of the window, plain JSON of the caller's own.
        sequence_title: the sequence's title; empty where the title has none.
        row_names: the names of the batch rows, B of them, or none.
        training: its training run, or how it is to be trained; None for neither.
    """

    title: str
    experiment: Experiment
    original: Experiment
    timestep_labels: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    origin: Origin | None = None
    notes: str = ""
    pins: tuple[Pinned, ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    sequence_title: str = ""
    row_names: tuple[str, ...] = ()
    training: StoredTraining | None = None

    @property
    def model_title(self) -> str:
        """Title of the model, without the sequence's."""
        return self.title.removesuffix(f"{_ON}{self.sequence_title}" if self.sequence_title else "")

    def __reduce__(self) -> tuple[Callable[..., "Workspace"], tuple[Any, ...]]:
        """Pickle in parts, so that arrays shared by the experiments arrive shared."""
        folders = {} if self.training is None else dict(self.training.folders)
        return _arrived, (*parts(self), folders)


def parts(workspace: Workspace) -> tuple[dict[str, Any], dict[str, dict[str, Array]]]:
    """Return a workspace as plain JSON, and its arrays by group and name.

    The groups: `experiment`, and `original`, `pin_0`, … with the arrays that differ from it;
    `training`, and `given`, whose sequences a run learns from, where they are others.
    """
    options, present = to_json(workspace.experiment)
    groups = {PRESENT: present}

    def apart(group: str, experiment: Experiment) -> dict[str, Any] | None:
        if experiment is workspace.experiment:
            return None
        other, arrays = to_json(experiment)
        groups[group] = {
            name: array
            for name, array in arrays.items()
            if name not in present or not same_bits(array, present[name])
        }
        return other

    experiments = workspace.experiment, workspace.original, *(p.experiment for p in workspace.pins)
    training = workspace.training
    content: dict[str, Any] = {
        "format": FORMAT if training is not None or any(e.objective for e in experiments) else 1,
        "title": workspace.title,
        "sequence_title": workspace.sequence_title,
        "timestep_labels": list(workspace.timestep_labels),
        "feature_names": list(workspace.feature_names),
        "row_names": list(workspace.row_names),
        "origin": None if workspace.origin is None else asdict(workspace.origin),
        "notes": workspace.notes,
        PRESENT: options,
        ORIGINAL: apart(ORIGINAL, workspace.original),
        "pins": [
            {"name": pin.name, "experiment": apart(f"pin_{k}", pin.experiment)}
            for k, pin in enumerate(workspace.pins)
        ],
        "view": dict(workspace.view),
    }
    if training is not None:
        told, groups[GROUP] = training_json.to_json(training)
        given = None if training.given is None else apart(GIVEN, training.given)
        content[GROUP] = {**told, GIVEN: given}
    return content, groups


def _arrived(
    content: Mapping[str, Any],
    groups: Mapping[str, Mapping[str, Array]],
    folders: Mapping[tuple[str, str], BatchFolder],
) -> Workspace:
    """Make a workspace from its parts, and from the folders that were read for it."""
    workspace = of_parts(content, groups)
    if workspace.training is None:
        return workspace
    return replace(workspace, training=replace(workspace.training, folders=folders))


def of_parts(content: Mapping[str, Any], groups: Mapping[str, Mapping[str, Array]]) -> Workspace:
    """Make a workspace from its parts.

    Raises:
        ValueError, OverflowError: names a part that is missing or does not fit.
    """
    frozen = {group: _frozen(named) for group, named in groups.items()}
    present = frozen.get(PRESENT, {})
    match content:
        case {
            "title": str(title),
            "timestep_labels": list(labels),
            "feature_names": list(names),
            "notes": str(notes),
            "pins": list(pins),
            "view": dict(view),
        } if _are_texts(labels, names, content.get("row_names", [])):
            experiment = from_json(content.get(PRESENT), present)
        case _:
            raise ValueError(tr("its description is malformed"))

    def together(group: str, options: Any) -> Experiment:
        if options is None:
            return experiment
        return from_json(options, {**present, **frozen.get(group, {})})

    training = content.get(GROUP)
    given = training.get(GIVEN) if isinstance(training, dict) else None
    rows = content.get("row_names", [])
    lengths = zip((labels, rows, names), experiment.sequence.shape, strict=True)
    if any(len(texts) not in (0, length) for texts, length in lengths):
        raise ValueError(tr("its labels do not fit its sequence"))
    return Workspace(
        title,
        experiment,
        together(ORIGINAL, content.get(ORIGINAL)),
        tuple(labels),
        tuple(names),
        _origin(content.get("origin")),
        notes,
        tuple(
            Pinned(_text(pin, "name"), together(f"pin_{k}", pin.get("experiment")))
            for k, pin in enumerate(pins)
        ),
        view,
        _sequence_title(title, content.get("sequence_title")),
        tuple(rows),
        training_json.from_json(training, frozen.get(GROUP, {}), given and together(GIVEN, given)),
    )


def titled(model_title: str, sequence_title: str) -> str:
    """Return the title of a workspace of a model and a sequence."""
    return f"{model_title}{_ON}{sequence_title}" if sequence_title else model_title


def _are_texts(*lists: Any) -> bool:
    return all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in lists
    )


def _sequence_title(title: str, value: Any) -> str:
    """Return the sequence's title; older files lack it, so there it is the part after `on`."""
    named = title.partition(_ON)[2] if value is None else value
    if not isinstance(named, str):
        raise ValueError(tr("its description is malformed"))
    return named


def _frozen(named: Mapping[str, Array]) -> dict[str, Array]:
    """Make the arrays of a group read-only; they were just read or unpickled, so they are ours."""
    for array in named.values():
        array.flags.writeable = False
    return {name: read_only(array) for name, array in named.items()}


def _origin(value: Any) -> Origin | None:
    match value:
        case None:
            return None
        case {"path": str(path), "lstm": str(lstm)}:
            return Origin(path, lstm)
        case _:
            raise ValueError(tr("the record of where its model came from is malformed"))


def _text(entry: Any, key: str) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
        raise ValueError(tr("one of its parts has a malformed {key}", key=key))
    return str(entry[key])
