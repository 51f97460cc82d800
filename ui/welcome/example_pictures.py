"""Example pictures: what the start page shows of each example's run, and of a lesson's."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPixmapCache, QPolygonF

from simulator.arrays import Array
from simulator.cells.sheet import INPUT
from simulator.engine.run import Run
from simulator.examples import EXAMPLES, Example
from simulator.lessons.course import lesson
from simulator.network.lane import Lane
from simulator.network.quantities import FULL
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme

if TYPE_CHECKING:
    from simulator.lessons.formula.reading import Reading


WORDS, MEMORY, KEEP, SPACING = 20, 54, 36, 8
"""Heights of the tracks in the picture of a lesson, and the gap between them."""

TRACKS: Final = (INPUT, *FULL.with_role("memory"), *FULL.with_role("keep"))
"""Tracks in the picture of a lesson."""

_LESSON: Final = "lesson_"

_ROOM_A_LETTER = 8

_Shown = tuple[Example, Run]


class _Sheet(NamedTuple):
    """Size in the window's pixels, the screen's pixels for one of them, and the colours."""

    size: QSize
    ratio: float
    theme: Theme


_Drawer = Callable[[_Shown, _Sheet], QPixmap]


@lru_cache(maxsize=len(EXAMPLES))
def run_of(id: str) -> _Shown:
    """Return an example and its finished run."""
    example = EXAMPLES[id]()
    run = Run(example.experiment)
    run.advance()
    return example, run


@lru_cache(maxsize=1)
def reading_of(lesson_: str) -> "Reading":
    """Return what a lesson begins with, whose run is computed once."""
    from simulator.lessons.lint import beginnings

    _, reading = next(beginnings(lesson(lesson_)))
    return reading


def of_lesson(id: str) -> str:
    """Return the id of a lesson's picture; an example may have the same id as the lesson."""
    return f"{_LESSON}{id}"


def picture(id: str, size: QSize, ratio: float, theme: Theme) -> QPixmap:
    """Return the picture of a run, drawn once for each size and theme.

    Args:
        id: of the example, or of a lesson's picture.
        size: in the window's pixels. ratio: the screen's pixels for one of them.
    """
    looks = (theme.name, theme.palette, fonts.text_size(), ratio)
    key = f"{id} {size.width()} {size.height()} {looks}"
    kept = QPixmap()
    if not QPixmapCache.find(key, kept):
        sheet = _Sheet(size, ratio, theme)
        of = id.removeprefix(_LESSON)
        kept = _DRAWERS[id](run_of(id), sheet) if of == id else _begun(reading_of(of), sheet)
        QPixmapCache.insert(key, kept)
    return kept


def height_of_lesson() -> int:
    """Return the height of a lesson's picture, in pixels."""
    return px(WORDS) + px(MEMORY) + px(KEEP) + 2 * SPACING


def _values(run: Run, quantity: str, layer: int = 0, direction: int = 0) -> Array:
    values: Array = run.trace.values(quantity, Lane(layer, direction))[:, 0]
    return values


def _begun(reading: "Reading", sheet: _Sheet) -> QPixmap:
    """Draw words, or x without room for them, then the memory and the keep gate of all units."""
    from ui.panels.timeline.tracks.still import Still, picture_of

    words = tuple(reading.labels or ())
    if not any(words) or not _has_room(words, sheet):
        words = ()
    x = np.asarray(reading.experiment.sequence, np.float64).reshape(
        reading.experiment.num_timesteps, -1
    )
    stills = (
        Still(INPUT, x[:, : reading.experiment.config.input_size], px(WORDS), words=words),
        *(Still(key, _values(reading.run, key), px(MEMORY)) for key in FULL.with_role("memory")),
        *(Still(key, _values(reading.run, key), px(KEEP)) for key in FULL.with_role("keep")),
    )
    return picture_of(stills, sheet.size, SPACING, sheet.theme)


def _has_room(words: Sequence[str], sheet: _Sheet) -> bool:
    return sheet.size.width() >= px(_ROOM_A_LETTER) * sum(map(len, words))


def _memory(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and c of each unit below them, on one scale."""
    example, run = shown
    return _tracks(example, [("c", unit) for unit in _values(run, "c").T], sheet)


def _gates(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and the write gate, the keep gate and the memory of the one unit."""
    example, run = shown
    keys = (key for role in ("write", "keep", "memory") for key in FULL.with_role(role))
    return _tracks(example, [(key, _values(run, key)[:, 0]) for key in keys], sheet)


def _count(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and c and h of the one unit, on one scale."""
    example, run = shown
    return _tracks(example, [(key, _values(run, key)[:, 0]) for key in "ch"], sheet)


def _turns(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and h of the one unit."""
    example, run = shown
    return _tracks(example, [("h", _values(run, "h")[:, 0])], sheet)


def _directions(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and h of the last layer: forwards, and below it in reverse."""
    example, run = shown
    layer = example.experiment.config.num_layers - 1
    return _tracks(example, [("h", _values(run, "h", layer, way)[:, 0]) for way in (0, 1)], sheet)


def _heard(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the words, and of unit 1 what it knows and what it says, on one scale."""
    example, run = shown
    return _tracks(example, [(key, _values(run, key)[:, 1]) for key in "ch"], sheet)


def _tracks(example: Example, rows: Sequence[tuple[str, Array]], sheet: _Sheet) -> QPixmap:
    """Draw the words where they have room, and rows of one number a timestep below them.

    States have one scale.
    """
    from ui.panels.timeline.tracks.still import Still, picture_of

    peak = max(float(np.abs(values).max()) for key, values in rows if key in "ch")
    stills = [
        Still(key, values[:, None], peak=peak if key in "ch" else None) for key, values in rows
    ]
    if _has_room(example.labels, sheet):
        stills.insert(0, Still("x", rows[0][1], px(WORDS), words=example.labels))
    return picture_of(stills, sheet.size, SPACING // 2, sheet.theme)


def _path(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the places that h of the last layer tells: from a ring to a dot."""
    places = np.round(_values(shown[1], "h", layer=1), 6)
    low, high = places.min(axis=0), places.max(axis=0)
    room = QRectF(0, 0, sheet.size.width(), sheet.size.height()).adjusted(12, 8, -12, -8)
    scale = min(room.width(), room.height()) / max(float((high - low).max()), 1e-9)
    from_middle = scale * (places - (low + high) / 2)
    points = [room.center() + QPointF(x, -y) for x, y in from_middle]
    picture, painter, theme = *_empty(sheet), sheet.theme
    hue = theme.colour("h")
    painter.setPen(QPen(hue, 2))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(hue)
    for point in points:
        painter.drawEllipse(point, 1.5, 1.5)
    painter.setPen(QPen(QColor(theme.ink), 2))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(points[0], 4, 4)
    painter.setBrush(QColor(theme.ink))
    painter.drawEllipse(points[-1], 3.5, 3.5)
    painter.end()
    return picture


def _series(shown: _Shown, sheet: _Sheet) -> QPixmap:
    """Draw the input as a line."""
    values = np.asarray(shown[0].experiment.sequence, np.float64).reshape(-1)
    room = QRectF(0, 0, sheet.size.width(), sheet.size.height()).adjusted(1, 6, -1, -6)
    high = float(values.max())
    points = [
        QPointF(
            room.left() + room.width() * t / (len(values) - 1),
            room.bottom() - room.height() * float(value) / high,
        )
        for t, value in enumerate(values)
    ]
    picture, painter, theme = *_empty(sheet), sheet.theme
    painter.setPen(QPen(theme.colour("x"), 1.0))
    painter.drawPolyline(QPolygonF(points))
    painter.end()
    return picture


def _empty(sheet: _Sheet) -> tuple[QPixmap, QPainter]:
    """Return an empty picture, and a painter of it."""
    picture = QPixmap(sheet.size * sheet.ratio)
    picture.setDevicePixelRatio(sheet.ratio)
    picture.fill(QColor(sheet.theme.field))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return picture, painter


_DRAWERS: Final[Mapping[str, _Drawer]] = MappingProxyType(
    {
        "latch": _memory,
        "deeds": _gates,
        "depth": _count,
        "forgetting": _memory,
        "parity": _turns,
        "first-and-last": _directions,
        "tagger": _directions,
        "walk": _path,
        "teaching": _heard,
        "sunspots": _series,
    }
)
"""What draws the picture of each example."""
