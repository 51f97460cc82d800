"""Registry of formats: a file's format by its first bytes, else by its suffix."""

import os
import re
import stat
import zipfile
from contextlib import suppress
from enum import Enum
from pathlib import Path

from ..faults import is_fault
from ..translation import mark, tr
from .errors import FileError, StrPath, cannot_read, reading


class Format(Enum):
    """Formats that can be opened. `holds` is "checkpoint", "sequence" or "workspace"."""

    SAFETENSORS = ("safetensors", mark("checkpoint"))
    TORCH = ("PyTorch", "checkpoint")
    ONNX = ("ONNX", "checkpoint")
    KERAS = ("Keras", "checkpoint")
    NPY = ("npy", mark("sequence"))
    NPZ = ("npz", "sequence")
    CSV = ("CSV", "sequence")
    PARQUET = ("Parquet", "sequence")
    TEXT = ("text", "sequence")
    WORKSPACE = ("Gatestep", mark("workspace"))

    @property
    def holds(self) -> str:
        """Kind of thing that a file of this format opens as."""
        return self.value[1]


_OPENED = mark(
    "Gatestep opens .gatestep, .safetensors, .pt, .pth, .onnx, .keras, .h5, .npy, .npz, .csv, "
    ".tsv, .parquet and .txt"
)
_WORKSPACE = b"PK\x03\x04workspace.json"
"""Start of a zip file, and the name of its first entry, in a workspace."""
_TRACE_ARCHIVE = b"PK\x03\x04gatestep.json"
"""Start of a zip file, and the name of its first entry, in a trace as `.npz`."""
_TRACE_TABLE = b"t,batch,layer,direction,"
"""Start of a trace in a CSV file."""
_LOOKED_AT = 4096
_NUMBERS = re.compile(rb"(?=[^0-9]*[0-9])[0-9eE+\-.,;\t ]*")
_ADVICE = {
    ".xlsx": mark("a spreadsheet is not read: save it as CSV"),
    ".ods": mark("a spreadsheet is not read: save it as CSV"),
}


def check_is_file(path: StrPath) -> None:
    """Refuse a device or pipe, which may have no end, or block.

    Raises:
        FileError: it does not exist, or is a device or a pipe.
    """
    with reading(path):
        mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise cannot_read(path, tr("it is a device or a pipe: choose a file"))


def format_of(path: StrPath) -> Format:
    """Return the format of a file.

    Raises:
        FileError: it cannot be read, is empty, or has no format that can be opened.
    """
    check_is_file(path)
    with reading(path), open(path, "rb") as file:
        head = file.read(64)
    suffix = Path(path).suffix.lower()
    if not head:
        raise cannot_read(path, tr("it is empty: download or save it again"))
    if suffix in _ADVICE:
        raise cannot_read(path, tr(_ADVICE[suffix]))
    if head.startswith(_TRACE_TABLE):
        return Format.CSV
    if head.startswith(b"\x93NUMPY"):
        return Format.NPY
    if suffix == ".npz" or head[:4] + head[30:43] == _TRACE_ARCHIVE:
        return Format.NPZ
    if head.startswith(b"PAR1") or suffix in (".parquet", ".pq"):
        return Format.PARQUET
    if suffix == ".gatestep" or _starts_workspace(head):
        return Format.WORKSPACE
    if head.startswith(b"\x89HDF\r\n\x1a\n") or suffix in (".keras", ".h5", ".hdf5"):
        return Format.KERAS
    if head.startswith(b"PK\x03\x04"):
        if suffix == ".npy":
            return Format.NPZ
        return Format.KERAS if _is_keras(path) else Format.TORCH
    if suffix == ".npy":
        raise cannot_read(path, tr("what is in it is not what numpy writes: save it again"))
    if suffix == ".onnx":
        return Format.ONNX
    if suffix in (".csv", ".tsv"):
        return Format.CSV
    if suffix == ".text":
        return Format.TEXT
    if suffix == ".txt":
        return Format.CSV if _is_table(path) else Format.TEXT
    if head[8:9] == b"{" or suffix == ".safetensors":
        return Format.SAFETENSORS
    if suffix in (".pt", ".pth", ".bin", ".ckpt") or head.startswith(b"\x80"):
        raise cannot_read(
            path,
            tr(
                "it is not in the format that torch.save writes since PyTorch 1.6: load it with "
                "torch and save its state_dict() again"
            ),
        )
    raise cannot_read(path, tr("it is of no known format: {advice}", advice=tr(_OPENED)))


def is_workspace(path: StrPath) -> bool:
    """Return True for a workspace by its first bytes, whatever its name; False for other files."""
    with suppress(OSError), open(path, "rb") as file:
        return _starts_workspace(file.read(64))
    return False


def _starts_workspace(head: bytes) -> bool:
    return head[:4] + head[30:44] == _WORKSPACE


def _is_table(path: StrPath) -> bool:
    """Return True for a `.txt` whose first lines are numbers, after a header or comments or not.

    A single number, such as a line of digits, is text.
    """
    with reading(path), open(path, "rb") as file:
        head = file.read(_LOOKED_AT)
    lines = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").split(b"\n")
    lines = lines[:-1] if len(head) == _LOOKED_AT else lines
    rows = [line for line in lines if line.strip() and not line.startswith(b"#")]
    numbers = [line for line in rows if _NUMBERS.fullmatch(line)]
    if len(rows) == 1:
        return bool(numbers) and re.search(rb"[,;\t]", rows[0]) is not None
    return bool(numbers) and numbers == rows[-len(numbers) :] and len(rows) - len(numbers) <= 1


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
