"""Zip files of torch.save (since PyTorch 1.6) and torch.jit.save: their records."""

import re
import zipfile
import zlib
from typing import Any, Final

from ....translation import mark, tr
from ...errors import StrPath, cannot_read, plain
from .stored_tensor import NotPlain, Storage, storage_dtype
from .unpickler import Global

MAX_RECORDS: Final = 50_000
MAX_PICKLE: Final = 64 * 2**20
_LOCAL: Final = 30
"""Bytes of a record's own header, before its name."""
_ENTRY: Final = 46
"""Bytes of a record's entry in the directory, before its name."""
_DESCRIPTOR: Final = b"PK\x07\x08"
"""Start of the checksum behind a record's bytes."""

SAVE_STATE_DICT: Final = mark("Save model.state_dict() instead, with torch.save or as .safetensors")
DAMAGED: Final = mark("it is damaged. Download or save it again")
_EXPORTED: Final = re.compile(
    r"(.*/)?(archive_format|models/model\.json|serialized_exported_program\.json)", re.DOTALL
)


class ZipLayout:
    """Records of an opened zip file.

    Args:
        path: the file. data: its bytes.

    Raises:
        FileError: it is no zip file of torch's, or claims more than it has.
    """

    def __init__(self, path: StrPath, archive: zipfile.ZipFile, data: memoryview) -> None:
        self._path, self._data = path, data
        records = archive.infolist()
        names = [record.filename for record in records]
        pickles = [name for name in names if name.endswith("/data.pkl")]
        if any(map(_EXPORTED.fullmatch, names)):
            raise cannot_read(
                path,
                tr(
                    "it is a torch.export program (.pt2), not a state dict. Load it "
                    "with torch.export.load and save its state_dict with torch.save"
                ),
            )
        if len(pickles) != 1:
            raise cannot_read(
                path,
                tr(
                    "it is a zip file, but not one of PyTorch's. {advice}",
                    advice=tr(SAVE_STATE_DICT),
                ),
            )
        if len(records) > MAX_RECORDS or archive.getinfo(pickles[0]).file_size > MAX_PICKLE:
            raise cannot_read(path, tr("it has too many entries for a state dict"))
        # Entries may overlap, to claim more than there is.
        if sum(record.compress_size for record in records) > len(data):
            raise cannot_read(path, tr(DAMAGED))
        self._records = {record.filename: record for record in records}
        self._names, self._directory = names, archive.start_dir
        self._root = pickles[0].removesuffix("data.pkl")
        order = self._root + "byteorder"
        is_big = order in self._records and bytes(self._bytes(order)) == b"big"
        self._order = ">" if is_big else "<"
        self._storages: dict[tuple[str, str], Storage] = {}

    @property
    def pickle(self) -> memoryview:
        """Bytes of the pickle of everything but the numbers."""
        return self._bytes(self._root + "data.pkl")

    @property
    def has_constants(self) -> bool:
        """True for a program of TorchScript with tensors outside its modules."""
        return any(name.startswith(f"{self._root}constants/") for name in self._records)

    def storage(self, id: Any) -> Storage:
        """Find the storage of a persistent id.

        Raises:
            NotPlain: there is none.
        """
        match id:
            case ("storage", Global(kind), str(key), _, int(numel), *_):
                name = f"{self._root}data/{key}"
            case _:
                raise NotPlain
        if name not in self._records:
            raise NotPlain
        if (name, kind) not in self._storages:
            begin, data = self._begin(name), self._bytes(name)
            self._storages[name, kind] = Storage(
                storage_dtype(kind), numel, data, begin, order=self._order
            )
        found = self._storages[name, kind]
        if not found.is_whole():
            raise NotPlain
        return found

    def checksums(self, begin: int, data: bytes | bytearray) -> dict[int, bytes]:
        """Return the checksum of a storage's new bytes, by each offset where it is to be written.

        torch.save can leave checksums out; then there are none.

        Args:
            begin: offset of the storage's bytes. data: the new ones, as many.
        """
        name = next(name for (name, _), at in self._storages.items() if at.begin == begin)
        record, end = self._records[name], begin + len(data)
        if zlib.crc32(self._data[begin:end]) != record.CRC:
            return {}
        old, new = record.CRC.to_bytes(4, "little"), zlib.crc32(data).to_bytes(4, "little")
        signed = bytes(self._data[end : end + 4]) == _DESCRIPTOR
        places = (record.header_offset + 14, end + 4 * signed, self._entry(name) + 16)
        return {at: new for at in places if bytes(self._data[at : at + 4]) == old}

    def _entry(self, name: str) -> int:
        """Return the offset of a record's entry in the directory at the end of the file."""
        at = found = self._directory
        for other in self._names:
            found = at if other == name else found  # of equal names the last one counts
            lengths = (self._data[at + 28 + 2 * n : at + 30 + 2 * n] for n in range(3))
            at += _ENTRY + sum(int.from_bytes(length, "little") for length in lengths)
        return found

    def _begin(self, name: str) -> int:
        """Return the offset of a record's bytes in the file.

        Raises:
            FileError: it is compressed. NotPlain: it is not within the file.
        """
        record = self._records[name]
        # Compressed records could unpack to a thousand times the size of the file.
        if record.compress_type != zipfile.ZIP_STORED or record.file_size != record.compress_size:
            raise cannot_read(
                self._path,
                tr(
                    "its record {name} is compressed, which torch.save never does. {advice}",
                    name=plain(name),
                    advice=tr(SAVE_STATE_DICT),
                ),
            )
        header = bytes(self._data[record.header_offset : record.header_offset + _LOCAL])
        if len(header) < _LOCAL or not header.startswith(b"PK\x03\x04"):
            raise NotPlain
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        begin = record.header_offset + _LOCAL + lengths
        if begin + record.file_size > len(self._data):
            raise NotPlain
        return begin

    def _bytes(self, name: str) -> memoryview:
        begin = self._begin(name)
        return self._data[begin : begin + self._records[name].file_size]
