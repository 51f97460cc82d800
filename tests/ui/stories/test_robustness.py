"""Nothing done to a window raises an exception, and a closed window leaves nothing behind."""

import gc
import weakref

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from simulator.check import selftest
from simulator.check.selftest import CASES
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests import depth
from tests.needs_torch import INSTALLED
from tests.ui.readouts import bench_with_readout
from tests.ui.stories.robot import NOBODY_TOOK_IT, Robot
from tests.ui.windows import FILES, close, left_over, open_window, sweep
from ui.panels.check import panel as check_panel
from ui.panels.lens.panel import LensPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.tracks.place import RowPlace

EVENTS = depth.count(500, by_default=35)
SHOWN = list(EXAMPLES)[: depth.count(len(EXAMPLES), by_default=1)]
TIMES = depth.count(2, by_default=3)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # files are saved here


@pytest.fixture
def _short_self_test(monkeypatch):
    """Let the self-test examine a dozen engines: the robot starts it again and again."""
    for module in (selftest, check_panel):
        monkeypatch.setattr(module, "CASES", CASES[:12])


def come_to_rest(window, qtbot):
    qtbot.waitUntil(lambda: not window.busy)


@NOBODY_TOOK_IT
@pytest.mark.few(1)
@pytest.mark.usefixtures("_short_self_test")
@pytest.mark.parametrize(("seed", "example"), [(1, "tagger"), (2, "walk"), (3, "sunspots")])
def test_random_events_raise_nothing_and_leave_nothing_behind(tmp_path, qtbot, seed, example):
    before = left_over()
    window, bench = open_window(example, tmp_path)
    gone = [weakref.ref(window), weakref.ref(bench)]
    robot = Robot(window, seed, FILES, diary=tmp_path / "deeds")
    robot.work(EVENTS)
    assert window.isVisible(), robot.done[-5:]
    assert QApplication.topLevelWidgets().count(window) == 1
    come_to_rest(window, qtbot)  # a file that is still being read would open at position 0
    bench.last()
    come_to_rest(window, qtbot)
    snapshot = bench.snapshot()
    ends = snapshot.schedule.end, snapshot.schedule.last
    assert snapshot.position in ends or snapshot.hit is not None
    close(window)
    del window, bench, robot, snapshot
    assert left_over() == before
    assert [ref() for ref in gone] == [None, None]


def test_the_robot_leaves_no_file_to_be_read(make_window):
    """A question about one would wait for an answer that nobody gives."""
    window = make_window()
    window.open_files([FILES[0]])
    assert window.busy
    Robot(window, 0).work(0)
    assert not window.busy


def test_windows_that_are_closed_leave_no_memory_behind(tmp_path):
    widgets, objects = [], []
    for example in SHOWN * TIMES:
        window, bench = open_window(example, tmp_path)
        bench.step(4)
        sweep()
        gone = [weakref.ref(window), weakref.ref(bench)]
        close(window)
        del window, bench
        widgets.append(left_over())
        objects.append(len(gc.get_objects()))
        assert [ref() for ref in gone] == [None, None]
    assert len(set(widgets)) == 1
    one_of_each = len(SHOWN)  # by then every object that is kept for good exists
    assert max(objects[one_of_each:]) - min(objects[one_of_each:]) < 200


@pytest.mark.few(1)
@pytest.mark.parametrize("title", ["Check", "Lens", "Timeline", "Timeline of answers"])
def test_a_run_that_was_left_is_not_kept(make_window, make_workbench, qtbot, title):
    bench = bench_with_readout() if title == "Timeline of answers" else make_workbench()
    title, _, read = title.partition(" of ")
    window = make_window(bench, shown=True)
    lens, timeline = window._panels.of(LensPanel), window._panels.of(TimelinePanel)
    window._docks.show_panel(title)
    bench.last()
    qtbot.waitUntil(lambda: window.checked)
    if INSTALLED:
        qtbot.waitUntil(lambda: bench.snapshot().check.drift is not None)
    if title == "Lens":
        lens.choose("", True)
        lens.choose("", False)
        window._docks.show_panel("Weights")
    if title == "Timeline":
        timeline._menu.open(timeline.snapshot, RowPlace("h", 1, 2, 2), QPoint())
        timeline._menu.close()
    run = bench.snapshot().run
    quantity = "y" if read else "c"
    gone = [weakref.ref(run), weakref.ref(_owner(run.trace.values(quantity, Lane())))]
    del run
    bench.open(make_workbench(timesteps=4).snapshot().document)
    bench.step(1)
    for panel in window._panels.values():
        panel.catch_up()
    sweep()
    gc.collect()
    assert [ref() is None for ref in gone] == [True, True]


def _owner(array):
    """Return the array that a view belongs to."""
    return array if array.base is None else _owner(array.base)
