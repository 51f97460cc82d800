"""Reader of `.safetensors`: reads only the tensors asked for, and executes nothing."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from ...arrays import Array
from ...translation import tr
from ..errors import StrPath, cannot_read, plain, reading
from ..tensors import NOTHING, STORED, TensorInfo, widen
from .safetensors_header import read_header


class SafetensorsFile:
    """An opened `.safetensors` file (see `tensors.TensorFile`). Opening reads its header alone.

    Raises:
        FileError: the header is too large, damaged, or does not fit the file.
    """

    notes = problems = undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        with reading(path), open(path, "rb") as file:
            self.header = read_header(path, file, os.fstat(file.fileno()).st_size)

    @property
    def infos(self) -> Mapping[str, TensorInfo]:
        """Every tensor by its name."""
        return self.header.infos

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        return {name: widen(*self.raw(name)) for name in names}

    def raw(self, name: str) -> tuple[Array, str]:
        """Read the elements of a tensor of `STORED` dtype as stored, and that dtype."""
        shape, dtype = self.header.infos[name]
        wanted = self.header.infos[name].numel * np.dtype(STORED[dtype]).itemsize
        with reading(self._path), open(self._path, "rb") as file:
            file.seek(self.header.begins[name])
            data = file.read(wanted)
        if len(data) != wanted:
            raise cannot_read(
                self._path,
                tr("it is truncated in {name}. Download or save it again", name=plain(name)),
            )
        return np.frombuffer(data, STORED[dtype]).reshape(shape), dtype
