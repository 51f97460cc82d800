"""Panels are made when they first come into sight, and then know all that was said before."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.depth import count
from tests.ui.conftest import document_of
from tests.ui.readouts import document_with_readout
from tests.ui.windows import sweep
from ui.panels.catalogue import PANELS
from ui.panels.layouts import EDIT, LEARN
from ui.panels.panels import Panels
from ui.style import theme


def in_front(window):
    """Return the keys of the panels that a person sees."""
    bars = window._docks._bars.items()
    return {key for key, bar in bars if not bar.visibleRegion().isEmpty()}


@pytest.fixture
def window_of_all(window_again):
    """Return the window of the file with a document, in the usual theme; any panel may be made."""
    windows = []

    def make(document):
        windows.append(window_again(document))
        return windows[0]

    yield make
    windows[0].set_theme(theme.LIGHT)


def places(window):
    return {key: window._docks._docks[key].geometry() for key in in_front(window)}


def test_panels_are_made_as_they_come_into_sight_and_a_layout_is_the_same_with_all(make_window):
    """A layout, a restored layout or a tab brings them."""
    window = make_window(shown=True)
    assert set(window._panels.made) == in_front(window) < set(PANELS)
    found = {}
    for layout in (EDIT, LEARN):
        window.lay_out(layout)
        QApplication.processEvents()
        assert in_front(window) <= set(window._panels.made) < set(PANELS)
        found[layout] = places(window)
    assert not {"Holds", "Shapes"} & set(window._panels.made)
    other = make_window()
    other._actions["Holds"].trigger()
    window.restoreState(other._memory.layout(), 3)
    QApplication.processEvents()
    assert "Holds" in in_front(window) <= set(window._panels.made)
    window._actions["Shapes"].trigger()
    assert "Shapes" in in_front(window) <= set(window._panels.made)
    for key in PANELS:
        window._panels[key]
    for layout, before in found.items():
        window.lay_out(layout)
        QApplication.processEvents()
        assert places(window) == before


def test_panels_shown_late_look_as_those_shown_before(make_window, window_of_all, qtbot):
    def pictured(window, key):
        window._docks.show_panel(key)
        qtbot.waitUntil(lambda: window.at_rest)
        sweep()
        return window._panels[key].grab().toImage()

    # "Lesson" alone would take room from the others
    keys = [key for key in PANELS if key != "Lesson"][:: count(1, by_default=6)]
    early, late = window_of_all(document_of()), make_window(size=(1440, 900), shown=True)
    for key in keys:
        early._docks.show_panel(key)
    for window in (early, late):
        window._workbench.step(7)
        window.set_theme(theme.DARK)
    assert set(late._panels.made) < set(PANELS)
    for key in keys:  # what is made in idle time may come later in one of them
        qtbot.waitUntil(lambda key=key: pictured(early, key) == pictured(late, key))


def drawn_by_a_step(window, bench):
    """Take a step back; return the keys of the panels that draw it at once."""
    bench.step(-1)
    now = bench.snapshot().position
    made = window._panels.made
    return {key for key, panel in made.items() if panel.snapshot.position == now}


def test_panels_in_sight_are_drawn_at_once_those_behind_a_tab_later(window_of_all):
    """A panel that its own parts cover is in sight too; Qt says that nothing of it is visible."""
    window = window_of_all(document_with_readout())
    bench = window._workbench
    bench.go_to(bench.snapshot().schedule.last)
    in_sight = list(PANELS)[:: count(1, by_default=5)]
    for key in in_sight:
        dock = window._docks._docks[key]
        window._docks.show_panel(key)
        dock.setFloating(True)
        dock.resize(1000, 700)
    sweep()
    assert drawn_by_a_step(window, bench) >= set(in_sight)
    window.lay_out(LEARN)
    sweep()
    assert drawn_by_a_step(window, bench) == in_front(window) < set(window._panels.made)


@pytest.fixture
def panels(qapp, tmp_path):
    """Return the panels of no window; those that are made go with it."""
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    panels = Panels(theme.LIGHT, settings)
    yield panels
    for panel in panels.made.values():
        panel.deleteLater()


def test_each_panel_is_made_once_and_handed_on_in_order(panels):
    told = []
    for name in "ab":
        panels.hand_to(lambda key, panel, name=name: told.append((name, key, panel)))
    panel = panels["Shapes"]
    assert panels["Shapes"] is panels.of(type(panel)) is panel
    assert told == [("a", "Shapes", panel), ("b", "Shapes", panel)]
    assert (list(panels), list(panels.made)) == (list(PANELS), ["Shapes"])


def test_a_panel_that_is_made_while_others_draw_disturbs_nothing(
    panels, make_workbench, monkeypatch
):
    monkeypatch.setattr(panels["Shapes"], "draw", lambda snapshot: panels["Holds"])
    panels.draw(make_workbench().snapshot())
    assert "Holds" in panels.made
