"""KeysDialog: the shortcut sheet, made from the table of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from simulator.translation import tr
from ui.commands.actions import TABLE, keys_of, name_of
from ui.matrix import keys as cell_keys
from ui.style.theme import mono_font

_COLUMNS = 3


class KeysDialog(QDialog):
    """Every key with its action, on one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(18)
        rows = [row for row in TABLE if keys_of(row)]
        height = -(-len(rows) // _COLUMNS)
        for number, row in enumerate(rows):
            column, line = divmod(number, height)
            _add(grid, line, column, "  ".join(keys_of(row)), name_of(row))
        title = _label(tr("In heat maps and tables"))
        title.setContentsMargins(0, 10, 0, 0)
        grid.addWidget(title, height, 0, 1, 2 * _COLUMNS)
        for line, (keys, text) in enumerate(cell_keys.SHEET, height + 1):
            _add(grid, line, 0, tr(keys), tr(text), 2 * _COLUMNS - 1)


def _add(grid: QGridLayout, line: int, column: int, keys: str, text: str, columns: int = 1) -> None:
    """Add one line to the sheet: the keys, and their action."""
    label = _label(keys)
    label.setFont(mono_font())
    grid.addWidget(label, line, 2 * column)
    grid.addWidget(_label(text), line, 2 * column + 1, 1, columns)


def _label(text: str) -> QLabel:
    return QLabel(text, textFormat=Qt.TextFormat.PlainText)
