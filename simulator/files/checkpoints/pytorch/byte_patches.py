"""Numbers put back into a file of torch's: bytes replaced in place, all others left alone."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple, TypeVar

import numpy as np

from ....arrays import Array
from ....translation import tr
from ...errors import StrPath, cannot_write, plain
from ...tensors import FLOATS, STORED
from .file import TorchFile
from .stored_tensor import NotPlain, Storage, StoredTensor

Bytes = bytes | bytearray | memoryview
_Found = TypeVar("_Found")


class Patches(NamedTuple):
    """Bytes to replace, by their offset; and other tensors that share them, by name."""

    bytes: Mapping[int, Bytes]
    tied: tuple[str, ...] = ()


def patches(
    path: StrPath, source: TorchFile, changes: Mapping[str, Array], kept: Iterable[str]
) -> Patches:
    """Find the bytes of a file that hold the changed tensors.

    Tensors that share numbers with a changed one are one parameter in the model: they change too.

    Args:
        path: the file. source: the file, opened.
        changes: elements as stored, by the tensor's name.
        kept: names of tensors that must not change.

    Raises:
        FileError: the numbers lie within the pickle, or belong to a tensor that must not change.
    """
    found: dict[int, bytearray] = {}
    old: dict[int, memoryview] = {}
    for name, raw in changes.items():
        storage, begin = _place(path, name, source.tensors[name])
        if begin not in found:
            old[begin], found[begin] = storage.data, bytearray(storage.data)
        source.tensors[name].elements(found[begin])[...] = raw
    for name in (*changes, *kept):
        tensor = source.tensors[name]
        data = _of_storage(tensor, found)
        wanted = changes[name] if name in changes else tensor.elements()
        if data is not None and tensor.elements(data).tobytes() != wanted.tobytes():
            raise cannot_write(
                path,
                tr(
                    "{name} shares its values with another weight in the file, and "
                    "only one of them was edited. Make the same edit in both, or "
                    "save only the model",
                    name=plain(name),
                ),
            )
    differing = {
        begin: np.frombuffer(old[begin], np.uint8) != np.frombuffer(data, np.uint8)
        for begin, data in found.items()
    }
    tied = tuple(
        name
        for name, tensor in source.tensors.items()
        if name not in changes and _is_changed(tensor, _of_storage(tensor, differing))
    )
    replaced: dict[int, Bytes] = dict(found)
    if source.zip is not None:
        for begin, data in found.items():
            replaced.update(source.zip.checksums(begin, data))
    return Patches(replaced, tied)


def patched(source: TorchFile, name: str, replaced: Mapping[int, Bytes]) -> Array | None:
    """Return the elements of a tensor of `STORED` dtype, with the replaced bytes (see `Patches`).

    None is returned for a tensor that is not plain, or that claims more than the file holds.
    """
    tensor = source.tensors[name]
    if tensor.storage is None or tensor.info.dtype not in STORED or tensor.claims_too_much():
        return None
    with suppress(NotPlain):
        return tensor.elements(_of_storage(tensor, replaced))
    return None


def _place(path: StrPath, name: str, tensor: StoredTensor) -> tuple[Storage, int]:
    if tensor.storage is None or tensor.storage.begin is None:
        raise cannot_write(
            path,
            tr("{name} has no separate values in the file. Save only the model", name=plain(name)),
        )
    return tensor.storage, tensor.storage.begin


def _is_changed(tensor: StoredTensor, differing: Array | None) -> bool:
    """Return True for a float tensor with other numbers among the replaced bytes.

    Args:
        tensor: the tensor.
        differing: True for each byte of its storage that is another now; None for no byte.
    """
    if differing is None or tensor.info.dtype not in FLOATS or tensor.claims_too_much():
        return False
    with suppress(NotPlain):
        found = tensor.elements(differing)
        return bool(found.view(f"u{found.itemsize}").any())
    return False


def _of_storage(tensor: StoredTensor, found: Mapping[int, _Found]) -> _Found | None:
    """Return what is found for a tensor's storage, by the offset of the storage in the file."""
    begin = None if tensor.storage is None else tensor.storage.begin
    return None if begin is None else found.get(begin)
