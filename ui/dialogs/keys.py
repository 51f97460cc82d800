"""KeysDialog: the shortcut sheet, made from the table of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from ui.actions import TABLE
from ui.theme import mono_font

_COLUMNS = 2


class KeysDialog(QDialog):
    """Every key and what it does, on one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(18)
        rows = [row for row in TABLE if row.keys]
        height = -(-len(rows) // _COLUMNS)
        for number, row in enumerate(rows):
            column, line = divmod(number, height)
            keys = _label("  ".join(row.keys))
            keys.setFont(mono_font())
            grid.addWidget(keys, line, 2 * column)
            grid.addWidget(_label(row.text.replace("&", "").rstrip("…")), line, 2 * column + 1)


def _label(text: str) -> QLabel:
    return QLabel(text, textFormat=Qt.TextFormat.PlainText)
