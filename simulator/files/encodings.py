"""Encodings of texts: what is not UTF-8 is recognised, so that it can be named."""

from typing import Final

from ..translation import tr
from .errors import StrPath, cannot_read

HEAD: Final = 1000
"""Bytes at the start of a file by which its encoding is recognised."""
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def check_encoding(path: StrPath, head: bytes) -> None:
    """Refuse UTF-16 and UTF-32 by the first `HEAD` bytes of a text.

    Without a mark at the start, the zero bytes of ASCII characters tell: they fill the even or the
    odd places, and not both.

    Raises:
        FileError: names the encoding.
    """
    few, many = sorted(head[place::2].count(0) / max(1, len(head) // 2) for place in (0, 1))
    if head.startswith(_MARKS) or (len(head) > 3 and many > 0.7 and few < 0.7):
        raise cannot_read(path, tr("it is text in UTF-16 or UTF-32. Save it as UTF-8"))
