"""Tests of a file's content, for formats that cannot be told by their first bytes."""

import re
import zipfile
from typing import Final

from ..faults import is_fault
from .archive import CarefulFile
from .errors import FileError, StrPath, reading

_DIRECTORY: Final = 2**20
"""Bytes of the longest directory that is looked at: that of some thousand entries."""
_TABLE_HEAD: Final = 4096
_NUMBERS: Final = re.compile(rb"(?=[^0-9]*[0-9])[0-9eE+\-.,;\t ]*")
_WEIGHT: Final = re.compile(r"(.+\.)?weight_hh(_l\d+(_reverse)?)?\.npy", re.DOTALL)
"""Name of an array in an .npz file that is an LSTM's weight, by nn.LSTM's names."""


def is_keras(path: StrPath) -> bool:
    """Return True for a zip file with the entries of a Keras model, whatever its name."""
    return {"config.json", "metadata.json"} <= _entries(path)


def has_weights(path: StrPath) -> bool:
    """Return True for an .npz file with the weights of an LSTM, by nn.LSTM's names."""
    return any(_WEIGHT.fullmatch(name) for name in _entries(path))


def is_table(path: StrPath) -> bool:
    """Return True for a text whose first lines are numbers, after a header or comments or not.

    A single number, such as a line of digits, is text.
    """
    with reading(path), open(path, "rb") as file:
        head = file.read(_TABLE_HEAD)
    lines = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").split(b"\n")
    lines = lines[:-1] if len(head) == _TABLE_HEAD else lines
    rows = [line for line in lines if line.strip() and not line.startswith(b"#")]
    numbers = [line for line in rows if _NUMBERS.fullmatch(line)]
    if len(rows) == 1:
        return bool(numbers) and re.search(rb"[,;\t]", rows[0]) is not None
    return bool(numbers) and numbers == rows[-len(numbers) :] and len(rows) - len(numbers) <= 1


def _entries(path: StrPath) -> set[str]:
    """Return the names of a zip file's entries.

    None of a damaged one, nor of one with a longer directory: its reader reports them.
    """
    try:
        with reading(path), CarefulFile(path, _DIRECTORY) as file, zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except FileError:
        raise
    except Exception as error:
        if is_fault(error):
            raise
        return set()
