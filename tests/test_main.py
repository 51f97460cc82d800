"""The command line from outside: processes, exit statuses, one line on stderr."""

import argparse
import json
import os
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


def loaded_by(*arguments):
    """Return the exit status of main.py's main, and the heavy packages that it loaded."""
    code = (
        "import sys, json, contextlib, io, main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    status = main.main(sys.argv[1:])\n"
        "heavy = {'numpy', 'torch', 'sympy', 'PySide6', 'pyqtgraph', 'safetensors',\n"
        "         'multiprocessing'}\n"
        "print(json.dumps([status, sorted(heavy & set(sys.modules))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=True,
    )
    status, heavy = json.loads(done.stdout)
    return status, heavy


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


def assert_one_line(process, status, *words):
    """Assert a proper failure: the status, one line on stderr, no traceback, nothing on stdout."""
    assert process.returncode == status, process.stderr
    assert process.stdout == ""
    assert process.stderr.count("\n") == 1, process.stderr
    for word in words:
        assert word in process.stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["trace", "--help"], 0),
        (["screenshot", "--help"], 0),
        (["lesson", "check", "--help"], 0),
        (["lesson"], 2),
        (["trace"], 2),
        (["--wrong"], 2),
        (["screenshot", "--output", "picture.jpg"], 2),
    ],
)
def test_arguments_load_nothing_heavy(arguments, status):
    assert loaded_by(*arguments) == (status, [])


def test_a_trace_loads_neither_qt_nor_torch(tmp_path):
    files = ["--model", MODEL, "--sequence", SEQUENCE]
    _, heavy = loaded_by("trace", *files, "--output", tmp_path / "t.csv")
    assert "numpy" in heavy
    assert not {"torch", "PySide6", "pyqtgraph"} & set(heavy)


def test_lessons_are_checked_without_qt_and_torch():
    status, heavy = loaded_by("lesson", "check", "conveyor", "one-number")
    assert status == 0
    assert not {"torch", "PySide6", "pyqtgraph"} & set(heavy)


@pytest.mark.torch
def test_a_check_loads_torch_and_no_qt():
    _, heavy = loaded_by("check", "--model", MODEL, "--sequence", SEQUENCE)
    assert "torch" in heavy
    assert not {"sympy", "PySide6", "pyqtgraph"} & set(heavy)


def test_version_is_that_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert gatestep("--version").stdout == f"Gatestep {VERSION}\n"


def test_help_names_every_command():
    text = gatestep("--help").stdout
    for command in main.COMMANDS:
        assert f"\n  {command} " in text
        assert f"main.py {command}" in gatestep(command, "--help").stdout


@pytest.mark.parametrize("started", ["gatestep/__main__.py", "bin/gatestep", "-c", "main.py"])
def test_usage_names_what_is_typed(monkeypatch, started):
    """As a script of its own, as `python -m gatestep`, from Python, and in a checkout."""
    monkeypatch.setattr(sys, "argv", [started])
    typed = started if started == "main.py" else "gatestep"
    assert main.parser_of("window").format_usage().startswith(f"usage: {typed} ")
    assert main.parser_of("check").format_usage().startswith(f"usage: {typed} check ")


@pytest.mark.parametrize("command", ["trace", "gradients", "screenshot"])
def test_help_says_where_is_written_to(command):
    told = " ".join(gatestep(command, "--help").stdout.split())
    assert "the file that the " in told.partition("options:")[2]


def test_help_names_every_format():
    models, sequences = [".onnx", ".keras", ".h5"], [".npz", ".tsv", ".parquet", ".txt"]
    for command in ([], ["screenshot"], ["trace"], ["gradients"]):
        text = gatestep(*command, "--help").stdout
        assert not [suffix for suffix in models + sequences if suffix not in text]


@pytest.mark.few(5)
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
def test_wrong_usage_is_one_line_and_status_2(arguments, words):
    assert_one_line(gatestep(*arguments), 2, *words)


def test_without_a_display_the_window_says_what_to_set():
    assert_one_line(gatestep(), 2, "DISPLAY", "WAYLAND_DISPLAY", "xvfb")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is asked on Linux only")
def test_a_display_that_does_not_answer_is_one_line():
    assert_one_line(gatestep(DISPLAY=":987"), 2)


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert_one_line(gatestep(tmp_path / "no.pt", QT_QPA_PLATFORM="offscreen"), 1, "no.pt")
    assert_one_line(gatestep("inspect", tmp_path / "no.pt"), 1, "no.pt")


def test_a_lesson_that_is_none_is_told_before_there_is_a_window(tmp_path):
    assert_one_line(gatestep("lesson", "16"), 1, "16: no such file", "15", "conveyor")
    assert_one_line(gatestep("lesson", SEQUENCE), 1, "sunspots.csv", "no TOML")
    broken = tmp_path / "broken.toml"
    broken.write_text("[[step]]\nid = 'a'\nask = 3")
    assert_one_line(gatestep("lesson", broken), 1, "broken.toml: step a")
    assert_one_line(gatestep("lesson", "conveyor"), 2, "DISPLAY")


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
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_under_the_output_is_told(unbuffered):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", "inspect", MODEL],
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
    assert ("a mistake in Gatestep" in done.stderr) == ours
    assert ("install Gatestep again" in done.stderr) != ours


@pytest.mark.slow
def test_a_folder_is_not_said_to_be_missing(tmp_path):
    picture = gatestep("screenshot", "--output", tmp_path / "picture.png", tmp_path)
    assert picture.returncode == 1
    assert "it is a folder: choose a file" in picture.stderr


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
