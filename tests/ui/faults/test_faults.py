"""Exceptions in a paint, in a thread or at a click are reported, and the window goes on."""

import io
import os
import subprocess
import sys
import threading

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.paths import ROOT
from ui.faults import faults
from ui.matrix.axes import ColumnAxis
from ui.matrix.band_axis import BandAxis
from ui.matrix.cells.colours import CellColours
from ui.matrix.cells.overlay import Cells, Lights
from ui.panels.catalogue import PANELS
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.tracks import cursor as time_cursor
from ui.panels.timeline.tracks import curves as time_curves
from ui.panels.timeline.tracks.axis import TimeAxis
from ui.panels.timeline.tracks.cursor import TimeCursor
from ui.panels.timeline.tracks.curves import TimeCurves
from ui.panels.timeline.tracks.ground import TimeGround
from ui.panels.timeline.tracks.heat_map import TimeHeatMap
from ui.panels.timeline.tracks.hold_outlines import HoldOutlines, TimeBlock
from ui.panels.timeline.tracks.row_label import TimeRowLabel
from ui.widgets.paint_guard import guard_paint, guard_rect

UNGUARDED = {pg.ViewBox.paint, pg.ItemGroup.paint}
"""Paint methods of pyqtgraph that draw nothing here: a border that no view has, and a no-op."""

PLANTS = {
    BandAxis: (BandAxis, "_draw_names"),
    ColumnAxis: (ColumnAxis, "cells_rect"),
    Cells: (Cells, "_draw_grid"),
    Lights: (Lights, "_outline"),
    CellColours: (CellColours, "_find"),
    TimeAxis: (TimeAxis, "generateDrawSpecs"),
    TimeCursor: (time_cursor, "QPen"),
    TimeCurves: (time_curves, "timesteps_a_pixel"),
    TimeGround: (TimeGround, "_blank"),
    TimeHeatMap: (TimeHeatMap, "_refresh"),
    HoldOutlines: (HoldOutlines, "_outline"),
    TimeRowLabel: (TimeRowLabel, "ticks"),
}
"""Function that each item's paint calls."""


def drawn(window):
    """Return the visible items by their class."""
    QApplication.processEvents()
    return {
        type(item): item
        for view in window.findChildren(pg.GraphicsView)
        if view.isVisible()
        for item in view.scene().items()
        if item.isVisible()
    }


def item_of(kind, window):
    """Return a visible item of a class, with something to draw."""
    window._docks.show_panel("Timeline" if kind.__name__.startswith("Time") else "Weights")
    items = drawn(window)
    match items.get(kind):
        case None if kind is TimeCurves:
            window._panels.of(TimelinePanel).curves_button.click()
            return drawn(window)[kind]
        case HoldOutlines() as holds:
            holds.mark(None, TimeBlock(0, 1, 0, 0))
            return holds
        case Lights() as lights:
            lights.set_cells((0, 0), None, False)
            return lights
        case Cells() as cells:
            cells.setCacheMode(cells.CacheMode.NoCache)
            return cells
        case item:
            return item


@pytest.fixture
def window(make_window, make_workbench):
    bench = make_workbench(timesteps=9, num_layers=2, bidirectional=True)
    window = make_window(bench, shown=True)
    bench.step(40)
    return window


def test_every_item_that_python_draws_is_guarded(window):
    kinds = {*drawn(window), type(item_of(TimeCurves, window))}
    for title in PANELS:
        window._docks.show_panel(title)
        kinds |= drawn(window).keys()
    by_python = {kind for kind in kinds if hasattr(kind.paint, "__code__")}
    bare = {kind for kind in by_python if not hasattr(kind.paint, "__wrapped__")}
    assert {kind for kind in bare if kind.paint not in UNGUARDED} == set()
    rects = {kind.boundingRect for kind in kinds if hasattr(kind.boundingRect, "__code__")}
    ours = {rect for rect in rects if rect.__module__.startswith("ui.")}
    assert [rect for rect in ours if not hasattr(rect, "__wrapped__")] == []
    assert len(ours) >= 6
    assert by_python >= PLANTS.keys()


def repaint(item):
    """Draw one item anew, as a frame does."""
    if isinstance(item, pg.AxisItem):
        item.picture = None
    item.update()
    for view in item.scene().views():
        view.viewport().repaint()
    QApplication.sendPostedEvents()  # the window holds its paint where a check was just told


@pytest.mark.few(3)
@pytest.mark.parametrize("kind", PLANTS)
def test_an_exception_in_a_paint_is_reported_and_the_window_goes_on(
    window, qtbot, monkeypatch, kind
):
    item = item_of(kind, window)

    def fail(*_):
        raise ZeroDivisionError(kind.__name__)

    with monkeypatch.context() as planted, qtbot.captureExceptions() as exceptions:
        planted.setattr(*PLANTS[kind], fail)
        repaint(item)
    assert {str(value) for _, value, _ in exceptions} == {kind.__name__}
    repaint(item)  # repaired: nothing more is raised
    window._workbench.step(1)
    QApplication.processEvents()
    assert window.isVisible()


class Failing(pg.GraphicsObject):
    """Item that fails in a chosen method."""

    where = ""

    @guard_rect
    def boundingRect(self):
        if self.where == "rect":
            raise ZeroDivisionError("rect")
        return QRectF(0, 0, 10, 10)

    @guard_paint
    def paint(self, painter, option, widget=None):
        if self.where == "paint":
            raise ZeroDivisionError("paint")
        painter.fillRect(self.boundingRect(), QColor("red"))

    def mouseClickEvent(self, event):
        raise ZeroDivisionError("click")

    def hoverEvent(self, event):
        if self.where == "hover":
            raise ZeroDivisionError("hover")


@pytest.fixture
def failing(qtbot):
    plot = pg.PlotWidget()
    plot.resize(300, 300)
    plot.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    item = Failing()
    plot.addItem(item)
    qtbot.addWidget(plot)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot, item


@pytest.mark.parametrize("where", ["rect", "paint"])
def test_whatever_qt_calls_to_draw_may_fail(failing, qtbot, where):
    plot, item = failing
    with qtbot.captureExceptions() as exceptions:
        item.where = where
        item.prepareGeometryChange()
        item.update()
        plot.viewport().repaint()
        item.where = ""
    assert {str(value) for _, value, _ in exceptions} == {where}


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
@pytest.mark.parametrize("where", ["click", "hover"])
def test_what_the_mouse_makes_an_item_raise_is_reported(failing, qtbot, where):
    """pyqtgraph catches the exception and warns with a traceback."""
    plot, item = failing
    item.where = where
    middle = plot.mapFromScene(item.mapToScene(QPointF(5, 5)))
    with qtbot.captureExceptions() as exceptions:
        QTest.mouseMove(plot.viewport(), middle + QPoint(3, 3))
        QTest.mouseMove(plot.viewport(), middle)
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        item.where = ""
        QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    assert where in {str(value) for _, value, _ in exceptions}


def test_a_hook_that_fails_itself_is_kept_from_qt(failing, monkeypatch):
    plot, item = failing
    called = []

    def fail(*arguments):
        called.append(arguments)
        raise BrokenPipeError

    monkeypatch.setattr(sys, "excepthook", fail)
    item.where = "paint"
    item.update()
    plot.viewport().repaint()
    item.where = ""
    assert called


@pytest.fixture
def told(qapp, qtbot, monkeypatch):
    """Return the one place for errors, with a window that shows them."""
    for module, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
        (pg.debug, "printExc"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(faults, "qInstallMessageHandler", lambda handler: None)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    faults.install(qapp)
    return window


def test_the_status_bar_says_it_after_the_paint_not_within(told, qtbot, capsys):
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("seen"), None)
    assert told.statusBar().currentMessage() == ""
    qtbot.waitUntil(lambda: "ZeroDivisionError" in told.statusBar().currentMessage())
    assert "seen" in told.statusBar().currentMessage()
    assert "Traceback" not in capsys.readouterr().err


def test_one_line_is_told_once_a_second(told, monkeypatch, capsys):
    now = [100.0]
    monkeypatch.setattr(faults.time, "monotonic", lambda: now[0])
    for seconds in (0, 0.5, 0.4, 0.2):
        now[0] += seconds
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("again"), None)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("another"), None)
    said = capsys.readouterr().err
    assert (said.count("again"), said.count("another")) == (2, 1)


def test_the_status_bar_says_it_where_nobody_reads_stderr(told, qtbot, monkeypatch):
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("seen"), None)
    qtbot.waitUntil(lambda: "seen" in told.statusBar().currentMessage())


def test_an_interrupt_closes_the_windows_later_not_within_a_paint(told, qtbot):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told.isVisible()
    qtbot.waitUntil(lambda: not told.isVisible())


def test_what_a_thread_raises_is_shown_from_the_windows_own(told, qtbot):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "ZeroDivisionError" in told.statusBar().currentMessage())


def test_an_error_after_the_end_of_the_application_is_one_line(tmp_path):
    program = """
import shiboken6, sys, threading
from PySide6.QtWidgets import QApplication
from ui.faults import faults
app = QApplication([])
faults.install(app)
shiboken6.delete(app)
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
"""
    done = run(program, tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("gatestep: ")
    assert done.stderr.count("\n") == 1


def run(program, folder):
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_program_outlives_a_paint_that_fails_at_every_frame(tmp_path):
    program = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application
from ui.window.main_window import MainWindow
from ui.panels.timeline.tracks.heat_map import TimeHeatMap

frames = []

def fail(*_):
    frames.append(1)
    raise ZeroDivisionError("planted")

TimeHeatMap._sampled = fail  # which its paint alone calls

def step():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    window._docks.show_panel("Timeline")
    window._workbench.step(-1 if len(frames) % 2 else 1)
    window.repaint()
    if len(frames) > 5:
        QApplication.closeAllWindows()

real_exec = QApplication.exec

def exec_(*_):
    timer = QTimer()
    timer.timeout.connect(step)
    timer.start(20)
    return real_exec()

QApplication.exec = exec_
status = application.run_window(["tests/files/data/format_1.gatestep"])
sys.exit(status)
"""
    done = run(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(
        "gatestep: Something went wrong in Gatestep (ZeroDivisionError at "
    )
    assert "planted" in done.stderr


def test_the_status_bar_does_not_name_the_users_folder(told, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    error = RuntimeError(f"cannot do it in {tmp_path / 'x'}")
    sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: "cannot do it in ~" in told.statusBar().currentMessage())


def test_the_status_bar_says_where_the_traceback_is(told, qapp, qtbot, tmp_path):
    reporter = qapp.findChildren(faults.Faults)[-1]
    reporter.keep_log(tmp_path)
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: "gatestep.log" in told.statusBar().currentMessage())
    assert "1 / 0" in (tmp_path / "gatestep.log").read_text("utf-8")
    for handler in [h for h in faults.log.handlers if isinstance(h, faults.LogFile)]:
        faults.log.removeHandler(handler)
        handler.close()
