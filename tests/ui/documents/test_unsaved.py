"""A copy belongs to its window while that lives, and to others once it was killed."""

import errno
import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QLabel

from simulator.examples import teaching
from simulator.files.errors import os_reason
from tests.paths import ROOT
from tests.ui.documents.work import edit, kept, press, weights_kept
from ui.documents.recovery_bar import RecoveryBar

pytestmark = pytest.mark.usefixtures("chosen")


def test_two_windows_keep_their_own_and_offer_nothing_of_each_other(
    make_window, make_workbench, qtbot, folder
):
    benches = make_workbench(), make_workbench(hidden_size=4)
    windows = [make_window(bench) for bench in benches]
    for window, bench, value in zip(windows, benches, (1.5, 2.5), strict=True):
        window.keep_safe(folder)
        edit(bench, value)
    qtbot.waitUntil(lambda: len(kept(folder)) == 2)
    third = make_window()
    third.keep_safe(folder)
    assert third.findChild(RecoveryBar) is None
    assert weights_kept(folder) == [1.5, 2.5]


def test_a_copy_whose_lock_was_removed_is_locked_again(make_window, make_workbench, qtbot, folder):
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    (before,) = kept(folder)
    before.with_suffix(".lock").unlink()
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: 2.5 in weights_kept(folder))
    assert kept(folder) == [before]
    other = make_window()
    other.keep_safe(folder)
    assert other.findChild(RecoveryBar) is None


def test_a_copy_that_another_window_has_taken_is_not_touched(
    make_window, make_workbench, qtbot, folder
):
    bench, second = make_workbench(), make_workbench(seed=1)
    window, other = make_window(bench), make_window(second)
    window.keep_safe(folder)
    edit(bench, 1.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5])
    (taken,) = kept(folder)
    taken.with_suffix(".lock").unlink()
    other.keep_safe(folder)
    assert other.findChild(RecoveryBar) is not None
    edit(bench, 2.5)
    qtbot.waitUntil(lambda: weights_kept(folder) == [1.5, 2.5])
    assert window.close()
    assert kept(folder) == [taken]
    press(other, "&Restore")
    qtbot.waitUntil(lambda: other.isWindowModified())
    assert weights_kept(folder) == [1.5]


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_the_system_says_why_no_copy_can_be_begun(folder):
    """The system itself refuses every byte, as on a full disk; QLockFile does not say why."""
    program = f"""
import resource
from pathlib import Path
from simulator.files.errors import FileError
from ui.documents.unsaved import Copy
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    Copy.begin(Path({str(folder)!r}))
except FileError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert str(folder) in done.stdout
    assert os_reason(OSError(errno.EFBIG, "")) in done.stdout
    assert done.stderr == ""
    assert not list(folder.iterdir())


def test_a_killed_program_leaves_its_work_to_the_next(make_window, make_workbench, qtbot, folder):
    """The program is a real process, ended by SIGKILL after its edit was kept."""
    program = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from simulator.examples import teaching
from simulator.files.errors import os_reason
from ui.documents import autosave
from ui.session.document import Document
from ui.style import chrome, theme
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker
from ui.session.workbench import Workbench

autosave.SETTLE_MILLISECONDS = 10
app = QApplication([])
chrome.apply(app, theme.LIGHT)
bench = Workbench(Document.of_example(teaching()))
settings = QSettings({str(folder.parent / "s.ini")!r}, QSettings.Format.IniFormat)
window = MainWindow(bench, TorchWorker(app), theme.LIGHT, settings)
window.keep_safe(Path({str(folder)!r}))
window.show()
experiment = bench.snapshot().experiment
parameters = experiment.parameters.with_value("weight_hh_l0", (2, 1), -9.75)
bench.edit(experiment.with_parameters(parameters), "a weight")
app.exec()
"""
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    try:
        qtbot.waitUntil(lambda: bool(kept(folder)) or process.poll() is not None)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert kept(folder)
    assert list(folder.glob("*.lock"))
    bench = make_workbench()
    window = make_window(bench)
    window.keep_safe(folder)
    assert teaching().title in window.findChild(RecoveryBar).findChild(QLabel).text()
    press(window, "&Restore")
    qtbot.waitUntil(lambda: window.isWindowModified())
    assert bench.snapshot().experiment.parameters["weight_hh_l0"][2, 1] == -9.75
