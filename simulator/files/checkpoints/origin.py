"""Origin: the checkpoint that an LSTM came from, and where in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Remembered so that what was edited can go back to its place.

    Attributes:
        path: the file, absolute. lstm: the name of the LSTM in it (see `StoredLSTM.name`).
    """

    path: str
    lstm: str
