"""Callout: a few words that point at a part of the window, and the rim around that part."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.key_filter import KEEPS_ESCAPE

_WIDTH, _POINTER = 320, 12
_INSET = (_POINTER, _POINTER, -_POINTER, -_POINTER)


class Rim(QWidget):
    """Line around a part of the window, transparent to the mouse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def surround(self, place: QRect) -> None:
        """Surround a place of the window."""
        self.setGeometry(place.adjusted(-3, -3, 3, 3) & self._window.rect())
        self.setVisible(True)
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._colour = QColor(theme.accent)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class Callout(QWidget):
    """Title, a sentence or two, and buttons.

    Signals:
        went_on: to the next callout. skipped: the rest.
    """

    went_on = Signal()
    skipped = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty(KEEPS_ESCAPE, True)
        self._window = window
        self._tip, self._side = QPoint(), 0
        self._title, self._text, self._count = (
            QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)
            for wraps in (False, True, False)
        )
        self._title.setStyleSheet("font-weight: bold;")
        fonts.wear(self._title, fonts.sentence)
        self._next, self._skip = QPushButton(tr("&Next")), QPushButton(tr("S&kip"))
        self._skip.setAccessibleName(tr("Skip the tour"))
        self._next.clicked.connect(self._go_on)
        self._skip.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self._skip)
        row.addWidget(self._next)
        self._column = column = QVBoxLayout()
        column.setContentsMargins(*[_POINTER + 14] * 4)
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addLayout(row)
        self.setLayout(column)

    def say(self, title: str, text: str, number: int, count: int) -> None:
        """Show a text: the `number`th of `count`."""
        self._title.setText(title)
        self._text.setText(text)
        self._count.setText(tr("{number} of {count}", number=number, count=count))
        last = number == count
        self._next.setText(tr("D&one") if last else tr("&Next"))
        done, following = tr("Done"), tr("Next")
        self._next.setAccessibleName(f"{title}. {text} {done if last else following}")
        self._skip.setVisible(not last)
        self._fit()

    def take_focus(self) -> None:
        """Take the focus, so that Enter and Space go on."""
        self._next.setFocus(Qt.FocusReason.PopupFocusReason)

    def point_at(self, place: QRect) -> None:
        """Move to the side with most room around a place of the window, and point at it."""
        within, size, middle = self._window.rect(), self.size(), place.center()
        x = min(max(middle.x() - size.width() // 2, 0), within.width() - size.width())
        y = min(max(middle.y() - size.height() // 2, 0), within.height() - size.height())
        sides = (
            (within.right() - place.right() - size.width(), place.right(), y),
            (place.left() - size.width(), place.left() - size.width(), y),
            (within.bottom() - place.bottom() - size.height(), x, place.bottom()),
            (place.top() - size.height(), x, place.top() - size.height()),
        )
        spare, x, y = max(sides)
        if spare < 0:  # it must overlap the place
            x = min(max(x, 0), within.width() - size.width())
            y = min(max(y, 0), within.height() - size.height())
        self._side = sides.index(max(sides))
        self.move(x, y)
        self._tip = self.mapFromParent(middle)
        self.setVisible(True)
        self.raise_()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        restyle(self._count, f"color: {theme.faint};")
        if self._text.text():
            self._fit()
        self.update()

    def _fit(self) -> None:
        """Take the room of the text."""
        self.setFixedWidth(fonts.px(_WIDTH) + 2 * _POINTER)
        self._column.invalidate()
        self.setFixedHeight(self._column.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on at Enter, leave at Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.skipped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a sheet with a pointer towards the place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self._theme.panel))
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        sheet = QRectF(self.rect()).adjusted(*_INSET)
        outline, pointer = QPainterPath(), QPainterPath()
        outline.addRoundedRect(sheet, 7, 7)
        pointer.addPolygon(self._pointer(sheet))
        painter.drawPath(outline.united(pointer))

    def _pointer(self, sheet: QRectF) -> QPolygonF:
        """Return a triangle from the sheet towards the tip, on the facing side."""
        x = min(max(self._tip.x(), sheet.left() + 20.0), sheet.right() - 20.0)
        y = min(max(self._tip.y(), sheet.top() + 20.0), sheet.bottom() - 20.0)
        half, out = _POINTER * 0.75, _POINTER - 1.0
        left, right, top, bottom = sheet.left(), sheet.right(), sheet.top(), sheet.bottom()
        corners = (
            ((left, y - half), (left - out, y), (left, y + half)),
            ((right, y - half), (right + out, y), (right, y + half)),
            ((x - half, top), (x, top - out), (x + half, top)),
            ((x - half, bottom), (x, bottom + out), (x + half, bottom)),
        )[self._side]
        return QPolygonF([QPointF(*corner) for corner in corners])

    def _go_on(self, _checked: bool = False) -> None:
        self.went_on.emit()

    def _leave(self, _checked: bool = False) -> None:
        self.skipped.emit()
