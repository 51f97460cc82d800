"""InkHeader: a table header in the colours and fonts of its model, on the table's background."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

Role = Qt.ItemDataRole
ROOM = 8
"""Pixels beside a name."""


class InkHeader(QHeaderView):
    """Header whose names may each have a colour, which a style sheet would override."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._hint: QSize | None = None
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(4)
        self.viewport().setAutoFillBackground(False)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Measure again when its names change."""
        self._hint = None
        if model is not None:
            # Before Qt's own connections, which request the hint at once.
            model.headerDataChanged.connect(self._forget_hint)
            model.modelReset.connect(self._forget_hint)
        super().setModel(model)

    def sizeHint(self) -> QSize:
        """Return the room for the names, cached: Qt asks at every resized section."""
        if self._hint is None:
            self._hint = super().sizeHint()
        return self._hint

    def changeEvent(self, event: QEvent) -> None:
        self._hint = None
        super().changeEvent(event)

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the room for one name."""
        metrics = QFontMetricsF(self._font(section))
        name = str(self._answer(section, Role.DisplayRole) or "")
        return QSize(
            round(metrics.horizontalAdvance(name)) + ROOM, round(metrics.height()) + ROOM // 2
        )

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Write one name."""
        ink = self._answer(section, Role.ForegroundRole)
        alignment = self._answer(section, Role.TextAlignmentRole) or Qt.AlignmentFlag.AlignCenter
        painter.setFont(self._font(section))
        painter.setPen(ink)
        name = self._answer(section, Role.DisplayRole)
        painter.drawText(rect.adjusted(0, 0, -ROOM // 2, 0), alignment, str(name or ""))

    def _forget_hint(self, *_changed: object) -> None:
        self._hint = None

    def _font(self, section: int) -> QFont:
        return self._answer(section, Role.FontRole) or self.font()

    def _answer(self, section: int, role: Qt.ItemDataRole) -> Any:
        return self.model().headerData(section, self.orientation(), role)
