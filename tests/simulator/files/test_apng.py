"""An animated PNG holds every frame unchanged, at its place and for its time."""

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
    """Return a PNG of (height, width, 3) bytes, its data in several IDAT chunks among others."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in pixels))
    cuts = [len(data) * k // pieces for k in range(pieces + 1)]
    parts = [chunk(b"IDAT", data[a:b]) for a, b in pairwise(cuts)]
    text = chunk(b"tEXt", b"Title\0a")
    return SIGNATURE + chunk(b"IHDR", header) + text + b"".join(parts) + chunk(b"IEND", b"")


def chunks(file):
    """Yield every chunk, its checksum checked."""
    assert file.startswith(SIGNATURE)
    at = len(SIGNATURE)
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        body = file[at + 4 : at + 8 + length]
        assert struct.unpack_from(">I", file, at + 8 + length) == (zlib.crc32(body),)
        yield body[:4], body[4:]
        at += 12 + length


def decoded(file):
    """Return the film that a viewer shows: (frames, plays, [(picture, milliseconds), …])."""
    header = dict(chunks(file))[b"acTL"]
    return *struct.unpack(">II", header), decoded_png(file, unfiltered)


def unfiltered(part):
    """Return the pixels of a PNG without filters."""
    found = [*chunks(part)]
    width, height = struct.unpack(">II", found[0][1][:8])
    data = b"".join(content for kind, content in found if kind == b"IDAT")
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + 3 * width)
    return rows[:, 1:].reshape(height, width, 3)


def decoded_png(file, read):
    """Return [(picture, milliseconds), …] of a film; `read` gives the pixels of a still PNG."""
    shown, sequence, canvas, control, data, kind_of_pixels = [], 0, None, None, b"", b""
    palette = b""
    for kind, content in chunks(file):
        if kind in (b"fcTL", b"IEND") and control:
            width, height, x, y, over, under, dispose, blend = struct.unpack(">IIIIHHBB", control)
            assert dispose == 0
            part = SIGNATURE + chunk(b"IHDR", struct.pack(">II", width, height) + kind_of_pixels)
            picture = read(part + palette + chunk(b"IDAT", data) + chunk(b"IEND", b""))
            place = canvas[y : y + height, x : x + width]
            seen = picture[..., 3:] > 0 if picture.shape[-1] == 4 else np.array(True)
            assert blend or seen.all()
            place[...] = np.where(seen, picture[..., :3], place)
            shown.append((canvas.copy(), 1000 * over / under))
        if kind in (b"fcTL", b"fdAT"):
            assert struct.unpack(">I", content[:4]) == (sequence,)
            sequence += 1
        if kind == b"IHDR":
            kind_of_pixels = content[8:]
            width, height = struct.unpack(">II", content[:8])
            canvas = np.zeros((height, width, 3), np.uint8)
        elif kind in (b"PLTE", b"tRNS"):
            palette += chunk(kind, content)
        elif kind == b"fcTL":
            control, data = content[4:], b""
        elif kind == b"IDAT":
            data += content
        elif kind == b"fdAT":
            data += content[4:]
    assert kind == b"IEND"
    return shown


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


def with_palette(indices, palette):
    """Return a PNG of (height, width) indices into (colours, 3) bytes."""
    height, width = indices.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in indices))
    parts = (b"IHDR", header), (b"PLTE", palette.tobytes()), (b"IDAT", data), (b"IEND", b"")
    return SIGNATURE + b"".join(chunk(*part) for part in parts)


def test_a_palette_is_written_once_and_must_be_that_of_all_frames():
    rng = np.random.default_rng(0)
    palette = rng.integers(0, 256, (7, 3), np.uint8)
    frames = [rng.integers(0, 7, (3, 4), np.uint8) for _ in range(3)]
    file = io.BytesIO()
    writer = AnimatedPng(file, len(frames))
    for frame in frames:
        writer.add(with_palette(frame, palette), 10)
    writer.end()
    assert [kind for kind, _ in chunks(file.getvalue())].count(b"PLTE") == 1

    def coloured(part):
        found = dict(chunks(part))
        rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(3, 5)
        return np.frombuffer(found[b"PLTE"], np.uint8).reshape(-1, 3)[rows[:, 1:]]

    shown = decoded_png(file.getvalue(), coloured)
    assert all(np.array_equal(s, palette[f]) for (s, _), f in zip(shown, frames, strict=True))
    with pytest.raises(ValueError, match="kind of pixels"):
        writer.add(with_palette(frames[0], palette[::-1]), 10)


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
