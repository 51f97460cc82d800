"""One window for the tests of a file, which makes only the panels that they ask for."""

import pytest

from tests.ui.conftest import opened, workbench_of
from tests.ui.windows import close, sweep
from ui.session.baselines import Baselines
from ui.session.watching import Watching


@pytest.fixture(scope="module")
def lasting_window(qapp, tmp_path_factory):
    """One covered main window for a whole file."""
    window = opened(workbench_of(), tmp_path_factory.mktemp("window"), shown=False)
    yield window
    close(window)
    sweep()


@pytest.fixture
def window_again(window_again):
    """Return a function that gives the lasting window another document, and nothing beside it."""

    def again(document=None, **options):
        window = window_again(document, **options)
        window._workbench.set_watching(Watching())
        window._workbench.set_baselines(Baselines())
        return window

    return again
