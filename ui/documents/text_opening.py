"""Opening of a text, in the worker: the choices for its reading, and the chosen sequence."""

import os
from dataclasses import dataclass

from simulator.files.checkpoints.embeddings import Embedding, embeddings
from simulator.files.errors import FileError, StrPath
from simulator.files.sequences import tokens
from simulator.files.sequences.text import read_text
from simulator.files.sequences.tokens import TokenReading
from ui.documents.opening import Input
from ui.documents.question import Question, Reader, Reading


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
        """Return the usual reading."""
        return TokenReading()

    def reading(self, answer: TokenReading) -> Reading:
        """Return what reads the text in that way."""
        return read, self.path, answer, self.reader


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
