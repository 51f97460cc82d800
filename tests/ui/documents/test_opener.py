"""Opened files: one sequence, several as a batch, one of several arrays, or one line of error."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from simulator.files import optional_packages, sandbox
from simulator.files.registry import offered
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.workspaces.reader import read_workspace
from simulator.network.config import LSTMConfig
from tests.paths import RESOURCES
from tests.simulator.experiments import random_parameters
from tests.simulator.files.hostile import EXECUTED, MODELS, SEQUENCES, TRACES, names
from tests.simulator.files.tables.parquets import save
from tests.simulator.files.workspaces.written import write_workspace
from tests.ui.windows import open_in
from tests.ui.worker.inline_worker import InlineWorker
from ui.app import application
from ui.dialogs.sequence_choice import SequenceChoice
from ui.documents.opener import Opener
from ui.documents.opening import OpenedNumbers, document_of_workspace
from ui.documents.workspace_view import workspace_of
from ui.session.document import Document
from ui.session.messages import Messages
from ui.style.theme import LIGHT

CASES = MODELS | SEQUENCES | TRACES


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
        """Make an Opener that keeps its messages and complaints."""
        worker = InlineWorker()
        workers.append(worker)
        messages = Messages()
        opener = Opener(make_workbench(**options), worker, messages, choose, lambda question: False)
        opener.said, opener.told = [], []
        messages.complained.connect(opener.said.append)
        messages.told.connect(opener.told.append)
        return opener

    yield make
    for worker in workers:
        worker.close()


@pytest.mark.parametrize("features", [2, 3])
def test_nothing_is_said_of_an_example_that_nobody_opened(tmp_path, qtbot, features):
    """The window begins with one that has a readout; a model may fit its input, or not."""
    bench, worker, messages = application.make_workbench("latch"), InlineWorker(), Messages()
    title, asked, said = bench.snapshot().document.title, [], []
    opener = Opener(bench, worker, messages, asked.append, lambda question: False)
    for line in (messages.told, messages.complained):
        line.connect(said.append)
    np.savez(tmp_path / "mine.npz", **random_parameters(LSTMConfig(features, 5)).arrays)
    opener.open([str(tmp_path / "mine.npz")])
    qtbot.waitUntil(lambda: not opener.busy)
    worker.close()
    opened = bench.snapshot().document
    assert "mine" in opened.title
    assert not opened.experiment.objective
    assert not asked
    assert not [line for line in said if title in line]


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


def test_numbers_are_read_again_where_the_model_changes_its_dtype_meanwhile(
    paths, make_opener, qtbot
):
    opener = make_opener(input_size=3)
    bench, given = opener._workbench, snapshot_of(opener).document.experiment
    np.save(paths[0] + ".npy", np.full((4, 3), 0.1))
    for dtype in (np.float32, np.float64):
        opener.open([paths[0] + ".npy"])
        bench.open(Document.of("meanwhile", given.astype(dtype)))
        qtbot.waitUntil(lambda: not opener.busy)
        experiment = snapshot_of(opener).experiment
        assert experiment.sequence.shape == (4, 1, 3)
        assert (experiment.sequence == np.full(1, 0.1, dtype)).all()
        assert experiment.dtype == dtype


def test_a_question_that_fails_keeps_no_file_from_being_read(paths, make_opener, qtbot):
    def choose(question):
        raise RuntimeError("no question today")

    opener = make_opener(choose, input_size=2)  # of three columns, two must be chosen
    with qtbot.captureExceptions() as faults:
        opener.open([paths[0]])
        qtbot.waitUntil(lambda: bool(faults))
    assert not opener.busy
    opener.ask_nobody()
    opener.open([paths[1]])
    qtbot.waitUntil(lambda: not opener.busy)
    assert snapshot_of(opener).experiment.num_timesteps == 5


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
    assert dialog.windowTitle() == "What should be read from 3 files?"
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
    assert "first.csv" in line
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
    box = window._bars.transport.lanes._boxes["Batch row"]
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


def test_of_several_arrays_one_is_asked_for(make_opener, tmp_path, qtbot):
    arrays = {"x": np.ones((5, 3)), "y": np.arange(24.0).reshape(4, 2, 3)}
    np.savez(tmp_path / "a.npz", names=np.array(["a"]), one=np.ones(3), **arrays)
    asked = []

    def choose(answer):
        if isinstance(answer, OpenedNumbers):
            return answer.proposal()
        asked.append(answer.shapes)
        return "y"

    opener = make_opener(choose, input_size=3)
    opener.open([str(tmp_path / "a.npz")])
    qtbot.waitUntil(lambda: not opener.busy)
    assert asked == [{"x": (5, 3), "y": (4, 2, 3)}]
    np.testing.assert_array_equal(snapshot_of(opener).experiment.input_as_given(), arrays["y"])


def test_numbers_that_float32_does_not_hold_are_told(make_opener, tmp_path, qtbot):
    np.save(tmp_path / "x.npy", np.full((4, 3), 1e39))
    opener = make_opener(OpenedNumbers.proposal)
    opener.open([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not opener.busy)
    assert np.isinf(snapshot_of(opener).experiment.sequence).all()
    assert "float32" in opener.told[-1]
    assert "12" in opener.told[-1]


def opened(window, path, qtbot):
    """Open a file; the lines of complaint."""
    said = []
    window.messages.complained.connect(said.append)
    open_in(window, qtbot, path)
    return said


def test_the_columns_of_a_parquet_file_are_what_the_model_reads(
    make_window, make_workbench, qtbot, tmp_path
):
    rng = np.random.default_rng(0)
    columns = {name: rng.standard_normal(9).astype(np.float32) for name in ("x", "y", "z")}
    years = {"year": np.arange(2000, 2009)}
    bench = make_workbench()
    window = make_window(bench)
    assert opened(window, save(tmp_path / "s.parquet", years | columns), qtbot) == []
    snapshot = bench.snapshot()
    ours = snapshot.experiment.sequence[:, 0]
    assert ours.tobytes() == np.stack(list(columns.values()), -1).tobytes()
    assert snapshot.document.feature_names == ("x", "y", "z")
    assert snapshot.document.timestep_labels == tuple(map(str, range(2000, 2009)))
    assert snapshot.document.title == "test on s.parquet"


def test_what_a_parquet_file_is_not_is_one_line(
    make_window, make_workbench, qtbot, tmp_path, monkeypatch
):
    window = make_window(make_workbench())
    numbers = {"x": np.ones(3), "y": np.ones(3)}
    path = save(tmp_path / "s.parquet", numbers | {"<b>day</b>": list("abc")})
    (said,) = opened(window, path, qtbot)
    assert str(path) in said
    assert "<b>day</b>" in said
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    assert '-m pip install "pyarrow>=' in opened(window, path, qtbot)[0]


def test_text_beside_the_numbers_is_no_feature(make_window, make_workbench, qtbot, tmp_path):
    bench = make_workbench()
    window = make_window(bench)
    window._commands.opener.ask_nobody()
    columns = {"day": list("abcd"), **{name: np.arange(4.0) for name in ("x", "y", "z")}}
    assert opened(window, save(tmp_path / "s.parquet", columns), qtbot) == []
    assert bench.snapshot().document.feature_names == ("x", "y", "z")


@pytest.fixture
def told_in_a_line(make_opener, monkeypatch, qtbot, tmp_path):
    """Open a file of a name in the corpus, which is told in a line and changes nothing."""

    def tell(name):
        monkeypatch.setattr(sandbox, "SECONDS", 2)
        opener, case = make_opener(), CASES[name]
        path, before = case.write(tmp_path), snapshot_of(opener)
        opener.open([str(path)])
        qtbot.waitUntil(lambda: not opener.busy)
        (line,) = opener.said
        assert line.isprintable()
        assert path.name in line
        assert case.words in line
        assert "please report" not in line
        assert snapshot_of(opener).document is before.document
        assert not list(tmp_path.rglob(EXECUTED))

    return tell


@pytest.mark.apart
@pytest.mark.few(4)
@pytest.mark.parametrize("name", names(CASES))
def test_a_file_that_means_harm_is_told_in_a_line(told_in_a_line, name):
    told_in_a_line(name)


@pytest.mark.parametrize(
    "name", ["empty", "trace csv: a word", "npy: another width", "pt: 160 GB of one number"]
)
def test_a_file_is_told_in_a_line_where_it_is_looked_at_read_loaded_or_shown(told_in_a_line, name):
    told_in_a_line(name)


LESSONS = RESOURCES / "lessons"


def lesson_in(window):
    """Return the open lesson's id; None without one."""
    view = window._workbench.snapshot().lesson
    return None if view is None else view.lesson.id


def test_a_lesson_that_is_dropped_is_led_through_and_comes_again(make_window, qtbot):
    window = make_window()
    data, path = QMimeData(), LESSONS / "counting.toml"
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPoint(), copy, data, left, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: lesson_in(window) == "counting")
    assert window._recent.paths() == [str(path)]
    assert path.suffix in offered()


def test_a_lesson_is_opened_last_of_several_files(make_window, qtbot, paths):
    window = make_window()
    open_in(window, qtbot, LESSONS / "counting.toml", *paths)
    assert lesson_in(window) == "counting"


@pytest.mark.parametrize(
    ("old", "new"),
    [("[network]", "[network"), ('sequence = "yes', 'sequence = "perhaps'), ("yes", "\x00")],
)
def test_a_file_that_is_no_lesson_is_told_in_a_line_with_its_name(
    make_window, qtbot, tmp_path, old, new
):
    window, said = make_window(), []
    window.messages.complained.connect(said.append)
    path = tmp_path / "mine.toml"
    text = (LESSONS / "conveyor.toml").read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    open_in(window, qtbot, path)
    (line,) = said
    assert "mine.toml" in line
    assert "\n" not in line
    assert lesson_in(window) is None
    assert window._recent.paths() == []
