"""TimeFrames: the frames over a timeline's rows: of now, of what is looked at, of the mouse."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QGraphicsScene

from ui.panels.timeline.tracks.axis import TimeAxis
from ui.panels.timeline.tracks.cursor import TimeChip, TimeCursor
from ui.style.charts import pg
from ui.style.theme import Theme


class Framed(Protocol):
    """Rows with an axis below."""

    axis: TimeAxis

    @property
    def first(self) -> pg.ViewBox:
        """View of the first row."""

    @property
    def last(self) -> pg.ViewBox:
        """View of the last row."""

    def width(self) -> int:
        """Width of the rows with their labels."""

    def scene(self) -> QGraphicsScene:
        """Scene of the rows."""


class TimeFrames:
    """Three frames, two of them with a chip on the axis; in dense views they are lines.

    Attributes:
        now, elsewhere, pointed: the frames. chip, chip_elsewhere: the chips.
        timestep: of now; half a timestep outside before the first. peek: looked at elsewhere.
    """

    def __init__(self, rows: Framed) -> None:
        self._rows = rows
        self.timestep: float | None = None
        self.peek: int | None = None
        self.now = TimeCursor(draggable=True)
        self.elsewhere = TimeCursor(style=Qt.PenStyle.DashLine)
        self.pointed = TimeCursor()
        self.chip, self.chip_elsewhere = TimeChip(), TimeChip()
        for item in (self.pointed, self.elsewhere, self.now, self.chip_elsewhere, self.chip):
            rows.scene().addItem(item)
            item.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.now.set_colour(theme.ink)
        self.elsewhere.set_colour(theme.peek_line)
        self.pointed.set_colour(theme.faint)
        self.chip.set_colours(theme.ink, theme.panel, theme.ink, theme.panel)
        self.chip_elsewhere.set_colours(theme.peek, theme.peek_ink, theme.peek_line, theme.panel)
        self.place()

    def stand(self, timestep: float, peek: int | None) -> None:
        """Move the frames of now and of what is looked at elsewhere, None for nothing."""
        if (timestep, peek) != (self.timestep, self.peek):
            self.timestep, self.peek = timestep, peek
            self.place()

    def fly(self, flag: int) -> None:
        """Let now's flag point left, −1, or right, 1, as a walk goes; none with 0."""
        self.now.fly(flag)

    def point(self, timestep: int | None) -> None:
        """Move the line under the mouse, None for nowhere."""
        self._place(self.pointed, timestep)

    def place(self) -> None:
        """Place the frames anew, as after another zoom."""
        told = [t for t in (self.timestep, self.peek) if t is not None and t == int(t)]
        self._rows.axis.leave_out(tuple(told))
        for frame, chip, timestep in (
            (self.now, self.chip, self.timestep),
            (self.elsewhere, self.chip_elsewhere, self.peek),
        ):
            x = self._place(frame, timestep)
            chip.setVisible(x is not None and timestep in told)
            if x is not None and timestep is not None and timestep in told:
                below = self._rows.axis.sceneBoundingRect()
                middle = below.top() + self._rows.axis.height() / 2 + 2
                chip.place(str(int(timestep)), x, middle, self._rows.width())
        self._part()

    def _part(self) -> None:
        """Put the chip of what is looked at beside that of now, where they would overlap."""
        now, other = self.chip, self.chip_elsewhere
        if not (now.isVisible() and other.isVisible()) or self.peek is None:
            return
        wide = (now.plate().width() + other.plate().width()) / 2 + 1
        apart = other.x() - now.x()
        if abs(apart) >= wide or self.timestep is None:
            return
        side = 1 if self.peek > self.timestep else -1
        if now.x() + wide + other.plate().width() / 2 > self._rows.width():
            side = -1
        other.setX(now.x() + side * wide)

    def _place(self, frame: TimeCursor, timestep: float | None) -> float | None:
        """Place a frame, or hide it outside the view; return the middle of its column."""
        first, last = self._rows.first, self._rows.last
        left, right = first.viewRange()[0]
        if timestep is None or not left - 1e-6 <= timestep <= right + 1e-6:
            frame.hide()
            return None
        x = float(first.mapViewToScene(QPointF(timestep, 0)).x())
        width = first.width() / (right - left) if timestep == int(timestep) else 0.0
        top, bottom = first.sceneBoundingRect().top(), last.sceneBoundingRect().bottom()
        frame.place(x, top - 3, bottom + 2, width)
        frame.show()
        return x
