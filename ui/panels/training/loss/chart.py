"""LossChart: loss and norm over the steps of training, on an axis that is a slider."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.training.run import TrainingRun
from simulator.translation import tr
from ui.panels.training.loss.gathered import Gathered
from ui.panels.training.loss.layer import CurveLayer, Picture
from ui.panels.training.loss.marks import Marks, draw_marks
from ui.panels.training.loss.scales import Decades, Rooms, StepScale, end_of
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.downsampling import block
from ui.widgets.key_filter import KEEPS_MOVES

PAGE: Final = 25
"""Steps that a page key goes."""

_BARS: Final = 0.18
"""Share of the height that the norms have."""
_NORM_DECADES: Final = 4.0
"""Most decades of norms: what is below has the least bar."""
_FEW_DECADES: Final = 2.0
_SIDE: Final = 12


@dataclass(frozen=True, slots=True)
class ChartView:
    """What the chart shows.

    Attributes:
        run, step: the run, and the step whose network is shown. until: the step that it is to
            reach. pin: a pinned step of this run; None for none. pin_name: its name.
        other: a pinned run of which the validation is drawn behind; None for none.
        label: lines that tell of the step that is shown.
    """

    run: TrainingRun
    step: int
    until: int
    pin: int | None = None
    pin_name: str = ""
    other: TrainingRun | None = None
    label: tuple[str, ...] = ()


class LossChart(QWidget):
    """Curves, bars and slider over one mapping of steps. A click or a drag scrubs.

    ← and → go a step, PgUp and PgDn 25, Home and End to the ends.

    Attributes:
        layer: the curves that are drawn. view: what is shown.

    Signals:
        scrubbed: a step to show. pointed: that under the mouse; None for none.
    """

    scrubbed = Signal(int)
    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view: ChartView | None = None
        self.layer = CurveLayer()
        self._gathered: Gathered | None = None
        self._ends = [math.inf, 0.0, math.inf, 0.0]
        self._judged = self._changed = 0
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Loss by training step"))
        self.setProperty(KEEPS_MOVES, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        tip = tr(
            "Loss by step on a log axis, with the size of the gradient below it. "
            "Drag or click to show the network at another step. ← and → move one "
            "step, PgUp and PgDn 25."
        )
        self.setToolTip(f"<qt>{tip}</qt>")  # marked up, Qt breaks its lines

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(560), fonts.px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(180), fonts.px(120))

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def draw(self, view: ChartView) -> None:
        """Show a run as far as it is now."""
        before, self.view = self.view, view
        if before is None or before.run is not view.run or before.other is not view.other:
            self._gathered = None
        self._gather(view)
        self._tell(view)
        self.update()

    def scale(self) -> StepScale:
        """Return the mapping of steps to pixels, which all parts share."""
        view = self.view
        assert view is not None
        first, last = view.run.first, end_of(view.until, view.run.step)
        if view.other is not None:
            first = min(first, view.other.first)
            last = max(last, view.other.step)
        curves = self.rooms().curves
        return StepScale(first, max(last, first + 1), curves.left(), curves.right())

    def rooms(self) -> Rooms:
        """Return the places of the parts."""
        last = 0 if self.view is None else end_of(self.view.until, self.view.run.step)
        return _rooms(self.width(), self.height(), len(f"{last:,}"), fonts.text_size())

    def step_at(self, point: QPointF) -> int | None:
        """Return the step under a point, of those that there are; None without any."""
        if self.view is None:
            return None
        run = self.view.run
        return min(max(self.scale().step_at(point.x()), run.first), run.step)

    def lost_from(self, run: TrainingRun) -> int | None:
        """Return the first step of a run that has a NaN; None for none, or for another run."""
        gathered = self._gathered
        return None if gathered is None or gathered.run is not run else gathered.lost

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view = QPainter(self), self.view
        if view is None:
            painter.fillRect(self.rect(), self._theme.panel)
            return
        steps, rooms, run = self.scale(), self.rooms(), view.run
        gathered = self._gather(view)
        picture = self._picture(view, steps, rooms, gathered)
        self.layer.bring_up(picture, gathered, self._changed)
        self._changed = len(gathered)
        painter.drawPixmap(0, 0, self.layer.pixmap)
        every = run.kept.keeping.every
        marks = Marks(
            view.step, run.step, run.first, every, view.pin, view.pin_name, view.label,
            self.hasFocus(),
        )  # fmt: skip
        draw_marks(painter, rooms, steps, picture.losses, gathered, marks, self._theme)

    def _gather(self, view: ChartView) -> Gathered:
        """Gather what is new in the run, as many steps a block as share a pixel."""
        steps, gathered = self.scale(), self._gathered
        size = block(steps.last - steps.first + 1, steps.right - steps.left)
        if gathered is None or gathered.size != size:
            gathered = self._gathered = Gathered(view.run, size)
            self._ends, self._judged, self._changed = [math.inf, 0.0] * 2, 0, 0
        self._changed = min(self._changed, gathered.extend())
        return gathered

    def _picture(
        self, view: ChartView, steps: StepScale, rooms: Rooms, gathered: Gathered
    ) -> Picture:
        """Return the scales of what is gathered, and where it is drawn."""
        clip, changed = view.run.plan.clip, self._changed
        self._widen(0, gathered.lows[changed:], gathered.highs[changed:])
        self._widen(2, gathered.norms[changed:], gathered.norms[changed:])
        for judged in view.run.judgements[self._judged :]:
            self._ends[:2] = _wider(self._ends[0], self._ends[1], judged.loss)
        self._judged = len(view.run.judgements)
        losses = list(self._ends[:2])
        if view.other is not None:
            losses += [j.loss for j in view.other.judgements]
        norms = [*self._ends[2:], *([] if clip is None else [clip])]
        return Picture(
            steps,
            Decades.around(losses),
            Decades.around(norms, _FEW_DECADES, _NORM_DECADES),
            rooms,
            QSizeF(self.size()),
            self.devicePixelRatioF(),
            clip,
            view.other,
            self._theme,
            fonts.text_size(),
        )

    def _widen(self, at: int, lows: object, highs: object) -> None:
        for values in (lows, highs):
            for value in values.tolist():  # type: ignore[attr-defined]
                self._ends[at : at + 2] = _wider(self._ends[at], self._ends[at + 1], value)

    def _tell(self, view: ChartView) -> None:
        """Name the step for screen readers."""
        told = tr("Loss, step {step} of {last}", step=view.step, last=view.run.step)
        if told != self.accessibleName():
            self.setAccessibleName(told)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view, key = self.view, Qt.Key
        if view is None:
            super().keyPressEvent(event)
            return
        run = view.run
        to = {
            key.Key_Left: view.step - 1,
            key.Key_Right: view.step + 1,
            key.Key_Down: view.step - 1,
            key.Key_Up: view.step + 1,
            key.Key_PageUp: view.step - PAGE,
            key.Key_PageDown: view.step + PAGE,
            key.Key_Home: run.first,
            key.Key_End: run.step,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
            return
        self._go(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and step is not None:
            self._held = True
            self._go(step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position())
        if self._held and step is not None:
            self._go(step)
        self.pointed.emit(step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = False

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._held = False
        self.update()

    def _go(self, step: int) -> None:
        """Ask for a step, as far as there are some."""
        view = self.view
        if view is not None:
            step = min(max(step, view.run.first), view.run.step)
            if step != view.step:
                self.scrubbed.emit(step)


def _wider(low: float, high: float, value: float) -> tuple[float, float]:
    """Return the ends of numbers above 0 with one more."""
    if not (value > 0 and math.isfinite(value)):
        return low, high
    return min(low, value), max(high, value)


@lru_cache(maxsize=8)
def _rooms(width: int, height: int, digits: int, text_size: int) -> Rooms:
    """Return the places of the parts; the last step, of so many digits, has half its room beside.

    Args:
        text_size: the present one.
    """
    metrics = QFontMetricsF(fonts.mono_caption())
    line = metrics.height()
    left = math.ceil(metrics.horizontalAdvance("0.0001")) + 10.0
    right = width - max(_SIDE, metrics.horizontalAdvance("0" * digits) / 2 + 4)
    numbers = height - line - 2
    rail = numbers - 10
    bottom = rail - 14
    bars = max(1.8 * line, _BARS * height)
    top = line / 2 + 2
    return Rooms(
        QRectF(left, top, max(1.0, right - left), max(1.0, bottom - bars - line - top)),
        QRectF(left, bottom - bars, max(1.0, right - left), bars),
        round(rail),
        numbers,
    )
