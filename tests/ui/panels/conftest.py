"""Fixture of all tests of panels."""

import pytest

from ui.window.connections.panels import connect_to_workbench


@pytest.fixture
def follow(bring_up):
    """Bring up a panel that follows a workbench and asks it, as in the window."""

    def show(panel, bench, size):
        connect_to_workbench(panel, bench)
        bench.changed.connect(panel.draw)
        panel.resize(*size)
        panel.draw(bench.snapshot())
        return bring_up(panel)

    return show
