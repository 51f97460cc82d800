"""A theme that is switched on before a panel was seen is the one that the panel is seen in."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from tests.ui.readouts import bench_with_readout
from tests.ui.windows import close, sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.style import chrome
from ui.style.theme import DARK, LIGHT
from ui.window.main_window import MainWindow
from ui.worker.trial_checker import TrialChecker


@pytest.fixture
def covered(tmp_path, monkeypatch):
    """Start windows in a theme, each with its start page; some panels are made below it."""
    monkeypatch.setattr(TrialChecker, "check", lambda *_: None)  # its verdict comes at any time
    windows = []

    def start(theme):
        chrome.apply(QApplication.instance(), theme)
        settings = QSettings(str(tmp_path / f"{theme.name}.ini"), QSettings.Format.IniFormat)
        worker = InlineWorker()
        window = MainWindow(bench_with_readout(), worker, theme, settings, greets=True)
        windows.append(window)
        window._checker.set_on(False)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        worker.start()
        for key in list(window._panels)[::2]:
            assert window._panels[key]
        window.greet()
        sweep()
        return window

    yield start
    for window in windows:
        close(window)
    sweep()
    chrome.apply(QApplication.instance(), LIGHT)


def pictures(window, qtbot):
    """Return a picture of each panel with its title bar, once it is in front."""
    window._welcome.close_page()
    docks = {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}
    found = {}
    for key in window._panels:
        window._docks.show_panel(key)
        sweep()
        qtbot.waitUntil(lambda: window.at_rest)
        found[key] = docks[key].grab().toImage()
    return found


@pytest.mark.few(1)
@pytest.mark.parametrize(("first", "then"), [(LIGHT, DARK), (DARK, LIGHT)])
def test_every_panel_is_painted_as_in_a_window_that_began_in_the_theme(covered, qtbot, first, then):
    began = covered(then)
    wanted = pictures(began, qtbot)
    began.hide()
    window = covered(first)
    window._actions["theme"].trigger()
    sweep()
    found = pictures(window, qtbot)
    assert [key for key, picture in found.items() if picture != wanted[key]] == []
