"""Threads and modes in which a run is computed: those of the program, whatever the user's are.

One step's products are too small to share among cores, and the bits must not depend on how many
there are. The program says so before numpy is loaded; here numpy was loaded by its user.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[Any]:
    """Compute products by one thread inside; other libraries are as they were."""
    limiter: AbstractContextManager[Any] = _numpy().limit(limits=1)
    return limiter


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
