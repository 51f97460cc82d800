"""The command line from outside: processes, exit statuses, one line on stderr."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import main
from simulator.commands import values, window_arguments
from simulator.version import VERSION
from tests.paths import ROOT

MODEL, SEQUENCE = ROOT / "resources/sunspots.safetensors", ROOT / "resources/sunspots.csv"


def gatestep(*arguments, **environment):
    """Run main.py in a process of its own."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    env.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=env | environment,
        timeout=300,
    )


LOADING = """
import contextlib, io, json, sys
import main
heavy = {"numpy", "torch", "sympy", "PySide6", "pyqtgraph", "safetensors", "multiprocessing"}
told = []
for arguments in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()):
        status = main.main(arguments)
    told.append([status, sorted(heavy & set(sys.modules))])
print(json.dumps(told))
"""
"""Program that runs main.py's main for one command after another."""


def loaded_by(*commands):
    """Return each command's exit status, and the heavy packages that are loaded after it."""
    done = subprocess.run(
        [sys.executable, "-c", LOADING],
        input=json.dumps([[*map(str, command)] for command in commands]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=True,
    )
    return json.loads(done.stdout)


def test_what_does_without_qt_is_imported_before_it():
    """PySide reads the source of every module that is imported after it."""
    code = "import sys, main; main.import_window(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    names = done.stdout.split()
    after = names[names.index("PySide6") :]
    assert not [name for name in after if name.partition(".")[0] == "simulator"]
    assert not set(main.BEFORE_QT) & set(after)
    assert set(main.BEFORE_QT) < set(names)


@pytest.fixture
def here(capsys):
    """Return a function that runs main.py's main in this process."""

    def run(*arguments):
        status = main.main([*map(str, arguments)])
        return subprocess.CompletedProcess(arguments, status, *capsys.readouterr())

    return run


def assert_one_line(process, status, *words):
    """Assert a proper failure: the status, one line on stderr, no traceback, nothing on stdout."""
    assert process.returncode == status, process.stderr
    assert process.stdout == ""
    assert process.stderr.count("\n") == 1, process.stderr
    for word in words:
        assert word in process.stderr


def test_arguments_load_nothing_heavy():
    right = (["--help"], ["--version"], ["trace", "--help"], ["screenshot", "--help"])
    right = (*right, ["lesson", "check", "--help"])
    wrong = (["lesson"], ["trace"], ["--wrong"], ["screenshot", "--output", "picture.jpg"])
    expected = [[0, []]] * len(right) + [[2, []]] * len(wrong)
    assert loaded_by(*right, *wrong) == expected


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Return what is loaded after a trace, after a look at lessons as well, and after a check."""
    files, output = ["--model", MODEL, "--sequence", SEQUENCE], tmp_path_factory.mktemp("t") / "t"
    trace = ["trace", *files, "--output", f"{output}.csv"]
    lessons = ["lesson", "check", "conveyor", "one-number"]
    return loaded_by(trace, lessons, ["check", *files])


def test_a_trace_loads_neither_qt_nor_torch(loaded):
    status, heavy = loaded[0]
    assert status == 0
    assert "numpy" in heavy
    assert not {"torch", "PySide6", "pyqtgraph"} & set(heavy)


def test_lessons_are_checked_without_qt_and_torch(loaded):
    status, heavy = loaded[1]
    assert status == 0
    assert not {"torch", "PySide6", "pyqtgraph"} & set(heavy)


@pytest.mark.torch
def test_a_check_loads_torch_and_no_qt(loaded):
    status, heavy = loaded[2]
    assert status == 0
    assert "torch" in heavy
    assert not {"sympy", "PySide6", "pyqtgraph"} & set(heavy)


def test_version_is_that_of_the_package_and_of_the_newest_changes():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    stated = (ROOT / tool["hatch"]["version"]["path"]).read_text(encoding="utf-8")
    assert f'VERSION = "{VERSION}"\n' in stated
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[:2] == ["Unreleased", VERSION]
    assert gatestep("--version").stdout == f"Gatestep {VERSION}\n"


@pytest.fixture
def help_of(monkeypatch, here):
    """Return a function that returns the help of a command, or of the program."""
    monkeypatch.setattr(sys, "argv", ["main.py"])

    def read(*command):
        done = here(*command, "--help")
        assert done.returncode == 0
        return done.stdout

    return read


def test_help_names_every_command(help_of):
    text = help_of()
    assert text == gatestep("--help").stdout
    for command in main.COMMANDS:
        assert f"\n  {command} " in text
        assert f"main.py {command}" in help_of(command)


@pytest.mark.parametrize("started", ["gatestep/__main__.py", "bin/gatestep", "-c", "main.py"])
def test_usage_names_what_is_typed(monkeypatch, started):
    """As a script of its own, as `python -m gatestep`, from Python, and in a checkout."""
    monkeypatch.setattr(sys, "argv", [started])
    typed = started if started == "main.py" else "gatestep"
    assert main.parser_of("window").format_usage().startswith(f"usage: {typed} ")
    assert main.parser_of("check").format_usage().startswith(f"usage: {typed} check ")


@pytest.mark.parametrize("command", ["trace", "gradients", "screenshot"])
def test_help_says_where_is_written_to(help_of, command):
    told = " ".join(help_of(command).split())
    assert ("the picture" if command == "screenshot" else "the file") + " to write" in told


def test_help_names_every_format(help_of):
    models, sequences = [".onnx", ".keras", ".h5"], [".npz", ".tsv", ".parquet", ".txt"]
    for command in ([], ["screenshot"], ["trace"], ["gradients"]):
        text = help_of(*command)
        assert not [suffix for suffix in models + sequences if suffix not in text]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["trace", "--model", MODEL], ["--sequence", "--output"]),
        (["trace", "--mod", MODEL], ["required"]),
        (["check", "--model", MODEL, "--sequence", SEQUENCE, "--dtype", "int8"], ["int8"]),
        (["check", "--model", MODEL, "--sequence", SEQUENCE, "--lengths", "3,0"], ["3,0"]),
        (["check", "--model", MODEL, "--sequence", SEQUENCE, "--dropout", "2"], ["[0, 1]"]),
        (
            ["check", "--model", MODEL, "--sequence", SEQUENCE, "--report", ""],
            ["--report", "empty"],
        ),
        (["check", "--model", "", "--sequence", SEQUENCE], ["--model", "empty"]),
        (["compare", ""], ["TRACE", "empty"]),
        (["check", "--model", MODEL, "--sequence", SEQUENCE, "--seed", "-1"], ["whole number"]),
        pytest.param(
            ["check", "--model", MODEL, "--sequence", SEQUENCE, "--h0", "h.npy"],
            ["--c0"],
            marks=pytest.mark.torch,
        ),
        (["inspect"], ["FILE"]),
        (["screenshot", "--output", "p.png", "--size", "10x10"], ["320"]),
        (["screenshot", "--output", "p.png", "--position", "5:q"], ["--position", "5:q"]),
        (["screenshot", "--output", "p.png", "--position", "5", "--tick", "5"], ["--tick"]),
        (["screenshot", "--output", "p.png", "--layout", "wide"], ["--layout", "learn"]),
        (["screenshot", "--output", "p.png", "--steps", "5"], ["--steps", "--task"]),
        (["screenshot", "--output", "p.png", "--lesson", "knots"], ["--lesson", "conveyor"]),
        (["screenshot", "--output", "p.png", "--lesson", "conveyor:9"], ["--lesson", "half"]),
        (["--theme", "pink"], ["pink"]),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(here, arguments, words):
    assert_one_line(here(*arguments), 2, *words)


def test_without_a_display_the_window_says_what_to_set():
    assert_one_line(gatestep(), 2, "DISPLAY", "WAYLAND_DISPLAY", "xvfb")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is asked on Linux only")
def test_a_display_that_does_not_answer_is_one_line():
    assert_one_line(gatestep(DISPLAY=":987"), 2)


def test_a_file_that_is_not_there_is_named(here, tmp_path):
    assert_one_line(gatestep(tmp_path / "no.pt", QT_QPA_PLATFORM="offscreen"), 1, "no.pt")
    assert_one_line(here("inspect", tmp_path / "no.pt"), 1, "no.pt")


def test_a_lesson_that_is_none_is_told_before_there_is_a_window(here, tmp_path):
    assert_one_line(here("lesson", "16"), 1, "16: no such file", "15", "conveyor")
    assert_one_line(here("lesson", SEQUENCE), 1, "sunspots.csv", "not valid TOML")
    assert_one_line(gatestep("lesson", "conveyor"), 2, "DISPLAY")
    broken = tmp_path / "broken.toml"
    broken.write_text("[[step]]\nid = 'a'\nask = 3")
    assert_one_line(here("lesson", broken), 1, "broken.toml: step a")


def test_a_command_name_is_a_file_after_a_dot_slash():
    process = gatestep("./trace", QT_QPA_PLATFORM="offscreen")
    assert_one_line(process, 1, "./trace: no such file")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_file_may_have_any_name(tmp_path):
    output = os.fsencode(tmp_path) + b"/\xff\n.csv"
    process = subprocess.run(
        [
            sys.executable,
            ROOT / "main.py",
            "trace",
            "--model",
            MODEL,
            "--sequence",
            SEQUENCE,
            "--output",
            output,
        ],
        capture_output=True,
        timeout=300,
    )
    assert process.returncode == 0
    assert all(line.startswith(b"gatestep: note: ") for line in process.stderr.splitlines())
    assert os.path.getsize(output) > 100_000


@given(st.text() | st.text("0123456789.,x-+e", max_size=12))
def test_an_argument_is_understood_or_refused_and_nothing_else(text):
    size, png = window_arguments.size, window_arguments.png
    for parse in (values.whole, values.probability, values.lengths, size, png):
        try:
            value = parse(text)
        except argparse.ArgumentTypeError:
            continue
        if parse is values.lengths:
            assert ",".join(map(str, value)) == ",".join(p.lstrip("0") for p in text.split(","))
        if parse is values.probability:
            assert 0 <= value <= 1
        if parse is size:
            assert all(320 <= pixels <= 8192 for pixels in value)


def test_whoever_reads_may_leave_early():
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "inspect", MODEL],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=300) == 1
    assert stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device here is always full")
@pytest.mark.parametrize(
    ("unbuffered", "arguments"),
    [
        ("", ["--version"]),
        ("1", ["inspect", MODEL]),
        pytest.param("", ["inspect", MODEL], marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_under_the_output_is_told(unbuffered, arguments):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            timeout=60,
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the disk that this writes to is full" in done.stderr


WITHOUT = """
import sys
sys.modules[sys.argv.pop(1)] = None
import main
sys.exit(main.main(sys.argv[1:]))
"""
"""Program that runs as where a package is not installed."""

TRACE = ["trace", "--model", MODEL, "--sequence", SEQUENCE, "--output"]


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("package", "command", "status"),
    [
        ("numpy", ["inspect", MODEL], 1),
        ("numpy", ["trace"], 1),
        ("numpy", [], 2),
        ("numpy", ["screenshot", "--output", "picture.png"], 2),
        ("PySide6", [], 2),
        ("pyqtgraph", ["screenshot", "--output", "picture.png"], 2),
        ("psutil", ["trace"], 1),
        ("simulator.engine.run", ["trace"], 1),
    ],
)
def test_a_package_that_is_missing_is_named(tmp_path, package, command, status):
    command = [*TRACE, tmp_path / "t.csv"] if command == ["trace"] else command
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, package, *map(str, command)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        timeout=100,
    )
    assert_one_line(done, status, package)
    ours = package.startswith("simulator")
    assert ("a bug in Gatestep" in done.stderr) == ours
    assert ("install Gatestep again" in done.stderr) != ours


@pytest.mark.slow
def test_a_folder_is_not_said_to_be_missing(tmp_path):
    picture = gatestep("screenshot", "--output", tmp_path / "picture.png", tmp_path)
    assert picture.returncode == 1
    assert "it is a folder. Choose a file" in picture.stderr


@pytest.mark.slow
def test_a_picture_of_a_place_that_is_not_there_is_not_taken(tmp_path):
    picture = tmp_path / "picture.png"
    assert_one_line(gatestep("screenshot", "--output", picture, "--position", "309"), 1, "0 to 308")
    assert not picture.exists()


@pytest.mark.slow
def test_a_picture_changes_no_saved_layout(tmp_path):
    places = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    picture = tmp_path / "picture.png"
    arguments = ["--position", "17:f", "--layout", "debug", "--size", "800x600"]
    done = gatestep("screenshot", "--output", picture, *arguments, HOME=str(tmp_path), **places)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [picture.name]


@pytest.mark.slow
def test_a_film_of_a_panel_while_it_learns(tmp_path):
    film = tmp_path / "film.png"
    training = ["--task", "parity", "--steps", "25", "--film", "10", "--panel", "Timeline"]
    done = gatestep("screenshot", "--output", film, *training, "--size", "800x600")
    assert (done.returncode, done.stderr) == (0, "")
    content = film.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert content.count(b"fcTL") == 4  # after 0, 10, 20 and 25 steps


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise on Windows")
def test_ctrl_c_ends_a_long_trace_and_leaves_no_file(tmp_path):
    """Also where the tests run in the background of a shell, which lets children ignore it."""
    sequence, output = tmp_path / "long.npy", tmp_path / "trace.csv"
    np.save(sequence, np.zeros((400_000, 1), np.float32))
    arguments = ["trace", "--model", MODEL, "--sequence", sequence, "--output", output]
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert any("of memory" in line for line in process.stderr)  # it is about to compute
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=300)
    assert (process.returncode, stdout, stderr) == (130, "", "gatestep: interrupted\n")
    assert list(tmp_path.iterdir()) == [sequence]


def test_an_unexpected_mistake_is_one_line(monkeypatch, capsys):
    def broken(command):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(main, "parser_of", broken)
    assert main.main([]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "RuntimeError: two lines (test_main.py:" in line
