"""Course: the lessons that ship, in their order."""

from functools import cache
from pathlib import Path
from typing import Final

from ..translation import mark
from .lesson import Lesson
from .reader import load

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "lessons"
"""Folder of the files, beside this package in a clone and in an installed wheel."""

TITLES: Final = {
    "one-number": mark("One number"),
    "conveyor": mark("The conveyor"),
    "write-and-forget": mark("Write and forget"),
    "said-and-unsaid": mark("Said and unsaid"),
    "counting": mark("Counting"),
    "plain-rnn": mark("Why not a plain RNN"),
    "every-argument": mark("Every argument of nn.LSTM"),
    "two-directions": mark("Two layers, two directions"),
    "batches": mark("Batches, lengths, padding"),
    "prediction": mark("A prediction"),
    "way-back": mark("The way back"),
    "vanishing": mark("Vanishing and exploding"),
    "parity": mark("Learning parity"),
    "sunspots": mark("Sunspots"),
    "whose-numbers": mark("Whose numbers are these?"),
}
"""Titles of the lessons by their ids, in the course's order: no file has to be read for them."""

COURSE: Final = tuple(TITLES)
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


def path_of(named: str) -> str:
    """Return the file of a lesson that is named by its id or its number; else the text itself."""
    if named.isascii() and named.isdigit() and 1 <= int(named[:9]) <= len(COURSE):
        named = COURSE[int(named) - 1]
    return str(FOLDER / f"{named}.toml") if named in COURSE else named


def opened(named: str) -> Lesson:
    """Return a lesson by its id, its number or its file; one of the course is the same each time.

    Raises:
        FileError: its file cannot be read.
    """
    path = Path(path_of(named))
    return lesson(path.stem) if path.parent == FOLDER and path.stem in COURSE else load(path)
