"""Story: a newcomer opens an example, changes a weight, sees the difference, holds a gate, undoes
both and exports, from a cold start: by the mouse alone, by keys alone, and on a real X server."""

import csv
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QMenuBar,
    QPushButton,
    QToolButton,
)

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests.paths import ROOT
from tests.ui.matrix.mouse import drag
from tests.ui.stories.keys import press, tab_to
from ui.dialogs.export.export_trace import ExportTrace
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.weights.panel import WeightsPanel
from ui.style import number_format
from ui.style.colours import Scale, map_of
from ui.welcome.callout import Callout
from ui.welcome.card import Card
from ui.welcome.start_page import StartPage
from ui.widgets.fields.value_field import ValueField
from ui.window.transport.transport_bar import TransportBar

SAVE = QDialogButtonBox.StandardButton.Save
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LATCH = EXAMPLES["latch"]()
TICKS, FROM_Y_TO_F = 6, 6


class Newcomer:
    """User who sees the window, and the files that it writes."""

    def __init__(self, window, bench, folder, qtbot):
        self.window, self.bench, self.folder, self.qtbot = window, bench, folder, qtbot
        self.timeline = window._panels.of(TimelinePanel)
        self.weights = window._panels.of(WeightsPanel)

    def visible(self, kind):
        """Return the only visible widget of a kind; None where there is none."""
        QApplication.processEvents()
        found = [widget for widget in self.window.findChildren(kind) if widget.isVisible()]
        assert len(found) < 2
        return found[0] if found else None

    def card_of_latch(self):
        cards = self.visible(StartPage).findChildren(Card)
        return next(card for card in cards if card.accessibleName() == LATCH.title)

    def experiment(self):
        return self.bench.snapshot().experiment

    def values(self, experiment=None):
        """Return every quantity of a fresh run, over all timesteps."""
        run = Run(experiment or self.experiment())
        run.advance()
        quantities = run.experiment.config.quantities
        return {q: run.trace.values(q, Lane())[:, 0] for q in quantities}

    def is_at_work(self):
        """Assert that the example is open, unedited, and some timesteps on."""
        snapshot = self.bench.snapshot()
        assert snapshot.document.title == LATCH.title
        assert snapshot.experiment is snapshot.document.original
        assert snapshot.timestep == TICKS - 1
        assert "→" not in self.timeline.moved.text()
        assert not self.window.isWindowModified()

    def sees_the_difference(self, weight):
        """Assert that the line names the largest change, a ghost is drawn, and Δ has colours."""
        assert self.experiment().parameters["weight_ih_l0"][0, 0] == weight != 8
        old, new = self.values(self.bench.snapshot().document.original), self.values()
        t = int(np.argmax(np.abs(new["h"] - old["h"])[:TICKS]))
        moved = number_format.change(old["h"][t, 0], new["h"][t, 0])
        assert self.timeline.moved.text() == f"h of unit 0 at t={t}: {moved}"
        for quantity in "ifgoch":
            row = self.timeline.plots.rows[quantity]
            scale = Scale(map_of(self.timeline.theme, None), row.limits)
            difference = (new[quantity] - old[quantity])[:TICKS]
            shown = scale.table[scale.index(difference)].T
            assert np.array_equal(row.heat_map.picture()[:, :TICKS], shown)

    def holds_the_forget_gate(self):
        """Assert that f keeps its value from the present timestep on."""
        (hold,) = self.experiment().holds
        assert (hold.quantity, hold.units, hold.first) == ("f", (0,), TICKS - 1)
        held = self.values()["f"]
        assert (held[TICKS - 1 :] == hold.value).all()
        assert hold.value == self.values(self.experiment().with_holds())["f"][TICKS - 1, 0]

    def has_exported(self):
        """Assert that the file holds every number of the trace."""
        file = self.folder / f"{LATCH.title}-trace.csv"
        self.qtbot.waitUntil(file.exists)
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert [int(row["t"]) for row in rows] == list(range(LATCH.experiment.num_timesteps))
        for quantity, values in self.values().items():
            assert np.array_equal([float(row[quantity]) for row in rows], values[:, 0])


@pytest.fixture
def newcomer(make_window, make_workbench, tmp_path, monkeypatch, qtbot):
    """Return a user before a window that has just been started for the first time."""
    monkeypatch.chdir(tmp_path)
    flag = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    QCoreApplication.setAttribute(flag, True)
    bench = make_workbench()
    window = make_window(bench, size=(1280, 800))
    window._panels["Weights"].side_button.setChecked(False)  # one matrix at a time
    window.greet()
    yield Newcomer(window, bench, tmp_path, qtbot)
    QCoreApplication.setAttribute(flag, False)


def answer(*acts):
    """Do something in each of the dialogs that open, one after another."""
    waiting = list(acts)
    clock = QTimer(QApplication.instance(), interval=10)

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, waiting[0][0]) and dialog.isActiveWindow():
            _, act = waiting.pop(0)
            if not waiting:
                clock.stop()
                clock.deleteLater()
            act(dialog)

    clock.timeout.connect(look)
    clock.start()
    return waiting


# By the mouse alone


def click(widget, place=None):
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center() if place is None else place)
    QApplication.processEvents()


def tool(window, id):
    """Return the button of the transport row for an action."""
    button = window.findChild(TransportBar).findChild(QToolButton, id)
    assert button.isVisible()
    return button


def choose(window, *titles):
    """Click through the menus."""
    bar = window.findChild(QMenuBar)
    titled = next(a for a in bar.actions() if a.text().replace("&", "") == titles[0])
    click(bar, bar.actionGeometry(titled).center())
    for title in titles[1:]:
        menu = QApplication.activePopupWidget()
        entry = next(a for a in menu.actions() if a.text().replace("&", "") == title)
        click(menu, menu.actionGeometry(entry).center())


def test_by_the_mouse_alone(newcomer):
    window = newcomer.window
    click(newcomer.card_of_latch())
    callout = newcomer.visible(Callout)
    click(next(b for b in callout.findChildren(QPushButton) if "tour" in b.accessibleName()))
    assert newcomer.visible(StartPage) is newcomer.visible(Callout) is None
    for _ in range(TICKS):
        click(tool(window, "next"))
    newcomer.is_at_work()

    heat_map = newcomer.weights.editor.heat_map
    click(heat_map.viewport(), heat_map.cell_rect((0, 0)).center())
    drag(newcomer.weights, (0, 0), [(0, 40), (0, 40)])
    click(newcomer.timeline.difference_button)
    newcomer.sees_the_difference(newcomer.experiment().parameters["weight_ih_l0"][0, 0])

    click(tool(window, "by_gate"))
    for _ in range(FROM_Y_TO_F):
        click(tool(window, "back"))
    choose(window, "Edit", "Hold or release the selected value")
    newcomer.holds_the_forget_gate()

    click(tool(window, "undo"))
    click(tool(window, "undo"))
    for _ in range(FROM_Y_TO_F):
        click(tool(window, "next"))
    newcomer.is_at_work()

    waiting = answer(
        (ExportTrace, lambda d: click(d.findChild(QDialogButtonBox).button(SAVE))),
        (QFileDialog, lambda d: click(d.findChild(QDialogButtonBox).button(SAVE))),
    )
    choose(window, "File", "Export trace…")
    assert not waiting
    newcomer.has_exported()


# By keys alone


def test_by_keys_alone(newcomer):
    assert newcomer.visible(StartPage) is not None
    tab_to(newcomer.card_of_latch(), most=40)
    press(Key.Key_Return)
    assert newcomer.visible(Callout) is not None
    press(Key.Key_Escape)
    assert newcomer.visible(StartPage) is newcomer.visible(Callout) is None
    press(*[Key.Key_Right] * TICKS)
    newcomer.is_at_work()

    press(Key.Key_1, modifier=CONTROL)
    tab_to(newcomer.weights.editor.heat_map)
    press(Key.Key_2)
    assert newcomer.visible(ValueField) is not None
    press(Key.Key_Return)
    press(Key.Key_5, modifier=CONTROL)
    tab_to(newcomer.timeline.heat_map_button)
    press(Key.Key_Right, Key.Key_Right)
    assert newcomer.timeline.difference_button.hasFocus()
    newcomer.sees_the_difference(2)

    press(*[Key.Key_Comma] * FROM_Y_TO_F)
    press(Key.Key_F, modifier=SHIFT)
    newcomer.holds_the_forget_gate()

    press(Key.Key_Z, Key.Key_Z, modifier=CONTROL)
    press(*[Key.Key_Period] * FROM_Y_TO_F)
    newcomer.is_at_work()

    waiting = answer(
        (ExportTrace, lambda _: press(Key.Key_Return)),
        (QFileDialog, lambda _: press(Key.Key_Return)),
    )
    press(Key.Key_E, modifier=CONTROL)
    assert not waiting
    newcomer.has_exported()


@pytest.fixture
def display():
    """Return an X server's name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with server:
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no Xvfb")
@pytest.mark.skipif(os.environ["QT_QPA_PLATFORM"] == "xcb", reason="this runs in it")
def test_on_an_x_server(display):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            "-k",
            "alone",
            __file__,
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr
