"""Token ids as a sequence: whole numbers on one axis, as rows of an embedding or one-hot."""

import io
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from ...arrays import Array, read_only
from ...experiment.tokens import Tokens
from ...translation import tr
from ..checkpoints import embeddings as embedding_files
from ..checkpoints.embeddings import Embedding
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..limits import check_explained
from ..registry import Format, Opened, recognise
from ..tables.columns import columns_named
from ..tables.npy import numpy_in_silence
from ..tables.npy_header import NpyHeader, npy_header, npz_headers
from . import sequence
from .column_choice import ColumnChoice
from .column_survey import start_of
from .sequence import Sequence
from .tokens import Ids, embedded, labels_of, one_hot

_DIGITS: Final = 7
"""Digits of the longest id taken for one: no vocabulary has ten million tokens."""


@dataclass(frozen=True, eq=False, slots=True)
class TokenIds:
    """Whole numbers from 0 on one axis, T of them."""

    path: Path
    ids: Ids = field(repr=False)

    @property
    def largest(self) -> int:
        """Return the largest id."""
        return int(self.ids.max())

    def fitting(self, embeddings: tuple[Embedding, ...]) -> tuple[Embedding, ...]:
        """Return the embeddings with a row for every id."""
        return tuple(embedding for embedding in embeddings if embedding.rows > self.largest)


def token_ids(
    path: StrPath, input_size: int, array: str | None = None, target: str | None = None
) -> TokenIds | None:
    """Read a file of token ids: a 1-D `.npy` or array of an `.npz`, or a table of one column.

    Args:
        path: the file. input_size: the LSTM's; where it is 1, a column is the input itself.
        array: the array's name in an archive; None for its only one.
        target: a further column of the table, which holds targets; None for none.

    Returns:
        None for a file of other numbers.

    Raises:
        FileError: the file cannot be read.
    """
    file = recognise(path)
    if file.format in (Format.NPY, Format.NPZ):
        values = _on_one_axis(file, array)
    elif input_size == 1 or not file.format.is_table:
        return None
    else:
        names, (width,) = start_of(file, None)
        targets = () if target is None else columns_named(file, (target,), names, width)
        ids = [place for place in range(width) if place not in targets]
        if len(ids) != 1:
            return None
        values = sequence.load(file, pick=ColumnChoice(tuple(ids))).values[:, 0]
    if values is None or not np.isfinite(values).all():
        return None
    if values.min() < 0 or values.max() >= 10**_DIGITS or (values % 1).any():
        return None
    return TokenIds(Path(path), values.astype(np.int64))


def load(
    found: TokenIds, embedding: str | None, input_size: int, checkpoint: StrPath | None
) -> Sequence:
    """Read token ids as an LSTM's input: (T, input_size).

    Args:
        found: the ids. embedding: a tensor of the checkpoint; None for one-hot vectors.
        input_size: the width to reach. checkpoint: the file that the model came from.

    Raises:
        FileError: one line on what does not fit.
    """
    path, ids, tokens = found.path, found.ids, None
    if embedding is None:
        _check(found, input_size, tr("the LSTM's input"))
        values, note = one_hot(path, ids, input_size), tr("token ids as one-hot vectors")
    else:
        if checkpoint is None:
            raise cannot_read(
                path, tr("its token ids need an embedding: open the checkpoint that has it")
            )
        candidates = embedding_files.embeddings(checkpoint, input_size)
        chosen = embedding_files.choose(checkpoint, candidates, embedding, input_size)
        _check(found, chosen.rows, plain(chosen.name))
        values = embedded(path, ids, embedding_files.rows_of(checkpoint, chosen))
        note = tr("token ids as rows of {name}", name=chosen.label)
        tokens = Tokens(ids, (), chosen.rows)
    labels = labels_of(tuple(map(str, ids.tolist())))
    return Sequence(path, read_only(values), None, labels, (note,), tokens=tokens)


def _check(found: TokenIds, rows: int, what: str) -> None:
    if found.largest >= rows:
        raise cannot_read(
            found.path,
            tr(
                "id {id} at t = {t} is too large: {what} has {rows} rows",
                id=found.largest,
                t=int(found.ids.argmax()),
                what=what,
                rows=rows,
            ),
        )


def _on_one_axis(file: Opened, array: str | None) -> Array | None:
    """Read the whole numbers of a 1-D array; None for any other."""
    if file.format is Format.NPY:
        header = npy_header(file)
    else:
        headers = npz_headers(file)
        array = next(iter(headers)) if array is None and len(headers) == 1 else array
        header = headers.get(array or "")
    if header is None or len(header.shape) != 1 or header.dtype.kind not in "iu":
        return None
    if not header.numel:
        return None
    check_explained(file, 3 * 8 * header.numel)
    damaged = tr("it is damaged or cut off: save it again")
    with parsing(file, damaged), reading(file), numpy_in_silence():
        return _read(file, array, header)


def _read(file: Opened, array: str | None, header: NpyHeader) -> Array:
    if file.format is Format.NPY:
        mapped: Array = np.load(os.fspath(file), mmap_mode="r", allow_pickle=False)
        return np.array(mapped)
    with zipfile.ZipFile(file) as archive, archive.open(f"{array}.npy") as member:
        most = header.length + header.numel * header.dtype.itemsize
        read: Array = np.load(io.BytesIO(member.read(most)), allow_pickle=False)
        return read
