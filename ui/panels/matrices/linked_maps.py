"""LinkedMaps: heat maps of one shape that show the same cells, with one selection."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from ui.matrix.heat_map import HeatMap
from ui.matrix.matrix import Block
from ui.matrix.selection import Entry


class LinkedMaps(QObject):
    """Heat maps, of which those that are shown follow each other.

    Attributes:
        shown: the maps that are linked now.

    Signals:
        moved: they show other rows. chosen: they have another selection.
    """

    moved = Signal()
    chosen = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: Sequence[HeatMap] = ()
        self._passing = False

    def add(self, heat_map: HeatMap) -> None:
        """Listen to a heat map."""
        heat_map.rows_moved.connect(partial(self._move_rows, heat_map))
        heat_map.view.sigXRangeChanged.connect(partial(self._move_columns, heat_map))
        heat_map.block_selected.connect(partial(self._select, heat_map))

    def selected(self) -> Entry | None:
        """Return the selected cell."""
        cells = (heat_map.selected for heat_map in self.shown)
        return next((cell for cell in cells if cell is not None), None)

    def _move_rows(self, from_map: HeatMap, top: float, bottom: float) -> None:
        for heat_map in self._others(from_map):
            heat_map.move_rows_to(top, bottom)
        self._passing = False
        self.moved.emit()

    def _move_columns(self, from_map: HeatMap, _view: object, columns: tuple[float, float]) -> None:
        for heat_map in self._others(from_map):
            heat_map.view.setXRange(*columns, padding=0)
        self._passing = False

    def _select(self, from_map: HeatMap, block: Block | None) -> None:
        if block is None:
            return
        for heat_map in self._others(from_map):
            heat_map.show_selection(block)
        self._passing = False
        self.chosen.emit()

    def _others(self, from_map: HeatMap) -> list[HeatMap]:
        """Return the maps that have to follow one; none while they follow already."""
        if self._passing or from_map not in self.shown:
            return []
        self._passing = True
        return [heat_map for heat_map in self.shown if heat_map is not from_map]
