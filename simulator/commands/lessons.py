"""Command `lesson check`: what the linter says of lessons."""

from argparse import Namespace

from ..files.errors import plain
from ..lessons.course import path_of
from ..lessons.lint import faults, tested_elsewhere
from ..lessons.reader import parse, text_of
from .errors import one_line
from .output import say


def check_lessons(options: Namespace) -> int:
    """Print every fault of lessons in one line each, then what tests prove; 1 for a fault.

    Raises:
        FileError: a file cannot be read; then nothing is printed.
    """
    texts = {named: text_of(path_of(named)) for named in options.lessons}
    found = [line for named, text in texts.items() for line in _checked(named, text)]
    elsewhere = [line for is_fault, line in found if not is_fault]
    wrong = [line for is_fault, line in found if is_fault]
    if wrong:
        say(options, *wrong, well=False)
    if elsewhere:
        say(options, *elsewhere)
    return 1 if wrong else 0


def _checked(named: str, text: str) -> list[tuple[bool, str]]:
    """Return the lines about one lesson, and of each whether it is a fault."""
    try:
        lesson = parse(text)
    except ValueError as error:
        return [(True, _line(named, str(error)))]
    return [
        *((True, _line(named, fault)) for fault in faults(lesson)),
        *((False, _line(named, line)) for line in tested_elsewhere(lesson)),
    ]


def _line(named: str, said: str) -> str:
    return f"{plain(named, 1000)}: {one_line(said)}"
