"""JSON from unknown sources: depth and number of brackets are checked before it is parsed.

Python's own parser ends on deep nesting with different exceptions in different versions.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from ..translation import tr

MOST_DEPTH: Final = 200
MOST_BRACKETS: Final = 200_000
"""Largest number of lists and objects: an empty list is two bytes as text, sixty in memory."""

_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


class NestedTooDeep(ValueError):
    """JSON that nests deeper than any file of ours, or has too many lists and objects."""


def parse_json(
    text: bytes | str,
    most_brackets: int = MOST_BRACKETS,
    object_pairs_hook: Callable[[list[tuple[str, Any]]], Any] | None = None,
    parse_constant: Callable[[str], Any] | None = None,
) -> Any:
    """Parse JSON.

    Args:
        text: UTF-8 when it is bytes.
        most_brackets: the largest number of lists and objects.
        object_pairs_hook, parse_constant: as for `json.loads`.

    Raises:
        NestedTooDeep: it has more than `MOST_DEPTH` levels, or too many lists and objects.
        ValueError: it is no JSON.
    """
    text = text.decode("utf-8") if isinstance(text, bytes) else text
    text = text.removeprefix("\ufeff")  # some editors start a file with it
    _check_nesting(text.encode("utf-8", "surrogatepass"), most_brackets)
    return json.loads(text, object_pairs_hook=object_pairs_hook, parse_constant=parse_constant)


def _check_nesting(text: bytes, most_brackets: int) -> None:
    bytes_ = np.frombuffer(_STRING.sub(b"", text), np.uint8)
    opened = (bytes_ == ord("[")) | (bytes_ == ord("{"))
    closed = (bytes_ == ord("]")) | (bytes_ == ord("}"))
    if np.count_nonzero(opened) <= most_brackets:
        steps = np.where(opened[opened | closed], np.int8(1), np.int8(-1))
        if np.cumsum(steps, dtype=np.int32).max(initial=0) <= MOST_DEPTH:
            return
    raise NestedTooDeep(tr("nested too deeply"))
