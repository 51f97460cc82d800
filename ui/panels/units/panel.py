"""Units panel: all units of the selected lane as one list, to sort and search."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.breakpoints.unit_search import CHANGE, NOW, SATURATED, VARIANCE, UnitSearch
from simulator.network.gradient_quantities import quantity_of_gradient
from simulator.network.quantities import EVERY
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.panel import Panel
from ui.panels.units.figures import QUANTITIES, UnitFigures, Wanted
from ui.panels.units.find_field import FindField, Found
from ui.panels.units.model import BAR, UNIT, UnitModel, UnitsView
from ui.panels.units.sort_bar import NUMBER, SortBar
from ui.panels.units.table import UnitTable
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.elided_link import ElidedLink

_BESIDE: Final = 12


_NO_BASELINE = mark("There is no baseline to compare with. {key} pins this run")


class UnitsPanel(Panel):
    """List of units with a figure each, over the known steps alone; it works while it is visible.

    It keeps the choice of figure, quantity and order, and what is searched for.

    Signals:
        order_asked: a tuple of units for the timeline to show in this order; None for all again.
    """

    order_asked = Signal(object)

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._figures = UnitFigures()
        self._on_timeline: tuple[int, ...] | None = None
        self._pointed: int | None = None
        self._then_select = self._then_order = False
        self.order = SortBar()
        self.field = FindField(theme)
        self.problem = ElidedLabel()
        self.rows = UnitModel(self)
        self.table = self.first_keys = UnitTable(self.rows, theme)
        self.count = ElidedLabel(asks=True)
        self.show_link, self.all_link = ElidedLink(), ElidedLink(asks=True)
        self.count.about = tr("How many units are listed")
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._refresh)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Count the newly known steps, and sort."""
        self.snapshot = snapshot
        if self.isVisible():
            self._refresh()

    def caption(self, snapshot: Snapshot) -> str:
        """Name the lane, where there are several, and the number of units."""
        config, lane = snapshot.experiment.config, snapshot.lane
        width = config.width(self.order.quantity)
        if config.num_lanes == 1:
            return tr("{count:,} units", count=width) if width != 1 else tr("1 unit")
        name = lane.text() if config.bidirectional else tr("layer {layer}", layer=lane.layer)
        return f"{name} · {width:,}"

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.field.set_theme(theme)
        self.table.set_theme(theme)
        labels = ((self.count, theme.faint), (self.problem, theme.bad))
        links = ((link, theme.accent) for link in (self.show_link, self.all_link))
        for label, colour in (*labels, *links):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)
        for text in self._labels:
            text.setStyleSheet(f"color: {theme.faint};")

    def ask(self, figure: str, quantity: str, find: str = "") -> None:
        """Sort by a figure, and find units; select the first one.

        Args:
            quantity: empty for the one that is looked at.
        """
        self.order.put(figure, quantity or self._looked_at())
        self.field.put(find)
        self._then_select, self._then_order = True, bool(find)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    # Drawing

    def _refresh(self, *_: object) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        config = snapshot.experiment.config
        width = config.width(self.order.quantity)
        found = self.field.found(width, config.quantities)
        wanted: list[Wanted] = [
            (VARIANCE, self.order.quantity),
            (self.order.figure, self.order.quantity),
        ]
        if isinstance(found.test, UnitSearch) and found.test.over_time:
            wanted.append((found.test.measure, found.test.quantity))
        behind = self._figures.follow(snapshot, wanted)
        listed, problem = self._listed(found, width)
        if self.order.figure == CHANGE and not self._figures.compared:
            problem = problem or tr(_NO_BASELINE, key=NAMES.way("pin"))
        if self.order.figure == NOW and self._figures.is_unseen(self.order.quantity):
            t = self._figures.timestep(self.order.quantity)
            problem = problem or tr("t {t} is not computed yet", t=t)
        self.problem.set_text(problem)
        self.problem.setVisible(bool(problem))
        self._show(snapshot, listed)
        if behind:
            self._turn.start()
        else:
            self._do_then()

    def _show(self, snapshot: Snapshot, listed: Array) -> None:
        before = self.rows.view
        view = UnitsView(
            self.order.quantity,
            self.order.figure,
            self.order.largest_first,
            self.order.by_number,
            self._figures.of(self.order.figure, self.order.quantity),
            self._figures.spread(self.order.quantity),
            self._figures.steps(self.order.quantity),
            self._figures.covered(self.order.quantity),
            snapshot.unit,
            self.order.figure == NOW and self._figures.is_ahead(self.order.quantity),
        )
        seen = snapshot.unit in self.table.units_in_view()
        order = view.ranked(listed)
        moved = self.rows.row_of(snapshot.unit)
        self.rows.take(view, order)
        self.table.fit()
        if before is None or before.unit != snapshot.unit:
            if self.table.chosen() != (snapshot.unit,):
                self.table.show_unit(snapshot.unit)
        elif seen and self.rows.row_of(snapshot.unit) != moved:
            row = self.rows.row_of(snapshot.unit)
            if row is not None:
                self.table.scrollTo(self.rows.index(row, UNIT))
        self.table.viewport().update()
        self._tell_count()
        if self._pointed is not None:
            self._tell(self._pointed)

    def _listed(self, found: Found, width: int) -> tuple[Array, str]:
        """Return the units found, in their own order, and why there are none, in words."""
        test = found.test
        every = np.arange(width)
        if test is None:
            return every, found.problem
        if not isinstance(test, UnitSearch):
            return np.array(test, np.intp), found.problem
        figures = self._figures
        if test.over_time:
            numbers = figures.of(test.measure, test.quantity)
        elif test.t is None:
            numbers = figures.now(test.quantity)
        else:
            there = figures.at(test.quantity, test.t)
            if there is None:
                return every[:0], tr("t {t} is not computed yet", t=test.t)
            numbers = there
        hidden = figures.covered(test.quantity)
        passed = [u for u in np.flatnonzero(test.passed(numbers)).tolist() if u not in hidden]
        units = np.array([unit for unit in passed if unit < width], np.intp)
        return units, found.problem or ("" if len(units) else tr("No unit matches"))

    def _do_then(self) -> None:
        """Do what an asker wanted once all is counted."""
        select, order = self._then_select, self._then_order
        self._then_select = self._then_order = False
        if select and self.rows.units:
            self.table.show_unit(self.rows.units[0])
            self.unit_selected.emit(self.rows.units[0])
        if order and self.rows.units:
            self._order_timeline(tuple(self.rows.units))

    def _tell_count(self) -> None:
        shown, total = self._shown(), len(self.rows.units)
        if self.snapshot is not None:
            total = self.snapshot.experiment.config.width(self.order.quantity)
        ordered = self._on_timeline is not None  # then there is a second link beside it
        in_view = not ordered and len(shown) < total and self._means_what_is_in_view()
        count = tr("{count:,} of {total:,}", count=len(shown), total=total)
        self.count.set_text("" if in_view else count)  # of a search it would be read
        if in_view:
            text = tr("Show the visible {count:,} on the timeline", count=len(shown))
        elif len(shown) == 1:
            text = tr("Show this one") if ordered else tr("Show this one on the timeline")
        elif ordered:
            text = tr("Show these {count:,}", count=len(shown))
        else:
            text = tr("Show these {count:,} on the timeline", count=len(shown))
        self.show_link.set_text(text)
        tip = tr("Sorts the timeline rows to match this list")
        self.show_link.about = f"{text}. {tip}"
        self.show_link.setVisible(bool(shown))
        self.show_link.set_leads(bool(shown))
        self.all_link.setVisible(ordered)
        self.all_link.set_leads(ordered)

    def _shown(self) -> tuple[int, ...]:
        """Return the units that a request for the timeline means.

        Those chosen, where there are several; else those found; else those in view.
        """
        chosen = self.table.chosen()
        if len(chosen) > 1:
            return chosen
        in_view = self._means_what_is_in_view()
        return self.table.units_in_view() if in_view else tuple(self.rows.units)

    def _means_what_is_in_view(self) -> bool:
        """Return True where nothing is searched for, nor several units chosen."""
        return len(self.table.chosen()) <= 1 and not self.field.text().strip()

    # Requests

    def _order_timeline(self, units: tuple[int, ...] | None) -> None:
        self._on_timeline = units
        self.order_asked.emit(units)
        self._tell_count()

    def _point(self, unit: int | None) -> None:
        self._pointed = unit
        self.card_asked.emit(None if unit is None else self._spot_of(unit))
        self._tell(unit)

    def _tell(self, unit: int | None) -> None:
        view = self.rows.view
        if unit is None or view is None or self.rows.row_of(unit) is None:
            self.hovered.emit("")
        else:
            self.hovered.emit(view.sentence(unit))

    def _spot_of(self, unit: int) -> CardAnchor | None:
        """Return the number of a row, where the list shows numbers and not figures of many."""
        t = self._figures.timestep(self.order.quantity)
        if self.order.figure != NOW or t is None or self.snapshot is None:
            return None
        subject = Address(self.order.quantity, self.snapshot.lane, t, self.snapshot.row, unit)
        return CardAnchor(subject, self.table.viewport(), lambda: self.table.figure_rect(unit))

    def _on_entered(self) -> None:
        """Select the first unit found, and give the list the keys."""
        self._refresh()
        if self.rows.units and self.field.text().strip():
            self.table.show_unit(self.rows.units[0])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.unit_selected.emit(self.rows.units[0])

    def _on_head(self, column: int) -> None:
        if column != BAR:
            self.order.choose(NUMBER if column == UNIT else self.order.figure)
        elif EVERY[self.order.quantity].curve:
            self.order.choose(SATURATED)

    def _on_order(self) -> None:
        self.recaptioned.emit()
        self._refresh()

    def _looked_at(self) -> str:
        quantity = (self.snapshot.quantity if self.snapshot is not None else None) or ""
        quantity = quantity_of_gradient(quantity)
        return quantity if quantity in QUANTITIES else QUANTITIES[0]

    # Construction

    def _lay_out(self) -> None:
        self.table.setMinimumHeight(fonts.px(60))
        self.all_link.hide()
        sort, find = QLabel(tr("Sort by")), QLabel(tr("Find"))
        self._labels = (sort, find)
        for label in self._labels:
            fonts.wear(label, fonts.caption)
        find.setBuddy(self.field)
        sort.setBuddy(self.order.figure_box)
        head = QGridLayout()
        head.setContentsMargins(_BESIDE, 4, _BESIDE, 0)
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(6)
        head.addWidget(sort, 0, 0)
        head.addWidget(self.order, 0, 1)
        head.addWidget(find, 1, 0)
        head.addWidget(self.field, 1, 1)
        head.addWidget(self.problem, 2, 0, 1, 2)
        head.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(_BESIDE, 4, 4, 6)
        foot.setSpacing(6)
        for part in (self.problem, self.count, self.show_link, self.all_link):
            fonts.wear(part, fonts.caption)
        foot.addWidget(self.count)
        foot.addWidget(self.show_link, 1)
        foot.addWidget(self.all_link)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setLayout(column)

    def _connect(self) -> None:
        NAMES.changed.connect(self._refresh)
        self.order.changed.connect(self._on_order)
        self.field.changed.connect(self._refresh)
        self.field.returnPressed.connect(self._on_entered)
        self.table.picked.connect(self.unit_selected)
        self.table.pointed.connect(self._point)
        self.table.moved.connect(self._tell_count)
        self.table.horizontalHeader().sectionClicked.connect(self._on_head)
        self.show_link.followed.connect(lambda: self._order_timeline(self._shown()))
        self.all_link.followed.connect(lambda: self._order_timeline(None))
        self.all_link.set_text(tr("Show all"))
        self.all_link.about = tr("Shows all units on the timeline again")
