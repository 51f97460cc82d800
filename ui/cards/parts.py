"""Parts of a card: its labels and buttons, and the value that a click turns into a field."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPalette
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from ui.style import fonts
from ui.style.icons import icon
from ui.style.theme import Theme


class Value(QLabel):
    """The value, which a click turns into the field."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.PlainText)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()


def label(
    kind: Qt.TextFormat, font: fonts.Maker, wraps: bool = False, bold: bool = False
) -> QLabel:
    """Make a label."""
    made = QLabel(textFormat=kind, wordWrap=wraps)
    if bold:
        made.setFont(fonts.bold(made.font()))
    fonts.wear(made, font)
    return made


def button(tip: str, pressed: Callable[[], object]) -> QToolButton:
    """Make a flat button with an icon; `tip` is read aloud too."""
    made = QToolButton()
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda: pressed())
    return made


@lru_cache(maxsize=16)
def drawing(name: str, theme: Theme) -> QIcon:
    """Return an icon; reading and drawing it takes longer than opening a card may."""
    return icon(name, theme)


def colour(widget: QWidget, ink: QColor) -> None:
    """Give a widget's text or line a colour; a style sheet would take longer."""
    palette = QPalette(widget.palette())
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, ink)
    widget.setPalette(palette)
