"""Opening of texts and token ids, in the worker: choices for their reading, and the sequence."""

import os
from contextlib import suppress
from dataclasses import dataclass, replace

from simulator.files.checkpoints.embeddings import Embedding, embeddings
from simulator.files.errors import FileError, StrPath, cannot_read
from simulator.files.registry import recognise
from simulator.files.sequences import token_ids, tokens
from simulator.files.sequences.text import IDS, read_text
from simulator.files.sequences.token_ids import TokenIds
from simulator.files.sequences.tokens import TokenReading
from simulator.translation import tr
from ui.documents.input import Input
from ui.documents.question import Question, Reader, Reading

ONE_HOT = ""
"""Answer to `WhichEmbedding`: no embedding, but one-hot vectors."""


@dataclass(frozen=True, slots=True)
class Text(Question):
    """Text whose reading is to be chosen.

    Attributes:
        proposed: the usual reading.
        embeddings: those in the model's checkpoint that fit it. trouble: why there are none.
    """

    path: str
    text: str
    reader: Reader
    proposed: TokenReading
    embeddings: tuple[Embedding, ...] = ()
    trouble: str = ""

    def proposal(self) -> TokenReading:
        """Return the usual reading."""
        return self.proposed

    def reading(self, answer: TokenReading) -> Reading:
        """Return what reads the text in that way."""
        return read, self.path, answer, self.reader


@dataclass(frozen=True, eq=False, slots=True)
class WhichEmbedding(Question):
    """Token ids, to choose the embedding whose rows are read.

    Attributes:
        embeddings: those of the model's checkpoint that have a row for every id.
        one_hot: whether one-hot vectors are as wide as the model's input.
    """

    path: str
    array: str | None
    count: int
    largest: int
    reader: Reader
    embeddings: tuple[Embedding, ...]
    one_hot: bool

    def proposal(self) -> str:
        """Return an embedding by its name, else one-hot vectors, else the first that fits."""
        named = [e.name for e in self.embeddings if e.is_named]
        rest = [ONE_HOT] if self.one_hot else [e.name for e in self.embeddings]
        return (named or rest)[0]

    def reading(self, answer: str) -> Reading:
        """Return what reads the ids by that embedding."""
        return read_token_ids, self.path, self.array, answer, self.reader


def look(path: StrPath, reader: Reader) -> Text:
    """Read a text, and find embeddings in the model's checkpoint.

    Raises:
        FileError: one line on the fault of the text.
    """
    text, path = read_text(path), os.fspath(path)
    found: tuple[Embedding, ...] = ()
    trouble = ""
    if reader.checkpoint is not None:
        try:
            found = embeddings(reader.checkpoint, reader.input_size)
        except FileError as error:
            trouble = str(error)
    proposed = _proposed(path, text, found, reader.input_size)
    return Text(path, text, reader, proposed, found, trouble)


def _proposed(path: str, text: str, found: tuple[Embedding, ...], input_size: int) -> TokenReading:
    """Propose ids for a text of numbers and a model with an embedding, else characters.

    Where characters do not fit as one-hot vectors, an embedding reads them, or they are ids.
    """
    named = next((embedding.name for embedding in found if embedding.is_named), None)
    numbers = token_ids.looks_like_ids(text)
    if named and numbers:
        return TokenReading(IDS, embedding=named)
    usual = TokenReading()
    try:
        tokens.check_width(tokens.encode(path, text, usual.split), input_size)
    except FileError:
        usual = replace(usual, embedding=named)
        with suppress(FileError):
            if numbers and not named:
                ids = token_ids.in_text(path, text)
                if ids.largest < input_size:
                    return TokenReading(IDS)
                if fitting := ids.fitting(found):
                    return TokenReading(IDS, embedding=fitting[0].name)
    return usual


def read(path: str, reading: TokenReading, reader: Reader) -> Input:
    """Read a text as a sequence, by the chosen reading.

    Raises:
        FileError: one line on the misfit.
    """
    return Input(path, token_ids.load_text(path, reading, reader.input_size, reader.checkpoint))


def asked_of(path: StrPath, array: str | None, reader: Reader) -> WhichEmbedding | Text | None:
    """Look for token ids in a file; None for one of other numbers.

    Raises:
        FileError: one line on the fault of the file, or that nothing can be made of its ids.
    """
    if reader.checkpoint and token_ids.text_of_ids(recognise(path), reader.input_size) is not None:
        text = look(path, reader)
        if text.proposed.split == IDS and text.proposed.embedding:
            return text
    found = token_ids.token_ids(path, reader.input_size, array)
    if found is None:
        return None
    fitting: tuple[Embedding, ...] = ()
    one_hot = found.largest < reader.input_size
    if reader.checkpoint is not None:
        try:
            fitting = found.fitting(embeddings(reader.checkpoint, reader.input_size))
        except FileError:
            if not one_hot:
                raise
    if not fitting and not one_hot:
        if reader.input_size == 1 or recognise(path).format.is_table:
            return None  # numbers like any other, whose reader says what they lack
        raise _nothing_fits(found, reader)
    ids = len(found.ids), found.largest
    return WhichEmbedding(os.fspath(path), array, *ids, reader, fitting, one_hot)


def read_token_ids(path: str, array: str | None, embedding: str, reader: Reader) -> Input:
    """Read token ids by the chosen embedding, or as one-hot vectors.

    Raises:
        FileError: one line on the misfit, or the file has changed since.
    """
    found = token_ids.token_ids(path, reader.input_size, array)
    if found is None:
        raise cannot_read(path, tr("it has changed. Open it again"))
    chosen = None if embedding == ONE_HOT else embedding
    return Input(path, token_ids.load(found, chosen, reader.input_size, reader.checkpoint))


def _nothing_fits(found: TokenIds, reader: Reader) -> FileError:
    if reader.checkpoint is None:
        return cannot_read(
            found.path,
            tr(
                "its whole numbers look like token ids, but no checkpoint with an "
                "embedding is open. Open one first, or use numbers of shape (T, "
                "{width})",
                width=reader.input_size,
            ),
        )
    return cannot_read(
        found.path,
        tr(
            "its whole numbers look like token ids, but no embedding in the open "
            "checkpoint has {rows} rows of {width}. Open a checkpoint that has one, "
            "or use numbers of shape (T, {width})",
            rows=found.largest + 1,
            width=reader.input_size,
        ),
    )
