"""Read-only arrays: copies that nobody can write to, shared as long as nothing changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from simulator.arrays import read_only, same_bits, same_memory

SHAPES = arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
ARRAYS = st.sampled_from([np.float32, np.float64, np.uint8]).flatmap(
    lambda dtype: arrays_of.arrays(dtype, SHAPES)
)


@given(ARRAYS, st.booleans())
def test_a_copy_has_the_same_bits_and_begins_a_cache_line(array, turned):
    given_array = array.T if turned else array
    copy = read_only(given_array)
    assert (copy.shape, copy.dtype) == (given_array.shape, given_array.dtype)
    assert copy.tobytes() == given_array.tobytes()
    assert copy.flags.c_contiguous
    assert not np.shares_memory(copy, array)
    assert copy.size == 0 or copy.ctypes.data % 64 == 0


@given(ARRAYS)
def test_what_is_read_only_already_is_shared(array):
    copy = read_only(array)
    assert read_only(copy) is copy
    with pytest.raises(ValueError, match="read-only"):
        copy[...] = 0


def test_a_part_of_another_array_is_copied():
    whole = read_only(np.arange(20.0))
    part = whole[3:9]
    assert not part.flags.writeable
    assert not np.shares_memory(read_only(part), whole)
    view = np.arange(3.0)[:]
    view.flags.writeable = False
    assert not np.shares_memory(read_only(view), view)


def test_another_shape_of_all_of_a_read_only_array_is_shared():
    for whole in (read_only(np.arange(20.0)), np.frombuffer(bytes(160)).copy()):
        whole.flags.writeable = False
        shaped = whole.reshape(10, 2)[:, None]
        assert read_only(shaped) is shaped


def test_arrays_of_the_same_memory_show_the_same_numbers():
    room = np.zeros((4, 6))
    assert same_memory(room[:, 2:4], room[:, 2:4])
    others = room[:, 1:3], room[:, 2:5], room[::2, 2:4], room.copy()[:, 2:4], [0.0]
    assert not any(same_memory(room[:, 2:4], other) for other in others)


@pytest.mark.parametrize("at", [(0, 0), (699, 299), (350, 7)])
def test_equal_bits_are_equal_in_every_place(at):
    numbers = np.zeros((700, 300), np.float32)
    other = numbers.copy()
    assert same_bits(numbers, other)
    other[at] = -0.0
    assert not same_bits(numbers, other)


def test_equal_bits_of_nan_of_nothing_and_of_a_turned_array():
    for numbers in (np.array([np.nan]), np.zeros((0, 3)), np.arange(6.0).reshape(2, 3).T):
        assert same_bits(numbers, numbers.copy())
