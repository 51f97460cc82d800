"""Names by which lessons show panels and layouts: those of the window."""

from simulator.lessons import lint
from ui.panels.catalogue import PANELS
from ui.panels.layouts import LAYOUTS


def test_lessons_know_every_panel_and_layout():
    assert set(lint.PANELS) == {key.lower() for key in PANELS} - {"lesson"}
    assert set(lint.LAYOUTS) == set(LAYOUTS)
