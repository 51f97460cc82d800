"""CellCanvas: the picture of a cell with mouse and keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from simulator.analysis.quantity_text import equation_text, explained
from simulator.analysis.weight_gradient import SHARE_OF_WEIGHTS, STEP_OF_WEIGHTS
from simulator.network.gradient_quantities import EVERY_GRADIENT, is_gradient
from simulator.network.quantities import EVERY, Quantity
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.cell.cell_values import CellValues, Vector
from ui.panels.cell.highlight import gradients_of
from ui.panels.cell.layout import MEANINGS
from ui.panels.cell.picture import CellPicture
from ui.panels.cell.plates import Plate
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_MOVES

Key = Qt.Key


_READ = {
    "x": mark("Input: the features of this timestep, multiplied by W_ih."),
    "h_prev": mark(
        "Hidden state of the previous step, fed back into this cell and multiplied by W_hh."
    ),
    "c_prev": mark("Cell state of the previous step. f decides how much of it is kept."),
}
"""What the boxes of a cell hold that it reads."""


class CellCanvas(CellPicture):
    """Picture of one cell to point at and to walk over.

    A click on a box goes to its step; a click on a number shows its calculation. Keys: Tab and the
    arrows move over the steps, Enter goes to one (and again: to its number), up and down choose the
    unit.

    Signals: as in `Panel`.
    """

    looked_at = Signal(object)
    went_to = Signal(object)
    unit_selected = Signal(int)
    hovered = Signal(str)
    card_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._phase = 0
        self._rests_at: QPointF | None = None
        self._told_last = ""
        self.setMouseTracking(True)
        # A click must not take the arrow keys from the transport; Tab does.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(KEEPS_MOVES, True)

    def draw(self, snapshot: Snapshot, values: CellValues) -> None:
        """Show a cell."""
        former = self._snapshot
        super().draw(snapshot, values)
        if former is None or _steps_of(former) != _steps_of(snapshot):
            self._phase = 0
        if self.hasFocus():
            self._describe()
        self._tell_anew()

    def _tell_anew(self) -> None:
        """Tell of the box under a mouse that rests, which has another timestep's numbers now."""
        face = None if self._rests_at is None else self._face_at(self._rests_at)
        text = "" if face is None else _told(face.vector)
        if face is not None and text != self._told_last:
            self._told_last = text
            self.hovered.emit(text)

    def ringed(self) -> list[QRectF]:
        """Return the place of the step that the keys are at, while they are here."""
        if not self.hasFocus():
            return []
        if self._focused == STEP_OF_WEIGHTS:
            return [self._layout.labels[STEP_OF_WEIGHTS]]
        places = self._layout.plates
        keys = gradients_of(self._focused, self._values.config) if self._values else ()
        return [places[key if key in places else key.removeprefix("d")] for key in keys]

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        face, node = self._face_at(point), self._node_at(point)
        text, unit = "", None
        if face is not None:
            unit = face.unit_at(point)
            text = _told(face.vector) if unit is None else face.vector.exact(unit)
        elif node is not None and self._values is not None:
            text = self._meaning_of(node, self._values)
        clickable = node is not None or (
            face is not None
            and (self._subject_at(face, point) or self._position_of(face.vector)) is not None
        )
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.setToolTip("" if unit is not None else self._tip(face) if face else text)
        self._rests_at = point if face is not None and unit is None else None
        self._told_last = text
        self.hovered.emit(text)
        self.card_asked.emit(None if face is None else self._spot_at(face, face.unit_at(point)))

    def _meaning_of(self, node: str, values: CellValues) -> str:
        if not values.gradients:
            return tr(MEANINGS[node], c_prev=values.vectors["c_prev"].title)
        step = self._step_of_node(node, values)
        if step == STEP_OF_WEIGHTS:
            return tr(SHARE_OF_WEIGHTS)
        of = self._gradient(step)
        return f"{tr(of.sentence)} {equation_text(of)}"

    def _tip(self, face: Plate) -> str:
        """Say what a box holds and how that is computed."""
        key = face.vector.key
        if is_gradient(key):
            return explained(self._gradient(key))
        if key in EVERY and self._snapshot is not None:
            return explained(self._snapshot.experiment.config.quantity(key))
        return tr(_READ[key])

    def _gradient(self, key: str) -> Quantity:
        """Return the table row of a gradient, for the options and direction of the cell."""
        if self._snapshot is None or self._values is None:
            return EVERY_GRADIENT[key]
        lane = self._values.cell.lane
        return self._snapshot.experiment.config.gradient(key, lane.direction)

    def leaveEvent(self, event: QEvent) -> None:
        self._rests_at = None
        self.hovered.emit("")
        self.card_asked.emit(None)

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
            self._go_to_step(self._step_of_node(node, self._values))

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the selected unit of the focused step."""
        plate = self._face_of_focus() if self._plates else None
        return None if plate is None else self._spot_at(plate, plate.unit)

    def _go_to_step(self, quantity: str) -> None:
        if self._snapshot is not None and self._values is not None:
            position = self._snapshot.schedule.position_after(self._values.cell, quantity)
            self.went_to.emit(position)

    # Keys

    @property
    def _focused(self) -> str:
        return "" if self._snapshot is None else _steps_of(self._snapshot)[self._phase]

    def _keys_of(self, step: str) -> tuple[str, ...]:
        """Return the vectors that a step computes: of a gate its own sum too, of dW none."""
        if self._values is None:
            return ()
        homes = self._values.diagram.homes.items()
        sums = (key for key, home in homes if home == step != key)
        return (*gradients_of(step, self._values.config), *sums)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._phase = 0
        elif event.reason() == Qt.FocusReason.BacktabFocusReason and self._snapshot is not None:
            self._phase = len(_steps_of(self._snapshot)) - 1
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        return self._move(1 if forwards else -1) or super().focusNextPrevChild(forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._snapshot is None:
            return
        key, last = event.key(), len(_steps_of(self._snapshot)) - 1
        if key in (Key.Key_Left, Key.Key_Right):
            towards_right = key == Key.Key_Right
            # The way back leads to the left, that of the reverse direction to the right.
            mirrored = (self._snapshot.lane.direction == 1) != self._snapshot.goes_back
            self._move(1 if towards_right != mirrored else -1)
        elif key in (Key.Key_Home, Key.Key_End):
            self._move((last if key == Key.Key_End else 0) - self._phase)
        elif key in (Key.Key_Up, Key.Key_Down):
            face = self._face_of_focus()
            width = face.vector.width if face else self._snapshot.experiment.config.hidden_size
            unit = self._snapshot.unit + (1 if key == Key.Key_Down else -1)
            self.unit_selected.emit(min(max(unit, 0), width - 1))
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._activate()
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> bool:
        steps = () if self._snapshot is None else _steps_of(self._snapshot)
        if not 0 <= self._phase + by < len(steps):
            return False
        self._phase += by
        self._describe()
        self.update()
        return True

    def _face_of_focus(self) -> Plate | None:
        """Return the box of the focused step; None for dW."""
        keys = self._keys_of(self._focused)
        return self._plates[keys[0]] if keys else None

    def _activate(self) -> None:
        """Go to the focused step, or, when it is the present one, look at its number."""
        face = self._face_of_focus()
        if self._snapshot is None or self._values is None:
            return
        if face is None:
            self._go_to_step(self._focused)
            return
        vector, position = face.vector, self._position_of(face.vector)
        if position == self._snapshot.position:
            subject = vector.address(min(self._snapshot.unit, vector.width - 1))
            self.looked_at.emit(subject)
        else:
            self.went_to.emit(position)

    def _describe(self) -> None:
        if self._snapshot is None or not self._plates:
            return
        count = len(_steps_of(self._snapshot))
        vectors = [self._plates[key].vector.words() for key in self._keys_of(self._focused)]
        text = tr(
            "step {number} of {count}: {vectors}",
            number=self._phase + 1,
            count=count,
            vectors="; ".join(vectors) or tr(SHARE_OF_WEIGHTS),
        )
        self.setAccessibleDescription(text)


def _steps_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the steps that a cell takes in the pass of the position."""
    back = snapshot.schedule.backward if snapshot.goes_back else None
    return snapshot.schedule.phases if back is None else back.phases


def _told(vector: Vector) -> str:
    """Return what a box does; of one without a step of its own, what is in it."""
    if is_gradient(vector.key):
        return tr(EVERY_GRADIENT[vector.key].sentence)
    sentence = EVERY[vector.key].sentence if vector.key in EVERY else ""
    return tr(sentence) if sentence else vector.words()
