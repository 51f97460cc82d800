"""Fixtures of the tests of the timeline."""

from contextlib import ExitStack, contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.panels.lasting_panel import LastingPanel
from ui.panels.timeline.curve_units import AT_FIRST
from ui.panels.timeline.gradients.reach import AUTOMATIC
from ui.panels.timeline.panel import TimelinePanel
from ui.style import fonts, theme


@pytest.fixture
def shown_anew(follow):
    """Show a new panel that follows a workbench."""

    def show(workbench, size=(1200, 300), colours=theme.LIGHT):
        panel = follow(TimelinePanel(colours), workbench, size)
        QApplication.processEvents()
        return panel

    return show


@pytest.fixture(scope="module")
def following(qapp):
    """Return a context in which the file's panel follows a workbench, also of a law's example."""
    lasting = LastingPanel(TimelinePanel(theme.LIGHT))

    @contextmanager
    def follow(workbench, size):
        try:
            panel = lasting.follow(workbench, size)
            panel.plots.fit()
            panel._flash.end()  # another document's scales are no change
            yield panel
        finally:
            lasting.leave()
            _take_choices_back(lasting.panel)

    yield follow
    lasting.close()


@pytest.fixture
def shown(following, shown_anew):
    """Show the file's panel, which follows a workbench; new ones from the second on."""
    with ExitStack() as taken:
        first = True

        def show(workbench, size=(1200, 300), colours=theme.LIGHT):
            nonlocal first
            usual = colours is theme.LIGHT and fonts.text_size() == fonts.USUAL
            if not (first and usual):
                return shown_anew(workbench, size, colours)
            first = False
            panel = taken.enter_context(following(workbench, size))
            QApplication.processEvents()
            return panel

        yield show


def _take_choices_back(panel):
    panel.snapshot = None  # else each choice would draw
    panel._flash.end()
    if panel.theme is not theme.LIGHT:
        panel.set_theme(theme.LIGHT)
    panel.heat_map_button.setChecked(True)
    panel.ends_button.setChecked(False)
    panel.tools.own_scale.setChecked(False)
    panel.tools.gradients.show_choice(AUTOMATIC)
    panel.tools.gradients.chosen.emit(AUTOMATIC)
    panel.set_unit_order(None)
    panel.choose_units(tuple(range(AT_FIRST)))
    for back in (False, True):
        panel.plots.choose_tracks(None, back)


@pytest.fixture
def text_size():
    """Set the text size in percent, until the test ends."""
    yield fonts.set_text_size
    fonts.set_text_size(fonts.USUAL)
