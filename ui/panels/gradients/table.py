"""FlowTable: the runs of gradient flow below each other."""

from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from simulator.translation import tr
from ui.panels.gradients.cells import PAD, FlowCells, map_rect
from ui.panels.gradients.model import (
    ALONG,
    COSTLY,
    DIRECTIONS,
    FLAT,
    HEADS,
    MAP,
    MEAN_F,
    NORM,
    RADIUS,
    RATIO,
    RUN,
    STEP,
    VERDICT,
    FlowModel,
)
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_ESCAPE, give_back_keys

_ROW: Final = 82
_USUAL_ROWS: Final = 5
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_WIDTHS: Final = {
    RUN: 112, RATIO: 76, VERDICT: 150, MAP: 90,
    STEP: 70, ALONG: 92, RADIUS: 66, NORM: 66, DIRECTIONS: 74, FLAT: 168, MEAN_F: 60,
}  # fmt: skip
"""Least widths at the usual text size; columns come in this order while there is room."""

_WITH_SEEDS: Final = {STEP: 106, RATIO: 106}
"""Least widths of columns that tell of ten seeds."""

_MOST_OF_VERDICT: Final = 250


class MapPlace(NamedTuple):
    """Gradient under the mouse: the row of its run, its timestep and unit."""

    row: int
    timestep: int
    unit: int


class FlowTable(QTableView):
    """Table. A click or Enter picks a run, a double click opens it; Ctrl+C copies it all.

    Signals:
        picked, opened: the row. looked_at: the MapPlace that was clicked. pointed: that under the
        mouse; None for none. menu_asked: the row, and the place on the screen. copied.
    """

    picked = Signal(int)
    opened = Signal(int)
    looked_at = Signal(object)
    pointed = Signal(object)
    menu_asked = Signal(int, object)
    copied = Signal()

    def __init__(self, model: FlowModel, theme: Theme) -> None:
        super().__init__()
        self._flows, self._costly, self._whole = model, False, False
        self._cells = FlowCells(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(tr("Gradient flow by run"))
        self.setProperty(KEEPS_ESCAPE, True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(4)
        fonts.wear(header, fonts.caption)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStyleSheet(f"QHeaderView::section {{ padding: 2px {PAD}px; }}")
        fonts.wear(header, fonts.caption)  # a style sheet would take its font away
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        model.modelReset.connect(self.updateGeometry)
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._cells.theme = theme
        self.fit()
        self.viewport().update()

    def show_costly(self, on: bool) -> None:
        """Show the columns of figures that were asked for, or hide them."""
        if on != self._costly:
            self._costly = on
            self.fit()

    def stand_whole(self, on: bool) -> None:
        """Show all runs without a scroll bar, or scroll in the room that there is."""
        if on != self._whole:
            self._whole = on
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for all runs, or for several."""
        rows = max(1, self._flows.rowCount())
        rows = rows if self._whole else min(_USUAL_ROWS, rows)
        return QSize(fonts.px(500), self._head() + rows * fonts.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Need room for one run, or for all."""
        rows = max(1, self._flows.rowCount()) if self._whole else 1
        return QSize(fonts.px(200), self._head() + rows * fonts.px(_ROW))

    def fit(self) -> None:
        """Give the columns their widths: the map and the verdict share what is left."""
        self.verticalHeader().setDefaultSectionSize(fonts.px(_ROW))
        room = self.viewport().width()
        heads = QFontMetricsF(self.horizontalHeader().font())
        widths: dict[int, int] = {}
        least_widths = _WIDTHS | _WITH_SEEDS if self._costly else _WIDTHS
        for column, least in least_widths.items():
            if column in COSTLY and not self._costly:
                continue
            named = round(heads.horizontalAdvance(tr(HEADS[column]))) + 2 * PAD + 2
            wanted = max(fonts.px(least), named)
            if not widths or sum(widths.values()) + wanted <= room:
                widths[column] = wanted
        left = room - sum(widths.values())
        if VERDICT in widths:
            more = min(left // 2, fonts.px(_MOST_OF_VERDICT) - widths[VERDICT])
            widths[VERDICT] += max(0, more)
        last = MAP if MAP in widths else max(widths)
        widths[last] += room - sum(widths.values())
        for column in HEADS:
            self.setColumnHidden(column, column not in widths)
            if column in widths and self.columnWidth(column) != widths[column]:
                self.setColumnWidth(column, widths[column])

    def map_place(self, point: QPoint) -> MapPlace | None:
        """Return the gradient at a point of the viewport; None where there is no map."""
        index = self.indexAt(point)
        if not index.isValid() or index.column() != MAP:
            return None
        reading = self._flows.view.rows[index.row()].reading
        rect = map_rect(self.visualRect(index))
        if reading is None or not rect.contains(point):
            return None
        n, units = reading.flow.dc.shape
        t = (point.x() - rect.left()) * n // max(1, rect.width())
        unit = (point.y() - rect.top()) * units // max(1, rect.height())
        if not reading.flow.walked.start <= t < reading.flow.walked.stop:
            return None
        return MapPlace(index.row(), t, unit)

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the window's shortcuts."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in _ENTER:
            if row >= 0:
                self.picked.emit(row)
        elif event.key() == Qt.Key.Key_Escape:
            give_back_keys(self)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        place, index = self.map_place(point), self.indexAt(point)
        if place is not None and self._flows.view.rows[place.row].present:
            self.looked_at.emit(place)
        elif index.isValid():
            self.picked.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(self.map_place(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        self.menu_asked.emit(index.row(), event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._cells.focused = True
        if not self.currentIndex().isValid() and self._flows.view.rows:
            self.selectRow(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cells.focused = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _head(self) -> int:
        return self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
