"""CellPicture: the widget that shows the cell diagram, and knows what is at its places."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from simulator.analysis.address import Address, Source
from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.engine.gate_step import Cell
from simulator.network.gradient_quantities import is_gradient
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.panels.cell.backward.plates import plates_back
from ui.panels.cell.cell_values import CellValues, Vector
from ui.panels.cell.highlight import plates_read
from ui.panels.cell.layout import DiagramLayout, lay_out
from ui.panels.cell.number_grid import MOST
from ui.panels.cell.paint import DiagramPainter
from ui.panels.cell.pens import Written
from ui.panels.cell.plates import FEW, Plate, changed_places, plates_of
from ui.panels.cell.text_fit import fonts_at
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.decades import DecadeRange
from ui.style.theme import Theme
from ui.widgets.cues.flash import Flash


class CellPicture(QWidget):
    """Picture of one cell.

    Attributes:
        written: the texts of the last painting. flash: lights what an edit has changed.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._snapshot: Snapshot | None = None
        self._values: CellValues | None = None
        self._layout = DiagramLayout(1.0)
        self._fonts = fonts_at(1.0)
        self._plates: dict[str, Plate] = {}
        self.written: list[Written] = []
        self.flash = Flash(theme, self)
        self.setAccessibleName(tr("Cell diagram"))

    def sizeHint(self) -> QSize:
        return QSize(720, 250)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 180)

    def draw(self, snapshot: Snapshot, values: CellValues) -> None:
        """Show a cell."""
        former, plates = self._snapshot, self._plates
        self._snapshot, self._values = snapshot, values
        self._arrange()
        if former is not None and _is_edit(former, snapshot):
            self.flash.flash(changed_places(plates, self._plates))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        self.flash.set_theme(theme)
        self._arrange()
        self.update()

    def plate(self, key: str) -> Plate:
        """Return the content and the place of a vector's box."""
        return self._plates[key]

    @property
    def layout_scale(self) -> float:
        """Scale of the diagram's lengths and letters."""
        return self._layout.scale

    def node(self, name: str) -> QRectF:
        """Return the rectangle of a node."""
        return self._layout.nodes[name]

    # Painting

    def _arrange(self) -> None:
        """Lay the picture out for the present size and values."""
        if self._values is None:
            return
        values = self._values
        self._layout = lay_out(
            self.width(),
            self.height(),
            cell=values.config.cell,
            digit=fonts_at(1.0).value.digit,
            largest=fonts.text_size() / 100,
            mirrored=values.cell.lane.direction == 1,
            rows=self._rows(values.config.hidden_size),
            input_lines=2 if values.cell.lane.layer else 1,
        )
        self._fonts = fonts_at(self._layout.scale)
        if values.gradients:
            self._plates = plates_back(values, self._layout, self._fonts)
        else:
            self._plates = plates_of(values, self._layout, self._fonts, values.lit)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None:
            return
        painter = QPainter(self)
        looks = self.theme, self._layout, self._fonts, self._limits(), self._reach()
        picture = DiagramPainter(painter, *looks, self._values, self._plates)
        picture.paint(self._marked())
        self.written = picture.written
        picture.focus_ring(self.ringed())

    def ringed(self) -> list[QRectF]:
        """Return the places of the step that the keys are at; none in a mere picture."""
        return []

    def _limits(self) -> dict[str, float]:
        """Return the ends of the scales of the quantities without fixed ends."""
        if self._snapshot is None or self._values is None:
            return {}
        ranges, lane = self._snapshot.ranges, self._snapshot.lane
        parts = self._values.diagram
        wide = [plate for plate in parts.plates if not plate.endswith("_prev")]
        return {key: ranges.limit(key, lane) for key in wide if key not in parts.gates}

    def _reach(self) -> DecadeRange:
        """Return the sizes that the steps of colour stand for, which all panels share."""
        decades = None if self._snapshot is None else self._snapshot.decades
        return decades or DecadeRange()

    def _marked(self) -> tuple[str, int] | None:
        """Return the key and unit of the number that the user looks at; None when following."""
        subject = self._snapshot.pinned if self._snapshot is not None else None
        if subject is None or self._values is None:
            return None
        first = replace(subject, unit=0)
        for key, vector in self._values.every.items():
            if first in vector.origins:
                width = vector.width // len(vector.origins)
                return key, vector.origins.index(first) * width + subject.unit
        return None

    def _rows(self, width: int) -> int:
        """Return the lines that a state's box has below its name.

        With a backward pass each unit has a line: its gradient stands beside it there.
        """
        if width <= FEW:
            return 1
        if width > MOST:
            return 3
        returns = self._snapshot is not None and self._snapshot.schedule.backward is not None
        return width if returns else -(-width // 2)

    # Places

    def spot_of(self, subject: Source) -> CardAnchor | None:
        """Return a number as a place for a card; None where it is not in the picture."""
        for plate in self._plates.values():
            for unit in range(plate.vector.width):
                if plate.vector.source(unit) == subject:
                    return self._spot_at(plate, unit)
        return None

    def _spot_at(self, plate: Plate, unit: int | None) -> CardAnchor | None:
        """Return a number of a box; of one that is not seen, the selected unit's."""
        if unit is None and plate.vector.seen is None:
            unit = plate.unit
        if unit is None:
            return None
        key, chosen = plate.vector.key, unit
        return CardAnchor(
            plate.vector.source(chosen),
            self,
            lambda: self._rect_of(key, chosen),
            lambda: self._read_by(key),
        )

    def _rect_of(self, key: str, unit: int) -> QRect:
        """Return the place of a number: its own, or its box."""
        if key not in self._plates:
            return QRect()
        plate = self._plates[key]
        return (plate.place(unit) or plate.rect).toAlignedRect()

    def _read_by(self, key: str) -> list[QRect]:
        """Return the boxes that a quantity's formula names."""
        if self._values is None:
            return []
        config = self._values.config
        computed = key in config.cell.row or is_gradient(key)
        shown = plates_read(key, config) & self._plates.keys() if computed else frozenset()
        return [self._plates[other].rect.toAlignedRect() for other in shown]

    def _face_at(self, point: QPointF) -> Plate | None:
        """Return the box at a point; the box of a sum lies in the box of its gate.

        The boxes of an input and of its gradient share a place: each has the point of its own
        numbers.
        """
        sums = () if self._values is None else self._values.config.cell.sums
        there = [plate for plate in self._plates.values() if plate.rect.contains(point)]
        return min(
            there,
            key=lambda plate: (
                plate.vector.key.removeprefix("d") not in sums,
                plate.unit_at(point) is None,
                not is_gradient(plate.vector.key),
            ),
            default=None,
        )

    def _node_at(self, point: QPointF) -> str | None:
        """Return the node at a point; at the number of a step, the node that completes it."""
        nodes = {**self._layout.nodes, **self._number_nodes()}.items()
        return next((name for name, rect in nodes if rect.contains(point)), None)

    def _step_of_node(self, name: str, values: CellValues) -> str:
        """Return the step that a sign belongs to: backwards, the first that lights it."""
        sign = values.diagram.signs.get(name)
        if sign is None:
            return name
        return f"d{sign.numbers[0]}" if values.gradients else sign.row

    def _number_nodes(self) -> dict[str, QRectF]:
        labels, nodes = self._layout.labels, self._layout.nodes
        if self._values is not None and self._values.gradients:
            return {STEP_OF_WEIGHTS: labels[STEP_OF_WEIGHTS]}
        numbered = self._layout.numbered.items()
        return {name: nodes[name].united(labels[step]) for step, name in numbered}

    @staticmethod
    def _subject_at(face: Plate, point: QPointF) -> Address | None:
        unit = face.unit_at(point)
        return None if unit is None else face.vector.address(unit)

    def _position_of(self, vector: Vector) -> int | None:
        """Return the position at which a vector becomes known; None for an input."""
        if self._snapshot is None or self._values is None:
            return None
        cell, quantity = self._values.cell, vector.key
        if self._values.gradients:
            key = quantity if is_gradient(quantity) else f"d{quantity}"
            step = self._values.config.step_of(key)
            return self._snapshot.schedule.position_after(cell, step)
        if quantity.endswith("_prev"):
            if cell.walk == 0:
                return None
            cell, quantity = Cell(cell.lane, cell.walk - 1), vector.quantity
        elif quantity == "x":
            return None
        return self._snapshot.schedule.position_after(cell, quantity)


def _is_edit(before: Snapshot, after: Snapshot) -> bool:
    """Return True where the same numbers of the same cell are shown, of another run."""
    edited = before.run is not after.run and after.document.is_edit_of(before.document)
    return edited and (before.cell, before.row) == (after.cell, after.row)
