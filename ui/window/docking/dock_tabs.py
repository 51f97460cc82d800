"""DockTabs: the names of the panels that share a place, in the title bar of the one in front."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from ui.style.theme import Theme

PADDING = 6
"""Pixels beside a name."""
_ARROWS = 40
"""Pixels of the two buttons that scroll names which have no room."""
_UNDERLINE = 2


class DockTabs(QTabBar):
    """Names side by side; the own one is bold, and underlined where there are others.

    A press on another name is a click; a press on the own one is left to the dock, which it drags.

    Signals:
        chosen: the key of another panel.
    """

    chosen = Signal(str)

    def __init__(self, own: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Args: own: the key of the panel whose bar this is."""
        self._widths: dict[str, int] = {}
        super().__init__(parent)
        self._theme, self._ink, self._faint = theme, theme.ink, theme.faint
        self._own_key = own
        self._own = self._pressed = self._under = -1
        self._height = 0
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows go from name to name
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.currentChanged.connect(self._choose)

    def show_names(self, names: Sequence[tuple[str, str, str]]) -> None:
        """Show key, name and tooltip of each panel of the place, the own one among them."""
        keys = [key for key, _, _ in names]
        if keys != [self.tabData(index) for index in range(self.count())]:
            self._fill(names)
        for index, (_, _, tip) in enumerate(names):
            self.setTabToolTip(index, tip)
        self._own = keys.index(self._own_key)
        self.setCurrentIndex(self._own)
        alone = len(keys) == 1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if alone else Qt.FocusPolicy.TabFocus)
        self.update()

    def _fill(self, names: Sequence[tuple[str, str, str]]) -> None:
        """Put other names around the own one, which stays: without it Qt would choose another."""
        for index in reversed(range(self.count())):
            if self.tabData(index) != self._own_key:
                self.removeTab(index)
        for index, (key, name, _) in enumerate(names):
            if self.tabData(index) != key:
                self.insertTab(index, name)
            self.setTabData(index, key)

    def set_height(self, height: int) -> None:
        """Take the height of the bar around the names."""
        self._height = height
        self.setFixedHeight(height)

    def set_colours(self, theme: Theme, ink: str, faint: str) -> None:
        """Take the colours of the own name and of the others."""
        self._theme, self._ink, self._faint = theme, ink, faint
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a name, as if it were bold, so that none moves when it is chosen."""
        name = self.tabText(index)
        if name not in self._widths:  # Qt asks some thousand times while a window is laid out
            self._widths[name] = QFontMetrics(self._bold()).horizontalAdvance(name)
        return QSize(self._widths[name] + 2 * PADDING, self._height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        width = sum(self.tabSizeHint(index).width() for index in range(self.count()))
        return QSize(width, self._height)

    def own_width(self) -> int:
        """Return the width of the own name alone."""
        return self.tabSizeHint(max(self._own, 0)).width()

    def give_width(self, width: int) -> None:
        """Take a width; one that has no room for more than the own name has no buttons either."""
        buttons = width >= self.minimumSizeHint().width()
        if buttons != self.usesScrollButtons():
            self.setUsesScrollButtons(buttons)
        self.setFixedWidth(max(width, self.own_width()))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the own name, and of the buttons that bring the others."""
        own = self.own_width()
        if self.count() > 1:
            own = min(own + _ARROWS, self.sizeHint().width())
        return QSize(own, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(self.count()):
            self._paint_name(painter, index, self.tabRect(index).adjusted(PADDING, 0, -PADDING, 0))
        painter.end()

    def _paint_name(self, painter: QPainter, index: int, room: QRect) -> None:
        own, alone = index == self._own, self.count() == 1
        lit = own or index == self._under
        painter.setFont(self._bold() if own else self.font())
        painter.setPen(QColor(self._ink if lit else self._faint))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
        if own and not alone:
            line = self._theme.accent if self.hasFocus() else self._ink
            painter.fillRect(
                room.left(), self.height() - _UNDERLINE, room.width(), _UNDERLINE, QColor(line)
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a press on another name; the dock hears of every other one."""
        index = self._index_at(event.position())
        kept = event.button() == Qt.MouseButton.LeftButton and index not in (-1, self._own)
        self._pressed = index if kept else -1
        event.setAccepted(kept)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the name under the mouse."""
        if not event.buttons():
            self._light(self._index_at(event.position()))
        event.setAccepted(self._pressed != -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the pressed name, if the mouse is still on it."""
        pressed, self._pressed = self._pressed, -1
        event.setAccepted(pressed != -1)
        if pressed not in (-1, self._own) and pressed == self._index_at(event.position()):
            self._choose(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Leave it to the dock, unless it lies on another name."""
        event.setAccepted(self._index_at(event.position()) not in (-1, self._own))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the name under the mouse."""
        super().enterEvent(event)
        self._light(self._index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light no name."""
        super().leaveEvent(event)
        self._light(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choose nothing by the wheel."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the names again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()
            self.updateGeometry()

    def _choose(self, index: int) -> None:
        """Announce another name; the own one stays current, for it is this panel's bar."""
        key = self.tabData(index)
        if key in (None, self._own_key):  # None: it is being put in
            return
        self.setCurrentIndex(self._own)
        self.chosen.emit(key)

    def _index_at(self, place: QPointF) -> int:
        return self.tabAt(place.toPoint())

    def _light(self, index: int) -> None:
        if index != self._under:
            self._under = index
            self.update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
