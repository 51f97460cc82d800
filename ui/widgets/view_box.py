"""SafeViewBox: pyqtgraph's view, which hands no child back to Qt."""

from typing import Any

from PySide6.QtWidgets import QGraphicsItem

from ui.style.charts import pg

_Change = QGraphicsItem.GraphicsItemChange
_OF_CHILDREN = _Change.ItemChildAddedChange, _Change.ItemChildRemovedChange


class SafeViewBox(pg.ViewBox):
    """View that keeps changes of its children from Qt, which does nothing at them.

    pyqtgraph passes each change on with its value. PySide crashed where the value was a child whose
    constructor still ran: it took a former object at that address for the child.
    """

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        """Pass on every change but those of children."""
        return None if change in _OF_CHILDREN else super().itemChange(change, value)
