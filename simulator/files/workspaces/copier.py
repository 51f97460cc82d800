"""Copier of `.gatestep` files (see `writer`), which leaves out what is not for everyone."""

import json
from collections.abc import Collection, Generator, Iterator

from ...translation import tr
from ..archive import SLICE, Archive, ArchiveWriter
from ..atomic import Check, atomic_write
from ..errors import StrPath, cannot_read
from .reader import content_of
from .writer import ENTRY


def copying(
    source: StrPath, without: Collection[str], path: StrPath, check: Check | None = None
) -> Generator[float, None, None]:
    """Copy a workspace a few megabytes at a time; yields the fraction done.

    At every moment `path` is complete, either the old or the new file.

    Args:
        without: the names of the entries of the view that are left out.
        check: as for `atomic_write`.

    Raises:
        FileError: the source is damaged, or the file cannot be written.
    """
    with Archive(source) as archive:
        text = memoryview(_content_without(source, archive, without))
        sizes = {**archive.sizes, ENTRY: len(text)}
        total, done = sum(sizes.values()), 0
        with atomic_write(path, check=check) as file, ArchiveWriter(file) as copy:
            for name, size in sizes.items():
                blocks = iter((text,)) if name == ENTRY else _blocks(archive, name)
                for written in copy.add(name, blocks, size):
                    done += written
                    yield done / total


def _content_without(source: StrPath, archive: Archive, without: Collection[str]) -> bytes:
    content = content_of(source, archive)
    view = content.get("view")
    if isinstance(view, dict):
        content["view"] = {name: entry for name, entry in view.items() if name not in without}
    try:
        return json.dumps(content, allow_nan=False).encode("ascii")
    except ValueError:  # 1e999 is no number that a file may have
        raise cannot_read(
            source, tr("its {entry} is damaged. Use another copy", entry=ENTRY)
        ) from None


def _blocks(archive: Archive, name: str) -> Iterator[memoryview]:
    with archive.open(name) as stream:
        while block := stream.read(SLICE):
            yield memoryview(block)
