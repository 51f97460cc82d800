"""Files of torch.save before PyTorch 1.6: five pickles, then the numbers of each storage."""

from typing import Any, BinaryIO, Final

from .stored_tensor import SIZES, NotPlain, Storage, storage_dtype
from .unpickler import Global, Reference, unpickle

MAGIC: Final = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""First of the five pickles."""
_PROTOCOL: Final = 1001


class LegacyLayout:
    """What such a file holds: its content, and the storages that the content refers to.

    Args:
        file: stands behind `MAGIC`, at the start of the file or of bytes within a pickle.
        data: all bytes of the file. is_file: False for bytes within a pickle.

    Attributes:
        content: what was saved (see `unpickler`).

    Raises:
        NotPlain: it is cut off, or contradicts itself. Exception: as `unpickle`.
    """

    def __init__(self, file: BinaryIO, data: memoryview, is_file: bool = True) -> None:
        if unpickle(file) != _PROTOCOL:
            raise NotPlain
        machine = unpickle(file)
        is_little = not isinstance(machine, dict) or machine.get("little_endian") is not False
        references: list[Reference] = []
        self.content = unpickle(file, references)
        keys = unpickle(file)
        if not isinstance(keys, list):
            raise NotPlain
        kinds = {key: dtype for key, dtype, _, _ in map(_parts, references)}
        self._storages: dict[Any, Storage] = {}
        begin = file.tell()
        for key in keys:
            if not isinstance(key, str) or key not in kinds or begin + 8 > len(data):
                raise NotPlain
            numel = int.from_bytes(data[begin : begin + 8], "little" if is_little else "big")
            begin, end = begin + 8, begin + 8 + numel * SIZES.get(kinds[key], 1)
            if end > len(data):
                raise NotPlain
            self._storages[key] = Storage(
                kinds[key],
                numel,
                data[begin:end],
                begin if is_file else None,
                order="<" if is_little else ">",
            )
            begin = end

    def storage(self, id: Any) -> Storage:
        """Find the storage of a persistent id; a part of one, where the id says so.

        Raises:
            NotPlain: there is none.
        """
        key, _, numel, first = _parts(Reference(id))
        if key not in self._storages:
            raise NotPlain
        found = self._storages[key].part(first, numel)
        if not found.is_whole():
            raise NotPlain
        return found


def _parts(reference: Reference) -> tuple[str, str, int, int]:
    """Return a storage's key, dtype, number of elements, and first element."""
    match reference.id:
        case ("storage", Global(kind), str(key), _, int(numel)):
            return key, storage_dtype(kind), numel, 0
        case ("storage", Global(kind), str(key), _, int(numel), None):
            return key, storage_dtype(kind), numel, 0
        case ("storage", Global(kind), str(key), _, int(), (_, int(first), int(numel))):
            return key, storage_dtype(kind), numel, first
    raise NotPlain
