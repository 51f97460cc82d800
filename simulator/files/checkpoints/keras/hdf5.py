"""Plain view of an HDF5 file: numbers by their paths, and texts. Reads nothing outside the file.

Links to other files, virtual datasets and external data are refused, and so is a dataset that
claims more numbers than its bytes can hold. The library itself trusts its input: open files of
unknown origin in a process of their own (see `sandbox`). Importing this module imports h5py.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import h5py
import numpy as np

from ....arrays import Array
from ....translation import mark, tr
from ...errors import cannot_read, parsing, plain
from ...limits import check_fits
from ...tensors import FLOATS, TensorInfo, widen

MAX_OBJECTS = 50_000
MAX_DEPTH = 32
MAX_TEXT = 64 * 2**20
MAX_RATIO = 200
"""Largest ratio of unpacked to stored bytes: noise does not shrink, weights hardly."""

_FILTERS: Final = {1, 2, 3, 32000}  # deflate, shuffle, a checksum, and h5py's own lzf
_SLACK = 2**20
_DAMAGED = mark("Download or save it again")


class Hdf5:
    """An opened HDF5 file, to be closed; as a context manager it closes itself.

    Args:
        path: the file, and its name in messages.
        data: its bytes, when they come from an archive instead of a file.

    Attributes:
        infos: the shape and dtype of every dataset by its path, without the first slash.

    Raises:
        FileError: it is damaged, or refers to data outside itself.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self._path = path
        with self._parsing():
            if data is None:
                self._file = h5py.File(path, "r", locking=False)
            else:
                self._file = h5py.File(h5py.h5f.open_file_image(data))
        self.infos: dict[str, TensorInfo] = {}
        self._groups: dict[str, Any] = {}
        try:
            self._walk()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Hdf5":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def text(self, group: str, name: str) -> str | None:
        """Return a text attribute of a group; None where the group has none with that name."""
        with self._parsing():
            attributes = self._groups[group].attrs
            if name not in attributes:
                return None
            if attributes.get_id(name).get_storage_size() > MAX_TEXT:
                raise cannot_read(
                    self._path, tr("its attribute {name} is too long", name=plain(name))
                )
            value = attributes[name]
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return value if isinstance(value, str) else None

    @property
    def groups(self) -> Mapping[str, Any]:
        """Every group by its path; the root's is empty."""
        return self._groups

    def read(self, name: str) -> Array:
        """Read a dataset of floats as float64 or float32 (half precision is cast up).

        Raises:
            FileError: it is no plain dataset of floats, or claims more than is stored.
        """
        dataset, info = self._file[name], self.infos[name]
        where = tr("dataset {name}", name=plain(name))
        if info.dtype not in FLOATS:
            raise cannot_read(
                self._path,
                tr("{where} is {dtype}, not float", where=where, dtype=plain(info.dtype)),
            )
        damaged = tr("{where} is damaged. {advice}", where=where, advice=tr(_DAMAGED))
        with parsing(self._path, damaged):
            needed, stored = info.numel * FLOATS[info.dtype], dataset.id.get_storage_size()
            ratio = MAX_RATIO if dataset.id.get_create_plist().get_nfilters() else 1
            if needed > ratio * stored + (_SLACK if ratio > 1 else 0):
                raise cannot_read(
                    self._path,
                    tr(
                        "{where} {shape} should take {needed} bytes, but only "
                        "{stored} are in the file. {advice}",
                        where=where,
                        shape=plain(info.shape),
                        needed=needed,
                        stored=stored,
                        advice=tr(_DAMAGED),
                    ),
                )
            check_fits(self._path, 2 * needed)
            raw = dataset[()]
        if info.dtype == "bfloat16":
            raw = np.asarray(raw).view("<u2").reshape(info.shape)
        return widen(np.asarray(raw), info.dtype)

    def _walk(self) -> None:
        """Record every group and dataset once."""
        seen: set[Any] = set()
        waiting: list[tuple[str, Any]] = [("", self._root())]
        while waiting:
            name, group = waiting.pop()
            self._groups[name] = group
            inner = []
            for child, item in self._children(name, group):
                key = hash(item.id)  # its address in the file
                if key in seen:
                    continue  # a second name for it, or a cycle
                seen.add(key)
                if isinstance(item, h5py.Dataset):
                    self.infos[child] = self._info(child, item)
                elif isinstance(item, h5py.Group):
                    inner.append((child, item))
                if len(seen) > MAX_OBJECTS or child.count("/") > MAX_DEPTH:
                    raise cannot_read(self._path, tr("it has too many entries for a Keras model"))
            waiting.extend(reversed(inner))

    def _root(self) -> Any:
        with self._parsing():
            return self._file["/"]

    def _children(self, name: str, group: Any) -> list[tuple[str, Any]]:
        children = []
        with self._parsing():
            if len(group) > MAX_OBJECTS:
                raise cannot_read(self._path, tr("it has too many entries for a Keras model"))
            for key in group:
                child = f"{name}/{key}" if name else key
                if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                    raise cannot_read(
                        self._path,
                        tr(
                            "its entry {child} is a link, possibly to another file. "
                            "Save the weights themselves",
                            child=plain(child),
                        ),
                    )
                children.append((child, group[key]))
        return children

    def _info(self, name: str, dataset: Any) -> TensorInfo:
        """Return a dataset's shape and dtype, without reading its data."""
        with self._parsing():
            if dataset.external or dataset.is_virtual:
                raise cannot_read(
                    self._path,
                    tr(
                        "the values of {name} are in another file. Save them in this one",
                        name=plain(name),
                    ),
                )
            plist = dataset.id.get_create_plist()
            filters = {plist.get_filter(index)[0] for index in range(plist.get_nfilters())}
            if not filters <= _FILTERS:
                raise cannot_read(
                    self._path,
                    tr(
                        "{name} is compressed in a way that is not supported. Use gzip",
                        name=plain(name),
                    ),
                )
            shape = tuple(int(size) for size in dataset.shape or ())
            if dataset.shape is None:
                return TensorInfo((0,), "empty")
            return TensorInfo(shape, _dtype_name(dataset))

    def _parsing(self) -> AbstractContextManager[None]:
        return parsing(
            self._path,
            tr("it is not an HDF5 file, or it is damaged. {advice}", advice=tr(_DAMAGED)),
        )


def _dtype_name(dataset: Any) -> str:
    """Return torch's name for a dataset's dtype. Keras writes bfloat16 as two opaque bytes."""
    dtype = dataset.dtype
    if dtype.kind == "V" and dtype.itemsize == 2 and dtype.fields is None:
        return "bfloat16" if dataset.attrs.get("dtype") == "bfloat16" else "void"
    return str(dtype.newbyteorder("="))
