"""Exported traces in the real window: replayed bit for bit, or a baseline of the open run."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from simulator.analysis.trace_difference import TraceDifference, comparing
from simulator.engine.run import Run
from simulator.files.traces.export import ExportOptions, exporting_run
from simulator.files.traces.selection import TraceSelection
from simulator.network.lane import Lane
from tests import depth
from tests.simulator.files.workspaces.test_workspace import assert_same
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents.opener import Opener
from ui.documents.workspace_view import workspace_of
from ui.panels.timeline.panel import TimelinePanel
from ui.session.messages import Messages


def export(run_of, path, *wish, **options):
    for _ in exporting_run(Run(run_of), path, ExportOptions(*wish, **options)):
        pass
    return path


@pytest.fixture
def drop(qtbot):
    """Drop files on a window, press a button of the question, and wait for the last message."""

    def drop(window, *paths, press=None):
        said, asked = [], []
        window.messages.told.connect(said.append)
        window.messages.complained.connect(said.append)

        def outcome():
            """Return the message that follows the one about reading."""
            return next((line for line in reversed(said[1:]) if line), None)

        def answer():
            for box in filter(QWidget.isVisible, window.findChildren(QMessageBox)):
                asked.append(box.text())
                button = next(b for b in box.findChildren(QPushButton) if press in b.text())
                qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

        timer = QTimer(window, interval=20)
        timer.timeout.connect(answer)
        timer.start()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        window.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
        qtbot.waitUntil(lambda: outcome() is not None or (press == "Cancel" and bool(asked)))
        timer.stop()
        timer.deleteLater()
        window.messages.told.disconnect(said.append)
        window.messages.complained.disconnect(said.append)
        return outcome(), asked

    return drop


def difference(bench):
    """The difference of the whole present run from the trace that it is compared with."""
    work = comparing(bench.snapshot().against.baseline, Run(bench.snapshot().experiment))
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def changed(bench, by=0.25):
    """Edit one weight."""
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), by)
    bench.edit(experiment.with_parameters(parameters), "edit")


@pytest.mark.few(1)
@pytest.mark.parametrize("format", ["csv", "npz", "parquet"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_trace_with_its_model_is_opened_and_replayed(
    window_again, make_workbench, tmp_path, drop, format, dtype
):
    other = make_workbench(bidirectional=True, batch=2, lengths=(6, 4), dtype=dtype, seed=3)
    theirs = other.snapshot().experiment
    path = export(theirs, tmp_path / f"kept.{format}", format, experiment=True)
    window = window_again()
    bench = window._workbench
    said, asked = drop(window, path)
    assert said == f"kept.{format}: {TraceDifference(count=400).text(batch=2)}"
    assert asked == []
    snapshot = bench.snapshot()
    assert_same(snapshot.experiment, theirs)
    assert (snapshot.document.title, snapshot.saved) == (f"kept.{format}", True)
    assert snapshot.against.name == f"kept.{format}"
    assert window._recent.paths()[0] == str(path)
    bench.last()
    comparison = bench.snapshot().against.comparison
    assert comparison.before.trace.values("c", Lane(0, 1)).tobytes() == (
        bench.snapshot().run.trace.values("c", Lane(0, 1)).tobytes()
    )
    assert comparison.largest(bench.snapshot().position) is None
    changed(bench)
    after = bench.snapshot().against
    assert after.baseline is comparison.before
    assert after.comparison.largest(bench.snapshot().position) is not None


def test_a_trace_alone_becomes_a_baseline_of_the_present_run(window_again, tmp_path, drop, qtbot):
    window = window_again()
    bench = window._workbench
    path = export(bench.snapshot().experiment, tmp_path / "kept.csv")
    bench.last()
    changed(bench)
    said, asked = drop(window, path)
    assert asked == []
    found = difference(bench)
    assert 0 < found.different < found.count == 120
    assert said == f"kept.csv: {found.text(batch=1)}"
    against = bench.snapshot().against
    assert against.baselines.chosen.recorded is against.baseline
    assert not bench.snapshot().document.title.startswith("kept")
    timeline = window._panels.of(TimelinePanel)
    assert timeline.baseline_button.toolTip().endswith(said)
    change = against.comparison.largest(bench.snapshot().position)
    assert change is not None
    bench.undo()
    qtbot.waitUntil(lambda: bench.snapshot().against.position == bench.snapshot().position)
    assert bench.snapshot().against.comparison.largest(bench.snapshot().position) is None


@pytest.mark.parametrize(("press", "replayed"), [("Replay", True), ("Compare", False)])
def test_where_both_can_be_the_user_chooses(
    window_again, make_workbench, tmp_path, drop, press, replayed
):
    theirs = make_workbench(seed=5).snapshot().experiment
    path = export(theirs, tmp_path / "kept.npz", "npz", experiment=True)
    window = window_again()
    bench = window._workbench
    present = bench.snapshot().experiment
    said, asked = drop(window, path, press=press)
    assert len(asked) == 1
    assert "kept.npz" in asked[0]
    found = difference(bench)
    assert (found.largest is None) == replayed
    assert said == f"kept.npz: {found.text(batch=1)}"
    if replayed:
        assert_same(bench.snapshot().experiment, theirs)
    else:
        assert bench.snapshot().experiment is present


def test_cancel_leaves_all_as_it_was(window_again, tmp_path, drop):
    window = window_again()
    bench = window._workbench
    path = export(bench.snapshot().experiment, tmp_path / "kept.npz", "npz", experiment=True)
    before = bench.snapshot().document
    said, asked = drop(window, path, press="Cancel")
    assert (said, len(asked)) == (None, 1)
    assert bench.snapshot().document is before
    assert bench.snapshot().against.baselines.pins == ()


def test_other_shapes_are_one_line(window_again, make_workbench, tmp_path, drop):
    path = export(
        make_workbench(hidden_size=5).snapshot().experiment, tmp_path / "t.parquet", "parquet"
    )
    window = window_again()
    bench = window._workbench
    said, _ = drop(window, path)
    assert said.startswith(str(path))
    assert "hidden_size" in said
    assert bench.snapshot().against.baselines.pins == ()


def test_a_part_is_a_ghost_where_it_goes(make_window, make_workbench, tmp_path, drop, qtbot):
    """Numbers that the file lacks have no value."""
    bench = make_workbench(timesteps=8)
    part = TraceSelection(("h",), None, None, 2, 6)
    path = export(bench.snapshot().experiment, tmp_path / "part.npz", "npz", "wide", part)
    window = make_window(bench, shown=True)
    bench.last()
    changed(bench)
    said, _ = drop(window, path)
    found = difference(bench)
    assert found.different == found.count == 8
    assert said == f"part.npz: {found.text(batch=1)}"
    change = bench.snapshot().against.comparison.largest(bench.snapshot().position)
    assert 2 <= change.number.t < 6
    timeline = window._panels.of(TimelinePanel)
    qtbot.mouseClick(timeline.difference_button, Qt.MouseButton.LeftButton)
    window.grab()
    for quantity, row in timeline.plots.rows.items():
        colours = row.heat_map.picture()[:, :8]
        shown = (colours != 0).any(0).nonzero()[0].tolist()
        assert shown == (list(range(2, 6)) if quantity == "h" else [])
    for position in range(bench.snapshot().position, -1, -depth.count(7, by_default=17)):
        bench.go_to(position)
        window.grab()


def test_a_workspace_keeps_what_it_can(window_again, tmp_path, drop):
    """A baseline from a file is left out, and the others keep their order."""
    window = window_again()
    bench = window._workbench
    path = export(bench.snapshot().experiment, tmp_path / "kept.csv")
    drop(window, path)
    baselines = bench.snapshot().against.baselines
    bench.set_baselines(baselines.with_pin("mine", bench.snapshot().experiment))
    workspace = workspace_of(bench.snapshot(), "")
    assert [pin.name for pin in workspace.pins] == ["mine"]
    assert workspace.view["baseline"] == 0
    bench.set_baselines(bench.snapshot().against.baselines.choosing(baselines.chosen))
    assert workspace_of(bench.snapshot(), "").view["baseline"] is None


def test_a_damaged_trace_is_one_line(window_again, tmp_path, drop):
    path = tmp_path / "kept.csv"
    path.write_text("t,batch,layer,direction,unit,h\n0,0,0,forward,0,x\n")
    said, _ = drop(window_again(), path)
    assert "row 2 has 'x'" in said
    assert "\n" not in said


def test_what_comes_while_the_user_is_asked_is_opened_after(make_workbench, tmp_path, qtbot):
    bench = make_workbench()
    experiment = bench.snapshot().experiment
    trace = export(experiment, tmp_path / "kept.npz", "npz", experiment=True)
    later = tmp_path / "later.npy"
    np.save(later, np.ones((5, experiment.config.input_size)))
    no, opened = lambda question: False, []
    opener = Opener(bench, InlineWorker(), Messages(), lambda choice: None, no)
    opener.opened.connect(opened.append)
    opener.traced.connect(lambda _: opener.open([str(later)]))
    opener.open([str(trace)])
    qtbot.waitUntil(lambda: not opener.busy)
    assert opened == [str(later)]
