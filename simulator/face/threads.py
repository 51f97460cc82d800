"""Threads of numpy's products: one while a run is computed, as in the program.

One step's products are too small to share among cores, and the bits must not depend on how many
there are. The program says so before numpy is loaded; here numpy was loaded by its user.
"""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[Any]:
    """Compute products by one thread inside; other libraries are as they were."""
    limiter: AbstractContextManager[Any] = _numpy().limit(limits=1)
    return limiter


@cache
def _numpy() -> Any:
    return ThreadpoolController().select(internal_api="openblas")
