"""Setup of all tests: they need no display, no torch and no home, and try random options."""

import atexit
import gc
import importlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests import needs_torch

pytest_plugins = ["tests.depth", "tests.shuffle"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does
os.environ.setdefault("OMP_NUM_THREADS", "1")  # torch's: each core has a process of tests

if "PYTEST_XDIST_WORKER" not in os.environ:  # where the home is that of the process in charge
    # onnxruntime writes an id of the computer into the home of who runs it; others keep caches.
    _home = tempfile.TemporaryDirectory(prefix="gatestep-home-", ignore_cleanup_errors=True)
    atexit.register(_home.cleanup)
    os.environ["HOME"] = _home.name
    for of in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ.pop(f"XDG_{of}_HOME", None)
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # which onnxruntime would send


@pytest.fixture(scope="session", autouse=True)
def unwritten():
    """Let what a run has not computed be NaN: nobody reads it."""
    import numpy as np  # after the environment is set

    from simulator.engine.trace_storage import InMemory

    def missing(_, shape, dtype):
        return np.full(shape, np.nan, dtype)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(InMemory, "unwritten", missing)
        yield


@pytest.fixture(autouse=True)
def _read_here(request, monkeypatch):
    """Read files in this process, without limits, unless a test is marked `apart`."""
    if request.node.get_closest_marker("apart") is not None:
        return
    from simulator.files import sandbox

    def converse(request, seconds):
        text, arrays = sandbox._answer(json.loads(request))
        parts = len(text).to_bytes(8, "little"), text, *(array.tobytes() for array in arrays)
        return 0, b"".join(parts)

    monkeypatch.setattr(sandbox, "_converse", converse)
    monkeypatch.setattr(sandbox, "_limit", lambda memory, seconds: None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    """Import a share of the tests before the others, where several processes collect all of them.

    In a fresh clone each process compiles its share, and reads what the others have compiled.
    """
    config = session.config
    if config.option.file_or_dir or not hasattr(config, "workerinput"):
        return
    number = int(config.workerinput["workerid"].removeprefix("gw"))
    names = sorted(
        ".".join(path.relative_to(config.rootpath).with_suffix("").parts)
        for path in (config.rootpath / "tests").rglob("test_*.py")
    )
    for name in names[number :: config.workerinput["workercount"]]:
        with suppress(Exception, pytest.skip.Exception):  # which the collection tells of
            importlib.import_module(name)


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own hook
def pytest_collection_modifyitems(items):
    """Skip tests marked `torch` where torch is not installed; keep the tests of a file together.

    A dear test goes by itself, so that no process is left with all those of a file.
    """
    for item in items:
        if item.get_closest_marker("torch") and not needs_torch.INSTALLED:
            item.add_marker(pytest.mark.skip(reason=needs_torch.REASON))
        dear = item.get_closest_marker("slow") or item.get_closest_marker("few")
        if dear is None or _shares_fixtures(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares_fixtures(item):
    """Return True where a test takes a fixture that its whole file takes."""
    found = item._fixtureinfo.name2fixturedefs.values()
    return any(of_name[-1].scope == "module" for of_name in found)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    with _skipping_without_torch():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with _skipping_without_torch():
        return (yield)


@contextmanager
def _skipping_without_torch():
    """Skip a test where the program imports torch and torch is not installed."""
    try:
        yield
    except Exception as error:
        if needs_torch.is_missing(error):
            pytest.skip(needs_torch.REASON)
        raise


def pytest_sessionfinish():
    """Free reference cycles while there is an application: the interpreter ends in no set order.

    What is left goes with the process. To search it at its end would take seconds.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """Count the tests skipped for want of torch, so that nobody takes them for passed."""
    skipped = terminalreporter.stats.get("skipped", ())
    count = sum(str(report.longrepr[-1]).endswith(needs_torch.REASON) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} tests skipped: they need torch")
