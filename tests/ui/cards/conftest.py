"""A window at timestep 3, whose numbers have cards."""

import pytest


@pytest.fixture
def window(make_window, qtbot):
    window = make_window()
    window._workbench.go_to_timestep(3)
    qtbot.waitUntil(lambda: not window.busy and window.checked)
    window.setFocus()
    return window
