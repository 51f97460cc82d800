"""Registry of formats: one row each; a file's format by its first bytes, else by its suffix."""

import os
import re
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from ..faults import is_fault
from ..translation import mark, tr
from .errors import FileError, StrPath, cannot_read, reading

_HEAD: Final = 64
"""Bytes at the start of a file that signatures are compared with."""
_TABLE_HEAD: Final = 4096
_NUMBERS: Final = re.compile(rb"(?=[^0-9]*[0-9])[0-9eE+\-.,;\t ]*")
_ZIP: Final = rb"PK\x03\x04"
_WORKSPACE: Final = _ZIP + rb".{26}workspace\.json"
"""Start of a zip file, and the name of its first entry, in a workspace."""
_PICKLE: Final = b"\x80"


def _is_keras(path: StrPath) -> bool:
    """Return True for a zip file with the entries of a Keras model, whatever its name."""
    try:
        with reading(path), zipfile.ZipFile(path) as archive:
            return {"config.json", "metadata.json"} <= set(archive.namelist())
    except FileError:
        raise
    except Exception as error:
        if is_fault(error):
            raise
        return False  # whoever reads it reports the damage


def _is_table(path: StrPath) -> bool:
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


@dataclass(frozen=True, kw_only=True)
class FormatRow:
    """Row of the registry: everything that differs between formats.

    Attributes:
        title: name in messages.
        holds: kinds of thing that a file opens as, the usual first: "checkpoint", "sequence" or
            "workspace", then "array", "table" (named columns), "text", "trace". Empty for a
            format that is only refused.
        suffixes: suffixes that help and messages name.
        offered: further suffixes in the file dialog. known: further ones that are recognised.
        signature: regular expression for the first bytes. The longest match of all rows decides.
        contents: test that tells the file from a general format with its signature or suffix.
        general: the format is the one that remains when no such test succeeds.
        advice: message for a file with a suffix but not the signature of the format.
        reader: class that reads tensors, as `.module:Class` within this package.
        sandboxed: the reader runs in a process of its own, under limits.
        package: package that the reader imports. extra: our extra that installs it.
        unloadable: message when the reader fails to import; only where there is no extra.
    """

    title: str
    holds: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    signature: bytes = b""
    contents: Callable[[StrPath], bool] | None = None
    general: bool = False
    advice: str = ""
    reader: str = ""
    sandboxed: bool = False
    package: str = ""
    extra: str = ""
    unloadable: str = ""

    @property
    def all_suffixes(self) -> tuple[str, ...]:
        """All suffixes of the format."""
        return (*self.suffixes, *self.offered, *self.known)

    def matches(self, head: bytes) -> int:
        """Return how many of a file's first bytes match the signature."""
        found = re.match(self.signature, head, re.DOTALL)
        return found.end() if found else 0


class Format(Enum):
    """Formats of files, in the order in which messages name them."""

    WORKSPACE = FormatRow(
        title="Gatestep",
        holds=(mark("workspace"),),
        suffixes=(".gatestep",),
        signature=rb"%s|%s" % (_WORKSPACE, _ZIP),
    )
    SAFETENSORS = FormatRow(
        title="safetensors",
        holds=(mark("checkpoint"),),
        suffixes=(".safetensors",),
        signature=rb".{4}\0{4}\{",  # the length of its header, which is JSON
        reader=".checkpoints.safetensors_file:SafetensorsFile",
    )
    TORCH = FormatRow(
        title="PyTorch",
        holds=("checkpoint",),
        suffixes=(".pt", ".pth"),
        known=(".bin", ".ckpt"),
        signature=_ZIP,
        general=True,
        advice=mark(
            "it is not in the format that torch.save writes since PyTorch 1.6: load it with "
            "torch and save its state_dict() again"
        ),
        reader=".checkpoints.torch_file:TorchFile",
        package="torch",
        unloadable=mark(
            "reading it needs PyTorch, which can not be loaded here ({error}): pip install "
            "torch, or save the weights as .safetensors"
        ),
    )
    ONNX = FormatRow(
        title="ONNX",
        holds=("checkpoint",),
        suffixes=(".onnx",),
        reader=".checkpoints.onnx.file:OnnxFile",
        sandboxed=True,
        package="onnx",
        extra="onnx",
    )
    KERAS = FormatRow(
        title="Keras",
        holds=("checkpoint",),
        suffixes=(".keras", ".h5"),
        offered=(".hdf5",),
        signature=rb"\x89HDF\r\n\x1a\n|" + _ZIP,
        contents=_is_keras,
        reader=".checkpoints.keras.file:KerasFile",
        sandboxed=True,
        package="h5py",
        extra="h5py",
    )
    NPY = FormatRow(
        title="npy",
        holds=(mark("sequence"), "array"),
        suffixes=(".npy",),
        signature=rb"\x93NUMPY",
        general=True,
        advice=mark("what is in it is not what numpy writes: save it again"),
    )
    NPZ = FormatRow(
        title="npz",
        holds=("sequence", "array", "trace"),
        suffixes=(".npz",),
        known=(".npy",),
        signature=rb"%s.{26}gatestep\.json|%s" % (_ZIP, _ZIP),
    )
    CSV = FormatRow(
        title="CSV",
        holds=("sequence", "table", "trace"),
        suffixes=(".csv", ".tsv"),
        known=(".txt",),
        signature=rb"t,batch,layer,direction,",
        contents=_is_table,
    )
    PARQUET = FormatRow(
        title="Parquet",
        holds=("sequence", "table", "trace"),
        suffixes=(".parquet",),
        known=(".pq",),
        signature=rb"PAR1",
        reader=".tables.parquet_columns:ParquetTable",
        sandboxed=True,
        package="pyarrow",
        extra="parquet",
    )
    TEXT = FormatRow(
        title="text",
        holds=("sequence", "text"),
        suffixes=(".txt",),
        offered=(".text",),
        general=True,
    )
    SPREADSHEET = FormatRow(
        title="spreadsheet",
        holds=(),
        known=(".xlsx", ".ods"),
        signature=_ZIP,
        advice=mark("a spreadsheet is not read: save it as CSV"),
    )

    def __repr__(self) -> str:
        return f"Format.{self.name}"

    @property
    def row(self) -> FormatRow:
        """Everything that differs between formats."""
        row: FormatRow = self.value
        return row

    @property
    def is_table(self) -> bool:
        """True for a format with named columns."""
        return "table" in self.row.holds


@dataclass(frozen=True, slots=True)
class Opened:
    """File whose format is known. It stands for its path, and is not examined again."""

    path: StrPath
    format: Format

    def __fspath__(self) -> str:
        return os.fspath(self.path)

    def __str__(self) -> str:
        return str(self.path)


def listed(holds: str) -> str:
    """Return the suffixes of all formats that open as a kind of thing, for help."""
    rows = [format.row for format in Format]
    return " ".join(suffix for row in rows if holds in row.holds for suffix in row.suffixes)


def offered() -> tuple[str, ...]:
    """Return all suffixes for the dialog that opens files."""
    rows = [format.row for format in Format]
    return tuple(suffix for row in rows for suffix in (*row.suffixes, *row.offered))


def check_is_file(path: StrPath) -> None:
    """Refuse a device or pipe, which may have no end, or block.

    Raises:
        FileError: it does not exist, or is a device or a pipe.
    """
    with reading(path):
        mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise cannot_read(path, tr("it is a device or a pipe: choose a file"))


def recognise(path: StrPath) -> Opened:
    """Return a file with its format; an `Opened` comes back as it is.

    What the file begins with decides. Its suffix decides only where no signature fits, or where
    formats share one: a workspace named `a.parquet` is a workspace.

    Raises:
        FileError: it cannot be read, is empty, or has no format that can be opened.
    """
    if isinstance(path, Opened):
        return path
    check_is_file(path)
    with reading(path), open(path, "rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise cannot_read(path, tr("it is empty: download or save it again"))
    suffix = Path(path).suffix.lower()
    lengths = {format: format.row.matches(head) for format in Format}
    longest = max(lengths.values())
    if longest:
        alike = [format for format in Format if lengths[format] == longest]
    else:
        alike = [format for format in Format if suffix in format.row.all_suffixes]
    if not alike:
        raise cannot_read(path, _unknown(head))
    found = _told_apart(alike, suffix, path)
    if not found.row.holds or (found.row.advice and not longest):
        raise cannot_read(path, tr(found.row.advice))
    return Opened(path, found)


def format_of(path: StrPath) -> Format:
    """Return the format of a file.

    Raises:
        FileError: as `recognise`.
    """
    return recognise(path).format


def is_workspace(path: StrPath) -> bool:
    """Return True for a workspace by its first bytes, whatever its name; False for other files."""
    with suppress(OSError), open(path, "rb") as file:
        return re.match(_WORKSPACE, file.read(_HEAD), re.DOTALL) is not None
    return False


def _told_apart(alike: list[Format], suffix: str, path: StrPath) -> Format:
    """Choose between formats of one signature or suffix: by its own suffix, or its contents."""
    if len(alike) == 1:
        return alike[0]
    general = [format for format in alike if format.row.general]
    shared = {ending for format in general for ending in format.row.all_suffixes}
    special = [format for format in alike if format not in general]
    for format in special:
        if suffix in format.row.all_suffixes and suffix not in shared:
            return format
    for format in special:
        if format.row.contents is not None and format.row.contents(path):
            return format
    return (general or special)[0]


def _unknown(head: bytes) -> str:
    if head.startswith(_PICKLE):
        return tr(Format.TORCH.row.advice)
    *others, last = (suffix for format in Format for suffix in format.row.suffixes)
    advice = tr("Gatestep opens {others} and {last}", others=", ".join(others), last=last)
    return tr("it is of no known format: {advice}", advice=advice)
