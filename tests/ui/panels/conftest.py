"""Fixture of all tests of panels."""

import pytest


@pytest.fixture
def follow(bring_up):
    """Bring up a panel that follows a workbench and asks it, as in the window."""

    def show(panel, bench, size):
        panel.edited.connect(bench.edit)
        panel.settled.connect(bench.settle)
        panel.cancelled.connect(bench.cancel_edit)
        panel.looked_at.connect(bench.look_at)
        panel.unit_selected.connect(bench.select_unit)
        panel.lane_selected.connect(bench.select)
        bench.changed.connect(panel.draw)
        panel.resize(*size)
        panel.draw(bench.snapshot())
        return bring_up(panel)

    return show
