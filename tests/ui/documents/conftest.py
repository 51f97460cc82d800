"""Where the tests of documents let the window keep unsaved work."""

import pytest

from ui.documents import autosave


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The application's own folder; work is kept there as soon as it rests."""
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 10)
    return tmp_path / "data" / "unsaved"
