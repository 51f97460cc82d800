"""Reels: every picture comes back, in all its colours, or in the 255 that are nearest."""

import io

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.simulator.files.test_apng import decoded_png
from ui.pictures.palette import MOST, palette_of, pixels, reduced
from ui.pictures.reel import Reel, SmallReel


def image(colours):
    """Return a picture of (height, width, 3) bytes."""
    height, width, _ = colours.shape
    flat = np.ascontiguousarray(colours)
    format_ = QImage.Format.Format_RGB888
    return QImage(flat.data, width, height, 3 * width, format_).convertToFormat(
        QImage.Format.Format_RGB32
    )


def colours(image):
    """Return the bytes of a picture, (height, width, 4), the last how opaque it is."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)  # lives as long as its pixels
    shifts = 16, 8, 0, 24
    return np.stack([(pixels(plain) >> s) & 255 for s in shifts], axis=-1).astype(np.uint8)


def shown(kind, pictures):
    """Return the pictures that a viewer shows."""
    file = io.BytesIO()
    reel = kind(file, len(pictures))
    for picture in pictures:
        reel.add(image(picture), 100)
    reel.end()
    found = decoded_png(file.getvalue(), lambda part: colours(QImage.fromData(part)))
    return [picture for picture, _ in found]


def drawn(seed, count, levels):
    """Return pictures that each change a part of the one before."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, levels, (20, 30, 3), np.uint8) * (255 // (levels - 1))
    pictures = [picture]
    for _ in range(count - 1):
        picture = picture.copy()
        x, y = rng.integers(0, 20), rng.integers(0, 10)
        picture[y : y + 8, x : x + 9] = rng.integers(0, levels) * (255 // (levels - 1))
        pictures.append(picture)
    return pictures


def test_a_reel_keeps_every_colour():
    pictures = drawn(0, 4, 256)
    for picture, seen in zip(pictures, shown(Reel, pictures), strict=True):
        assert np.array_equal(seen, picture)


def test_a_small_reel_of_few_colours_keeps_every_colour():
    pictures = drawn(1, 4, 5)  # 125 colours at most
    for picture, seen in zip(pictures, shown(SmallReel, pictures), strict=True):
        assert np.array_equal(seen, picture)


def test_a_pixel_gets_the_nearest_colour_of_the_palette():
    pictures = drawn(2, 2, 256)
    images = [image(picture) for picture in pictures]
    palette = palette_of(images)
    assert len(palette) == MOST
    table = np.array([[(c >> s) & 255 for s in (16, 8, 0)] for c in palette], int)
    for picture, one in zip(pictures, images, strict=True):
        seen = colours(reduced(one, palette))[..., :3].astype(int)
        distances = np.abs(picture[..., None, :].astype(int) - table).sum(axis=-1)
        assert (np.abs(seen - picture).sum(axis=-1) <= distances.min(axis=-1) + 12).all()


def test_rare_hues_have_a_place_beside_many_shades_of_grey():
    grey = np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 3, axis=-1).repeat(40, axis=1)
    grey[3, 5] = (200, 30, 40)
    palette = palette_of([image(grey)])
    assert any((c >> 16) & 255 > 150 and (c & 255) < 90 for c in palette)


def test_pictures_of_two_sizes_are_refused():
    reel = SmallReel(io.BytesIO(), 2)
    reel.add(image(np.zeros((4, 5, 3), np.uint8)), 10)
    with pytest.raises(ValueError, match="the same size"):
        reel.add(image(np.zeros((4, 6, 3), np.uint8)), 10)
