"""Layouts of windows come back with a workspace, unless another program wrote them."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDockWidget

from simulator.lessons.course import lesson
from tests.paths import ROOT
from tests.ui.documents.work import save
from tests.ui.windows import open_in
from ui.window.window_memory import LayoutSeal


def test_the_layout_comes_back(make_window, make_workbench, qtbot, tmp_path, chosen):
    window = make_window(make_workbench())
    timeline = window.findChild(QDockWidget, "Timeline")
    timeline.setVisible(False)
    chosen.path = tmp_path / "a.gatestep"
    save(window, qtbot)
    timeline.setVisible(True)
    open_in(window, qtbot, chosen.path)
    assert not timeline.isVisible()


def test_a_lesson_that_was_open_at_the_end_leaves_no_empty_panel(make_window, make_workbench):
    window = make_window(make_workbench())
    window._workbench.tutor.open(lesson("conveyor"))
    window.findChild(QDockWidget, "Timeline").setVisible(False)
    assert window.findChild(QDockWidget, "Lesson").isVisible()
    assert window.close()
    after = make_window(make_workbench())
    shown = {dock.objectName() for dock in after.findChildren(QDockWidget) if dock.isVisible()}
    assert "Cell" in shown
    assert not {"Lesson", "Timeline"} & shown


def test_a_layout_of_anyone_else_is_not_taken(window_again, tmp_path):
    """Qt ends the program over some layouts: it is given only those that we have written."""
    window = window_again()
    timeline = window.findChild(QDockWidget, "Timeline")
    timeline.setVisible(False)
    sealed = window._memory.sealed()
    timeline.setVisible(True)
    settings = QSettings(str(tmp_path / "theirs.ini"), QSettings.Format.IniFormat)
    theirs = LayoutSeal(settings).close(window._memory.layout())
    assert LayoutSeal(settings).open(theirs) == window._memory.layout()
    changed = sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:]
    for text in ("", ".", theirs, changed, sealed[65:], "é" + sealed, sealed + "A" * 70_000):
        window._memory.take(text)
        assert timeline.isVisible()
    window._memory.take(sealed)
    assert not timeline.isVisible()


@pytest.mark.few(1)
@pytest.mark.parametrize("by", ["tab", "title"])
@pytest.mark.parametrize("story", ["presented", "restored", "closed"])
def test_a_dragged_panel_crashes_nothing(by, story):
    """A process of its own: Qt crashed."""
    program = [sys.executable, "-m", "tests.ui.window.dragged_panel", by, story]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.returncode) == ("ended\n", 0)
