"""Requests of Python: an LSTM, what it reads, and what it is for, made an experiment."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypedDict

from ..experiment.experiment import Experiment
from ..files.checkpoints import checkpoint
from ..files.registry import recognise
from ..files.traces.input_columns import UNNAMED, InputNames
from ..files.workspaces.reader import read_workspace
from ..files.workspaces.workspace import Workspace
from ..network.parameters import Parameters
from ..objective.readout import EVERY
from .inputs import Names, experiment_over, names_of, say_what_is_left_out
from .module import lstm_of, parameters_of
from .purpose import with_purpose
from .tensors import noting_casts

StrPath = str | os.PathLike[str]

PATHS: Final = (str, os.PathLike)


class Options(TypedDict, total=False):
    """Options of `trace`, by keyword."""

    h_0: Any
    c_0: Any
    lengths: Any
    batch_first: bool | None
    readout: Any
    target: Any
    loss: Any
    over: str
    names: Names


@dataclass(frozen=True, eq=False, slots=True)
class Request:
    """An experiment, with what a window calls it, and the names of its input."""

    experiment: Experiment
    title: str
    names: InputNames = UNNAMED

    @classmethod
    def of(
        cls,
        lstm: Any,
        x: Any,
        h_0: Any = None,
        c_0: Any = None,
        lengths: Any = None,
        batch_first: bool | None = None,
        readout: Any = None,
        target: Any = None,
        loss: Any = None,
        over: str = EVERY,
        names: Names = None,
    ) -> "Request":
        """Read the arguments of `trace`.

        Raises:
            TypeError, ValueError: as `trace`. FileError: a file that cannot be read.
        """
        with noting_casts():
            if isinstance(lstm, PATHS) and x is None:
                kept = cls._of_workspace(lstm)
                given = h_0, c_0, lengths, batch_first, readout, target, loss, over, names
                refuse_options("a workspace has its own input", *given)
                return kept
            if x is None:
                raise TypeError("x is missing: pass the LSTM's input")
            parameters, title, inside = _weights_of(lstm)
            try:
                experiment = experiment_over(parameters, x, h_0, c_0, lengths, batch_first)
            except (TypeError, ValueError) as error:
                if not inside:
                    raise
                raise type(error)(
                    f"{error}. x goes into model.{inside} itself; for the model's own input use "
                    "`with gatestep.capture(model) as calls:`"
                ) from None
            experiment = with_purpose(experiment, lstm, readout, target, loss, over)
            return cls(experiment, title, names_of(names, experiment))

    def workspace(self) -> Workspace:
        """Return the workspace that a window shows of it."""
        e, names = self.experiment, self.names
        return Workspace(self.title, e, e, names.timesteps, names.features)

    @classmethod
    def _of_workspace(cls, path: StrPath) -> "Request":
        file = recognise(path)
        if "workspace" not in file.format.row.holds:
            raise TypeError(f"x is missing: {os.fspath(path)} is not a workspace and has no input")
        kept = read_workspace(file)
        names = InputNames(kept.timestep_labels, kept.feature_names)
        return cls(kept.experiment, kept.title, names)


def refuse_options(what: str, *options: Any) -> None:
    """Refuse options beside what is taken as it is.

    Raises:
        TypeError: one of them is given.
    """
    if any(not isinstance(value, str | None) or value not in (None, EVERY) for value in options):
        raise TypeError(f"{what}: leave the options out")


def _weights_of(lstm: Any) -> tuple[Parameters, str, str]:
    """Return weights, title, and the LSTM's name inside a model."""
    if isinstance(lstm, PATHS):
        parameters, stored = checkpoint.load(lstm)
        return parameters, Path(lstm).name + (f" · {stored.label}" if stored.name else ""), ""
    module, inside = lstm_of(lstm)
    parameters = parameters_of(module)
    say_what_is_left_out(module, inside)
    return parameters, type(lstm).__name__ + (f" · {inside}" if inside else ""), inside
