"""PlotLayer: what is drawn over or under the values of a row, as large as its plot."""

from PySide6.QtCore import QRectF, Qt

from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_rect


class PlotLayer(pg.GraphicsObject):
    """Layer of a row, in timesteps and in the units of the vertical axis."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps, self._low, self._high = 1, 0.0, 1.0

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def set_steps(self, steps: int) -> None:
        """Set the number of timesteps of the plot."""
        if steps != self._steps:
            self.prepareGeometryChange()
            self._steps = steps

    def set_heights(self, low: float, high: float) -> None:
        """Set the range of the vertical axis."""
        if (low, high) != (self._low, self._high):
            self.prepareGeometryChange()
            self._low, self._high = low, high

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return QRectF(-0.5, self._low, self._steps, self._high - self._low)


class MarkLayer(PlotLayer):
    """Layer of marks at cells, which lets the mouse through. Curves have no cells."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._as_curves = False

    def show_as_curves(self, as_curves: bool) -> None:
        """Mark curves, or a heat map."""
        if as_curves != self._as_curves:
            self._as_curves = as_curves
            self.update()
