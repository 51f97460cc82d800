"""A window that closes waits for the exports under way, and offers to stop them."""

from functools import partial

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from simulator.files.traces import export
from simulator.files.traces.export import ExportOptions
from tests.ui.documents.work import edit
from ui.dialogs.export import export_trace
from ui.worker import long_work

pytestmark = pytest.mark.usefixtures("chosen")


@pytest.fixture
def exporting(make_window, make_workbench, tmp_path, folder, monkeypatch):
    """Return a window that exports a trace without end, the path, and what lets it go on."""
    path = tmp_path / "trace.csv"
    real, free = export.exporting_run, []

    def held(*arguments):
        while not free:
            yield 0.0
        yield from real(*arguments)

    monkeypatch.setattr(export_trace, "ask", lambda *_: (str(path), ExportOptions("csv")))
    monkeypatch.setattr("simulator.files.traces.export.exporting_run", held)
    monkeypatch.setattr(long_work, "SLICE_SECONDS", 0.001)
    window = make_window(make_workbench())
    window.keep_safe(folder)
    window.findChild(QAction, "export_trace").trigger()
    return window, path, partial(free.append, True)


def box_of(window):
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return boxes[0] if boxes else None


def press(window, text):
    (button,) = [b for b in box_of(window).buttons() if b.text() == text]
    button.click()


def test_it_closes_once_the_file_is_written(exporting, qtbot):
    window, path, go_on = exporting
    assert not window.close()
    assert "trace.csv" in box_of(window).text()
    assert not window.close()
    assert not path.exists()
    go_on()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert path.stat().st_size
    assert not list(path.parent.glob(".gatestep-*"))


def test_it_can_be_stopped(exporting, qtbot):
    window, path, _ = exporting
    assert not window.close()
    press(window, "&Stop it and close")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert not path.exists()
    assert not list(path.parent.glob(".gatestep-*"))


def test_the_window_can_be_kept_open(exporting, qtbot):
    window, path, go_on = exporting
    assert not window.close()
    press(window, "&Keep the window open")
    assert box_of(window) is None
    go_on()
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert window.isVisible()
    assert window.close()


def test_one_that_fails_keeps_the_window(exporting, qtbot):
    window, path, go_on = exporting
    assert not window.close()
    path.mkdir()
    go_on()
    with qtbot.waitSignal(window.messages.complained, timeout=10_000):
        pass
    assert box_of(window) is None
    assert window.isVisible()


def test_unsaved_work_is_asked_about_afterwards(exporting, qtbot, chosen):
    window, _, go_on = exporting
    edit(window._workbench)
    assert not window.close()
    assert chosen.asked == ()
    go_on()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert chosen.asked == ("test",)


def test_what_the_worker_writes_is_waited_for_too(
    make_window, make_workbench, qtbot, tmp_path, folder, chosen
):
    window = make_window(make_workbench())
    window.keep_safe(folder)
    chosen.path = tmp_path / "model.py"
    window.findChild(QAction, "export_script").trigger()
    assert not window.close()
    assert box_of(window) is not None
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert chosen.path.exists()
