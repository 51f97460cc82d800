"""One window for the tests of a file, which makes only the panels that they ask for."""

import pytest

from tests.ui.conftest import lasting, opened, workbench_of


@pytest.fixture(scope="module")
def lasting_window(qapp, tmp_path_factory):
    """One covered main window for a whole file."""
    yield from lasting(opened(workbench_of(), tmp_path_factory.mktemp("window"), shown=False))
