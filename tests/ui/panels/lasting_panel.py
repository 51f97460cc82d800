"""One panel for the tests of a file, which follows the workbench of the test at hand."""

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import PATIENCE_MILLISECONDS
from tests.ui.windows import sweep
from ui.session.messages import Messages
from ui.window.connections.panels import connect_to_workbench


class Seat:
    """What a lasting panel is connected to: the workbench of the test at hand."""

    def __init__(self):
        self.bench = None

    def __getattr__(self, name):
        return lambda *args: getattr(self.bench, name)(*args)

    @property
    def documents(self):
        return self.bench.documents


class LastingPanel:
    """A panel that stays in sight, as making one takes longer than most tests of it."""

    def __init__(self, panel):
        self.panel, self.seat = panel, Seat()
        connect_to_workbench(panel, self.seat, Messages())
        panel.show()

    @property
    def is_taken(self):
        """True while it follows a workbench."""
        return self.seat.bench is not None

    def follow(self, bench, size):
        """Let the panel follow a workbench, in front of all other windows."""
        self.seat.bench = bench
        bench.changed.connect(self.panel.draw)
        self.panel.resize(*size)
        self.panel.draw(bench.snapshot())
        self.panel.activateWindow()
        assert QTest.qWaitForWindowActive(self.panel, PATIENCE_MILLISECONDS)
        QApplication.processEvents()
        assert self.panel.isActiveWindow(), "a test before hid it: Qt gives it no keys any more"
        return self.panel

    def leave(self):
        """Take the keys and the mouse away, which ends edits; then follow no workbench."""
        self.panel.setFocus()
        for widget in (self.panel, *self.panel.findChildren(QWidget)):
            if widget.hasMouseTracking():
                QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
        self.seat.bench.changed.disconnect(self.panel.draw)
        self.seat.bench = None

    def close(self):
        """Close the panel at the end of the file."""
        self.panel.close()
        self.panel.deleteLater()
        sweep()
