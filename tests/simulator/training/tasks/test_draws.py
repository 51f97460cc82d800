"""Sequences of the tasks are what their names say, and follow their seed; laws by hand."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.training.tasks.a_n_b_n import LETTERS, NEXT, a_n_b_n, every_word, words
from simulator.training.tasks.adding import adding
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.echo import echo
from simulator.training.tasks.first_bit import first_bit
from simulator.training.tasks.running_parity import running_parity
from simulator.training.tasks.sine import FASTEST, SLOWEST, sine
from simulator.training.tasks.sunspots import seen_years, unseen_years
from tests.paths import ROOT

seeds = st.integers(0, 2**32)
rows = st.integers(1, 6)


def rng(seed):
    return np.random.default_rng(seed)


@given(seeds, rows)
def test_parity_turns_over_at_every_one(seed, rows):
    inputs, answers, counted, lengths = running_parity(rng(seed), rows)
    assert inputs.shape == answers.shape == (20, rows, 1)
    assert counted.all()
    assert not lengths
    for row in range(rows):
        odd = False
        for read, answer in zip(inputs[:, row, 0], answers[:, row, 0], strict=True):
            assert read in (-1, 1)
            odd ^= read == 1
            assert answer == odd


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_a_word_has_as_many_bs_as_as_and_its_answers_are_the_next_letters(numbers):
    inputs, answers, counted, lengths = words(numbers)
    for row, n in enumerate(numbers):
        length = 2 * n + 1
        assert lengths[row] == length == counted[:, row].sum()
        assert counted[:length, row].all()
        assert (inputs[:length, row].sum(axis=-1) == 1).all()
        assert not inputs[length:, row].any()
        read = [LETTERS[column] for column in inputs[:length, row].argmax(axis=-1)]
        assert read == ["start"] + ["a"] * n + ["b"] * n
        assert [NEXT[k] for k in answers[:length, row]] == [*read[1:], "end"]


def test_words_to_learn_from_go_to_8_and_all_eight_are_tried_behind_their_first_b():
    assert {(n - 1) // 2 for n in a_n_b_n(rng(0), 200).lengths} == set(range(1, 9))
    inputs, _, counted, lengths = every_word(rng(0), 8)
    assert lengths == (3, 5, 7, 9, 11, 13, 15, 17)
    b = LETTERS.index("b")
    np.testing.assert_array_equal(counted, inputs[..., b] == 1)


@given(seeds, rows, st.integers(1, 29))
def test_an_echo_says_the_bit_of_so_many_timesteps_ago(seed, rows, delay):
    inputs, answers, counted, _ = echo(delay)(rng(seed), rows)
    assert inputs.shape == (30, rows, 1)
    assert not counted[:delay].any()
    assert counted[delay:].all()
    for t in range(delay, 30):
        np.testing.assert_array_equal(2 * answers[t] - 1, inputs[t - delay])


@given(seeds, rows, st.integers(2, 60))
def test_adding_marks_a_number_of_each_half_and_asks_their_sum_at_the_end(seed, rows, steps):
    inputs, answers, counted, _ = adding(steps)(rng(seed), rows)
    assert inputs.shape == (steps, rows, 2)
    assert ((inputs[..., 0] >= 0) & (inputs[..., 0] < 1)).all()
    assert counted[-1].all()
    assert counted.sum() == rows
    for row in range(rows):
        first, second = np.flatnonzero(inputs[:, row, 1])
        assert first < steps // 2 <= second
        assert set(inputs[:, row, 1].tolist()) <= {0, 1}
        assert answers[-1, row, 0] == pytest.approx(inputs[first, row, 0] + inputs[second, row, 0])


@given(seeds, rows)
def test_a_wave_swings_by_one_frequency_and_its_answers_are_its_next_values(seed, rows):
    inputs, answers, counted, _ = sine(rng(seed), rows)
    np.testing.assert_array_equal(answers[:-1], inputs[1:])
    assert not counted[:5].any()
    assert counted[5:].all()
    assert (np.abs(inputs) <= 1).all()
    for row in range(rows):
        wave = np.append(inputs[:, row, 0], answers[-1, row, 0])
        # x[t+1] + x[t−1] = 2 cos(ω) x[t], for one ω.
        two_cosines = np.linalg.lstsq(wave[1:-1, None], wave[2:] + wave[:-2], rcond=None)[0][0]
        assert np.cos(FASTEST) <= two_cosines / 2 <= np.cos(SLOWEST)
        np.testing.assert_allclose(wave[2:] + wave[:-2], two_cosines * wave[1:-1], atol=1e-9)


def test_saying_the_same_again_of_a_wave_has_the_error_that_is_told():
    inputs, answers, counted, _ = sine(rng(0), 4000)
    assert np.square(inputs - answers)[counted].mean() == pytest.approx(0.13, abs=0.005)


def test_sunspots_to_1949_are_learnt_from_and_forecasts_from_1950_on_are_judged():
    with open(ROOT / "resources" / "sunspots_yearly.csv", newline="") as file:
        by_year = {int(row["year"]): float(row["sunspots"]) for row in csv.DictReader(file)}
    inputs, answers, counted, _ = seen_years(rng(0), 1)
    read = [by_year[year] / 100 for year in range(1700, 1950)]
    np.testing.assert_allclose(inputs[:, 0, 0], read, atol=1e-6)
    np.testing.assert_array_equal(answers[:-1], inputs[1:])
    assert not answers[-1].any()
    assert counted[:-1].all()
    assert not counted[-1].any()
    inputs, answers, counted, _ = unseen_years(rng(0), 1)
    asked = [by_year[year] / 100 for year in range(1950, 2009)]
    np.testing.assert_allclose(answers[counted][:, 0], asked, atol=1e-6)
    np.testing.assert_array_equal(inputs[:250], seen_years(rng(0), 1).inputs)


@given(seeds, rows)
def test_the_first_bit_alone_decides_and_is_asked_at_the_end(seed, rows):
    inputs, answers, counted, _ = first_bit(rng(seed), rows)
    assert inputs.shape == (51, rows, 1)
    np.testing.assert_array_equal(inputs[0], 2 * answers[-1] - 1)
    assert set(answers[-1].ravel().tolist()) <= {0, 1}
    assert counted[-1].all()
    assert counted.sum() == rows


def test_noise_behind_the_first_bit_knows_nothing_of_it():
    inputs, answers, _, _ = first_bit(rng(0), 4000)
    noise, told = inputs[1:, :, 0], answers[-1, :, 0] == 1
    assert noise.std() == pytest.approx(0.3, abs=0.01)
    assert 0.45 < told.mean() < 0.55
    assert abs(noise[:, told].mean() - noise[:, ~told].mean()) < 0.005


@pytest.mark.parametrize("key", TASKS)
@given(seed=seeds)
def test_draws_follow_their_seed(key, seed):
    for draw in (TASKS[key].draw, TASKS[key].tried or TASKS[key].draw):
        for one, other in zip(draw(rng(seed), 3)[:3], draw(rng(seed), 3)[:3], strict=True):
            np.testing.assert_array_equal(one, other)
