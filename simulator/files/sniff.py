"""What a file is, by its first bytes; its ending counts only where the bytes do not tell."""

import os
import stat
import zipfile
from enum import Enum
from pathlib import Path

from simulator.files.errors import FileError, StrPath, cannot_read, reading


class Format(Enum):
    """The formats that can be opened. `holds` is "checkpoint", "sequence" or "workspace"."""

    SAFETENSORS = ("safetensors", "checkpoint")
    TORCH = ("PyTorch", "checkpoint")
    ONNX = ("ONNX", "checkpoint")
    KERAS = ("Keras", "checkpoint")
    NPY = ("npy", "sequence")
    NPZ = ("npz", "sequence")
    CSV = ("CSV", "sequence")
    WORKSPACE = ("Gatestep", "workspace")

    @property
    def holds(self) -> str:
        """What a file of this format is opened as."""
        return self.value[1]


_OPENED = (
    "Gatestep opens .gatestep, .safetensors, .pt, .pth, .onnx, .keras, .h5, .npy, .npz, .csv and "
    ".tsv"
)
_WORKSPACE = b"PK\x03\x04workspace.json"
"""The start of a zip file, and the name of its first entry."""
_ADVICE = {
    ".xlsx": "a spreadsheet is not read: save it as CSV",
    ".ods": "a spreadsheet is not read: save it as CSV",
}


def format_of(path: StrPath) -> Format:
    """The format of a file.

    Raises:
        FileError: the file can not be read, is empty, or is of no format that can be opened.
    """
    with reading(path):
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise cannot_read(path, "it is a device or a pipe: choose a file")
        with open(path, "rb") as file:
            head = file.read(64)
    suffix = Path(path).suffix.lower()
    if not head:
        raise cannot_read(path, "it is empty: download or save it again")
    if suffix in _ADVICE:
        raise cannot_read(path, _ADVICE[suffix])
    if suffix == ".npz":
        return Format.NPZ
    if head.startswith(b"\x93NUMPY"):
        return Format.NPY
    if suffix == ".gatestep" or head[:4] + head[30:44] == _WORKSPACE:
        return Format.WORKSPACE
    if head.startswith(b"\x89HDF\r\n\x1a\n") or suffix in (".keras", ".h5", ".hdf5"):
        return Format.KERAS
    if head.startswith(b"PK\x03\x04"):
        return Format.KERAS if _is_keras(path) else Format.TORCH
    if suffix == ".onnx":
        return Format.ONNX
    if suffix in (".csv", ".tsv", ".txt"):
        return Format.CSV
    if head[8:9] == b"{" or suffix == ".safetensors":
        return Format.SAFETENSORS
    if suffix in (".pt", ".pth", ".bin", ".ckpt") or head.startswith(b"\x80"):
        raise cannot_read(
            path,
            "it is not in the format that torch.save writes since PyTorch 1.6: load it with "
            "torch and save its state_dict() again",
        )
    raise cannot_read(path, f"it is of no known format: {_OPENED}")


def _is_keras(path: StrPath) -> bool:
    """True for a zip file with what Keras puts into it, whatever its name."""
    try:
        with reading(path), zipfile.ZipFile(path) as archive:
            return {"config.json", "metadata.json"} <= set(archive.namelist())
    except FileError:
        raise
    except Exception:
        return False  # whoever reads it says that it is damaged
