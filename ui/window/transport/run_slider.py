"""RunSlider: the run from start to end, in the present granularity, with what is looked at.

A run that has a way back lies on a hairpin: see `hairpin`.
"""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from simulator.analysis.address import WITHOUT_LANE
from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.engine.gate_step import Cell
from simulator.translation import tr
from ui.panels.bend import at_the_bend
from ui.session.snapshot import GATE, Snapshot
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.fields.number_choice import put
from ui.window.transport.hairpin import APART, Hairpin

_LEAST_WIDTH, _HEIGHT = 120, 36
_MARK = QSize(2, 5)
_MARK_TOP = 13  # below the middle
_APART = 8
"""Least pixels between two marks."""


_WORDS_FROM = 380
"""Width from which the rails of a hairpin are named."""

_GAP, _HANDLE_WIDTH = 8, 10


class _Words(NamedTuple):
    """Pixels of the words on both sides of the rails."""

    before: int
    behind: int


class RunSlider(QSlider):
    """Slider over timesteps or gate steps. A click beside the handle goes there; a drag goes on.

    Marks stand under it where the word of the timesteps changes. A second handle stands where the
    panels look, while that is elsewhere.

    Signals:
        went_to: a position. went_to_tick: a finished tick, -1 for the start.
    """

    went_to = Signal(object)
    went_to_tick = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._by_gate = False
        self._shown = self.value()
        self._marks: tuple[int, ...] = ()
        self._marked: tuple[object, ...] = ()
        self._looked_at: int | None = None
        self._end: int | None = None
        self._source = ""
        self.setAccessibleName(tr("Position in the run"))
        self.setToolTip(tr("Drag or click to go anywhere in the run"))
        self.valueChanged.connect(self._ask)

    def sizeHint(self) -> QSize:
        """Return the room of the rails; with a larger text that of the words at them."""
        return QSize(_LEAST_WIDTH, max(_HEIGHT, 2 * QFontMetrics(fonts.caption()).height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def words_need(self) -> int:
        """Return the pixels beyond the least width that name the rails; 0 without a way back."""
        return 0 if self._end is None else _WORDS_FROM - _LEAST_WIDTH

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def draw(self, snapshot: Snapshot) -> None:
        """Stand at the position; mark the words, and what is looked at elsewhere."""
        schedule = snapshot.schedule
        self._by_gate = snapshot.granularity == GATE
        bend, last, now = schedule.end, schedule.last, snapshot.position
        if not self._by_gate:
            bend, last = schedule.num_ticks, schedule.last_tick
            now = schedule.ticks_begun(now)
        arrived = snapshot.position == snapshot.target
        self._shown = now if arrived else min(self.value(), last)
        put(self, self._shown, 0, last)
        self._bend_at(bend if last > bend else None, at_the_bend(snapshot))
        self.setPageStep(schedule.position_after_ticks(10) if self._by_gate else 10)
        self._mark_words(snapshot)
        looked_at = self._value_looked_at(snapshot) if snapshot.elsewhere else None
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self.update()

    @property
    def hairpin(self) -> Hairpin | None:
        """The rails of a run with a way back, as wide as the slider is now; None without one."""
        if self._end is None:
            return None
        words = self._words() if self.width() >= _WORDS_FROM else _Words(0, 0)
        half = _HANDLE_WIDTH // 2
        return Hairpin(
            self._end,
            self.maximum(),
            words.before + half,
            self.width() - words.behind - half - APART,
            self.rect().center().y(),
        )

    def marks(self) -> list[int]:
        """Return the values under which marks stand, as many as have room."""
        shown, last = [], -_APART
        for value in self._marks:
            x = self._x_of(value)
            if x - last >= _APART:
                shown.append(value)
                last = x
        return shown

    def looked_at(self) -> int | None:
        """Return the value of the second handle; None without one."""
        return self._looked_at

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the mouse, and hold it there."""
        there, rails = event.position(), self.hairpin
        if rails is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            if not rails.handle(self.value()).contains(there.toPoint()):
                self._shown = rails.value_at(there)
                self.setValue(self._shown)
                self._go()  # also to where it stands: that ends a look elsewhere
            return
        if event.button() != Qt.MouseButton.LeftButton or self._handle().contains(there.toPoint()):
            super().mousePressEvent(event)
            return
        self._shown = self._value_at(round(there.x()))
        self.setValue(self._shown)
        self._go()  # also to where it stands: that ends a look elsewhere
        handle, buttons = self._handle().center().toPointF(), (event.button(), event.buttons())
        held = QMouseEvent(
            event.type(), handle, event.globalPosition(), *buttons, event.modifiers()
        )
        super().mousePressEvent(held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the handle along the rails."""
        rails = self.hairpin
        if rails is None:
            super().mouseMoveEvent(event)
        elif self.isSliderDown():
            self.setValue(rails.value_at(event.position(), self.value()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        if self.hairpin is None:
            super().mouseReleaseEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, middle, rails = self._theme, self.rect().center().y(), self.hairpin
        if rails is None:
            super().paintEvent(event)
        painter = QPainter(self)
        if rails is not None:
            rails.paint(painter, self.value(), theme, self.hasFocus() or self.underMouse())
            self._paint_words(painter, rails)
        for value in self.marks():
            x = self._x_of(value) - _MARK.width() // 2
            painter.fillRect(
                QRect(x, middle + _MARK_TOP, _MARK.width(), _MARK.height()), QColor(theme.faint)
            )
        if self._looked_at is not None:
            handle = self._handle()
            handle.moveLeft(self._x_of(self._looked_at) - handle.width() // 2)
            if rails is not None:
                handle = rails.handle(self._looked_at)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.peek_line))
            painter.setBrush(QColor(theme.peek))
            painter.drawRoundedRect(handle.adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

    def _bend_at(self, end: int | None, source: str) -> None:
        """Bend the rails at a value, or not; say there what the way back begins with."""
        if (end, source) != (self._end, self._source):
            self._end, self._source = end, source
            self.update()

    def _words(self) -> "_Words":
        """Return the pixels that the words before and behind the rails take."""
        metrics = QFontMetrics(fonts.caption())
        before = max(map(metrics.horizontalAdvance, (tr("forward pass"), tr("backward pass"))))
        behind = min(metrics.horizontalAdvance(self._source), self.width() // 3)
        return _Words(before + _GAP + 2, behind + _GAP)

    def _paint_words(self, painter: QPainter, rails: Hairpin) -> None:
        """Name both rails, and what stands at the bend."""
        if self.width() < _WORDS_FROM:
            return
        painter.setFont(fonts.caption())
        painter.setPen(QColor(self._theme.faint))
        height = QFontMetrics(fonts.caption()).height()
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        width = self._words().before - _GAP
        for word, y in (
            (tr("forward pass"), rails.middle - height),
            (tr("backward pass"), rails.middle),
        ):
            painter.drawText(QRect(0, y, width, height), align, word)
        at = rails.right + _HANDLE_WIDTH // 2 + APART + _GAP // 2
        place = QRect(at, 0, self.width() - at, self.height())
        source = QFontMetrics(fonts.caption()).elidedText(
            self._source, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, source)

    def _mark_words(self, snapshot: Snapshot) -> None:
        """Mark where the word changes, unless nearly every timestep has its own."""
        key = (
            snapshot.document.timestep_labels,
            snapshot.schedule,
            snapshot.lane,
            snapshot.row,
            self._by_gate,
        )
        if key == self._marked:
            return
        self._marked = key
        labels, steps = snapshot.document.timestep_labels, snapshot.experiment.lengths[snapshot.row]
        changes = [t for t in range(1, min(steps, len(labels))) if labels[t] != labels[t - 1]]
        few = len(changes) <= steps // 2
        cells = (snapshot.schedule.cell_at(snapshot.lane, t, snapshot.row) for t in changes)
        values = [self._value_of(snapshot, cell) for cell in cells] if few else []
        self._marks = tuple(sorted(values))
        self.update()

    def _value_looked_at(self, snapshot: Snapshot) -> int | None:
        """Return the value at which what is looked at is finished; of a readout its own step.

        A gradient is finished on the way back.
        """
        pinned, cell, schedule = snapshot.pinned, snapshot.cell, snapshot.schedule
        if pinned is None or cell is None:
            return None
        if pinned.quantity in WITHOUT_LANE:
            position = pinned.position(schedule)
        elif pinned.is_gradient:
            position = schedule.position_after(cell, STEP_OF_WEIGHTS)
        else:
            return self._value_of(snapshot, cell)
        return position if self._by_gate else schedule.ticks_begun(position)

    def _value_of(self, snapshot: Snapshot, cell: Cell) -> int:
        """Return the slider's value at which a cell is finished."""
        schedule = snapshot.schedule
        if self._by_gate:
            return schedule.position_after(cell, schedule.phases[-1])
        return schedule.tick_of(cell) + 1

    def _handle(self) -> QRect:
        return self._part(QStyle.SubControl.SC_SliderHandle)

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_Slider
        return self.style().subControlRect(control, option, part, self)

    def _x_of(self, value: int) -> int:
        """Return the pixel of a value: the middle of the handle there."""
        if (rails := self.hairpin) is not None:
            return round(rails.place(value).x())
        first, span = self._stretch()
        return first + QStyle.sliderPositionFromValue(0, max(self.maximum(), 1), value, span)

    def _value_at(self, x: int) -> int:
        """Return the value whose handle has its middle nearest to a pixel."""
        first, span = self._stretch()
        return QStyle.sliderValueFromPosition(0, self.maximum(), x - first, span)

    def _stretch(self) -> tuple[int, int]:
        """Return the pixel of the first value, and how many the values extend over."""
        groove, width = self._part(QStyle.SubControl.SC_SliderGroove), self._handle().width()
        return groove.left() + width // 2, groove.width() - width

    def _ask(self, value: int) -> None:
        if value != self._shown:
            self._shown = value
            self._go()

    def _go(self) -> None:
        if self._by_gate:
            self.went_to.emit(self._shown)
        else:
            self.went_to_tick.emit(self._shown - 1)
