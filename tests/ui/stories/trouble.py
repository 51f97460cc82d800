"""Trouble for a window: its torch process stops or dies, others write and remove its file.

After it, nothing may be lost: every document that no file holds is among the kept copies, and the
window goes on turning.
"""

import os
import signal
import time

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtTest import QTest

from simulator.files.errors import FileError
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.writer import writing
from tests.simulator.files.workspaces.test_workspace import assert_same
from tests.ui.conftest import opened
from tests.ui.windows import open_window
from tests.ui.worker.stand_ins import load_nothing
from ui.documents.workspace_view import workspace_of
from ui.session.workbench import Workbench
from ui.worker.torch_worker import TorchWorker

LONGEST_TURN_SECONDS = 5.0
"""Longest time that the event loop may take for one turn, on a busy machine."""
PATIENCE_SECONDS = 30
KILLS = 2
"""Number of times that a window's process is killed: after a few deaths it gives up."""


class Trouble(QObject):
    """Makes trouble for a window over a workspace's file, and looks for what it cost.

    Args:
        folder: an empty one, for the file and the kept copies.
    """

    def __init__(self, example, folder, chance):
        super().__init__()
        self._folder, self._chance, self._kills = folder, chance, 0
        self.file, self.copies = folder / "work.gatestep", folder / "data" / "unsaved"
        worker = TorchWorker(load_torch=load_nothing)
        self.window, self.bench = open_window(example, folder, worker)
        self._worker = worker
        self._replace()
        self.window.keep_safe(self.copies)
        self.window.open_files([str(self.file)])
        self._other_bench = Workbench(self.bench.snapshot().document)
        self._other = opened(self._other_bench, folder, shown=False)
        self._other.open_files([str(self.file)])
        self.longest = 0.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._pulse = QTimer(self, interval=20)
        self._pulse.timeout.connect(self._turn)
        self._pulse.start()
        self._wake = QTimer(self, singleShot=True)
        self._wake.timeout.connect(self._go_on)

    @property
    def troubles(self):
        """Functions that each make one trouble."""
        return (
            *(self.stop, self.kill, self.edit, self.save),
            *(self.edit_elsewhere, self.save_elsewhere, self._replace, self.remove),
        )

    def stop(self):
        """Stop the torch process; it goes on, or is restarted, a little later."""
        process = self._worker._process
        if process is not None and process.processId():
            os.kill(process.processId(), signal.SIGSTOP)
            self._wake.start(self._chance.randrange(1, 400))

    def _go_on(self):
        process = self._worker._process
        if self._chance.random() < 0.5:
            self._worker.restart()
        elif process is not None and process.processId():
            os.kill(process.processId(), signal.SIGCONT)

    def kill(self):
        """Kill the torch process."""
        process = self._worker._process
        if self._kills < KILLS and process is not None and process.processId():
            self._kills += 1
            os.kill(process.processId(), signal.SIGKILL)

    def edit(self):
        """Change a weight."""
        self._edit(self.bench)

    def edit_elsewhere(self):
        """Change a weight in the other window."""
        self._edit(self._other_bench)

    def save(self):
        """Save in the window."""
        self.window._actions["save"].trigger()

    def save_elsewhere(self):
        """Save in the other window."""
        self._other._actions["save"].trigger()

    def remove(self):
        """Remove the file, as another program does."""
        self.file.unlink(missing_ok=True)

    def _replace(self):
        """Write the file anew, as another program does."""
        for _ in writing(self.file, workspace_of(self.bench.snapshot(), "")):
            pass

    def _edit(self, bench):
        experiment = bench.snapshot().experiment
        name = next(iter(experiment.parameters.arrays))
        value = self._chance.random()
        bench.edit(
            experiment.with_parameters(experiment.parameters.with_value(name, (0, 0), value)),
            "a weight",
        )

    def _turn(self):
        self.longest = max(self.longest, self._clock.restart() / 1000)

    def complaints(self):
        """Return what was frozen or lost, a line each."""
        if self.longest > LONGEST_TURN_SECONDS:
            yield f"the window did not turn for {self.longest:.1f} s"
        deadline = time.monotonic() + PATIENCE_SECONDS
        lost = self._lost()
        while lost and time.monotonic() < deadline:
            QTest.qWait(50)  # the copies are being written
            lost = self._lost()
        for document in lost:
            yield f"no file and no copy holds {document.title}"

    def _lost(self):
        snapshot = self.bench.snapshot()
        present = () if snapshot.saved else (snapshot.document,)
        paths = (*self.copies.glob("*.gatestep"), self.file)
        held = [read for path in paths if (read := _read(path))]
        wanted = (*present, *self.bench.documents.left)
        return [document for document in wanted if not any(_holds(one, document) for one in held)]

    def close(self):
        """Close both windows, without a question."""
        for window in (self.window, self._other):
            if window._crash_safety is not None:
                window._crash_safety.close()
                window._crash_safety = None
            window.close()
            window.deleteLater()


def _read(path):
    try:
        return read_workspace(path)
    except FileError:
        return None


def _holds(workspace, document):
    try:
        assert_same(workspace.experiment, document.experiment)
    except AssertionError:
        return False
    return workspace.notes == document.notes
