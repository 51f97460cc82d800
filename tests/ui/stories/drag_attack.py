"""Attack on the docks: `python -m tests.ui.stories.drag_attack --seeds 40 --acts 200`.

A robot arranges the panels by commands in every phase of a drag: a panel's tab is pressed, it was
moved a little, it floats while it is held, it is over another dock, it was dropped. Each seed has a
process of its own, because a crash of Qt ends it. The exit status is 1 when one did not end well.
"""

import argparse
import faulthandler
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from simulator.files.workspaces.writer import writing
from tests.paths import ROOT
from tests.ui.stories.endure import Complaints
from tests.ui.stories.robot import Robot
from tests.ui.windows import FILES, close, open_window, sweep
from tests.ui.worker.inline_worker import InlineWorker
from tests.ui.worker.stand_ins import load_missing
from ui.commands.table.rows import LAYOUT_IDS, LESSON_IDS, MISHAP_IDS, TASK_IDS
from ui.documents.workspace_view import workspace_of
from ui.panels.catalogue import PANELS
from ui.style import chrome, fonts, theme
from ui.window.presentation import TEXT_SIZE

Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier

OPENING = (*TASK_IDS.values(), *MISHAP_IDS.values(), *LESSON_IDS.values())
OTHERS = "save", "undo", "redo", "start_page", "lesson_answer", "palette", "tour", "theme"
SIZING = "larger_text", "smaller_text", "usual_text"
COMMANDS = (("present",),) * 6 + (
    tuple(LAYOUT_IDS.values()),
    *(("reset_layout",), OPENING, (*OTHERS, *SIZING), tuple(PANELS)),
)
"""Kinds of commands that arrange panels, each as likely as the others."""

USUAL_TEXT = 3
"""One seed in so many begins in the usual text size, which a presentation changes: that takes long.
The others begin in that of presentations."""


class DragRobot(Robot):
    """Holds a panel by its tab or title over many acts, and arranges the panels meanwhile.

    Args:
        bench: the window's. file: a workspace that it saves, and opens again.
    """

    holds_on = True

    def __init__(self, window, bench, seed, file, diary=None):
        super().__init__(window, seed, (*FILES, str(file)), diary=diary)
        self._bench, self._file = bench, file
        arranging = (
            *(self._command,) * 6,
            *(self._keep, self._bring_back, self._open, self._resize, self._dock),
        )
        self._acts = (
            *(self._grab,) * 12,
            *(self._split, self._double_click_grip, self._click, self._press),
            *arranging,
        )
        self._free_of_hand = (
            *(self._nudge, self._carry, self._press),
            *(self._hover,) * 2,
            *(self._let_go,) * 3,
            *arranging,
        )

    def _grip(self):
        """Choose a tab or a title, and a point of it; None where none can be reached."""
        grips = [*self._tabs(), *self._titles()]
        if not grips or any(self._in_the_way()):
            return None
        grip, point = self._random.choice(grips)
        self._note(f" {grip.metaObject().className()}:{grip.parent().objectName()} {point}")
        return grip, point

    def _grab(self):
        self._held = self._grip()
        if self._held is not None:
            grip, point = self._held
            QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
            if self._random.random() < 0.7:
                self._carry()

    def _double_click_grip(self):
        found = self._grip()
        if found is not None:
            grip, point = found
            QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
            self._release(grip, Button.LeftButton, Modifier.NoModifier, point)
            QTest.mouseDClick(self._still(grip), Button.LeftButton, Modifier.NoModifier, point)
            self._held = found

    def _split(self):
        """Press the window, often on a separator, and move it."""
        docks = [d for d in self._window.findChildren(QDockWidget) if d.isVisible() and d.x() >= 0]
        if docks:
            place = self._random.choice(docks).geometry()
            beside = QPoint(place.right() + 4, place.center().y())
            below = QPoint(place.center().x(), place.bottom() + 4)
            point = self._random.choice((beside, below))
            QTest.mouseMove(self._window, point)
            QTest.mousePress(self._window, Button.LeftButton, Modifier.NoModifier, point)
            self._held = self._window, point
            self._nudge()

    def _move_to(self, place):
        """Move the mouse, with what it holds, to a point of the window."""
        grip = self._still(self._held[0])
        QTest.mouseMove(grip, grip.mapFromGlobal(self._window.mapToGlobal(place)))
        QApplication.processEvents()

    def _nudge(self):
        """Move a few pixels from the point that was pressed."""
        grip, point = self._held
        by = QPoint(self._random.randint(-8, 8), self._random.randint(-8, 8))
        QTest.mouseMove(self._still(grip), point + by)
        QApplication.processEvents()

    def _carry(self):
        """Move over the window, and out of it."""
        for _ in range(self._random.randint(1, 5)):
            out = QPoint(self._random.randint(-99, 99), self._random.randint(-99, 99))
            self._move_to(self._point(self._window) + out)

    def _hover(self):
        """Move over another dock: its middle, its bar, or one of its edges."""
        docks = [d for d in self._window.findChildren(QDockWidget) if d.isVisible() and d.x() >= 0]
        if docks:
            dock = self._random.choice(docks)
            middle, size = dock.rect().center(), dock.size()
            edges = QPoint(middle.x(), 9), QPoint(9, middle.y()), QPoint(middle.x(), size.height())
            self._note(f" {dock.objectName()}")
            self._carry_over(dock, self._random.choice((middle, *edges)))

    def _carry_over(self, dock, point):
        for by in (QPoint(-3, -3), QPoint()):
            self._move_to(dock.mapTo(dock.window(), point + by))

    def _command(self):
        """Trigger a command by its id."""
        if self._in_the_way()[1] is None:
            command = self._random.choice(self._random.choice(COMMANDS))
            self._note(f" {command}")
            self._window._actions[command].trigger()

    def _keep(self):
        """Write the panels' layout into the workspace."""
        layout = self._window._memory.sealed()
        for _ in writing(self._file, workspace_of(self._bench.snapshot(), layout)):
            pass

    def _bring_back(self):
        """Open the workspace."""
        if self._file.exists():
            self._window.open_files([str(self._file)])


def attack(seed, acts, folder):
    """Let a robot work in a window."""
    if seed % USUAL_TEXT:
        fonts.set_text_size(TEXT_SIZE)
        chrome.apply(QApplication.instance(), theme.LIGHT)
    worker = InlineWorker(load_torch=load_missing)
    window, bench = open_window("teaching", folder, worker)
    window._welcome.close_page()
    sweep()
    robot = DragRobot(window, bench, seed, folder / "work.gatestep", folder / "deeds")
    robot.work(acts)
    close(window)
    sweep()


def attack_apart(seed, acts, folder):
    """Attack in a process of its own; return why it did not end well, or nothing."""
    program = [sys.executable, "-m", "tests.ui.stories.drag_attack", "--here", str(folder)]
    options = ["--seed", str(seed), "--acts", str(acts)]
    done = subprocess.run(
        [*program, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return ""
    deeds = (folder / "deeds").read_text(encoding="utf-8").splitlines()[-12:]
    return "\n".join((f"seed {seed} ended with {done.returncode}", done.stderr[-6000:], *deeds))


def main():
    """Attack with many seeds; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.stories.drag_attack")
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="the first")
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--here", type=Path, help="attack once in this process, in that folder")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.here is not None:
        faulthandler.enable()
        app = QApplication([])
        app.setStyle("Fusion")
        chrome.apply(app, theme.LIGHT)
        complaints = Complaints()
        os.chdir(options.here)
        attack(options.seed, options.acts, options.here)
        return 1 if complaints.texts else 0
    failed = 0
    for seed in range(options.seed, options.seed + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            told = attack_apart(seed, options.acts, Path(folder))
        failed += bool(told)
        print(told or f"seed {seed} ended well", flush=True)
    print(f"{failed} of {options.seeds} did not end well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
