"""Edited numbers are rounded as torch rounds them, and all others keep their bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.checkpoints.tensor_edit import edited, narrow
from simulator.files.tensors import widen
from tests.needs_torch import torch

DTYPES = ("float64", "float32", "bfloat16", "float16")
ANY_BITS = st.integers(0, 2**16 - 1)


@given(st.lists(ANY_BITS, min_size=1, max_size=20), st.sampled_from(["bfloat16", "float16"]))
def test_what_is_widened_is_narrowed_to_the_same_bits(words, dtype):
    raw = np.array(words, np.uint16).view("<u2" if dtype == "bfloat16" else "<f2")
    wide = widen(raw, dtype)
    back = narrow(wide, dtype)
    numbers = ~np.isnan(wide)
    assert np.array_equal(back.view("<u2")[numbers], raw.view("<u2")[numbers])
    assert np.isnan(widen(back, dtype)[~numbers]).all()
    assert edited(raw, dtype, wide, "w") is None


@given(
    st.lists(st.floats(width=64), min_size=1, max_size=20),
    st.sampled_from(DTYPES),
    st.sampled_from([np.float32, np.float64]),
)
def test_numbers_are_rounded_as_torch_rounds_them(values, name, ours):
    with np.errstate(all="ignore"):
        numbers = np.array(values).astype(ours)
    with np.errstate(all="ignore"):
        narrowed = widen(narrow(numbers, name), name)
    expected, dtype = torch.from_numpy(numbers), getattr(torch, name)
    if ours == np.float64 and name in ("bfloat16", "float16"):
        # Torch goes through float32 and rounds twice; the nearest number is found by hand.
        return assert_nearest(numbers, narrowed, dtype)
    assert np.array_equal(narrowed, expected.to(dtype).to(torch.float64).numpy(), equal_nan=True)
    return None


def assert_nearest(numbers, narrowed, dtype):
    """Assert that no other number of the dtype is nearer."""
    near = torch.from_numpy(numbers).to(dtype)
    for step in (-1, 0, 1):
        bits = near.view(torch.int16) + step
        other = bits.view(dtype).to(torch.float64).numpy()
        finite = np.isfinite(numbers) & np.isfinite(other) & np.isfinite(narrowed)
        with np.errstate(all="ignore"):
            farther = np.abs(narrowed - numbers) > np.abs(other - numbers)
        assert not (farther & finite).any()


def test_edits_keep_the_bits_of_all_other_numbers():
    raw = np.array([0x7FC1, 0x3F80, 0xFF81, 0x0001], "<u2")
    wide = widen(raw, "bfloat16")
    ours = wide.copy()
    ours[1] = 1 + 2**-9
    result = edited(raw, "bfloat16", ours, "w")
    assert result.raw.tolist() == [0x7FC1, 0x3F80, 0xFF81, 0x0001]
    assert result.rounded == 1
    ours[1] = np.nan
    assert edited(raw, "bfloat16", ours, "w").rounded == 0
    ours[1] = np.inf
    assert edited(raw, "bfloat16", ours, "w").raw[1] == 0x7F80
