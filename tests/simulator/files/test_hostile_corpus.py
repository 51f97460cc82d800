"""The corpus through the command line: one clear line each, no traceback, no hang, no gigabyte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.network.config import LSTMConfig
from tests import depth
from tests.needs_torch import INSTALLED
from tests.paths import ROOT
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import save_safetensors
from tests.simulator.files.hostile import EXECUTED, MODELS, SEQUENCES, TRACES, names

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux's")

ALL = MODELS | SEQUENCES | TRACES
CASES = dict(list(ALL.items())[:: depth.count(1, by_default=16)])
GIGABYTE = 10**9
LONGEST = 500
PROGRAM = """
import contextlib, io, json, resource, sys
import main
from simulator.files import sandbox

sandbox.SECONDS = 2
def most(of):
    return 1024 * resource.getrusage(of).ru_maxrss

libraries = most(resource.RUSAGE_SELF)
outcomes, refused = [], set()
for arguments in json.load(sys.stdin):
    if arguments[0] == "trace" and arguments[2] in refused:
        outcomes.append(None)
        continue
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main.main(arguments)
    outcomes.append((status, out.getvalue(), err.getvalue()))
    if arguments[0] == "inspect" and status:
        refused.add(arguments[1])
taken = [most(resource.RUSAGE_SELF) - libraries, most(resource.RUSAGE_CHILDREN)]
assert "torch" not in sys.modules, "whose build for graphics cards takes most of a gigabyte itself"
json.dump((outcomes, taken), sys.stdout)
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Return each command's output for each file, all in one process, and its peak memory.

    A model that could not be opened to inspect it is not opened a second time to trace it.
    """
    root = tmp_path_factory.mktemp("corpus")
    good = save_safetensors(random_parameters(LSTMConfig(3, 4)).arrays, root)
    (root / "good.csv").write_text("1,2,3\n4,5,6\n")
    paths, calls, asked = {}, {}, []
    for number, (name, case) in enumerate(CASES.items()):
        if case.torch and not INSTALLED:
            continue
        folder = root / str(number)
        folder.mkdir()
        paths[name] = path = str(case.write(folder))
        output = str(folder / "trace.csv")
        if name in TRACES:
            calls["compare", name] = ["compare", path, path]
            continue
        if name in MODELS:
            calls["inspect", name] = ["inspect", path]
            inputs = ["--model", path, "--sequence", str(root / "good.csv")]
        else:
            inputs = ["--model", str(good), "--sequence", path]
        calls["trace", name] = ["trace", *inputs, "--output", output]
        asked.append(output)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(list(calls.values())),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    outcomes, taken = json.loads(done.stdout)
    made = {call: of for call, of in zip(calls, outcomes, strict=True) if of}
    return paths, made, taken, asked, root


@pytest.mark.parametrize("name", names(CASES))
def test_every_file_ends_in_one_clear_line(corpus, name):
    paths, outcomes, *_ = corpus
    words = CASES[name].words
    for command in [command for command, of in outcomes if of == name]:
        status, out, err = outcomes[command, name]
        if command == "inspect" and status == 0:
            continue  # its shapes are plain; its numbers lie
        assert status == 1, err
        assert out == ""
        (line,) = err.splitlines()
        assert line.startswith(f"gatestep {command}: ")
        assert line.isprintable()
        assert Path(paths[name]).name in line
        assert words in line
        assert len(line.replace(paths[name], "")) < LONGEST
        assert "please report" not in line
        assert "Traceback" not in line


def test_nothing_ran_was_written_or_took_a_gigabyte(corpus):
    _, _, taken, outputs, root = corpus
    assert not list(root.rglob(EXECUTED))
    assert not any(Path(output).exists() for output in outputs)
    assert max(taken) < GIGABYTE
