"""Course: the lessons that ship, in their order."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from ..files.errors import FileError
from ..translation import mark
from .lesson import Lesson
from .reader import load

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "lessons"
"""Folder of the files, beside this package in a clone and in an installed wheel."""

TITLES: Final = {
    "one-number": mark("One number"),
    "conveyor": mark("The conveyor belt"),
    "write-and-forget": mark("Write and forget"),
    "said-and-unsaid": mark("Cell and output"),
    "counting": mark("Counting"),
    "plain-rnn": mark("Why not an RNN?"),
    "every-argument": mark("Every nn.LSTM argument"),
    "two-directions": mark("Layers and directions"),
    "batches": mark("Batches and padding"),
    "prediction": mark("Prediction and loss"),
    "way-back": mark("The backward pass"),
    "vanishing": mark("Vanishing gradients"),
    "parity": mark("Learning parity"),
    "sunspots": mark("Sunspots"),
    "whose-numbers": mark("Find the mismatch"),
}
"""Titles of the lessons by their ids, in the course's order: no file has to be read for them."""

COURSE: Final = tuple(TITLES)
"""Ids of the lessons, by their numbers from 1 on."""

START: Final = COURSE[0]
"""The lesson to start with."""


@cache
def lesson(id: str) -> Lesson:
    """Return a lesson of the course.

    Raises:
        FileError: its file cannot be read.
    """
    return load(FOLDER / f"{id}.toml")


def after(id: str) -> tuple[str, ...]:
    """Return the other lessons in the course's order, from the next one on and round.

    None comes after a lesson that is not of the course.
    """
    if id not in COURSE:
        return ()
    place = COURSE.index(id)
    return (*COURSE[place + 1 :], *COURSE[:place])


def steps_done(id: str, known: Collection[str]) -> tuple[bool, ...]:
    """Return for each step of a lesson whether its id is among those known to be done.

    Empty for a lesson that has none, which is not read, and for one that cannot be read.
    """
    try:
        found = tuple(step.id in known for step in lesson(id).steps) if known else ()
    except FileError:
        return ()
    return found if any(found) else ()


def to_go_on_with(done: Mapping[str, Collection[str]]) -> str:
    """Return the lesson to go on with; empty when all are done.

    It is the one that was worked on last, if that is not done; else the first that is not.

    Args:
        done: ids of the steps that are done, by lesson, the one worked on last at the end.
    """
    steps = {id: steps_done(id, done[id]) for id in done if id in COURSE}
    begun = [id for id, flags in steps.items() if flags and not all(flags)]
    fresh = (id for id in COURSE if not steps.get(id))
    return begun[-1] if begun else next(fresh, "")


def id_of(named: str) -> str:
    """Return the id of a lesson of the course that is named by it or by its number; else empty."""
    if named.isascii() and named.isdigit() and 1 <= int(named[:9]) <= len(COURSE):
        return COURSE[int(named) - 1]
    return named if named in COURSE else ""


def path_of(named: str) -> str:
    """Return the file of a lesson: of one of the course by its id or number, else the text."""
    id = id_of(named)
    return str(FOLDER / f"{id}.toml") if id else named


def opened(named: str) -> Lesson:
    """Return a lesson by its id, its number or its file, which is read anew.

    Raises:
        FileError: its file cannot be read.
    """
    id = id_of(named)
    return lesson(id) if id else load(named)
