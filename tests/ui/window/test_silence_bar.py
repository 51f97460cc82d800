"""Alarm that torch does not answer: told wherever torch's verdict is, and answered by a restart."""

import os
import signal

import pytest
from PySide6.QtCore import QByteArray, Qt

from tests.ui.worker.stand_ins import load_nothing
from ui.session.check_state import CheckVerdict
from ui.window.silence_bar import SilenceBar
from ui.worker import torch_worker
from ui.worker.torch_worker import TorchWorker


@pytest.fixture
def window(window_again):
    window = window_again()
    yield window
    window._worker.silent.emit(False)


@pytest.mark.torch
def test_it_is_on_while_torch_is_silent(window, qtbot):
    bench = window._workbench
    bar, badge = window.findChild(SilenceBar), window._bars.transport.badge
    before = badge.text()
    assert not bar.isVisible()
    window._worker.silent.emit(True)
    assert bar.isVisible()
    assert bar.width() == window.width()  # a line of its own
    assert bench.snapshot().check.verdict is CheckVerdict.SILENT
    assert badge.text() != before
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert badge.text() == before


def test_no_layout_hides_it_nor_gives_it_another_place(make_window):
    window = make_window()
    bar, layout = window.findChild(SilenceBar), window._memory.layout()
    assert b"s\0i\0l\0e\0n\0c\0e\0" not in QByteArray(layout).data()
    window._worker.silent.emit(True)
    window._memory.take(window._memory._seal.close(layout))
    assert bar.isVisible()


def test_many_silences_add_no_lines(window):
    bar, heights = window.findChild(SilenceBar), set()
    for _ in range(3):
        window._worker.silent.emit(True)
        bar.grab()
        assert bar.text.shown() != ""
        heights.add((bar.y(), bar.height()))
        window._worker.silent.emit(False)
    assert len(heights) == 1
    # saveState writes each break
    window._worker.silent.emit(True)
    once = window.saveState()
    window._worker.silent.emit(False)
    window._worker.silent.emit(True)
    assert len(window.saveState()) == len(once)


def test_its_button_stays_in_a_narrow_window(window):
    bar = window.findChild(SilenceBar)
    window._worker.silent.emit(True)
    bar.resize(bar.button.width() + 60, bar.height())
    bar.grab()
    assert bar.text.shown() != bar.text.text()
    assert bar.rect().contains(bar.button.mapTo(bar, bar.button.rect().bottomRight()))


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_a_stopped_torch_is_restarted_by_the_button(make_window, qtbot, monkeypatch):
    """The real process: its request is answered after all, and the window closes at once."""
    monkeypatch.setattr(torch_worker, "WATCH_MILLISECONDS", 20)
    monkeypatch.setattr(
        "tests.ui.conftest.InlineWorker", lambda: TorchWorker(load_torch=load_nothing)
    )
    window, done = make_window(), []
    worker, bar = window._worker, window.findChild(SilenceBar)
    qtbot.waitUntil(lambda: not worker.busy)
    os.kill(worker._process.processId(), signal.SIGSTOP)
    worker.submit(abs, -1, done=done.append)
    qtbot.waitUntil(bar.isVisible)
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: done == [1])
    os.kill(worker._process.processId(), signal.SIGSTOP)
    worker.submit(abs, -1, done=done.append)
    assert window.close()
