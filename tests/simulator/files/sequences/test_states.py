"""Initial states: read exactly from `.npy` and `.npz`, by their names, or refused in a line."""

import numpy as np
import pytest

from simulator.arrays import shape_text
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
        read = states.load_state(path, state, array.shape)
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
    shape = (2, 3)
    np.savez(tmp_path / "x.npz", x=np.ones(shape))
    assert "h_0" in refusal(states.load_state, tmp_path / "x.npz", "h_0", shape)
    np.savez(tmp_path / "h.npz", h0=np.ones(shape))
    assert "c_0" in refusal(states.load_state, tmp_path / "h.npz", "c_0", shape)
    np.savez(tmp_path / "two.npz", h0=np.ones(shape), h_0=np.ones(shape))
    assert "twice" in refusal(states.state_arrays, tmp_path / "two.npz")
    (tmp_path / "x.csv").write_text("1,2\n3,4\n")
    assert ".npz" in refusal(states.load_state, tmp_path / "x.csv", "h_0", shape)
    (tmp_path / "m.safetensors").write_bytes(b"12345678{}")
    assert ".npz" in refusal(states.load_state, tmp_path / "m.safetensors", "h_0", shape)
    (tmp_path / "d.npz").write_bytes(b"PK\x03\x04" + bytes(40))
    assert "damaged" in refusal(states.load_state, tmp_path / "d.npz", "h_0", shape)


@pytest.mark.parametrize("shape", [(), (3,), (3, 2), (2, 1, 3), (1, 2, 1, 3)])
@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_any_other_shape_is_told_with_the_one_that_fits(tmp_path, shape, suffix):
    path = tmp_path / f"s{suffix}"
    if suffix == ".npy":
        np.save(path, np.ones(shape))
    else:
        np.savez(path, h_0=np.ones(shape), c_0=np.ones((2, 3)))
    line = refusal(states.load_state, path, "h_0", (2, 3), "--h0")
    for part in ("--h0", path.name, shape_text(shape), "(2, 3)"):
        assert part in line
    assert "(T, I)" not in line


def test_a_state_of_other_values_is_told_by_its_name(tmp_path):
    whole = np.full((2, 3), 2**53 + 1)
    np.savez(tmp_path / "s.npz", h_0=np.full((2, 3), "a"), c_0=whole, x=np.array(["b"]))
    for state, words in (("h_0", "<U1"), ("c_0", "2^53")):
        line = refusal(states.load_state, tmp_path / "s.npz", state, (2, 3))
        assert state in line
        assert words in line


def test_another_state_beside_it_is_not_judged(tmp_path):
    np.savez(tmp_path / "s.npz", h_0=np.ones((2, 3)), c_0=np.ones(7))
    assert states.load_state(tmp_path / "s.npz", "h_0", (2, 3)).tolist() == np.ones((2, 3)).tolist()
