"""Work of a user: made, saved and lost."""

import shutil

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from simulator.files.workspaces.reader import read_workspace
from ui.documents.autosave import Autosave
from ui.documents.recovery_bar import RecoveryBar


def edit(bench, value=3.25, merge_key=None):
    """Change a weight; edits of one key are one, which can be cancelled."""
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (1, 2), value)
    bench.edit(experiment.with_parameters(parameters), "weight_ih_l0[1, 2]", merge_key)


def weight_in(path):
    """Return the weight that `edit` changes, in a workspace's file."""
    return float(read_workspace(path).experiment.parameters["weight_ih_l0"][1, 2])


def save(window, qtbot, keys=Qt.KeyboardModifier.ControlModifier):
    """Save by the keys, and wait for the file."""
    with qtbot.waitSignal(window._saver.saved):
        QTest.keyClick(window, Qt.Key.Key_S, keys)


def kept(folder):
    """Return the files of the copies in the application's own folder."""
    return sorted(folder.glob("*.gatestep"))


def weights_kept(folder):
    """Return the weight that `edit` changes, in every copy."""
    return sorted(map(weight_in, kept(folder)))


def settle(window):
    """Let autosave's waiting time pass at once; afterwards it has nothing left to do."""
    keeper = window.findChild(Autosave)
    if keeper._settle.isActive():
        keeper._settle.stop()
        keeper._settle.timeout.emit()
    while keeper._slices.isActive():
        keeper._slices.timeout.emit()


def leave(folder, workspace_file):
    """Make the remains of a killed window: its copy, and a lock that nobody holds."""
    folder.mkdir(parents=True)
    shutil.copy(workspace_file, folder / "99999999-abc.gatestep")


def press(window, name):
    """Press a button of the recovery bar."""
    bar = window.findChild(RecoveryBar)
    (button,) = [b for b in bar.findChildren(QPushButton) if b.text() == name]
    button.click()


def use_again(window, other, qtbot):
    """Leave a window for another one, and come back."""
    for used in (other, window):
        used.activateWindow()
        qtbot.waitUntil(used.isActiveWindow)
