"""A window at timestep 3, whose numbers have cards."""

import pytest

from tests.ui.covered_window import lasting_window as lasting_window


@pytest.fixture
def window(window_again, qtbot):
    """Return the window of the file, all of whose cards are closed."""
    window = window_again()
    window._checker.set_on(False)  # no card tells of torch, and each run would be waited for
    window._panels["Cell"]
    return _at_timestep_3(window, qtbot)


@pytest.fixture
def own_window(make_window, qtbot):
    """Return a new window, for hints, text sizes, tabs, and clicks that are no second ones."""
    return _at_timestep_3(make_window(), qtbot)


def _at_timestep_3(window, qtbot):
    window._workbench.go_to_timestep(3)
    qtbot.waitUntil(lambda: not window.busy and window.checked)
    window.setFocus()
    return window
