"""Lines of a table's text, read without trust in their length."""

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from ...translation import tr
from ..errors import StrPath, cannot_read

MOST_CHARACTERS: Final = 2**22
"""Largest number of characters in a row."""


class Lines(Iterator[str]):
    """Lines of a table's text.

    A row may take several lines, with line breaks in quotes. None is read beyond the most
    characters that a row may have.

    Raises:
        FileError: a row is longer; gives its line.
    """

    def __init__(self, path: StrPath, file: TextIO) -> None:
        self._path, self._file, self._room = path, file, MOST_CHARACTERS
        self._number = 0

    def __next__(self) -> str:
        line = self._file.readline(self._room + 1)
        self._room -= len(line)
        self._number += 1
        if self._room < 0:
            raise cannot_read(
                self._path,
                tr(
                    "row {line} is longer than {most:,} characters. Write one "
                    "timestep per line, or save it as .npy",
                    line=self._number,
                    most=MOST_CHARACTERS,
                ),
            )
        if not line:
            raise StopIteration
        return line

    def start_row(self) -> None:
        """Give the next row its room."""
        self._room = MOST_CHARACTERS

    def rows(self, parsed: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the rows that a `csv.reader` makes from these lines."""
        for cells in parsed:
            self.start_row()
            yield cells
