"""Columns of a trace that tell what came in: `label`, and `x_<name>` for each feature.

They follow the columns of numbers, in every format with rows. `label` is there wherever timesteps
have names. Features without names are x_0, x_1, …; a name that stands for several of them gets the
feature's number behind it, `x_a_0` and `x_a_2`. A feature called `t` or `h` is no danger: none
of the other columns begins with `x_`.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Final

from ...experiment.tokens import Tokens
from ...translation import tr

LABEL: Final = "label"
X: Final = "x_"
MOST_FEATURES: Final = 4096
"""Largest number of features that a trace takes along: each has a column in every row."""

_TO_QUOTE: Final = re.compile(r'[,"\r\n]')
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_UNFIT_FOR_AN_ENTRY: Final = re.compile(r"[/\\:]")


@dataclass(frozen=True, slots=True)
class InputNames:
    """Names of what a run reads: of its T timesteps and its I features, or none.

    tokens: what the timesteps stand for, where they are rows of an embedding.
    """

    timesteps: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    tokens: Tokens | None = None


UNNAMED: Final = InputNames()


def labels(names: InputNames) -> tuple[str, ...]:
    """Return the names of the timesteps as UTF-8 can hold them: half a surrogate pair is a `?`."""
    return tuple(utf8(name) for name in names.timesteps)


def input_columns(names: InputNames, width: int, entries: bool = False) -> tuple[str, ...]:
    """Name the columns of the features, each differently and in one line.

    Args:
        width: I, the number of features.
        entries: whether they name the entries of an archive, which hold no `/`, `\\` or `:`.
    """
    plain = [_one_line(name) for name in names.features] or [""] * width
    if entries:
        plain = [_UNFIT_FOR_AN_ENTRY.sub("_", name) for name in plain]
    count = Counter(plain)
    found = [f"{X}{name}" if name and count[name] == 1 else "" for name in plain]
    taken = set(found)
    for number, name in enumerate(plain):
        if not found[number]:
            column = f"{X}{name}_{number}" if name else f"{X}{number}"
            while column in taken:
                column += "_"
            found[number] = column
            taken.add(column)
    return tuple(found)


def check_features(width: int) -> None:
    """Refuse more features than a trace takes along.

    Raises:
        ValueError: says how many there are.
    """
    if width > MOST_FEATURES:
        raise ValueError(
            tr(
                "the input has {count:,} features, but only {most:,} can be exported "
                "with a trace. Leave the input out",
                count=width,
                most=MOST_FEATURES,
            )
        )


def csv_cell(text: str) -> str:
    """Write a text as a cell of a CSV that no spreadsheet takes for a formula.

    A text that starts with = + - @, tab or carriage return gets a leading `'`, unless it is a plain
    number; so does one that only such marks precede, so that `csv_text` can tell them apart.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    if _TO_QUOTE.search(text):
        text = '"' + text.replace('"', '""') + '"'
    return text


def csv_text(cell: str) -> str:
    """Return the text of a cell without its quotes: the inverse of `csv_cell`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def is_input_column(name: str) -> bool:
    """Return True for a column that tells what came in."""
    return name == LABEL or name.startswith(X)


def utf8(text: str) -> str:
    """Return a text as UTF-8 can hold it: half a surrogate pair is a `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _one_line(name: str) -> str:
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in utf8(name)
    ).strip()
