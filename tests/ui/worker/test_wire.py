"""Wire: messages arrive unchanged and short, and known content is not sent again."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.arrays import read_only
from ui.worker.wire import PIECE, SHARED_FROM, Inbox, Outbox


def sent(outbox, inbox, content):
    """Return the content at the other end, and the lengths of the messages."""
    lengths = []
    for message in outbox.messages(content):
        lengths.append(len(message))
        done = inbox.take(bytes(message))
    assert done
    return inbox.content(), lengths


def large(seed, bytes_=SHARED_FROM, dtype=np.float32):
    count = bytes_ // np.dtype(dtype).itemsize
    return read_only(np.random.default_rng(seed).standard_normal(count).astype(dtype))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), min_size=1))
def test_whatever_is_sent_in_whatever_order_arrives(choices):
    arrays = [large(seed) for seed in range(6)]
    outbox, inbox = Outbox(), Inbox()
    for number, twice, writeable in choices:
        array = arrays[number].copy() if writeable else arrays[number]
        content = {"n": number, "arrays": (array, array) if twice else (array,)}
        got, _ = sent(outbox, inbox, content)
        assert got["n"] == number
        for one in got["arrays"]:
            np.testing.assert_array_equal(one, arrays[number])
            assert one.flags.writeable == writeable


def test_no_message_is_long_and_shapes_and_dtypes_stay():
    a = read_only(np.arange(3 * 2**18, dtype=np.float64).reshape(3, -1))
    b = np.asfortranarray(np.ones((700, 900), np.float32))
    got, lengths = sent(Outbox(), Inbox(), [a, b, "text"])
    assert max(lengths) <= PIECE
    assert sum(lengths) >= a.nbytes + b.nbytes
    assert got[2] == "text"
    for one, other in zip(got, (a, b), strict=False):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def test_an_array_goes_once_and_is_the_same_one_at_the_other_end():
    outbox, inbox = Outbox(), Inbox()
    weights, more = large(1), large(2)
    first, _ = sent(outbox, inbox, [weights])
    second, lengths = sent(outbox, inbox, [weights, more, 3])
    assert second[0] is first[0]
    assert weights.nbytes < sum(lengths) < 1.1 * weights.nbytes


def test_what_an_object_lacks_is_forgotten_at_both_ends():
    outbox, inbox = Outbox(), Inbox()
    weights = large(1)
    sent(outbox, inbox, [weights])
    sent(outbox, inbox, "nothing")
    got, lengths = sent(outbox, inbox, [weights])
    np.testing.assert_array_equal(got[0], weights)
    assert sum(lengths) > weights.nbytes


def test_what_can_not_be_pickled_leaves_the_wire_as_it_was():
    outbox, inbox = Outbox(), Inbox()
    weights = large(1)
    sent(outbox, inbox, [weights])
    with pytest.raises((pickle.PicklingError, AttributeError)):
        outbox.messages([large(2), lambda: 1])
    got, lengths = sent(outbox, inbox, [weights])
    assert sum(lengths) < 1000
    np.testing.assert_array_equal(got[0], weights)
