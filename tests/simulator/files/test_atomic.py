"""An atomic write leaves the new file or the old one, and no other file beside it."""

import errno
import io
import os
import stat
import subprocess
import sys
from contextlib import suppress
from queue import Queue
from threading import Event
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from simulator.files import atomic
from simulator.files.atomic import atomic_write, check_writable
from simulator.files.errors import cannot_read, plain
from simulator.files.limits import available_bytes, bytes_text, check_fits
from tests.paths import ROOT
from tests.simulator.files.checkpoints.checkpoints import refusal


def write(path, data=b"new"):
    with atomic_write(path) as file:
        file.write(data)


def test_a_file_is_made_or_replaced(tmp_path):
    path = tmp_path / "trace.csv"
    write(path, b"old")
    assert path.read_bytes() == b"old"
    write(str(path))
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["trace.csv"]


def test_numpy_can_write_through_it(tmp_path):
    path = tmp_path / "outputs.npz"
    with atomic_write(path) as file:
        np.savez(file, output=np.arange(3))
    assert np.load(path)["output"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("piece", [1000, 2**20, 3 * atomic.SLICE])
def test_no_sync_waits_for_more_than_a_slice(tmp_path, monkeypatch, piece):
    """In whatever pieces the bytes come, each of which is written at once."""
    path, sizes = tmp_path / "trace.csv", [0]
    sync = os.fsync

    def watched(number):
        sync(number)
        sizes.append(os.fstat(number).st_size)

    monkeypatch.setattr(os, "fsync", watched)
    whole = 7 * atomic.SLICE // piece * piece
    with atomic_write(path) as file:
        for _ in range(whole // piece):
            file.write(b"x" * piece)
    assert sizes[-1] == path.stat().st_size == whole
    assert np.diff(sizes).max() <= atomic.SLICE + max(piece, io.DEFAULT_BUFFER_SIZE)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
@pytest.mark.parametrize("before", [None, b"old"])
def test_any_error_leaves_what_was_there(tmp_path, error, before):
    path = tmp_path / "trace.csv"
    if before is not None:
        path.write_bytes(before)

    def fail():
        with atomic_write(path) as file:
            file.write(b"half of")
            raise error

    with pytest.raises(error):
        fail()
    assert os.listdir(tmp_path) == ([] if before is None else ["trace.csv"])
    assert before is None or path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a file that is open keeps its name")
def test_nobody_waits_until_the_disk_has_freed_a_large_file(tmp_path, monkeypatch):
    path, disk_is_free, freed = tmp_path / "trace.csv", Event(), Queue()
    write(path, b"the old one")

    def slowly(number):
        disk_is_free.wait(timeout=10)
        freed.put(os.fstat(number).st_nlink)
        close(number)

    close = os.close
    monkeypatch.setattr(atomic, "SLICE", 4)
    monkeypatch.setattr(os, "close", slowly)
    write(path, b"the new one")
    with suppress(KeyError), atomic_write(path) as file:
        file.write(b"half of another")
        raise KeyError
    assert path.read_bytes() == b"the new one"
    assert os.listdir(tmp_path) == ["trace.csv"]
    assert freed.empty()
    disk_is_free.set()
    assert [freed.get(timeout=10) for _ in range(2)] == [0, 0]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EFBIG, "it would exceed the file size limit there."),
        (errno.EIO, "the disk reports an error"),
        (errno.ENOTTY, os.strerror(errno.ENOTTY)),
    ],
)
def test_what_the_system_refuses_is_told(tmp_path, number, words):
    path = tmp_path / "trace.csv"
    path.write_bytes(b"old")

    def fail():
        with atomic_write(path):
            raise OSError(number, os.strerror(number))

    message = refusal(fail)
    assert message.startswith(f"cannot write {path}: {words}")
    assert os.listdir(tmp_path) == ["trace.csv"]
    assert path.read_bytes() == b"old"


def test_a_size_limit_keeps_the_old_file(tmp_path):
    """The system itself refuses, in the middle of the bytes."""
    path = tmp_path / "trace.csv"
    path.write_bytes(b"old")
    program = f"""
import resource
from simulator.files import atomic
from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with atomic_write({str(path)!r}) as file:
        file.write(bytes(1_000_000))
except FileError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert "exceed the file size limit there." in done.stdout
    assert done.stderr == ""
    assert os.listdir(tmp_path) == ["trace.csv"]
    assert path.read_bytes() == b"old"


def test_links_are_followed_and_permissions_kept(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "trace.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    dangling = tmp_path / "dangling.csv"
    dangling.symlink_to(tmp_path / "real" / "fresh.csv")
    write(dangling)
    assert (tmp_path / "real" / "fresh.csv").read_bytes() == b"new"
    assert dangling.is_symlink()


def test_a_new_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual").touch()
    write(tmp_path / "ours")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_places_that_can_not_be_written_are_told(tmp_path):
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in {
        "gone/trace.csv": "its folder does not exist",
        "file/trace.csv": "its folder does not exist",
        ".": "it is a folder",
        "pipe": "it is a device or a pipe",
        "loop": "symbolic links form a loop",
        "n" * 300: "its name is too long",
    }.items():
        assert words in refusal(write, tmp_path / name)
        assert words in refusal(check_writable, tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["file", "loop", "pipe"]


def test_to_ask_whether_a_file_can_be_written_changes_nothing(tmp_path):
    (tmp_path / "old").write_text("kept")
    for name in ("old", "new"):
        check_writable(tmp_path / name)
    assert os.listdir(tmp_path) == ["old"]
    assert (tmp_path / "old").read_text() == "kept"


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="no links to what is open here")
def test_a_pipe_without_a_name_is_told_to_be_one():
    """/dev/stdout is one where the output goes to another program."""
    ends = os.pipe()
    try:
        assert "it is a device or a pipe" in refusal(write, f"/dev/fd/{ends[1]}")
    finally:
        for end in ends:
            os.close(end)


def test_a_folder_that_vanishes_meanwhile_is_told(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()

    def vanish():
        with atomic_write(folder / "trace.csv") as file:
            file.write(b"new")
            for name in os.listdir(folder):
                os.unlink(folder / name)
            folder.rmdir()

    assert "its folder does not exist" in refusal(vanish)


@pytest.mark.skipif(
    getattr(os, "geteuid", int)() == 0, reason="nothing is read-only for the superuser"
)
def test_read_only_places_are_told(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_bytes(b"old")
    path.chmod(0o400)
    assert "the file is write-protected" in refusal(write, path)
    tmp_path.chmod(0o500)
    try:
        assert "its folder is read-only" in refusal(write, tmp_path / "new.csv")
    finally:
        tmp_path.chmod(0o700)


def test_names_in_messages_are_one_plain_line():
    assert plain("a\nb\u202e\x1b[31m\ud800") == "a�b��[31m�"
    assert plain("x" * 1000, 11) == "xxxxx…xxxxx"
    assert plain("0123456789ab", 8) == "012…89ab"
    assert str(cannot_read("new\nline", "why")) == "cannot read new�line: why"


def test_memory_is_compared_before_it_is_taken(tmp_path):
    check_fits(tmp_path, 1)
    there = available_bytes()
    assert there is None or there > 2**20
    if there is not None:
        message = refusal(check_fits, "huge.npy", 160 * 10**15)
        assert "it needs 160000.0 TB of memory" in message
        assert "more than a million TB" in refusal(check_fits, "huge.npy", 10**5000)
    sizes = (0, 999, 1_000, 1_550_000, 2 * 10**9)
    assert [bytes_text(n) for n in sizes] == ["0 bytes", "999 bytes", "1.0 kB", "1.5 MB", "2.0 GB"]


def test_memory_is_known_where_python_has_no_sysconf(monkeypatch):
    """Windows has no sysconf."""
    monkeypatch.delattr(os, "sysconf")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=12_345))
    assert available_bytes() == 12_345


@pytest.mark.parametrize("error", [OSError, RuntimeError, NotImplementedError])
def test_nothing_is_refused_where_the_system_does_not_tell_its_memory(monkeypatch, error):
    def unknown():
        raise error

    monkeypatch.setattr(psutil, "virtual_memory", unknown)
    assert available_bytes() is None
    check_fits("huge.npy", 10**20)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("before", [None, 0o644])
@pytest.mark.parametrize("private", [False, True])
def test_no_other_account_reads_a_file_that_is_not_complete(tmp_path, before, private):
    (tmp_path / "usual").touch()
    usual = stat.S_IMODE((tmp_path / "usual").stat().st_mode)
    path = tmp_path / "copy.gatestep"
    if before is not None:
        path.touch()
        path.chmod(before)
    with atomic_write(path, private) as file:
        (temporary,) = tmp_path.glob(".gatestep-*")
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
        file.write(b"new")
    assert stat.S_IMODE(path.stat().st_mode) == (0o600 if private else before or usual)
