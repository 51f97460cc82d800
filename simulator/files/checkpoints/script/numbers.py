"""Numbers of an exported script: expressions of Python that give torch's tensors, bit for bit.

Small arrays are written as decimals, large ones as base64 of their bytes; both read back to the
same bits.
"""

import base64
import textwrap
from typing import Any

import numpy as np

from ....arrays import Array

_WRITTEN_OUT = 128
_WIDTH = 96


def tensor(given: Array, indent: int) -> str:
    """Write an expression for the tensor of these numbers."""
    array = np.ascontiguousarray(given)
    if not array.view(f"u{array.itemsize}").any():
        return f"torch.zeros({_shape(array)}, dtype=torch.{array.dtype})"
    if array.size > _WRITTEN_OUT or not np.isfinite(array).all():
        return f'numbers(\n{_base64(array)}""", {_shape(array)})'.replace("(\n", '("""\n', 1)
    body = textwrap.indent(_nested(array), " " * (indent + 4))
    end = " " * indent
    return f"torch.tensor(\n{body},\n{end}    dtype=torch.{array.dtype},\n{end})"


def _nested(array: Array) -> str:
    """Write numbers in brackets, one row a line."""
    if array.ndim == 1:
        return "\n".join(
            textwrap.wrap(
                f"[{', '.join(map(_number, array))}]",
                _WIDTH,
                subsequent_indent=" ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    inner = ",\n".join(_nested(part) for part in array)
    return f"[\n{textwrap.indent(inner, '    ')},\n]"


def _number(value: Any) -> str:
    """Write a number that Python reads, and torch rounds, to the same bits."""
    text = str(value)
    return text if type(value)(float(text)) == value else repr(float(value))


def _base64(array: Array) -> str:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    text = base64.b64encode(little.tobytes()).decode("ascii")
    return "\n".join(text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH))


def _shape(array: Array) -> str:
    return ", ".join(map(str, array.shape))


def whole_numbers(given: Array, dtype: str) -> str:
    """Write an expression for a tensor of classes, or of what counts as 1 and 0."""
    array = np.asarray(given, np.int64)
    if (array == 1).all():
        return f"torch.ones({_size(array)}, dtype=torch.{dtype})"
    numbers = ", ".join(map(str, array.ravel().tolist()))
    wrapped = textwrap.indent("\n".join(textwrap.wrap(f"[{numbers}],", _WIDTH)), "    ")
    shaped = "" if array.ndim == 1 else f".reshape({_size(array)})"
    return f"torch.tensor(\n{wrapped}\n    dtype=torch.{dtype},\n){shaped}"


def _size(array: Array) -> str:
    return f"({_shape(array)},)" if array.ndim == 1 else f"({_shape(array)})"
