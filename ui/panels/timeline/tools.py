"""TimelineTools: the controls of a timeline and its legend, in one line."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from simulator.network.gradient_quantities import EVERY_GRADIENT
from simulator.network.quantities import ALL
from simulator.translation import tr
from ui.panels.timeline.against.baseline_button import BaselineButton
from ui.panels.timeline.against.difference_form import DIFFERENCES, DifferenceForm
from ui.panels.timeline.against.moved_line import MovedLine
from ui.panels.timeline.gradients.scale_button import GradientScaleButton
from ui.panels.timeline.legend import FORMS, LegendEntry, TimeLegend
from ui.panels.timeline.track_choice import (
    INPUT,
    KEPT,
    OF_UNIT,
    PINNED,
    SAID,
    TRACKS,
    TrackMenu,
)
from ui.panels.timeline.tracks.curves import MARKERS
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.buttons import menu_of, tool_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields.unit_field import UnitField

_SPACING, _AROUND, _MOST_WORDS, _STRIDE = 2, 32, 320, 160
"""Between controls, around all, and the most that words ask for, in pixels; they ask by strides,
since another width lays out the whole window.
"""


_PASSES = 3
"""How often to measure at most: to show a widget lays out the bar around, which may narrow it."""

_SHARE = 0.7
"""Largest share of the width of a title bar."""


class TimelineTools(QWidget):
    """Buttons for the form of the rows, their scale and their choice; words; the legend."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat_map = _button(tr("Heat map"), tr("All units over time, as bars or colours"))
        self.curves = _button(tr("Curves"), tr("Chosen units as curves"))
        self.difference = _button("Δ", tr(DIFFERENCES))
        self.ends = _button(
            tr("Saturated"), tr("Mark where gates are closed and where they are open")
        )
        self.scale = _button(tr("Scale ▾"), tr("One scale for all units, or one each"), False)
        self.tracks = _button(tr("Tracks ▾"), tr("Which quantities are shown"), False)
        self.baseline = BaselineButton()
        self.fit = _button(tr("Fit"), tr("Show all timesteps and units"), False)
        self.moved, self.pixels = MovedLine(), ElidedLabel()
        self.legend, self.decades = TimeLegend(theme), TimeLegend(theme)
        self.gradients = GradientScaleButton()
        self.unit_field = UnitField(theme, MARKERS)
        self.forms = QButtonGroup(self)
        for form in (self.heat_map, self.curves, self.difference):
            self.forms.addButton(form)
        self.heat_map.setChecked(True)
        self.difference_form = DifferenceForm(self.difference, self.forms, self.heat_map)
        self.track_menu = TrackMenu(_names_of_tracks(), self.tracks)
        menu_of(self.tracks)
        self.tracks.setMenu(self.track_menu)
        self._told: tuple[object, ...] = ()
        self._hint = QSize()
        self._makes_room = False
        self._make_scale_menu()
        self._lay_out()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.legend.set_theme(theme)
        self.decades.set_theme(theme)
        self.unit_field.set_theme(theme)
        for label, colour in ((self.pixels, theme.faint), (self.moved, theme.ink)):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour)
            label.setPalette(palette)

    def add_menus(self, menu: QMenu) -> None:
        """Add the menus of buttons that a narrow line leaves out."""
        for text, of in (
            (tr("Scale"), self.scale.menu()),
            (tr("Gradients"), self.gradients.menu()),
            (tr("Tracks"), self.track_menu),
        ):
            menu.addAction(text).setMenu(of)

    def show_gradients(self, entry: LegendEntry | None) -> None:
        """Offer the scale of gradients and tell it, while there are rows of them."""
        self.decades.show_entries(() if entry is None else (entry,))

    def flash(self, on: bool) -> None:
        """Frame the legends for a moment, when a scale has changed."""
        self.legend.flash(on)
        self.decades.flash(on)

    def follow_words(self) -> None:
        """Make room where a text needs another than before; measuring all widgets takes long."""
        told = (
            self.curves.isChecked(),
            self.baseline.text(),
            self._width_of(self.moved),
            self._width_of(self.pixels),
            self.legend.accessibleName(),
            self.decades.accessibleName(),
            fonts.text_size(),
        )
        if told != self._told:
            self._told = told
            self.make_room()

    def make_room(self) -> None:
        """Show what fits: buttons first, then the legend, then the words; a place tells the rest.

        The scale of gradients comes first, in its shortest form, for their colours say little
        without it; it grows before the choice of tracks. Buttons that are left out have their
        entries in the menu of the plots.
        """
        if self._makes_room:
            return
        self._makes_room = True
        for _ in range(_PASSES):
            width = self.width()
            self._show_what_fits(width - _AROUND)
            if self.width() == width:
                break
        self._makes_room = False

    def _show_what_fits(self, room: int) -> None:
        hint = self.sizeHint()
        if hint != self._hint:
            self._hint = hint
            self.updateGeometry()  # this lays out the whole window anew
        shown: set[QWidget] = set()
        shortest = self.decades.width_of(FORMS[-1]) + _SPACING
        for widget in self._by_importance():
            if widget is self.tracks and self.decades in shown:
                room += shortest
                self.decades.fit(room - _SPACING)
                room -= self._width_of(self.decades)
            wanted = self._width_of(widget)
            if widget is self.decades:
                wanted = min(wanted, shortest)
            if 0 < wanted <= room:
                room -= wanted
                shown.add(widget)
        for widget in self._by_importance():
            if widget.isHidden() == (widget in shown):
                widget.setVisible(widget in shown)

    def sizeHint(self) -> QSize:
        width = _AROUND + sum(map(self._asked_by, self._by_importance()))
        bar = self.parentWidget()
        if bar is not None:  # the rest of a title bar is for the names of its panels
            width = min(width, round(_SHARE * bar.width()))
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        least = sum(map(self._width_of, self._by_importance()[:3]))
        return QSize(least + _AROUND, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Watch the width of the bar around."""
        bar = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and bar is not None:
            bar.installEventFilter(self)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width when the bar around has another."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.updateGeometry()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    def _by_importance(self) -> list[QWidget]:
        """Return the widgets in the order in which they get room."""
        forms = [self.heat_map, self.curves, self.difference]
        return [
            *(*forms, self.unit_field, self.decades, self.gradients, self.baseline, self.ends),
            *(self.tracks, self.scale, self.fit, self.moved, self.legend, self.pixels),
        ]

    def _width_of(self, widget: QWidget) -> int:
        """Return the width that a widget needs; 0 when there is nothing to show."""
        if widget is self.unit_field and not self.curves.isChecked():
            return 0
        if widget is self.gradients and not self.decades.accessibleName():
            return 0
        if isinstance(widget, TimeLegend) and not widget.accessibleName():
            return 0
        if isinstance(widget, ElidedLabel):
            width = widget.fontMetrics().horizontalAdvance(widget.text())
            return min(width + 8, _MOST_WORDS) if width else 0
        return widget.sizeHint().width() + _SPACING

    def _asked_by(self, widget: QWidget) -> int:
        width = self._width_of(widget)
        if widget is self.decades and width:
            return self.decades.width_of(FORMS[0]) + _SPACING
        return -(-width // _STRIDE) * _STRIDE if isinstance(widget, ElidedLabel) else width

    def _make_scale_menu(self) -> None:
        menu = menu_of(self.scale)
        choices = QActionGroup(menu)
        self.shared_scale = menu.addAction(tr("Shared by all units"))
        self.own_scale = menu.addAction(tr("One per unit"))
        for action in (self.shared_scale, self.own_scale):
            action.setCheckable(True)
            choices.addAction(action)
        self.shared_scale.setChecked(True)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 12, 0)
        line.setSpacing(_SPACING)
        for widget in (self.heat_map, self.curves, self.difference):
            line.addWidget(widget)
        line.addSpacing(_SPACING)
        for widget in (self.ends, self.scale, self.gradients, self.tracks, self.baseline):
            line.addWidget(widget)
        line.addWidget(self.moved, 1)
        line.addWidget(self.pixels, 1)
        line.addStretch(0)
        line.addWidget(self.legend)
        line.addWidget(self.decades)
        line.addWidget(self.unit_field)
        line.addWidget(self.fit)


def _names_of_tracks() -> dict[str, str]:
    """Return the menu's text of each track."""
    known = {**ALL, **EVERY_GRADIENT}
    texts = {key: f"{key}  {tr(known[key].meaning)}" for key in TRACKS if key in known}
    texts[INPUT] = tr("x  input")
    texts[OF_UNIT] = tr("c  of the selected unit")
    texts[KEPT] = tr("{product}  how much of c is kept from here on", product=KEPT)
    texts[SAID] = tr("p  over training")
    texts |= {track: tr("{key}  pinned", key=key) for key, track in PINNED.items()}
    return {track: texts[track] for track in TRACKS}


def _button(text: str, tip: str, checkable: bool = True) -> QToolButton:
    return tool_button(text, tip, name=f"{text}: {tip}", checkable=checkable)
