"""RunSlider: the run from start to end, in the present granularity, with what is looked at."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from simulator.engine.schedule import Cell
from simulator.lstm.quantities import READOUT
from simulator.translation import tr
from ui.session.snapshot import GATE, Snapshot
from ui.style.theme import Theme
from ui.widgets.fields.number_choice import put

_LEAST_WIDTH, _HEIGHT = 120, 36
_MARK = QSize(2, 5)
_MARK_TOP = 13  # below the middle
_APART = 8
"""Least pixels between two marks."""


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
        self.setAccessibleName(tr("Position in the run"))
        self.setToolTip(tr("Drag or click to be anywhere in the run"))
        self.valueChanged.connect(self._ask)

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, snapshot: Snapshot) -> None:
        """Stand at the position; mark the words, and what is looked at elsewhere."""
        schedule = snapshot.schedule
        self._by_gate = snapshot.granularity == GATE
        end, now = schedule.end, snapshot.position
        if not self._by_gate:
            end, now = schedule.num_ticks, schedule.ticks_begun(now)
        arrived = snapshot.position == snapshot.target
        self._shown = now if arrived else min(self.value(), end)
        put(self, self._shown, 0, end)
        self.setPageStep(schedule.position_after_ticks(10) if self._by_gate else 10)
        self._mark_words(snapshot)
        looked_at = self._value_looked_at(snapshot) if snapshot.elsewhere else None
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self.update()

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
        there = event.position()
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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, middle = self._theme, self.rect().center().y()
        painter = QPainter(self)
        for value in self.marks():
            x = self._x_of(value) - _MARK.width() // 2
            painter.fillRect(
                QRect(x, middle + _MARK_TOP, _MARK.width(), _MARK.height()), QColor(theme.faint)
            )
        if self._looked_at is not None:
            handle = self._handle()
            handle.moveLeft(self._x_of(self._looked_at) - handle.width() // 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.peek_line))
            painter.setBrush(QColor(theme.peek))
            painter.drawRoundedRect(handle.adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

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
        """Return the value at which what is looked at is finished; of a readout its own step."""
        pinned, schedule = snapshot.pinned, snapshot.schedule
        if pinned is None or pinned.quantity not in READOUT:
            return None if snapshot.cell is None else self._value_of(snapshot, snapshot.cell)
        position = pinned.position(schedule)
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
