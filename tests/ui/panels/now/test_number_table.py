"""NumberTable: it comes to rest, whatever comes into sight as its font and scroll bars change."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from tests.depth import count
from ui.panels.now.number_table import NumberModel, NumberTable
from ui.style import theme

ROWS, COLUMNS = 12, 5


class RandomTexts(NumberModel):
    """Texts of random lengths, so that what is in sight decides what fits."""

    def __init__(self, chance):
        super().__init__()
        self._lengths = [[chance.randint(3, 8) for _ in range(COLUMNS)] for _ in range(ROWS)]

    def rowCount(self, parent=None):
        return ROWS

    def columnCount(self, parent=None):
        return COLUMNS

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        roles = Qt.ItemDataRole
        return {roles.ForegroundRole: QColor("black"), roles.DisplayRole: str(section)}.get(role)

    def text(self, row, column):
        return "1" * (self._lengths[row][column] + self.decimals)

    def background(self, row, column):
        return None

    def ink(self, row, column):
        return QColor("black")

    def usual_text(self, column):
        return "1.00"


@pytest.mark.parametrize("uniform", [True, False])
def test_a_table_that_is_resized_comes_to_rest(qtbot, monkeypatch, uniform):
    fits, fit = [], NumberTable._take_font
    monkeypatch.setattr(NumberTable, "_take_font", lambda *a: (fits.append(a), fit(*a))[1])
    chance = random.Random(1)
    most = 0
    for _ in range(count(12, by_default=2)):
        table = NumberTable(RandomTexts(chance), theme.LIGHT, uniform=uniform)
        qtbot.addWidget(table)
        table.resize(300, 300)
        table.show()
        for _ in range(count(40, by_default=12)):
            fits.clear()
            table.resize(chance.randint(120, 420), chance.randint(60, 260))
            QApplication.processEvents()
            most = max(most, len(fits))
        table.hide()
    assert most <= 6
