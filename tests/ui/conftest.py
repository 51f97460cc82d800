"""Setup of the window's tests: no display, the theme set once, and nothing left behind."""

import gc
import sys
import time
from functools import cache, partialmethod
from pathlib import Path

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import QEvent, QSettings, QSignalBlocker, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from tests.simulator.train_mode import masks_drawn
from tests.ui.windows import close, sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.commands.table.keys import named
from ui.commands.table.rows import TABLE
from ui.documents import autosave, save_file
from ui.panels.layouts import LEARN
from ui.session import runner
from ui.session.baselines import Baselines
from ui.session.document import Document
from ui.session.snapshot import TIMESTEP
from ui.session.trainer import sliced_steps
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.watching import Watching
from ui.session.workbench import Workbench
from ui.style import chrome, fonts, number_format, theme
from ui.style.key_names import NAMES
from ui.window.main_window import MainWindow
from ui.worker import long_work

PATIENCE_MILLISECONDS = 60_000
LONGEST_PAUSE_MILLISECONDS = 10

SIZE = 1440, 900
"""Size of a window, in pixels."""


@pytest.fixture(scope="session", autouse=True)
def _first_look(qapp):
    look_as_usual(qapp)


def look_as_usual(app):
    """Set the theme, the size of the text, the decimals, the mouse and the names of the keys."""
    fonts.set_text_size(fonts.USUAL)
    number_format.set_decimals(None)
    if app.styleSheet() != chrome._style_sheet(theme.LIGHT):  # else it is applied, which is long
        chrome.apply(app, theme.LIGHT)
    QCursor.setPos(0, 0)  # a new widget would be under the mouse of the test before
    NAMES.tell(usual_keys())


@cache
def usual_keys():
    """Return the usual keys of the actions, for panels that are tested without a window."""
    return {row.id: named(row) for row in TABLE}


_former: tuple[Path, bool] | None = None


@pytest.hookimpl(tryfirst=True)  # before the file's own fixtures
def pytest_runtest_setup(item):
    """Begin in the usual look, and let later collections search what this file makes alone.

    A window for a whole file is made before the fixtures of its first test could set the look.
    What lives by now is of imports and of other files: late in a run, searching it took a fifth of
    the time. Torch may come in the middle of a file: searching it took a tenth of a second a test.
    """
    global _former
    if QApplication.instance() is not None:
        look_as_usual(QApplication.instance())
    now = item.path, "torch" in sys.modules
    if now != _former:
        _former = now
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp):
    before = set(QApplication.topLevelWidgets())
    yield
    # The application's own event loop, which never runs here, would do the deferred deletions.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    put_tool_tip_away()
    # PySide may take the object of a graphics item that is gone for a new one at its address.
    gc.collect()
    left = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    assert not left, f"widgets left behind: {left}"
    held = QApplication.mouseButtons()
    assert held == Qt.MouseButton.NoButton, f"mouse buttons left pressed: {held}"
    for front in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
        assert front is None, f"left open: {front}"


def put_tool_tip_away():
    """Close the tool tip that Qt shows where the mouse of a slow test rests."""
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == "qtooltip_label":
            widget.close()


class PatientBot(QtBot):
    """Bot that waits as long as a busy machine needs; each wait ends with its condition."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE_MILLISECONDS)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE_MILLISECONDS)

    def waitUntil(self, condition, *, timeout=PATIENCE_MILLISECONDS):
        """Wait until a condition is True; one that returns None would end the wait at once."""
        end, pause = time.monotonic() + timeout / 1000, 1
        while not (answer := condition()):
            if answer is None:
                raise TypeError(f"{condition} returned None")
            if time.monotonic() > end:
                raise TimeoutError(f"after {timeout} ms it is not so: {condition}")
            self.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_MILLISECONDS)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _every_move_counts(monkeypatch):
    """Switch off pyqtgraph's merging of two mouse moves within 10 ms."""
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", 0)


@pytest.fixture(autouse=True)
def _all_at_once(monkeypatch):
    """Finish sliced work in its first slice, however busy the machine is."""
    for module in (runner, long_work, autosave):
        monkeypatch.setattr(module, "SLICE_SECONDS", 60.0)
    for name in ("ANSWER_SECONDS", "OPENING_SECONDS", "AHEAD_SECONDS", "LONG_SECONDS"):
        monkeypatch.setattr(runner, name, 60.0)
    monkeypatch.setattr(sliced_steps, "SINGLE_SECONDS", 60.0)


@pytest.fixture
def in_slices(monkeypatch, _all_at_once):
    """Cut the workbench's work into many slices, however fast the machine is."""
    for name in ("SLICE", "ANSWER", "ARRIVAL", "OPENING", "AHEAD"):
        monkeypatch.setattr(runner, f"{name}_SECONDS", 1e-6)
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 60.0)


@pytest.fixture
def masks():
    """Draw masks also where torch is not installed, then by another generator."""
    with masks_drawn():
        yield


@pytest.fixture
def bring_up(qtbot):
    """Shows widgets, each in front of all others, so that it gets the keys."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture
def make_window(qtbot, tmp_path, make_workbench):
    """Make real main windows, with the worker in this process and settings of their own.

    A window makes only the panels that are asked for, as below a start page, unless all panels of
    its layout are `shown`: making those takes longer than all else.
    """
    windows = []

    def make(workbench=None, size=SIZE, shown=False, **options):
        window = opened(workbench or make_workbench(**options), tmp_path, size, shown)
        qtbot.addWidget(window)
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def lasting_window(qapp, tmp_path_factory):
    """One real main window for a whole file: opening one takes longer than most tests.

    A test must leave it as it was, but for what `window_again` brings back.
    """
    yield from lasting(opened(workbench_of(), tmp_path_factory.mktemp("window")))


def lasting(window):
    """Yield a window, and close it after the last test."""
    yield window
    close(window)
    sweep()


@pytest.fixture(scope="module")
def usual_layouts(lasting_window):
    """What Qt tells of the lasting window when it is laid out as at first."""
    return {bytes(lasting_window.saveState())}


@pytest.fixture
def window_again(lasting_window, usual_layouts, qtbot):
    """Return a function that gives the lasting window another document, and its first layout.

    Nothing stands beside the document: no watches, no breakpoints and no pinned runs.
    """
    window, bench = lasting_window, lasting_window._workbench

    def again(document=None, **options):
        for widget in window.findChildren(QWidget):
            if widget.hasMouseTracking():  # the test before may have moved the mouse over it
                QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
        window.setFocus()
        with QSignalBlocker(bench):  # the window follows once, when the document is opened
            bench.set_playing(False)
            bench.cover(HiddenValues())
            bench.set_watching(Watching())
            bench.set_baselines(Baselines())
            if bench.snapshot().looping:
                bench.toggle_looping()
            bench.select(Lane())
            bench.select_unit(0)
            bench.set_granularity(TIMESTEP)
        bench.open(document or document_of(**options))
        if window.size().toTuple() != SIZE:
            window.resize(*SIZE)
        if bytes(window.saveState()) not in usual_layouts:
            window._docks.lay_out(LEARN)
            usual_layouts.add(bytes(window.saveState()))
        window._cards.point(None)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield again
    for dock in window.findChildren(QDockWidget):
        if dock.isFloating():
            dock.setFloating(False)


def opened(workbench, folder, size=SIZE, shown=True):
    """Open a main window, with the worker in this process and settings of its own."""
    worker = InlineWorker()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(workbench, worker, theme.LIGHT, settings, greets=not shown)
    window.resize(*size)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE_MILLISECONDS)
    worker.start()
    return window


@pytest.fixture
def make_workbench():
    """Make workbenches over random experiments of given options."""
    return workbench_of


def workbench_of(**options):
    return Workbench(document_of(**options))


def document_of(timesteps=6, batch=None, lengths=None, dtype=np.float32, seed=0, **options):
    """Return a document over a random experiment of given options."""
    config = LSTMConfig(**{"input_size": 3, "hidden_size": 2, **options})
    shape = (timesteps, 3) if batch is None else (timesteps, batch, 3)
    shape = (*shape[:-1], config.input_size)
    values = np.random.default_rng(seed).standard_normal(shape).astype(dtype)
    experiment = Experiment.create(random_parameters(config, seed, dtype), values, lengths=lengths)
    return Document.of("test", experiment)


@pytest.fixture
def chosen(monkeypatch):
    """Answer the user's questions of where and whether to save; keep the questions."""

    class Chosen:
        path = None
        paths = iter(())
        answer = save_file.DISCARD
        asked = ()
        newer = ""

        def ask_path(self, parent, title, suggested, kinds, **places):
            self.asked = (*self.asked, suggested)
            path = next(self.paths, self.path)
            return None if path is None else (str(path), next(iter(kinds)))

        def ask_to_save(self, parent, titles):
            self.asked = (*self.asked, *titles)
            return self.answer

        def ask_about_newer(self, parent, path, title, own):
            self.asked = (*self.asked, f"{'own' if own else 'newer'}: {Path(path).name}")
            return self.newer

        def refuse_taken(self, parent, path, title):
            self.asked = (*self.asked, f"taken: {Path(path).name}")

    chosen = Chosen()
    monkeypatch.setattr(save_file, "ask_path", chosen.ask_path)
    monkeypatch.setattr(save_file, "ask_to_save", chosen.ask_to_save)
    monkeypatch.setattr(save_file, "ask_about_newer", chosen.ask_about_newer)
    monkeypatch.setattr(save_file, "refuse_taken", chosen.refuse_taken)
    return chosen
