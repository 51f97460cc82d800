"""What the commands refuse: arguments that contradict each other, and writing over files."""

import os
from argparse import Namespace
from collections.abc import Callable, Sequence


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
    """No file is written twice, or over one that is read, nor what goes beside the output."""
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
