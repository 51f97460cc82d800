"""WatchModel: watches, then breakpoints, as the rows of a table."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor

from simulator.analysis.address import Address, no_gradient
from simulator.analysis.address_parser import AT, PartialAddress
from simulator.analysis.gradient_series import GradientSeries
from simulator.arrays import Array
from simulator.breakpoints.conditions import COMPARISONS, SIGN, Condition
from simulator.experiment.experiment import Experiment
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.session.watching import Breakpoint, Unread
from ui.style import number_format
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
NAME, VALUE, CURVE = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class WatchRow:
    """One row of the table.

    Attributes:
        item: the watch, breakpoint, or unread entry of a file. text: its name.
        place: its lane and row, if there are several. number: the single number, at t 0; or None.
        subject: its number at the timestep that is looked at, else the newest; None when there is
            no single number, or it may not be seen.
        series: (T,) the number over time. known: its known timesteps.
        met: it stopped the run here. elsewhere: what is looked at is not the newest.
        lacks: why there is no such number in this run; empty where there is.
    """

    item: Address | Breakpoint | Unread
    text: str
    place: str = ""
    number: Address | None = None
    subject: Address | None = None
    series: Array | GradientSeries | None = None
    known: slice = field(default_factory=lambda: slice(0, 0))
    met: bool = False
    elsewhere: bool = False
    lacks: str = ""

    @property
    def key(self) -> Address | Condition | Unread:
        """Identity: the item, or the breakpoint's condition."""
        return self.item.condition if isinstance(self.item, Breakpoint) else self.item

    @property
    def value(self) -> Any:
        """The subject's value, or None."""
        if self.series is None or self.subject is None:
            return None
        return self.series[self.subject.t]

    @property
    def is_ahead(self) -> bool:
        """True where the position has not reached the subject."""
        return self.subject is not None and not self.known.start <= self.subject.t < self.known.stop

    @property
    def thresholds(self) -> tuple[float, ...]:
        """Values that a breakpoint waits for: two where the sign does not count."""
        key = self.key
        if not isinstance(key, Condition) or key.test not in (*COMPARISONS, SIGN):
            return ()
        return (key.number, -key.number) if key.size else (key.number,)


class WatchModel(QAbstractTableModel):
    """Columns: name, value at the timestep that is looked at, and curve.

    Signals:
        switched: the condition of a breakpoint, and whether to enable it.
    """

    switched = QtSignal(object, bool)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: tuple[WatchRow, ...] = ()

    def take(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        rows = rows_of(snapshot)
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        elif rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, CURVE))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make breakpoints checkable."""
        flags = super().flags(index)
        if index.column() == NAME and isinstance(self.rows[index.row()].item, Breakpoint):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the name, the value, the check mark and the colours."""
        row, column = self.rows[index.row()], index.column()
        if role == Role.DisplayRole:
            return _shown(row, column)
        if role == Role.CheckStateRole and column == NAME and isinstance(row.item, Breakpoint):
            return Qt.CheckState.Checked if row.item.enabled else Qt.CheckState.Unchecked
        if role == Role.TextAlignmentRole and column == VALUE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole:
            return QColor(self._ink(row))
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return words(row)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Request to enable or disable a breakpoint; the next snapshot shows it."""
        row = self.rows[index.row()]
        if role != Role.CheckStateRole or not isinstance(row.item, Breakpoint):
            return False
        self.switched.emit(row.item.condition, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _ink(self, row: WatchRow) -> str:
        if row.met:
            return self.theme.bad
        off = isinstance(row.item, Unread) or row.is_ahead
        off |= isinstance(row.item, Breakpoint) and not row.item.enabled
        return self.theme.faint if off else self.theme.ink


def rows_of(snapshot: Snapshot) -> tuple[WatchRow, ...]:
    """Return the rows: watches, breakpoints with their known numbers, what is not understood."""
    watching, hit = snapshot.watching, snapshot.hit
    rows = [_row(snapshot, watch, watch, watch.name) for watch in watching.watches]
    for breakpoint_ in watching.breakpoints:
        condition = breakpoint_.condition
        met = hit is not None and hit.condition == condition
        text, one = condition.text(), _number(snapshot, condition)
        if one is None:
            lacks = condition.obstacle(snapshot.experiment)
            rows.append(WatchRow(breakpoint_, text, met=met, lacks=lacks))
        else:
            rows.append(_row(snapshot, breakpoint_, one, text, met))
    rows += [WatchRow(unread, unread.text) for unread in watching.unread]
    return tuple(rows)


def words(row: WatchRow) -> str:
    """Describe a row in a sentence, with every digit."""
    place = f", {row.place}" if row.place else ""
    if isinstance(row.item, Breakpoint):
        stops = tr("stops a run") if row.item.enabled else tr("switched off")
        if row.met:
            stops = tr("stopped here")
        text = f"{row.text}{place}: {stops}"
    elif isinstance(row.item, Unread):
        text = tr("{text}: not understood. It has no effect and is saved as is.", text=row.text)
    else:
        text = f"{row.text}{place}"
    if row.subject is not None:
        text += f"; {row.subject.text()} = {number_format.exact(row.value)}"
    elif row.series is not None:
        text += tr("; not computed yet")
    elif row.lacks:
        text += f"; {row.lacks}"
    return text


def _shown(row: WatchRow, column: int) -> str:
    if column == NAME and isinstance(row.item, Unread):
        return tr("{text} · not understood", text=row.text)
    if column == NAME:
        return f"{row.text} · {row.place}" if row.place else row.text
    if column == CURVE:
        return ""
    if row.value is not None:
        return _number_text(row)
    return "·" if row.series is not None else "–" if isinstance(row.item, Address) else ""


def _row(
    snapshot: Snapshot, item: Address | Breakpoint, watch: Address, text: str, met: bool = False
) -> WatchRow:
    experiment = snapshot.experiment
    place = watch.place(experiment.config, experiment.batch_size) if item is watch else ""
    if not watch.exists_over_time(experiment):
        return WatchRow(item, text, place, watch, met=met, lacks=_why_lacking(watch, experiment))
    known = snapshot.known_at(watch.quantity, watch.lane, watch.row, snapshot.position)
    subject, t = None, snapshot.timestep if snapshot.elsewhere else _newest(known, watch)
    if t is not None and t < experiment.lengths[watch.row]:
        there = replace(watch, t=t)
        shown = there.exists(experiment) and snapshot.shows_number(there)
        subject = there if shown else None
    series = _series(snapshot, watch)
    return WatchRow(item, text, place, watch, subject, series, known, met, snapshot.elsewhere)


def _series(snapshot: Snapshot, watch: Address) -> Array | GradientSeries:
    """Return a number over time, (T,), of which only what is known may be read."""
    if watch.is_gradient and snapshot.back is None:
        return np.broadcast_to(0.0, snapshot.schedule.num_timesteps)
    if watch.is_gradient and snapshot.back is not None:
        return GradientSeries(
            snapshot.back.trace, watch.quantity, watch.lane, watch.row, watch.unit
        )
    values = snapshot.run.trace.values(watch.quantity, watch.lane)
    return values[:, watch.row, watch.unit]


def _why_lacking(watch: Address, experiment: Experiment) -> str:
    """Say why runs of an experiment have no number of a watch."""
    return no_gradient(watch.quantity, experiment) or tr("this LSTM has no such value")


def _newest(known: slice, watch: Address) -> int | None:
    """Return the timestep that was computed last; None before the first."""
    if known.start >= known.stop:
        return None
    return known.start if watch.lane.reverse != watch.is_gradient else known.stop - 1


def _number_text(row: WatchRow) -> str:
    """Write a row's value; a gradient by its decade."""
    if row.number is not None and row.number.is_gradient:
        return number_format.scientific(row.value)
    return number_format.short(row.value, 3)


def _number(snapshot: Snapshot, condition: Condition) -> Address | None:
    """Return a breakpoint's single number, in the selected lane unless it names one."""
    if condition.quantity is None or condition.unit is None or condition.test == AT:
        return None
    one = PartialAddress(condition.quantity, condition.unit, condition.where)
    return one.filled(snapshot.lane, snapshot.row)
