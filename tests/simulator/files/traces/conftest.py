"""Fixture of all tests of traces."""

import pytest

from simulator.files.sandbox import open_here
from simulator.files.traces import parquet_reader


@pytest.fixture(scope="module", autouse=True)
def _no_sandbox():
    """Read Parquet in this process: the two others that each file needs take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_reader, "SandboxedFile", open_here)
        yield
