"""StepChips: the gate steps of a cell in their order; they say where the light is, and go there."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from simulator.analysis.quantity_text import explained
from simulator.engine.schedule import Cell
from simulator.lstm.quantities import ALL, Y
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.fonts import bold, mono_text, px
from ui.style.key_names import NAMES
from ui.style.theme import Theme

NOW, DONE, AHEAD = "now", "done", "ahead"
"""States of a chip: ink, the quantity's hue, faint."""

_GAP = 4
_SIDE = 24


class StepChips(QWidget):
    """One chip for each gate step of the selected lane's cell at the position, and for a readout.

    Signals:
        went_to: the position after a step.
    """

    went_to = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self.chips: dict[str, StepChip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.set_tight(False)

    def set_tight(self, tight: bool) -> None:
        """Leave no gaps between the chips."""
        self._row.setSpacing(0 if tight else _GAP)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Return the room of all chips, also of those that are not shown yet."""
        number, side = len(self.chips), px(_SIDE)
        return QSize(number * side + max(number - 1, 0) * self._row.spacing(), side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def draw(self, snapshot: Snapshot) -> None:
        """Show which steps of the cell are done."""
        self._snapshot = snapshot
        steps = snapshot.schedule.phases
        if snapshot.schedule.readout is not None:
            steps = (*steps, Y)
        if tuple(self.chips) != steps:
            self._bind(steps)
        lit = snapshot.step.quantity if snapshot.step is not None and snapshot.on_step else ""
        for quantity, chip in self.chips.items():
            at = snapshot.here
            done = at is not None and snapshot.knows(self._cell_of(quantity, at), quantity)
            chip.set_state(NOW if quantity == lit else DONE if done else AHEAD)

    def _bind(self, phases: tuple[str, ...]) -> None:
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {quantity: StepChip(quantity, self._theme) for quantity in phases}
        for quantity, chip in self.chips.items():
            chip.clicked.connect(partial(self._go, quantity))
            self._row.addWidget(chip)

    def _go(self, quantity: str) -> None:
        if self._snapshot is None:
            return
        cell = self._snapshot.here or Cell(self._snapshot.lane, 0)
        cell = self._cell_of(quantity, cell)
        self.went_to.emit(self._snapshot.schedule.position_after(cell, quantity))

    def _cell_of(self, quantity: str, cell: Cell) -> Cell:
        """Return the cell under which a step is known: of a readout that of the same timestep."""
        if quantity != Y or self._snapshot is None:
            return cell
        snapshot = self._snapshot
        t = snapshot.schedule.timestep(cell, snapshot.row)
        return cell if t is None else Cell(cell.lane, t)


class StepChip(QToolButton):
    """Letter of one gate step."""

    def __init__(self, quantity: str, theme: Theme) -> None:
        super().__init__()
        self.quantity, self.state = quantity, ""
        self._theme = theme
        self.setText(quantity)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        NAMES.changed.connect(self._name_keys)
        self._name_keys()
        self.set_state(AHEAD)

    def _name_keys(self) -> None:
        keys = {"next": NAMES.way("next_gate"), "back": NAMES.way("back_gate")}
        goes = tr("A click goes to the step that computes it. By keys: {next} and {back}.", **keys)
        self.setToolTip(f"{explained(ALL[self.quantity])}\n{goes}")

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_state(self, state: str) -> None:
        """Show the step as the present one, as done, or as ahead."""
        if state == self.state:
            return
        self.state = state
        said = {NOW: tr("now"), DONE: tr("done"), AHEAD: tr("ahead")}[state]
        meaning = tr(ALL[self.quantity].meaning)
        self.setAccessibleName(f"{self.quantity}, {meaning}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_SIDE), px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = theme.ink if self.state == NOW else theme.rule if self.underMouse() else ""
        painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or self.hasFocus():
            painter.drawRoundedRect(box, 4, 4)
        inks = {NOW: theme.panel, AHEAD: theme.faint}
        ink = inks.get(self.state) or theme.colour(self.quantity)
        painter.setPen(QColor(ink))
        painter.setFont(bold(mono_text()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
