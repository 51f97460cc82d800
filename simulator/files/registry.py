"""Registry of formats: one row each; a file's format by its first bytes, else by its suffix."""

import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from ..translation import mark, tr
from .contents import GRADIENTS_START, PARQUET_START, has_weights, is_gradients, is_keras, is_table
from .errors import StrPath, cannot_read, reading

_HEAD: Final = 512
"""Bytes at the start of a file that signatures are compared with."""
_ZIP: Final = rb"PK\x03\x04"
_WORKSPACE: Final = _ZIP + rb".{26}workspace\.json"
"""Start of a zip file, and the name of its first entry, in a workspace."""
_LEGACY: Final = rb"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19\."
"""Start of torch's files before PyTorch 1.6: the pickle of a number."""
_TAR: Final = rb".{257}ustar"
"""Start of a tar file, as torch's oldest files are."""


@dataclass(frozen=True, kw_only=True)
class FormatRow:
    """Row of the registry: everything that differs between formats.

    Attributes:
        title: name in messages.
        holds: kinds of thing that a file opens as, the usual first: "checkpoint", "sequence",
            "workspace" or "lesson", then "array", "table" (named columns), "text", "trace". Empty
            for a format that is only refused.
        suffixes: suffixes that help and messages name.
        offered: further suffixes in the file dialog. known: further ones that are recognised.
        signature: regular expression for the first bytes. The longest match of all rows decides.
        contents: test that tells the file from a general format with its signature or suffix.
        general: the format is the one that remains when no such test succeeds.
        advice: message for a file with a suffix but not the signature of the format.
        reader: class that reads tensors, as `.module:Class` within this package.
        sandboxed: the reader runs in a process of its own, under limits.
        mapped: the reader maps the file, and takes no memory by its size.
        package: package that the reader imports.
        requirement: the same with its versions, as pip reads them.
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
    mapped: bool = False
    package: str = ""
    requirement: str = ""

    @property
    def all_suffixes(self) -> tuple[str, ...]:
        """All suffixes of the format."""
        return (*self.suffixes, *self.offered, *self.known)

    def matches(self, head: bytes) -> int:
        """Return how many of a file's first bytes match the signature."""
        found = re.match(self.signature, head, re.DOTALL)
        return found.end() if found else 0


WORKSPACE_SUFFIX: Final = ".gatestep"


class Format(Enum):
    """Formats of files, in the order in which messages name them."""

    WORKSPACE = FormatRow(
        title="Gatestep",
        holds=(mark("workspace"),),
        suffixes=(WORKSPACE_SUFFIX,),
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
        offered=(".ckpt", ".bin", ".jit"),
        signature=rb"%s|%s|%s" % (_ZIP, _LEGACY, _TAR),
        general=True,
        advice=mark(
            "it was not saved by PyTorch. Save the weights with the program that "
            "made it, as .safetensors or .npz"
        ),
        reader=".checkpoints.pytorch.file:TorchFile",
        sandboxed=True,
        mapped=True,
    )
    PICKLE = FormatRow(
        title="pickle",
        holds=("checkpoint",),
        suffixes=(".pkl",),
        known=(".pickle",),
        signature=rb"\x80[\x02-\x05]",
        reader=".checkpoints.pytorch.file:TorchFile",
        sandboxed=True,
    )
    ONNX = FormatRow(
        title="ONNX",
        holds=("checkpoint",),
        suffixes=(".onnx",),
        reader=".checkpoints.onnx.file:OnnxFile",
        sandboxed=True,
        package="onnx",
        requirement="onnx>=1.21",
    )
    KERAS = FormatRow(
        title="Keras",
        holds=("checkpoint",),
        suffixes=(".keras", ".h5"),
        offered=(".hdf5",),
        signature=rb"\x89HDF\r\n\x1a\n|" + _ZIP,
        contents=is_keras,
        reader=".checkpoints.keras.file:KerasFile",
        sandboxed=True,
        package="h5py",
        requirement="h5py>=3.12",
    )
    NPY = FormatRow(
        title="npy",
        holds=(mark("sequence"), "array"),
        suffixes=(".npy",),
        signature=rb"\x93NUMPY",
        general=True,
        advice=mark("its content was not written by numpy. Save it again"),
    )
    NPZ_WEIGHTS = FormatRow(
        title="npz",
        holds=("checkpoint",),
        suffixes=(".npz",),
        signature=_ZIP,
        contents=has_weights,
        reader=".checkpoints.npz_file:NpzFile",
        sandboxed=True,
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
        contents=is_table,
    )
    PARQUET = FormatRow(
        title="Parquet",
        holds=("sequence", "table", "trace"),
        suffixes=(".parquet",),
        known=(".pq",),
        signature=PARQUET_START,
        general=True,
        reader=".tables.parquet_columns:ParquetTable",
        sandboxed=True,
        package="pyarrow",
        requirement="pyarrow>=18.1",
    )
    TEXT = FormatRow(
        title="text",
        holds=("sequence", "text"),
        suffixes=(".txt",),
        offered=(".text",),
        general=True,
    )
    LESSON = FormatRow(title="lesson", holds=(mark("lesson"),), suffixes=(".toml",))
    GRADIENTS = FormatRow(
        title="gradients",
        holds=(),
        signature=rb"%s|%s" % (GRADIENTS_START, PARQUET_START),
        contents=is_gradients,
        advice=mark(
            "it holds gradients, which are neither weights nor a trace. Open the "
            "model that they belong to"
        ),
    )
    SPREADSHEET = FormatRow(
        title="spreadsheet",
        holds=(),
        known=(".xlsx", ".ods"),
        signature=_ZIP,
        advice=mark("spreadsheets are not supported. Save as CSV"),
    )
    CORE_ML = FormatRow(
        title="Core ML",
        holds=(),
        known=(".mlmodel", ".mlpackage"),
        advice=mark(
            "Core ML models are not supported. Open the original PyTorch, Keras or ONNX model"
        ),
    )
    THINC = FormatRow(
        title="thinc",
        holds=(),
        known=(".thinc",),
        signature=rb"\x84\xa5nodes",
        advice=mark(
            "thinc and spaCy models are not supported. Save the state_dict() of the "
            "PyTorch model in its shims[0]"
        ),
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
    found = (suffix for row in rows for suffix in (*row.suffixes, *row.offered))
    return tuple(dict.fromkeys(found))


def check_is_file(path: StrPath) -> None:
    """Refuse a device or pipe, which may have no end, or block.

    Raises:
        FileError: it does not exist, or is a device or a pipe.
    """
    with reading(path):
        mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise cannot_read(path, tr("it is a device or a pipe. Choose a file"))


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
    suffix = Path(path).suffix.lower()
    if os.path.isdir(path) and suffix in Format.CORE_ML.row.known:
        raise cannot_read(path, tr(Format.CORE_ML.row.advice))
    with reading(path), open(path, "rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise cannot_read(path, tr("it is empty. Download or save it again"))
    lengths = {format: format.row.matches(head) for format in Format}
    longest = max(lengths.values())
    if longest:
        alike = [format for format in Format if lengths[format] == longest]
    else:
        alike = [format for format in Format if suffix in format.row.all_suffixes]
    if not alike:
        raise cannot_read(path, _unknown())
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
    own = [f for f in special if suffix in f.row.all_suffixes and suffix not in shared]
    for format in own:
        if len(own) == 1 or format.row.contents is None or format.row.contents(path):
            return format
    for format in special:
        if format.row.contents is not None and format.row.contents(path):
            return format
    return (general or special)[0]


def _unknown() -> str:
    *others, last = dict.fromkeys(suffix for format in Format for suffix in format.row.suffixes)
    advice = tr("Gatestep opens {others} and {last}", others=", ".join(others), last=last)
    return tr("its format is not known. {advice}", advice=advice)
