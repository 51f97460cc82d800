"""Setup of the tests of lessons: their window makes the strip, and the panels that a step shows."""

import pytest

from tests.ui.conftest import opened, workbench_of
from tests.ui.windows import close, sweep


@pytest.fixture(scope="module")
def lasting_window(qapp, tmp_path_factory):
    """One window for a whole file, in which no panel is made before it is asked for."""
    window = opened(workbench_of(), tmp_path_factory.mktemp("window"), shown=False)
    yield window
    close(window)
    sweep()
