"""Whatever happens to the torch process and to the file, nothing is frozen or lost."""

import random
import signal

import pytest

from tests import depth
from tests.ui.stories.robot import NOBODY_TOOK_IT, Robot
from tests.ui.stories.trouble import Trouble
from tests.ui.windows import FILES
from ui.worker import torch_worker


@NOBODY_TOOK_IT
@pytest.mark.few(1)
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
@pytest.mark.parametrize("seed", [1, 2])
def test_trouble_freezes_and_loses_nothing(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(torch_worker, "WATCH_MILLISECONDS", 20)
    monkeypatch.chdir(tmp_path)
    trouble = Trouble("teaching", tmp_path, random.Random(seed))
    files = (*FILES, str(trouble.file))
    robot = Robot(trouble.window, seed, files, trouble.troubles * 3)
    robot.work(depth.count(150, by_default=30))
    assert list(trouble.complaints()) == []
    trouble.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_the_check_finds_what_is_lost(tmp_path, monkeypatch, qtbot):
    """Without copies an edit is only in the window: a crash would lose it."""
    monkeypatch.setattr("tests.ui.stories.trouble.PATIENCE_SECONDS", 0)
    trouble = Trouble("teaching", tmp_path, random.Random(0))
    qtbot.waitUntil(lambda: not trouble.window.busy)
    assert list(trouble.complaints()) == []
    trouble.edit()
    (complaint,) = trouble.complaints()
    assert "holds" in complaint
    trouble.close()
