"""An animated PNG holds every frame as it was, at its place and for its time."""

import io
import struct
import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.apng import AnimatedPng

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(pixels, pieces=1, colour_type=2):
    """A PNG of (height, width, 3) bytes, its data in several IDAT chunks, beside others."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in pixels))
    cuts = [len(data) * k // pieces for k in range(pieces + 1)]
    parts = [chunk(b"IDAT", data[a:b]) for a, b in pairwise(cuts)]
    text = chunk(b"tEXt", b"Title\0a")
    return SIGNATURE + chunk(b"IHDR", header) + text + b"".join(parts) + chunk(b"IEND", b"")


def chunks(file):
    """Every chunk, its checksum checked."""
    assert file.startswith(SIGNATURE)
    at = len(SIGNATURE)
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        body = file[at + 4 : at + 8 + length]
        assert struct.unpack_from(">I", file, at + 8 + length) == (zlib.crc32(body),)
        yield body[:4], body[4:]
        at += 12 + length


def decoded(file):
    """What a viewer shows: (frames, plays, [(picture, milliseconds), …])."""
    shown, sequence, data, canvas = [], 0, b"", None
    x = y = w = h = over = under = 0
    for kind, content in [*chunks(file)]:
        if kind == b"IHDR":
            width, height = struct.unpack(">II", content[:8])
            canvas = np.zeros((height, width, 3), np.uint8)
        elif kind == b"acTL":
            frames, plays = struct.unpack(">II", content)
        elif kind in (b"fcTL", b"fdAT"):
            assert struct.unpack(">I", content[:4]) == (sequence,)
            sequence += 1
        if kind in (b"fcTL", b"IEND") and data:
            picture = np.frombuffer(zlib.decompress(data), np.uint8)
            picture = picture.reshape(h, 1 + 3 * w)[:, 1:].reshape(h, w, 3)
            canvas[y : y + h, x : x + w] = picture
            shown.append((canvas.copy(), 1000 * over / under))
            data = b""
        if kind == b"fcTL":
            w, h, x, y, over, under, dispose, blend = struct.unpack(">IIIIHHBB", content[4:])
            assert (dispose, blend) == (0, 0)
        elif kind == b"IDAT":
            data += content
        elif kind == b"fdAT":
            data += content[4:]
    assert kind == b"IEND"
    return frames, plays, shown


@st.composite
def films(draw):
    width, height = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    frames = [(0, 0, rng.integers(0, 256, (height, width, 3), np.uint8))]
    for _ in range(draw(st.integers(0, 4))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        w, h = draw(st.integers(1, width - x)), draw(st.integers(1, height - y))
        frames.append((x, y, rng.integers(0, 256, (h, w, 3), np.uint8)))
    return frames


@given(films(), st.integers(1, 3), st.integers(0, 60_000), st.integers(0, 3))
def test_every_frame_is_shown_as_it_was_given(film, pieces, milliseconds, plays):
    file = io.BytesIO()
    writer = AnimatedPng(file, len(film), plays)
    for x, y, pixels in film:
        writer.add(png(pixels, pieces), milliseconds, x, y)
    writer.end()
    frames, played, shown = decoded(file.getvalue())
    assert (frames, played) == (len(film), plays)
    canvas = film[0][2].copy()
    for (x, y, pixels), (picture, time) in zip(film, shown, strict=True):
        canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
        assert np.array_equal(picture, canvas)
        assert time == pytest.approx(milliseconds)


def test_frames_that_do_not_fit_are_refused():
    pixels = np.zeros((3, 4, 3), np.uint8)
    writer = AnimatedPng(io.BytesIO(), 2)
    with pytest.raises(ValueError, match="not a PNG"):
        writer.add(b"GIF89a", 10)
    writer.add(png(pixels), 10)
    with pytest.raises(ValueError, match="beyond"):
        writer.add(png(pixels), 10, left=1)
    with pytest.raises(ValueError, match="kind of pixels"):
        writer.add(png(pixels, colour_type=6), 10)
