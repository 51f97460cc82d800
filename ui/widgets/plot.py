"""Plot: a view box with axes beside it, in a widget."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from ui.style.charts import pg

_PLACES = {"top": (0, 1), "left": (1, 0), "bottom": (2, 1)}


class Plot(pg.GraphicsView):
    """View of items, with axes.

    pyqtgraph's PlotWidget makes 45 widgets more, for menus that no plot has here.

    Attributes:
        view: the view box. axes: the axis at each side that has one.
    """

    def __init__(
        self, view: pg.ViewBox, axes: Mapping[str, pg.AxisItem], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view, self.axes = view, axes
        layout = self.centralLayout
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addItem(view, 1, 1)
        layout.setRowStretchFactor(1, 1)
        layout.setColumnStretchFactor(1, 1)
        for side, axis in axes.items():
            axis.linkToView(view)
            axis.setZValue(0.5)  # above the items
            layout.addItem(axis, *_PLACES[side])
