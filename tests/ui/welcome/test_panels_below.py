"""Panels below the start page: made after it, between events, or at once where it is closed."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDockWidget

from tests.ui.windows import close, sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.session.snapshot import TIMESTEP
from ui.style.theme import LIGHT
from ui.window.main_window import MainWindow

SIZE = (1280, 800)
IN_SIGHT = {"Weights", "Cell", "Ledger", "Timeline"}


@pytest.fixture
def first_start(make_workbench, tmp_path):
    """A window that greets, as the program's start makes it, before anything is painted."""
    settings = QSettings(str(tmp_path / "first.ini"), QSettings.Format.IniFormat)
    bench = make_workbench()
    window = MainWindow(bench, InlineWorker(), LIGHT, settings, greets=True)
    window.resize(*SIZE)
    window.show()
    window.greet()
    yield window, bench
    close(window)
    sweep()


def places(window):
    """Return where each dock lies that is in sight."""
    docks = window.findChildren(QDockWidget)
    return {d.objectName(): d.geometry() for d in docks if not d.visibleRegion().isEmpty()}


def test_they_are_made_after_the_page_where_they_lie_without_it(
    first_start, make_window, make_workbench, qtbot
):
    window, bench = first_start
    assert not window._panels.made
    usual = make_window(make_workbench(), size=SIZE, shown=True)
    assert usual._panels.made.keys() <= IN_SIGHT
    qtbot.waitUntil(lambda: window._panels.made.keys() == usual._panels.made.keys())
    bench.step(1, TIMESTEP)
    QApplication.processEvents()
    assert places(window) == places(usual)
    assert window._panels.made.keys() == usual._panels.made.keys()


def test_a_page_that_is_closed_at_once_uncovers_panels_that_show_the_present(first_start):
    window, bench = first_start
    QApplication.processEvents()
    bench.step(1, TIMESTEP)
    QApplication.processEvents()
    made = window._panels.made
    assert {"Cell", "Timeline"} <= made.keys() <= IN_SIGHT
    present = bench.snapshot().position
    assert {panel.snapshot.position for panel in made.values()} == {present}
