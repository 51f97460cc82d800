"""Threads and modes in which a run is computed: those of the program, whatever the user's are.

One step's products are too small to share among cores, and the bits must not depend on how many
there are. The program says so before numpy is loaded; here numpy was loaded by its user.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController

_lock = Lock()
_limiters: list[Any] = []  # one for each block that runs; the first knows what was there before


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute products by one thread inside, and until the last of several blocks at once ends.

    Other libraries are as they were.
    """
    with _lock:
        _limiters.append(_numpy().limit(limits=1))
    try:
        yield
    finally:
        with _lock:
            last = _limiters.pop()
            if not _limiters:
                last.restore_original_limits()


@contextmanager
def torch_as_it_is() -> Iterator[None]:
    """Have torch neither cast by itself nor in inference mode inside; where it is loaded at all."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        yield
        return
    with torch.inference_mode(False), torch.autocast("cpu", enabled=False):
        yield


@cache
def _numpy() -> Any:
    return ThreadpoolController().select(internal_api="openblas")
