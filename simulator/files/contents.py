"""Tests of a file's content, for formats that a signature alone does not tell."""

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

TRACE, GRADIENTS = "trace", "gradients"
"""Kinds of files that Gatestep exports, in their descriptions."""
GRADIENTS_START: Final = (
    rb"PK\x03\x04.{26}gradients\.json|name,index_0,index_1,index_2,value[\r\n]"
    rb"|t,batch,layer,direction,quantity,unit,value[^\n]*\n[0-9,]*[a-z]*,dh,"
)
"""Start of gradients but in Parquet: an archive's first entry; columns, and a first row of dh."""
PARQUET_START: Final = b"PAR1"
_START: Final = 512
_TAIL: Final = 8
_MOST_FOOTER: Final = 2**26
"""Bytes of a footer that are looked at; it holds the description twice, once in base64."""


def is_gradients(path: StrPath) -> bool:
    """Return True for exported gradients of any format, whatever their name."""
    with reading(path), open(path, "rb") as file:
        head = file.read(_START)
    if head.startswith(PARQUET_START):
        return holds_parquet(path, GRADIENTS)
    return re.match(GRADIENTS_START, head, re.DOTALL) is not None


def holds_parquet(path: StrPath, kind: str) -> bool:
    """Return True for a Parquet file that Gatestep wrote, of one of those kinds."""
    with reading(path), open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
        length = min(int.from_bytes(tail[:4], "little"), _MOST_FOOTER, size)
        file.seek(max(0, size - _TAIL - length))
        footer = file.read(length)
    marks = b"gatestep", f'"kind": "{kind}"'.encode()
    return tail[4:] == PARQUET_START and all(mark in footer for mark in marks)


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
