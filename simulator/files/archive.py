"""Zip archives of stored entries: written slice by slice, and read without trust.

Nothing is ever compressed, or unpacked to the disk, so no archive can grow beyond its own size or
reach a path.
"""

import errno
import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, BinaryIO, cast

from ..translation import mark, tr
from .errors import StrPath, cannot_read, parsing, plain, reading

SLICE = 4 * 2**20
"""Number of bytes written, or read, at once."""
MAX_ENTRIES = 20_000
MAX_DIRECTORY = 4 * 2**20

_DAMAGED = mark("it is damaged. Use another copy")
_DATE = (1980, 1, 1, 0, 0, 0)


class ArchiveWriter:
    """Writer of entries into a file. Equal entries give equal bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *_: Any) -> None:
        self._zip.close()

    def add(self, name: str, blocks: Iterable[memoryview], size: int) -> Iterator[int]:
        """Write one entry of `size` bytes; yields the bytes of each slice.

        Every `SLICE` bytes are synced at once, so that the sync at the end takes no longer.
        """
        info = zipfile.ZipInfo(name, _DATE)
        info.file_size = size
        unsynced = 0
        with self._zip.open(info, "w") as stream:
            for block in blocks:
                for start in range(0, len(block), SLICE):
                    written = stream.write(block[start : start + SLICE])
                    unsynced += written
                    if unsynced >= SLICE:
                        self._file.flush()
                        os.fsync(self._file.fileno())
                        unsynced = 0
                    yield written


class Archive:
    """An opened archive. Use it in a `with` block.

    Attributes:
        sizes: the bytes of every entry, by its name.

    Raises:
        FileError: it is damaged, has compressed or overlapping entries, or names outside itself.
    """

    def __init__(self, path: StrPath) -> None:
        self._path = path
        with _understood(path):
            self._file = CarefulFile(path)
            try:
                self._zip = zipfile.ZipFile(self._file)
                self.sizes: Mapping[str, int] = self._checked(self._zip.infolist())
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open one entry as a stream; reading to its end verifies its checksum.

        Raises:
            FileError: it is missing or damaged; also within the block.
        """
        if name not in self.sizes:
            raise cannot_read(
                self._path,
                tr("it is damaged: {name} is missing. Use another copy", name=plain(name)),
            )
        with _understood(self._path), self._zip.open(name) as stream:
            yield cast(BinaryIO, stream)

    def _checked(self, entries: list[zipfile.ZipInfo]) -> dict[str, int]:
        if len(entries) > MAX_ENTRIES:
            raise cannot_read(
                self._path,
                tr(
                    "it has {count} entries; at most {most} are allowed",
                    count=len(entries),
                    most=MAX_ENTRIES,
                ),
            )
        sizes: dict[str, int] = {}
        for entry in entries:
            name = entry.filename
            if name in sizes:
                raise cannot_read(
                    self._path, tr("its entry {name} appears twice", name=plain(name))
                )
            if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                raise cannot_read(
                    self._path,
                    tr("its entry {name} points outside the file", name=plain(name)),
                )
            if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
                raise cannot_read(
                    self._path,
                    tr(
                        "its entry {name} is compressed, but Gatestep never compresses",
                        name=plain(name),
                    ),
                )
            sizes[name] = entry.file_size
        # Stored entries take their own room, unless they overlap to claim more than there is.
        if sum(sizes.values()) > os.fstat(self._file.fileno()).st_size:
            raise cannot_read(self._path, tr("its entries overlap. Use another copy"))
        return sizes


class CarefulFile(io.BufferedReader):
    """File that limits each read, so that a directory claiming gigabytes gets none.

    Args:
        path: the file. most: bytes of the longest directory that is read.
    """

    def __init__(self, path: StrPath, most: int = MAX_DIRECTORY) -> None:
        super().__init__(open(path, "rb", buffering=0))  # noqa: SIM115
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:  # the rest; only the end of the file is read so
            return super().read(self._most)
        if size > self._most:
            raise zipfile.BadZipFile("its directory is too large")
        return super().read(size)


@contextmanager
def _understood(path: StrPath) -> Iterator[None]:
    """Turn any exception of `zipfile` on a damaged archive into a FileError."""
    with parsing(path, tr(_DAMAGED)), reading(path), _seeks_within():
        yield


@contextmanager
def _seeks_within() -> Iterator[None]:
    """Blame the archive, not the system, for an offset before the start of the file."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise zipfile.BadZipFile from error
        raise
