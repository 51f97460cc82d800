"""Threads of numpy's products: one inside, and behind it as many as before."""

import pytest
from threadpoolctl import ThreadpoolController

from simulator.face.threads import one_thread


def test_blocks_at_once_leave_the_threads_of_before():
    numpys = ThreadpoolController().select(internal_api="openblas")

    if not numpys.info():
        pytest.skip("numpy computes by another library")

    def threads():
        return {library["num_threads"] for library in numpys.info()}

    with numpys.limit(limits=2):
        first, second = one_thread(), one_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert threads() == {1}
        second.__exit__(None, None, None)
        assert threads() == {2}
