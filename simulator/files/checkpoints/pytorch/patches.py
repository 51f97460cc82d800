"""Numbers put back into a file of torch's: bytes replaced in place, all others left alone."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ....arrays import Array
from ....translation import tr
from ...errors import StrPath, cannot_write, plain
from ...tensors import FLOATS
from .file import TorchFile
from .stored_tensor import NotPlain, Storage, StoredTensor

Bytes = bytes | bytearray | memoryview


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
    for name, raw in changes.items():
        storage, begin = _place(path, name, source.tensors[name])
        found.setdefault(begin, bytearray(storage.data))
        source.tensors[name].elements(found[begin])[...] = raw
    for name in (*changes, *kept):
        tensor = source.tensors[name]
        data = _new_bytes(tensor, found)
        wanted = changes[name] if name in changes else tensor.elements()
        if data is not None and tensor.elements(data).tobytes() != wanted.tobytes():
            raise cannot_write(
                path,
                tr(
                    "{name} shares its numbers with another weight there, and only one of them "
                    "was edited: edit both alike, or save the model alone",
                    name=plain(name),
                ),
            )
    tied = tuple(
        name
        for name, tensor in source.tensors.items()
        if name not in changes and _is_changed(tensor, found)
    )
    replaced: dict[int, Bytes] = dict(found)
    if source.zip is not None:
        for begin, data in found.items():
            replaced.update(source.zip.checksums(begin, data))
    return Patches(replaced, tied)


def _place(path: StrPath, name: str, tensor: StoredTensor) -> tuple[Storage, int]:
    if tensor.storage is None or tensor.storage.begin is None:
        raise cannot_write(
            path,
            tr("{name} has no numbers of its own there: save the model alone", name=plain(name)),
        )
    return tensor.storage, tensor.storage.begin


def _is_changed(tensor: StoredTensor, found: Mapping[int, bytearray]) -> bool:
    """Return True for a float tensor with other numbers among the replaced bytes."""
    data = _new_bytes(tensor, found)
    if data is None or tensor.info.dtype not in FLOATS or tensor.claims_too_much():
        return False
    try:
        return tensor.elements(data).tobytes() != tensor.elements().tobytes()
    except NotPlain:
        return False


def _new_bytes(tensor: StoredTensor, found: Mapping[int, bytearray]) -> bytearray | None:
    """Return the replaced bytes of a tensor's storage, if they are."""
    begin = None if tensor.storage is None else tensor.storage.begin
    return None if begin is None else found.get(begin)
