"""PlotRow: the plots of gradient flow beside each other, as many as have room."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from simulator.translation import mark, tr
from ui.panels.gradients.flows.figures import Figures
from ui.panels.gradients.flows.reading import FlowView
from ui.panels.gradients.plots.curves import DC, DH, GROWTH, decades_of, growths_of
from ui.panels.gradients.plots.flow_plot import FlowPlot
from ui.style import fonts
from ui.style.theme import Theme

_TITLES: Final = {
    DC: ("‖dc‖", mark("gradient of c")),
    DH: ("‖dh‖", mark("gradient of h")),
    GROWTH: (mark("growth per step"), "‖dc[t]‖ / ‖dc[t+1]‖"),
}
_DOTTED: Final = {
    DH: mark("dotted: by gate"),
    GROWTH: mark("dotted: strongest direction"),
}
_STRETCH: Final = {DC: 10, DH: 8, GROWTH: 7}
_ROOM: Final = ((760, (DC, DH, GROWTH)), (380, (DC, GROWTH)), (0, (DC,)))
"""Widths from which so many plots are shown, in pixels of the usual text size."""


_GAP: Final = 12.0
"""Pixels between two parts of a title."""


class PlotRow(QWidget):
    """‖dc‖, ‖dh‖ and growth; the norms share one axis. Plots are made as they are first drawn.

    Attributes:
        plots: by kind; none before the first way back.

    Signals:
        picked, went_to: a timestep. pointed: that under the mouse; None for none.
    """

    picked = Signal(int)
    went_to = Signal(int)
    pointed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.plots: dict[str, FlowPlot] = {}
        self._titles = {kind: _Title(theme, kind) for kind in _TITLES}
        self._parts: dict[str, QWidget] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for kind, title in self._titles.items():
            part = self._parts[kind] = QWidget()
            column = self._columns[kind] = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(title)
            row.addWidget(part, _STRETCH[kind])

    @property
    def shown(self) -> tuple[str, ...]:
        """Kinds of the plots that are shown."""
        return tuple(kind for kind, part in self._parts.items() if not part.isHidden())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        for plot in self.plots.values():
            plot.set_theme(theme)
        for title in self._titles.values():
            title.set_theme(theme)
        self._fit()

    def draw(self, view: FlowView, steps: int, t: int | None) -> None:
        """Show the runs of a view over a number of timesteps; `t` is looked at."""
        if not self.plots:
            self._make()
        decades = decades_of(view)
        figures = view.figures or Figures()
        self._titles[DH].tell_dotted(figures.gates is not None, tuple(figures.gates or ()))
        self._titles[GROWTH].tell_dotted(figures.growth is not None)
        for kind, plot in self.plots.items():
            plot.draw(view, steps, growths_of(view) if kind == GROWTH else decades, t)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(120), fonts.px(116))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make(self) -> None:
        for kind, column in self._columns.items():
            plot = self.plots[kind] = FlowPlot(self._theme, kind)
            plot.set_theme(self._theme)
            column.addWidget(plot, 1)
            plot.picked.connect(self.picked)
            plot.went_to.connect(self.went_to)
            plot.pointed.connect(self.pointed)

    def _fit(self) -> None:
        shown = next(kinds for width, kinds in _ROOM if self.width() >= fonts.px(width))
        if shown != self.shown:
            for kind, part in self._parts.items():
                part.setVisible(kind in shown)


class _Title(QWidget):
    """Title of a plot: its symbol, and what that is where there is room."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme, self._kind, self._dotted = theme, kind, False
        self._letters: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.wear(self, fonts.caption)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def tell_dotted(self, on: bool, letters: tuple[str, ...] = ()) -> None:
        """Name the dotted lines, with their letters, where there are any."""
        if (on, letters) != (self._dotted, self._letters):
            self._dotted, self._letters = on, letters
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(QFontMetricsF(self.font()).height()) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        symbol, said = (tr(text) for text in _TITLES[self._kind])
        painter, box = QPainter(self), QRectF(self.rect()).adjusted(4, 0, 0, 0)
        bold = fonts.bold(fonts.caption() if self._kind == GROWTH else fonts.mono_caption())
        painter.setFont(bold)
        ink = QColor(self._theme.ink)
        painter.setPen(ink if self._kind == GROWTH else self._theme.colour(self._kind[1:]))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, symbol)
        box.setLeft(box.left() + QFontMetricsF(bold).horizontalAdvance(symbol) + 8)
        metrics, dotted = QFontMetricsF(self.font()), ""
        if self._dotted:
            dotted = tr(_DOTTED[self._kind])
        width, room = metrics.horizontalAdvance(said), box.width()
        beside = metrics.horizontalAdvance(dotted) + _width_of(
            "".join(f" {letter}" for letter in self._letters)
        )
        if dotted and width + _GAP + beside > room:  # dotted lines need words more than full ones
            width, said = -_GAP, ""
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.faint))
        if width <= room:
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, said)
        if dotted and beside <= room:
            box.setLeft(box.left() + width + _GAP)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, dotted)
            box.setLeft(box.left() + metrics.horizontalAdvance(dotted))
            painter.setFont(fonts.bold(fonts.mono_caption()))
            for letter in self._letters:
                painter.setPen(self._theme.colour(letter))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f" {letter}")
                box.setLeft(box.left() + _width_of(f" {letter}"))


def _width_of(letters: str) -> float:
    metrics = QFontMetricsF(fonts.bold(fonts.mono_caption()))
    return float(metrics.horizontalAdvance(letters))
