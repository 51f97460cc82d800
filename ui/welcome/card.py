"""Card: a button as large as a picture with its words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome.run_picture import RunPicture


class Card(QAbstractButton):
    """Sheet with a column of parts; a click, Space or Enter anywhere on it chooses it."""

    def __init__(self, title: str, text: str, margin: int, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._reached = False
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(4)

    @property
    def edge(self) -> str:
        """Colour of the frame of a card that has neither focus nor mouse."""
        return self._theme.panel

    def put(self, part: QWidget) -> None:
        """Put a part below the others; the mouse is the card's."""
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.column.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, with a frame that shows focus and mouse."""
        theme, lit = self._theme, self._reached or self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.field if self.isDown() else theme.panel))
        painter.setPen(QPen(QColor(theme.accent if lit else self.edge), 2.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus, unless it came with the page and not by a key or a click."""
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._reached = event.reason() != Qt.FocusReason.PopupFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no focus, but keep it for when the window is active again."""
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._reached = False
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose at Enter, as at Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def words(text: str, font: fonts.Maker, bold: bool = False) -> QLabel:
    """Return a label of plain words that wrap."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    if bold:
        label.setFont(fonts.bold(label.font()))
    fonts.wear(label, font)
    return label


class ExampleCard(Card):
    """Picture of an example's run, and beside it its title and a line about it."""

    def __init__(self, id: str, title: str, line: str, theme: Theme) -> None:
        super().__init__(title, line, 8, theme)
        self.picture = RunPicture(id, theme)
        self.picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._title, self._line = words(title, fonts.text, bold=True), words(line, fonts.caption)
        both, beside = QWidget(), QVBoxLayout()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        beside.setSpacing(2)
        row.addWidget(self.picture)
        row.addLayout(beside, 1)
        beside.addStretch()
        beside.addWidget(self._title)
        beside.addWidget(self._line)
        beside.addStretch()
        self.put(both)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self.picture.set_theme(theme)
        self.picture.setFixedSize(*map(px, _PICTURE))
        restyle(self._line, f"color: {theme.faint};")


_PICTURE = (96, 70)
"""Width and height of an example's picture, in pixels."""
