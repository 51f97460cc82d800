"""A hundred mutants of every format pass, and the fuzzer finds planted failures."""

import subprocess
import sys
from random import Random

import h5py
import pytest

from tests import depth
from tests.needs_torch import INSTALLED
from tests.paths import ROOT
from tests.simulator.files import library_mutations
from tests.simulator.files.fuzz import mutant, seeds_of
from tests.simulator.files.fuzz_subjects import NEEDS_TORCH, SUBJECTS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork, and Linux's limits")

WRONG = {
    "raise ValueError('seen')": "ValueError: seen",
    "while True: pass": "the process ended",
    "os.abort()": "the process ended",
    "sys.exit(0)": "the process ended",
    "bytes(range(256)) * 2_500_000": "more than a gigabyte",
    "warnings.warn('seen', UserWarning)": "a warning: UserWarning, seen",
    "raise FileError('two\\nlines')": "no plain line",
    "raise FileError('x' * 501)": "no plain line",
    "raise MemoryError": "MemoryError",
}
"""Failures of readers, and the fuzzer's line for each."""
READERS = """
import os, sys, warnings
from tests.simulator.files import fuzz
from simulator.files.errors import FileError

def subject(code):
    def seeds(folder):
        (folder / "a.txt").write_text("a")
        yield folder / "a.txt"
    return fuzz.Subject(seeds, lambda rng, data: data, lambda path: exec(code))

fuzz.GIGABYTE = 5 * 10**8  # which is sooner filled, also where memory comes slowly
fuzz.SECONDS = 4
fuzz.SUBJECTS.clear()
fuzz.SUBJECTS.update({code: subject(code) for code in sys.argv[1:]})
del sys.argv[1:]
sys.argv += ["--count", "1"]
sys.exit(fuzz.main())
"""


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_mutants_of_every_format_are_read_or_refused_in_a_line():
    count = depth.count(100, by_default=2)
    done = run("-m", "tests.simulator.files.fuzz", "--count", str(count))
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(SUBJECTS) - (0 if INSTALLED else len(NEEDS_TORCH))
    for line in lines:
        read = int(line.split(": ")[1].split(" ")[0])
        assert read > 2 or count < 100, f"what lies deep in the files is hardly come to: {line}"


@pytest.mark.slow
def test_what_readers_must_not_do_is_found():
    done = run("-c", READERS, *WRONG, "pass", "raise FileError('a line')")
    assert done.returncode == 1, done.stderr
    *wrong, read, refused = done.stdout.splitlines()
    assert read.startswith("pass: 1 read, 0 refused, 0 ended, 0 found wrong")
    assert refused.endswith(": 0 read, 1 refused, 0 ended, 0 found wrong; 0 s")
    for (code, words), counts, found in zip(WRONG.items(), wrong[::2], wrong[1::2], strict=True):
        assert counts.startswith(f"{code}: 0 read, 0 refused, 0 ended, 1 found wrong")
        assert found.startswith(f"  {code} 0: ")
        assert words in found


@pytest.mark.few(4)
@pytest.mark.parametrize("name", SUBJECTS)
def test_a_mutant_can_be_made_again(tmp_path, name):
    made = []
    for folder, seed in ((tmp_path / "one", 0), (tmp_path / "other", 0), (tmp_path / "third", 1)):
        folder.mkdir()
        seeds = seeds_of(name, folder)
        made.append([mutant(name, seeds, seed, number) for number in range(20)])
    one, again, other = made
    assert one == again
    assert one != other


def test_libhdf5_changes_no_damaged_file(tmp_path, monkeypatch):
    """It may crash then, and the fuzzer with it."""
    whole = seeds_of("h5", tmp_path)[0][1]
    opened = []

    def opening(image, mode):
        opened.append(image.getvalue())
        return real(image, mode)

    real = h5py.File
    monkeypatch.setattr(library_mutations.h5py, "File", opening)
    monkeypatch.setattr(library_mutations, "scrambled", lambda rng, data: b"damaged")
    made = [SUBJECTS["h5"].mutate(Random(seed), whole) for seed in range(100)]
    assert b"damaged" in made
    assert whole in opened
    assert b"damaged" not in opened
