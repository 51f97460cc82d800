"""Token ids as a sequence: whole numbers on one axis, as rows of an embedding or one-hot."""

import io
import os
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from ...arrays import Array, read_only
from ...experiment.tokens import Tokens
from ...translation import tr
from ..checkpoints import embeddings as embedding_files
from ..checkpoints.embeddings import Embedding
from ..errors import FileError, StrPath, cannot_read, parsing, plain, reading
from ..limits import check_explained
from ..registry import Format, Opened, recognise
from ..tables.columns import columns_named
from ..tables.npy import numpy_in_silence
from ..tables.npy_header import NpyHeader, npy_header, npz_headers
from . import sequence
from .column_choice import ColumnChoice
from .column_survey import start_of
from .sequence import Sequence
from .text import IDS, parts_of, read_text, shown, split_text, token_place
from .tokens import Ids, TokenReading, embedded, labels_of, one_hot
from .tokens import load as load_tokens

_DIGITS: Final = 7
"""Digits of the longest id taken for one: no vocabulary has ten million tokens."""
_NUMBER: Final = re.compile(
    r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?(inf|nan)", re.I
)
"""A number as ids are written, and not as a row of digits is, which begins with 0."""


class NoId(FileError):
    """A number is not a token id, or the embedding has no row for it."""


@dataclass(frozen=True, eq=False, slots=True)
class TokenIds:
    """Whole numbers from 0 on one axis, T of them.

    Attributes:
        text: the text that they stand in; None for numbers of another file.
    """

    path: Path
    ids: Ids = field(repr=False)
    text: str | None = field(default=None, repr=False)

    @property
    def largest(self) -> int:
        """Return the largest id."""
        return int(self.ids.max())

    def fitting(self, embeddings: tuple[Embedding, ...]) -> tuple[Embedding, ...]:
        """Return the embeddings with a row for every id."""
        return tuple(embedding for embedding in embeddings if embedding.rows > self.largest)

    def check(self, embedding: Embedding | None, input_size: int) -> None:
        """Check that every id has a row of the embedding, or a number of a one-hot vector.

        Raises:
            NoId: gives the place of the largest id.
        """
        rows = input_size if embedding is None else embedding.rows
        if self.largest < rows:
            return
        t = int(self.ids.argmax())
        place = f"t = {t}" if self.text is None else token_place(self.text, IDS, t)
        if embedding is None:
            too_large = tr(
                "id {id} at {place} is too large for a one-hot vector of length "
                "{rows}. Use ids from 0 to {last}",
                id=self.largest,
                place=place,
                rows=rows,
                last=rows - 1,
            )
        else:
            too_large = tr(
                "id {id} at {place} is too large: {what} has {rows} rows. Use ids from 0 to {last}",
                id=self.largest,
                place=place,
                what=plain(embedding.name),
                rows=rows,
                last=rows - 1,
            )
        raise _no_id(self.path, too_large)


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


def looks_like_ids(text: str, fewest: int = 2) -> bool:
    """Return True for some numbers or more, one of them whole, and nothing else.

    Whether each is an id, `in_text` says. A row of digits, such as `0110`, is not a number here.
    """
    count, whole = 0, False
    for part in parts_of(text, IDS):
        if not _NUMBER.fullmatch(part[0]):
            return False
        count, whole = count + 1, whole or float(part[0]) % 1 == 0
    return count >= fewest and whole


def _suffices_as_table(text: str, input_size: int) -> bool:
    """Return True for lines as wide as the input, or wider where there are several.

    The first two decide.
    """
    lines = islice(re.finditer(r".*\S.*", text), 2)
    first, *others = (sum(1 for _ in parts_of(line[0], IDS)) for line in lines)
    return first == input_size if not others else others == [first] and first >= input_size


def in_text(path: StrPath, text: str) -> TokenIds:
    """Read the token ids of a text, between white space, commas and semicolons.

    Raises:
        NoId: a token is not a whole number from 0; gives its place. FileError: there are no tokens.
    """
    tokens = split_text(path, text, IDS)
    if not tokens:
        raise cannot_read(path, tr("it contains no text. Add some"))
    known = {token: _id(token) for token in set(tokens)}
    ids = np.fromiter((known[token] for token in tokens), np.int64, len(tokens))
    if ids.min() < 0:
        index = int(ids.argmin())
        raise _no_id(
            path,
            tr(
                "{place} is {token}. Give token ids, whole numbers from 0 to {most:,}",
                place=token_place(text, IDS, index),
                token=shown(tokens[index]),
                most=10**_DIGITS - 1,
            ),
        )
    return TokenIds(Path(path), ids, text)


def text_of_ids(file: Opened, input_size: int, embedded: bool = False) -> str | None:
    """Return the text of a file that looks like token ids; None for any other file.

    Args:
        file: of any format. input_size: the LSTM's.
        embedded: an embedding will read it, so it is not a table of features.

    Raises:
        FileError: it is a text that cannot be read.
    """
    if file.format is Format.TEXT or (embedded and file.format is Format.CSV):
        text = read_text(file)
        return text if looks_like_ids(text, 1 if embedded else 2) else None
    if file.format is Format.CSV and Path(file).suffix.lower() in Format.TEXT.row.all_suffixes:
        with suppress(FileError):  # its reader says what a table lacks
            text = read_text(file)
            first = next(parts_of(text, IDS), None)
            if first is None or _id(first[0]) < 0 or _suffices_as_table(text, input_size):
                return None
            return text if len(in_text(file, text).ids) > 1 else None
    return None


def load_text(
    path: StrPath, reading: TokenReading, input_size: int, checkpoint: StrPath | None
) -> Sequence:
    """Read a text's ids, or its tokens by a vocabulary, as an LSTM's input: (T, input_size).

    Args:
        path: the text. reading: the options. input_size: the width to reach.
        checkpoint: the file that the model came from, which holds the embedding.

    Raises:
        FileError: one line on what cannot be read or does not fit.
    """
    if reading.split != IDS:
        return load_tokens(path, reading, input_size, checkpoint)
    return load(in_text(path, read_text(path)), reading.embedding, input_size, checkpoint)


def note_on(embedding: Embedding | None) -> str:
    """Return the remark for the user on how token ids are read."""
    if embedding is None:
        return tr("token ids as one-hot vectors")
    return tr("token ids as rows of {name}", name=embedding.label)


def _no_id(path: StrPath, why: str) -> NoId:
    return NoId(str(cannot_read(path, why)))


def _id(token: str) -> int:
    """Return the id that a token is, -1 for none."""
    number = float(token) if _NUMBER.fullmatch(token) else -1
    return int(number) if 0 <= number < 10**_DIGITS and number % 1 == 0 else -1


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
        found.check(None, input_size)
        values, note = one_hot(path, ids, input_size), note_on(None)
    else:
        if checkpoint is None:
            raise cannot_read(
                path, tr("its token ids need an embedding. Open the checkpoint that has it")
            )
        candidates = embedding_files.embeddings(checkpoint, input_size)
        chosen = embedding_files.choose(checkpoint, candidates, embedding, input_size)
        found.check(chosen, input_size)
        values = embedded(path, ids, embedding_files.rows_of(checkpoint, chosen))
        note = note_on(chosen)
        tokens = Tokens(ids, (), chosen.rows)
    labels = labels_of(tuple(map(str, ids.tolist())))
    return Sequence(path, read_only(values), None, labels, (note,), tokens=tokens)


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
    damaged = tr("it is damaged or truncated. Save it again")
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
