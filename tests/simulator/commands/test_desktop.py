"""Gatestep among a desktop's programs: files that desktops read, and that go again."""

import re
import shutil
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import main
from simulator.commands import desktop
from simulator.files.registry import WORKSPACE_SUFFIX, is_workspace
from tests.paths import RESOURCES, ROOT

LINUX = pytest.mark.skipif(sys.platform in desktop.ELSEWHERE, reason="desktops of freedesktop.org")
WORKSPACE = ROOT / "tests/data/version_1/workspaces/dropout.gatestep"
TYPE = "application/x-gatestep"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
KEY = re.compile(r"[A-Za-z0-9-]+(\[[a-z]{2,3}(_[A-Z]{2})?\])?")


def entry_of(path):
    """Read a desktop entry by freedesktop.org's rules: one group, keys once, strings unescaped."""
    head, *lines = path.read_text("utf-8").splitlines()
    assert head == "[Desktop Entry]"
    pairs = [line.split("=", 1) for line in lines]
    entry = {key.rstrip(): unescaped(value.lstrip()) for key, value in pairs}
    assert len(entry) == len(lines)
    assert all(KEY.fullmatch(key) for key in entry)
    assert {"Type", "Name", "Exec"} <= entry.keys()
    assert all(key.partition("[")[0] in entry for key in entry)
    assert {entry[key] for key in ("Terminal", "StartupNotify")} <= {"true", "false"}
    assert all(entry[key].endswith(";") for key in ("Categories", "Keywords", "MimeType"))
    return entry


def unescaped(value):
    r"""Read a string's escapes: `\s \n \t \r \\`, and no others."""
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.?)", lambda found: escapes[found[1]], value)


def command_of(line, *files):
    """Read `Exec` by the rules: arguments, their quotes, then codes that begin with %."""
    arguments, rest = [], line
    while rest:
        quoted = re.match(r'"((?:[^"\\`$]|\\["`$\\])*)"(?: |$)', rest)
        bare = re.match(r"""([^ \t\n"'\\><~|&;$*?#()`]+)(?: |$)""", rest)
        found = quoted or bare
        assert found, rest
        argument = re.sub(r"\\(.)", r"\1", found[1]) if quoted else found[1]
        if bare and argument == "%F":
            arguments += files
        else:
            assert not re.search("%(?!%)", argument.replace("%%", ""))
            arguments.append(argument.replace("%%", "%"))
        rest = rest[found.end() :]
    return arguments


PATHS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(PATHS, PATHS)
@example("/a=b/python", "main.py")
def test_any_path_of_the_program_is_read_back(interpreter, script):
    read = command_of(unescaped(desktop.exec_line([interpreter, script])), "x", "y")
    assert read[-4:] == [interpreter, script, "x", "y"]
    assert not {"=", "%"} & {*read[0]}


@pytest.mark.parametrize("path", ["/a\nb/python", "/a\udcffb/python"])
def test_a_path_that_no_entry_can_hold_is_one_line(tmp_path, monkeypatch, capsys, path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "executable", path)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main.main(["install-desktop"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "install Gatestep in" in said.err
    assert not list(tmp_path.iterdir())


@pytest.fixture
def installed(tmp_path, monkeypatch, capsys):
    """Install into a data folder, by an interpreter; the names of both need quotes."""
    interpreter, home = tmp_path / 'in $x= "%f`\\' / "python", tmp_path / "a 100% home"
    interpreter.parent.mkdir()
    interpreter.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >"$0.part" && mv "$0.part" "$0.told"\n')
    interpreter.chmod(0o755)
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setattr(sys, "executable", str(interpreter))
    assert main.main(["install-desktop"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return home, interpreter, said.out


def ours(home):
    return {path for path in home.rglob("*gatestep*") if path.is_file()}


@LINUX
def test_every_file_is_named_and_goes_again(installed, capsys):
    home, _, told = installed
    written = {home / folder / name for name, folder in desktop.PLACES.items()}
    assert written <= ours(home)
    assert all(f"wrote {path}\n" in told for path in written)
    assert main.main(["install-desktop", "--remove"]) == 0
    told = capsys.readouterr().out
    assert all(f"removed {path}\n" in told for path in written)
    assert not ours(home)  # nor what the desktop's own tools make of them
    assert main.main(["install-desktop", "--remove"]) == 0
    assert str(home) in capsys.readouterr().out


@LINUX
def test_the_entry_starts_this_very_program(installed, tmp_path):
    home, interpreter, _ = installed
    path = home / "applications" / desktop.ENTRY
    entry = entry_of(path)
    wanted = [main.__file__, "a b.gatestep"]
    assert command_of(entry["Exec"], "a b.gatestep")[-3:] == [str(interpreter), *wanted]
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", path], check=True)
    if shutil.which("gio"):
        subprocess.run(["gio", "launch", path, tmp_path / "a b.gatestep"], check=True)
        told, end = interpreter.with_name("python.told"), time.monotonic() + 30
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.01)
        assert told.read_text().splitlines() == [wanted[0], str(tmp_path / "a b.gatestep")]


@LINUX
def test_a_workspace_has_a_type_of_its_own_and_this_program(installed):
    home, _, _ = installed
    (kind,) = ElementTree.parse(home / "mime/packages/gatestep.xml").getroot()
    assert kind.get("type") == TYPE
    assert kind.find(f"{MIME}glob").get("pattern") == f"*{WORKSPACE_SUFFIX}"
    assert kind.find(f"{MIME}sub-class-of").get("type") == "application/zip"
    content, match = WORKSPACE.read_bytes(), kind.find(f"{MIME}magic")
    assert is_workspace(WORKSPACE)
    for _ in range(2):
        match = match.find(f"{MIME}match")
        value = match.get("value").encode().decode("unicode_escape").encode("latin-1")
        assert content.startswith(value, int(match.get("offset")))
    entry = entry_of(home / "applications" / desktop.ENTRY)
    assert entry["MimeType"] == f"{TYPE};"
    told = ElementTree.parse(home / "metainfo/gatestep.metainfo.xml").getroot()
    assert told.findtext("provides/mediatype") == TYPE
    assert told.findtext("launchable") == told.findtext("id") == desktop.ENTRY
    assert (told.findtext("name"), told.findtext("summary")) == (entry["Name"], entry["Comment"])
    icon = home / "icons/hicolor/scalable/apps" / f"{entry['Icon']}.svg"
    assert icon.read_bytes() == (RESOURCES / "desktop/gatestep.svg").read_bytes()
    if shutil.which("update-mime-database"):
        assert f":{TYPE}:*{WORKSPACE_SUFFIX}" in (home / "mime/globs2").read_text()
        assert TYPE.encode() in (home / "mime/magic").read_bytes()


@LINUX
def test_a_data_folder_that_cannot_be_written_is_one_line(tmp_path, monkeypatch, capsys):
    home = tmp_path / "file"
    home.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    assert main.main(["install-desktop", "--remove"]) == 0
    capsys.readouterr()
    assert main.main(["install-desktop"]) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert str(home) in said.err
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert desktop.data_home() == tmp_path / ".local" / "share"


@pytest.mark.parametrize("platform", desktop.ELSEWHERE)
def test_other_systems_are_told_what_to_do_there(tmp_path, monkeypatch, capsys, platform):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert main.main(["install-desktop"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert WORKSPACE_SUFFIX in said
    assert not list(tmp_path.iterdir())
