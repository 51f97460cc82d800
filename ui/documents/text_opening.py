"""Opening of texts and token ids, in the worker: choices for their reading, and the sequence."""

import os
from dataclasses import dataclass, replace

from simulator.files.checkpoints.embeddings import Embedding, embeddings
from simulator.files.errors import FileError, StrPath, cannot_read
from simulator.files.registry import recognise
from simulator.files.sequences import token_ids, tokens
from simulator.files.sequences.text import read_text
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
        embeddings: those in the model's checkpoint that fit it. trouble: why there are none.
    """

    path: str
    text: str
    reader: Reader
    embeddings: tuple[Embedding, ...] = ()
    trouble: str = ""

    def proposal(self) -> TokenReading:
        """Return the usual reading; where its one-hot vectors do not fit, an embedding's rows."""
        usual, named = TokenReading(), [e for e in self.embeddings if "emb" in e.name.lower()]
        try:
            encoded = tokens.encode(self.path, self.text, usual.split)
            tokens.check_width(encoded, self.reader.input_size)
        except FileError:
            return replace(usual, embedding=named[0].name) if named else usual
        return usual

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
        named = [e.name for e in self.embeddings if "emb" in e.name.lower()]
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
    if reader.checkpoint is None:
        return Text(path, text, reader)
    try:
        return Text(path, text, reader, embeddings(reader.checkpoint, reader.input_size))
    except FileError as error:
        return Text(path, text, reader, trouble=str(error))


def read(path: str, reading: TokenReading, reader: Reader) -> Input:
    """Read a text as a sequence, by the chosen reading.

    Raises:
        FileError: one line on the misfit.
    """
    return Input(path, tokens.load(path, reading, reader.input_size, reader.checkpoint))


def asked_of(path: StrPath, array: str | None, reader: Reader) -> WhichEmbedding | None:
    """Look for token ids in a file; None for one of other numbers.

    Raises:
        FileError: one line on the fault of the file, or that nothing can be made of its ids.
    """
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
        raise cannot_read(path, tr("it has changed: open it again"))
    chosen = None if embedding == ONE_HOT else embedding
    return Input(path, token_ids.load(found, chosen, reader.input_size, reader.checkpoint))


def _nothing_fits(found: TokenIds, reader: Reader) -> FileError:
    if reader.checkpoint is None:
        return cannot_read(
            found.path,
            tr(
                "its whole numbers look like token ids, and no checkpoint is open that could hold "
                "their embedding: open that first, or numbers of shape (T, {width})",
                width=reader.input_size,
            ),
        )
    return cannot_read(
        found.path,
        tr(
            "its whole numbers look like token ids, and no embedding of the open checkpoint has "
            "{rows} rows of {width}: open the checkpoint that has it, or numbers of shape "
            "(T, {width})",
            rows=found.largest + 1,
            width=reader.input_size,
        ),
    )
