"""h_0 and c_0 from files: by name or by shape, checked, undone, over every kind of LSTM."""

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from tests.simulator.files.tables.parquets import save as save_parquet
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents.opener import Opener
from ui.documents.state_opening import SEQUENCE, WhichState
from ui.session.messages import Messages

LSTMS = {
    "one": {},
    "layers": {"num_layers": 3},
    "directions": {"num_layers": 2, "bidirectional": True},
    "projection": {"proj_size": 2, "hidden_size": 4},
    "batch": {"batch": 3, "bidirectional": True},
    "batch first": {"batch": 3, "batch_first": True, "proj_size": 1},
}


@pytest.fixture
def opened(make_workbench, qtbot):
    """Return a function that opens files over an LSTM with an answer to questions."""
    workers = []

    def open_(paths, choose=lambda question: None, explicit=False, bench=None, **options):
        worker, messages = InlineWorker(), Messages()
        workers.append(worker)
        bench = bench or make_workbench(**options)
        opener = Opener(bench, worker, messages, choose, lambda question: False)
        bench.said, bench.told = [], []
        messages.complained.connect(bench.said.append)
        messages.told.connect(bench.told.append)
        (opener.open_states if explicit else opener.open)(list(map(str, paths)))
        qtbot.waitUntil(lambda: not opener.busy)
        return bench

    yield open_
    for worker in workers:
        worker.close()


def given(experiment, seed=5):
    """Return states in nn.LSTM's shapes, written out from its documentation."""
    config, rng = experiment.config, np.random.default_rng(seed)
    lanes = config.num_layers * (2 if config.bidirectional else 1)
    batch = (experiment.batch_size,) if experiment.batched else ()
    h_0 = rng.standard_normal((lanes, *batch, config.proj_size or config.hidden_size))
    c_0 = rng.standard_normal((lanes, *batch, config.hidden_size))
    return h_0.astype(experiment.dtype), c_0.astype(experiment.dtype)


def states_of(bench):
    experiment = bench.snapshot().experiment
    return tuple(experiment.state_as_given(state) for state in (experiment.h_0, experiment.c_0))


@pytest.mark.parametrize("how", ["two files", "archive", "menu"])
@pytest.mark.parametrize("lstm", LSTMS)
def test_states_are_read_bit_for_bit_and_undone(opened, make_workbench, tmp_path, lstm, how):
    bench = make_workbench(**LSTMS[lstm])
    before, expected = states_of(bench), given(bench.snapshot().experiment)
    paths = [tmp_path / "h0.npy", tmp_path / "c_0.npy"]
    for path, array in zip(paths, expected, strict=True):
        np.save(path, array)
    if how == "archive":
        paths = [tmp_path / "states.npz"]
        np.savez(paths[0], **dict(zip(("h_0", "c_0"), expected, strict=True)))
    opened(paths, explicit=how == "menu", bench=bench)
    assert bench.said == []
    for ours, theirs in zip(states_of(bench), expected, strict=True):
        assert ours.tobytes() == theirs.tobytes()
    assert not bench.snapshot().saved
    bench.undo()
    for ours, theirs in zip(states_of(bench), before, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_the_outputs_are_those_of_torch(opened, make_workbench, tmp_path):
    torch = pytest.importorskip("torch")
    bench = make_workbench(bidirectional=True)
    experiment = bench.snapshot().experiment
    expected = given(experiment)
    np.savez(tmp_path / "s.npz", h_0=expected[0], c_0=expected[1])
    opened([tmp_path / "s.npz"], bench=bench)
    bench.last()
    lstm = torch.nn.LSTM(
        experiment.config.input_size, experiment.config.hidden_size, bidirectional=True
    ).to(torch.float32 if experiment.dtype == np.float32 else torch.float64)
    lstm.load_state_dict(
        {n: torch.from_numpy(a.copy()) for n, a in experiment.parameters.arrays.items()}
    )
    x = torch.from_numpy(experiment.input_as_given().copy())
    with torch.inference_mode():
        output, _ = lstm(x, tuple(torch.from_numpy(state.copy()) for state in expected))
    ours = bench.snapshot().run.trace.outputs().output
    np.testing.assert_allclose(ours, output.numpy(), atol=1e-5)


def test_one_alone_leaves_the_other(opened, make_workbench, tmp_path):
    bench = make_workbench()
    h_0 = given(bench.snapshot().experiment)[0]
    np.save(tmp_path / "h_0.npy", h_0)
    opened([tmp_path / "h_0.npy"], bench=bench)
    ours = states_of(bench)
    assert ours[0].tobytes() == h_0.tobytes()
    assert not ours[1].any()
    assert "c_0" in bench.told[-1]
    assert "h_0.npy" in bench.told[-1]


@pytest.mark.parametrize("name", ["h0.npy", "c_0.npy"])
def test_another_shape_is_told_with_the_one_that_is_needed(opened, make_workbench, tmp_path, name):
    bench = make_workbench(batch=3)
    before = bench.snapshot().document
    expected = given(bench.snapshot().experiment)[name.startswith("c")]
    np.save(tmp_path / name, expected[:, 0])
    opened([tmp_path / name], bench=bench)
    (line,) = bench.said
    assert str(expected.shape) in line
    assert str(expected[:, 0].shape) in line
    assert bench.snapshot().document is before


@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("name", ["h0.npy", "c_0.npy", "states.npz", "any.npy"])
def test_one_axis_is_told_the_rule_of_states(opened, make_workbench, tmp_path, name, explicit):
    bench = make_workbench(batch=3)
    before, expected = bench.snapshot().document, given(bench.snapshot().experiment)
    if name.endswith(".npz"):
        np.savez(tmp_path / name, h_0=expected[0].ravel(), c_0=expected[1])
    else:
        np.save(tmp_path / name, expected[0].ravel())
    opened([tmp_path / name], explicit=explicit, bench=bench)
    (line,) = bench.said
    # A file of any name that is dropped is a sequence.
    states = explicit or name != "any.npy"
    assert ("(T, I)" in line) != states
    assert (str(expected[0].shape) in line) == states
    assert str((expected[0].size,)) in line or not states
    assert bench.snapshot().document is before


@pytest.mark.few(3)
@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("name", ["h_0.csv", "c0.tsv", "h0.txt", "c_0.parquet"])
def test_a_table_is_told_what_states_are_read_from(
    opened, make_workbench, tmp_path, name, explicit
):
    bench = make_workbench()
    before = bench.snapshot().document
    if name.endswith(".parquet"):
        save_parquet(tmp_path / name, {"a": np.arange(5.0), "b": np.arange(5.0)})
    else:
        separator = "\t" if name.endswith(".tsv") else ","
        (tmp_path / name).write_text(f"0.5{separator}1.5\n2.5{separator}3.5\n")
    opened([tmp_path / name], explicit=explicit, bench=bench)
    (line,) = bench.said
    for part in (name, ".npy", ".npz"):
        assert part in line
    assert "column" not in line
    assert bench.snapshot().document is before


@pytest.mark.parametrize("answer", ["h_0", "c_0", None])
def test_a_file_of_that_shape_is_asked_about(opened, make_workbench, tmp_path, answer):
    bench = make_workbench(num_layers=2, input_size=9)
    before = bench.snapshot().document
    array = given(bench.snapshot().experiment)[0]
    np.save(tmp_path / "first.npy", array)
    asked = []

    def choose(question):
        asked.append(question)
        return answer

    opened([tmp_path / "first.npy"], choose, bench=bench)
    assert asked[0].answers == ("h_0", "c_0")
    if answer is None:
        assert bench.snapshot().document is before
    else:
        assert states_of(bench)[answer == "c_0"].tobytes() == array.tobytes()


def test_it_can_be_the_sequence_too(opened, make_workbench, tmp_path):
    """Two timesteps of three features over two layers of three units."""
    bench = make_workbench(num_layers=2, input_size=3, hidden_size=3)
    array = np.arange(6.0).reshape(2, 3)
    np.save(tmp_path / "first.npy", array)
    opened([tmp_path / "first.npy"], lambda question: SEQUENCE, bench=bench)
    assert bench.said == []
    np.testing.assert_array_equal(bench.snapshot().experiment.input_as_given(), array)


def test_with_a_projection_the_shape_tells_which(opened, make_workbench, tmp_path):
    bench = make_workbench(proj_size=2, hidden_size=4, input_size=9)
    h_0, c_0 = given(bench.snapshot().experiment)
    np.save(tmp_path / "one.npy", c_0)
    opened([tmp_path / "one.npy"], bench=bench)
    assert states_of(bench)[1].tobytes() == c_0.tobytes()
    np.save(tmp_path / "a.npy", h_0)
    opened([tmp_path / "a.npy", tmp_path / "one.npy"], explicit=True, bench=bench)
    assert states_of(bench)[0].tobytes() == h_0.tobytes()


def test_two_nameless_files_of_the_menu_need_one_answer(opened, make_workbench, tmp_path):
    bench = make_workbench(input_size=9)
    h_0, c_0 = given(bench.snapshot().experiment)
    np.save(tmp_path / "a.npy", c_0)
    np.save(tmp_path / "b.npy", h_0)
    asked = []

    def choose(question):
        asked.append(question)
        return "c_0"

    opened([tmp_path / "a.npy", tmp_path / "b.npy"], choose, explicit=True, bench=bench)
    assert [type(question) for question in asked] == [WhichState]
    assert states_of(bench)[0].tobytes() == h_0.tobytes()
    assert states_of(bench)[1].tobytes() == c_0.tobytes()


def test_states_are_read_after_the_sequence_that_comes_with_them(opened, make_workbench, tmp_path):
    bench = make_workbench(batch=3)
    config = bench.snapshot().experiment.config
    np.save(tmp_path / "x.npy", np.ones((4, config.input_size)))
    state = np.full((1, config.hidden_size), 0.5)
    np.savez(tmp_path / "a_states.npz", h_0=state, c_0=2 * state)
    opened([tmp_path / "a_states.npz", tmp_path / "x.npy"], bench=bench)
    assert bench.said == []
    assert (states_of(bench)[0] == 0.5).all()
    assert (states_of(bench)[1] == 1).all()


def test_beside_other_arrays_they_are_chosen_from_the_list(opened, make_workbench, tmp_path):
    bench = make_workbench()
    experiment = bench.snapshot().experiment
    h_0, c_0 = given(experiment)
    x = np.ones((4, experiment.config.input_size))
    np.savez(tmp_path / "all.npz", x=x, h_0=h_0, c_0=c_0)
    opened([tmp_path / "all.npz"], lambda question: "c_0", bench=bench)
    assert states_of(bench)[0].tobytes() == h_0.tobytes()
    assert states_of(bench)[1].tobytes() == c_0.tobytes()
    opened([tmp_path / "all.npz"], lambda question: "x", bench=bench)
    np.testing.assert_array_equal(bench.snapshot().experiment.input_as_given(), x)


@pytest.mark.parametrize("names", [("sensor_c0.npy", "sensor_c1.npy"), ("sensor_c0.npy",)])
def test_a_sensor_called_c0_is_a_sequence(opened, make_workbench, tmp_path, names):
    bench = make_workbench()
    width = bench.snapshot().experiment.config.input_size
    for name in names:
        np.save(tmp_path / name, np.ones((4, width)))
    opened([tmp_path / name for name in names], bench=bench)
    assert bench.said == []
    assert bench.snapshot().experiment.num_timesteps == 4


def test_two_files_of_one_state_are_refused(opened, make_workbench, tmp_path):
    bench = make_workbench()
    h_0, _ = given(bench.snapshot().experiment)
    for name in ("h0.npy", "h_0.npy"):
        np.save(tmp_path / name, h_0)
    opened([tmp_path / "h0.npy", tmp_path / "h_0.npy"], bench=bench)
    (line,) = bench.said
    assert "h_0" in line


def test_numbers_beyond_float32_are_said(opened, make_workbench, tmp_path):
    bench = make_workbench()
    h_0, _ = given(bench.snapshot().experiment)
    np.save(tmp_path / "h0.npy", np.full(h_0.shape, 1e300))
    opened([tmp_path / "h0.npy"], bench=bench)
    assert "infinite" in bench.told[-1]


def test_where_nobody_can_be_asked_it_is_said_how_to_name_it(
    make_workbench, make_window, qtbot, tmp_path
):
    bench = make_workbench(num_layers=2, input_size=9)
    window = make_window(bench)
    window.ask_nobody()
    np.save(tmp_path / "first.npy", given(bench.snapshot().experiment)[0])
    said = []
    window.messages.complained.connect(said.append)
    window.open_files([str(tmp_path / "first.npy")])
    qtbot.waitUntil(lambda: not window.busy)
    (line,) = said
    assert "h_0.npy" in line


def test_the_menu_names_the_shapes_and_opens_the_files(
    make_workbench, make_window, monkeypatch, qtbot, tmp_path
):
    bench = make_workbench(num_layers=2)
    window, titles = make_window(bench), []
    h_0, c_0 = given(bench.snapshot().experiment)
    np.savez(tmp_path / "s.npz", h_0=h_0, c_0=c_0)

    def choose(parent, title, *_):
        titles.append(title)
        return [str(tmp_path / "s.npz")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    window._actions["open_states"].trigger()
    qtbot.waitUntil(lambda: not window.busy)
    assert str(h_0.shape) in titles[0]
    assert states_of(bench)[0].tobytes() == h_0.tobytes()
    assert states_of(bench)[1].tobytes() == c_0.tobytes()
