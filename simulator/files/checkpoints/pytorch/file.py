"""Reader of what torch.save, torch.jit.save and pickle write: the tensors alone, without torch.

Nothing in a file is imported, called or compiled (see `unpickler`). The zip is checked before its
pickle is read, and every tensor before its numbers are touched. The sandbox opens files in a
process of its own, for a pickle of megabytes can ask for gigabytes.
"""

import io
import mmap
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import numpy as np

from ....arrays import Array
from ....translation import mark, tr
from ...errors import FileError, StrPath, cannot_read, parsing, plain, reading
from ...tensors import FLOATS, NOTHING, Place, widen
from .legacy_layout import MAGIC, LegacyLayout
from .named_tensors import named_tensors
from .stored_tensor import NotPlain, Storage, StoredTensor, TensorReader
from .unpickler import Global, Placeholder, Reference, unpickle
from .zip_layout import DAMAGED, SAVE_STATE_DICT, ZipLayout

_SAVE_DENSE: Final = mark("Save tensor.cpu().to_dense().clone() instead")
_RECURRENT: Final = ("weight_ih", "weight_hh")
_HEAD: Final = 4096
_TAR: Final = 257
"""Place of `ustar` in a tar file."""


class TorchFile:
    """An opened checkpoint or pickle (see `tensors.TensorFile`). The data stay in the file.

    Attributes:
        tensors: every tensor by its name. zip: the records, for a zip file.

    Raises:
        FileError: names what the file is instead, and a cure.
    """

    notes = undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        self.zip: ZipLayout | None = None
        with self._understood():
            with open(path, "rb") as file:
                self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            root, reader = self._opened(memoryview(self._file))
            self.tensors, self.problems = named_tensors(root, reader, self._path)
        self._check_content(root)
        self.infos = {name: tensor.info for name, tensor in self.tensors.items()}

    def places(self) -> dict[str, Place]:
        """Return the places of the float tensors that can be read and lie in the file itself."""
        places = {}
        for name, tensor in self.tensors.items():
            with suppress(FileError):
                self._check(name, tensor)
                with self._understood():
                    place = tensor.place()
                if place is not None:
                    places[name] = place
        return places

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Copy the data of some float tensors: float64 unchanged, every other float as float32."""
        return {name: widen(*self.raw(name)) for name in names}

    def raw(self, name: str) -> tuple[Array, str]:
        """Return the elements of a float tensor as stored (see `widen`), and their dtype."""
        tensor = self.tensors[name]
        self._check(name, tensor)
        with self._understood():
            return np.ascontiguousarray(tensor.elements()), tensor.info.dtype

    def _opened(self, data: memoryview) -> tuple[Any, TensorReader]:
        """Read the pickle of a file of any of the forms."""
        file, head = cast(BinaryIO, self._file), bytes(data[:_HEAD])
        if head.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive:
                self.zip = ZipLayout(self._path, archive, data)
            root = unpickle(io.BytesIO(self.zip.pickle))
            return root, TensorReader(self.zip.storage, _pickled_storage)
        if head.startswith(b"ustar", _TAR):
            raise cannot_read(
                self._path,
                tr(
                    "it is a tar file, which only very old PyTorch versions wrote. "
                    "Load it with torch, and save its state_dict() again"
                ),
            )
        if b"joblib.numpy_pickle" in head:
            raise cannot_read(
                self._path,
                tr("it was saved by joblib. Load it, and save its arrays with numpy.savez"),
            )
        if head.startswith(MAGIC):
            file.seek(len(MAGIC))
            legacy = LegacyLayout(file, data)
            return legacy.content, TensorReader(legacy.storage, _pickled_storage)
        return unpickle(file), TensorReader(_no_storage, _pickled_storage)

    def _check_content(self, root: Any) -> None:
        """Refuse a file that is something else than weights, by the name of what it is."""
        if self.problems or any(part in name for name in self.tensors for part in _RECURRENT):
            return
        if self.zip is not None and self.zip.has_constants and not self.tensors:
            raise cannot_read(
                self._path,
                tr(
                    "it is a frozen TorchScript program, whose weights have no names. {advice}",
                    advice=tr(SAVE_STATE_DICT),
                ),
            )
        if isinstance(root, Placeholder | Global) and root.path:
            raise cannot_read(
                self._path,
                tr(
                    "it holds a pickled {name}, not an LSTM with nn.LSTM's names "
                    "(weight_ih_l0, …). Save the LSTM's weights, as a dict of "
                    "tensors or arrays",
                    name=plain(root.path),
                ),
            )

    def _check(self, name: str, tensor: StoredTensor) -> None:
        """Refuse a tensor that is not plain, or that claims more numbers than the file holds."""
        where = tr("tensor {name}", name=plain(name))
        dtype = tensor.info.dtype
        if tensor.storage is None:
            raise cannot_read(
                self._path,
                tr(
                    "{where} is not a dense CPU tensor. {advice}",
                    where=where,
                    advice=tr(_SAVE_DENSE),
                ),
            )
        if dtype not in FLOATS:
            raise cannot_read(
                self._path,
                tr("{where} is {dtype}, not a float tensor", where=where, dtype=plain(dtype)),
            )
        if tensor.claims_too_much():
            raise cannot_read(
                self._path,
                tr(
                    "{where} {shape} needs more values than the file has for it. {advice}",
                    where=where,
                    shape=plain(tensor.info.shape),
                    advice=tr(_SAVE_DENSE),
                ),
            )

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turn what goes wrong with bytes that are none of torch's into a FileError."""
        with parsing(self._path, tr(DAMAGED)), reading(self._path):
            yield


def _no_storage(id: Any) -> Storage:
    """Refuse a reference to a storage in a pickle alone."""
    raise NotPlain


def _pickled_storage(data: bytes) -> Storage:
    """Return the storage that torch's storages pickle themselves as: a whole file in bytes.

    Raises:
        NotPlain: it is none.
    """
    if not data.startswith(MAGIC):
        raise NotPlain
    file = io.BytesIO(data)
    file.seek(len(MAGIC))
    legacy = LegacyLayout(file, memoryview(data), is_file=False)
    if not isinstance(legacy.content, Reference):
        raise NotPlain
    return legacy.storage(legacy.content.id)
