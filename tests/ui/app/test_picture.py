"""Picture of the window: taken once everything has its room."""

from tests.ui.lessons.stage import lie_still
from tests.ui.windows import torch_has_answered
from ui.app import picture
from ui.panels.layouts import GRADIENTS
from ui.panels.now.panel import NowPanel


def test_a_picture_waits_for_layouts_inside_layouts(make_window, qtbot):
    window = make_window(size=(1280, 800))
    window.lay_out(GRADIENTS)
    window._docks.show_panel("Now")
    qtbot.waitUntil(lambda: torch_has_answered(window))  # else its words would replace these
    lie_still(window)
    verdict = window.findChild(NowPanel).verdict
    before = verdict.height()
    verdict.setText("words that need several lines " * 9)
    picture._settle(window)
    assert verdict.height() >= verdict.heightForWidth(verdict.width()) > before
