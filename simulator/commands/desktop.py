"""Command `install-desktop`: a Linux desktop lists Gatestep, and opens its files with it.

The files in `resources/desktop` go into the user's own data folder, where desktops look for
programs, icons and kinds of files by the rules of freedesktop.org.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..child import is_frozen
from ..examples.example import RESOURCES
from ..files.atomic import atomic_write
from ..files.errors import cannot_write, os_reason, plain, reading
from .errors import CommandError, tell

SOURCE: Final = RESOURCES / "desktop"
ENTRY: Final = "gatestep.desktop"
PLACES: Final = {
    ENTRY: "applications",
    "gatestep.xml": "mime/packages",
    "gatestep.svg": "icons/hicolor/scalable/apps",
    "gatestep.metainfo.xml": "metainfo",
}
"""Files, and their folders in the data folder."""
TOOLS: Final = {"update-mime-database": "mime", "update-desktop-database": "applications"}
"""Programs that read the files anew, and the folder that each is told."""
ELSEWHERE: Final = {
    "win32": "make a shortcut to gatestep.exe, and choose it under Open with on a .gatestep file",
    "darwin": "build the app by resources/package/frozen/build.py in a clone, move it to "
    "Applications, and choose it under Open With on a .gatestep file",
}
"""Advice for systems that do not read such files."""

_BY_A_SHELL: Final = ("/bin/sh", "-c", 'exec "$0" "$@"')
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_PLAIN: Final = re.compile(r"[\w@%+:,./-]+", re.ASCII)
_ESCAPED: Final = re.compile(r'(["`$\\])')


def install_desktop(options: Namespace) -> int:
    """Write the files into the user's data folder, or remove them; print a line for each.

    Raises:
        CommandError: this system reads no such files, or none can hold the program's path.
        FileError: a file cannot be written or removed.
    """
    if sys.platform in ELSEWHERE:
        raise CommandError(f"this is for Linux; here {ELSEWHERE[sys.platform]}")
    files = {name: data_home() / folder / name for name, folder in PLACES.items()}
    if options.remove:
        _remove(list(files.values()))
    else:
        _write(files)
    for tool, folder in TOOLS.items():
        _run(tool, data_home() / folder)
    with suppress(OSError):  # a cache of icons that is older than its folder is not believed
        os.utime(data_home() / "icons" / "hicolor")
    return 0


def data_home() -> Path:
    """Return the folder of the user's own data, as freedesktop.org's rules find it."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".local" / "share"


def program() -> list[str]:
    """Return the command that starts this very program: its interpreter, and its `main.py`."""
    if is_frozen():
        return [sys.executable]
    return [sys.executable, str(RESOURCES.parent / "main.py")]


def exec_line(command: Sequence[str]) -> str:
    r"""Return the value of a desktop entry's `Exec` that runs a command with the files to open.

    An argument with other than plain characters stands in quotes, in which `"`, `` ` ``, `$` and
    `\` have a backslash before them; the value as a whole doubles each backslash and each `%`. A
    program's path must not have `=` in it, and GLib looks for one before it halves `%%`: a shell
    starts those.

    Raises:
        CommandError: the rules of desktop entries have no way to write the command.
    """
    for part in command:
        if _UNFIT.search(part):
            raise CommandError(
                f"{plain(part, 1000)}: a desktop entry cannot hold this path: install Gatestep in "
                "a folder whose name has no control characters and is UTF-8"
            )
    if {"=", "%"} & {*command[0]}:
        command = [*_BY_A_SHELL, *command]
    value = " ".join([_quoted(part) for part in command])
    return value.replace("\\", "\\\\").replace("%", "%%") + " %F"


def _quoted(argument: str) -> str:
    if _PLAIN.fullmatch(argument):
        return argument
    return '"' + _ESCAPED.sub(r"\\\1", argument) + '"'


def _write(files: dict[str, Path]) -> None:
    command = program()
    line = f"Exec={exec_line(command)}"
    for name, path in files.items():
        with reading(SOURCE / name):
            text = (SOURCE / name).read_text("utf-8")
        if name == ENTRY:
            text = re.sub("^Exec=.*$", lambda _: line, text, flags=re.MULTILINE)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path, os_reason(error)) from error
        with atomic_write(path) as file:
            file.write(text.encode())
        print(f"wrote {path}")
    print(f"the desktop's menu and .gatestep files start {shlex.join(command)}")


def _remove(paths: Sequence[Path]) -> None:
    removed = 0
    for path in paths:
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise cannot_write(path, os_reason(error)) from error
        removed += 1
        print(f"removed {path}")
    if not removed:
        print(f"nothing of Gatestep was in {data_home()}")


def _run(tool: str, folder: Path) -> None:
    """Run one of the desktop's own programs, if it is there; its failure is a note."""
    if not (found := shutil.which(tool)) or not folder.is_dir():
        return
    done = subprocess.run([found, str(folder)], capture_output=True, text=True, errors="replace")
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2] or f"exit status {done.returncode}"
        tell(f"{tool} could not update {folder}: {said}")
