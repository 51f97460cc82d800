"""Saturation lens: every sum of the selected lane on the curve of its activation."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.activation_histogram import (
    BINS,
    REACH,
    RunningHistogram,
    histogram_of,
    middles,
)
from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.engine.run import Run
from simulator.lstm.lane import Lane
from simulator.lstm.quantities import EVERY, KEYS
from simulator.translation import mark, tr
from ui.panels.lens.plot import LensPlot
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

QUANTITIES = tuple(key for key in KEYS if EVERY[key].curve)
"""Quantities plotted: each gate on its own activation, c on the tanh through which h reads it."""

_LEGEND = mark(
    "Each dot is a unit, the ringed one the unit that the ledger follows. "
    "Bars: how many lie where. Shaded: the ends, where the curve hardly moves."
)

AT_ONCE = 1_000_000
"""Number of values counted before the window handles events again: some 15 ms of work."""


class LensPanel(Panel):
    """Five curves with a dot for every unit, at the present timestep or over all known ones.

    It works only while it is visible, and counts many timesteps in slices.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._bound: tuple[Run, Lane, int] | None = None
        self._running: dict[str, RunningHistogram] = {}
        self.plots = {quantity: LensPlot(theme, quantity, self) for quantity in QUANTITIES}
        self.heading = ElidedLabel(self)
        self.now_button = tool_button(
            tr("Now"), tr("The numbers of the present timestep, a dot a unit"), checkable=True
        )
        self.all_button = tool_button(
            tr("All so far"), tr("Of every timestep that is known"), checkable=True
        )
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._draw_again)
        self._grid = QGridLayout()
        self._columns = 0
        self._legend = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._legend.setText(tr(_LEGEND))
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._lay_out()
        self.set_theme(theme)
        for quantity, plot in self.plots.items():
            plot.pointed.connect(partial(self._tell, quantity))
            plot.picked.connect(partial(self._look_at, quantity))

    @property
    def over_time(self) -> bool:
        """True when all timesteps are shown."""
        return self.all_button.isChecked()

    def draw(self, snapshot: Snapshot) -> None:
        """Show the present timestep, or count the newly known ones."""
        self.snapshot = snapshot
        bound = snapshot.run, snapshot.lane, snapshot.row
        if self._bound is None or self._bound[0] is not bound[0] or self._bound[1:] != bound[1:]:
            self._bound, self._running = bound, {}
        if not self.isVisible():
            return
        if self.over_time:
            self._draw_all(snapshot)
        else:
            self._draw_now(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        for plot in self.plots.values():
            plot.set_theme(theme)
        self._legend.setStyleSheet(f"color: {theme.faint}; font-size: 8pt;")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Drawing

    def _draw_again(self, *_: object) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _draw_now(self, snapshot: Snapshot) -> None:
        t = snapshot.timestep
        self.heading.set_text(
            tr("nothing is computed yet") if t is None else f"t {t}{_lane(snapshot)}{self._key()}"
        )
        for quantity, plot in self.plots.items():
            arguments = values = np.empty(0, snapshot.experiment.dtype)
            if t is not None and snapshot.cell and snapshot.knows(snapshot.cell, quantity):
                arguments = _arguments(snapshot, quantity)[t].copy()  # a view would keep it all
                values = np.tanh(arguments)
                if EVERY[quantity].function:
                    values = snapshot.values(quantity)[t]
            plot.set_histogram(
                histogram_of(plot.function, arguments, values),
                arguments,
                snapshot.unit,
                quantity == snapshot.quantity,
            )

    def _draw_all(self, snapshot: Snapshot) -> None:
        if not self._running:
            self._running = {q: _running(snapshot, q) for q in QUANTITIES}
        budget, behind = AT_ONCE, 0
        for quantity, plot in self.plots.items():
            running, known = self._running[quantity], snapshot.known(quantity)
            steps = known.stop - known.start
            if running.steps != steps and budget > 0:
                budget = running.follow(steps, budget)
            behind += abs(running.steps - steps)
            plot.set_histogram(
                running.histogram, None, snapshot.unit, quantity == snapshot.quantity
            )
        most = max(running.steps for running in self._running.values())
        counting = tr("counting… · ") if behind else ""
        counted = tr("{count:,} timesteps", count=most)
        self.heading.set_text(f"{counting}{counted}{_lane(snapshot)}{self._key()}")
        if behind:
            self._turn.start()

    def _key(self) -> str:
        """Return the key to the shares, when there is no room for the legend."""
        return "" if self._legend.isVisible() else tr(" · % at either end: shaded")

    # Requests

    def _look_at(self, quantity: str, unit: int) -> None:
        snapshot = self.snapshot
        if snapshot is not None and snapshot.timestep is not None:
            place = snapshot.lane, snapshot.timestep, snapshot.row
            self.looked_at.emit(Address(quantity, *place, unit))

    def _tell(self, quantity: str, index: int | None) -> None:
        snapshot = self.snapshot
        if index is None or snapshot is None:
            self.hovered.emit("")
        elif self.over_time:
            self.hovered.emit(self._words_on_part(quantity, index))
        elif snapshot.timestep is not None:
            self.hovered.emit(_words_on_unit(snapshot, quantity, index))

    def _words_on_part(self, quantity: str, part: int) -> str:
        plot, counted = self.plots[quantity], self._running[quantity].histogram
        half = REACH[plot.function] / BINS
        middle = float(middles(plot.function)[part])
        low, high = number_format.short(middle - half), number_format.short(middle + half)
        where = tr("from {low} to {high}", low=low, high=high)
        if part == 0:
            where = tr("below {high}", high=high)
        elif part == BINS - 1:
            where = tr("from {low} on", low=low)
        name = _argument(quantity)
        return tr(
            "{name}: {count:,} of {total:,} numbers are {where}",
            name=name,
            count=counted.counts[part],
            total=counted.total,
            where=where,
        )

    # Construction

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.now_button, self.all_button):
            group.addButton(button)
            head.addWidget(button)
        self.now_button.setChecked(True)
        self.all_button.toggled.connect(self._draw_again)
        self._grid.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 6, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(self._grid, 1)

    def _arrange(self) -> None:
        """Lay the plots out in as many columns as bring them nearest to squares."""
        width, height = self.width(), max(1, self.height() - 40)

        def squareness(columns: int) -> float:
            rows = -(-len(QUANTITIES) // columns)
            return float(abs(np.log((width / columns) / (1.25 * height / rows))))

        columns = min((1, 2, 3, 5), key=squareness)
        if columns != self._columns:
            for column in range(max(columns, self._columns)):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._columns = columns
            for number, part in enumerate((*self.plots.values(), self._legend)):
                self._grid.addWidget(part, *divmod(number, columns))
            self._legend.setVisible(len(QUANTITIES) % columns > 0)


def _lane(snapshot: Snapshot) -> str:
    """Return the lane's name, when there are several."""
    config, lane = snapshot.experiment.config, snapshot.lane
    if config.num_lanes == 1:
        return ""
    return f" · {lane.text()}"


def _argument(quantity: str) -> str:
    """Return the quantity on a curve: a gate's sum, or c itself."""
    return EVERY[quantity].argument or quantity


def _arguments(snapshot: Snapshot, quantity: str) -> Array:
    """Return the arguments of a quantity's curve over all timesteps: (T, H)."""
    return snapshot.values(_argument(quantity))


def _running(snapshot: Snapshot, quantity: str) -> RunningHistogram:
    length = snapshot.experiment.lengths[snapshot.row]
    values = snapshot.values(quantity)[:length] if EVERY[quantity].function else None
    arguments = _arguments(snapshot, quantity)[:length]
    return RunningHistogram(EVERY[quantity].curve, arguments, values, snapshot.lane.direction)


def _words_on_unit(snapshot: Snapshot, quantity: str, unit: int) -> str:
    t = snapshot.timestep
    assert t is not None
    argument = number_format.exact(_arguments(snapshot, quantity)[t, unit])
    name = tr("{name} at {place}", name=f"{quantity}[{unit}]", place=f"t {t}")
    function = EVERY[quantity].function
    if not function:
        return f"{name} = {argument}"
    value = number_format.exact(snapshot.values(quantity)[t, unit])
    return f"{name} = {function}({argument}) = {value}"
