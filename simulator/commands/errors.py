"""What the commands refuse and note, in one line: what does not go together, or is not there."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from types import ModuleType

from ..files.errors import plain
from ..files.registry import is_workspace
from ..files.traces.sidecar import is_sidecar
from .arguments import told_of_a_run


class CommandError(Exception):
    """One line for a person: what failed, where, why, and what to do."""

    status = 1


class UsageError(CommandError):
    """The arguments contradict each other."""

    status = 2


def refuse_overwriting(
    options: Namespace,
    *written: str,
    beside: Callable[[str], Sequence[str]] = lambda output: (),
) -> None:
    """No file is written twice, or over one that is read, nor what goes beside the output.

    What goes beside it, nobody has named: it is written over no file that is not Gatestep's.
    """
    taken = {
        os.path.realpath(path): f"--{name}"
        for name in ("model", "vocabulary", "observed", "h0", "c0")
        if (path := getattr(options, name, None))
    }
    for path in getattr(options, "sequence", ()):
        taken.setdefault(os.path.realpath(path), "--sequence")
    named = [(f"--{name}", path) for name in written if (path := getattr(options, name))]
    companions = beside(options.output) if "output" in written else ()
    for name, path in [*named, *(("what goes beside --output", path) for path in companions)]:
        if (other := taken.setdefault(os.path.realpath(path), name)) != name:
            raise UsageError(f"{name} and {other} are the same file, {path}: choose another name")
    for path in companions:
        if os.path.lexists(path) and not (is_sidecar(path) or is_workspace(path)):
            raise UsageError(
                f"what goes beside --output would take the place of {path}, which Gatestep has "
                "not written: move it, or choose another name"
            )


def refuse_without_model(options: Namespace) -> None:
    """Where no model is read, no option says how."""
    told = told_of_a_run(options)
    if options.model is None and told:
        raise UsageError(
            f"{told[0]} is of a run of --model and --sequence, and neither is given: give both, or "
            "leave it out"
        )


def torch_engine(what: str) -> ModuleType:
    """The torch engine, loaded late; before any work that would need it in the end.

    Raises:
        CommandError: it does not load; `what` needs it.
    """
    try:
        from ..reference import torch_lstm
    except (ImportError, OSError) as error:
        raise CommandError(
            f"{what} needs PyTorch, which can not be loaded here ({error}): "
            "python -m pip install torch"
        ) from error
    return torch_lstm


def tell(message: str) -> None:
    """Tell something that the work goes on after, in one line on stderr."""
    print(f"gatestep: note: {one_line(message)}", file=sys.stderr)


def one_line(message: str) -> str:
    """A message without breaks, and none too long to be read."""
    return plain(" ".join(message.split()), 2000)
