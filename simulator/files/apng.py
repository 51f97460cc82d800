"""Animated PNG: still pictures with durations, in one file that any PNG viewer opens.

Each picture comes as a PNG file; its compressed pixels are copied unchanged (Portable Network
Graphics, 3rd edition, W3C 2025, section 11.3.6, animation information).
"""

import struct
from typing import BinaryIO

from .png import SIGNATURE, chunk

_KEEP, _REPLACE, _OVER = 0, 0, 1


_Palette = tuple[tuple[bytes, bytes], ...]
"""Chunks of a palette: its colours, and how opaque they are."""


class AnimatedPng:
    """Writes frames to a file as they come. The first is the whole picture; others may be a part.

    Raises:
        ValueError: a frame that is no PNG, has another kind of pixels or another palette than the
            first, or reaches beyond it.
    """

    def __init__(self, file: BinaryIO, frames: int, plays: int = 0) -> None:
        """Args: frames: how many will be added. plays: how often it is played, 0 without end."""
        self._file, self._frames, self._plays = file, frames, plays
        self._sequence = 0
        self._size, self._pixels = (0, 0), b""
        self._palette: _Palette = ()

    def add(
        self, png: bytes, milliseconds: int, left: int = 0, top: int = 0, over: bool = False
    ) -> None:
        """Add a frame with its duration, `left` and `top` pixels from the corner.

        Args:
            over: where it is transparent the frame before stays.
        """
        header, palette, data = _parts(png)
        width, height = struct.unpack(">II", header[:8])
        first = not self._pixels
        if first:
            self._size, self._pixels, self._palette = (width, height), header[8:], palette
            self._file.write(SIGNATURE)
            self._chunk(b"IHDR", header)
            self._chunk(b"acTL", struct.pack(">II", self._frames, self._plays))
            for kind, content in palette:
                self._chunk(kind, content)
        if header[8:] != self._pixels or palette != self._palette:
            raise ValueError("a frame has another kind of pixels than the first")
        if left + width > self._size[0] or top + height > self._size[1]:
            raise ValueError("a frame reaches beyond the first")
        place = struct.pack(">IIII", width, height, left, top)
        time = struct.pack(">HHBB", milliseconds, 1000, _KEEP, _OVER if over else _REPLACE)
        self._numbered(b"fcTL", place + time)
        for part in data:
            if first:
                self._chunk(b"IDAT", part)
            else:
                self._numbered(b"fdAT", part)

    def end(self) -> None:
        """Write the end of the file."""
        self._chunk(b"IEND", b"")

    def _numbered(self, kind: bytes, content: bytes) -> None:
        self._chunk(kind, struct.pack(">I", self._sequence) + content)
        self._sequence += 1

    def _chunk(self, kind: bytes, content: bytes) -> None:
        self._file.write(chunk(kind, content))


def _parts(png: bytes) -> tuple[bytes, _Palette, list[bytes]]:
    """Return the content of IHDR, the chunks of a palette, if any, and the content of each IDAT."""
    if not png.startswith(SIGNATURE):
        raise ValueError("a frame is not a PNG")
    at, header = len(SIGNATURE), b""
    palette: _Palette = ()
    data: list[bytes] = []
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = content
        elif kind in (b"PLTE", b"tRNS"):
            palette = (*palette, (kind, content))
        elif kind == b"IDAT":
            data.append(content)
        at += 12 + length
    return header, palette, data
