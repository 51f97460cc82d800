"""What commands print: progress on a terminal, lines or none, and JSON alone on stdout."""

import json
import os
import sys

import numpy as np
import pytest

import main
from simulator.analysis import trace_difference
from simulator.check import selftest
from simulator.commands import output, run
from tests.paths import RESOURCES

FILES = ("--model", RESOURCES / "sunspots.safetensors", "--sequence", "x.csv")
STEPS = 20
LOSS = ("--readout", "readout", "--target", "ahead:1")
TORCH = pytest.mark.torch

LONG = {
    "trace": [*FILES, "--output", "t.csv"],
    "gradients": [*FILES, *LOSS, "--output", "g.csv"],
    "train": ["--task", "parity", "--steps", "15", "--output", "p.safetensors"],
    "check": [*FILES, *LOSS, "--backward"],
    "selftest": [],
    "diagnose": [*FILES, "--observed", "kept.npz"],
    "compare": ["kept.npz"],
}
"""Commands that may take long, with arguments of which all goes well."""

END = "<end>"
"""What the terminal is given last, before it is read."""

NEED_TORCH = ("check", "selftest")
REPORTING = [c for c in LONG if c not in ("trace", "gradients")]


def each(commands):
    """Return parameters of a test for some of the commands."""
    return [pytest.param(c, marks=TORCH) if c in NEED_TORCH else c for c in commands]


@pytest.fixture(autouse=True)
def short(monkeypatch, tmp_path, gatestep):
    """Have a sequence and its trace in the working folder, and a self-test of a few mistakes."""
    monkeypatch.chdir(tmp_path)
    lines = (RESOURCES / "sunspots.csv").read_text().splitlines(keepends=True)
    (tmp_path / "x.csv").write_text("".join(lines[: STEPS + 1]))
    monkeypatch.setattr(selftest, "CASES", selftest.CASES[:2])
    monkeypatch.setattr(run, "CASES", selftest.CASES)
    gatestep("trace", *FILES, "--output", "kept.npz", "--with-model")


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that makes stderr a terminal.

    It returns another, which returns what the terminal has been given, and what is left to see.
    """
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()

    def read():
        print(END, end="", file=stream, flush=True)
        got = ""
        while END not in got:
            got += os.read(master, 1 << 16).decode()
        got = got.replace(END, "")
        return got, "\n".join(map(seen, got.split("\n")))

    def switch_on():
        monkeypatch.setattr(sys, "stderr", stream)
        return read

    with open(slave, "w") as stream:
        yield switch_on
        monkeypatch.undo()
    os.close(master)


def seen(line):
    """Return what a terminal shows of a line whose parts were written one over the other."""
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown.rstrip()


def shows_at_once(monkeypatch):
    monkeypatch.setattr(output, "_PATIENCE", 0.0)
    monkeypatch.setattr(output, "_EVERY", 0.0)


@pytest.mark.few(4)
@pytest.mark.parametrize("command", each(LONG))
def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(monkeypatch, terminal, command):
    shows_at_once(monkeypatch)
    screen = terminal()
    assert main.main([command, *map(str, LONG[command])]) == 0
    got, left = screen()
    assert "%" in got
    assert "%" not in left
    assert all(line.startswith("gatestep: note: ") for line in left.splitlines())


@pytest.mark.few(4)
@pytest.mark.parametrize("command", each(LONG))
def test_quiet_shows_nothing_when_all_is_well(monkeypatch, capsys, terminal, command):
    shows_at_once(monkeypatch)
    screen = terminal()
    assert main.main([command, *map(str, LONG[command]), "--quiet"]) == 0
    got, left = screen()
    assert "%" not in got
    assert all(line.startswith("gatestep: note: ") for line in left.splitlines())
    assert capsys.readouterr().out == ""


def test_a_pipe_gets_no_progress(monkeypatch, gatestep):
    shows_at_once(monkeypatch)
    status, _, stderr = gatestep("compare", "kept.npz")
    assert (status, stderr) == (0, "")


def test_progress_waits_and_is_not_written_more_often_than_it_is_read(monkeypatch, terminal):
    """Of work of 3 s the first half second is not shown, and of the rest ten states a second."""
    now, screen = 0.0, terminal()
    monkeypatch.setattr(output.time, "monotonic", lambda: now)

    def work(seconds):
        nonlocal now
        start = now
        while now < start + seconds:
            now += 0.01
            yield (now - start) / seconds

    output.follow(False, "working", work(0.4))
    assert screen() == ("", "")
    output.follow(False, "working", work(3))
    got, left = screen()
    states = [int(part.split()[-1][:-1]) for part in got.split("\r") if part.strip()]
    assert 20 <= len(states) <= 26
    assert min(states) >= 15
    assert left == ""


def test_an_error_leaves_no_progress_behind(monkeypatch, terminal):
    shows_at_once(monkeypatch)
    screen = terminal()

    def broken(before, after):
        yield 0.3
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "comparing", broken)
    assert main.main(["compare", "kept.npz"]) == 130
    got, left = screen()
    assert "30%" in got
    assert left == "gatestep: interrupted\n"


@pytest.mark.few(3)
@pytest.mark.parametrize("command", each(REPORTING))
def test_a_report_stands_alone_on_stdout_as_it_would_in_a_file(gatestep, tmp_path, command):
    status, stdout, _ = gatestep(command, *LONG[command], "--report", "-")
    assert (status, (tmp_path / "-").exists()) == (0, False)
    assert isinstance(json.loads(stdout, parse_constant=pytest.fail), dict)
    status, lines, _ = gatestep(command, *LONG[command], "--report", "r.json")
    assert (status, (tmp_path / "r.json").read_text()) == (0, stdout)
    assert lines
    assert gatestep(command, *LONG[command], "--report", "-", "--quiet")[:2] == (0, stdout)


@pytest.mark.parametrize("command", each(REPORTING))
def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    gatestep, monkeypatch, terminal, command
):
    shows_at_once(monkeypatch)
    screen = terminal()
    status, stdout, _ = gatestep(command, *LONG[command], "--report", "none/r.json")
    told, _ = screen()
    assert (status, stdout) == (1, "")
    assert "none/r.json" in told
    assert "%" not in told


def test_every_command_that_takes_long_can_be_quiet_and_those_that_judge_report():
    def options(command):
        return {
            name for action in main.parser_of(command)._actions for name in action.option_strings
        }

    quiet = {c for c in main.COMMANDS if "--quiet" in options(c)}
    assert {c for c in main.COMMANDS if "--report" in options(c)} == set(REPORTING)
    assert set(LONG) <= quiet


def test_quiet_keeps_what_disagrees(gatestep, tmp_path):
    kept = dict(np.load("kept.npz"))
    np.savez("output.npz", output=kept["h_l1"] + 1)
    found = gatestep("diagnose", *FILES, "--observed", "output.npz", "--seconds", "0", "--quiet")
    assert found[0] == 1
    assert found[1]
    gatestep("trace", *FILES, "--normalise", "100", "--output", "other.npz")
    status, stdout, _ = gatestep("compare", "kept.npz", "other.npz", "--quiet")
    assert (status, stdout.count("\n")) == (1, 1)
    (tmp_path / "broken.toml").write_text("[[step]]\nid = 'a'\nask = 3")
    status, stdout, _ = gatestep("lesson", "check", "broken.toml", "--quiet")
    assert (status, "broken.toml" in stdout) == (1, True)


def test_a_comparison_is_told_as_numbers(gatestep):
    gatestep("trace", *FILES, "--normalise", "100", "--output", "other.npz")
    status, stdout, _ = gatestep("compare", "kept.npz", "other.npz", "--report", "-")
    told = json.loads(stdout)
    largest = told["largest_difference"]
    assert (status, told["agrees"]) == (1, False)
    assert 0 < told["different"] <= told["compared"]
    assert largest["difference"] == pytest.approx(abs(largest["after"] - largest["before"]))
    key = f"{largest['quantity']}_l{largest['layer']}"
    values = [np.load(file)[key].reshape(STEPS, -1) for file in ("kept.npz", "other.npz")]
    found = [float(v[largest["t"], largest["unit"]]) for v in values]
    assert found == [largest["before"], largest["after"]]
    assert trace_difference.TraceDifference().to_json()["agrees"] is False


def test_a_report_does_not_take_the_place_of_a_trace(gatestep, tmp_path):
    before = (tmp_path / "kept.npz").read_bytes()
    assert gatestep("compare", "kept.npz", "--report", "kept.npz")[0] == 2
    assert (tmp_path / "kept.npz").read_bytes() == before
