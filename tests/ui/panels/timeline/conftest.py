"""Fixture of the tests of the timeline."""

import pytest
from PySide6.QtWidgets import QApplication

from ui.panels.timeline.panel import TimelinePanel
from ui.style import fonts, theme


@pytest.fixture
def shown(follow):
    """Show a panel that follows a workbench."""

    def show(workbench, size=(1200, 300), colours=theme.LIGHT):
        panel = follow(TimelinePanel(colours), workbench, size)
        QApplication.processEvents()
        return panel

    return show


@pytest.fixture
def text_size():
    """Set the text size in percent, until the test ends."""
    yield fonts.set_text_size
    fonts.set_text_size(fonts.USUAL)
