"""StepChips: the gate steps of a cell in their order; they say where the light is, and go there."""

from functools import lru_cache, partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from simulator.analysis.quantity_text import explained
from simulator.analysis.weight_gradient import SHARE_OF_WEIGHTS, STEP_OF_WEIGHTS
from simulator.engine.gate_step import Cell
from simulator.engine.schedule import Schedule
from simulator.network.gradient_quantities import DY, EVERY_GRADIENT, is_gradient
from simulator.network.quantities import ALL, Quantity, Y
from simulator.translation import mark, tr
from ui.session.snapshot import Snapshot
from ui.style.fonts import bold, mono_text, px, text, text_size
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle

NOW, DONE, AHEAD = "now", "done", "ahead"
"""States of a chip: ink, the quantity's hue, faint; on the way back ink on paper where done."""

THEN = "▸"
"""Sign between the steps of the way back."""

_OF_WEIGHTS = mark("gradients of the weights")

_GAP = 4
_SIDE = 24
_PAD = 3


class StepChips(QWidget):
    """One chip for each gate step of the selected lane's cell at the position, and for a readout.

    On the way back the chips are those of its steps. The room is that of both rows, so that nothing
    beside them moves where the way back begins.

    Signals:
        went_to: the position after a step.
    """

    went_to = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self.chips: dict[str, StepChip] = {}
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._row = self._new_row()
        self._signs: list[QLabel] = []
        self._before, self._goes_back = "t−1", False
        self.set_form(tight=False, full=False)

    def set_form(self, tight: bool, full: bool) -> None:
        """Leave no gaps between the chips forwards; write those of the way back in full, or short.

        In short they have no signs between them, and arrows in place of `[t−1]`.
        """
        self._tight, self._full = tight, full
        for sign in self._signs:
            sign.setVisible(full)
        self._write()
        self.updateGeometry()

    def _write(self) -> None:
        self._row.setSpacing(0 if self._tight or self._goes_back else _GAP)
        for chip in self.chips.values():
            chip.name(self._before, self._full)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)
        for sign in self._signs:
            restyle(sign, f"color: {theme.faint};")

    def wants(self) -> tuple[int, int]:
        """Return the number of chips of each pass, on which the room depends."""
        if self._snapshot is None:
            return 0, 0
        schedule = self._snapshot.schedule
        return len(_forwards(schedule)), len(_backwards(schedule))

    def sizeHint(self) -> QSize:
        """Return the room of all chips of both passes, also of those that are not shown yet."""
        if self._snapshot is None:
            return QSize(0, px(_SIDE))
        steps = _forwards(self._snapshot.schedule)
        gaps = 0 if self._tight else max(len(steps) - 1, 0) * _GAP
        width = len(steps) * px(_SIDE) + gaps
        back = _backwards(self._snapshot.schedule)
        signs = max(len(back) - 1, 0) * _width_of_sign(text_size()) if self._full else 0
        room = (
            sum(_width_back(_named(step, "t−1", self._full), text_size()) for step in back) + signs
        )
        return QSize(max(width, room), px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def draw(self, snapshot: Snapshot) -> None:
        """Show which steps of the cell are done."""
        self._snapshot = snapshot
        steps = _backwards if snapshot.goes_back else _forwards
        if tuple(self.chips) != steps(snapshot.schedule):
            self._bind(steps(snapshot.schedule))
            self.updateGeometry()
        before = "t+1" if snapshot.lane.reverse else "t−1"
        if before != self._before:
            self._before = before
            self.set_form(self._tight, self._full)
        config, direction = snapshot.experiment.config, snapshot.lane.direction
        for quantity, chip in self.chips.items():
            if chip.goes_back and quantity != STEP_OF_WEIGHTS:
                chip.explain(config.gradient(quantity, direction))
        lit = snapshot.step.quantity if snapshot.step is not None and snapshot.on_step else ""
        for quantity, chip in self.chips.items():
            at = snapshot.here
            done = at is not None and snapshot.knows(self._cell_of(quantity, at), quantity)
            chip.set_state(NOW if quantity == lit else DONE if done else AHEAD)

    def _bind(self, phases: tuple[str, ...]) -> None:
        """Make other chips, in a row that is shown whole: each alone lays out all bars."""
        before = self._row.parentWidget()
        assert before is not None
        before.hide()
        before.deleteLater()
        self._row = self._new_row()
        self.chips = {quantity: StepChip(quantity, self._theme) for quantity in phases}
        self._signs = []
        self._goes_back = any(chip.goes_back for chip in self.chips.values())
        for quantity, chip in self.chips.items():
            chip.clicked.connect(partial(self._go, quantity))
            if self._row.count() and chip.goes_back:
                self._signs.append(self._sign())
                self._row.addWidget(self._signs[-1])
            self._row.addWidget(chip)
        for sign in self._signs:
            sign.setVisible(self._full)
        self._write()

    def _new_row(self) -> QHBoxLayout:
        place = QWidget(self)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        whole = self.layout()
        assert whole is not None
        whole.addWidget(place)
        return row

    def _sign(self) -> QLabel:
        sign = QLabel(THEN, self._row.parentWidget())
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign.setFixedWidth(_width_of_sign(text_size()))
        restyle(sign, f"color: {self._theme.faint};")
        return sign

    def _go(self, quantity: str) -> None:
        if self._snapshot is None:
            return
        cell = self._snapshot.here or Cell(self._snapshot.lane, 0)
        cell = self._cell_of(quantity, cell)
        self.went_to.emit(self._snapshot.schedule.position_after(cell, quantity))

    def _cell_of(self, quantity: str, cell: Cell) -> Cell:
        """Return the cell under which a step is known: of a readout that of the same timestep."""
        if quantity not in (Y, DY) or self._snapshot is None:
            return cell
        snapshot = self._snapshot
        t = snapshot.schedule.timestep(cell, snapshot.row)
        return cell if t is None else Cell(cell.lane, t)


def _forwards(schedule: Schedule) -> tuple[str, ...]:
    """Return the steps of a cell, and that of a readout."""
    return schedule.phases if schedule.readout is None else (*schedule.phases, Y)


def _backwards(schedule: Schedule) -> tuple[str, ...]:
    """Return the steps of a cell on the way back, after that of a readout; none without one."""
    back = schedule.backward
    if back is None:
        return ()
    return (DY, *back.phases) if schedule.source == "readout" else back.phases


def _row(quantity: str) -> Quantity:
    return EVERY_GRADIENT[quantity] if is_gradient(quantity) else ALL[quantity]


def _named(quantity: str, before: str, full: bool) -> str:
    """Write a step as its chip does: `dh`, and `dh[t−1]` or `dh←`."""
    return quantity.replace("_prev", f"[{before}]" if full else "←")


@lru_cache(maxsize=128)
def _width_back(name: str, percent: int) -> int:
    """Return the width of a chip of the way back; many are asked for where the bar tries forms."""
    return QFontMetrics(bold(mono_text())).horizontalAdvance(name) + 2 * px(_PAD)


@lru_cache(maxsize=8)
def _width_of_sign(percent: int) -> int:
    return QFontMetrics(text()).horizontalAdvance(THEN)


class StepChip(QToolButton):
    """Letter of one gate step, or of one of the way back."""

    def __init__(self, quantity: str, theme: Theme) -> None:
        super().__init__()
        self.quantity, self.state = quantity, ""
        self.goes_back = quantity not in ALL
        self._theme = theme
        self._told = None if quantity == STEP_OF_WEIGHTS else _row(quantity)
        self.setText(_named(quantity, "t−1", full=True))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        NAMES.changed.connect(self._name_keys)
        self._name_keys()
        self.set_state(AHEAD)

    def _name_keys(self) -> None:
        keys = {"next": NAMES.way("next_gate"), "back": NAMES.way("back_gate")}
        goes = tr("Click to go to the step that computes it. Keys: {next} and {back}.", **keys)
        told = tr(SHARE_OF_WEIGHTS) if self._told is None else explained(self._told)
        self.setToolTip(f"{told}\n{goes}")

    def explain(self, row: Quantity) -> None:
        """Say how the step is computed in the present cell: by its row of the table."""
        if row is not self._told:
            self._told = row
            self._name_keys()

    def name(self, before: str, full: bool) -> None:
        """Write the step; `before` is the step before in the direction of the lane."""
        self.setText(_named(self.quantity, before, full))
        self.updateGeometry()

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
        share = self.quantity == STEP_OF_WEIGHTS
        meaning = tr(_OF_WEIGHTS) if share else tr(_row(self.quantity).meaning)
        self.setAccessibleName(f"{self.quantity}, {meaning}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(
            _width_back(self.text(), text_size()) if self.goes_back else px(_SIDE), px(_SIDE)
        )

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
            radius = box.height() / 2 if self.goes_back and self.state == NOW else 4
            painter.drawRoundedRect(box, radius, radius)
        inks = {NOW: theme.panel, AHEAD: theme.faint}
        done = QColor(theme.ink) if self.goes_back else theme.colour(self.quantity)
        ink = inks.get(self.state) or done
        painter.setPen(QColor(ink))
        painter.setFont(bold(mono_text()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
