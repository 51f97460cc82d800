"""Arrays from whatever holds numbers: numpy arrays, torch's tensors on any device, nested lists.

Torch is not imported: what comes in brings its own.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import numpy as np

from ..arrays import DTYPES, Array

_HALVES: Final = ("float16", "bfloat16")

_narrow: ContextVar[dict[str, list[str]] | None] = ContextVar("narrow", default=None)


def is_tensor(value: object) -> bool:
    """Return True for a tensor of torch."""
    return type(value).__module__.split(".")[0] == "torch" and hasattr(value, "detach")


def is_packed(value: object) -> bool:
    """Return True for a `PackedSequence` of torch."""
    return hasattr(value, "batch_sizes") and hasattr(value, "unsorted_indices")


def array_of(name: str, value: Any) -> Array:
    """Return a copy of numbers as an array of float32 or float64; the given ones stay as they are.

    float16 and bfloat16 are cast to float32, which `noting_casts` says. Whole numbers and booleans
    become float32.

    Args:
        name: what they are, for errors.

    Raises:
        TypeError: they are no real numbers. ValueError: a nested list is ragged.
    """
    if is_tensor(value):
        kind = str(value.dtype).removeprefix("torch.")
        value = value.detach()
        if kind in _HALVES:
            value = value.float()
        value = value.cpu().numpy()
    else:
        try:
            value = np.asarray(value)
        except ValueError:
            raise ValueError(
                f"{name}: expected an array, got a list whose rows have different lengths: pad "
                "them, and give lengths="
            ) from None
        kind = str(value.dtype)
    if value.dtype.kind not in "iufb":
        raise TypeError(f"{name}: expected real numbers, got {kind}: pass a tensor or an array")
    if kind in _HALVES:
        narrow = _narrow.get()
        if narrow is not None:
            narrow.setdefault(kind, []).append(name)
    return np.array(value, value.dtype if value.dtype in DTYPES else np.float32)


@contextmanager
def noting_casts() -> Iterator[None]:
    """Warn once, at the end, of all numbers that were cast up; of nested uses the outermost."""
    if _narrow.get() is not None:
        yield
        return
    narrow: dict[str, list[str]] = {}
    token = _narrow.set(narrow)
    try:
        yield
    finally:
        _narrow.reset(token)
    for kind, names in narrow.items():
        told = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        warnings.warn(f"{kind} is computed as float32: {told}", stacklevel=5)
