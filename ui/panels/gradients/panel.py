"""Gradient flow: does a gradient arrive at the far end of the lane, and what carries it there."""

from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from simulator.analysis.address import Address
from simulator.translation import tr
from ui.cards.rich import RichText
from ui.panels.gradients import words
from ui.panels.gradients.decade_legend import DecadeLegend
from ui.panels.gradients.flows.present_flow import walked_timesteps
from ui.panels.gradients.flows.reading import FlowRow, FlowView
from ui.panels.gradients.flows.run_flows import RunFlows
from ui.panels.gradients.model import FlowModel
from ui.panels.gradients.plots.plot_row import PlotRow
from ui.panels.gradients.run_tools import RunTools
from ui.panels.gradients.table import FlowTable, MapPlace
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets import screenshot
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.elided_link import ElidedLink
from ui.widgets.scrolled import Scrolled

_WIDE: Final = 900
"""Width from which the buttons stand beside the verdict, in pixels of the usual text size."""
_HEADLINE: Final = 420
"""Least width of a verdict that has the buttons beside it, likewise."""
_ROOMY: Final = 640
"""Width of a panel that is not low, from which the verdict is written larger, and the one on the
other run beside it."""
_LOW: Final = 330
"""Height below which the legend of the maps is left out, and the page scrolls, likewise."""
_LEAST_PLOT: Final = 118
_PLOTS: Final = 0.38
"""Least height of the plots, and share of the panel's that they have at least."""


class GradientFlowPanel(Panel):
    """Norms of dc and dh over time, and a table with a row a run: this one and its pins.

    It works while it is visible. Pinned runs are computed in idle time, and so are figures that
    cost more, when they are asked for.

    Signals:
        baselines_set: the new Baselines.
    """

    baselines_set = Signal(object)

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.view: FlowView | None = None
        self.headline = QLabel(wordWrap=True)
        self.tools_row = RunTools(theme)
        self.plots = PlotRow(theme)
        self.model = FlowModel(self)
        self.table = self.first_keys = FlowTable(self.model, theme)
        self.legend, self.apart = DecadeLegend(theme), ElidedLabel()
        self.message, self.link = QLabel(wordWrap=True), ElidedLink()
        self.flows = RunFlows(self)
        self._pages, self._none, self._page = QStackedWidget(), QWidget(), QWidget()
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True when all that is to be shown is computed."""
        return not (self.flows.busy or self.tools_row.strength.busy)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the way back as far as it is walked, or say what to press."""
        self.snapshot = snapshot
        if not self.isVisible():
            self._let_go()
            return
        back, walked = snapshot.back, walked_timesteps(snapshot)
        if back is None or walked.stop <= walked.start:
            self._let_go()
            self._say_why_not(snapshot)
            return
        self._pages.setCurrentIndex(1)
        self.flows.follow(back, snapshot)
        self._show(snapshot)

    def caption(self, snapshot: Snapshot) -> str:
        """Name the lane and the row where there are several."""
        config, parts = snapshot.experiment.config, []
        if config.num_lanes > 1:
            parts.append(snapshot.lane.text())
        if snapshot.experiment.batch_size > 1:
            parts.append(tr("row {row}", row=snapshot.row))
        return " · ".join(parts)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        for part in (self.tools_row.strength, self.plots, self.table, self.legend):
            part.set_theme(theme)
        self.message.setStyleSheet(f"color: {theme.faint};")
        self._colour()
        self._arrange()
        if self.view is not None:
            self._say(self.view)

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the texts to copy."""
        if self.view is not None:
            menu.addAction(tr("Copy table"), self._copy)
        super().add_entries_to(menu)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()  # Qt forgets palettes when a dock takes the panel
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Drawing

    def _let_go(self) -> None:
        """Stop all work, and let go of the run: its trace may be large."""
        self.flows.let_go()
        self.tools_row.strength.forget()
        self.view = None

    def _say_why_not(self, snapshot: Snapshot) -> None:
        self._pages.setCurrentIndex(0)
        self.message.setText(words.why_nothing(snapshot))
        leads = snapshot.schedule.backward is not None
        self.link.setVisible(leads)
        self.link.set_leads(leads)

    def _show_again(self) -> None:
        if self.snapshot is not None and self.flows.present.reading is not None:
            self._show(self.snapshot)

    def _ask_more(self) -> None:
        self._arrange()
        self._show_again()

    def _show(self, snapshot: Snapshot) -> None:
        view = self.flows.view(snapshot, self.tools_row.strength.asks)
        steps = snapshot.experiment.lengths[snapshot.row]
        self.view = view
        self.plots.draw(view, steps, snapshot.timestep)
        self.table.show_costly(view.figures is not None)
        self.model.take(view)
        self.legend.draw(view.range)
        self._say(view)
        self.tools_row.draw(snapshot)

    def _say(self, view: FlowView) -> None:
        text = RichText(self.theme).sentence(words.headlines(view, self._is_roomy()))
        if text != self.headline.text():
            self.headline.setText(text)
        said = ""
        if view.apart:
            said = tr("{n} pinned runs have no backward pass of this length", n=view.apart)
            if view.apart == 1:
                said = tr("1 pinned run has no backward pass of this length")
        self.apart.set_text(said)
        self.apart.setVisible(bool(said))

    def _colour(self) -> None:
        theme = self.theme
        colours = {self.apart: theme.faint, self.link: theme.accent, self.headline: theme.ink}
        for label, colour in colours.items():
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)

    def _is_roomy(self) -> bool:
        return self.width() >= fonts.px(_ROOMY) and self.height() >= fonts.px(_LOW)

    def _arrange(self) -> None:
        tools = self.tools_row.whole_width()
        wide = self.width() >= max(fonts.px(_WIDE), tools + fonts.px(_HEADLINE))
        direction = QBoxLayout.Direction
        if self.view is not None:
            self._say(self.view)
        self.tools_row.setMinimumWidth(tools if wide else 0)
        self._head.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        fonts.wear(self.headline, fonts.sentence if self._is_roomy() else fonts.text)
        low = self.height() < fonts.px(_LOW)
        self.legend.setVisible(not low)
        self.table.stand_whole(low)  # the page scrolls then, and the table not within it
        self.plots.setMinimumHeight(max(fonts.px(_LEAST_PLOT), round(_PLOTS * self.height())))

    # Requests

    def _look_at_timestep(self, t: int) -> None:
        if self.snapshot is not None:
            self._look_at(t, self.snapshot.unit)

    def _look_at_place(self, place: MapPlace) -> None:
        self._look_at(place.timestep, place.unit)

    def _look_at(self, t: int, unit: int) -> None:
        snapshot = self.snapshot
        if snapshot is None or t not in range(*walked_timesteps(snapshot).indices(t + 1)):
            return
        unit = min(unit, _width(snapshot) - 1)
        self.looked_at.emit(Address("dc", snapshot.lane, t, snapshot.row, unit))

    def _walk_all(self) -> None:
        if self.snapshot is not None:
            self.went_to.emit(self.snapshot.schedule.last)

    def _point_at_timestep(self, t: int | None) -> None:
        self.hovered.emit("" if t is None or self.view is None else words.words_at(self.view, t))

    def _point_at_place(self, place: MapPlace | None) -> None:
        row = None if place is None or self.view is None else self.view.rows[place.row]
        if place is None or row is None or row.reading is None:
            self.hovered.emit("")
        else:
            said = words.words_of_unit(row.reading, row.name, place.timestep, place.unit)
            self.hovered.emit(said)

    def _row(self, number: int) -> FlowRow | None:
        there = self.view is not None and 0 <= number < len(self.view.rows)
        return self.view.rows[number] if self.view is not None and there else None

    def _choose(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            self.tools_row.choose(row)

    def _open(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            self.tools_row.open(row)

    def _copy(self) -> None:
        said = [self.headline_text(), self.model.copied()]
        QGuiApplication.clipboard().setText("\n".join(said))

    def headline_text(self) -> str:
        """Return the verdict as plain text."""
        return "" if self.view is None else "".join(s.text for s in words.headlines(self.view))

    def _ask_menu(self, row: int, where: QPoint) -> None:
        menu, at = QMenu(self), self._row(row)
        menu.aboutToHide.connect(menu.deleteLater)
        if at is not None:
            self.tools_row.add_entries(menu, at)
        menu.addAction(tr("Copy table"), self._copy)
        screenshot.add_entries(menu, self._page, tr("Gradient flow"))
        menu.popup(where)

    def _name_keys(self) -> None:
        if self.snapshot is not None and self._pages.currentIndex() == 0:
            self._say_why_not(self.snapshot)

    # Construction

    def _lay_out(self) -> None:
        fonts.wear(self.headline, fonts.sentence)
        for label in (self.apart, self.link):
            fonts.wear(label, fonts.caption if label is self.apart else fonts.text)
        self.link.set_text(tr("Run the backward pass"))
        self._head.setSpacing(4)
        self._head.addWidget(self.headline, 3)
        self._head.addWidget(self.tools_row, 2)
        page = QVBoxLayout()
        page.setContentsMargins(12, 4, 8, 4)
        page.setSpacing(4)
        page.addLayout(self._head)
        page.addWidget(self.plots, 1)
        page.addWidget(self.table)
        page.addWidget(self.legend)
        page.addWidget(self.apart)
        self._page.setLayout(page)
        none = QVBoxLayout(self._none)
        none.setContentsMargins(12, 6, 8, 6)
        none.addWidget(self.message)
        none.addWidget(self.link)
        none.addStretch(1)
        self._pages.addWidget(self._none)
        self._pages.addWidget(Scrolled(self._page))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        NAMES.changed.connect(self._name_keys)
        self.flows.found.connect(self._show_again)
        self.plots.picked.connect(self._look_at_timestep)
        self.plots.went_to.connect(self.went_to_timestep)
        self.plots.pointed.connect(self._point_at_timestep)
        self.table.picked.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.looked_at.connect(self._look_at_place)
        self.table.pointed.connect(self._point_at_place)
        self.table.menu_asked.connect(self._ask_menu)
        self.table.copied.connect(self._copy)
        self.tools_row.baselines_set.connect(self.baselines_set)
        self.tools_row.edited.connect(self.edited)
        self.link.followed.connect(self._walk_all)
        self.tools_row.strength.asked.connect(self._ask_more)


def _width(snapshot: Snapshot) -> int:
    return int(snapshot.experiment.config.hidden_size)
