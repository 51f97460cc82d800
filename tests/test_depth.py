"""The default run leaves no value of a parameter out, and `--full` no case."""

import itertools
import sys
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import depth

pytest_plugins = ["pytester"]


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


class Item:
    """Stand-in for a collected test, with one parameter."""

    def __init__(self, name, number, **marks):
        self.nodeid = f"test_a.py::{name}[{number}]"
        self.callspec = SimpleNamespace(params={"lesson": number})
        self._marks = marks

    def get_closest_marker(self, name):
        return SimpleNamespace(args=self._marks[name]) if name in self._marks else None

    def iter_markers(self, name):
        return iter(())


def test_by_default_what_is_slow_waits_and_few_cases_are_spread_over_all():
    slow = [Item("test_long", number, slow=()) for number in range(3)]
    few = [Item("test_dear", number, few=(4,)) for number in range(10)]
    fewer = [Item("test_short", number, few=(4,)) for number in range(2)]
    plain = [Item("test_plain", number) for number in range(10)]
    taken = depth.in_default_run([*slow, *few, *fewer, *plain])
    assert taken == {few[0], few[2], few[5], few[7], *fewer, *plain}


def test_by_default_not_all_pairs_of_values_are_tried(pytester):
    items = pytester.getitems("""
        import pytest

        @pytest.fixture(params=["light", "dark"])
        def theme(request):
            return request.param

        @pytest.mark.parametrize("seed", range(12))
        @pytest.mark.parametrize(("text", "value"), [("0", 0), ("0", 1), ("1", 0), ("1", 1)])
        @pytest.mark.parametrize("width", [420, 620, 1200])
        def test_it(theme, seed, text, value, width):
            pass
        """)
    taken = [item.callspec.params for item in depth.in_default_run(items)]
    assert (len(items), len(taken)) == (12 * 4 * 3 * 2, 4)
    assert len({(case["text"], case["value"]) for case in taken}) == 4
    assert {case["width"] for case in taken} == {420, 620, 1200}
    assert {case["theme"] for case in taken} == {"light", "dark"}
    assert {case["seed"] for case in taken} >= {0, 1}


def test_a_number_of_examples_is_a_sixth_by_default_and_all_in_the_full_run(monkeypatch):
    monkeypatch.setattr(depth, "full", False)
    assert [depth.examples(count).max_examples for count in (3, 20, 60, 301)] == [3, 5, 10, 51]
    assert depth.examples(60, by_default=4).max_examples == 4
    monkeypatch.setattr(depth, "full", True)
    assert depth.examples(60).max_examples == 60
    assert depth.examples(60, by_default=4).max_examples == 60


def test_examples_are_equal_whatever_is_imported(tmp_path, monkeypatch):
    def drawn():
        numbers = []

        @settings(max_examples=100, database=None)
        @given(st.integers())
        def draw(number):
            numbers.append(number)

        draw()
        return numbers

    before = drawn()
    constants = ", ".join(str(31**power) for power in range(5, 60))
    (tmp_path / "of_constants.py").write_text(f"CONSTANTS = [{constants}]\n")
    module = ModuleType("of_constants")
    module.__file__ = str(tmp_path / "of_constants.py")
    monkeypatch.setitem(sys.modules, "of_constants", module)
    assert drawn() == before


@pytest.mark.parametrize("full", [False, True])
def test_a_loop_goes_through_as_many_cases_as_the_depth_asks(monkeypatch, full):
    monkeypatch.setattr(depth, "full", full)
    assert depth.count(560, by_default=40) == (560 if full else 40)
