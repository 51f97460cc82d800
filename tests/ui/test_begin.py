"""The usual look: each test begins in it, and what the tests of a file share is made in it.

No tool tip is left of the test before.
"""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip

from ui.style import chrome, fonts, number_format, theme
from ui.style.key_names import NAMES


@pytest.fixture(scope="module", params=[0, 1])
def look(qapp):
    """Return the look in which a window for all tests of a file would be made."""
    mouse, decimals = QCursor.pos().toTuple(), number_format.decimals()
    return fonts.text_size(), decimals, qapp.styleSheet(), mouse, NAMES.of("save")


def test_what_is_made_for_a_file_has_the_usual_look_whatever_was_before(qapp, look):
    assert look == (fonts.USUAL, None, chrome._style_sheet(theme.LIGHT), (0, 0), ("Ctrl+S",))
    fonts.set_text_size(200)
    number_format.set_decimals(5)
    chrome.apply(qapp, theme.DARK)
    QCursor.setPos(70, 70)
    NAMES.tell({})


@pytest.mark.parametrize("time", [0, 1])
def test_a_tool_tip_is_gone_in_the_next_test(qapp, time):
    assert not QToolTip.isVisible()
    QToolTip.showText(QPoint(5, 5), "where the mouse rested")
    assert QToolTip.isVisible()
