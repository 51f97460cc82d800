"""StackMap: the layers and directions of the LSTM as a small map to choose a lane."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.network.lane import Lane
from simulator.network.quantities import Y
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

Align = Qt.AlignmentFlag
_LANE_WIDTH, _NAME_WIDTH, _END = 56, 26, 17
"""Pixels of a lane, of a layer's name at its left, and of a line for input or output, at 100 %."""

_APART = 6
"""Pixels between lanes side by side."""

ROOMY = 28.0
"""Height of a layer, in pixels, from which the mask below it is named."""


class StackMap(QWidget):
    """Layers from the input below to the output above; hidden when there is only one lane.

    Each lane shows how far its walk has come, and the row of h_n and c_n that its end becomes. The
    selected lane is framed; the lane of the last gate step has a dot.

    Signals:
        lane_selected: the Lane that was clicked, and the batch row.
        hovered: a description of the part under the mouse.
    """

    lane_selected = Signal(object, int)
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._snapshot: Snapshot | None = None
        self._seen: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(KEEPS_MOVES, True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Layers and directions"))
        self.setToolTip(
            tr("All layers and directions of the LSTM. Click one to show that cell in every panel.")
        )
        self.hide()

    def draw(self, snapshot: Snapshot) -> None:
        """Show the lanes of a snapshot."""
        config = snapshot.experiment.config
        self._snapshot = snapshot
        self.setFixedWidth(
            fonts.px(_NAME_WIDTH) + config.num_directions * fonts.px(_LANE_WIDTH) + 4
        )
        self.setVisible(config.num_lanes > 1)
        self.setAccessibleDescription(snapshot.lane.text())
        seen = self._look_of(snapshot)
        if seen != self._seen:
            self._seen = seen
            self.update()

    def _look_of(self, snapshot: Snapshot) -> tuple[object, ...]:
        """Return what is painted of a snapshot; most steps move it by less than a pixel."""
        config, step = snapshot.experiment.config, snapshot.step
        done = tuple(round(self._done(snapshot, lane)) for lane in config.lanes())
        dot = None if step is None else (step.cell.lane, step.quantity == Y)
        return config, bool(snapshot.experiment.masks), snapshot.lane, dot, done

    @staticmethod
    def _done(snapshot: Snapshot, lane: Lane) -> float:
        """Return the pixels of a lane that its walk has come, of its width."""
        walked = snapshot.schedule.walked(snapshot.position, lane, "h")
        return (fonts.px(_LANE_WIDTH) - _APART) * walked / snapshot.schedule.num_timesteps

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme, self._seen = theme, ()
        if self._snapshot is not None:
            self.draw(self._snapshot)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), 60)

    def lane_rect(self, lane: Lane) -> QRectF:
        """Return the rectangle of a lane."""
        pitch = self._pitch()
        height = min(pitch - (11 if pitch >= ROOMY else 2), 34)
        layers = self._snapshot.experiment.config.num_layers if self._snapshot else 1
        spare = self.height() - 4.2 * fonts.px(_END) - layers * pitch
        bottom = self.height() - spare / 2 - 2.8 * fonts.px(_END) - lane.layer * pitch
        left = fonts.px(_NAME_WIDTH) + lane.direction * fonts.px(_LANE_WIDTH)
        return QRectF(left, bottom - height, fonts.px(_LANE_WIDTH) - _APART, height)

    def _pitch(self) -> float:
        layers = self._snapshot.experiment.config.num_layers if self._snapshot else 1
        return min(46.0, (self.height() - 4.2 * fonts.px(_END)) / layers)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._snapshot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.caption())
        config = self._snapshot.experiment.config
        self._ends(painter)
        for layer in range(config.num_layers):
            self._between(painter, layer)
            for direction in range(config.num_directions):
                self._lane(painter, Lane(layer, direction))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _ends(self, painter: QPainter) -> None:
        """Write the names of input and output, and the meaning of the numbers."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        config = snapshot.experiment.config
        width = self.width() - fonts.px(_NAME_WIDTH) - 6
        top = self.lane_rect(Lane(config.num_layers - 1)).top()
        painter.setPen(QColor(self.theme.faint))
        centre = Align.AlignHCenter
        painter.drawText(
            QRectF(fonts.px(_NAME_WIDTH), top - 2 * fonts.px(_END) + 2, width, fonts.px(_END)),
            Align.AlignVCenter | centre,
            tr("output"),
        )
        if snapshot.step is not None and snapshot.step.quantity == Y:
            words = painter.fontMetrics().horizontalAdvance(tr("output"))
            left = fonts.px(_NAME_WIDTH) + (width - words) / 2
            self._light(painter, QPointF(left - 8, top - 1.5 * fonts.px(_END) + 2))
            painter.setPen(QColor(self.theme.faint))
        below = QRectF(
            fonts.px(_NAME_WIDTH), self.lane_rect(Lane()).bottom() + 7, width, fonts.px(_END)
        )
        painter.drawText(below, Align.AlignVCenter | centre, tr("input"))
        legend = QRectF(0, below.bottom(), self.width(), fonts.px(_END))
        painter.drawText(legend, Align.AlignVCenter | centre, tr("[n] of h_n, c_n"))
        painter.setPen(QPen(QColor(self.theme.faint), 1))
        x = fonts.px(_NAME_WIDTH) + width / 2
        painter.drawLine(QPointF(x, top - fonts.px(_END) + 3), QPointF(x, top - fonts.px(_END) + 8))

    def _between(self, painter: QPainter, layer: int) -> None:
        """Draw a layer's input: a line from below, through the dropout mask, if any."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        config, pitch = snapshot.experiment.config, self._pitch()
        lanes = [self.lane_rect(Lane(layer, d)) for d in range(config.num_directions)]
        painter.setPen(QPen(QColor(self.theme.faint), 1))
        left, right = lanes[0].center().x(), lanes[-1].center().x()
        low = lanes[0].bottom() + min(11.0, pitch - lanes[0].height()) / 2
        for rect in lanes:
            painter.drawLine(
                QPointF(rect.center().x(), rect.bottom()), QPointF(rect.center().x(), low)
            )
            if layer == config.num_layers - 1:
                above = rect.top() - fonts.px(_END) + 8
            else:
                above = rect.top() - min(11.0, pitch - rect.height()) / 2
            painter.drawLine(
                QPointF(rect.center().x(), rect.top()), QPointF(rect.center().x(), above)
            )
            painter.drawLine(QPointF(left, above), QPointF(right, above))
        painter.drawLine(QPointF(left, low), QPointF(right, low))
        if layer > 0 and snapshot.experiment.masks:
            pen = QPen(QColor(self.theme.warn), 2)
            pen.setDashPattern([1.5, 1.5])
            painter.setPen(pen)
            painter.drawLine(QPointF(lanes[0].left(), low), QPointF(lanes[-1].right(), low))
            if pitch >= ROOMY:
                painter.drawText(
                    QRectF(0, low - 8, fonts.px(_NAME_WIDTH) - 2, 16), Align.AlignCenter, tr("drop")
                )

    def _lane(self, painter: QPainter, lane: Lane) -> None:
        snapshot, theme = self._snapshot, self.theme
        if snapshot is None:
            return
        rect, selected = self.lane_rect(lane), snapshot.lane == lane
        done = QRectF(rect)
        done.setWidth(round(self._done(snapshot, lane)))
        if lane.reverse:
            done.moveRight(rect.right())
        painter.fillRect(rect, QColor(theme.panel))
        painter.fillRect(done, QColor(theme.rule))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ink if selected else theme.faint), 2 if selected else 1))
        painter.drawRoundedRect(rect, 3, 3)
        if rect.height() >= 10:
            painter.setPen(QColor(theme.ink))
            row = snapshot.experiment.config.state_row(lane)
            end = rect.adjusted(3, 0, -3, 0)
            if lane.reverse:
                painter.drawText(end, Align.AlignVCenter | Align.AlignLeft, f"[{row}] ←")
            else:
                painter.drawText(end, Align.AlignVCenter | Align.AlignRight, f"→ [{row}]")
            if not lane.reverse:
                name = QRectF(0, rect.top(), fonts.px(_NAME_WIDTH) - 5, rect.height())
                painter.setPen(QColor(theme.faint))
                painter.drawText(name, Align.AlignVCenter | Align.AlignRight, f"l{lane.layer}")
        step = snapshot.step
        if step is not None and step.cell.lane == lane and step.quantity != Y:
            side = rect.right() - 7 if lane.reverse else rect.left() + 7
            self._light(painter, QPointF(side, rect.center().y()))

    def _light(self, painter: QPainter, at: QPointF) -> None:
        """Draw the dot of the step at the position."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.ink))
        painter.drawEllipse(at, 3.5, 3.5)

    # Mouse and keys

    def _lane_at(self, point: QPointF) -> Lane | None:
        if self._snapshot is None:
            return None
        for lane in self._snapshot.experiment.config.lanes():
            if self.lane_rect(lane).contains(point):
                return lane
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lane = self._lane_at(event.position())
        if lane is not None and self._snapshot and event.button() == Qt.MouseButton.LeftButton:
            self.lane_selected.emit(lane, self._snapshot.row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        lane, text = self._lane_at(event.position()), ""
        if lane is not None and self._snapshot is not None:
            config = self._snapshot.experiment.config
            row = config.state_row(lane)
            words = lane.text()
            text = tr("{lane}: ends as h_n[{row}], c_n[{row}]", lane=words, row=row)
            if lane.layer == config.num_layers - 1:
                start = lane.direction * config.output_size
                stop = start + config.output_size
                text += tr("; its h is output[…, {start}:{stop}]", start=start, stop=stop)
        shape = Qt.CursorShape.ArrowCursor if lane is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.hovered.emit(text)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Up: (1, 0),
            Qt.Key.Key_Down: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        if self._snapshot is None or event.key() not in moves:
            super().keyPressEvent(event)
            return
        up, right = moves[Qt.Key(event.key())]
        lane, config = self._snapshot.lane, self._snapshot.experiment.config
        layer = min(max(lane.layer + up, 0), config.num_layers - 1)
        direction = min(max(lane.direction + right, 0), config.num_directions - 1)
        if Lane(layer, direction) != lane:
            self.lane_selected.emit(Lane(layer, direction), self._snapshot.row)
