"""JSON from strangers: its depth and its size in memory are looked at before it is parsed.

How Python's own parser ends on deep nesting differs between its versions, in words and in kind.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from ..translation import tr

MOST_DEPTH: Final = 200
MOST_BRACKETS: Final = 200_000
"""An empty list takes two bytes as text and sixty in memory."""

_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


class NestedTooDeep(ValueError):
    """JSON that nests more than any file of ours, or has too many lists and objects."""


def parse_json(
    text: bytes | str,
    most_brackets: int = MOST_BRACKETS,
    object_pairs_hook: Callable[[list[tuple[str, Any]]], Any] | None = None,
    parse_constant: Callable[[str], Any] | None = None,
) -> Any:
    """What a text of JSON says.

    Args:
        text: UTF-8 where it is bytes.
        most_brackets: how many lists and objects it may have.
        object_pairs_hook, parse_constant: as of `json.loads`.

    Raises:
        NestedTooDeep: it has more than `MOST_DEPTH` levels, or too many lists and objects.
        ValueError: it is no JSON.
    """
    text = text.decode("utf-8") if isinstance(text, bytes) else text
    text = text.removeprefix("\ufeff")  # as some editors begin a file
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
    raise NestedTooDeep(tr("nested too deep"))
