"""KnownFiles: the files that documents are saved to, as they were when last read or written."""

import hashlib
import os
from collections.abc import Container
from typing import NamedTuple

from simulator.experiment.experiment import Experiment
from simulator.files.stamp import Stamp

_COMPARED_BYTES = 16 * 2**20
"""Largest file whose contents are compared; of a larger one a new time counts as a change."""


class KnownFile(NamedTuple):
    """File of a document, and its stamp when it held what is known; None when it held nothing."""

    path: str
    stamp: Stamp | None

    @property
    def target(self) -> str:
        """Path of the file itself, where symbolic links lead."""
        return os.path.realpath(self.path)

    def is_newer(self) -> bool:
        """Return True when something else is there now. A file that is gone is not newer."""
        now = Stamp.of(self.path)
        return now is not None and now != self.stamp


class KnownFiles:
    """Files of documents. A document and its edits share their original, which is the key."""

    def __init__(self) -> None:
        self._files: dict[Experiment, KnownFile] = {}
        self._digests: dict[Experiment, bytes] = {}
        self._lost: set[Experiment] = set()
        self._written: dict[str, Stamp | None] = {}  # by their targets

    def of(self, original: Experiment) -> KnownFile | None:
        """Return the file of a document; None when it has none yet."""
        return self._files.get(original)

    def remember(self, original: Experiment, path: str, stamp: Stamp | None) -> None:
        """Save a document and its edits to this file from now on."""
        file = self._files[original] = KnownFile(os.path.abspath(path), stamp)
        self._lost.discard(original)
        self._digests.pop(original, None)
        if stamp is not None and not file.is_newer():
            self._digests[original] = _digest(path, stamp.size)

    def keep(self, originals: Container[Experiment]) -> None:
        """Forget the files of all other documents."""
        self._files = {own: file for own, file in self._files.items() if own in originals}
        self._digests = {own: it for own, it in self._digests.items() if own in originals}
        self._lost = {own for own in self._lost if own in originals}

    def take_written(self, file: KnownFile) -> set[Experiment]:
        """Note a file just written; return the documents that it no longer holds."""
        self._written[file.target] = file.stamp
        replaced = {own for own, other in self._files.items() if other.target == file.target}
        for original in replaced:
            del self._files[original]
        return replaced

    def is_own(self, path: str) -> bool:
        """Return True when the file there is one that this window last read or wrote."""
        now = Stamp.of(path)
        known = (*self._written.values(), *(file.stamp for file in self._files.values()))
        return now is not None and now in known

    def take_lost(self) -> dict[Experiment, str]:
        """Return the documents whose files no longer hold them, once each, with the paths.

        A file is gone, or holds something else. The stamps stay, so that a save asks.
        """
        for own, file in self._files.items():
            self._accept_touch(own, file)
        lost = {
            own: file.path
            for own, file in self._files.items()
            if file.stamp not in (None, Stamp.of(file.path)) and own not in self._lost
        }
        self._lost |= lost.keys()
        return lost

    def _accept_touch(self, original: Experiment, file: KnownFile) -> None:
        """Take the new time of a file whose contents are the same."""
        now, known = Stamp.of(file.path), self._digests.get(original)
        if now is None or file.stamp is None or now == file.stamp or not known:
            return
        if now[1:] == file.stamp[1:] and _digest(file.path, now.size) == known:
            self._files[original] = file._replace(stamp=now)


def _digest(path: str, size: int) -> bytes:
    """Return the digest of a file's contents; empty when it is too large or cannot be read."""
    if size > _COMPARED_BYTES:
        return b""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "blake2b").digest()
    except OSError:
        return b""
