"""Export of traces: the form for a part, and a trace with torch's values from the real window."""

import csv
import json
import re

import numpy as np
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.files import optional_packages
from simulator.files.traces.export import ExportOptions, exporting_run
from simulator.files.traces.input_columns import InputNames
from simulator.files.traces.selection import TraceSelection
from simulator.files.workspaces.reader import read_workspace
from simulator.network.lane import Lane
from tests.simulator.files.workspaces.test_workspace import assert_same
from ui.dialogs.export import export_trace
from ui.dialogs.export.export_trace import ExportTrace
from ui.documents import save_file
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT


@pytest.fixture
def form(make_workbench, qtbot):
    dialog = ExportTrace(make_workbench(timesteps=8, num_layers=2).snapshot().experiment, LIGHT)
    qtbot.addWidget(dialog)
    return dialog


def test_everything_is_offered_first(form):
    assert form.options() == ExportOptions(selection=TraceSelection(stop=8))
    assert form.accept_button.isEnabled()


def test_the_form_says_what_it_shows(form):
    form._kind.setCurrentIndex(2)
    for name, box in form._quantities.items():
        box.setChecked(name in ("c", "h"))
    form._layers.setText("1")
    form._units.setText("0-1")
    form._first.setValue(2)
    form._last.setValue(5)
    form._torch.setChecked(True)
    form._input.setChecked(True)
    assert form.options() == ExportOptions(
        "npz", "wide", TraceSelection(("c", "h"), (1,), (0, 1), 2, 6), True, with_input=True
    )


def test_its_size_is_told_as_the_options_change(form):
    def told():
        """Return the numbers in the message before that of the bytes."""
        return re.findall(r"\d+", form.message.text().partition("about")[0])

    assert told() == ["32", "15"]  # 8 timesteps · 2 layers · 2 units; 5 places, 10 quantities
    form._input.setChecked(True)
    assert told() == ["32", "18"]  # and 3 features
    form._torch.setChecked(True)
    assert told() == ["32", "38"]
    form._layers.setText("1")
    form._first.setValue(2)
    assert told() == ["12", "38"]
    form._quantities["h"].setChecked(False)
    assert told() == ["12", "35"]
    form._kind.setCurrentIndex(1)
    assert told() == ["108", "12"]  # 6 timesteps · 9 quantities · 2 units; 9 columns, 3 features
    form._kind.setCurrentIndex(2)
    assert told() == ["31"]  # known, 3 · 9 quantities, 3 features
    form._layers.setText("2")
    assert told() == ["2", "0", "1"]  # what is wrong takes its place


def test_names_of_timesteps_are_a_column_more(make_workbench, qtbot):
    experiment = make_workbench(timesteps=2).snapshot().experiment
    dialog = ExportTrace(experiment, LIGHT, names=InputNames(("a", "b")))
    qtbot.addWidget(dialog)
    assert "4 rows, 16 columns" in dialog.message.text()


def test_the_windows_names_go_with_the_trace(window_again, export, tmp_path):
    """The example that counts names its inputs and its timesteps."""
    window = window_again(Document.of_example(EXAMPLES["teaching"]()))
    bench = window._workbench

    def fill(dialog):
        dialog._input.setChecked(True)
        return QDialog.DialogCode.Accepted

    path = export(window, fill, tmp_path / "t.csv")
    document = bench.snapshot().document
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    x = document.experiment.sequence[:, 0]
    for row in rows:
        t = int(row["t"])
        assert row["label"] == document.timestep_labels[t]
        assert [float(row[f"x_{name}"]) for name in document.feature_names] == x[t].tolist()


@pytest.mark.parametrize(
    ("layers", "units", "words"),
    [
        ("2", "", "there is no layer 2"),
        ("", "0,9", "there is no unit 9"),
        ("x", "", "'x' is not valid."),
        ("1-0", "", "nothing is chosen"),
        ("", "0-999999", "too many"),
    ],
)
def test_what_is_not_there_is_said_and_can_not_be_saved(form, layers, units, words):
    form._layers.setText(layers)
    form._units.setText(units)
    assert words in form.message.text()
    assert LIGHT.bad in form.message.styleSheet()
    assert not form.accept_button.isEnabled()
    form._layers.clear()
    form._units.clear()
    assert form.accept_button.isEnabled()
    assert LIGHT.bad not in form.message.styleSheet()


@pytest.fixture
def export(qtbot, monkeypatch):
    """Exports the trace of a window to a path, with the form as a function fills it."""

    def export(window, fill, path):
        monkeypatch.setattr(ExportTrace, "exec", fill)
        monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Trace"))
        said = []
        window.messages.told.connect(said.append)
        window.findChild(QAction, "export_trace").trigger()
        qtbot.waitUntil(lambda: any(str(path) in line for line in said) and path.exists())
        return path

    return export


@pytest.fixture
def with_answers():
    """Open an example whose readout says one of two words at each timestep."""
    return Workbench(Document.of_example(EXAMPLES["latch"]()))


def test_the_readouts_quantities_are_offered_under_those_of_the_cells(with_answers, qtbot):
    experiment = with_answers.snapshot().experiment
    dialog = ExportTrace(experiment, LIGHT)
    qtbot.addWidget(dialog)
    assert list(dialog._quantities)[-5:] == ["h", "y", "p", "target", "loss"]
    assert all(box.isChecked() and box.toolTip() for box in dialog._quantities.values())
    assert "readout file" in dialog.message.text()
    for name, box in dialog._quantities.items():
        if box.isChecked() != (name in ("y", "loss")):
            qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert dialog.options().selection.quantities == ("y", "loss")
    assert "readout file" not in dialog.message.text()


@pytest.mark.parametrize(("kind", "format"), [(0, "csv"), (3, "parquet")])
def test_the_window_writes_the_readout_beside_a_wide_trace(
    window_again, with_answers, export, tmp_path, kind, format
):
    window = window_again(with_answers.snapshot().document)

    def fill(dialog):
        dialog._kind.setCurrentIndex(kind)
        return QDialog.DialogCode.Accepted

    path = export(window, fill, tmp_path / f"t.{format}")
    with_answers.last()
    trace = with_answers.snapshot().run.trace
    beside = tmp_path / f"t.readout.{format}"
    if format == "csv":
        with beside.open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert "y" not in path.read_text().splitlines()[0].split(",")
    else:
        rows = pq.read_table(beside).to_pylist()
    for name in ("y", "p", "loss"):
        ours = trace.values(name, Lane())
        assert [float(row[name]) for row in rows] == ours.ravel().tolist()
    labels = with_answers.snapshot().document.timestep_labels
    assert [row["label"] for row in rows] == list(labels)


@pytest.mark.torch
def test_torch_stands_beside_ours_in_the_file(window_again, export, tmp_path):
    window = window_again(timesteps=8)
    bench = window._workbench

    def fill(dialog):
        dialog._kind.setCurrentIndex(2)
        dialog._torch.setChecked(True)
        return QDialog.DialogCode.Accepted

    path = export(window, fill, tmp_path / "t.npz")
    bench.last()
    arrays, trace = np.load(path), bench.snapshot().run.trace
    np.testing.assert_array_equal(arrays["h_l0"], trace.values("h", Lane()))
    np.testing.assert_allclose(arrays["torch_h_l0"], arrays["h_l0"], rtol=1e-5, atol=1e-6)
    assert json.loads(arrays["gatestep.json"])["torch_beside"] is True


@pytest.fixture
def ask(make_workbench, qtbot, monkeypatch, tmp_path):
    """Ask for a trace as CSV at t.csv, with the box's answer given; return the box's text."""
    parent = QWidget()
    qtbot.addWidget(parent)
    usual = make_workbench().snapshot().document
    monkeypatch.setattr(ExportTrace, "exec", lambda dialog: QDialog.DialogCode.Accepted)
    path = str(tmp_path / "t.csv")
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (path, "Trace"))

    def ask(answer, document=usual):
        said, run = [], QMessageBox.exec

        def answered(box):
            said.append(box.text())
            QTimer.singleShot(0, box.button(answer).click)
            return run(box)

        with monkeypatch.context() as patch:
            patch.setattr(QMessageBox, "exec", answered)
            return export_trace.ask(parent, document, LIGHT), said

    return ask


def test_a_file_beside_the_trace_is_not_written_over_unasked(ask, tmp_path):
    """The dialog for the path has asked about t.csv alone."""
    beside = tmp_path / "t.csv.json"
    assert ask(QMessageBox.StandardButton.No) == (
        (str(tmp_path / "t.csv"), ExportOptions(selection=TraceSelection(stop=6))),
        [],
    )
    beside.write_text("{}")
    found, said = ask(QMessageBox.StandardButton.No)
    assert found is None
    assert [beside.name in text for text in said] == [True]
    assert beside.read_text() == "{}"
    found, said = ask(QMessageBox.StandardButton.Yes)
    assert found is not None
    assert len(said) == 1


def test_the_readouts_file_is_not_written_over_unasked(ask, with_answers, tmp_path):
    document = with_answers.snapshot().document
    beside = tmp_path / "t.readout.csv"
    assert ask(QMessageBox.StandardButton.No, document)[1] == []
    beside.write_text("mine")
    found, (text,) = ask(QMessageBox.StandardButton.No, document)
    assert found is None
    assert beside.name in text
    assert ask(QMessageBox.StandardButton.Yes, document)[0] is not None
    assert ask(QMessageBox.StandardButton.No)[1] == []  # without a readout it is not written


def test_one_of_our_own_beside_it_is_no_question(ask, make_workbench, tmp_path):
    run = Run(make_workbench().snapshot().experiment)
    [*exporting_run(run, tmp_path / "t.csv", ExportOptions())]
    assert ask(QMessageBox.StandardButton.No)[1] == []


def test_parquet_says_what_it_needs(form, monkeypatch):
    form._kind.setCurrentIndex(3)
    form._model.setChecked(True)
    assert form.options() == ExportOptions("parquet", "wide", TraceSelection(stop=8), False, True)
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    form._kind.setCurrentIndex(4)
    assert '-m pip install "pyarrow>=' in form.message.text()
    assert not form.accept_button.isEnabled()
    form._kind.setCurrentIndex(0)
    assert form.accept_button.isEnabled()


def test_parquet_is_written_with_its_model_beside_it(window_again, export, tmp_path):
    window = window_again(timesteps=8)
    bench = window._workbench

    def fill(dialog):
        dialog._kind.setCurrentIndex(3)
        dialog._model.setChecked(True)
        return QDialog.DialogCode.Accepted

    path = export(window, fill, tmp_path / "t.parquet")
    bench.last()
    table, trace = pq.read_table(path), bench.snapshot().run.trace
    h = table["h"].to_numpy().reshape(8, 2)
    assert h.tobytes() == trace.values("h", Lane()).tobytes()
    assert_same(read_workspace(f"{path}.gatestep").experiment, bench.snapshot().experiment)
