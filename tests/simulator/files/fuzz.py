"""Fuzzer of every reader: each mutated file is read, or refused in one line that says why.

python -m tests.simulator.files.fuzz --count 10000 --format onnx

A mutant is drawn from the seed, the format and its own number: `--first 4711 --count 1` makes one
of them again, and `--keep` keeps the files that failed. Failures are: an exception other than
FileError, a message that is no plain line, a warning, more than a gigabyte, and more than
`SECONDS`. The readers run in a child that is started again when it dies. Where the program gives a
format a process of its own, that process must turn the death into a line.
"""

import argparse
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from simulator.files import sandbox
from simulator.files.checkpoints import checkpoint
from simulator.files.errors import FileError
from simulator.files.tables import parquet
from simulator.files.traces import parquet_reader
from tests.needs_torch import INSTALLED
from tests.paths import ROOT
from tests.simulator.files.fuzz_subjects import NEEDS_TORCH, SUBJECTS, Subject
from tests.simulator.files.mutations import scrambled, spliced

SECONDS = 2
"""Processor time that one mutant may take; all are small."""
STUCK = 60
"""Seconds on the clock after which an idle child is ended."""
GIGABYTE = 10**9
LONGEST = 500
READING, READ, REFUSED, ENDED = "reading", "read", "refused", "ended"
VERIFIED = 20
"""Number of deaths in a library that are tried again through the program's own process."""


class Result(NamedTuple):
    """Outcomes of one format's mutants: the number of each, and the failures by mutant."""

    counts: dict[str, int]
    found: dict[int, str]


def mutant(name: str, seeds: list[tuple[str, bytes]], seed: int, number: int) -> tuple[str, bytes]:
    """Return the ending and the bytes of a mutant."""
    rng = Random(f"{name} {seed} {number}")
    suffix, data = rng.choice(seeds)
    kind = rng.random()
    if kind < 0.15:
        return suffix, scrambled(rng, data)
    if kind < 0.2:
        return suffix, spliced(rng, data, rng.choice(seeds)[1])
    return suffix, SUBJECTS[name].mutate(rng, data)


def seeds_of(name: str, folder: Path) -> list[tuple[str, bytes]]:
    """Return the good files of a format, by their endings."""
    return [(path.suffix, path.read_bytes()) for path in SUBJECTS[name].seeds(folder)]


def fuzz(name: str, count: int, seed: int = 0, first: int = 0, keep: Path | None = None) -> Result:
    """Read `count` mutants of a format."""
    subject, sandbox.SECONDS = SUBJECTS[name], SECONDS
    result = Result(dict.fromkeys((READ, REFUSED, ENDED), 0), {})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seeds = seeds_of(name, folder)

        def written(number: int) -> Path:
            suffix, data = mutant(name, seeds, seed, number)
            path = folder / f"mutant{suffix}"
            path.write_bytes(data)
            return path

        number = first
        while number < first + count:
            ends = 0
            for outcome in _in_a_child(subject, written, range(number, first + count)):
                ends += 1
                _note(result, number, outcome, subject, written)
                if number in result.found and keep is not None:
                    path = written(number)
                    path.replace(keep / f"{name}-{number}{path.suffix}")
                number += 1
            assert ends, "a child must come to an end of something"
    return result


def _note(
    result: Result, number: int, outcome: str, subject: Subject, written: Callable[[int], Path]
) -> None:
    if outcome == ENDED and not subject.apart:
        outcome = "the process ended, by a limit of time or in a library"
    elif outcome == ENDED and result.counts[ENDED] < VERIFIED:
        said = outcome_of(
            lambda path: sandbox.SandboxedFile(path, subject.apart), written(number), True
        )
        outcome = ENDED if said in (READ, REFUSED) else said
    if outcome in result.counts:
        result.counts[outcome] += 1
    else:
        result.found[number] = outcome


def outcome_of(read: Callable[[Path], object], path: Path, is_apart: bool) -> str:
    """Return `READ`, `REFUSED`, or the failure of a reader in words."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            read(path)
            outcome = READ
        except FileError as error:
            outcome = REFUSED if _is_a_line(str(error)) else f"no plain line: {str(error)!r}"
        except MemoryError as error:
            outcome = REFUSED if is_apart else _told(error)
        except Exception as error:
            outcome = _told(error)
    if warned and not is_apart:  # an apart reader's process prints nothing on the terminal
        return f"a warning: {warned[0].category.__name__}, {warned[0].message}"
    if 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > GIGABYTE:
        return "more than a gigabyte"
    return outcome


def _told(error: BaseException) -> str:
    """Write an exception in a line, with the last line of the program that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(f"{ROOT / 'simulator'}{os.sep}")]
    place = "".join(f" in {frame.name}, {frame.filename}:{frame.lineno}" for frame in ours[-1:])
    return f"{type(error).__name__}{place}: {error}"


def _is_a_line(text: str) -> bool:
    return text.isprintable() and len(text) < LONGEST and "Traceback" not in text


def _in_a_child(subject: Subject, written: Callable[[int], Path], numbers: range) -> Iterator[str]:
    """Yield the outcomes of mutants in order, from a child that ends with the first death."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with os.fdopen(theirs, "w", buffering=1) as out:
                _answer(subject, written, numbers, out)
            status = 0
        except BaseException:
            traceback.print_exc()  # a mistake of this program's own
        finally:
            os._exit(status)
    os.close(theirs)
    buffer, reading = b"", False
    while select.select([ours], [], [], STUCK)[0]:
        piece = os.read(ours, 1 << 16)
        buffer += piece
        *lines, buffer = buffer.split(b"\n")
        for outcome in map(json.loads, lines):
            reading = outcome == READING
            if not reading:
                yield outcome
        if not piece:
            break
    else:
        os.kill(child, signal.SIGKILL)
    os.close(ours)
    _, status = os.waitpid(child, 0)
    if status:
        assert reading, "the fuzzer itself is broken"
        yield ENDED


def _answer(subject: Subject, written: Callable[[int], Path], numbers: range, out: Any) -> None:
    sys.stderr = os.fdopen(os.dup(2), "w", 1)  # for this fuzzer's own errors
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # for the output of libraries
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for module in (checkpoint, parquet, parquet_reader):
        module.SandboxedFile = sandbox.open_here
    for number in numbers:
        _limit(sandbox.MEMORY if subject.apart else 4 * GIGABYTE)
        path = written(number)
        out.write(json.dumps(READING) + "\n")
        outcome = outcome_of(subject.read, path, bool(subject.apart))
        out.write(json.dumps(outcome) + "\n")
        if outcome not in (READ, REFUSED):
            break  # nobody needs its remains


def _limit(memory: int) -> None:
    """Limit what this process may use from now on: memory beyond the present, and time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    with open("/proc/self/statm", encoding="ascii") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (present + memory, resource.RLIM_INFINITY))


def main() -> int:
    """Fuzz the named formats, all by default; return 1 after a failure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator.files.fuzz", description=__doc__
    )
    parser.add_argument("--count", type=int, default=10_000, help="mutants of each format")
    parser.add_argument("--format", choices=SUBJECTS, action="append", help="default: every one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are found")
    asked = parser.parse_args()
    wrong = False
    for name in asked.format or [name for name in SUBJECTS if INSTALLED or name not in NEEDS_TORCH]:
        start = time.monotonic()
        result = fuzz(name, asked.count, asked.seed, asked.first, asked.keep)
        counts = ", ".join(f"{number} {what}" for what, number in result.counts.items())
        seconds = time.monotonic() - start
        print(f"{name}: {counts}, {len(result.found)} found wrong; {seconds:.0f} s", flush=True)
        for number, what in result.found.items():
            print(f"  {name} {number}: {what}", flush=True)
        wrong = wrong or bool(result.found)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
