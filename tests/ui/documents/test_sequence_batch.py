"""Several sequence files opened at once: one batch, each a row that is called by its file."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.writer import write_workspace
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.sequence_choice import SequenceChoice
from ui.documents.opener import Opener
from ui.documents.opening import document_of_workspace
from ui.documents.saving import workspace_of
from ui.session.messages import Messages
from ui.style.theme import LIGHT


@pytest.fixture
def paths(tmp_path):
    made = []
    for name, length in (("first", 2), ("second", 5), ("third", 3)):
        made.append(tmp_path / f"{name}.csv")
        rows = (f"{t},{t + 0.5},{length}" for t in range(length))
        made[-1].write_text("\n".join(["a,b,c", *rows]))
    return [str(path) for path in made]


@pytest.fixture
def make_opener(make_workbench):
    workers = []

    def make(choose=lambda question: None, **options):
        worker = InlineWorker()
        workers.append(worker)
        messages = Messages()
        opener = Opener(make_workbench(**options), worker, messages, choose)
        opener.said = []
        messages.complained.connect(opener.said.append)
        return opener

    yield make
    for worker in workers:
        worker.close()


def snapshot_of(opener):
    return opener._workbench.snapshot()


@pytest.mark.parametrize("batch_first", [False, True])
def test_several_files_are_one_batch_with_their_lengths(paths, make_opener, qtbot, batch_first):
    opener = make_opener(input_size=3, batch_first=batch_first)
    opened = []
    opener.opened.connect(opened.append)
    opener.open(paths)
    qtbot.waitUntil(lambda: not opener.busy)
    document = snapshot_of(opener).document
    assert document.experiment.lengths == (2, 5, 3)
    assert document.experiment.sequence.shape == (5, 3, 3)
    assert document.experiment.sequence[4, 1].tolist() == [4, 4.5, 5]
    assert document.row_names == ("first.csv", "second.csv", "third.csv")
    assert document.title == "test on first.csv and 2 more"
    assert opened == [*reversed(paths[1:]), paths[0]]
    assert opener.said == []


def test_the_columns_are_asked_for_once_for_all(paths, make_opener, qtbot):
    asked = []

    def choose(question):
        dialog = SequenceChoice(question, LIGHT)
        qtbot.addWidget(dialog)
        asked.append(dialog)
        return ColumnChoice((2, 0))

    opener = make_opener(choose, input_size=2)
    opener.open(paths)
    qtbot.waitUntil(lambda: not opener.busy)
    (dialog,) = asked
    assert dialog.windowTitle() == "What of 3 files is read?"
    texts = [dialog.model.index(row, 3).data() for row in range(3)]
    assert texts == ["0 … 4", "0.5 … 4.5", "2 … 5"]
    experiment = snapshot_of(opener).experiment
    assert experiment.sequence[2, 2].tolist() == [3, 2]
    assert snapshot_of(opener).document.feature_names == ("c", "a")


def test_a_model_among_them_is_read_first_and_a_text_apart(paths, tmp_path, make_opener, qtbot):
    from simulator.files.checkpoints.safetensors_header import header_bytes
    from simulator.files.tensors import TensorInfo

    shapes = {"weight_ih_l0": (8, 3), "weight_hh_l0": (8, 2), "bias_ih_l0": (8,)}
    shapes["bias_hh_l0"] = (8,)
    head = header_bytes({name: TensorInfo(shape, "float32") for name, shape in shapes.items()})
    count = sum(int(np.prod(shape)) for shape in shapes.values())
    model = tmp_path / "m.safetensors"
    model.write_bytes(head + np.ones(count, np.float32).tobytes())
    opener = make_opener(input_size=7)
    opener.open([*paths, str(model)])
    qtbot.waitUntil(lambda: not opener.busy)
    assert snapshot_of(opener).experiment.config.input_size == 3
    assert snapshot_of(opener).experiment.lengths == (2, 5, 3)


def test_a_file_of_other_columns_is_told_by_name_and_nothing_changes(paths, make_opener, qtbot):
    opener = make_opener(input_size=3)
    before = snapshot_of(opener).document
    with open(paths[2], "w") as file:
        file.write("a,c,b\n1,2,3\n")
    opener.open(paths)
    qtbot.waitUntil(lambda: not opener.busy)
    (line,) = opener.said
    assert "third.csv" in line
    assert "its 3 columns (a, c, b) are not the 3 of first.csv (a, b, c)" in line
    assert snapshot_of(opener).document is before


def test_the_rows_are_called_by_their_files_where_one_is_chosen(paths, make_window, qtbot):
    window = make_window(input_size=3)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPoint(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: not window.busy)
    box = window._lanes._boxes["Batch row"]
    assert [box.itemText(k) for k in range(box.count())] == [
        "row 0 · first.csv (T=2)",
        "row 1 · second.csv (T=5)",
        "row 2 · third.csv (T=3)",
    ]


def test_the_names_stay_in_a_workspace_and_under_another_sequence_they_go(
    paths, make_opener, qtbot, tmp_path
):
    opener = make_opener(input_size=3)
    opener.open(paths)
    qtbot.waitUntil(lambda: not opener.busy)
    path = tmp_path / "w.gatestep"
    write_workspace(path, workspace_of(snapshot_of(opener), ""))
    assert document_of_workspace(read_workspace(path)).row_names == (
        "first.csv",
        "second.csv",
        "third.csv",
    )
    opener.open(paths[:1])
    qtbot.waitUntil(lambda: not opener.busy)
    assert snapshot_of(opener).document.row_names == ()
    assert snapshot_of(opener).experiment.lengths == (2,)
