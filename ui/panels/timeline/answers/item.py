"""TimeAnswers: what a readout says over time, and what is right: rings on lines, or words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from ui.panels.timeline.answers.said import SaidClasses
from ui.panels.timeline.answers.word_layout import WordLayout, font_of
from ui.panels.timeline.tracks.ground import timesteps_a_pixel
from ui.panels.timeline.tracks.layer import PlotLayer
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING, grown, joined
from ui.widgets.paint_guard import guard_paint

_RING = 3.5
"""Radius of a ring, in pixels."""

_LEAST_COLUMN = 9.0
"""Narrowest column with a ring of its own, in pixels; in narrower ones a line joins the answers."""

_FAINT = 0.38
"""Opacity of what is ahead."""

_INSET = 5.0
"""Pixels that rings keep from the edges of the row."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers of one row of a batch. Its arrays are the run's own, which are filled as it goes on.

    Attributes:
        said: (T, K) numbers. right: (T, K) the targets; NaN where none counts.
        wrong: returns for some timesteps which answers are wrong, (t,).
        classes: for answers that are the class of the largest number; None for numbers.
        before: (T, K) numbers said in the baseline's run, drawn behind; None for none.
    """

    said: Array
    right: Array
    wrong: Callable[[slice], Array]
    classes: SaidClasses | None = None
    before: Array | None = None


class TimeAnswers(PlotLayer):
    """Rings for what is said and lines for what is right, on one scale; or words.

    A ring off its line is a mistake. A wrong word is bold and in the colour of what is wrong.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._answers: Answers | None = None
        self._limits = (0.0, 1.0)
        self._known = self._ahead = self._compared = NOTHING
        self._layout = WordLayout()

    def bind(self, answers: Answers | None) -> None:
        """Show other answers; None for none."""
        self._answers, self._layout = answers, WordLayout()
        self.setVisible(answers is not None)
        self.update()

    def set_limits(self, limits: tuple[float, float]) -> None:
        """Set the ends of the scale of numbers."""
        if limits != self._limits:
            self._limits = limits
            self.update()

    def move(self, known: slice, ahead: slice, compared: slice = NOTHING) -> None:
        """Show the known answers, dimmed those ahead, and the baseline's behind the compared."""
        worded = self._answers is not None and self._answers.classes is not None
        if worded and joined(known, ahead) != joined(self._known, self._ahead):
            self.update()  # words decide each other's room
        margin = self._reach()
        changed = grown(self._known, known) + grown(known, self._known)
        changed += grown(self._ahead, ahead) + grown(ahead, self._ahead)
        changed += grown(self._compared, compared) + grown(compared, self._compared)
        for part in changed:
            left, right = part.start - margin, part.stop + margin
            self.update(QRectF(left, self._low, right - left, self._high - self._low))
        self._known, self._ahead, self._compared = known, ahead, compared

    def _reach(self) -> float:
        """Return how far a timestep's ring, line or word reaches, in timesteps."""
        pixels = max(2 * _RING + 1, self._layout.widest)
        return 2 + pixels * timesteps_a_pixel(self.getViewBox())

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible answers."""
        answers = self._answers
        if answers is None or option.exposedRect.isEmpty():
            return
        view, transform = self.getViewBox(), painter.transform()
        column = 1 / timesteps_a_pixel(view)
        area = transform.mapRect(view.viewRect())
        left, right = view.viewRange()[0]
        exposed = transform.mapRect(option.exposedRect).adjusted(-column, 0, column, 0)
        painter.resetTransform()
        if answers.classes is not None:
            first = max(0, int(left + 0.5))
            start = transform.map(QPointF(first - 0.5, 0.0)).x()
            area.setLeft(start)
            self._draw_words(
                painter,
                answers.classes,
                range(first, min(self._steps, int(right + 1.5))),
                area,
                column,
                exposed,
            )
            painter.setTransform(transform)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reach, part = self._reach(), option.exposedRect
        left, right = max(left, part.left() - reach), min(right, part.right() + reach)
        for seen, opacity in ((self._ahead, _FAINT), (self._known, 1.0)):
            start, stop = max(seen.start, int(left)), min(seen.stop, int(right + 1.5))
            if start >= stop:
                continue
            x = transform.dx() + transform.m11() * np.arange(start, stop)
            painter.setOpacity(opacity)
            self._draw_numbers(painter, answers, slice(start, stop), x, area, column)
        painter.setOpacity(1.0)
        painter.setTransform(transform)

    def _draw_numbers(
        self,
        painter: QPainter,
        answers: Answers,
        shown: slice,
        x: Array,
        area: QRectF,
        column: float,
    ) -> None:
        low, high = self._limits
        height = area.height() - 2 * _INSET

        def y(values: Array) -> Array:
            shares = np.clip((values.astype(np.float64) - low) / (high - low), 0, 1)
            return np.asarray(area.bottom() - _INSET - shares * height)

        good, own = QColor(self._theme.good), self._theme.colour("y")
        narrow = column < _LEAST_COLUMN
        for unit in range(answers.said.shape[1]):
            right = y(answers.right[shown, unit])
            pen = QPen(good, 2 if narrow else 3)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap if narrow else Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            if narrow:
                painter.drawPath(_joined(x, right))
            else:
                half = column / 2 - 0.5
                lines = [QLineF(a - half, b, a + half, b) for a, b in zip(x, right, strict=True)
                         if not np.isnan(b)]  # fmt: skip
                painter.drawLines(lines)
        self._draw_before(painter, answers, shown, x, y, narrow)
        wrong = answers.wrong(shown)
        for unit in range(answers.said.shape[1]):
            said = y(answers.said[shown, unit])
            painter.setPen(QPen(own, 1.5))
            if narrow:
                painter.drawPath(_joined(x, said))
                continue
            painter.setBrush(QColor(self._theme.panel))
            for a, b, off in zip(x, said, wrong.tolist(), strict=True):
                if not np.isnan(b):
                    painter.setPen(QPen(QColor(self._theme.bad) if off else own, 1.5))
                    painter.drawEllipse(QPointF(a, b), _RING, _RING)

    def _draw_before(
        self,
        painter: QPainter,
        answers: Answers,
        shown: slice,
        x: Array,
        y: Callable[[Array], Array],
        narrow: bool,
    ) -> None:
        """Draw faintly what the baseline's run said, where it is compared."""
        start, stop = (
            max(shown.start, self._compared.start),
            min(shown.stop, self._compared.stop),
        )
        if answers.before is None or start >= stop:
            return
        painter.setPen(QPen(QColor(self._theme.faint), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        across = x[start - shown.start : stop - shown.start]
        for unit in range(answers.before.shape[1]):
            said = y(answers.before[start:stop, unit])
            if narrow:
                painter.drawPath(_joined(across, said))
                continue
            for a, b in zip(across, said, strict=True):
                if not np.isnan(b):
                    painter.drawEllipse(QPointF(a, b), _RING, _RING)

    def _draw_words(
        self,
        painter: QPainter,
        classes: SaidClasses,
        timesteps: range,
        area: QRectF,
        column: float,
        exposed: QRectF,
    ) -> None:
        """Draw the words of a part of the row: all of them decide each other's room."""
        font = font_of(classes)
        both = font, fonts.bold(font)
        seen = joined(self._known, self._ahead)
        for word in self._layout.placed(classes, seen, timesteps, column):
            box = QRectF(area.left() + word.left, area.top(), word.width, area.height())
            if exposed.intersects(box):
                t = word.timestep
                self._take_pen(painter, classes.is_right(t), t, both)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word.text)
        painter.setOpacity(1.0)

    def _take_pen(
        self, painter: QPainter, right: bool | None, t: int, fonts_: tuple[QFont, QFont]
    ) -> None:
        """Write what is wrong bold and red, what is right green, and what is ahead dimmed."""
        known = self._known.start <= t < self._known.stop
        painter.setOpacity(1.0 if known else _FAINT)
        painter.setFont(fonts_[right is False])
        colours = {True: QColor(self._theme.good), False: QColor(self._theme.bad)}
        painter.setPen(self._theme.colour("y") if right is None else colours[right])


def _joined(x: Array, y: Array) -> QPainterPath:
    """Return a line between each two neighbouring points, and a dot for a point without any.

    They are lines of their own: Qt takes thirty times as long to stroke one line through 500
    points that is wider than a pixel.
    """
    there = np.concatenate(([False], ~np.isnan(y), [False]))
    starts = np.flatnonzero(there[1:-1] & there[2:])
    alone = np.flatnonzero(there[1:-1] & ~there[:-2] & ~there[2:])
    ends = np.stack((starts, starts + 1), axis=1).ravel()
    dots = np.repeat(x[alone], 2) + np.tile((-0.5, 0.5), len(alone))
    across, down = np.concatenate((x[ends], dots)), np.concatenate((y[ends], y[alone].repeat(2)))
    return pg.arrayToQPath(across, down, connect="pairs")
