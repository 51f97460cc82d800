"""Program that restores a layout while a panel is dragged, by its tab or its title.

The test that runs it sees whether it crashes: `python -m tests.ui.window.dragged_panel tab`.
"""

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from tests.ui.windows import close, open_window, sweep
from ui.style import theme

Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier


def grip_of(window, key, by):
    """Return the widget and the point by which a panel is dragged: its tab or its title."""
    dock = window._docks._docks[key]
    if by == "title":
        return dock, QPoint(dock.width() // 2, 6)
    for bar in window.findChildren(QTabBar):
        for index in range(bar.count()):
            if bar.tabText(index) == dock.windowTitle():
                return bar, bar.tabRect(index).center()
    raise ValueError(f"{key} has no tab")


def wait_until(condition):
    patience = QDeadlineTimer(20_000)
    while not condition():
        if patience.hasExpired():
            raise TimeoutError
        QTest.qWait(5)


def main(by):
    """Tear a panel off, open a layout, and let the panel go."""
    app = QApplication([])
    theme.apply(app, theme.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        window, _ = open_window("teaching", Path(folder))
        for other in app.topLevelWidgets():
            if other is not window:
                other.close()  # the start page
        sweep()
        key = {"tab": "Lens", "title": "Cell"}[by]
        dock, layout = window._docks._docks[key], window._memory.sealed()
        neighbours = window.tabifiedDockWidgets(dock)
        grip, point = grip_of(window, key, by)
        QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
        for distance in (20, 60, 200):
            QTest.mouseMove(grip, point + QPoint(distance, distance))
            sweep()
        assert dock.isFloating()
        window._memory.take(layout)
        assert dock.isFloating()
        QTest.mouseRelease(grip, Button.LeftButton, Modifier.NoModifier, point)
        wait_until(lambda: window._memory._taken is None and not dock.isFloating())
        assert window.tabifiedDockWidgets(dock) == neighbours
        close(window)
        sweep()
    print("restored")


if __name__ == "__main__":
    main(sys.argv[1])
