"""Private files and folders are the user's alone; nothing is made where only a mode is set."""

import os
import stat

import pytest

from simulator.files.private import make_private, make_private_file, make_private_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def mode(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize("before", [False, True])
def test_what_is_made_and_what_is_there_is_private(tmp_path, before):
    folder, file = tmp_path / "a" / "data", tmp_path / "b" / "settings.conf"
    if before:
        folder.mkdir(parents=True, mode=0o755)
        file.parent.mkdir()
        file.write_text("kept")
        file.chmod(0o644)
    assert make_private_folder(folder) == folder
    make_private_file(file)
    assert (mode(folder), mode(file)) == ("0o700", "0o600")
    assert file.read_text() == ("kept" if before else "")


def test_a_file_that_is_gone_by_now_is_not_made_again(tmp_path):
    make_private(tmp_path / "copy.gatestep")
    assert not list(tmp_path.iterdir())
