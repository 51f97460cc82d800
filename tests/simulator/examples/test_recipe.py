"""The sequences for a new experiment are what their names say, and follow their seed."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.examples.recipe import SEQUENCES, Recipe
from simulator.network.config import LSTMConfig

shapes = st.tuples(st.integers(1, 40), st.integers(1, 3), st.integers(1, 5))


def made(name, shape, seed=0):
    return SEQUENCES[name](np.random.default_rng(seed), shape)


@given(st.sampled_from(sorted(SEQUENCES)), shapes, st.integers(0, 9))
def test_all_have_their_shape_and_follow_their_seed(name, shape, seed):
    values = made(name, shape, seed)
    assert values.shape == shape
    assert np.isfinite(values).all()
    np.testing.assert_array_equal(values, made(name, shape, seed))


@given(shapes)
def test_square_has_the_sign_for_as_long_as_it_says(shape):
    values = made("square", shape)
    for feature in range(shape[2]):
        for t in range(shape[0]):
            assert (values[t, :, feature] == (-1) ** (t // (4 + 4 * feature))).all()


@given(shapes, st.integers(0, 99))
def test_adding_marks_one_number_of_each_half(shape, seed):
    T, _, width = shape
    values = made("adding problem", shape, seed)
    assert ((values >= 0) & (values <= 1)).all()
    if width == 1:
        assert (np.count_nonzero(values, axis=0) <= 2).all()
        return
    marks = values[..., 1]
    assert set(np.unique(marks)) <= {0, 1}
    assert (marks[: T // 2].sum(0) == (T >= 2)).all()
    assert (marks[T // 2 :].sum(0) == 1).all()


@given(shapes, st.integers(0, 99))
def test_words_have_as_many_b_as_a(shape, seed):
    values = made("aⁿbⁿ", shape, seed)
    for row in range(shape[1]):
        if shape[2] == 1:
            text = "".join("a" if x == 1 else "b" for x in values[:, row, 0])
            assert set(np.unique(values)) <= {-1, 1}
        else:
            assert (values[:, row, :2].sum(1) == 1).all()
            assert not values[:, row, 2:].any()
            text = "".join("a" if x else "b" for x in values[:, row, 0])
        *whole, last = re.findall("a+b*", text)
        assert "".join([*whole, last]) == text
        assert all(word.count("a") == word.count("b") <= 5 for word in whole)
        assert last.count("b") <= last.count("a") <= 5


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_recipe_reads_each(name):
    config = LSTMConfig(2, 3, batch_first=True)
    experiment = Recipe(config, sequence=name, timesteps=7, batch=2).experiment()
    given = np.moveaxis(made(name, (7, 2, 2)), 0, 1).astype(np.float32)
    np.testing.assert_array_equal(experiment.input_as_given(), given)
