"""TimeCursor: a frame around one column over all rows of a timeline, and its chip on the axis."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.style import fonts
from ui.style.charts import pg
from ui.widgets.paint_guard import guard_paint, guard_rect

HEAD = 6.0
"""The mouse's reach on each side of a line that can be dragged, in pixels."""

NARROWEST = 4.0
"""Smallest width of a column that is framed, in pixels; a narrower one has a line."""


_AROUND = 4
"""Pixels beside a chip that cover what is behind."""


class TimeCursor(pg.GraphicsObject):
    """Frame in a scene's own pixels, as wide as a column. It moves only by `place`.

    Signals:
        dragged: the point in the scene that the frame was dragged to.
    """

    dragged = Signal(QPointF)

    def __init__(self, draggable: bool = False, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        super().__init__()
        self._draggable, self._style = draggable, style
        self._height = self._width = 0.0
        self._flag = 0
        self._colour = QColor()
        if draggable:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(20 if draggable else 10)

    def set_colour(self, colour: str) -> None:
        """Take a colour."""
        self._colour = QColor(colour)
        self.update()

    def fly(self, flag: int) -> None:
        """Fly a flag to the left, −1, or to the right, 1; none with 0."""
        if flag != self._flag:
            self._flag = flag
            self.update()

    def place(self, x: float, top: float, bottom: float, width: float = 0.0) -> None:
        """Move to the middle `x` of a column, from `top` to `bottom`, in the scene's pixels."""
        width = round(width) if width >= NARROWEST else 0.0
        if (bottom - top, width) != (self._height, self._width):
            self.prepareGeometryChange()
            self._height, self._width = bottom - top, width
            self.update()
        self.setPos(round(x) + 0.5, top)

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the frame, with the mouse's reach around it."""
        reach = self._width / 2 + HEAD + 1
        return QRectF(-reach, -HEAD - 2, 2 * reach, self._height + HEAD + 3)

    def shape(self) -> QPainterPath:
        """Return the edges of the frame: in it, the mouse has the row."""
        path = QPainterPath()
        path.addRect(self.boundingRect())
        inside = self._width / 2 - HEAD
        if inside > 0:
            path.addRect(QRectF(-inside, 2, 2 * inside, self._height))
        return path

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the frame, or the line; a frame that only follows the mouse is a line too."""
        bold = self._draggable or self._style != Qt.PenStyle.SolidLine
        pen = QPen(self._colour, 2 if bold else 1, self._style)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._width and bold:
            half = self._width / 2
            painter.drawRect(QRectF(-half, 0, 2 * half, self._height))
        else:
            painter.drawLine(QPointF(0, 0), QPointF(0, self._height))
        if self._flag:
            self._draw_flag(painter)

    def _draw_flag(self, painter: QPainter) -> None:
        """Draw the flag at the top of the frame's side, or of the line."""
        edge = self._flag * (self._width / 2 if self._width else 0.0)
        corners = (0.0, -HEAD / 3), (self._flag * (HEAD + 1), HEAD / 2), (0.0, 4 * HEAD / 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawPolygon(QPolygonF([QPointF(edge + x, y) for x, y in corners]))

    def hoverEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Claim drags that begin here (pyqtgraph's hook)."""
        if self._draggable and not event.isExit():
            event.acceptDrags(Qt.MouseButton.LeftButton)

    def mouseDragEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Report the place that the frame is dragged to (pyqtgraph's hook)."""
        if self._draggable and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.dragged.emit(QPointF(event.scenePos()))
        else:
            event.ignore()


class TimeChip(pg.GraphicsObject):
    """Number of a timestep on a plate of its own, on the axis, over the labels there."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(30)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._font = fonts.bold(fonts.mono_caption())
        self._text = ""
        self._colours = QColor(), QColor(), QColor(), QColor()

    def set_colours(self, ground: str, ink: str, line: str, around: str) -> None:
        """Take colours, of plate, text, frame and what is behind all, and the text size."""
        self.prepareGeometryChange()
        self._font = fonts.bold(fonts.mono_caption())
        colours = QColor(ground), QColor(ink), QColor(line), QColor(around)
        self._colours = colours
        self.update()

    @property
    def text(self) -> str:
        """Text of the chip."""
        return self._text

    def place(self, text: str, x: float, y: float, right: float) -> None:
        """Show a text around a middle, in the scene's pixels, left of an edge."""
        if text != self._text:
            self.prepareGeometryChange()
            self._text = text
            self.update()
        x = min(round(x) + 0.5, right - self.boundingRect().width() / 2 + _AROUND)
        self.setPos(x, round(y))

    def plate(self) -> QRectF:
        """Return the plate, around the chip's own place."""
        return self.boundingRect().adjusted(_AROUND + 0.5, 1.5, -_AROUND - 0.5, -1.5)

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the plate with room beside it."""
        metrics = QFontMetricsF(self._font)
        width, height = metrics.horizontalAdvance(self._text) + 10, metrics.height() + 4
        width = max(width, 24.0)
        return QRectF(-width / 2 - _AROUND, -height / 2, width + 2 * _AROUND, height)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the plate and its text."""
        ground, ink, line, around = self._colours
        painter.fillRect(self.plate().adjusted(-0.5, -0.5, 0.5, 0.5), around)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1))
        painter.setBrush(ground)
        plate = self.plate()
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(ink)
        painter.setFont(self._font)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._text)
