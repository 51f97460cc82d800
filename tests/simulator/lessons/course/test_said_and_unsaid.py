"""Lesson 4: what the language of claims cannot say of it."""

import numpy as np

from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from simulator.network.lane import Lane


def test_what_is_said_does_not_change_what_is_known():
    before = network(lesson("said-and-unsaid").networks[""])
    after = edited(before, ["W_io[0, ask] = 10"])
    known, said = (
        [reading.run.trace.values(key, Lane()) for reading in (before, after)] for key in "ch"
    )
    np.testing.assert_array_equal(*known)
    assert not np.array_equal(*said)
