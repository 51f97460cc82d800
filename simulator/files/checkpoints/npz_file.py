"""Reader of `.npz` files of weights, by nn.LSTM's names; unpickles nothing."""

import math
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import numpy as np

from ...arrays import Array
from ...translation import mark, tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..tables.npy import numpy_in_silence
from ..tensors import FLOATS, NOTHING, TensorInfo, widen

_MOST_ARRAYS: Final = 50_000
_MOST_RATIO: Final = 200
_SLACK: Final = 2**20
_DAMAGED: Final = mark("it is damaged or no .npz: save it again with numpy.savez")


class NpzFile:
    """An opened `.npz` file (see `tensors.TensorFile`). Opening reads the arrays' headers alone.

    Raises:
        FileError: it is damaged, or claims more than it holds.
    """

    notes = problems = undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        self.infos: dict[str, TensorInfo] = {}
        with self._archive() as archive:
            members = [m for m in archive.infolist() if m.filename.endswith(".npy")]
            if len(members) > _MOST_ARRAYS:
                raise cannot_read(
                    path, tr("it has {count} arrays: save those of one LSTM", count=len(members))
                )
            for member in members:
                self._check(member)
                with archive.open(member) as file:
                    shape, dtype = _header(file)
                if math.prod(shape) * dtype.itemsize > member.file_size:
                    raise cannot_read(self._path, tr(_DAMAGED))
                name = member.filename.removesuffix(".npy")
                self.infos[name] = TensorInfo(shape, dtype.name)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float arrays: float64 unchanged, or cast up to float32."""
        arrays = {}
        with self._archive() as archive:
            for name in names:
                dtype = self.infos[name].dtype
                if dtype not in FLOATS:
                    raise cannot_read(
                        self._path,
                        tr(
                            "{where} is {dtype}, not a float tensor",
                            where=tr("tensor {name}", name=plain(name)),
                            dtype=plain(dtype),
                        ),
                    )
                with archive.open(f"{name}.npy") as file:
                    stored = np.lib.format.read_array(file, allow_pickle=False)
                arrays[name] = widen(stored, dtype)
        return arrays

    def _check(self, member: zipfile.ZipInfo) -> None:
        """Refuse an entry that would unpack to far more than its compressed size."""
        if member.file_size > _MOST_RATIO * member.compress_size + _SLACK:
            raise cannot_read(
                self._path,
                tr(
                    "its record {name} claims {size} bytes, and {stored} are stored of it: "
                    "{advice}",
                    name=plain(member.filename),
                    size=member.file_size,
                    stored=member.compress_size,
                    advice=tr(_DAMAGED),
                ),
            )

    @contextmanager
    def _archive(self) -> Iterator[zipfile.ZipFile]:
        with (
            parsing(self._path, tr(_DAMAGED)),
            reading(self._path),
            numpy_in_silence(),
            zipfile.ZipFile(self._path) as archive,
        ):
            yield archive


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], "np.dtype[np.generic]"]:
    """Read the shape and dtype of an array."""
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0
    if version != (1, 0):
        read = np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    return shape, dtype
