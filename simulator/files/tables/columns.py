"""Columns of a table, by place or name: check them, find them, and list them for a message."""

from collections.abc import Sequence

from ...translation import tr
from ..errors import StrPath, cannot_read, plain
from ..limits import MOST_COLUMNS


def check_columns(path: StrPath, columns: Sequence[int], width: int) -> None:
    """Refuse columns that a file of `width` columns does not have.

    Raises:
        FileError: names the column.
    """
    for column in columns:
        if not 0 <= column < width:
            raise cannot_read(
                path,
                tr(
                    "it has no column {column}: its {width} columns are counted from 0",
                    column=column,
                    width=width,
                ),
            )


def check_width(path: StrPath, width: int) -> None:
    """Refuse a file with more columns than a user can choose from.

    Raises:
        FileError: names both numbers.
    """
    if width > MOST_COLUMNS:
        raise cannot_read(
            path,
            tr(
                "it has {width:,} columns, and at most {most:,} can be listed. Save "
                "only the model's columns, as .npy",
                width=width,
                most=MOST_COLUMNS,
            ),
        )


def columns_named(
    path: StrPath, words: Sequence[str], names: Sequence[str] | None, width: int
) -> tuple[int, ...]:
    """Return the places of columns given by their names, or by their numbers from 0.

    Raises:
        FileError: no such column, or several with that name.
    """
    return tuple(_column_named(path, word, names or (), width) for word in words)


def label_text(value: float) -> str:
    """Write a number as a label: 1700 for 1700.0."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _column_named(path: StrPath, word: str, names: Sequence[str], width: int) -> int:
    found = [place for place, name in enumerate(names) if name == word]
    if len(found) > 1:
        raise cannot_read(
            path,
            tr(
                "{count} of its columns are called {name}. Use their numbers: {places}",
                count=len(found),
                name=plain(word, 40),
                places=", ".join(map(str, found)),
            ),
        )
    if found:
        return found[0]
    if word.isascii() and word.isdigit() and int(word[:9]) < width and len(word) < 10:
        return int(word)
    raise cannot_read(
        path,
        tr(
            "it has no column {name}. Choose from {names}",
            name=plain(word, 40),
            names=names_text(names, width),
        ),
    )


def names_text(names: Sequence[str] | None, width: int, most: int = 12) -> str:
    """List the columns by name or number, for a message."""
    shown = [plain(name, 30) or str(place) for place, name in enumerate(names or ())]
    shown = (shown or [str(place) for place in range(min(width, most + 1))])[: most + 1]
    return ", ".join(shown[:most]) + (", …" if len(shown) > most else "")
