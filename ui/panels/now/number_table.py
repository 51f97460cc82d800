"""NumberTable: a table of many numbers that writes, measures and paints only visible ones."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QRect,
    Qt,
)
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.panels.now.ink_header import InkHeader
from ui.style import fonts, number_format
from ui.style.theme import Theme

CENTRE = Qt.AlignmentFlag.AlignCenter

FONTS = (fonts.mono_text, fonts.mono_caption, fonts.mono_tight)
"""Fonts, the widest first: a narrower one is used only to show every column."""

PADDING, LEAST_PADDING = 1.0, 0.5
"""Room between two numbers, in digits; the least goes with the smallest font."""


class NumberModel(QAbstractTableModel):
    """Model of a NumberTable. It works by row and column: Qt's indices cost more than the text.

    Attributes:
        decimals: how many are written; the table sets it to the most that fit.
        noted: whether there is room for a note below each number.
    """

    decimals = 2
    noted = False

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        raise NotImplementedError

    def background(self, row: int, column: int) -> QColor | None:
        """Return its background; None for the table's own."""
        raise NotImplementedError

    def ink(self, row: int, column: int) -> QColor:
        """Return its text colour."""
        raise NotImplementedError

    def note(self, row: int, column: int) -> str:
        """Return the small note below a number."""
        return ""

    def usual_text(self, column: int) -> str:
        """Return a text of the usual width in a column, so that its width seldom changes."""
        raise NotImplementedError


class NumberTable(QTableView):
    """Numbers in columns as wide as their widest visible one, never cut.

    Signals:
        picked: row and column of a clicked number, or of one on which Enter was pressed.
        row_moved: the row that the arrow keys moved to. pointed: row and column of the mouse.
    """

    picked = QtSignal(int, int)
    row_moved = QtSignal(int)
    pointed = QtSignal(int, int)

    def __init__(
        self,
        model: NumberModel,
        theme: Theme,
        decimals: tuple[int, ...] = (3, 2),
        uniform: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._numbers, self._decimals, self._uniform = model, decimals, uniform
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalHeader(InkHeader(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(InkHeader(Qt.Orientation.Vertical, self))
        self._worn = FONTS[0]
        self._lengths: list[int] = []
        self._fitted_width = -1
        fonts.wear(self, self._worn)
        self.set_theme(theme)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._make_room)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.setStyleSheet(
            f"QHeaderView, QTableCornerButton::section {{ background: {theme.panel}; border: 0 }}"
        )
        self.viewport().update()
        self.fit_columns()

    def rows_height(self) -> int:
        """Return the height of all rows with the header, and the scroll bar, if any."""
        rows = self.verticalHeader().defaultSectionSize() * self._numbers.rowCount()
        bar = self.horizontalScrollBar()
        scrolls = bar.maximum() > bar.minimum()
        height = rows + self.horizontalHeader().sizeHint().height() + 2
        return height + bar.sizeHint().height() if scrolls else height

    def fit_columns(self) -> None:
        """Choose the most decimals, at least two, and the largest font that show every column."""
        self._fitted_width, self._lengths = self.width(), []
        self._fit(number_format.choices(self._decimals), FONTS)

    def _fit_again(self) -> None:
        """Fit where the table's width is as it was: with no more decimals and no larger font.

        Other rows come in sight with another font or scroll bar, and these may ask for the former
        one again. As every fit only gives way, the last one is reached.
        """
        tried = number_format.choices(self._decimals)
        first = tried.index(self._numbers.decimals) if self._numbers.decimals in tried else 0
        self._fit(tried[first:], FONTS[FONTS.index(self._worn) :])

    def _fit(self, tried: Sequence[int], worn: Sequence[fonts.Maker]) -> None:
        """Choose among decimals, the most first, and fonts, the widest first."""
        if not self._numbers.columnCount() or not self._numbers.rowCount():
            return
        self._set_row_height()
        lengths: list[int] = []
        for decimals in tried:
            if decimals != self._numbers.decimals:
                self._numbers.decimals, self._lengths = decimals, []
            # The usual texts first: they cost nothing, and when they do not fit, neither do the
            # visible.
            if self._fits(self._usual_lengths(), FONTS[0]) or decimals == tried[-1]:
                lengths = self._longest_lengths()
                if self._fits(lengths, FONTS[0]):
                    break
        self._lengths = lengths
        self._take_font(next((font for font in worn if self._fits(lengths, font)), worn[0]))
        self._set_widths(self._widths(lengths, self._worn))

    def _make_room(self) -> None:
        """Fit again after scrolling, only where a number would be cut."""
        if not self._numbers.columnCount() or not self._numbers.rowCount():
            return
        widths = self._widths(self._visible_lengths(), self._worn)
        sizes = map(self.horizontalHeader().sectionSize, range(len(widths)))
        if any(int(width) > size for width, size in zip(widths, sizes, strict=True)):
            self._fit_again()

    def _widths(self, lengths: list[int], font: fonts.Maker) -> list[float]:
        """Return the widths of all columns for texts of these lengths."""
        digit = QFontMetricsF(font()).horizontalAdvance("0")
        padding = LEAST_PADDING if font is FONTS[-1] else PADDING
        widths = [(length + padding) * digit for length in lengths]
        return [max(widths)] * self._numbers.columnCount() if self._uniform else widths

    def _fits(self, lengths: list[int], font: fonts.Maker) -> bool:
        return sum(self._widths(lengths, font)) <= self._room()

    def _room(self) -> int:
        """Return the pixels that the columns have."""
        return self.viewport().width()

    def _set_widths(self, widths: list[float]) -> None:
        """Set the widths, and share out spare room, up to a third of a column."""
        spare = max(0.0, self._room() - sum(widths)) / len(widths)
        header = self.horizontalHeader()
        # Rounded down: a pixel too many would bring a scroll bar.
        sizes = [int(width + min(spare, width / 3)) for width in widths]
        if self._uniform:
            if header.defaultSectionSize() != sizes[0]:
                header.setDefaultSectionSize(sizes[0])
                # Qt updates the scroll bars after single sections are resized, but not after this.
                self.updateGeometries()
            return
        for column, size in enumerate(sizes):
            if header.sectionSize(column) != size:
                header.resizeSection(column, size)

    def _usual_lengths(self) -> list[int]:
        columns = 1 if self._uniform else self._numbers.columnCount()
        return [len(self._numbers.usual_text(column)) for column in range(columns)]

    def _visible_lengths(self) -> list[int]:
        """Return the length of the longest visible text in each visible column."""
        model, rows = self._numbers, self._visible_rows()
        columns = self._visible_columns() if self._uniform else range(model.columnCount())
        return [
            max([len(model.usual_text(c)), *(len(model.text(r, c)) for r in rows)]) for c in columns
        ]

    def _longest_lengths(self) -> list[int]:
        """Return the lengths of the visible texts, or the fit before's where they are longer."""
        visible, before = self._visible_lengths(), self._lengths
        if len(before) != len(visible):
            return visible
        return [max(pair) for pair in zip(visible, before, strict=True)]

    def _visible_rows(self) -> range:
        bottom = self.viewport().rect().bottom()
        return _span(self.rowAt(0), self.rowAt(bottom), self._numbers.rowCount())

    def _visible_columns(self) -> range:
        right = max(self.viewport().rect().right(), 0)  # -1 in a table without width
        return _span(self.columnAt(0), self.columnAt(right), self._numbers.columnCount())

    def _take_font(self, font: fonts.Maker) -> None:
        if self._worn is not font:
            self._worn = font
            fonts.wear(self, font)
        self._set_row_height()

    def _set_row_height(self) -> None:
        height = round(QFontMetricsF(self.font()).height()) + 4
        if self._numbers.noted:
            height += round(QFontMetricsF(fonts.mono_caption()).height()) - 2
        if height != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(height)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every visible cell here: a delegate would use an index for each."""
        painter = QPainter(self.viewport())
        painter.setFont(self.font())  # under a style sheet the viewport keeps its first font
        model = self._numbers
        cells = list(self._visible_cells())
        notes = [model.note(row, column) for row, column, _ in cells] if model.noted else []
        two_lines = {row for (row, _, _), note in zip(cells, notes, strict=False) if note}
        for row, column, rect in cells:
            background = model.background(row, column)
            if background is not None:
                painter.fillRect(rect.adjusted(0, 0, -1, -1), background)
            painter.setPen(model.ink(row, column))
            if row in two_lines:
                rect = above_note(rect)
            painter.drawText(rect, CENTRE, model.text(row, column))
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.visualRect(current).adjusted(1, 1, -2, -2))
        if two_lines:
            painter.setFont(fonts.mono_caption())
            painter.setOpacity(0.8)
            for (row, column, rect), note in zip(cells, notes, strict=True):
                if note:
                    painter.setPen(model.ink(row, column))
                    below = rect.adjusted(0, round(0.55 * rect.height()), 0, -1)
                    painter.drawText(below, CENTRE, note)

    def _visible_cells(self) -> Iterator[tuple[int, int, QRect]]:
        rows = [(r, self.rowViewportPosition(r), self.rowHeight(r)) for r in self._visible_rows()]
        for column in self._visible_columns():
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            for row, top, height in rows:
                yield row, column, QRect(left, top, width, height)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.pointed.emit(index.row(), index.column())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(-1, -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current.isValid():
                self.picked.emit(current.row(), current.column())
            return
        before = current.row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self.row_moved.emit(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() == self._fitted_width:
            self._fit_again()
        else:
            self.fit_columns()


def above_note(rect: QRect) -> QRect:
    """Return the part of a cell in which its number stands when there are notes in its row."""
    return rect.adjusted(0, 0, 0, -round(0.4 * rect.height()))


def _span(first: int, last: int, count: int) -> range:
    """Return the visible rows or columns; Qt's -1 means past the last."""
    return range(max(first, 0), (last if last >= 0 else count - 1) + 1)
