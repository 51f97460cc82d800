"""A word that names a one-hot row follows the row; years stay where they are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import MIN_MAX, Normalisation, Scaling
from simulator.experiment.timestep_labels import labels_after_edits
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters


def reading(words, columns, lengths=None):
    """Return an experiment over one-hot rows of words, (T, I) or with equal batch rows."""
    rows = np.array([[float(word == column) for column in columns] for word in words])
    if lengths:
        rows = np.repeat(rows[:, None], len(lengths), axis=1)
    parameters = random_parameters(LSTMConfig(input_size=len(columns), hidden_size=2))
    return Experiment.create(parameters, rows, lengths=lengths)


def with_row(experiment, t, row, batch_row=0):
    values = experiment.sequence.copy()
    values[t, batch_row] = row
    return experiment.with_sequence(values)


@given(st.lists(st.sampled_from("abc·"), min_size=5, max_size=12), st.data())
def test_after_any_edits_each_row_is_called_by_its_word(words, data):
    words += "ab·a"
    before, columns = reading(words, "abc"), ("a", "b", "c")
    t = data.draw(st.integers(0, len(words) - 1))
    word = data.draw(st.sampled_from("abc·"))
    edited = with_row(before, t, [word == "a", word == "b", word == "c"])
    words[t] = word
    assert labels_after_edits(tuple(words), before, before, columns) == tuple(words)
    assert labels_after_edits(tuple(reading_words(before)), before, edited, columns) == tuple(words)


def reading_words(experiment):
    return ["·abc"[int(row @ [1, 2, 3])] for row in experiment.sequence[:, 0]]


def test_a_row_that_is_no_word_has_no_name():
    before = reading("abab", "ab")
    for row in ([0.5, 0], [1, 1], [-1, 0], [0, 0], [np.nan, 0]):
        after = labels_after_edits(tuple("abab"), before, with_row(before, 1, row), ("a", "b"))
        assert after == ("a", "", "a", "b")


def test_an_unused_column_has_its_own_name():
    before = reading("aba", "abc")
    edited = with_row(before, 2, [0, 0, 1])
    assert labels_after_edits(tuple("aba"), before, edited, tuple("abc")) == tuple("abc")
    assert labels_after_edits(tuple("aba"), before, edited) == ("a", "b", "")


@pytest.mark.parametrize(
    "labels",
    [("1900", "1901", "1902", "1903"), ("a", "b", "a", "a"), ("a", "b", "b", "a"), ()],
    ids=["years", "two words of a row", "two rows of a word", "none"],
)
def test_labels_that_name_no_rows_stay(labels):
    before = reading("abab", "ab")
    assert labels_after_edits(labels, before, with_row(before, 0, [0, 1])) == labels


def test_years_over_different_one_hot_rows_stay():
    before = reading("abc", "abc")
    years = ("1900", "1901", "1902")
    assert labels_after_edits(years, before, with_row(before, 0, [0, 1, 0]), "abc") == years


def test_labels_of_rows_that_are_not_one_hot_stay():
    before = with_row(reading("abab", "ab"), 3, [0.25, 1])
    labels = tuple("abab")
    assert labels_after_edits(labels, before, with_row(before, 0, [0, 1]), labels) == labels


def test_a_word_names_the_rows_of_a_batch_while_they_are_equal():
    before, names = reading("abab", "ab", lengths=(4, 2)), ("a", "b")
    one = with_row(before, 0, [0, 1])
    both = with_row(one, 0, [0, 1], batch_row=1)
    assert labels_after_edits(tuple("abab"), before, one, names) == ("", "b", "a", "b")
    assert labels_after_edits(tuple("abab"), before, both, names) == ("b", "b", "a", "b")


def test_the_rows_of_a_normalised_input_are_looked_at_as_they_were_read():
    before = reading("abab", "ab")
    scaling = Scaling(before.sequence_as_read(), Normalisation(MIN_MAX, (-1.0, -1.0), (0.25, 0.25)))
    scaled = replace(before, sequence=scaling.values(np.float32), scaling=scaling)
    edited = with_row(scaled, 0, [4, 8])
    names, labels = ("a", "b"), tuple("abab")
    assert labels_after_edits(labels, before, scaled, names) == labels
    assert labels_after_edits(labels, before, edited, names) == tuple("bbab")


def test_every_example_over_cues_calls_a_changed_cue_by_its_name():
    followed = []
    for name, build in EXAMPLES.items():
        example = build()
        values = example.experiment.sequence
        if not set(np.unique(values).tolist()) <= {0.0, 1.0}:
            continue
        t = example.labels.index(next(w for w in example.labels if w not in example.columns[:1]))
        row = np.zeros(len(example.columns))
        row[0] = 1
        edited = with_row(example.experiment, t, row)
        now = labels_after_edits(example.labels, example.experiment, edited, example.columns)
        assert now[t] == example.columns[0]
        followed.append(name)
    assert followed
