"""Activations: every sum of the selected lane on the curve of its activation."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.activation_histogram import (
    RunningHistogram,
    histogram_of,
)
from simulator.analysis.address import Address
from simulator.breakpoints.unit_search import CLOSED, OPEN, SATURATED
from simulator.engine.run import Run
from simulator.network.activation import on_curve
from simulator.network.gradient_quantities import quantity_of_gradient
from simulator.network.lane import Lane
from simulator.network.quantities import EVERY
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.lens.choice import QUANTITIES, LensChoice
from ui.panels.lens.plot import LensPlot
from ui.panels.lens.words import arguments_of, name_of_lane, words_on_part, words_on_unit
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.elided_link import ElidedLink

_LEGEND = mark(
    "Each dot is a unit; the ringed one is the selected unit. Bars: a histogram. "
    "Shaded: the ends, where the curve hardly changes; click there to list the units."
)

_LEAST_PLOT = 130, 92
"""Least size of one of several plots; with less room only one is shown."""

AT_ONCE = 1_000_000
"""Number of values counted before the window handles events again: some 15 ms of work."""


class LensPanel(Panel):
    """Five curves with a dot for every unit, at the present timestep or over all known ones.

    It works only while it is visible, and counts many timesteps in slices. Without room for five
    it shows one: the chosen quantity's, else the one that is looked at.

    Signals:
        units_asked: the figure that units are sorted by, its quantity, and which to find.
        ends_asked: to mark the ends over time too.
    """

    units_asked = Signal(str, str, str)
    ends_asked = Signal(bool)

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._bound: tuple[Run, Lane, int] | None = None
        self._running: dict[str, RunningHistogram] = {}
        self.plots = {quantity: LensPlot(theme, quantity, self) for quantity in QUANTITIES}
        self.heading = ElidedLabel(self)
        self.heading.about = tr("Timesteps whose values are shown")
        self.choice = LensChoice()
        self.link = ElidedLink(asks=True)
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._draw_again)
        self._grid = QGridLayout()
        self._arrangement: tuple[int | str, ...] = ()
        self._legend = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        fonts.wear(self._legend, fonts.caption)
        self._legend.setText(tr(_LEGEND))
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._lay_out()
        self.set_theme(theme)
        for quantity, plot in self.plots.items():
            plot.pointed.connect(partial(self._tell, quantity))
            plot.picked.connect(partial(self._look_at, quantity))
            plot.end_picked.connect(partial(self._ask_for_end, quantity))

    @property
    def over_time(self) -> bool:
        """True when all timesteps so far are shown, False when the present one is."""
        return self.choice.over_time

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
        """Take another theme's colours and the text size."""
        self.theme = theme
        for plot in self.plots.values():
            plot.set_theme(theme)
        self._fit()
        self._legend.setStyleSheet(f"color: {theme.faint};")
        for label, colour in ((self.heading, theme.faint), (self.link, theme.accent)):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)

    def choose(self, quantity: str, over_time: bool) -> None:
        """Show one quantity's plot, or all where there is room, for an empty name.

        Args:
            over_time: all timesteps so far, instead of the present one.
        """
        self.choice.put(quantity, over_time)
        self._on_choice()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Drawing

    def _fit(self) -> None:
        """Arrange the plots for another room, and draw those that come into sight."""
        before = self._arrangement
        self._arrange()
        if self._arrangement != before:
            self._draw_again()

    def _draw_again(self, *_: object) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _draw_now(self, snapshot: Snapshot) -> None:
        t = snapshot.timestep
        self.heading.set_text(
            tr("nothing is computed yet") if t is None else f"t {t}{name_of_lane(snapshot)}"
        )
        for quantity, plot in self._arranged().items():
            arguments = values = np.empty(0, snapshot.experiment.dtype)
            if t is not None and snapshot.cell and snapshot.knows(snapshot.cell, quantity):
                arguments = arguments_of(snapshot, quantity)[t].copy()  # a view would keep it all
                values = on_curve(EVERY[quantity], arguments)
                if EVERY[quantity].function:
                    values = snapshot.values(quantity)[t]
            plot.set_histogram(
                histogram_of(plot.function, arguments, values),
                arguments,
                snapshot.unit,
                quantity == _looked_at(snapshot),
            )

    def _draw_all(self, snapshot: Snapshot) -> None:
        if not self._running:
            self._running = {q: _running(snapshot, q) for q in QUANTITIES}
        budget, behind = AT_ONCE, 0
        plots = self._arranged()
        for quantity, plot in plots.items():
            running, known = self._running[quantity], snapshot.known(quantity)
            steps = known.stop - known.start
            if running.steps != steps and budget > 0:
                budget = running.follow(steps, budget)
            behind += abs(running.steps - steps)
            plot.set_histogram(
                running.histogram, None, snapshot.unit, quantity == _looked_at(snapshot)
            )
        counting = tr("counting… · ") if behind else ""
        shown = self._running[next(iter(plots))]
        known = snapshot.known(next(iter(plots)))
        counted = tr("nothing is computed yet")
        if known.start < known.stop:
            counted = tr(
                "{count:,} values, t {first} … {last}",
                count=shown.histogram.total,
                first=known.start,
                last=known.stop - 1,
            )
        self.heading.set_text(f"{counting}{counted}{name_of_lane(snapshot)}")
        if behind:
            self._turn.start()

    def _arranged(self) -> dict[str, LensPlot]:
        """Return the plots that are shown; the single one follows the quantity looked at."""
        shown = {q: plot for q, plot in self.plots.items() if not plot.isHidden()}
        if len(shown) == 1 and self._single() not in shown:
            self._arrange()
            shown = {self._single(): self.plots[self._single()]}
        return shown

    def _single(self) -> str:
        """Return the quantity of a plot that stands alone."""
        chosen = self.choice.quantity
        looked_at = None if self.snapshot is None else _looked_at(self.snapshot)
        return chosen or (looked_at if looked_at in self.plots else None) or QUANTITIES[0]

    # Requests

    def _look_at(self, quantity: str, unit: int) -> None:
        snapshot = self.snapshot
        if snapshot is not None and snapshot.timestep is not None:
            place = snapshot.lane, snapshot.timestep, snapshot.row
            self.looked_at.emit(Address(quantity, *place, unit))

    def _on_choice(self) -> None:
        self._arrange()
        self._draw_again()

    def _ask_for_end(self, quantity: str, end: int) -> None:
        """Ask which units are at an end of a curve: now, or at any timestep so far."""
        words = (CLOSED, OPEN) if quantity in BOUNDED_0_1 else ("low", "high")
        t = self.snapshot.timestep if self.snapshot is not None else None
        when = "> 0" if self.over_time or t is None else f"at t {t}"
        self.units_asked.emit((CLOSED, OPEN)[end], quantity, f"{quantity} {words[end]} {when}")
        self.ends_asked.emit(True)

    def _ask_for_units(self) -> None:
        """Ask which units are saturated most, of the quantity that stands out."""
        self.units_asked.emit(SATURATED, self._single(), "")

    def _tell(self, quantity: str, index: int | None) -> None:
        snapshot = self.snapshot
        self.card_asked.emit(self._spot_of(quantity, index))
        if index is None or snapshot is None:
            self.hovered.emit("")
        elif self.over_time:
            self.hovered.emit(words_on_part(quantity, self._running[quantity].histogram, index))
        elif snapshot.timestep is not None:
            self.hovered.emit(words_on_unit(snapshot, quantity, index))

    def _spot_of(self, quantity: str, index: int | None) -> CardAnchor | None:
        snapshot = self.snapshot
        if index is None or snapshot is None or self.over_time or snapshot.timestep is None:
            return None
        subject = Address(quantity, snapshot.lane, snapshot.timestep, snapshot.row, index)
        plot = self.plots[quantity]
        return CardAnchor(subject, plot, lambda: plot.rect_of(index))

    # Construction

    def _lay_out(self) -> None:
        self.choice.changed.connect(self._on_choice)
        self.link.about = tr("Lists the units in the Units panel, most often saturated first")
        self.link.set_text(tr("Which units?"))
        self.link.set_leads(True)
        self.link.followed.connect(self._ask_for_units)
        self.tools = self.choice
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in (self.heading, self.link):
            fonts.wear(part, fonts.caption)
        foot.addWidget(self.heading, 1)
        foot.addWidget(self.link)
        self._grid.setSpacing(2)
        column = QVBoxLayout()
        column.setContentsMargins(8, 2, 8, 4)
        column.setSpacing(2)
        column.addWidget(self.choice)  # until a title bar takes it
        column.addLayout(self._grid, 1)
        column.addLayout(foot)
        self.setLayout(column)

    def _arrange(self) -> None:
        """Lay the plots out in as many columns as bring them nearest to squares, or one alone."""
        width, height = self.width(), max(1, self.height() - 30)

        def squareness(columns: int) -> float:
            rows = -(-len(QUANTITIES) // columns)
            return float(abs(np.log((width / columns) / (1.25 * height / rows))))

        columns = min((1, 2, 3, 5), key=squareness)
        rows = -(-len(QUANTITIES) // columns)
        least_width, least_height = map(fonts.px, _LEAST_PLOT)
        several = width // columns >= least_width and height // rows >= least_height
        if self.choice.quantity or not several:
            columns, shown = 1, [self._single()]
        else:
            shown = list(self.plots)
        if (columns, *shown) == self._arrangement:
            return
        self._arrangement = (columns, *shown)
        parts: list[QWidget] = [*self.plots.values(), self._legend]
        for part in parts:
            self._grid.removeWidget(part)
        for column in range(5):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, part in enumerate([*(self.plots[q] for q in shown), self._legend]):
            self._grid.addWidget(part, *divmod(number, columns))
        for quantity, plot in self.plots.items():
            plot.setVisible(quantity in shown)
        self._legend.setVisible(len(shown) % columns > 0)


def _looked_at(snapshot: Snapshot) -> str | None:
    """Return the quantity that is looked at; of a gradient, that of the slope it is taken at."""
    quantity = snapshot.quantity
    return None if quantity is None else quantity_of_gradient(quantity)


def _running(snapshot: Snapshot, quantity: str) -> RunningHistogram:
    length = snapshot.experiment.lengths[snapshot.row]
    values = snapshot.values(quantity)[:length] if EVERY[quantity].function else None
    arguments = arguments_of(snapshot, quantity)[:length]
    return RunningHistogram(EVERY[quantity].curve, arguments, values, snapshot.lane.direction)
