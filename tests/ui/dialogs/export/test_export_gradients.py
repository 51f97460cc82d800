"""Export of gradients from the real window: told before, written, stopped, or refused."""

import runpy

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from simulator.analysis.address import Address
from simulator.files import optional_packages
from simulator.files.gradients.export import companions, exporting_run_back
from simulator.files.gradients.size import size_of_gradients
from tests.simulator.files.gradients.written import arrays_of, numbers_of
from tests.simulator.gradients.oracle import Autograd
from tests.ui.readouts import bench_with_readout, document_with_readout
from ui.commands import exporter
from ui.dialogs.export.export_gradients import ExportGradients
from ui.documents import save_file
from ui.style.theme import LIGHT
from ui.worker import long_work

FORMATS = ("npz", "csv", "parquet")


@pytest.fixture
def export(qtbot, monkeypatch):
    """Export the gradients of a window to a path, its format chosen by the keys; as a user does."""

    def export(window, path):
        monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Gradients"))
        said = []
        window.messages.told.connect(said.append)
        window.messages.complained.connect(said.append)

        def answer():
            form = QApplication.activeModalWidget()
            assert isinstance(form, ExportGradients)
            form._kind.setFocus()
            for _ in range(FORMATS.index(path.suffix[1:])):
                QTest.keyClick(form._kind, Qt.Key.Key_Down)
            QTest.keyClick(form, Qt.Key.Key_Return)

        QTimer.singleShot(0, answer)
        window._actions["export_gradients"].trigger()
        qtbot.waitUntil(lambda: any(str(path) in line for line in said) and path.exists())
        return path

    return export


@pytest.mark.few(3)
@pytest.mark.torch
@pytest.mark.parametrize("walked", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("format", FORMATS)
def test_the_file_has_torch_s_gradients_wherever_the_position_is(
    window_again, export, qtbot, tmp_path, format, walked
):
    window = window_again(document_with_readout())
    bench = window._workbench
    schedule = bench.snapshot().schedule
    bench.go_to(round(walked * schedule.last))
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().target)
    here = bench.snapshot().position
    numbers = numbers_of(export(window, tmp_path / f"g.{format}"))
    assert bench.snapshot().position == here
    experiment = bench.snapshot().experiment
    oracle = Autograd(experiment)
    for name in experiment.parameters.arrays:
        wanted = oracle.gradient(name)
        for index, value in np.ndenumerate(wanted):
            assert abs(float(numbers[name, *index]) - value) < 1e-9


@pytest.mark.torch
def test_a_seed_has_its_own(window_again, export, tmp_path):
    window = window_again(document_with_readout())
    bench = window._workbench
    bench.seed(Address("c", t=3, unit=1))
    arrays = arrays_of(export(window, tmp_path / "g.npz"))
    wanted = Autograd(bench.snapshot().experiment).gradient("weight_hh_l0")
    np.testing.assert_allclose(arrays["weight_hh_l0"], wanted, atol=1e-9)
    assert np.any(wanted)


@pytest.mark.parametrize("format", FORMATS)
def test_its_size_and_its_source_are_told_before(qtbot, format):
    experiment = bench_with_readout().snapshot().experiment
    form = ExportGradients(experiment, LIGHT, note="8 GB of memory")
    qtbot.addWidget(form)
    form._kind.setCurrentIndex(FORMATS.index(format))
    size = size_of_gradients(experiment, format)
    assert form.message.text() == f"{size.text()}\n8 GB of memory"
    assert form.accept_button.isEnabled()
    assert form.format() == format


def test_a_format_whose_package_is_missing_says_how_to_get_it(qtbot, monkeypatch):
    monkeypatch.setattr(optional_packages, "find_spec", lambda _: None)
    form = ExportGradients(bench_with_readout().snapshot().experiment, LIGHT)
    qtbot.addWidget(form)
    form._kind.setCurrentIndex(FORMATS.index("parquet"))
    assert "pip install" in form.message.text()
    assert not form.accept_button.isEnabled()


def test_without_a_way_back_it_says_what_is_missing(window_again, monkeypatch):
    window, said = window_again(), []
    monkeypatch.setattr(ExportGradients, "exec", lambda _: pytest.fail("asked"))
    window.messages.complained.connect(said.append)
    window._actions["export_gradients"].trigger()
    assert "Shift+W" in said[-1]
    assert "Ctrl+Shift+R" in said[-1]


def test_it_can_be_stopped_and_leaves_no_file(window_again, qtbot, tmp_path, monkeypatch):
    real, begun = exporting_run_back, []

    def held(*arguments):
        """Write until the file is begun, and no further."""
        for fraction in real(*arguments):
            yield fraction
            while list(tmp_path.glob(".gatestep-*")):
                begun.append(True)
                yield fraction

    window = window_again(document_with_readout())
    monkeypatch.setattr(long_work, "SLICE_SECONDS", 0.001)
    monkeypatch.setattr("simulator.files.gradients.export.exporting_run_back", held)
    monkeypatch.setattr(ExportGradients, "exec", lambda _: QDialog.DialogCode.Accepted)
    path = tmp_path / "g.npz"
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Gradients"))
    window._actions["export_gradients"].trigger()
    (work,) = window.findChildren(long_work.LongWork)
    qtbot.waitUntil(lambda: bool(begun))
    work.cancel()
    QApplication.processEvents()
    assert not path.exists()
    assert not list(tmp_path.glob(".gatestep-*"))


def test_files_beside_it_are_not_written_over_unasked(window_again, tmp_path, monkeypatch):
    window, asked = window_again(document_with_readout()), []
    path = tmp_path / "g.csv"
    beside = tmp_path / "g.weights.csv"
    assert str(beside) in companions(path, "csv")
    beside.write_text("mine")

    def choose_csv(form):
        form._kind.setCurrentIndex(FORMATS.index("csv"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportGradients, "exec", choose_csv)
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Gradients"))
    monkeypatch.setattr(save_file, "ask_to_replace", lambda _, paths: asked.extend(paths))
    window._actions["export_gradients"].trigger()
    assert asked == [str(beside)]
    assert not path.exists()


@pytest.mark.torch
@pytest.mark.parametrize("back", [False, True])
def test_the_script_prints_the_same_gradients_where_it_is_to(
    window_again, qtbot, tmp_path, monkeypatch, capsys, back
):
    window, said, offered = window_again(document_with_readout()), [], []
    bench = window._workbench
    path = tmp_path / "lstm.py"

    def ask_path(parent, title, suggested, kinds, **places):
        offered.extend(kinds)
        return str(path), exporter.SCRIPT_BACK if back else exporter.SCRIPT

    monkeypatch.setattr(save_file, "ask_path", ask_path)
    window.messages.told.connect(said.append)
    window._actions["export_script"].trigger()
    qtbot.waitUntil(lambda: bool(said) and str(path) in said[-1] and path.exists())
    assert offered == [exporter.SCRIPT, exporter.SCRIPT_BACK, exporter.SCRIPT_TRAINS]
    names = runpy.run_path(str(path))
    assert ("gradient of" in capsys.readouterr().out) == back
    if back:
        bench.last()
        bench.last()
        now = bench.snapshot()
        for name in now.experiment.parameters.arrays:
            ours = now.back.gradient(name)
            np.testing.assert_allclose(names["gradients"][name].numpy(), ours, atol=1e-9)


def test_a_script_without_a_source_is_offered_without_gradients(window_again, monkeypatch):
    offered = []
    monkeypatch.setattr(save_file, "ask_path", lambda *given, **_: offered.extend(given[3]))
    window_again()._actions["export_script"].trigger()
    assert offered == [exporter.SCRIPT]
