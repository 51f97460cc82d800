"""Agreement: how far numbers are off, without a complaint of numpy's."""

from types import SimpleNamespace

import numpy as np

from simulator.diagnosis.agreement import compare


def test_nothing_is_too_far_off_to_be_compared():
    zeros, there = np.zeros((2, 1, 3)), np.ones((2, 1, 3), bool)
    case = SimpleNamespace(observed=SimpleNamespace(values={"h": zeros}, given={"h": there}))
    with np.errstate(all="raise"):
        found = compare(case, {"h": np.full((2, 1, 3), 1e300)})
    assert found.agreeing == 0
    assert found.error == 1
