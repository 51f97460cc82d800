"""Numbers of an LSTM from somebody else's code: `.npy`, `.npz`, a table, or a trace as we write it.

`.npz`: arrays by name, `output`, `h_n`, `c_n`, `h`, `c`, `h_l0_reverse` and so on. `.npy` and a
table of numbers: `output`. What the shapes mean, `simulator.doctor.observed` decides.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from simulator.arrays import Array, shape_text
from simulator.files.csv_sequence import read_csv
from simulator.files.errors import FileError, StrPath, cannot_read, plain, reading
from simulator.files.memory import check_fits
from simulator.files.npy import read_npy
from simulator.files.sniff import Format, format_of
from simulator.files.trace_table import Points, is_trace, read_trace

_MOST_ARRAYS: Final = 4096


@dataclass(frozen=True, eq=False, slots=True)
class Numbers:
    """What a file holds, float64.

    Attributes:
        path: the file.
        arrays: by name, as they are. points: by (quantity, layer, direction), of a trace.
        text: True when they were written in decimals.
    """

    path: Path
    arrays: Mapping[str, Array] = field(default_factory=dict)
    points: Mapping[tuple[str, int, int], Points] = field(default_factory=dict)
    text: bool = False


def load(path: StrPath) -> Numbers:
    """Read `.npz`, `.npy` (2-D or 3-D), `.csv` or `.tsv`.

    Raises:
        FileError: in one line, what is wrong with the file.
    """
    if Path(path).suffix.lower() == ".npz":
        return Numbers(Path(path), arrays=_read_npz(path))
    match format_of(path):
        case Format.NPY:
            return Numbers(Path(path), arrays={"output": read_npy(path)})
        case Format.CSV if is_trace(path):
            return Numbers(Path(path), points=read_trace(path), text=True)
        case Format.CSV:
            return Numbers(Path(path), arrays={"output": read_csv(path)[0]}, text=True)
        case other:
            raise cannot_read(
                path,
                f"it is a {other.holds}, not an LSTM's numbers: give what the other code computed "
                "as .npz, .npy or .csv",
            )


def _read_npz(path: StrPath) -> dict[str, Array]:
    """The arrays of an archive, whose claims are compared with memory and with what is there."""
    try:
        with reading(path), zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MOST_ARRAYS:
                raise cannot_read(path, f"it has {len(members)} arrays: save those of one LSTM")
            check_fits(path, 3 * sum(member.file_size for member in members))
            arrays = {
                member.filename.removesuffix(".npy"): _array(path, archive, member)
                for member in members
            }
    except FileError:
        raise
    except Exception:
        raise cannot_read(
            path, "it is damaged or no .npz: save it again with numpy.savez"
        ) from None
    if not arrays:
        raise cannot_read(path, "there are no arrays in it")
    return arrays


def _array(path: StrPath, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Array:
    """One array, of which no more is read than the archive says there is."""
    with archive.open(member) as file:
        content = file.read(member.file_size)
    name = plain(member.filename.removesuffix(".npy"), 40)
    header = io.BytesIO(content)
    version = np.lib.format.read_magic(header)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else _header_2_0
    shape, _, dtype = read(header)
    if dtype.kind not in "fiub" or dtype.itemsize > 8:
        raise cannot_read(path, f"its array {name} holds {plain(dtype)}: save plain numbers")
    count = 1
    for length in shape:
        count *= length
    if count == 0 or not 2 <= len(shape) <= 3:
        raise cannot_read(
            path,
            f"its array {name} has shape {plain(shape_text(shape))}: 2 or 3 axes are needed",
        )
    if count * dtype.itemsize > len(content):
        raise ValueError("cut off")
    array: Array = np.load(io.BytesIO(content), allow_pickle=False).astype(np.float64)
    return array


_header_2_0 = np.lib.format.read_array_header_2_0
