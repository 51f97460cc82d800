"""Axes of gradient flow: decades of a norm, factors of growth, and timesteps."""

import math
from typing import Final

from PySide6.QtGui import QFontMetricsF

from ui.style import fonts, number_format
from ui.style.charts import pg
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.paint_guard import AxisItem
from ui.widgets.strips.decade_steps import decade_text

_FACTORS: Final = (
    0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0,
)  # fmt: skip
"""Growths that have a label, where there is room."""

_BESIDE: Final = 16
"""Pixels beside the axis that a label may use."""

_APART: Final = 2.0
"""Least distance of two labels of an axis, in lines of text."""


class FlowAxis(AxisItem):
    """Axis in a theme's colours, whose labels keep their distance."""

    def __init__(self, orientation: str, widest: str) -> None:
        super().__init__(orientation)
        self._widest = widest
        self.setStyle(tickLength=0, tickTextOffset=6, maxTickLevel=0)
        self.setStyle(hideOverlappingLabels=_BESIDE)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        font = fonts.mono_caption()
        self.setStyle(tickFont=font)
        metrics = QFontMetricsF(font)
        if self.orientation == "bottom":
            self.setHeight(round(metrics.height()) + 6)
        else:
            self.setWidth(round(metrics.horizontalAdvance(self._widest)) + 10)
        self.setPen(pg.mkPen(theme.panel))
        self.setTickPen(pg.mkPen(theme.rule))
        self.setTextPen(pg.mkPen(theme.faint))

    def _room(self, pixels: float, along: float) -> float:
        """Return how many labels fit beside each other, each `along` pixels long."""
        return max(1.0, pixels / max(1.0, along))

    @property
    def _line(self) -> float:
        return float(QFontMetricsF(fonts.mono_caption()).height())


class DecadeAxis(FlowAxis):
    """Axis of log10 of a norm, labelled 1, 1e−5, …"""

    def __init__(self) -> None:
        super().__init__("left", decade_text(-100))

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:
        """Return one level of ticks, at whole decades (pyqtgraph's hook)."""
        spacing = round_spacing((maxVal - minVal) / self._room(size, _APART * self._line))
        first = math.ceil(minVal / spacing) * spacing
        return [(spacing, [float(k) for k in range(first, math.floor(maxVal) + 1, spacing)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of some ticks (pyqtgraph's hook)."""
        return [decade_text(round(value)) for value in values]


class FactorAxis(FlowAxis):
    """Axis of log2 of a growth, labelled × 0.5, × 1, …"""

    def __init__(self) -> None:
        super().__init__("left", "× 0.05")

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:
        """Return one level of ticks; × 1 before the others (pyqtgraph's hook)."""
        places = {f: math.log2(f) for f in _FACTORS}
        within = [f for f in _FACTORS if minVal <= places[f] <= maxVal]
        apart = (maxVal - minVal) / self._room(size, _APART * self._line)
        shown: list[float] = []
        for factor in sorted(within, key=lambda f: (f != 1, f not in (0.5, 0.1, 2.0, 10.0))):
            if all(abs(places[factor] - place) >= apart for place in shown):
                shown.append(places[factor])
        return [(1.0, sorted(shown))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of some ticks (pyqtgraph's hook)."""
        return [f"× {number_format.in_figures(2**value)}" for value in values]


class TimestepAxis(FlowAxis):
    """Axis of timesteps, at round numbers."""

    def __init__(self) -> None:
        super().__init__("bottom", "")
        self._steps = 1

    def bind(self, steps: int) -> None:
        """Label `steps` timesteps."""
        if steps != self._steps:
            self._steps = steps
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:
        """Return one level of ticks, and the last timestep (pyqtgraph's hook)."""
        metrics = QFontMetricsF(fonts.mono_caption())
        along = metrics.horizontalAdvance(str(self._steps)) + 3 * metrics.averageCharWidth()
        spacing = round_spacing((maxVal - minVal) / self._room(size, along))
        last = self._steps - 1
        shown = [t for t in range(0, last, spacing) if last - t >= spacing * 0.8]
        return [(float(spacing), [float(t) for t in (*shown, last)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of some ticks (pyqtgraph's hook)."""
        return [str(round(value)) for value in values]
