"""Marks over the curves: the step that is shown, a pin, and the slider."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.translation import tr
from ui.panels.training.loss.gathered import Gathered
from ui.panels.training.loss.scales import Decades, Rooms, StepScale
from ui.style import fonts
from ui.style.theme import Theme

HANDLE: Final = (10.0, 16.0)
_RAIL: Final = 4.0
_TICK: Final = 5.0
_TICKS_APART: Final = 4.0
"""Least pixels between two ticks of kept steps."""
_PAD: Final = 7.0
_WEIGHT_OF_JUDGED: Final = 3
"""Points that a judgement counts as where a text would hide it."""
_WEIGHT_OF_PIN: Final = 8


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked.

    Attributes:
        step: the one that is shown. taken: the last that there is. begin: the run's first.
        every: one of so many steps is kept. pin: the pinned step; None for none. pin_name: its
            name. label: lines that tell of the step that is shown, the first one bold.
        focused: keys come here.
    """

    step: int
    taken: int
    begin: int
    every: int
    pin: int | None
    pin_name: str
    label: tuple[str, ...]
    focused: bool


def kept_ticks(marks: Marks, steps: StepScale) -> list[int]:
    """Return kept steps that have a tick: all where they are thinned, and apart enough."""
    if marks.every == 1 or marks.every * steps.pixels_a_step < _TICKS_APART:
        return []
    return [*range(marks.begin, marks.taken + 1, marks.every)]


def handle_at(steps: StepScale, rooms: Rooms, step: int) -> QRectF:
    """Return the slider's handle at a step."""
    width, height = HANDLE
    return QRectF(round(steps.x(step) - width / 2), rooms.rail - height / 2, width, height)


def draw_marks(
    painter: QPainter,
    rooms: Rooms,
    steps: StepScale,
    losses: Decades,
    gathered: Gathered,
    marks: Marks,
    theme: Theme,
) -> None:
    """Draw everything that moves with the step."""
    _draw_lost(painter, rooms, steps, gathered, theme)
    taken = QRectF()
    if marks.pin is not None and steps.first <= marks.pin <= steps.last:
        taken = _draw_pin(painter, rooms, steps, marks, theme)
    _draw_now(painter, rooms, steps, losses, gathered, marks, theme, taken)
    _draw_slider(painter, rooms, steps, marks, theme)


def _draw_lost(
    painter: QPainter, rooms: Rooms, steps: StepScale, gathered: Gathered, theme: Theme
) -> None:
    """Say where a loss or a gradient stopped being a number."""
    if gathered.lost is None:
        return
    x = steps.x(gathered.lost)
    ground = QColor(theme.warn)
    ground.setAlphaF(0.1)
    end = steps.x(gathered.first + max(0, gathered.taken - 1)) + 1
    painter.fillRect(QRectF(x, rooms.curves.top(), end - x, rooms.bars.bottom() - 4), ground)
    text = tr("NaN from step {step} on", step=gathered.lost)
    font = fonts.caption()
    width = QFontMetricsF(font).horizontalAdvance(text)
    left = x + _PAD if x + _PAD + width < rooms.curves.right() else x - _PAD - width
    height = QFontMetricsF(font).height()
    top = rooms.curves.top() + 1  # the label of the step that is shown is lower
    _write(painter, QRectF(left, top, width, height), text, theme.warn, theme)


def _draw_pin(
    painter: QPainter, rooms: Rooms, steps: StepScale, marks: Marks, theme: Theme
) -> QRectF:
    """Draw the pinned step, and return the place of its name."""
    assert marks.pin is not None
    x = round(steps.x(marks.pin)) + 0.5
    painter.setPen(QPen(QColor(theme.ink), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, rooms.curves.top()), QPointF(x, rooms.rail - 10))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    tip = QPointF(x, rooms.rail - 3)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -8), tip + QPointF(4, -8)]))
    painter.setFont(fonts.caption())
    metrics = QFontMetricsF(fonts.caption())
    width = metrics.horizontalAdvance(marks.pin_name)
    before = x > steps.x(marks.step) - 1 or x - _PAD - width < rooms.curves.left()
    left = x + _PAD if before and x + _PAD + width < rooms.curves.right() else x - _PAD - width
    box = QRectF(left, rooms.curves.top(), width, metrics.height())
    if marks.pin != marks.step:
        _write(painter, box, marks.pin_name, theme.ink, theme)
    return box


def _draw_now(
    painter: QPainter,
    rooms: Rooms,
    steps: StepScale,
    losses: Decades,
    gathered: Gathered,
    marks: Marks,
    theme: Theme,
    taken: QRectF,
) -> None:
    """Draw the step that is shown, and what is told of it where it hides least."""
    x = round(steps.x(marks.step)) + 0.5
    painter.setPen(QPen(QColor(theme.ink), 1))
    painter.drawLine(QPointF(x, rooms.curves.top()), QPointF(x, rooms.rail))
    if not marks.label:
        return
    head, body = fonts.bold(fonts.caption()), fonts.mono_caption()
    used = [head, *(body for _ in marks.label[1:])]
    sizes = [QFontMetricsF(font) for font in used]
    width = max(m.horizontalAdvance(t) for m, t in zip(sizes, marks.label, strict=True))
    height = sum(metrics.height() for metrics in sizes)
    if width > 0.7 * rooms.curves.width() or height > rooms.curves.height():
        return
    boxes = [
        QRectF(left, top, width, height)
        for left in (x + _PAD, x - _PAD - width)
        for top in (
            rooms.curves.top() + 2,
            rooms.curves.bottom() - height - 2,
            rooms.curves.center().y() - height / 2,
        )
        if left >= rooms.curves.left() and left + width <= rooms.curves.right() + 4
    ]
    if not boxes:
        return
    pinned = None if marks.pin is None else steps.x(marks.pin)

    def cost(place: QRectF) -> int:
        crossed = pinned is not None and place.left() <= pinned <= place.right()
        return _hidden(place, rooms, steps, losses, gathered, taken) + _WEIGHT_OF_PIN * crossed

    box = min(boxes, key=cost)
    top = box.top()
    for text, font, metrics in zip(marks.label, used, sizes, strict=True):
        painter.setFont(font)
        line = QRectF(box.left(), top, metrics.horizontalAdvance(text), metrics.height())
        _write(painter, line, text, theme.ink, theme)
        top += metrics.height()


def _hidden(
    box: QRectF,
    rooms: Rooms,
    steps: StepScale,
    losses: Decades,
    gathered: Gathered,
    taken: QRectF,
) -> int:
    """Return how many points of the curves a text there would hide; of another text all."""
    if box.intersects(taken):
        return 10_000
    begin, end = steps.step_at(box.left()), steps.step_at(box.right())
    first, last = ((step - gathered.first) // gathered.size for step in (begin, end))
    part = slice(max(0, first), max(0, last + 1))
    high, low = (losses.ys(of[part], rooms.curves) for of in (gathered.highs, gathered.lows))
    hidden = int(((low >= box.top()) & (high <= box.bottom())).sum())
    judged = gathered.run.judgements
    among = slice(bisect_left(judged, (begin,)), bisect_right(judged, (end, math.inf)))
    for judgement in judged[among]:
        if judgement.loss > 0 and math.isfinite(judgement.loss):
            y = losses.y(math.log10(judgement.loss), rooms.curves)
            hidden += _WEIGHT_OF_JUDGED * (box.top() <= y <= box.bottom())
    return hidden


def _draw_slider(
    painter: QPainter, rooms: Rooms, steps: StepScale, marks: Marks, theme: Theme
) -> None:
    """Draw the rail, what of it is walked, ticks of kept steps, and the handle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = steps.x(marks.begin), steps.x(marks.step), steps.x(marks.taken), steps.right
    y, line, cap = rooms.rail, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
    for colour, end in ((theme.rule, ends[3]), (theme.wire, ends[2]), (theme.ink, ends[1])):
        painter.setPen(QPen(QColor(colour), _RAIL, line, cap))
        painter.drawLine(QPointF(ends[0], y), QPointF(end, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for step in kept_ticks(marks, steps):
        left = round(steps.x(step))
        painter.fillRect(QRectF(left, y + _RAIL, 1, _TICK), QColor(theme.faint))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.accent if marks.focused else theme.ink
    painter.setPen(QPen(QColor(edge), 2 if marks.focused else 1))
    painter.setBrush(QColor(theme.ink))
    painter.drawRoundedRect(handle_at(steps, rooms, marks.step), 3, 3)
    painter.restore()


def _write(painter: QPainter, box: QRectF, text: str, colour: str, theme: Theme) -> None:
    """Write a text on a ground that keeps lines out of it."""
    ground = QColor(theme.panel)
    ground.setAlphaF(0.8)
    painter.fillRect(box.adjusted(-2, 1, 2, -1), ground)
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextDontClip.value
    painter.drawText(box, flags, text)
