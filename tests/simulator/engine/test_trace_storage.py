"""A trace has the same bits wherever it lies.

One on the disk leaves no file and takes no room in vain.
"""

import os
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given

from simulator.engine import trace_storage
from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.engine.trace_storage import InMemory, OnDisk
from simulator.examples.recipe import Recipe
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests import depth
from tests.depth import examples
from tests.simulator.experiments import experiments


@given(experiment=experiments())
@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_trace_has_the_same_bits_wherever_it_lies(experiment, tmp_path):
    runs = [Run(experiment), run_of(experiment, storage=OnDisk(tmp_path))]
    assert list(tmp_path.iterdir()) == []
    with patch.object(trace_storage, "_LARGE", 1):
        runs.append(Run(experiment, storage=InMemory(lambda room: None)))
    for run in runs:
        run.advance()
    small, *others = (run.trace for run in runs)
    for other in others:
        for lane, arrays in small.lanes.items():
            for name in arrays.arrays:
                ours, theirs = other.lanes[lane].arrays[name], arrays.arrays[name]
                assert ours.tobytes() == theirs.tobytes()
        for ours, theirs in zip(other.outputs(), small.outputs(), strict=True):
            np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("make", ["zeros", "unwritten", "sparse"])
@pytest.mark.parametrize("size", [0, 3, 1 << 15, 1 << 23])
@pytest.mark.parametrize("give_back", [None, lambda room: None])
def test_an_array_in_memory_has_its_shape_and_can_be_written(make, size, give_back):
    array = getattr(InMemory(give_back), make)((2, size), np.dtype(np.float32))
    assert (array.shape, array.dtype) == ((2, size), np.float32)
    if make != "unwritten":
        assert not array.any()
    array[1] = 5.0
    assert array[1].sum() == 5.0 * size


@pytest.mark.parametrize("make", ["zeros", "unwritten", "sparse"])
@pytest.mark.parametrize("length", [1 << 45, 1 << 59])
def test_what_does_not_fit_into_memory_is_refused_in_words(make, length):
    with pytest.raises(MemoryError, match="Unable to allocate"):
        getattr(InMemory(lambda room: None), make)((length,), np.dtype(np.float64))


def test_only_the_memory_of_a_large_array_is_given_back():
    given = []
    storage = InMemory(given.append)
    for length in (0, 3, (1 << 23) - 1, 1 << 23):
        for make in (storage.zeros, storage.sparse):
            make((length,), np.dtype(np.float32))
    assert [len(room) for room in given] == [1 << 25] * 2


def test_an_array_is_zero_and_can_be_written(tmp_path):
    array = OnDisk(tmp_path).zeros((3, 5, 7), np.dtype(np.float64))
    assert array.shape == (3, 5, 7)
    assert not array.any()
    array[1, 2] = 5.0
    assert array.sum() == 35.0


def maps_of(folder):
    """Return the bytes that this process has in its map of each file of a folder, and its flags."""
    found, inside = [], False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if not line.split()[0].endswith(":"):
            inside = str(folder) in line
        elif inside and line.startswith("Rss:"):
            size = int(line.split()[1]) * 1024
        elif inside and line.startswith("VmFlags:"):
            found.append((size, line.split()[1:]))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the map is read from /proc")
def test_what_is_computed_on_the_disk_is_let_go_of(tmp_path):
    # the system interrupts every thread for each page that it writes, while it is in the map
    timesteps = depth.count(5000, by_default=1500)
    given = Recipe(LSTMConfig(2, 64), timesteps=timesteps).experiment()
    given = given.with_objective(Objective(seeds=(Seed("h", t=timesteps - 1),)))
    in_memory, run = Run(given), Run(given, storage=OnDisk(tmp_path))
    in_memory.advance()
    for make in (lambda: run, lambda: BackwardRun(in_memory, OnDisk(tmp_path))):
        computation = make()
        while not computation.finished:
            # without order, or whole blocks of the device are made ready at a time
            assert any("rr" in flags for _, flags in maps_of(tmp_path))
            computation.advance_for(0.01)
            assert sum(size for size, _ in maps_of(tmp_path)) < 1 << 16
        assert not any("rr" in flags for _, flags in maps_of(tmp_path))
    for name in ("gates", "c_states", "h_states"):
        ours, theirs = (r.trace.lanes[Lane()].arrays[name] for r in (run, in_memory))
        assert ours.tobytes() == theirs.tobytes()


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room is asked for otherwise")
def test_a_full_disk_is_told_before_anything_is_written(tmp_path):
    with pytest.raises(OSError, match=r"[Nn]o space|too large"):
        OnDisk(tmp_path).zeros((2**50,), np.dtype(np.float32))
    assert list(tmp_path.iterdir()) == []


@given(experiment=experiments())
@examples(40)
def test_the_bytes_that_are_announced_are_those_of_the_arrays(experiment):
    trace = Run(experiment).trace
    held = sum(array.nbytes for lane in trace.lanes.values() for array in lane.arrays.values())
    held += sum(array.nbytes for array in trace.inputs[1:])
    assert held == bytes_needed(experiment)
