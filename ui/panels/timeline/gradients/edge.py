"""GradientEdge: the bar at the right edge of a gradient's row, in the hue of its quantity."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.network.gradient_quantities import EVERY_GRADIENT
from ui.panels.timeline.tracks.row_label import EDGE
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint

ROOM = 3 + EDGE
"""Width that the bar takes from the right margin, with the gap before it."""


class GradientEdge(pg.GraphicsWidget):
    """Bar at the right, where blame comes in; values have theirs at the left. dz has four parts."""

    def __init__(self, theme: Theme, gradient: str) -> None:
        super().__init__()
        parts = (key for key, of in EVERY_GRADIENT.items() if of.block is not None)
        self._hues = tuple(parts) if gradient == "dz" else (gradient,)
        self.setFixedWidth(ROOM)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the bar."""
        area, count = self.rect(), len(self._hues)
        for place, hue in enumerate(self._hues):
            part = QRectF(
                area.right() - EDGE, area.height() * place / count, EDGE, area.height() / count
            )
            painter.fillRect(part, self._theme.colour(hue))
