"""Initial states: read exactly from `.npy` and `.npz`, by their names, or refused in a line."""

import numpy as np
import pytest

from simulator.files.sequences import states
from tests.simulator.files.checkpoints.checkpoints import refusal

ARRAYS = [np.random.default_rng(1).random((2, 3)), np.ones((2, 1, 3), np.float32)]


@pytest.mark.parametrize("array", ARRAYS)
@pytest.mark.parametrize("state", ["h_0", "c_0"])
def test_states_are_kept_exactly(tmp_path, array, state):
    np.save(tmp_path / "any.npy", array)
    other = np.zeros((5, 5))
    both = {"h_0": array, "c_0": other} if state == "h_0" else {"h_0": other, "c_0": array}
    np.savez(tmp_path / "both.npz", output=other, **both)
    for path in (tmp_path / "any.npy", tmp_path / "both.npz"):
        read = states.load_state(path, state)
        assert read.dtype == np.float64
        assert read.tobytes() == array.astype(np.float64).tobytes()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("h_0", "h_0"), ("h0", "h_0"), ("C0", "c_0"), ("c-0", "c_0"), ("encoder.h0", "h_0"),
        ("my_c_0", "c_0"), ("h_1", None), ("h_n", None), ("hc0", None), ("x", None), ("", None),
        ("h_00", None), ("sequence0", None),
    ],
)  # fmt: skip
def test_names_of_states(name, state):
    assert states.state_named(name) == state


def test_what_holds_no_state_is_told(tmp_path):
    np.savez(tmp_path / "x.npz", x=np.ones((2, 3)))
    assert "h_0" in refusal(states.load_state, tmp_path / "x.npz", "h_0")
    np.savez(tmp_path / "h.npz", h0=np.ones((2, 3)))
    assert "c_0" in refusal(states.load_state, tmp_path / "h.npz", "c_0")
    np.savez(tmp_path / "two.npz", h0=np.ones((2, 3)), h_0=np.ones((2, 3)))
    assert "twice" in refusal(states.load_states, tmp_path / "two.npz")
    (tmp_path / "x.csv").write_text("1,2\n3,4\n")
    assert ".npz" in refusal(states.load_state, tmp_path / "x.csv", "h_0")
    (tmp_path / "m.safetensors").write_bytes(b"12345678{}")
    assert ".npz" in refusal(states.load_state, tmp_path / "m.safetensors", "h_0")


def test_a_shape_that_does_not_fit_is_told_with_the_one_that_does():
    states.fit_state("x.npy", "h_0", (2, 3), (2, 3))
    line = refusal(states.fit_state, "x.npy", "h_0", (2, 3), (2, 1, 3))
    assert "h_0" in line
    assert "(2, 3)" in line
    assert "(2, 1, 3)" in line
