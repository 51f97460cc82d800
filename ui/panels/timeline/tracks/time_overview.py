"""TimeOverview: all timesteps as a bar, with a frame around those that the rows show."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme

_HEIGHT, _BAR = 20, 6
"""Heights at 100 % text size."""

_LEAST_FRAME = 8.0


class TimeOverview(QWidget):
    """Bar of the run: known, ahead, the position, and what the rows show of it.

    Signals:
        moved: the timestep to have in the middle of the rows.
    """

    moved = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps, self._known = 1, slice(0, 0)
        self._window, self._ends = (-0.5, 0.5), (0.0, 1.0)
        self._now: float | None = None
        self._peek: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Overview of all timesteps"))
        self.setToolTip(tr("All timesteps. Click anywhere to scroll there."))
        fonts.wear(self, fonts.mono_caption)

    def sizeHint(self) -> QSize:
        return QSize(100, max(fonts.px(_HEIGHT), self.fontMetrics().height() + 2))

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_run(self, steps: int, known: slice, now: float | None, peek: int | None) -> None:
        """Show what is known of `steps` timesteps, and where now and a look elsewhere are."""
        if (steps, known, now, peek) != (self._steps, self._known, self._now, self._peek):
            self._steps, self._known, self._now, self._peek = steps, known, now, peek
            self.update()

    def show_window(self, visible: tuple[float, float], left: float, right: float) -> None:
        """Frame the timesteps in the rows; the bar reaches from `left` to `right`, in pixels."""
        if (visible, (left, right)) != (self._window, self._ends):
            self._window, self._ends = visible, (left, right)
            self.update()

    def bar(self) -> QRectF:
        """Return the rectangle of all timesteps."""
        left, right = self._ends
        height = float(fonts.px(_BAR))
        return QRectF(left, (self.height() - height) / 2, max(1.0, right - left), height)

    def frame(self) -> QRectF:
        """Return the rectangle around the timesteps in the rows."""
        left, right = (self._x(t) for t in self._window)
        width = max(_LEAST_FRAME, right - left)
        left = min(left, self.bar().right() - width)
        return QRectF(left, 2, width, self.height() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar, the frame, and the marks."""
        painter, bar, theme = QPainter(self), self.bar(), self._theme
        painter.setPen(QColor(theme.faint))
        names = QRectF(8, 0, bar.left() - 8, self.height())
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter, f"0 … {self._steps - 1}")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.rule))
        painter.drawRoundedRect(bar, 3, 3)
        if self._known.start < self._known.stop:
            known = QRectF(bar)
            known.setLeft(self._x(self._known.start - 0.5))
            known.setRight(self._x(self._known.stop - 0.5))
            painter.setBrush(QColor(theme.wire))
            painter.drawRoundedRect(known, 3, 3)
        for at, colour in ((self._peek, theme.peek_line), (self._now, theme.ink)):
            if at is not None:
                painter.setPen(QPen(QColor(colour), 2))
                x = self._x(at)
                painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))
        whole = self._window[1] - self._window[0] >= self._steps
        painter.setPen(QPen(QColor(theme.wire), 1) if whole else QPen(QColor(theme.ink), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.frame(), 3, 3)

    def _x(self, timestep: float) -> float:
        bar = self.bar()
        return bar.left() + (timestep + 0.5) / self._steps * bar.width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the timesteps under the mouse into the rows."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._move(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the frame by a drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(event.position().x())

    def _move(self, x: float) -> None:
        bar = self.bar()
        self.moved.emit((x - bar.left()) / bar.width() * self._steps - 0.5)
