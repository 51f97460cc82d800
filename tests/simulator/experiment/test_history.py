"""Undo and redo of immutable values."""

from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.history import History


def history(limit=10**9):
    return History(np.zeros(1), lambda value: (value,), limit)


@given(st.lists(st.sampled_from(["record", "undo", "redo"]), max_size=40))
def test_undo_and_redo_walk_the_values_that_were_recorded(moves):
    kept, now, h = [0.0], 0, history()
    for number, move in enumerate(moves, 1):
        if move == "record":
            h.record(np.array([float(number)]), f"edit {number}")
            kept, now = [*kept[: now + 1], float(number)], now + 1
        elif move == "undo":
            h.undo()
            now = max(0, now - 1)
        else:
            h.redo()
            now = min(len(kept) - 1, now + 1)
        assert h.value[0] == kept[now]
        assert (h.undo_label is None) == (now == 0)
        assert (h.redo_label is None) == (now == len(kept) - 1)


def test_edits_of_one_key_are_undone_at_once_until_they_settle():
    h = history()
    for value in (1.0, 2.0, 3.0):
        h.record(np.array([value]), "drag", "key")
    h.settle()
    h.record(np.array([4.0]), "drag", "key")
    assert h.undo()[0] == 3.0
    assert h.undo()[0] == 0.0
    assert h.undo_label is None


def test_an_edit_after_undo_does_not_merge_into_what_was_undone():
    h = history()
    h.record(np.array([1.0]), "drag", "key")
    h.undo()
    h.record(np.array([2.0]), "drag", "key")
    assert h.undo()[0] == 0.0


def test_the_last_change_of_a_part_is_found_behind_those_of_others():
    a, b = np.zeros(1), np.ones(1)
    h = History((a, ""), lambda value: value[:1])
    assert h.last_change(itemgetter(0)) is None
    h.record((b, ""), "a number")
    h.record((b, "x"), "a word")
    assert h.last_change(itemgetter(0)) == ((a, ""), "a number")
    assert h.last_change(itemgetter(1)) == ((b, ""), "a word")
    h.undo()
    assert h.last_change(itemgetter(1)) is None


@given(st.integers(0, 3), st.integers(1, 4))
def test_cancelled_edits_leave_no_trace(undone, edits):
    h = history()
    for number in range(1, 4):
        h.record(np.array([float(number)]), f"edit {number}")
    for _ in range(undone):
        h.undo()
    before = (h.value, h.undo_label, h.redo_label)
    for _ in range(edits):
        h.record(np.array([9.0]), "typed", "key")
        assert h.aside == tuple(range(4 - undone, 4))
    assert h.cancel("key") is before[0]
    assert (h.value, h.undo_label, h.redo_label) == before
    assert h.aside == ()
    for number in range(4 - undone, 4):
        assert h.redo()[0] == number


def test_only_the_newest_edits_that_have_not_settled_can_be_cancelled():
    h = history()
    h.record(np.array([1.0]), "typed", "key")
    assert h.cancel("other")[0] == 1.0
    h.settle()
    assert h.cancel("key")[0] == 1.0
    h.record(np.array([2.0]), "typed", "key")
    h.record(np.array([3.0]), "paste")
    assert h.cancel("key")[0] == 3.0
    assert h.undo()[0] == 2.0


@pytest.mark.parametrize("end", [History.settle, lambda h: h.record(np.array([3.0]), "paste")])
def test_what_an_edit_set_aside_is_gone_once_that_can_not_be_cancelled(end):
    h = history()
    h.record(np.array([1.0]), "paste")
    h.undo()
    h.record(np.array([2.0]), "typed", "key")
    assert h.aside == (1.0,)
    end(h)
    assert h.aside == ()
    h.undo()
    h.record(np.array([4.0]), "paste")
    assert h.aside == ()


def test_old_values_go_when_the_bytes_pass_the_limit_and_shared_ones_count_once():
    shared = np.zeros(1000)
    h = History((shared, 0), lambda value: (value[0],), limit=20_000)
    for number in range(1, 50):
        h.record((shared, number), "share")
    for _ in range(60):
        h.undo()
    assert h.value == (shared, 0)
    big = history(limit=20_000)
    for number in range(50):
        big.record(np.full(1000, float(number)), "big")
    for _ in range(60):
        big.undo()
    assert big.value[0] >= 47


@given(
    st.lists(st.sampled_from(["new", "share", "typed", "undo", "redo", "cancel"]), max_size=40),
    st.integers(1, 8),
)
def test_the_bytes_are_those_of_the_arrays_that_are_held(moves, limit):
    h = History((np.zeros(10),), lambda value: value, limit=80 * limit, beside=8)
    for move in moves:
        if move in ("undo", "redo"):
            getattr(h, move)()
        elif move == "cancel":
            h.cancel("key")
        else:
            new = np.zeros(10)
            value = (new, *h.value[:1]) if move == "share" else (new, new)
            h.record(value, move, "key" if move == "typed" else None)
        held = {id(array): array.nbytes for e in h._entries for array in e.value}
        assert h._bytes == sum(held.values()) + 8 * len(h._entries)
        assert h._holders.keys() == held.keys()
        assert h._bytes <= 80 * limit or len(h._entries) <= 3


def test_values_without_arrays_of_their_own_are_bounded_too():
    shared = np.zeros(1)
    h = History((shared, 0), lambda value: (value[0],), limit=10_000, beside=100)
    for number in range(1, 1000):
        h.record((shared, number), "share")
    for _ in range(1000):
        h.undo()
    assert h.value[1] == 901


def test_amending_replaces_the_present_value_alone_and_counts_its_bytes():
    """What undo and redo lead to stays; the label too, unless another is given."""
    arrays = [np.zeros(10), np.zeros(20), np.zeros(30), np.zeros(40)]
    history = History(arrays[0], lambda value: (value,))
    history.record(arrays[1], "one")
    history.record(arrays[2], "two")
    history.undo()
    history.amend(arrays[3])
    assert history.undo_label == "one"
    history.amend(arrays[3], "other")
    assert (history.undo_label, history.redo_label) == ("other", "two")
    assert history._bytes == sum(arrays[n].nbytes for n in (0, 3, 2))
    assert history.redo() is arrays[2]
    assert history.undo() is arrays[3]
    assert history.undo() is arrays[0]
