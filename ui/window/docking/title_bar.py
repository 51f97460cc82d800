"""TitleBar: the bar above a panel: its name or tabs, its caption and tools, float and close."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from simulator.translation import tr
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style.fonts import px
from ui.style.icons import icon
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import kept_room, tool_button
from ui.window.docking.caption import Caption
from ui.window.docking.dock_tabs import PADDING, DockTabs

_LEAST_HEIGHT = 30
_AROUND_TEXT = 12
_MARGIN = 12
_BUTTON, _ICON = 22, 16
_SPACING, _END = 4, 6
_LAG_LINE = 3
_TOOLS_SHARE, _SQUEEZED = 0.4, 0.8
"""Share of the bar that the tools have at least, before the names of other panels; and the share of
what they ask for that is enough where all names have room then."""


class TitleBar(QWidget):
    """Bar of one panel. While another cell than the position's is looked at, it says so in colour.

    While the panel shows the run of before an edit, or only the edit itself, a line below says so.

    A look elsewhere makes no panel wider: what has no room beside the way back is left out.

    It ignores the mouse, except on tabs and buttons: so the dock below is dragged, and floats by a
    double click.

    Signals:
        chosen: the key of another panel of the same place. back_asked: to look at the position.
    """

    chosen = Signal(str)
    back_asked = Signal()

    def __init__(self, dock: QDockWidget, theme: Theme) -> None:
        super().__init__(dock)
        self._title, self._theme = dock.windowTitle(), theme
        self._panel: Panel | None = None
        self._tools: QWidget | None = None
        self._peeks = False
        self._least: int | None = None
        self._told = False, ""
        self.lag_line = QWidget(self)  # filled or not: to show and hide it would lay out the docks
        self._snapshot: Snapshot | None = None
        self._ground = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.tabs = DockTabs(dock.objectName(), theme, self)
        self.tabs.chosen.connect(self.chosen)
        self.caption = Caption()
        self.back, self.escape = tool_button(""), tool_button("")
        self.escape.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the same as the button beside it
        for button in (self.back, self.escape):
            button.clicked.connect(self.back_asked)
            button.hide()
            _name(button, tr("Return to the current position"))
        self.float_button, self.close_button = tool_button(""), tool_button("")
        self.float_button.clicked.connect(partial(_float, dock))
        self.close_button.clicked.connect(dock.close)
        for button in (self.back, self.float_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        _name(self.close_button, tr("Close {panel}", panel=self._title))
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN - PADDING, 0, _END, 0)
        row.setSpacing(_SPACING)
        row.addWidget(self.tabs)
        row.addWidget(self.caption, 1)
        row.addWidget(self.back)
        row.addWidget(self.escape)
        row.addWidget(self.float_button)
        row.addWidget(self.close_button)
        self._row = row
        dock.topLevelChanged.connect(self._name_float)
        NAMES.changed.connect(self._name_keys)
        self._name_float(dock.isFloating())
        self.set_theme(theme)
        self._name_keys()

    def take(self, panel: Panel) -> None:
        """Take a panel's tools, and say from now on what it shows."""
        self._panel, self._tools = panel, panel.tools
        self.caption.about = tr(panel.caption_tip)
        if panel.tools is not None:
            self._row.insertWidget(self._row.indexOf(self.float_button), panel.tools)
        panel.recaptioned.connect(self._caption_again)
        panel.lag.changed.connect(self._show_lag)
        self._caption_again()
        self._fit()

    def show_tabs(self, names: Sequence[tuple[str, str, str]]) -> None:
        """Show the names of the place (see `DockTabs.show_names`)."""
        self.tabs.show_names(names)
        self._fit()

    def draw(self, snapshot: Snapshot) -> None:
        """Show the panel's caption, or that it looks elsewhere.

        While the walk after an edit is under way, the panel stays at the place of before.
        """
        if snapshot.pending:
            return
        self._snapshot = snapshot
        if self._panel is None:
            return
        peeks = snapshot.elsewhere and self._panel.shows_cell
        if peeks:
            back = _way_back(snapshot)
            if back != self.back.text():
                self.back.setText(back)
        if peeks != self._peeks:
            self._peeks = peeks
            self.back.setVisible(peeks)
            self.set_theme(self._theme)
        caption = _looking(snapshot) if peeks else self._panel.caption(snapshot)
        said, told = self.caption.text(), self._told
        self.caption.set_text(caption, _shortly(snapshot) if peeks else "")
        self._told = peeks, self.back.text() if peeks else ""
        if self._told != told or (peeks and said != caption):
            self._fit()
        # Without a caption the tools have its room, where they want it.
        takes = bool(self._tools) and not caption
        if self.caption.isHidden() != takes:
            self.caption.setVisible(not takes)

    def _show_lag(self, marked: bool) -> None:
        """Say that the panel lags behind an edit, or no longer."""
        self.lag_line.setAutoFillBackground(marked)
        self.lag_line.raise_()
        self.lag_line.update()
        self.setAccessibleDescription(tr("computing…") if marked else "")

    def _name_keys(self) -> None:
        """Write the key that leads back on its button."""
        self.escape.setText(NAMES.first("look_here"))
        self._fit()

    def _caption_again(self) -> None:
        if self._snapshot is not None:
            self.draw(self._snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self._fit_font()
        ground = theme.peek if self._peeks else theme.panel
        ink = theme.peek_ink if self._peeks else theme.ink
        faint = theme.peek_ink if self._peeks else theme.faint
        self._ground = QColor(ground)
        self.update()
        palette = QPalette(self.lag_line.palette())
        palette.setColor(QPalette.ColorRole.Window, theme.warn)
        self.lag_line.setPalette(palette)
        self.caption.setStyleSheet(f"color: {faint};")
        self.tabs.set_colours(theme, ink, faint)
        restyle(self.tabs, f"QToolButton {{ background: {ground}; padding: 0; }}")
        if self._peeks:
            self._dress_way_back(ink)
        self.float_button.setIcon(icon("float", theme))
        self.close_button.setIcon(icon("close", theme))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground. Qt resets the palette of a widget that Python adds a slot to."""
        QPainter(self).fillRect(event.rect(), self._ground)

    def _dress_way_back(self, ink: str) -> None:
        """Give the buttons that lead back their look; they are hidden until one looks elsewhere."""
        restyle(
            self.back,
            f"QToolButton {{ color: {ink}; text-decoration: underline; font-weight: 600; }}"
            f" QToolButton:focus {{ border-color: {ink}; }}",
        )
        restyle(
            self.escape,
            f"QToolButton {{ color: {ink}; border: 1px solid {self._theme.peek_line};"
            " border-radius: 4px; padding: 0 5px; }",
        )

    def minimumSizeHint(self) -> QSize:
        """Need the own name, the tools and the buttons, wherever one looks and whichever are shown.

        It is measured once for each change: Qt asks some thousand times while it lays docks out.
        """
        if self._least is None:
            self._least = self._measured()
        return QSize(self._least, self.height())

    def _measured(self) -> int:
        parts = [self.tabs.minimumSizeHint().width()]
        if self._tools is not None:
            parts.append(self._tools.minimumSizeHint().width() + kept_room(self._tools))
        return sum(parts) + _SPACING * len(parts) + self._ends()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        thick = px(_LAG_LINE)
        self.lag_line.setGeometry(0, self.height() - thick, self.width(), thick)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Share the room out anew where a part needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _ends(self) -> int:
        """Return the width of the margins, and of the buttons with their spacing."""
        return _MARGIN - PADDING + _END + 2 * px(_BUTTON) + _SPACING

    def _fit(self) -> None:
        """Share the room out: names of other panels come after the tools and the way back."""
        self._least = None
        room, tools = self.width() - self._ends() - _SPACING, self._tools
        full, least = self.tabs.sizeHint().width(), self.tabs.minimumSizeHint().width()
        needs = 0 if tools is None else tools.minimumSizeHint().width()
        wants = 0 if tools is None else tools.sizeHint().width()
        uses, escapes = True, False
        if self._peeks:
            own = self.tabs.own_width()
            left = room - own - self.back.sizeHint().width() - _SPACING
            said = self.caption.least_width() + _SPACING
            if left < said + needs:
                said = self.caption.least_width(short=True) + _SPACING
            left -= said if left >= said else 0
            uses = left >= needs + _SPACING
            left -= needs + _SPACING if uses else 0
            way = self.escape.sizeHint().width() + _SPACING
            escapes = bool(self.escape.text()) and left >= way
            left -= way if escapes else 0
            names = own + left if left >= full - own else least if own + left >= least else own
            most = needs + max(0, left - (full - own))
        else:
            kept = max(needs, min(wants, round(_TOOLS_SHARE * room)))
            if room - full >= max(needs, _SQUEEZED * wants):
                kept = min(kept, room - full)
            names, most = max(least, room - kept), max(kept, room - full)
        if tools is not None:
            tools.setMaximumWidth(most)
        self.tabs.give_width(full if names >= full else names)
        self.escape.setVisible(escapes)
        if tools is not None and tools.isHidden() == uses:
            tools.setVisible(uses)
        grows = tools is not None and tools.sizePolicy().expandingDirections()
        self.caption.stay(self._peeks and bool(grows))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_font()

    def _fit_font(self) -> None:
        self._least = None
        height = max(px(_LEAST_HEIGHT), self.fontMetrics().height() + _AROUND_TEXT)
        self.setFixedHeight(height)
        self.tabs.set_height(height)
        for button in (self.float_button, self.close_button):
            button.setFixedSize(px(_BUTTON), px(_BUTTON))
            button.setIconSize(QSize(px(_ICON), px(_ICON)))

    def _name_float(self, floats: bool) -> None:
        if floats:
            text = tr("Dock {panel} in the window", panel=self._title)
        else:
            text = tr("Float {panel} in its own window", panel=self._title)
        _name(self.float_button, text)


def _float(dock: QDockWidget) -> None:
    """Float a dock, or put it back, in front of the others of its place."""
    dock.setFloating(not dock.isFloating())
    if not dock.isFloating():
        dock.raise_()


def _name(button: QToolButton, text: str) -> None:
    """Name an icon's button, under the mouse and for screen readers."""
    button.setToolTip(text)
    button.setAccessibleName(text)


def _looking(snapshot: Snapshot) -> str:
    """Name the timestep that is looked at, by its label too."""
    if snapshot.timestep is None:
        return tr("viewing past the end of the row")
    label = snapshot.document.label_of(snapshot.timestep)
    if label:
        return tr("viewing t {t} · {label}", t=snapshot.timestep, label=label)
    return tr("viewing t {t}", t=snapshot.timestep)


def _shortly(snapshot: Snapshot) -> str:
    return "" if snapshot.timestep is None else f"t {snapshot.timestep}"


def _way_back(snapshot: Snapshot) -> str:
    if snapshot.timestep_here is None:
        return tr("return to start")
    return tr("return to t {t}", t=snapshot.timestep_here)
