"""Program that presents, lays out or closes while a panel is dragged by its tab or its title.

The test that runs it sees whether it crashes: `python -m tests.ui.window.dragged_panel tab closed`.
"""

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.windows import close, open_window, sweep
from tests.ui.worker.inline_worker import InlineWorker
from tests.ui.worker.stand_ins import load_missing
from ui.style import chrome, theme

Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier


def grip_of(window, key, by):
    """Return the widget and the point by which a panel in front is dragged: its tab or its bar."""
    bar = window._docks._docks[key].titleBarWidget()
    if by == "title":
        return bar, bar.caption.geometry().center()
    return bar.tabs, bar.tabs.tabRect(bar.tabs.currentIndex()).center()


def seen(window):
    return {key for key, dock in window._docks._docks.items() if not dock.isHidden()}


def presented(window, dock, drag):
    """Present while a panel is dragged, and end it while the panel is dragged again."""
    before, neighbours = seen(window), window.tabifiedDockWidgets(dock)
    let_go = drag()
    window._actions["present"].trigger()
    assert seen(window) == {"Cell"}
    let_go()
    window._docks.show_panel(dock.objectName())
    sweep()
    let_go = drag()
    window._actions["present"].trigger()
    assert seen(window) == before
    assert window.tabifiedDockWidgets(dock) == neighbours
    let_go()
    close(window)


def restored(window, dock, drag):
    """Open a layout while a panel is dragged, and let the panel go."""
    layout, neighbours = window._memory.sealed(), window.tabifiedDockWidgets(dock)
    let_go = drag()
    window._memory.take(layout)
    let_go()
    assert not dock.isFloating()
    assert window.tabifiedDockWidgets(dock) == neighbours
    close(window)


def closed_while_held(window, dock, drag):
    """Close the window while a panel is dragged; another was left floating before."""
    left = window._docks._docks["Check"]
    left.setFloating(True)
    left.move(2000, 2000)
    sweep()
    before = window._arrangement.state()
    drag()
    window.close()
    assert window._memory._read("layout") == before


def main(by, story):
    """Tear a panel off by its tab or title, and go on by a story."""
    app = QApplication([])
    chrome.apply(app, theme.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        without_torch = InlineWorker(load_torch=load_missing)
        window, _ = open_window("teaching", Path(folder), without_torch)
        for other in app.topLevelWidgets():
            if other is not window:
                other.close()  # the start page
        sweep()
        key = {"tab": "Lens", "title": "Cell"}[by]
        dock = window._docks._docks[key]
        window._docks.show_panel(key)
        sweep()

        def drag():
            grip, point = grip_of(window, key, by)
            QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
            for distance in (20, 60, 200):
                QTest.mouseMove(grip, point + QPoint(distance, distance))
                sweep()
            assert dock.isFloating()
            return lambda: QTest.mouseRelease(grip, Button.LeftButton, Modifier.NoModifier, point)

        STORIES[story](window, dock, drag)
        sweep()
    print("ended")


STORIES = {"presented": presented, "restored": restored, "closed": closed_while_held}

if __name__ == "__main__":
    main(*sys.argv[1:])
