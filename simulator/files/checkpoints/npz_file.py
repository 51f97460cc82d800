"""Reader of `.npz` files of weights, by nn.LSTM's names; unpickles nothing."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from ...arrays import Array
from ...translation import mark, tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..tables.npy import numpy_in_silence
from ..tables.npy_header import read_header
from ..tensors import FLOATS, NOTHING, STORED, TensorInfo, widen

_MOST_ARRAYS: Final = 50_000
_MOST_RATIO: Final = 200
_SLACK: Final = 2**20
_DAMAGED: Final = mark("it is damaged or not an .npz file. Save it again with numpy.savez")


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
                    path,
                    tr(
                        "it has {count} arrays. Save only the arrays of one LSTM",
                        count=len(members),
                    ),
                )
            for member in members:
                self._check(member)
                with archive.open(member) as file:
                    header = read_header(file)
                name, dtype = member.filename.removesuffix(".npy"), header.dtype
                # An array of objects is pickled, in any number of bytes.
                if header.numel * dtype.itemsize > member.file_size and not dtype.hasobject:
                    raise cannot_read(self._path, tr(_DAMAGED))
                self.infos[name] = TensorInfo(header.shape, dtype.name)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float arrays: float64 unchanged, or cast up to float32."""
        arrays = {}
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
            arrays[name] = widen(*self.raw(name))
        return arrays

    def raw(self, name: str) -> tuple[Array, str]:
        """Read the elements of an array of `STORED` dtype as stored, and that dtype."""
        with self._archive() as archive, archive.open(f"{name}.npy") as file:
            stored = np.lib.format.read_array(file, allow_pickle=False)
        dtype = self.infos[name].dtype
        return stored.astype(STORED[dtype]), dtype

    def _check(self, member: zipfile.ZipInfo) -> None:
        """Refuse an entry that would unpack to far more than its compressed size."""
        if member.file_size > _MOST_RATIO * member.compress_size + _SLACK:
            raise cannot_read(
                self._path,
                tr(
                    "its record {name} should take {size} bytes, but only {stored} "
                    "are in the file. {advice}",
                    name=plain(member.filename),
                    size=member.file_size,
                    stored=member.compress_size,
                    advice=tr("Download or save it again"),
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
