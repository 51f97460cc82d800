"""Timeline: every quantity of the selected lane over time, as heat maps, curves or changes."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.translation import tr
from ui.panels.panel import Panel
from ui.panels.timeline.baseline_button import BaselineButton
from ui.panels.timeline.curves import MARKERS
from ui.panels.timeline.holds import TimelineHolds
from ui.panels.timeline.legend import LegendEntry, TimeLegend
from ui.panels.timeline.moved_line import MovedLine
from ui.panels.timeline.place_words import area, words_of
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.row import RowPlace
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme
from ui.widgets import screenshot
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.unit_field import UnitField

AT_FIRST = 4
"""Number of curves drawn before the user chooses."""


class TimelinePanel(Panel):
    """Rows i f g o c (m) h on one time axis, with one cursor. The future is blank until reached.

    Behind the curves is the baseline's run; Δ shows the difference of the two. The panel itself
    keeps the units drawn as curves, the zoom, and the choice of the three views.

    Signals:
        baselines_set: the new Baselines.
    """

    baselines_set = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._chosen: tuple[int, ...] | None = None
        self._hover_text = ""
        self.plots = TimePlots(theme)
        self.legend = TimeLegend(theme)
        self.moved, self.caption = MovedLine(), ElidedLabel()
        self.unit_field = UnitField(theme, MARKERS)
        self.unit_field.hide()
        self.heat_map_button = _button(tr("Heat map"), tr("Units × time as colours"))
        self.curves_button = _button(tr("Curves"), tr("Chosen units as curves"))
        self.difference_button = _button("Δ", tr("What differs from the baseline, as colours"))
        self.ends_button = _button(tr("Ends"), tr("Mark where gates are closed and where open"))
        self.baseline_button = BaselineButton()
        self.fit_button = _button(tr("Fit"), tr("Bring all timesteps into view"), checkable=False)
        self._copy_action = QAction(self)
        self._holds = TimelineHolds(self)
        self._menu = self._make_menu()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot: bind another run or lane, then move the changed parts."""
        before, self.snapshot = self.snapshot, snapshot
        if (
            before is None
            or before.run is not snapshot.run
            or before.against.comparison is not snapshot.against.comparison
            or (before.lane, before.row) != (snapshot.lane, snapshot.row)
        ):
            self._bind(snapshot)
        self._select(snapshot)
        self._holds.mark(snapshot, self.plots.rows)
        self._move(snapshot)
        self.baseline_button.draw(snapshot)
        self.moved.draw(snapshot, self.difference_button.isChecked())
        self._tell_scales()
        self._on_pointed(self.plots.under_mouse())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and draw again."""
        self.theme = theme
        for part in (self.plots, self.legend, self.unit_field):
            part.set_theme(theme)
        for label, colour in ((self.caption, theme.faint), (self.moved, theme.ink)):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour)
            label.setPalette(palette)

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves of the chosen units, or heat maps of all."""
        (self.curves_button if as_curves else self.heat_map_button).setChecked(True)

    def choose_units(self, units: tuple[int, ...]) -> None:
        """Draw these units as curves, beside the selected one."""
        self._chosen = units
        if self.snapshot is not None:
            self._select(self.snapshot)
            self._tell_scales()

    def units(self) -> tuple[int, ...]:
        """Return the units drawn as curves: the chosen ones and the selected one."""
        if self.snapshot is None:
            return ()
        unit = self.snapshot.unit
        chosen = self._chosen_of(self.snapshot)
        others = [u for u in chosen if u != unit][: MARKERS - 1]
        return tuple(sorted([*others, unit]))

    # Inside

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 0, 12, 0)
        header.setSpacing(2)
        header.addWidget(self.heat_map_button)
        header.addWidget(self.curves_button)
        header.addWidget(self.difference_button)
        header.addSpacing(6)
        header.addWidget(self.ends_button)
        header.addWidget(self.baseline_button)
        header.addSpacing(6)
        header.addWidget(self.moved, 1)
        header.addWidget(self.caption, 1)
        header.addWidget(self.legend)
        header.addWidget(self.unit_field)
        header.addWidget(self.fit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 2)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self.plots, 1)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for button in (self.heat_map_button, self.curves_button, self.difference_button):
            group.addButton(button)
        self.heat_map_button.setChecked(True)
        group.buttonToggled.connect(self._on_mode)
        self.baseline_button.chosen.connect(self.baselines_set)
        self.moved.looked_at.connect(self.looked_at)
        self.ends_button.toggled.connect(self._show_ends)
        self.fit_button.clicked.connect(self.plots.fit)
        self._copy_action.triggered.connect(self._copy_value)
        self.unit_field.chosen.connect(self.choose_units)
        self._holds.edited.connect(self.edited)
        self._holds.asked.connect(self.hold_asked)
        self.plots.pointed.connect(self._on_pointed)
        self.plots.clicked.connect(self._on_clicked)
        self.plots.dragged.connect(self._on_dragged)
        self.plots.view_changed.connect(self._on_view_changed)

    def _bind(self, snapshot: Snapshot) -> None:
        lane, comparison = snapshot.lane, snapshot.against.comparison
        quantities = snapshot.experiment.config.after_sums
        length = snapshot.experiment.lengths[snapshot.row]
        labels = snapshot.document.timestep_labels
        wide = frozenset("ch" if snapshot.experiment.config.proj_size else "c")
        wide |= self._holds.beyond_one(snapshot)
        differences = {
            quantity: comparison.values(quantity, lane, snapshot.row)
            for quantity in quantities
            if comparison is not None
        }
        if self.difference_button.isChecked() and differences:
            self.plots.bind_differences(differences, length, labels, wide)
        else:
            values = {quantity: snapshot.values(quantity) for quantity in quantities}
            ghosts = {quantity: both.before for quantity, both in differences.items()}
            self.plots.bind(values, length, labels, wide, ghosts)

    def _move(self, snapshot: Snapshot) -> None:
        quantities = snapshot.experiment.config.after_sums
        compared = {quantity: snapshot.compared(quantity) for quantity in quantities}
        if self.difference_button.isChecked():
            self.plots.move(compared, _cursor(snapshot))
        else:
            known = {quantity: snapshot.known(quantity) for quantity in quantities}
            self.plots.move(known, _cursor(snapshot), compared)

    def _on_mode(self, button: QToolButton, checked: bool) -> None:
        """Draw anew when another view is chosen."""
        if not checked:
            return
        as_curves = button is self.curves_button
        self.unit_field.setVisible(as_curves)
        self.plots.show_curves(as_curves)
        if self.snapshot is not None:
            self._bind(self.snapshot)
            self._move(self.snapshot)
            self.moved.draw(self.snapshot, button is self.difference_button)
        self._tell_scales()

    def _show_ends(self, ends: bool) -> None:
        self.plots.show_ends(ends)
        self._tell_scales()

    def _select(self, snapshot: Snapshot) -> None:
        width = snapshot.experiment.config.hidden_size
        self.plots.select(snapshot.unit, self.units())
        self.unit_field.set_units(self._chosen_of(snapshot), width)

    def _chosen_of(self, snapshot: Snapshot) -> tuple[int, ...]:
        width = snapshot.experiment.config.hidden_size
        if self._chosen is None:
            return tuple(range(min(AT_FIRST, width)))
        return tuple(unit for unit in self._chosen if unit < width)

    def _tell_scales(self) -> None:
        """Write in the header the meaning of colours or markers, and the values per pixel."""
        if self.snapshot is None:
            return
        if self.curves_button.isChecked():
            self.legend.show_units(self.units(), self.snapshot.unit)
        else:
            shared: dict[tuple[tuple[float, float], bool], list[str]] = {}
            for quantity in filter(self.plots.shows, self.snapshot.experiment.config.after_sums):
                row = self.plots.rows[quantity]
                shared.setdefault((row.limits, row.heat_map.marks_ends), []).append(quantity)
            differs = self.difference_button.isChecked()
            entries = (
                LegendEntry(tuple(q), limits, differs, ends) for (limits, ends), q in shared.items()
            )
            self.legend.show_entries(tuple(entries))
        self.caption.set_text(self._shared_pixels())
        self.caption.setVisible(bool(self.caption.text()))
        # One of the two takes the remaining room.
        self.moved.setVisible(bool(self.moved.text()) or not self.caption.text())

    def _shared_pixels(self) -> str:
        steps, units = self.plots.rows["i"].heat_map.cell
        if self.curves_button.isChecked():
            return (
                tr("a pixel spans the values of {steps} timesteps", steps=steps)
                if steps > 1
                else ""
            )
        if steps == units == 1:
            return ""
        text = tr("a cell shows the outermost value of {area}", area=area(units, steps))
        if self.plots.rows["i"].heat_map.marks_ends:
            text += tr(": between only where all are")
        return text

    def _on_view_changed(self) -> None:
        self.fit_button.setEnabled(not self.plots.fits)
        self._tell_scales()

    def _on_pointed(self, place: RowPlace | None) -> None:
        text = "" if place is None else self._words(place)
        if text != self._hover_text:
            self._hover_text = text
            self.hovered.emit(text)

    def _words(self, place: RowPlace) -> str:
        if self.snapshot is None:
            return ""
        shows = "differences" if self.difference_button.isChecked() else "values"
        shows = "curves" if self.curves_button.isChecked() else shows
        return words_of(self.snapshot, place, shows, self.plots.axis.name_of)

    def _on_dragged(self, timestep: int) -> None:
        if self.snapshot is None:
            return
        length = self.snapshot.experiment.lengths[self.snapshot.row]
        timestep = min(timestep, length - 1)
        if timestep != self.snapshot.timestep:
            self.went_to_timestep.emit(timestep)

    def _on_clicked(self, place: RowPlace, event) -> None:  # type: ignore[no-untyped-def]
        if self.snapshot is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self._open_menu(place, event.screenPos().toPoint())
        elif event.button() != Qt.MouseButton.LeftButton or place.ended:
            return
        elif event.double():
            self.went_to_timestep.emit(place.pointed)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if place.unit is not None:
                self._toggle(place.unit)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and place.unit is not None:
            if not self.curves_button.isChecked():
                self._holds.select(self.snapshot, place)
                self._holds.mark(self.snapshot, self.plots.rows)
        elif place.value is not None and place.unit is not None:
            self._holds.selection = None
            where = self.snapshot.lane, place.timestep, self.snapshot.row
            self.looked_at.emit(Address(place.quantity, *where, place.unit))
        elif place.unit is not None:
            self.unit_selected.emit(place.unit)

    def _toggle(self, unit: int) -> None:
        chosen = set(self._chosen_of(self.snapshot)) ^ {unit} if self.snapshot else {unit}
        if len(chosen) <= MARKERS:
            self.choose_units(tuple(sorted(chosen)))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self._copy_action)
        menu.addSeparator()
        menu.addActions(self._holds.entries)
        menu.addSeparator()
        screenshot.add_entries(menu, self.plots, "Timeline")
        menu.addSeparator()
        menu.addAction(tr("Fit all timesteps"), self.plots.fit)
        return menu

    def _open_menu(self, place: RowPlace, where: QPoint) -> None:
        """Open the menu of the plots, with the exact value at a place to copy or to hold."""
        if self.snapshot is not None:
            self._holds.aim(self.snapshot, place)
        self._copy_action.setVisible(place.value is not None)
        if place.value is not None:
            text = number_format.exact(place.value)
            self._copy_action.setText(tr("Copy {what}", what=text))
            self._copy_action.setData(text.replace(number_format.MINUS, "-"))
        self._menu.popup(where)

    def _copy_value(self) -> None:
        QGuiApplication.clipboard().setText(self._copy_action.data())


def _button(text: str, tip: str, checkable: bool = True) -> QToolButton:
    return tool_button(text, tip, name=f"{text}: {tip}", checkable=checkable)


def _cursor(snapshot: Snapshot) -> float:
    """Return the cursor's place: the lane's newest timestep, or before its first."""
    if snapshot.timestep is not None:
        return snapshot.timestep
    length = snapshot.experiment.lengths[snapshot.row]
    return length - 0.5 if snapshot.lane.direction else -0.5
