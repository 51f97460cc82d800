"""Main job in the real window: step, edit, see, check, open, export."""

import csv
import itertools

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QSlider, QSpinBox, QWidget
from safetensors.numpy import save_file

from simulator.engine.run import Run
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests import depth
from tests.needs_torch import INSTALLED
from tests.simulator.experiments import random_parameters
from tests.ui.windows import open_in, sweep, torch_has_answered
from ui.dialogs.choose_lstm import ChooseLSTM
from ui.dialogs.export.export_trace import ExportTrace
from ui.dialogs.new_experiment import NewExperiment
from ui.documents import save_file as file_questions
from ui.panels.cell.panel import CellDiagram
from ui.panels.lens.panel import LensPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.check_state import CheckVerdict
from ui.session.watching import Watching
from ui.window.badge import CheckBadge
from ui.window.docking.title_bar import TitleBar
from ui.window.transport.lane_selector import LaneSelector
from ui.window.transport.timestep_count import START
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key


def badge_text(window):
    return window.findChild(CheckBadge).text()


@pytest.mark.torch
def test_torch_checks_what_is_stepped(window_again, qtbot):
    window = window_again(timesteps=8)
    bench = window._workbench
    bench.step(5)
    qtbot.waitUntil(lambda: "agrees" in badge_text(window))
    bench.last()
    qtbot.waitUntil(lambda: window.checked and "agrees" in badge_text(window))
    assert f"{8:,} cell steps" in window.findChild(CheckBadge).toolTip()


@pytest.mark.torch
def test_a_wrong_number_is_named_in_the_badge(window_again, qtbot):
    window = window_again(timesteps=8, seed=1)  # of no other test: equal documents share steps
    bench = window._workbench
    run = bench.snapshot().run
    run.advance()
    run._lanes[Lane()].arrays["gates"][3, 0, 2] += np.float32(1e-3)
    bench.last()
    qtbot.waitUntil(lambda: "differs at t 3" in badge_text(window))
    assert "f of unit 0" in window.findChild(CheckBadge).toolTip()


def test_a_panel_behind_another_draws_when_it_is_brought_forward(window_again):
    window = window_again(timesteps=8)
    bench = window._workbench
    cell, lens = window._panels.of(CellDiagram), window._panels.of(LensPanel)
    window._docks.bring_forward("Lens")
    window._docks.bring_forward("Ledger")
    before = lens.snapshot
    bench.step(5)
    assert cell.snapshot.position == bench.snapshot().position
    assert lens.snapshot is before
    window._docks.bring_forward("Lens")
    assert lens.snapshot.position == bench.snapshot().position


def test_a_panel_that_stays_behind_is_not_left_behind(window_again, qtbot):
    window = window_again(timesteps=8)
    bench, lens = window._workbench, window._panels.of(LensPanel)
    bench.step(5)
    bench.step(1)
    qtbot.waitUntil(lambda: lens.snapshot.position == bench.snapshot().position)


def test_an_edit_is_followed_by_everything_and_undone(window_again, qtbot):
    window = window_again(timesteps=8)
    bench = window._workbench
    bench.step(5)
    before = bench.snapshot()
    weights = window._panels.of(WeightsPanel)
    edited = before.experiment.with_parameters(
        before.experiment.parameters.with_value("weight_ih_l0", (1, 2), 3.25)
    )
    weights.edited.emit(edited, "weight_ih_l0[1, 2]", None)
    after = bench.snapshot()
    fresh = Run(edited)
    fresh.advance(after.position)
    assert np.array_equal(
        after.values("h")[after.known("h")], fresh.trace.lanes[Lane()].output[:5, 0]
    )
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: window.checked)
    assert (bench.snapshot().check.verdict is CheckVerdict.AGREES) == INSTALLED
    QTest.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.snapshot().experiment is before.experiment
    QTest.keyClick(window, Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert bench.snapshot().experiment is edited


def test_the_slider_and_the_number_go_anywhere(window_again):
    window = window_again(timesteps=20)
    bench = window._workbench
    bar = window.findChild(TransportBar)
    slider, number = bar.findChild(QSlider), bar.findChild(QSpinBox)
    slider.setValue(7)
    assert bench.snapshot().position == 7 * 6
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "12")
    QTest.keyClick(number, Key.Key_Return)
    assert bench.snapshot().timestep_here == 12
    assert bench.snapshot().position == 13 * 6
    assert slider.value() == 13
    slider.setFocus()
    QTest.keyClick(slider, Key.Key_G)
    assert bench.snapshot().granularity == "gate"
    slider.setValue(33)
    assert bench.snapshot().position == 33


def test_a_shorter_document_is_not_stepped_by_the_slider(window_again, make_workbench):
    window = window_again(timesteps=20)
    bench, bar = window._workbench, window.findChild(TransportBar)
    bench.last()
    positions = []
    bench.changed.connect(lambda snapshot: positions.append(snapshot.target))
    bench.open(make_workbench(timesteps=6).snapshot().document)
    assert set(positions) == {0}
    assert bench.snapshot().position == 0
    assert (bar.findChild(QSlider).value(), bar.findChild(QSpinBox).value()) == (0, START)


def test_selectors_are_there_when_there_is_a_choice(window_again):
    window = window_again(num_layers=2, bidirectional=True, batch=2, lengths=[6, 3])
    bench = window._workbench
    bench.last()
    layer, direction, row = window.findChild(LaneSelector).findChildren(QComboBox)
    assert [box.isVisible() for box in (layer, direction, row)] == [True] * 3
    for box in (layer, direction, row):
        QTest.keyClick(box, Key.Key_Down)
    snapshot = bench.snapshot()
    assert (snapshot.lane, snapshot.row) == (Lane(1, 1), 1)
    window_again()
    assert not layer.isVisible()


def test_dropped_files_open_and_undo_brings_the_former_back(window_again, qtbot, tmp_path):
    window = window_again()
    bench = window._workbench
    first = bench.snapshot().document
    config = LSTMConfig(2, 4, 2, bidirectional=True)
    save_file(dict(random_parameters(config, 5).arrays), tmp_path / "model.safetensors")
    values = np.random.default_rng(1).standard_normal((9, 2)).astype(np.float32)
    np.save(tmp_path / "x.npy", values)
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("x.npy", "model.safetensors")]
    )
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: not window.busy)
    experiment = bench.snapshot().experiment
    assert experiment.config == config
    assert np.array_equal(experiment.input_as_given(), values)
    bench.undo()
    bench.undo()
    assert bench.snapshot().document is first


def test_a_sequence_that_does_not_fit_is_refused_and_nothing_changes(window_again, qtbot, tmp_path):
    window = window_again()
    bench = window._workbench
    before = bench.snapshot().document
    (tmp_path / "narrow.csv").write_text("1,2\n5,6\n")
    with qtbot.waitSignal(window.messages.complained) as caught:
        window.open_files([str(tmp_path / "narrow.csv")])
    assert "narrow.csv" in caught.args[0]
    assert "\n" not in caught.args[0]
    assert bench.snapshot().document is before


def test_what_is_done_takes_the_place_of_what_could_not_be(window_again, tmp_path, qtbot):
    window = window_again()
    window.open_files([str(tmp_path / "gone.npy")])
    said = window.statusBar().currentMessage
    qtbot.waitUntil(lambda: "gone.npy" in said())
    np.save(tmp_path / "x.npy", np.ones((6, 3), np.float32))
    window.open_files([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: window.windowTitle().startswith("test on x.npy"))
    assert not said()
    assert window.statusBar().hover.isVisible()


def test_what_stopped_the_run_is_not_written_over_a_complaint(window_again):
    window = window_again()
    bench = window._workbench
    bench.set_watching(Watching().typed("c > 100", Lane(), 0))
    window.messages.complain("cannot write x.csv: the disk is full")
    bench.run_on()
    assert window.statusBar().notice.isVisible()
    assert not window.statusBar().currentMessage()


def test_one_of_several_lstms_is_chosen_by_name(window_again, qtbot, tmp_path, monkeypatch):
    window = window_again()
    bench = window._workbench
    arrays = {}
    for name, hidden in (("encoder", 2), ("decoder", 5)):
        for key, array in random_parameters(LSTMConfig(3, hidden)).arrays.items():
            arrays[f"{name}.{key}"] = array
    save_file(arrays, tmp_path / "two.safetensors")

    def choose(dialog):
        names = [dialog._list.item(k).text() for k in range(dialog._list.count())]
        dialog._list.setCurrentRow([n.startswith("decoder") for n in names].index(True))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ChooseLSTM, "exec", choose)
    open_in(window, qtbot, tmp_path / "two.safetensors")
    assert bench.snapshot().experiment.config.hidden_size == 5


def test_the_trace_is_exported_whole_and_exact(window_again, qtbot, tmp_path, monkeypatch):
    window = window_again(timesteps=8)
    bench = window._workbench
    bench.step(2)
    path = tmp_path / "trace.csv"
    monkeypatch.setattr(ExportTrace, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(file_questions, "ask_path", lambda *_: (str(path), "Trace"))
    QTest.keyClick(window, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(path.exists)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert bench.snapshot().position == 12
    h = bench.snapshot().run.trace.lanes[Lane()].output
    assert len(rows) == 8 * 2
    for row in rows:
        assert np.float32(row["h"]) == h[int(row["t"]), 0, int(row["unit"])]


def fill_in_every_option(window, monkeypatch):
    """Open the form of a new LSTM, and choose every option."""

    def fill(dialog):
        dialog._num_layers.setValue(2)
        dialog._hidden_size.setValue(6)
        dialog._proj_size.setValue(2)
        dialog._dropout.setValue(0.5)
        dialog._bidirectional.setChecked(True)
        dialog._batch.setValue(3)
        dialog._training.setChecked(True)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NewExperiment, "exec", fill)
    QTest.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.usefixtures("masks")
def test_a_new_lstm_of_every_option(window_again, qtbot, monkeypatch):
    window = window_again()
    bench = window._workbench
    fill_in_every_option(window, monkeypatch)
    qtbot.waitUntil(lambda: not window.busy and bench.snapshot().experiment.batch_size == 3)
    experiment = bench.snapshot().experiment
    assert experiment.config.proj_size == 2
    assert len(experiment.masks) == 1


@pytest.mark.torch
def test_torch_checks_a_new_lstm_of_every_option(window_again, qtbot, monkeypatch):
    window = window_again()
    bench = window._workbench
    fill_in_every_option(window, monkeypatch)
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.masks))
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().check.verdict is CheckVerdict.AGREES)
    qtbot.waitUntil(lambda: window.checked)


def test_a_new_lstm_waits_for_the_files_that_are_being_read(
    window_again, qtbot, tmp_path, monkeypatch
):
    config = LSTMConfig(2, 4)
    save_file(dict(random_parameters(config, 5).arrays), tmp_path / "model.safetensors")
    np.save(tmp_path / "x.npy", np.zeros((9, 2), np.float32))
    window = window_again()
    bench = window._workbench
    monkeypatch.setattr(NewExperiment, "exec", lambda dialog: QDialog.DialogCode.Accepted)
    window.open_files([str(tmp_path / name) for name in ("model.safetensors", "x.npy")])
    QTest.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.busy)
    assert bench.snapshot().document.title.startswith("New LSTM")
    bench.undo()
    assert bench.snapshot().document.title == "model.safetensors on x.npy"


def test_without_torch_the_window_works_and_says_why(make_window):
    window = make_window()
    bench = window._workbench
    bench.set_torch(None, "torch is not installed")
    bench.last()
    assert badge_text(window) == "not checked: torch is not installed"
    assert "torch is not installed" in window.findChild(CheckBadge).toolTip()


@pytest.mark.parametrize(
    "why",
    [
        "torch is not installed. Install it with: " + "python -m pip install torch " * 9,
        "torch could not be loaded (libtorch.so: " + "no such file " * 9 + ")",
    ],
    ids=["a long cure", "a long problem"],
)
def test_a_long_reason_leaves_the_badge_in_the_bar(make_window, qtbot, why):
    window = make_window(size=(1280, 800))
    qtbot.waitUntil(lambda: torch_has_answered(window))
    window._workbench.set_torch(None, why)
    sweep()
    badge, bar = window.findChild(CheckBadge), window.findChild(TransportBar)
    assert bar.rect().contains(badge.geometry())
    assert badge_text(window).startswith("not checked: torch")
    assert "Install" not in badge_text(window)
    assert why.strip() in badge.toolTip()


def test_nothing_in_the_transport_bar_overlaps(window_again):
    window = window_again()
    bar = window.findChild(TransportBar)
    for size in ((1280, 800), (1920, 1080)):
        window.resize(*size)
        sweep()
        shown = [w for w in bar.children() if isinstance(w, QWidget) and w.isVisible()]
        assert len(shown) > 3
        for one, other in itertools.combinations(shown, 2):
            assert not one.geometry().intersects(other.geometry())


def test_the_badge_is_in_sight_beside_all_selectors_at_the_smallest_size(window_again, qtbot):
    window = window_again(
        timesteps=40, batch=3, lengths=[40, 20, 9], num_layers=2, bidirectional=True
    )
    window.resize(1280, 800)
    window._workbench.step(12)
    said = "agrees" if INSTALLED else "not checked: PyTorch is not installed"
    qtbot.waitUntil(lambda: said in badge_text(window))

    def in_sight(widget):
        corner = widget.mapTo(window, widget.rect().bottomRight())
        wide = widget.width() >= widget.sizeHint().width()
        return widget.isVisible() and wide and window.rect().contains(corner)

    both = window.findChild(CheckBadge), window.findChild(LaneSelector)
    qtbot.waitUntil(lambda: all(map(in_sight, both)))


def test_the_badge_shows_all_of_its_text(window_again, qtbot):
    window = window_again(timesteps=9)
    window.resize(1280, 800)
    badge = window.findChild(CheckBadge)
    window._workbench.last()
    said = "agrees" if INSTALLED else "not checked"
    qtbot.waitUntil(lambda: said in badge.text())
    qtbot.waitUntil(lambda: badge.width() >= badge.sizeHint().width())


def test_a_second_sequence_takes_the_place_of_the_first_in_the_title(window_again, qtbot, tmp_path):
    window = window_again()
    bench = window._workbench
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("1,2,3\n4,5,6\n")
        open_in(window, qtbot, tmp_path / name)
    assert bench.snapshot().document.title == "test on b.csv"


def test_a_step_lays_nothing_out_anew(make_window, make_workbench):
    bench = make_workbench(timesteps=12, num_layers=2)
    window = make_window(bench, shown=True)
    bench.step(1, "gate")
    sweep()
    needs = [bar.minimumSizeHint() for bar in window.findChildren(TitleBar)]
    before = window._memory.layout()
    while bench.snapshot().position < bench.snapshot().schedule.end:
        bench.step(depth.count(5, by_default=35), "gate")
        sweep()
        assert [bar.minimumSizeHint() for bar in window.findChildren(TitleBar)] == needs
    assert window._memory.layout() == before
