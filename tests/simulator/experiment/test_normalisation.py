"""Normalisation does what its kind says, and its inverse gives back the very bits."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import (
    DIVIDE,
    KINDS,
    MIN_MAX,
    NONE,
    Z_SCORE,
    Normalisation,
    Scaling,
    Statistics,
    statistics,
)
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.simulator.experiments import random_parameters

moderate = st.floats(-1e6, 1e6, width=32)
columns = npst.arrays(np.float64, st.integers(1, 30), elements=moderate)
sequences = npst.arrays(
    np.float64, npst.array_shapes(min_dims=3, max_dims=3, max_side=5), elements=moderate
)
kinds = st.sampled_from(KINDS)
divisors = st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3)


def experiment_over(values, dtype, lengths=None):
    config = LSTMConfig(values.shape[2], 2)
    return Experiment.create(random_parameters(config, 0, dtype), values, lengths=lengths)


def bits(array):
    return array.tobytes()


@given(columns)
def test_statistics_are_those_of_the_exact_sums_in_any_order(numbers):
    found = Statistics.of(numbers)
    assert (found.low, found.high) == (numbers.min(), numbers.max())
    size = np.abs(numbers).max()
    mean = math.fsum(numbers) / len(numbers)
    std = math.sqrt(math.fsum((x - mean) ** 2 for x in numbers.tolist()) / len(numbers))
    for ours in (found, Statistics.of(numbers[::-1])):
        assert ours.mean == pytest.approx(mean, rel=1e-12, abs=1e-15 * size)
        assert ours.std == pytest.approx(std, rel=1e-9, abs=1e-14 * size)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_can_be_divided_and_nothing_else(bad):
    experiment = experiment_over(np.array([[[1.0]], [[bad]]]), np.float64)
    for kind in (MIN_MAX, Z_SCORE):
        with pytest.raises(ValueError, match="feature 0 has NaN, infinite or huge"):
            experiment.normalised(kind)
    divided = experiment.normalised(DIVIDE, 4.0)
    np.testing.assert_array_equal(divided.sequence[:, 0, 0], [0.25, bad])
    assert bits(divided.normalised(NONE).sequence) == bits(experiment.sequence)


def test_the_largest_numbers_overflow_in_words():
    experiment = experiment_over(np.array([[[1.7e308]], [[-1.7e308]]]), np.float64)
    for kind in (MIN_MAX, Z_SCORE):
        with pytest.raises(ValueError, match="huge"):
            experiment.normalised(kind)


@given(sequences, st.sampled_from([np.float32, np.float64]))
@examples(60)
def test_each_kind_does_what_it_is_called(values, dtype):
    experiment = experiment_over(values.astype(dtype), dtype)
    read = experiment.sequence.astype(np.float64)
    low, high = read.min((0, 1)), read.max((0, 1))
    wanted = (read - low) / np.where(high == low, 1, high - low)
    np.testing.assert_allclose(experiment.normalised(MIN_MAX).sequence, wanted, atol=1e-6)
    scored = experiment.normalised(Z_SCORE)
    for k, std in enumerate(scored.scaling.normalisation.scale):
        part = scored.sequence[..., k].astype(np.float64)
        size = np.abs(read[..., k]).max() or 1.0
        if np.ptp(read[..., k]) > 1e-3 * size:
            assert part.mean() == pytest.approx(0, abs=1e-3)
            assert part.std() == pytest.approx(1, abs=1e-3)
        if np.ptp(read[..., k]) == 0:
            assert not part.any()
            assert std == 1
    hundredth = experiment.normalised(DIVIDE, 100.0).sequence
    assert bits(hundredth) == bits((read / 100).astype(dtype))


@given(sequences, st.sampled_from([np.float32, np.float64]), st.lists(kinds, max_size=3), divisors)
@examples(100)
def test_the_way_back_leads_to_the_same_bits_from_any_kind_and_dtype(values, dtype, path, by):
    experiment = experiment_over(values.astype(dtype), dtype)
    now = experiment
    for kind in path:
        now = now.normalised(kind, by)
        assert (now.scaling is None) == (kind == NONE)
        assert bits(now.normalised(NONE).sequence) == bits(experiment.sequence)
        other = np.float64 if dtype == np.float32 else np.float32
        there = now.astype(other)
        assert bits(there.normalised(NONE).sequence) == bits(experiment.sequence.astype(other))
        assert bits(there.astype(dtype).sequence_as_read()) == bits(now.sequence_as_read())


@given(sequences, st.sampled_from([MIN_MAX, Z_SCORE, DIVIDE]), divisors, st.data())
def test_an_edit_survives_the_way_back_and_what_was_not_edited_keeps_its_bits(
    values, kind, by, data
):
    experiment = experiment_over(values, np.float64)
    normalised = experiment.normalised(kind, by)
    cell = tuple(data.draw(st.integers(0, n - 1)) for n in values.shape)
    edited = normalised.sequence.copy()
    edited[cell] += 0.5
    back = normalised.with_sequence(edited).normalised(NONE).sequence
    others = np.ones(values.shape, bool)
    others[cell] = False
    assert bits(back[others]) == bits(experiment.sequence[others])
    scale = normalised.scaling.normalisation.scale[cell[2]]
    size = abs(scale) + np.abs(values).max()
    assert back[cell] == pytest.approx(values[cell] + 0.5 * scale, abs=1e-9 * size)


def test_padding_is_not_counted():
    values = np.array([[[1.0], [10.0]], [[3.0], [1e9]], [[5.0], [-1e9]]])
    experiment = experiment_over(values, np.float64, lengths=[3, 1])
    (found,) = statistics(experiment.sequence, experiment.lengths)
    assert (found.low, found.high, found.mean) == (1, 10, 4.75)
    scaling = experiment.normalised(MIN_MAX).scaling
    assert scaling.normalisation == Normalisation(MIN_MAX, (1.0,), (9.0,))


def test_it_changes_no_number_that_is_computed_from_the_same_sequence():
    experiment = experiment_over(np.random.default_rng(0).random((4, 1, 2)), np.float64)
    normalised = experiment.normalised(Z_SCORE)
    plain = experiment.with_sequence(normalised.sequence)
    assert plain.scaling is None
    assert bits(plain.sequence) == bits(normalised.sequence)


def test_a_sequence_of_another_shape_was_not_made_so():
    experiment = experiment_over(np.ones((4, 1, 2)), np.float64).normalised(DIVIDE, 2.0)
    shorter = replace(experiment, sequence=experiment.sequence[:2].copy(), lengths=(2,))
    assert shorter.scaling is None
    assert experiment.with_sequence(experiment.sequence * 2).scaling is experiment.scaling


@pytest.mark.parametrize(
    ("offset", "scale", "text"),
    [
        (48.61234, 39.4567, "(x − 48.61) / 39.46"),
        (-3.0, 2.0, "(x + 3) / 2"),
        (0.0, 100.0, "x / 100"),
        (5.0, 1.0, "x − 5"),
        (0.0, 1.0, "x"),
    ],
)
def test_the_formula_is_written_as_people_do(offset, scale, text):
    assert Normalisation(Z_SCORE, (offset,), (scale,)).formula(0) == text


@pytest.mark.parametrize(
    ("kind", "offset", "scale"),
    [
        (NONE, (), ()),
        ("other", (0.0,), (1.0,)),
        (DIVIDE, (0.0,), (0.0,)),
        (DIVIDE, (np.nan,), (1.0,)),
        (DIVIDE, (0.0,), (np.inf,)),
        (DIVIDE, (0.0, 0.0), (1.0,)),
    ],
)
def test_nonsense_is_refused(kind, offset, scale):
    with pytest.raises(ValueError, match="normalisation"):
        Normalisation(kind, offset, scale)


def test_division_by_nothing_is_refused():
    for by in (0.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="divide by a finite number that is not 0"):
            Normalisation.fitted(DIVIDE, (), by)


@given(sequences, divisors)
def test_it_travels(values, by):
    normalised = experiment_over(values, np.float64).normalised(DIVIDE, by)
    again = pickle.loads(pickle.dumps(normalised))
    assert again.scaling.normalisation == normalised.scaling.normalisation
    assert bits(again.scaling.raw) == bits(values)
    assert any(array is normalised.scaling.raw for array in normalised.arrays())


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit the input"):
        Scaling(np.zeros((2, 1, 3)), Normalisation(DIVIDE, (0.0,), (1.0,)))
