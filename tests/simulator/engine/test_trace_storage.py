"""A trace on the disk has the bits of one in memory, leaves no file, and takes no room in vain."""

import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.engine.trace_storage import memory_mapped
from simulator.mistakes.runs import run_of
from tests.simulator.experiments import experiments


@given(experiment=experiments())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_trace_on_the_disk_has_the_bits_of_one_in_memory(experiment, tmp_path):
    mapped = run_of(experiment, zeros=memory_mapped(tmp_path))
    assert list(tmp_path.iterdir()) == []
    memory = Run(experiment)
    for run in (mapped, memory):
        run.advance()
    for lane, arrays in memory.trace.lanes.items():
        on_disk = mapped.trace.lanes[lane]
        for name in ("z", "gates", "c_states", "h_states"):
            ours, theirs = getattr(on_disk, name), getattr(arrays, name)
            assert ours.tobytes() == theirs.tobytes()
    for ours, theirs in zip(mapped.trace.outputs(), memory.trace.outputs(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_an_array_is_zero_and_can_be_written(tmp_path):
    array = memory_mapped(tmp_path)((3, 5, 7), np.dtype(np.float64))
    assert array.shape == (3, 5, 7)
    assert not array.any()
    array[1, 2] = 5.0
    assert array.sum() == 35.0


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room is asked for otherwise")
def test_a_full_disk_is_told_before_anything_is_written(tmp_path):
    with pytest.raises(OSError, match=r"[Nn]o space|too large"):
        memory_mapped(tmp_path)((2**50,), np.dtype(np.float32))
    assert list(tmp_path.iterdir()) == []


@given(experiment=experiments())
@settings(max_examples=40)
def test_the_bytes_that_are_announced_are_those_of_the_arrays(experiment):
    trace = Run(experiment).trace
    held = sum(array.nbytes for lane in trace.lanes.values() for array in lane.arrays.values())
    held += sum(array.nbytes for array in trace.inputs[1:])
    assert held == bytes_needed(experiment)
