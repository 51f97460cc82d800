"""View of an LSTM over an input, in the window."""

import os
from typing import Any

from .inputs import Names
from .request import PATHS, Request, refuse_options
from .trace import Trace
from .window import View, opened


def view(
    lstm: Any,
    x: Any = None,
    *,
    h_0: Any = None,
    c_0: Any = None,
    lengths: Any = None,
    batch_first: bool | None = None,
    readout: Any = None,
    target: Any = None,
    loss: Any = None,
    over: str = "every",
    names: Names = None,
) -> View:
    """Open the window on an LSTM and its input, in a process of its own; returns at once.

    The window works on a copy: an edit there changes nothing here. It stays when this program ends.

    Args:
        lstm: as for `trace`; also a Trace, or the path of any file that the window opens.
        x: as for `trace`; also the path of a sequence, where lstm is a path. The other arguments
            are those of `trace`.

    Raises:
        TypeError, ValueError, FileError: as `trace`. RuntimeError: no process can be started.
    """
    given = h_0, c_0, lengths, batch_first, readout, target, loss, over, names
    if isinstance(lstm, Trace):
        refuse_options("a Trace has its own input", x, *given)
        return opened(lstm.request)
    if isinstance(lstm, PATHS) and (x is None or isinstance(x, PATHS)):
        refuse_options("files are opened as they are", *given)
        return View([os.path.abspath(path) for path in (lstm, x) if path is not None])
    return opened(Request.of(lstm, x, *given))
