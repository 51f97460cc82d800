"""Refusals and notes of the commands, in one line each."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from types import ModuleType

from ..files.atomic import check_writable
from ..files.errors import plain
from ..files.gradients.export import is_exported_gradients
from ..files.optional_packages import without_torch
from ..files.registry import is_workspace
from ..files.traces.sidecar import is_sidecar
from ..files.traces.stored import is_exported
from .experiment_arguments import told_of_a_run
from .output import STDOUT


class CommandError(Exception):
    """One line for the user: what failed, where, why, and a cure."""

    status = 1


class UsageError(CommandError):
    """Arguments that contradict each other."""

    status = 2


def check_outputs(
    options: Namespace,
    *written: str,
    beside: Callable[[str], Sequence[str]] = lambda output: (),
) -> None:
    """Refuse, before any work, to write a file twice, over one that is read, or where none can be.

    Files beside the output are not named by the user: they never replace a file that is not
    Gatestep's.

    Raises:
        UsageError: two are the same file. FileError: one cannot be written.
    """
    taken = {
        os.path.realpath(path): f"--{name}"
        for name in ("model", "vocabulary", "observed", "h0", "c0", "readout", "target")
        if (path := getattr(options, name, None))
    }
    for path in getattr(options, "sequence", None) or ():
        taken.setdefault(os.path.realpath(path), "--sequence")
    for path in getattr(options, "traces", ()):
        taken.setdefault(os.path.realpath(path), "a trace")
    named = [
        (f"--{name}", path)
        for name in written
        if (path := getattr(options, name)) and (name, path) != ("report", STDOUT)
    ]
    companions = beside(options.output) if "output" in written else ()
    for name, path in [*named, *(("what goes beside --output", path) for path in companions)]:
        if (other := taken.setdefault(os.path.realpath(path), name)) != name:
            raise UsageError(f"{name} and {other} are the same file, {path}: choose another name")
    for path in companions:
        if os.path.lexists(path) and not any(
            is_ours(path)
            for is_ours in (is_sidecar, is_workspace, is_exported, is_exported_gradients)
        ):
            raise UsageError(
                f"what goes beside --output would take the place of {path}, which Gatestep has "
                "not written: move it, or choose another name"
            )
    for _, path in named:
        check_writable(path)


def refuse_without_model(options: Namespace) -> None:
    """Refuse options about a model and a sequence when neither is given."""
    told = told_of_a_run(options)
    if options.model is None and told:
        raise UsageError(
            f"{told[0]} is of a run of --model and --sequence, and neither is given: give both, or "
            "leave it out"
        )


def torch_engine(what: str) -> ModuleType:
    """Load the torch engine late, but before any work that would need it in the end.

    Raises:
        CommandError: it does not load; `what` needs it.
    """
    try:
        from ..reference import torch_lstm
    except (ImportError, OSError) as error:
        raise CommandError(without_torch(what, error)) from error
    return torch_lstm


def tell(message: str) -> None:
    """Print a note in one line on stderr; the work goes on."""
    print(f"gatestep: note: {one_line(message)}", file=sys.stderr)


def one_line(message: str) -> str:
    """Join a message to one line, and shorten it to a readable length."""
    return plain(" ".join(message.split()), 2000)
