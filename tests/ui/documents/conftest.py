"""Setup of the tests of documents: a folder for unsaved work, and by default few panels."""

import pytest

from tests import depth
from ui.documents import autosave
from ui.panels.catalogue import PANELS, tabs
from ui.window.docking import docks

SEEN = "Lesson", "Cell", "Timeline"
"""Panels of the windows by default: places for all take as long as all else of a window.

The last is shown by the first step of a lesson.
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the application's own folder; work is kept there as soon as the user pauses."""
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 10)
    return tmp_path / "data" / "unsaved"


@pytest.fixture(autouse=True)
def _few_panels(monkeypatch):
    if depth.full:
        return

    def seen(layout, slot):
        return [key for key in tabs(layout, slot) if key in SEEN]

    monkeypatch.setattr(docks, "PANELS", {key: PANELS[key] for key in SEEN})
    monkeypatch.setattr(docks, "tabs", seen)
