"""Long work in the worker's process: slice by slice, between other requests, until Cancel."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QProgressDialog, QPushButton, QWidget

from simulator.files.errors import FileError
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.export.export_trace import ExportTrace
from ui.documents import save_file
from ui.worker import slices
from ui.worker.remote_work import RemoteWork
from ui.worker.torch_worker import TorchWorker

left = []


def counting(stop, failing=False):
    """Yield `stop` fractions, and report when the generator is closed."""
    try:
        for number in range(stop):
            yield number / stop
        if failing:
            raise FileError("the disk is full")
        return stop
    finally:
        left.append(stop)


@pytest.fixture(autouse=True)
def _one_step_a_slice(monkeypatch):
    monkeypatch.setattr(slices, "SLICE_SECONDS", 1e-9)
    left.clear()


@pytest.fixture
def parts(qtbot):
    worker, parent = InlineWorker(load_torch=lambda: "1.0"), QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return worker, parent


@pytest.fixture
def said(monkeypatch):
    """Return the messages of the work in order, each slice too, as the worker sends them."""
    said, go_on = [], slices.go_on

    def logged(key):
        said.append(go_on(key))
        return said[-1]

    monkeypatch.setattr(slices, "go_on", logged)
    return said


def listen(work, said):
    work.done.connect(lambda: said.append(work.result))
    work.failed.connect(said.append)
    work.cancelled.connect(lambda: said.append("cancelled"))


def test_other_requests_are_answered_between_the_slices(parts, said, qtbot):
    worker, parent = parts
    listen(RemoteWork("Counting", worker, counting, (4,), parent), said)
    worker.submit(str, "in between", done=said.append)
    qtbot.waitUntil(lambda: 4 in said)
    kinds = [s if isinstance(s, str | int) else s.over for s in said]
    assert kinds == [False, "in between", False, False, False, True, 4]
    fractions = [s.fraction for s in said if isinstance(s, slices.Slice)]
    assert fractions == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert left == [4]


def test_what_goes_wrong_is_told_once_and_the_worker_goes_on(parts, said, qtbot):
    worker, parent = parts
    listen(RemoteWork("Counting", worker, counting, (2, True), parent), said)
    qtbot.waitUntil(lambda: "the disk is full" in said)
    worker.submit(str, "after", done=said.append)
    qtbot.waitUntil(lambda: "after" in said)
    assert said.count("the disk is full") == 1
    assert slices._works == {}


def test_cancel_lets_the_work_go(parts, said, qtbot):
    worker, parent = parts
    work = RemoteWork("<b>Counting</b>", worker, counting, (10**9,), parent)
    listen(work, said)
    qtbot.waitUntil(lambda: len(said) >= 3)
    bar = parent.findChild(QProgressDialog)
    assert bar.findChild(QLabel).text() == "<b>Counting</b>"
    bar.findChild(QPushButton).click()
    assert said[-1] == "cancelled"
    qtbot.waitUntil(lambda: left == [10**9])
    assert slices._works == {}
    count = len(said)
    worker.submit(str, "after", done=said.append)
    qtbot.waitUntil(lambda: "after" in said)
    assert [s for s in said[count:] if isinstance(s, slices.Slice)] == []


def test_a_new_process_says_that_it_does_not_know_the_work():
    with pytest.raises(ValueError, match="Try again"):
        slices.go_on(10**6)


@pytest.mark.torch
def test_an_export_with_torchs_values_is_cancelled_and_leaves_nothing(
    make_window, make_workbench, qtbot, tmp_path, monkeypatch
):
    """The worker is a real process; the window steps on meanwhile."""
    bench = make_workbench(timesteps=20_000)
    window = make_window(bench)
    worker = TorchWorker(window)
    window._commands._exporter._worker = worker

    def fill(dialog):
        dialog._torch.setChecked(True)
        return QDialog.DialogCode.Accepted

    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(ExportTrace, "exec", fill)
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(folder / "t.csv"), "Trace"))
    window.findChild(QAction, "export_trace").trigger()
    qtbot.waitUntil(lambda: bool(list(folder.glob(".gatestep-*"))), timeout=60_000)
    bench.step(1)
    assert bench.snapshot().position > 0
    bar = next(b for b in window.findChildren(QProgressDialog) if b.maximum() > 0)
    bar.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: not list(folder.iterdir()))
    qtbot.waitUntil(lambda: not worker.busy)
    worker.close()
