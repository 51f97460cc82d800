"""ConsequenceSheet: a line at an edited cell that tells what came of the edit."""

from functools import reduce

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.fields.value_field import placed

_GAP = 6


class ConsequenceSheet(QLabel):
    """Sheet over a panel; it lets the mouse through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.PlainText)
        self._panel = parent
        fonts.wear(self, fonts.mono_text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_theme(theme)
        self.hide()

    def tell(self, line: str, cell: QRect, cards: tuple[QRect, ...]) -> None:
        """Show a line beneath a cell and its cards, else above: beside it are its row's numbers."""
        around = self._panel.rect().adjusted(2, 2, -2, -2)
        metrics = QFontMetrics(self.font())
        self.setText(
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, around.width() - 2 * _GAP - 4)
        )
        size = self.sizeHint().boundedTo(around.size())
        all_of = reduce(QRect.united, cards, cell)
        self.setGeometry(QRect(placed(all_of, size, around), size))
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.setStyleSheet(
            f"background: {theme.panel}; color: {theme.ink}; border: 1px solid {theme.ink};"
            f" border-radius: 4px; padding: 2px {_GAP}px;"
        )
