"""The corpus through the window: a line each, and what was open stays open."""

import pytest

from simulator.files import sandbox
from tests.simulator.files.hostile import EXECUTED, MODELS, SEQUENCES, TRACES, names
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents.opener import Opener
from ui.session.messages import Messages


@pytest.fixture
def opener(make_workbench, monkeypatch):
    """An Opener over a small model that reads 3 features, and what it says."""
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    messages = Messages()
    opener = Opener(make_workbench(), InlineWorker(), messages, choose=lambda choice: None)
    opener.said = []
    messages.complained.connect(opener.said.append)
    yield opener
    opener._worker.close()


CASES = MODELS | SEQUENCES | TRACES


@pytest.mark.slow
@pytest.mark.parametrize("name", names(CASES))
def test_every_file_is_told_in_a_line(opener, qtbot, tmp_path, name):
    case = CASES[name]
    path = case.write(tmp_path)
    before = opener._workbench.snapshot()
    opener.open([str(path)])
    qtbot.waitUntil(lambda: not opener.busy)
    (line,) = opener.said
    assert line.isprintable()
    assert path.name in line
    assert case.words in line
    assert "please report" not in line
    assert opener._workbench.snapshot().document is before.document
    assert not list(tmp_path.rglob(EXECUTED))
