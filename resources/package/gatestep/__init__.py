"""Gatestep: an LSTM stepped one timestep and one gate at a time, with every number kept.

`trace` computes an `nn.LSTM` over an input, `view` opens the window on it, `check` compares every
step with PyTorch, `gradients` goes back, `diagnose` says why other numbers differ, and `capture`
takes the calls of a running model. None of them is imported before it is used.

An installed wheel has everything in this folder. In a checkout this is the folder that an editable
install puts on the path, and the rest stands at the repository's root.
"""

import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False  # as typing has it, whose import takes longer than all else here

_HERE = os.path.dirname(os.path.realpath(__file__))
_INSTALLED = os.path.isdir(os.path.join(_HERE, "simulator"))
_ROOT = _HERE if _INSTALLED else os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))

if not _INSTALLED:
    __path__.append(_ROOT)

from .simulator.face import public  # noqa: E402, for it may stand at the root
from .simulator.version import VERSION as __version__  # noqa: E402

if TYPE_CHECKING:
    from typing import Any

    from .simulator.face.capture import Call, capture
    from .simulator.face.explanation import Explanation
    from .simulator.face.gradients import Gradients, gradients
    from .simulator.face.trace import Trace, trace
    from .simulator.face.verdicts import check, diagnose
    from .simulator.face.viewing import view
    from .simulator.face.window import View

__all__ = [
    "Call",
    "Explanation",
    "Gradients",
    "Trace",
    "View",
    "__version__",
    "capture",
    "check",
    "diagnose",
    "gradients",
    "main",
    "trace",
    "view",
]


def __getattr__(name: str) -> "Any":
    found = globals()[name] = public(name)
    return found


def __dir__() -> list[str]:
    return __all__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program in this process: open the window, or run a command.

    Args:
        arguments: those of the command line; the process's own by default.

    Returns:
        The exit status: 0 done, 1 failed, 2 wrong usage or no display, 130 interrupted.

    Raises:
        RuntimeError: the process has imported a `main`, `simulator` or `ui` that is another's.
    """
    for name in ("main", "simulator", "ui"):
        stranger = getattr(sys.modules.get(name), "__file__", None)
        if stranger and not os.path.realpath(stranger).startswith(os.path.join(_ROOT, "")):
            raise RuntimeError(
                f"gatestep.main runs in a process of its own, and this one has imported "
                f"{stranger}: start `python -m gatestep`"
            )
    sys.path.insert(0, _ROOT)  # the process is the program's own: its names come first
    import main as program

    return program.main(arguments)
