"""Course: the lessons that ship, in their order."""

from functools import cache
from pathlib import Path
from typing import Final

from .lesson import Lesson
from .reader import load

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "lessons"
"""Folder of the files, beside this package in a clone and in an installed wheel."""

COURSE: Final = (
    "one-number", "conveyor", "write-and-forget", "said-and-unsaid", "counting", "plain-rnn",
    "every-argument", "two-directions", "batches", "prediction", "way-back", "vanishing", "parity",
    "sunspots", "whose-numbers",
)  # fmt: skip
"""Ids of the lessons, by their numbers from 1 on."""

START: Final = "conveyor"
"""The lesson to start with."""


@cache
def lesson(id: str) -> Lesson:
    """Return a lesson of the course.

    Raises:
        FileError: its file cannot be read.
    """
    return load(FOLDER / f"{id}.toml")
