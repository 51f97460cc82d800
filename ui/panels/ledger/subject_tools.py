"""SubjectTools: the ledger's controls in its title bar: the way back, the order, and the number."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from simulator.analysis.address import WITHOUT_LANE, WITHOUT_UNIT, Address
from simulator.analysis.weight_gradient import WeightGradient
from simulator.network.gradient_quantities import DY
from simulator.translation import mark, tr
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import menu_of, tool_button
from ui.widgets.fields.number_choice import NumberChoice

_PADDING, _LEAST, _SPACING = 16, 66, 4
_MENU = "▾"
_OUTPUT, _INPUT, _UNIT = mark("Output"), mark("Input"), mark("Unit")


class SubjectTools(QWidget):
    """Back, by size, a menu of the cell's numbers, and their unit.

    Signals:
        chosen: another number of the cell. unit_chosen: another unit.
    """

    chosen = Signal(object)
    unit_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._subject: Address | None = None
        self._weight: WeightGradient | None = None
        self._named, self._several = 0, False
        self._measured: tuple[object, ...] = ()
        self.back = tool_button("◂", name=tr("Back"))
        self.by_size = tool_button(
            tr("by size"), tr("Largest terms first, or in summation order"), checkable=True
        )
        self.by_time = tool_button(
            tr("by time"), tr("In time order, or largest first"), checkable=True
        )
        self.by_time.hide()
        tip = tr("The value being broken down. Choose another from this cell")
        self.number = tool_button("", tip, name=tip)
        # A button that says something else lays out all around it, to the whole window; one that no
        # layout holds does not.
        self._place_of_number = QWidget()
        self.number.setParent(self._place_of_number)
        self.menu = menu_of(self.number)
        self.menu.aboutToShow.connect(self._fill)
        self.unit = NumberChoice()
        self.unit.setToolTip(tr("Unit whose value is broken down. The other panels follow it."))
        self.unit.chosen.connect(self.unit_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self.unit.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addStretch(1)
        for part in (self.back, self.by_size, self.by_time, self._place_of_number, self.unit):
            row.addWidget(part)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for room for all controls, also while some are hidden."""
        unit = (self.unit,) if self._several else ()
        parts = (self.back, self.number, *unit, self.by_size)
        return QSize(self._needed(parts), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Need the way back and the menu's mark alone: the others hide in little room."""
        return QSize(fonts.px(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the controls that have room."""
        super().resizeEvent(event)
        self._fit()

    def _parts(self) -> tuple[QWidget, ...]:
        """Return the controls, the most needed first."""
        unit = (self.unit,) if self._several and self._weight is None else ()
        return (self.back, self.number, *unit, self._order)

    @property
    def _order(self) -> QWidget:
        return self.by_size if self._weight is None else self.by_time

    def _needed(self, parts: Sequence[QWidget]) -> int:
        """Return the width of controls beside each other."""
        own = {self.number: self._named, self.unit: self.unit.minimumWidth()}
        widths = [own.get(part) or part.sizeHint().width() for part in parts]
        return sum(widths) + _SPACING * (len(parts) - 1)

    def _fit(self) -> None:
        parts = self._parts()
        named = self._needed(parts[:2]) <= self.width()
        for part in (self.unit, self.by_size, self.by_time):
            shown = part in parts
            wanted = parts[: parts.index(part) + 1] if shown else ()
            part.setVisible(shown and named and self._needed(wanted) <= self.width())
        size = QSize(
            self._named if named else fonts.px(_LEAST) // 2, self.number.sizeHint().height()
        )
        if size != self.number.size():
            self.number.resize(size)
            self._place_of_number.setFixedSize(size)
        text = f"{self._called()} {_MENU}".lstrip() if named else _MENU
        if text != self.number.text():
            self.number.setText(text)

    def _called(self) -> str:
        """Name what is taken apart."""
        if self._weight is not None and self._snapshot is not None:
            return self._weight.symbol(self._snapshot.experiment.config)
        return "" if self._subject is None else self._subject.text()

    def draw(self, snapshot: Snapshot) -> None:
        """Name the subject, and enable what leads from it."""
        self._snapshot, self._subject = snapshot, snapshot.subject
        self._weight = snapshot.weight_subject
        subject, experiment = snapshot.subject, snapshot.experiment
        last = 0 if subject is None else subject.width(experiment) - 1
        self._several = experiment.config.hidden_size > 1 or last > 0
        self.unit.setEnabled(last > 0)
        for part in (self.by_size, self.number):
            part.setEnabled(subject is not None)
        self._give_room(snapshot)
        self.back.setEnabled(snapshot.stays)
        came_from = snapshot.trail[-1].text() if snapshot.trail else tr("the newest value")
        tip = tr("Back to {number} (Backspace)", number=came_from)
        if tip != self.back.toolTip():
            self.back.setToolTip(tip)
        if subject is None:
            return
        self.number.setAccessibleName(self._called())
        self._name_units(_counted(subject))
        self.unit.show_number(subject.unit, 0, last)

    def _give_room(self, snapshot: Snapshot) -> None:
        """Keep the button as wide as the longest number of the lane and row needs, the unit too.

        The bar must not change with the step: Qt would lay out the whole window.
        """
        experiment = snapshot.experiment
        unit = experiment.config.hidden_size - 1
        widest = max(map(experiment.width, experiment.quantities)) - 1
        if snapshot.goes_back:
            widest = max(widest, Address("dx", snapshot.lane).width(experiment) - 1)
        last = experiment.lengths[snapshot.row] - 1
        reads = experiment.objective.readout is not None
        back = snapshot.goes_back
        measured = unit, widest, reads, last, snapshot.lane, snapshot.row, fonts.text_size(), back
        if measured == self._measured:
            self._fit()
            return
        self._measured = measured
        self._fix_unit(widest, reads)
        cell = experiment.config.cell
        longest = (f"d{cell.output}_prev",) if back else cell.sums
        numbers = (Address(q, snapshot.lane, last, snapshot.row, unit) for q in longest)
        metrics = self.number.fontMetrics()
        room = max(metrics.horizontalAdvance(f"{n.text()} {_MENU}") for n in numbers)
        named = room + fonts.px(_PADDING)
        if named != self._named:
            self._named = named
            self.updateGeometry()
        self._fit()

    def _fix_unit(self, widest: int, reads: bool) -> None:
        """Give the field the room of its longest text; with a readout it counts outputs too."""
        self.unit.show_number(min(self.unit.value(), widest), 0, widest)
        hint = QSize()
        kinds = [_OUTPUT] * reads + [_INPUT] * self._returns + [_UNIT]
        for kind in kinds:
            self._name_units(kind)
            hint = hint.expandedTo(self.unit.sizeHint())
        self.unit.setFixedSize(hint)

    @property
    def _returns(self) -> bool:
        return self._snapshot is not None and self._snapshot.goes_back

    def _name_units(self, kind: str) -> None:
        """Call the field's numbers outputs of a readout, inputs, or units."""
        prefixes = {_OUTPUT: tr("output "), _INPUT: tr("input "), _UNIT: tr("unit ")}
        if prefixes[kind] != self.unit.prefix():
            self.unit.setPrefix(prefixes[kind])
            self.unit.setAccessibleName(tr(kind))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        restyle(
            self.number,
            f"QToolButton {{ border: 1px solid {theme.rule}; border-radius: 4px;"
            f" padding: 2px 6px; }} QToolButton:focus {{ border-color: {theme.accent}; }}"
            " QToolButton::menu-indicator { image: none; }",
        )

    def _fill(self) -> None:
        """List the cell's numbers of this unit; those that may not be seen are disabled."""
        self.menu.clear()
        snapshot = self._snapshot
        if snapshot is None or snapshot.subject is None:
            return
        subject, experiment = snapshot.subject, snapshot.experiment
        cell = experiment.config.cell
        keys = [row.key for row in cell.rows if row.kept]
        reads = experiment.objective.quantities if snapshot.reads_looked_at else ()
        for keys_of_kind in (
            _gradients(snapshot),
            [key for key in keys if key not in cell.sums],
            reads,
            [key for key in keys if key in cell.sums],
        ):
            for key in keys_of_kind:
                first = Address(key, snapshot.lane, subject.t, subject.row)
                unit = subject.unit if _counted(first) == _counted(subject) else snapshot.unit
                number = replace(first, unit=min(unit, first.width(experiment) - 1))
                action = self.menu.addAction(number.name, partial(self._choose, number))
                action.setCheckable(True)
                action.setChecked(key == subject.quantity and self._weight is None)
                action.setEnabled(snapshot.shows_number(number))
            self.menu.addSeparator()

    def _choose(self, number: Address) -> None:
        self.chosen.emit(number)


def _counted(number: Address) -> str:
    """Say of what a number's unit is one."""
    if number.quantity in WITHOUT_LANE:
        return _OUTPUT
    return _INPUT if number.quantity in WITHOUT_UNIT else _UNIT


def _gradients(snapshot: Snapshot) -> list[str]:
    """Return the gradients of the cell that is looked at, once the way back has begun."""
    if snapshot.back is None:
        return []
    of_readout = [DY] if snapshot.reads_looked_at and snapshot.schedule.source == "readout" else []
    return of_readout + [key for key in snapshot.experiment.config.gradients if key != "dz"]
