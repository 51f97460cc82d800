"""Details for a report: what runs, where, and what went wrong last."""

import platform
from importlib.metadata import version
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from simulator.version import VERSION
from ui.faults.fault_log import log


def test_they_are_copied(make_window, make_workbench):
    window, told = make_window(make_workbench()), []
    window.messages.told.connect(told.append)
    log.error("cannot read %s", Path.home() / "x.csv")
    window._actions["copy_details"].trigger()
    text = QGuiApplication.clipboard().text()
    for word in (VERSION, platform.python_version(), version("numpy"), version("pyqtgraph")):
        assert word in text
    screen = QGuiApplication.primaryScreen().size()
    assert f"{screen.width()} × {screen.height()}" in text
    assert f"cannot read {Path('~/x.csv')}" in text
    assert str(Path.home()) not in text
    assert told
