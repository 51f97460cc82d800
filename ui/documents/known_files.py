"""KnownFiles: the files that documents are saved to, as they were when last read or written."""

import os
from collections.abc import Container
from typing import NamedTuple

from simulator.experiment.experiment import Experiment
from simulator.files.stamp import Stamp


class KnownFile(NamedTuple):
    """File of a document, and its stamp when it held what is known; None when it held nothing."""

    path: str
    stamp: Stamp | None

    def is_newer(self) -> bool:
        """Return True when something else is there now. A file that is gone is not newer."""
        now = Stamp.of(self.path)
        return now is not None and now != self.stamp


class KnownFiles:
    """Files of documents. A document and its edits share their original, which is the key."""

    def __init__(self) -> None:
        self._files: dict[Experiment, KnownFile] = {}

    def of(self, original: Experiment) -> KnownFile | None:
        """Return the file of a document; None when it has none yet."""
        return self._files.get(original)

    def remember(self, original: Experiment, path: str, stamp: Stamp | None) -> None:
        """Save a document and its edits to this file from now on."""
        self._files[original] = KnownFile(os.path.abspath(path), stamp)

    def keep(self, originals: Container[Experiment]) -> None:
        """Forget the files of all other documents."""
        self._files = {own: file for own, file in self._files.items() if own in originals}

    def let_go_of(self, path: str) -> set[Experiment]:
        """Forget a file that is written over; return the documents that it no longer holds."""
        path = os.path.abspath(path)
        replaced = {own for own, file in self._files.items() if file.path == path}
        for original in replaced:
            del self._files[original]
        return replaced

    def take_vanished(self) -> dict[Experiment, str]:
        """Return the documents whose files are newly gone, with their paths."""
        gone = {
            own: file.path
            for own, file in self._files.items()
            if file.stamp is not None and Stamp.of(file.path) is None
        }
        for original, path in gone.items():
            self._files[original] = KnownFile(path, None)
        return gone
