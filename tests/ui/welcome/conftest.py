"""Setup of the tests of the start page: what lies below it is not made, unless a test asks."""

import pytest

from tests.ui.conftest import lasting, opened, workbench_of
from tests.ui.windows import sweep
from ui.welcome.start_page import StartPage
from ui.window.docking.docks import Docks
from ui.window.docking.panels_below import PanelsBelow

SIZE = (1280, 800)


@pytest.fixture
def nothing_below(monkeypatch):
    """Make no panel where the page was closed; that takes longer than the page."""
    _leave_unmade(monkeypatch)


def _leave_unmade(monkeypatch):
    for cls, name in ((PanelsBelow, "begin"), (Docks, "uncover")):
        monkeypatch.setattr(cls, name, lambda self, *_: None)


@pytest.fixture(scope="module")
def lasting_window(qapp, tmp_path_factory):
    """One window with nothing below for a whole file."""
    with pytest.MonkeyPatch.context() as patch:
        _leave_unmade(patch)
        window = opened(workbench_of(), tmp_path_factory.mktemp("window"), SIZE, shown=False)
    yield from lasting(window)


def page_shown(window):
    """Show the start page; return it with the window and its workbench."""
    window.greet()
    sweep()
    (page,) = (page for page in window.findChildren(StartPage) if page.isVisible())
    return window, window._workbench, page


@pytest.fixture
def greeted_anew(make_window, nothing_below):
    """A new window with its start page, for tests that change more of it than its document."""
    return page_shown(make_window(size=SIZE))
