"""Values of arguments, parsed from what is typed. Imports nothing slow."""

import argparse
import math

AHEAD, COLUMN = "ahead", "column"
"""Words before the colon of a `--target` that is no file."""


def file(text: str) -> str:
    """Parse a file name, which must not be empty: an unset shell variable would give that."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a file is empty: give one, or leave it out")
    return text


def target(text: str) -> str:
    """Parse where targets come from: a file, `ahead:K` or `column:NAME`."""
    kind, colon, told = text.partition(":")
    if kind == AHEAD and colon and whole(told) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not at least 1 timestep ahead")
    if kind == COLUMN and colon and not told:
        raise argparse.ArgumentTypeError("column: needs the name of a column, or its number")
    return file(text)


def whole(text: str) -> int:
    """Parse a whole number from 0 to 2⁶⁴ - 1."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and int(text) < 2**64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 2^64 - 1")
    return int(text)


def probability(text: str) -> float:
    """Parse a number in [0, 1]."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number in [0, 1]")
    return value


def finite(text: str) -> float:
    """Parse a finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a finite number")
    return value


def normalisation(text: str) -> tuple[str, float]:
    """Parse a kind of normalisation, and the divisor."""
    if text in ("none", "min-max", "z-score"):
        return text, 1.0
    try:
        by = float(text)
    except ValueError:
        by = 0.0
    if by == 0 or not math.isfinite(by):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not none, min-max, z-score, or a number to divide by"
        )
    return "divide", by


def lengths(text: str) -> tuple[int, ...]:
    """Parse numbers of timesteps, separated by commas."""
    try:
        values = tuple(whole(part) for part in text.split(","))
    except argparse.ArgumentTypeError:
        values = (0,)
    if min(values) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 7,5,2: whole numbers from 1")
    return values


def names(text: str) -> tuple[str, ...]:
    """Parse words separated by commas."""
    return tuple(part.strip() for part in text.split(","))


def numbers(text: str) -> tuple[int, ...]:
    """Parse whole numbers separated by commas."""
    return tuple(whole(part.strip()) for part in text.split(","))
