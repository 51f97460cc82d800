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

_WIDE: Final = ("float32", "float64")

_narrow: ContextVar[dict[str, list[str]] | None] = ContextVar("narrow", default=None)


def is_tensor(value: object) -> bool:
    """Return True for a tensor of torch, also of a class derived from it."""
    return any(
        (kind.__module__, kind.__name__) == ("torch", "Tensor") for kind in type(value).__mro__
    )


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
    value = numbers_of(name, value)
    return np.array(value, value.dtype if value.dtype in DTYPES else np.float32)


def numbers_of(name: str, value: Any) -> Array:
    """Return numbers as `array_of` does, but whole ones and booleans as they are; it may be a view.

    Raises:
        TypeError, ValueError: as `array_of`.
    """
    if np.ma.is_masked(value):
        raise TypeError(f"{name}: expected numbers, got a masked array: fill what is masked first")
    if is_tensor(value):
        kind = str(value.dtype).removeprefix("torch.")
        value = _of_tensor(name, value)
    else:
        if isinstance(value, list | tuple):
            value = [_of_tensor(name, each) if is_tensor(each) else each for each in value]
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
    if value.dtype.kind == "f" and kind not in _WIDE:
        narrow = _narrow.get()
        if narrow is not None:
            narrow.setdefault(kind, []).append(name)
    return np.asarray(value)


def _of_tensor(name: str, tensor: Any) -> Array:
    """Return a tensor's numbers; those that numpy cannot hold as float32."""
    try:
        tensor = tensor.detach()
        if tensor.is_floating_point() and str(tensor.dtype).removeprefix("torch.") not in _WIDE:
            tensor = tensor.float()
        return np.asarray(tensor.numpy(force=True))
    except (RuntimeError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        raise TypeError(
            f"{name}: expected a tensor with its numbers in memory, got one that torch does not "
            f"give as an array: {reason}"
        ) from None


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
        warnings.warn(f"{kind} is taken as float32: {told}", stacklevel=5)
