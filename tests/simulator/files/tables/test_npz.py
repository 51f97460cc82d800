"""Archives of arrays: the only array, or the chosen one, is read to the bit."""

import numpy as np
import pytest

from simulator.files.sequences import sequence
from tests.simulator.files.checkpoints.checkpoints import refusal


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
    assert "it holds several arrays. Choose one of x, y" in refusal(sequence.load, path)
    assert "it has no array z. Choose one of x, y" in refusal(sequence.load, path, "z")


def test_what_float64_can_not_hold_is_refused(tmp_path):
    np.savez(tmp_path / "a.npz", np.array([[2**53 + 1]]))
    assert "beyond 2^53" in refusal(sequence.load, tmp_path / "a.npz")
