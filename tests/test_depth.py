"""The default run leaves no value of a parameter out, and `--full` no case."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import depth


def cases_of(**sizes):
    """Return every combination of parameters that have so many values."""
    numbers = itertools.product(*(range(size) for size in sizes.values()))
    return [dict(zip(sizes, case, strict=True)) for case in numbers]


def chosen_of(**sizes):
    return depth.covering(cases_of(**sizes), dict)


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ({}, 1),
        ({"mistake": 328}, 328),
        ({"language": 2, "hand": 2, "lesson": 15}, 15),
        ({"rows": 4, "lanes": 3}, 4),
        ({"seed": 60}, 10),
        ({"seed": 60, "dtype": 2}, 10),
        ({"seed": 3}, 2),
        ({"seed": 1}, 1),
    ],
)
def test_as_many_cases_as_the_longest_parameter_has_values(sizes, count):
    assert len(chosen_of(**sizes)) == count


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 7), min_size=1))
def test_each_value_occurs_and_each_case_once(sizes):
    chosen = chosen_of(**sizes)
    for name, size in sizes.items():
        assert {case[name] for case in chosen} == set(range(size))
    assert len({tuple(case.items()) for case in chosen}) == len(chosen)


def test_values_that_come_together_stay_together():
    pairs = [{"text": n, "value": n, "dtype": dtype} for n in range(5) for dtype in range(2)]
    chosen = depth.covering(pairs, dict)
    assert [case["text"] for case in chosen] == [0, 1, 2, 3, 4]
    assert all(case["text"] == case["value"] for case in chosen)


def test_a_number_of_examples_is_a_sixth_by_default_and_all_in_the_full_run(monkeypatch):
    monkeypatch.setattr(depth, "full", False)
    assert [depth.examples(count).max_examples for count in (3, 20, 60, 301)] == [3, 5, 10, 51]
    monkeypatch.setattr(depth, "full", True)
    assert depth.examples(60).max_examples == 60
