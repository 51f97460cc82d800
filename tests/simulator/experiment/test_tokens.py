"""Tokens: each row of an embedded text is its token, before and after edits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.appending import appended
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import MIN_MAX
from simulator.experiment.tokens import Tokens, ahead, one_hot_ids
from simulator.network.config import LSTMConfig
from simulator.objective.targets import IGNORED, Targets
from tests.simulator.experiments import random_parameters

EMBEDDING = np.random.default_rng(1).standard_normal((9, 3)).astype(np.float32)


def reading(values, lengths=None, dtype=np.float32):
    values = np.asarray(values, dtype)
    parameters = random_parameters(LSTMConfig(values.shape[-1], 2)).astype(dtype)
    return Experiment.create(parameters, values, lengths=lengths)


ids_of_texts = st.lists(st.integers(0, 8), min_size=1, max_size=12)


@given(ids_of_texts, st.data())
def test_a_changed_row_is_the_token_whose_row_it_became(ids, data):
    tokens, before = Tokens(np.array(ids), (), 9), reading(EMBEDDING[ids])
    assert tokens.after_edits(before, before)[:, 0].tolist() == ids
    t, source = (data.draw(st.integers(0, len(ids) - 1)) for _ in range(2))
    values = before.sequence.copy()
    values[t] = values[source]
    expected = ids.copy()
    expected[t] = ids[source]
    assert tokens.after_edits(before, before.with_sequence(values))[:, 0].tolist() == expected
    values[t, 0, 1] += 1
    expected[t] = IGNORED
    assert tokens.after_edits(before, before.with_sequence(values))[:, 0].tolist() == expected


@given(ids_of_texts, ids_of_texts)
def test_appended_rows_are_tokens_of_the_text_or_none(ids, more):
    tokens, before = Tokens(np.array(ids), (), 9), reading(EMBEDDING[ids])
    longer = appended(before, EMBEDDING[more].astype(np.float64))
    known = [id if id in ids else IGNORED for id in more]
    assert tokens.after_edits(before, longer)[:, 0].tolist() == [*ids, *known]


def test_tokens_survive_another_dtype_a_normalisation_and_a_cut():
    ids = [3, 0, 8, 3]
    tokens, before = Tokens(np.array(ids), (), 9), reading(EMBEDDING[ids])
    for other in (before.astype(np.float64), before.normalised(MIN_MAX)):
        assert tokens.after_edits(before, other)[:, 0].tolist() == ids
    cut = reading(EMBEDDING[ids[:2]])
    assert tokens.after_edits(before, cut)[:, 0].tolist() == ids[:2]


def test_each_row_of_a_batch_has_its_tokens_and_padding_none():
    ids = [3, 0, 8]
    tokens, before = Tokens(np.array(ids), (), 9), reading(EMBEDDING[ids])
    rows = np.stack([EMBEDDING[[3, 0, 8]], EMBEDDING[[8, 3, 3]]], axis=1)
    batch = reading(rows, lengths=(3, 2))
    assert tokens.after_edits(before, batch).tolist() == [[3, 8], [0, 3], [8, IGNORED]]


def test_equal_rows_of_an_embedding_keep_their_own_ids_until_they_are_edited():
    table = np.zeros((4, 2))
    table[3] = 1
    ids = [2, 0, 3, 1]
    before = reading(table[ids])
    values = before.sequence.copy()
    values[2] = 5
    edited = before.with_sequence(values)
    tokens = Tokens(np.array(ids), (), 4)
    assert tokens.after_edits(before, edited)[:, 0].tolist() == [2, 0, IGNORED, 1]


@pytest.mark.parametrize(
    ("rows", "count", "names"),
    [
        (3, 3, ("a", "b", "c")),
        (5, 5, ("a", "b", "c", "3", "4")),
        (5, 3, ("a", "b", "c")),
        (5, 2, ()),
        (5, 6, ()),
    ],
)
def test_classes_have_the_words_of_a_vocabulary_of_their_number(rows, count, names):
    assert Tokens(np.zeros(1), ("a", "b", "c"), rows).names(count) == names


def test_ids_without_words_name_nothing():
    assert Tokens(np.zeros(1), (), 5).names(5) == ()


@given(st.lists(st.lists(st.integers(-1, 3), min_size=2, max_size=2), min_size=1, max_size=8))
def test_one_hot_rows_are_their_columns(columns):
    columns = np.array([*columns, [1, -1]])
    hot = (columns[..., None] == np.arange(4)).astype(np.float64)
    expected = np.where(columns < 0, IGNORED, columns)
    assert one_hot_ids(reading(hot)).tolist() == expected.tolist()
    hot[0, 0, 2] = 0.5
    assert one_hot_ids(reading(hot)) is None


def test_padding_and_lone_columns_are_no_words():
    hot = np.eye(3)[:, None].repeat(2, axis=1)
    hot[2, 1] = 7
    assert one_hot_ids(reading(hot, lengths=(3, 2)))[:, 1].tolist() == [0, 1, IGNORED]
    assert one_hot_ids(reading(np.ones((4, 1)))) is None
    assert one_hot_ids(reading(np.zeros((4, 2)))) is None


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=1, max_size=8),
    st.integers(1, 9),
    st.data(),
)
def test_what_is_ahead_is_the_forecast_of_the_one_hot_sequence(columns, steps, data):
    ids = np.array(columns)
    lengths = tuple(data.draw(st.integers(1, len(ids))) for _ in range(2))
    hot = (ids[..., None] == np.arange(5)).astype(np.float64)
    expected = Targets.forecast(hot, lengths, steps, classes=True)
    assert ahead(ids, lengths, steps).tolist() == expected.values.tolist()
    assert Targets.of(ahead(ids, lengths, steps)).counted.tolist() == expected.counted.tolist()
