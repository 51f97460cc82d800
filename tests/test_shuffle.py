"""Shuffle: other orders of files and tests, the tests of a file together."""

from itertools import groupby
from types import SimpleNamespace

from tests.shuffle import shuffled

TESTS = [SimpleNamespace(path=file, number=n) for file in range(5) for n in range(7)]


def files(tests):
    return [file for file, _ in groupby(tests, lambda test: test.path)]


def numbers(tests, file):
    return [test.number for test in tests if test.path == file]


def test_each_test_is_there_once_beside_those_of_its_file():
    order = shuffled(TESTS, 3)
    assert sorted(map(id, order)) == sorted(map(id, TESTS))
    assert sorted(files(order)) == files(TESTS)


def test_files_and_the_tests_of_a_file_change_places():
    order = shuffled(TESTS, 3)
    assert files(order) != files(TESTS)
    assert all(numbers(order, file) != numbers(TESTS, file) for file in files(TESTS))


def test_a_seed_gives_one_order_and_another_seed_another():
    assert shuffled(TESTS, 3) == shuffled(TESTS, 3)
    assert shuffled(TESTS, 3) != shuffled(TESTS, 4)
