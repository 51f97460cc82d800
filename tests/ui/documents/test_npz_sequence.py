"""Sequences in archives: the one array, or the one that is chosen, to the same bits."""

import numpy as np
import pytest

from simulator.files.sequences import sequence
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs import choose_array
from ui.documents.opener import Opener, proposed
from ui.documents.opening import OpenedNumbers
from ui.session.messages import Messages


@pytest.fixture
def several(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {"x": rng.random((5, 3)), "y": rng.random((4, 2, 3)).astype(np.float32)}
    np.savez_compressed(tmp_path / "a.npz", names=np.array(["a"]), one=np.ones(3), **arrays)
    return str(tmp_path / "a.npz"), arrays


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "uint8", "bool"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_one_array_needs_no_name(tmp_path, dtype, order):
    values = (9 * np.random.default_rng(0).random((4, 2, 3))).astype(dtype, order=order)
    np.savez(tmp_path / "a.npz", values)
    read = sequence.load(tmp_path / "a.npz").values
    np.testing.assert_array_equal(read, values)
    assert read.dtype == np.float64
    assert not read.flags.writeable


def test_of_several_one_is_chosen(several):
    path, arrays = several
    assert sequence.arrays(path) == {"x": (5, 3), "y": (4, 2, 3)}
    for name, array in arrays.items():
        np.testing.assert_array_equal(sequence.load(path, name).values, array)
    assert "it holds several arrays: choose one of x, y" in refusal(sequence.load, path)
    assert "it has no array z: choose one of x, y" in refusal(sequence.load, path, "z")


def test_what_float64_can_not_hold_is_refused(tmp_path):
    np.savez(tmp_path / "a.npz", np.array([[2**53 + 1]]))
    assert "beyond 2^53" in refusal(sequence.load, tmp_path / "a.npz")


def test_the_window_asks_which(several, make_workbench, qtbot):
    path, arrays = several
    bench, worker, asked = make_workbench(input_size=3), InlineWorker(), []

    def choose(answer):
        if isinstance(answer, OpenedNumbers):
            return proposed(answer)
        asked.append(choose_array.describe(answer))
        return "y"

    opener = Opener(bench, worker, Messages(), choose)
    opener.open([path])
    qtbot.waitUntil(lambda: not opener.busy)
    assert asked == [["1  x  (5, 3)", "2  y  (4, 2, 3)"]]
    np.testing.assert_array_equal(bench.snapshot().experiment.input_as_given(), arrays["y"])
    worker.close()


def test_numbers_that_float32_does_not_hold_are_told(tmp_path, make_workbench, qtbot):
    np.save(tmp_path / "x.npy", np.full((4, 3), 1e39))
    bench, worker, messages, told = make_workbench(), InlineWorker(), Messages(), []
    messages.told.connect(told.append)
    opener = Opener(bench, worker, messages, proposed)
    opener.open([str(tmp_path / "x.npy")])
    qtbot.waitUntil(lambda: not opener.busy)
    assert np.isinf(bench.snapshot().experiment.sequence).all()
    assert told[-1].startswith("numbers that are too large for float32 have become infinite, 12")
    worker.close()
