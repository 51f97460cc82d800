"""Log of our faults: private, of bounded size, with tracebacks, and without the user's name."""

import logging
import stat
import sys
from pathlib import Path

import pytest

from ui.faults import fault_log
from ui.faults.fault_log import FORMER, LAST, LogFile, last_faults, log


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Log to a file in a folder that is not there yet, in a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    handler = LogFile(tmp_path / "data")
    log.addHandler(handler)
    yield Path(handler.baseFilename)
    log.removeHandler(handler)
    handler.close()


def stumble():
    raise KeyError("x")


def complain(line="a line"):
    try:
        stumble()
    except KeyError:
        log.error(line, exc_info=True)


def test_nothing_is_written_before_something_goes_wrong(file):
    assert not file.parent.exists()


def test_a_fault_has_its_traceback(file):
    complain()
    text = file.read_text("utf-8")
    assert "a line" in text
    assert "KeyError: 'x'" in text
    assert ", in stumble" in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_it_is_private(file):
    complain()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_users_folder_is_not_named(file, tmp_path):
    complain(f"cannot read {tmp_path / 'a b.csv'}")
    assert str(tmp_path) not in file.read_text("utf-8")
    assert str(Path("~/a b.csv")) in file.read_text("utf-8")
    assert str(tmp_path) not in last_faults()[-1]


def test_it_does_not_grow_without_end(file, monkeypatch):
    for handler in log.handlers:
        if isinstance(handler, LogFile):
            monkeypatch.setattr(handler, "maxBytes", 2_000)
    for number in range(100):
        complain(f"line {number}")
    files = sorted(file.parent.iterdir())
    assert len(files) == FORMER + 1
    assert all(one.stat().st_size <= 2_000 for one in files)
    assert "line 99" in file.read_text("utf-8")


def test_the_last_faults_are_remembered(file):
    for number in range(2 * LAST):
        complain(f"line {number}")
    log.warning("no fault")
    assert [f"line {number}" in text for number, text in enumerate(last_faults(), LAST)] == [
        True
    ] * LAST


def test_a_disk_that_takes_nothing_raises_nothing(file, capsys):
    file.parent.write_text("a file in the place of the folder")
    complain()
    assert capsys.readouterr().err == ""
    assert "KeyError" in last_faults()[-1]


def test_its_module_has_no_handler_that_prints():
    assert fault_log.log.name == "gatestep"
    assert not any(type(handler) is logging.StreamHandler for handler in log.handlers)
