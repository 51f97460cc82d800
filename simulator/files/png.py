"""PNG: a still picture of few colours as bytes, and the chunks that every PNG consists of.

Portable Network Graphics, 3rd edition, W3C 2025, sections 5.3 (chunks) and 11.2.1 (colour type 3).
"""

import struct
import zlib
from typing import Final

import numpy as np

from ..arrays import Array

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_BITS, _INDEXED = 8, 3


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk: its length, its kind, what it holds, and their checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(index: Array, colours: Array) -> bytes:
    """Return a picture as a PNG file.

    Args:
        index: (height, width) bytes, each the number of a colour, at least one.
        colours: (n, 3) bytes, n at most 256: red, green, blue.
    """
    height, width = index.shape
    lines = np.zeros((height, 1 + width), np.uint8)  # a line begins with its filter: none
    lines[:, 1:] = index
    header = struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", colours.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes())),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(chunk(kind, content) for kind, content in parts)
