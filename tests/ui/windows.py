"""Whole windows for the tests that open and close many, each over an example."""

import gc

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from tests.paths import RESOURCES
from tests.ui.worker.inline_worker import InlineWorker
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme
from ui.window.main_window import MainWindow

FILES = tuple(map(str, sorted(RESOURCES.glob("sunspots*"))))


def open_window(example, folder, worker=None):
    """Return a window with a start page over an example, and its workbench; nothing holds them."""
    worker = worker or InlineWorker()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    bench = Workbench(Document.of_example(EXAMPLES[example]()))
    window = MainWindow(bench, worker, theme.LIGHT, settings)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    worker.start()
    window.greet()
    sweep()
    return window, bench


def open_in(window, qtbot, *paths):
    """Open files in a window, and wait until they are read."""
    window.open_files([str(path) for path in paths])
    qtbot.waitUntil(lambda: not window.busy)


def close(window):
    """Close a window as a program does that goes on without it."""
    window.close()
    window.deleteLater()


def sweep():
    """Do the deferred deletions, which else only the application's own event loop would do."""
    for _ in range(2):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def left_over():
    """Return the number of widgets left after all deletions; Qt keeps one of the desktop."""
    for _ in range(3):  # what one deletes may free what the next collects, as menus of plots
        sweep()
        gc.collect()
    sweep()
    widgets = QApplication.allWidgets()
    return sum(w.windowType() != Qt.WindowType.Desktop for w in widgets)


def torch_has_answered(window):
    """Return whether the torch process has said which version it has, or why it has none."""
    check = window._workbench.snapshot().check
    return (check.torch_version or check.unavailable) is not None
