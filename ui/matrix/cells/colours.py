"""Colours of the cells of a matrix: the bottom of its picture."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.matrix.cells.overlay import Overlay
from ui.matrix.cells.view import CellView
from ui.matrix.matrix import Matrix
from ui.style.colours import CLEAR
from ui.style.theme import Theme
from ui.widgets.downsampling import block, outermost, outermost_rows
from ui.widgets.paint_guard import guard_paint


class CellColours(Overlay):
    """The visible cells, one a pixel; of many cells in one pixel the largest.

    They are found when they are painted: a view may have several sizes and ranges before.

    Attributes:
        image: what was painted last, one pixel a cell or a few.
    """

    def __init__(self, view: CellView, theme: Theme) -> None:
        super().__init__(view, theme)
        self.setZValue(-10)
        self._of: tuple[object, ...] = ()
        self.image, self._places = QImage(), QRectF()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        super().set_theme(theme)
        self._of = ()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible part."""
        if self._matrix is None or self._view.rect().isEmpty():
            return
        self._find(self._matrix)
        (left, _), (top, _) = self._view.viewRange()
        across, down = self.scale_of()
        places = self._places
        painter.drawImage(
            QRectF(
                (places.left() - left) * across,
                (places.top() - top) * down,
                places.width() * across,
                places.height() * down,
            ),
            self.image,
        )

    def _find(self, matrix: Matrix) -> None:
        """Make the image of the visible part, unless it is the present one."""
        visible, size = self.visible(), self._view.rect().size()
        rows, columns = visible.shape
        tall, wide = block(rows, size.height()), block(columns, size.width())
        top, left = visible.top // tall * tall, visible.left // wide * wide
        places = self._view.rows
        of = (matrix, top, left, visible.bottom, visible.right, tall, wide, places)
        if of == self._of:
            return
        self._of = of
        part = matrix.values[top : visible.bottom, left : visible.right]
        if tall > 1:
            part = outermost_rows(part, tall)
        if wide > 1:
            part = outermost(part, np.arange(0, part.shape[1], wide), axis=1)
        if places.tall is not None and top <= places.tall < visible.bottom:
            part = np.insert(part, places.tall - top, part[places.tall - top], axis=0)
        scale = matrix.scale(self._theme)
        index = scale.index(part)
        unknown = matrix.unknown(top, visible.bottom, tall)
        if unknown is not None:
            index[unknown] = CLEAR
        height, width = index.shape
        pixels, form = scale.table[index], QImage.Format.Format_ARGB32_Premultiplied
        self.image = QImage(pixels.tobytes(), width, height, 4 * width, form).copy()
        self._places = QRectF(left, places.top(top), width * wide, height * tall)
