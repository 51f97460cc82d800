"""Fixtures of all tests of panels."""

import pytest

from ui.session.messages import Messages
from ui.window.connections.panels import connect_to_workbench
from ui.worker.checker import Checker


@pytest.fixture(autouse=True)
def unchecked(request, monkeypatch):
    """Let torch check nothing in a window, unless the test is marked so: that takes its time."""
    if request.node.get_closest_marker("torch") is None:
        monkeypatch.setattr(Checker, "_unchecked", lambda *_: range(0))


@pytest.fixture
def follow(bring_up):
    """Bring up a panel that follows a workbench and asks it, as in the window."""

    def show(panel, bench, size):
        connect_to_workbench(panel, bench, Messages())
        bench.changed.connect(panel.draw)
        panel.resize(*size)
        panel.draw(bench.snapshot())
        return bring_up(panel)

    return show
