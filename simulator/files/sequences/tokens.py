"""Text as a sequence: its tokens' ids, as one-hot vectors or as rows of an embedding."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arrays import Array, cast, read_only
from ...experiment.tokens import Tokens
from ...translation import tr
from ..checkpoints import embeddings as embedding_files
from ..checkpoints.embeddings import Embedding
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import check_fits
from .sequence import Sequence
from .text import CHARACTERS, read_text, shown, split_text, token_place
from .vocabulary import Vocabulary, read_vocabulary

Ids = NDArray[np.int64]

_MOST_LABELS = 2**20
_MOST_BRACKETS = 100_000
_MOST_ONE_HOT = 2**27
"""Largest number of numbers in one-hot vectors: half a GB as float32."""


@dataclass(frozen=True, slots=True)
class TokenReading:
    """Options for reading a text.

    Attributes:
        split: one of `text.SPLITS`, or `text.IDS`.
        vocabulary: the path of a file; None to build it from the text, or for ids.
        embedding: the name of a tensor of the model's checkpoint; None for one-hot vectors.
    """

    split: str = CHARACTERS
    vocabulary: str | None = None
    embedding: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Encoded:
    """Tokens of a text, with their ids.

    Attributes:
        tokens: T of them. ids: (T,).
        others: the number of tokens outside the vocabulary, which have its unknown token's id.
        cut: True where a final line break was left out because the vocabulary lacks it.
    """

    path: Path
    split: str
    vocabulary: Vocabulary
    tokens: tuple[str, ...]
    ids: Ids
    others: int = 0
    cut: bool = False


def encode(path: StrPath, text: str, split: str, vocabulary: Vocabulary | None = None) -> Encoded:
    """Encode a text's tokens as ids, by a vocabulary or by one built from the text.

    Raises:
        FileError: no tokens, or a token without an id; gives its place.
    """
    tokens = split_text(path, text, split)
    if not tokens:
        raise cannot_read(path, tr("it contains no text. Add some"))
    if vocabulary is None:
        vocabulary = Vocabulary.built(tokens)
    spare = vocabulary.unknown
    cut = len(tokens) > 1 and tokens[-1] == "\n" and "\n" not in vocabulary.ids and spare is None
    tokens = tokens[:-1] if cut else tokens
    strange = -1 if spare is None else vocabulary.ids[spare]
    known: Mapping[str, int] = vocabulary.ids
    ids = np.fromiter((known.get(token, strange) for token in tokens), np.int64, len(tokens))
    if spare is None and ids.min() < 0:
        raise _not_in(path, text, split, vocabulary, int(ids.argmin()), tokens)
    others = 0 if spare is None else sum(token not in known for token in tokens)
    return Encoded(Path(path), split, vocabulary, tokens, ids, others, cut)


def check_width(encoded: Encoded, input_size: int, embedding: Embedding | None = None) -> None:
    """Check that one-hot vectors are as wide as the LSTM's input, or that every id has a row.

    Raises:
        FileError: names both sizes, and a cure.
    """
    size = encoded.vocabulary.size
    wanted = input_size if embedding is None else embedding.rows
    if size == wanted or (embedding is not None and size < wanted):
        return
    path = encoded.vocabulary.path
    if path is not None:
        has = tr("{name} has {size} ids", name=plain(path.name), size=size)
    elif size == 1:
        has = tr("the text repeats a single token")
    elif encoded.split == CHARACTERS:
        has = tr("the text has {size} different characters", size=size)
    else:
        has = tr("the text has {size} different words", size=size)
    if embedding is None:
        why = tr(
            "{has}, but the LSTM reads {wanted}. Choose a vocabulary of {wanted} tokens",
            has=has,
            wanted=wanted,
        )
    else:
        why = tr(
            "{has}, but {name} has {wanted} rows. Choose a vocabulary of {wanted} tokens or fewer",
            has=has,
            name=plain(embedding.name),
            wanted=wanted,
        )
    raise cannot_read(encoded.path, why)


def one_hot(path: StrPath, ids: Ids, size: int) -> Array:
    """Return one-hot vectors of bytes, (T, size).

    Raises:
        FileError: they are too many, or do not fit into memory.
    """
    if len(ids) * size > _MOST_ONE_HOT:
        raise cannot_read(
            path,
            tr(
                "its {count:,} one-hot vectors of {size} values take too much "
                "memory. Shorten it to {most:,} tokens",
                count=len(ids),
                size=size,
                most=_MOST_ONE_HOT // size,
            ),
        )
    check_fits(path, (1 + 8) * len(ids) * size)
    vectors = np.zeros((len(ids), size), np.uint8)
    vectors[np.arange(len(ids)), ids] = 1
    return vectors


def embedded(path: StrPath, ids: Ids, rows: Array) -> Array:
    """Look up the rows of an embedding, (T, width), as float64 with every bit kept.

    Raises:
        FileError: they do not fit into memory.
    """
    check_fits(path, 2 * 8 * len(ids) * rows.shape[1])
    return cast(rows[ids], np.float64)


def load(
    path: StrPath, reading: TokenReading, input_size: int, checkpoint: StrPath | None
) -> Sequence:
    """Read a text as an LSTM's input: (T, input_size).

    Args:
        path: the text. reading: the options. input_size: the width to reach.
        checkpoint: the file that the model came from, which holds the embedding.

    Raises:
        FileError: one line on a file that cannot be read or does not fit.
    """
    vocabulary = None if reading.vocabulary is None else read_vocabulary(reading.vocabulary)
    encoded = encode(path, read_text(path), reading.split, vocabulary)
    found = None
    if reading.embedding is not None:
        found = _embedding(path, reading.embedding, input_size, checkpoint)
    check_width(encoded, input_size, found)
    labels, names = labels_of(encoded.tokens), encoded.vocabulary.names()
    told = notes(encoded, found)
    if found is None or checkpoint is None:
        values = one_hot(path, encoded.ids, input_size)
        return Sequence(Path(path), read_only(values), names, labels, told)
    values = embedded(path, encoded.ids, embedding_files.rows_of(checkpoint, found))
    tokens = Tokens(encoded.ids, names, found.rows)
    return Sequence(Path(path), read_only(values), None, labels, told, tokens=tokens)


def labels_of(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Name each timestep by its token; return none when that takes too much room."""
    if sum(map(len, tokens)) > _MOST_LABELS:
        return ()
    names = {token: shown(token) for token in set(tokens)}
    brackets = sum(token.count("[") + token.count("{") for token in tokens)
    return tuple(names[token] for token in tokens) if brackets <= _MOST_BRACKETS else ()


def notes(encoded: Encoded, embedding: Embedding | None = None) -> tuple[str, ...]:
    """List remarks for the user on how a text is read, one sentence each."""
    vocabulary, told = encoded.vocabulary, []
    if vocabulary.path is None:
        told.append(
            tr(
                "the text's {size} distinct tokens were sorted to assign ids; a "
                "model trained with other ids needs its own vocabulary",
                size=vocabulary.size,
            )
        )
    if encoded.others == 1:
        told.append(
            tr(
                "1 of {total:,} tokens is not in the vocabulary and is read as {name}",
                total=len(encoded.tokens),
                name=shown(vocabulary.unknown or ""),
            )
        )
    elif encoded.others:
        told.append(
            tr(
                "{count:,} of {total:,} tokens are not in the vocabulary and are read as {name}",
                count=encoded.others,
                total=len(encoded.tokens),
                name=shown(vocabulary.unknown or ""),
            )
        )
    if encoded.cut:
        told.append(tr("the line break at the end is skipped: it is not in the vocabulary"))
    if embedding is not None and embedding.dtype in ("bfloat16", "float16"):
        told.append(
            tr(
                "{name} is {dtype} and is converted to float32",
                name=plain(embedding.name),
                dtype=embedding.dtype,
            )
        )
    return tuple(told)


def _embedding(path: StrPath, name: str, input_size: int, checkpoint: StrPath | None) -> Embedding:
    if checkpoint is None:
        raise cannot_read(
            path,
            tr(
                "this LSTM did not come from a checkpoint with an embedding. Read "
                "the tokens as one-hot vectors"
            ),
        )
    found = embedding_files.embeddings(checkpoint, input_size)
    return embedding_files.choose(checkpoint, found, name, input_size)


def _not_in(
    path: StrPath,
    text: str,
    split: str,
    vocabulary: Vocabulary,
    index: int,
    tokens: tuple[str, ...],
) -> FileError:
    name: Any = vocabulary.path.name if vocabulary.path else ""
    return cannot_read(
        path,
        tr(
            "{place} is {token}, which is not in the vocabulary {name}. Add it "
            "there, or an <unk> token for unknown tokens",
            place=token_place(text, split, index),
            token=shown(tokens[index]),
            name=plain(name),
        ),
    )
