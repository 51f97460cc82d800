"""CellCanvas: the widget that shows the cell diagram and takes its mouse and keys."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from simulator.analysis.address import Address
from simulator.engine.schedule import Cell
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues, Vector
from ui.panels.cell.layout import DiagramLayout, lay_out
from ui.panels.cell.paint import DiagramPainter, Face, Fonts, faces
from ui.panels.cell.parts import NODES, node_quantity
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

Key = Qt.Key


class CellCanvas(QWidget):
    """Picture of one cell.

    A click on a box goes to its step; a click on a number shows it in the ledger. Keys: Tab and the
    arrows move over the steps, Enter goes to one (and again: to its number), up and down choose the
    unit.

    Signals: as in `Panel`.
    """

    looked_at = Signal(object)
    went_to = Signal(object)
    unit_selected = Signal(int)
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._snapshot: Snapshot | None = None
        self._values: CellValues | None = None
        self._layout = DiagramLayout(1.0)
        self._fonts = Fonts(self.font(), 1.0)
        self._faces: dict[str, Face] = {}
        self._phase = 0
        self.setMouseTracking(True)
        # A click must not take the arrow keys from the transport; Tab does.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(KEEPS_MOVES, True)
        self.setAccessibleName(tr("Cell diagram"))

    def sizeHint(self) -> QSize:
        return QSize(720, 250)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 180)

    def draw(self, snapshot: Snapshot, values: CellValues) -> None:
        """Show a cell."""
        if self._snapshot is None or self._snapshot.schedule.phases != snapshot.schedule.phases:
            self._phase = 0
        self._snapshot, self._values = snapshot, values
        self._arrange()
        if self.hasFocus():
            self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.update()

    def face(self, key: str) -> Face:
        """Return the content and the place of a vector's plate."""
        return self._faces[key]

    def node(self, name: str) -> QRectF:
        """Return the rectangle of a node."""
        return self._layout.nodes[name]

    # Painting

    def _arrange(self) -> None:
        """Lay the picture out for the present size and values."""
        if self._values is None:
            return
        units = self._values.vectors["i"].width
        self._layout = lay_out(
            self.width(),
            self.height(),
            projected="m" in self._values.vectors,
            mirrored=self._values.cell.lane.direction == 1,
            rows=min(units, 4),
            input_lines=2 if self._values.cell.lane.layer else 1,
        )
        self._fonts = Fonts(self.font(), self._layout.scale)
        self._faces = faces(self._values, self._layout, self._fonts)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None:
            return
        painter = QPainter(self)
        picture = DiagramPainter(painter, self.theme, self._layout, self._fonts)
        picture.paint(self._values, self._faces, self._marked())
        if self.hasFocus():
            picture.focus_ring([self._faces[key].rect for key in self._keys_of(self._focused)])

    def _marked(self) -> tuple[str, int] | None:
        subject = self._snapshot.subject if self._snapshot is not None else None
        if subject is None or self._values is None:
            return None
        for key, vector in self._values.vectors.items():
            if vector.origins == (replace(subject, unit=0),):
                return key, subject.unit
        return None

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        face, node = self._face_at(point), self._node_at(point)
        text = ""
        if face is not None:
            unit = face.unit_at(point)
            text = face.vector.words() if unit is None else face.shown.exact(unit)
        elif node is not None and self._values is not None:
            text = tr(NODES[node][2], c_prev=self._values.vectors["c_prev"].title)
        clickable = node is not None or (
            face is not None
            and (self._subject_at(face, point) or self._position_of(face.vector)) is not None
        )
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.hovered.emit(text)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        point = event.position()
        face, node = self._face_at(point), self._node_at(point)
        if face is not None:
            subject, position = self._subject_at(face, point), self._position_of(face.vector)
            if subject is not None:
                self.looked_at.emit(subject)
            elif position is not None:
                self.went_to.emit(position)
        elif node is not None and self._values is not None:
            self._go_to_step(node_quantity(node, self._values))

    def _face_at(self, point: QPointF) -> Face | None:
        return next((face for face in self._faces.values() if face.rect.contains(point)), None)

    def _node_at(self, point: QPointF) -> str | None:
        nodes = self._layout.nodes.items()
        return next((name for name, rect in nodes if rect.contains(point)), None)

    @staticmethod
    def _subject_at(face: Face, point: QPointF) -> Address | None:
        unit = face.unit_at(point)
        return None if unit is None else face.shown.subject(unit)

    def _position_of(self, vector: Vector) -> int | None:
        """Return the position at which a vector becomes known; None for an input."""
        if self._snapshot is None or self._values is None:
            return None
        cell, quantity = self._values.cell, vector.key
        if quantity.endswith("_prev"):
            if cell.walk == 0:
                return None
            cell, quantity = Cell(cell.lane, cell.walk - 1), vector.quantity
        elif quantity == "x":
            return None
        return self._snapshot.schedule.position_after(cell, quantity)

    def _go_to_step(self, quantity: str) -> None:
        if self._snapshot is not None and self._values is not None:
            position = self._snapshot.schedule.position_after(self._values.cell, quantity)
            self.went_to.emit(position)

    # Keys

    @property
    def _focused(self) -> str:
        phases = self._snapshot.schedule.phases if self._snapshot is not None else ("z",)
        return phases[self._phase]

    @staticmethod
    def _keys_of(quantity: str) -> tuple[str, ...]:
        return ("z_f", "z_i", "z_g", "z_o") if quantity == "z" else (quantity,)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._phase = 0
        elif event.reason() == Qt.FocusReason.BacktabFocusReason and self._snapshot is not None:
            self._phase = len(self._snapshot.schedule.phases) - 1
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        return self._move(1 if forwards else -1) or super().focusNextPrevChild(forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._snapshot is None:
            return
        key, last = event.key(), len(self._snapshot.schedule.phases) - 1
        if key in (Key.Key_Left, Key.Key_Right):
            towards_right = key == Key.Key_Right
            mirrored = self._snapshot.lane.direction == 1
            self._move(1 if towards_right != mirrored else -1)
        elif key in (Key.Key_Home, Key.Key_End):
            self._move((last if key == Key.Key_End else 0) - self._phase)
        elif key in (Key.Key_Up, Key.Key_Down):
            width = self._face_of_focus().vector.width
            unit = self._snapshot.unit + (1 if key == Key.Key_Down else -1)
            self.unit_selected.emit(min(max(unit, 0), width - 1))
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._activate()
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> bool:
        if self._snapshot is None or not 0 <= self._phase + by < len(
            self._snapshot.schedule.phases
        ):
            return False
        self._phase += by
        self._describe()
        self.update()
        return True

    def _face_of_focus(self) -> Face:
        return self._faces[self._keys_of(self._focused)[0]]

    def _activate(self) -> None:
        """Go to the focused step, or, when it is the present one, look at its number."""
        vector = self._face_of_focus().vector
        if self._snapshot is None:
            return
        position = self._position_of(vector)
        if position == self._snapshot.position:
            subject = vector.subject(min(self._snapshot.unit, vector.width - 1))
            self.looked_at.emit(subject)
        else:
            self.went_to.emit(position)

    def _describe(self) -> None:
        if self._snapshot is None or not self._faces:
            return
        count = len(self._snapshot.schedule.phases)
        vectors = [self._faces[key].vector.words() for key in self._keys_of(self._focused)]
        text = tr(
            "step {number} of {count}: {vectors}",
            number=self._phase + 1,
            count=count,
            vectors="; ".join(vectors),
        )
        self.setAccessibleDescription(text)
