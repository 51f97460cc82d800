"""Setup of the tests of documents: a folder for unsaved work."""

import pytest

from ui.documents import autosave


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the application's own folder; work is kept there as soon as the user pauses."""
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 10)
    return tmp_path / "data" / "unsaved"
