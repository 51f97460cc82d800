"""CurveLayer: curves and bars of training in a pixmap that grows to the right as steps come.

pyqtgraph draws every point of every curve at each frame, 12 ms at 2,000 steps; here a frame costs
the strip that is new.
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from simulator.arrays import Array
from simulator.training.log import Judgement
from simulator.training.run import TrainingRun
from simulator.translation import tr
from ui.panels.training.loss.gathered import Gathered
from ui.panels.training.loss.scales import Decades, Rooms, StepScale
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme

VALIDATION, TRAINING, PINNED = 2.2, 1.0, 2.0
"""Widths of the curves, in pixels."""

_DOT: Final = 2.2
_DOTS_APART: Final = 9.0
"""Radius of a judgement's dot, and pixels between two judgements from which they have one."""

_SIDE: Final = 4.0
"""Pixels that a line may reach beyond its points."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that decides the layer's pixels but the steps that are taken.

    Attributes:
        steps, losses, norms: the scales. rooms: of the parts. size, ratio: of the pixmap.
        clip: the largest norm that a step takes whole; None for any.
        other: the run whose validation is drawn behind; None for none.
    """

    steps: StepScale
    losses: Decades
    norms: Decades
    rooms: Rooms
    size: QSizeF
    ratio: float
    clip: float | None
    other: TrainingRun | None
    theme: Theme
    text_size: int


class CurveLayer:
    """Pixmap of one run's curves. It is drawn anew only where `Picture` is another one.

    Attributes:
        redrawn: how often all of it was drawn. strip: the left end of what was drawn last.
    """

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self.redrawn, self.strip = 0, 0.0
        self._picture: Picture | None = None
        self._gathered: Gathered | None = None
        self._judged = self._others = 0

    def bring_up(self, picture: Picture, gathered: Gathered, changed: int) -> None:
        """Draw what is new; all of it in another picture.

        Args:
            changed: the first block that has changed since.
        """
        run = gathered.run
        others = len(picture.other.judgements) if picture.other is not None else 0
        whole = picture != self._picture or gathered is not self._gathered
        whole = whole or others != self._others or changed == 0
        if whole:
            size = picture.size * picture.ratio
            self.pixmap = QPixmap(math.ceil(size.width()), math.ceil(size.height()))
            self.pixmap.setDevicePixelRatio(picture.ratio)
            self.redrawn += 1
            left = 0.0
        else:
            steps = picture.steps
            since = gathered.first + max(0, changed - 1) * gathered.size
            if len(run.judgements) > self._judged:
                since = min(since, run.judgements[max(0, self._judged - 1)].step)
            elif changed >= len(gathered):
                return
            left = math.floor(steps.x(since) - _SIDE)
        self._picture, self._gathered, self._others = picture, gathered, others
        self._judged, self.strip = len(run.judgements), left
        self._draw(picture, gathered, left)

    def _draw(self, picture: Picture, gathered: Gathered, left: float) -> None:
        """Draw everything right of a pixel."""
        theme, size = picture.theme, picture.size
        painter = QPainter(self.pixmap)
        height = picture.rooms.bars.bottom() + 1 if left else size.height()  # not the steps below
        strip = QRectF(left, 0, size.width() - left, height)
        painter.setClipRect(strip)
        painter.fillRect(strip, QColor(theme.panel))
        _draw_lines(painter, picture)
        if not left:
            _draw_texts(painter, picture)
        _draw_bars(painter, picture, gathered, left)
        painter.setClipRect(strip.intersected(_grown(picture.rooms.curves)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if picture.other is not None:
            judged = picture.other.judgements
            _draw_judged(painter, picture, judged, _pen(theme.wire, PINNED), left, dots=False)
        _draw_training(painter, picture, gathered, left)
        judged = gathered.run.judgements
        _draw_judged(painter, picture, judged, _pen(theme.ink, VALIDATION), left, dots=True)
        painter.end()


def _draw_lines(painter: QPainter, picture: Picture) -> None:
    """Draw the grid, and the clip."""
    theme, curves, bars = picture.theme, picture.rooms.curves, picture.rooms.bars
    painter.setPen(QPen(QColor(theme.rule), 1))
    heights = [picture.losses.y(exponent, curves) for exponent, _ in _labels(picture)]
    for height in (*heights, bars.bottom()):
        y = round(height) + 0.5
        painter.drawLine(QPointF(curves.left(), y), QPointF(curves.right(), y))
    clip = _clip_at(picture)
    if clip is not None:
        painter.setPen(QPen(QColor(theme.wire), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(bars.left(), clip), QPointF(bars.right(), clip))


def _draw_texts(painter: QPainter, picture: Picture) -> None:
    """Write the names of the grid's lines, of the bars and the clip, and the steps below."""
    theme, rooms, steps = picture.theme, picture.rooms, picture.steps
    metrics = QFontMetricsF(fonts.mono_caption())
    line, left = metrics.height(), rooms.curves.left() - 6
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(fonts.mono_caption())
    painter.setPen(QColor(theme.faint))
    for exponent, text in _labels(picture):
        y = round(picture.losses.y(exponent, rooms.curves)) + 0.5
        painter.drawText(QRectF(0, y - line / 2, left, line), right, text)
    painter.drawText(QRectF(0, rooms.bars.bottom() - line + 2, left, line), right, "‖g‖")
    width = metrics.horizontalAdvance(f"{steps.last:,}") + 3 * metrics.averageCharWidth()
    for step in steps.labels(width):
        box = QRectF(steps.x(step) - width / 2, rooms.numbers, width, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{step:,}")
    clip = _clip_at(picture)
    if clip is None:
        return
    said = tr("clip {norm}", norm=f"{picture.clip:g}")
    if QFontMetricsF(fonts.caption()).horizontalAdvance(said) <= left:
        painter.setFont(fonts.caption())
    else:
        said = f"{picture.clip:g}"
    painter.setPen(QColor(theme.warn))
    top = min(clip - line / 2, rooms.bars.bottom() - 2 * line + 4)  # not over the bars' name
    painter.drawText(QRectF(0, top, left, line), right, said)


def _labels(picture: Picture) -> list[tuple[float, str]]:
    line = QFontMetricsF(fonts.mono_caption()).height()
    return picture.losses.labels(int(picture.rooms.curves.height() / (1.6 * line)))


def _clip_at(picture: Picture) -> float | None:
    """Return the pixel of the clip; None without one, or where it lies outside."""
    if picture.clip is None:
        return None
    room = picture.rooms.bars
    y = round(picture.norms.y(math.log10(picture.clip), room)) + 0.5
    return y if room.top() - 1 <= y <= room.bottom() else None


def _draw_bars(painter: QPainter, picture: Picture, gathered: Gathered, left: float) -> None:
    """Draw the largest norm of each block, above the clip in `warn`."""
    steps, room, norms = picture.steps, picture.rooms.bars, gathered.norms
    begin = _block_at(gathered, steps, left)
    pixels = steps.pixels_a_step * gathered.size
    width = max(1.0, math.floor(pixels) - 1.0) if pixels >= 2 else pixels
    width = min(width, 5.0)
    tops = np.clip(picture.norms.ys(norms[begin:], room), room.top(), room.bottom() - 1)
    middles = gathered.middles()[begin:]
    lefts = np.round(steps.left + (middles - steps.first) * steps.pixels_a_step - width / 2)
    usual, above = QColor(picture.theme.faint), QColor(picture.theme.warn)
    clip = math.inf if picture.clip is None else picture.clip
    for colour, of in ((usual, norms[begin:] <= clip), (above, norms[begin:] > clip)):
        places = zip(lefts[of].tolist(), tops[of].tolist(), strict=True)
        bars = [QRectF(x, y, width, room.bottom() - y) for x, y in places]
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        if bars:
            painter.drawRects(bars)  # Qt crashes without any


def _draw_training(painter: QPainter, picture: Picture, gathered: Gathered, left: float) -> None:
    """Draw the loss by batch: a line through the steps, or what they span at each pixel."""
    begin = max(0, _block_at(gathered, picture.steps, left) - 2)
    steps = gathered.middles()[begin:]
    if gathered.size == 1:
        y = gathered.lows[begin:]
    else:
        steps = np.repeat(steps, 2)
        y = np.column_stack((gathered.lows[begin:], gathered.highs[begin:])).ravel()
    painter.setPen(_pen(picture.theme.faint, TRAINING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_line(painter, picture, steps, y)


def _draw_judged(
    painter: QPainter,
    picture: Picture,
    judgements: list[Judgement],
    pen: QPen,
    left: float,
    dots: bool,
) -> None:
    """Draw the loss of the validation batch: a line from one judgement to the next."""
    steps = picture.steps
    begin = bisect_left(judgements, (steps.step_at(left - _SIDE),))
    shown = judgements[max(0, begin - 2) : bisect_right(judgements, (steps.last, math.inf))]
    if not shown:
        return
    x = np.array([j.step for j in shown], float)
    losses = np.array([j.loss for j in shown], float)
    places = np.where(np.isfinite(losses) & (losses > 0), losses, np.nan)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_line(painter, picture, x, places)
    apart = (x[-1] - x[0]) / max(1, len(x) - 1) * steps.pixels_a_step
    if dots and (apart >= _DOTS_APART or len(shown) == 1):
        painter.setBrush(pen.color())
        painter.setPen(Qt.PenStyle.NoPen)
        for step, loss in zip(x.tolist(), places.tolist(), strict=True):
            if math.isfinite(loss):
                y = picture.losses.y(math.log10(loss), picture.rooms.curves)
                painter.drawEllipse(QPointF(steps.x(step), y), _DOT, _DOT)


def _draw_line(painter: QPainter, picture: Picture, steps: Array, values: Array) -> None:
    x = picture.steps.left + (steps - picture.steps.first) * picture.steps.pixels_a_step
    y = picture.losses.ys(values, picture.rooms.curves)
    if len(x):
        painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))


def _block_at(gathered: Gathered, steps: StepScale, left: float) -> int:
    """Return the first block that a strip from a pixel on shows."""
    step = steps.first + (left - _SIDE - steps.left) / steps.pixels_a_step
    return min(max(0, int((step - gathered.first) // gathered.size)), len(gathered))


def _grown(room: QRectF) -> QRectF:
    return room.adjusted(-_SIDE, -_SIDE, _SIDE, _SIDE)


def _pen(colour: str, width: float) -> QPen:
    join, cap = Qt.PenJoinStyle.RoundJoin, Qt.PenCapStyle.RoundCap
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, cap, join)
