"""Folder of sequences: each file in it is a batch of its own, as training takes them."""

import os
from collections.abc import Sequence as Several
from pathlib import Path
from typing import Final

import numpy as np

from ...experiment.normalisation import Normalisation, Statistics
from ...translation import tr
from ..errors import StrPath, cannot_read, plain, reading
from ..registry import Format
from .batch import check_alike
from .sequence import Sequence

SUFFIXES: Final = frozenset(
    suffix
    for format in Format
    if "sequence" in format.row.holds
    for suffix in format.row.all_suffixes
)
"""Suffixes by which a file in a folder is taken for a sequence."""


def sequences_in(folder: StrPath) -> tuple[Path, ...]:
    """List the sequences of a folder, by name; hidden files and folders in it are left out.

    Raises:
        FileError: the folder cannot be read, or has no file with a suffix of `SUFFIXES`.
    """
    found = [path for path in files_in(folder) if path.suffix.lower() in SUFFIXES]
    if not found:
        kinds = " ".join(sorted(SUFFIXES))
        why = tr("it has no sequence files. Add some ({kinds})", kinds=kinds)
        raise cannot_read(folder, why)
    return tuple(found)


def named_alike(folder: StrPath, path: StrPath) -> Path:
    """Return the file of a folder that has the name of another, but for the suffix.

    Raises:
        FileError: the folder cannot be read, or has none or several of that name.
    """
    stem = Path(path).stem
    found = [other for other in files_in(folder) if other.stem == stem]
    if len(found) == 1:
        return found[0]
    why = tr(
        "no file in it has the same name as {path}: each sequence needs a matching one",
        path=plain(path),
    )
    if found:
        why = tr(
            "several of its files share the name of {path}. Keep one of them", path=plain(path)
        )
    raise cannot_read(folder, why)


def fitted_over(sequences: Several[Sequence]) -> Normalisation | None:
    """Fit the normalisation that sequences ask for to all of them together; None for none.

    Args:
        sequences: at least one, with the same features and request.

    Raises:
        FileError: they have other columns than the first.
        ValueError: numbers that cannot be normalised.
    """
    first = sequences[0]
    for other in sequences[1:]:
        names = (one.columns or ("",) * one.width for one in (other, first))
        check_alike(other.path, next(names), first.path, next(names))
    kind, by = first.normalisation
    features = (
        np.concatenate([one.values[..., k].ravel() for one in sequences])
        for k in range(first.width)
    )
    return Normalisation.fitted(kind, tuple(map(Statistics.of, features)), by)


def files_in(folder: StrPath) -> list[Path]:
    """List the files of a folder, by name, but for hidden ones.

    Raises:
        FileError: the folder cannot be read.
    """
    with reading(folder):
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    paths = (Path(folder, name) for name in names)
    return [path for path in paths if path.is_file()]
