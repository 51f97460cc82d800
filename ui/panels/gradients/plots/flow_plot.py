"""FlowPlot: one figure of gradient flow over time, a line a run, on a log axis."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import mark, tr
from ui.panels.gradients.flows.reading import FlowView
from ui.panels.gradients.plots.axes import DecadeAxis, FactorAxis, TimestepAxis
from ui.panels.gradients.plots.curves import (
    DC,
    DH,
    GROWTH,
    curves_of,
    edge_of,
    gate_curves_of,
)
from ui.panels.gradients.plots.notes import FlowNotes, Noted, direct_pen, line_pen
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.plot import Plot
from ui.widgets.view_box import SafeViewBox

_FULL, _PINNED = 2.6, 1.6
"""Widths of this run's line and of pinned ones, in pixels."""

_SHARE_OF_HUE: Final = 0.62
"""Share of the hue in the line of a pinned run."""

_SAID: Final = {
    DC: mark("Size of the gradient of the cell state c at each timestep, on a log axis."),
    DH: mark(
        "Size of the gradient of the hidden state h at each timestep, on a log axis. "
        "Dotted (once computed): the part that came back through each gate."
    ),
    GROWTH: mark(
        "Growth of the gradient of c per step back: it fades below × 1. Dotted (once "
        "computed): growth in the fastest-growing direction, independent of the "
        "gradient."
    ),
}


class FlowPlot(Plot):
    """Lines over time. A click looks at a timestep, a double click goes there.

    Signals:
        picked, went_to: the timestep. pointed: that under the mouse; None for none.
    """

    picked = Signal(int)
    went_to = Signal(int)
    pointed = Signal(object)

    def __init__(self, theme: Theme, kind: str, parent: QWidget | None = None) -> None:
        self._axes = (FactorAxis() if kind == GROWTH else DecadeAxis()), TimestepAxis()
        view = SafeViewBox(enableMenu=False, enableMouse=False)
        super().__init__(view, {"left": self._axes[0], "bottom": self._axes[1]}, parent)
        self.kind, self._theme, self._steps = kind, theme, 1
        self._lines: list[tuple[pg.PlotCurveItem, pg.PlotCurveItem]] = []
        self._gates: dict[str, pg.PlotCurveItem] = {}
        self._view: FlowView | None = None
        self._seen: tuple[float, float] = (0.0, 1.0)
        self._t: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table has the keys
        view.disableAutoRange()
        self.centralLayout.setContentsMargins(0, 2, 12, 0)
        self._axes[0].setGrid(89)
        self.notes = FlowNotes(theme)
        self.notes.setZValue(10)
        view.addItem(self.notes, ignoreBounds=True)
        tip = tr("Click to view a timestep; double-click to go there.")
        self.setToolTip(f"{tr(_SAID[kind])}\n{tip}")
        self.setMouseTracking(True)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(240, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(100), fonts.px(96))

    @property
    def hue(self) -> QColor:
        """Colour of this run's line."""
        return self._theme.colour("h" if self.kind == DH else "c")

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self.setBackground(theme.panel)
        for axis in self._axes:
            axis.set_theme(theme)
        self.notes.set_theme(theme)
        self._colour()
        if self._view is not None:
            self._note(self._view)

    def draw(self, view: FlowView, steps: int, seen: tuple[float, float], t: int | None) -> None:
        """Show the runs of a view.

        Args:
            steps: the number of timesteps. seen: the ends of the axis. t: the timestep looked at.
        """
        self._view, self._steps, self._seen, self._t = view, steps, seen, t
        curves = curves_of(view, self.kind)
        while len(self._lines) < len(curves):
            self._add_lines()
        for number, (whole, direct) in enumerate(self._lines):
            curve = curves[number] if number < len(curves) else None
            whole.setVisible(curve is not None)
            direct.setVisible(curve is not None and curve.direct is not None)
            if curve is None:
                continue
            whole.setData(curve.t, curve.y, connect="finite")
            if curve.direct is not None:
                direct.setData(*curve.direct, connect="finite")
        gates = gate_curves_of(view) if self.kind == DH else {}
        for gate in gates.keys() - self._gates.keys():
            line = self._gates[gate] = pg.PlotCurveItem()
            line.setZValue(1)
            self.view.addItem(line, ignoreBounds=True)
        for gate, line in self._gates.items():
            line.setVisible(gate in gates)
            if gate in gates:
                line.setData(*gates[gate], connect="finite")
        self._colour()
        self._axes[1].bind(steps)
        last = max(1, steps - 1)
        side = 0.012 * last
        self.view.setRange(xRange=(-side, last + side), yRange=seen, padding=0)
        self._note(view)

    def _add_lines(self) -> None:
        both = pg.PlotCurveItem(), pg.PlotCurveItem()
        both[0].setSegmentedLineMode("on")  # a wide path of 1,000 points takes Qt five times longer
        for line in both:
            line.setZValue(5 - len(self._lines) / 100)  # this run's above the others
            self.view.addItem(line, ignoreBounds=True)
        self._lines.append(both)

    def _colour(self) -> None:
        for number, (whole, direct) in enumerate(self._lines):
            colour, width = self.hue, _FULL
            if number:
                colour, width = _mixed(colour, QColor(self._theme.panel)), _PINNED
            whole.setPen(line_pen(colour, width))
            direct.setPen(direct_pen(colour))
        for gate, line in self._gates.items():
            line.setPen(direct_pen(self._theme.colour(gate)))

    def _note(self, view: FlowView) -> None:
        reading = view.present
        reverse = reading is not None and reading.flow.lane.reverse
        curves = tuple(curves_of(view, self.kind))
        growth = self.kind == GROWTH
        level = 0.0 if growth else edge_of(reading)
        if not self._seen[0] <= level <= self._seen[1]:
            level = math.nan
        text = "" if growth else tr("below this: lost in a float32 sum")
        norm = None if reading is None else reading.dc if self.kind == DC else reading.dh
        nothing = not growth and norm is not None and not np.nan_to_num(norm).any()
        self.notes.draw(
            Noted(
                curves,
                self.hue,
                reverse,
                self._t,
                level,
                text,
                slopes=self.kind == DH,
                legend=self.kind == DC,
                others=tuple(gate_curves_of(view).values() if self.kind == DH else ()),
                remark=tr("0 at every computed timestep") if nothing and len(curves) == 1 else "",
            )
        )

    # Mouse

    def timestep_at(self, point: QPointF) -> int | None:
        """Return the timestep at a point of the widget; None beside the plot."""
        view = self.view
        place = self.mapToScene(point.toPoint())
        if self._view is None or not view.sceneBoundingRect().contains(place):
            return None
        t = round(view.mapSceneToView(place).x())
        return t if 0 <= t < self._steps else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self.timestep_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        t = self.timestep_at(event.position())
        if t is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(t)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        t = self.timestep_at(event.position())
        if t is not None and event.button() == Qt.MouseButton.LeftButton:
            self.went_to.emit(t)


def _mixed(colour: QColor, ground: QColor) -> QColor:
    """Return a colour with a share of its hue over a ground."""
    channels = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(g + _SHARE_OF_HUE * (c - g)) for c, g in channels))
