"""Sequence typed or pasted as text: a line of numbers for each timestep, or the input's words."""

import csv
import io
from pathlib import Path

from ...arrays import read_only
from ...translation import tr
from ..errors import cannot_read, plain
from ..tables.csv_survey import survey_text
from ..tables.csv_table import parse_csv
from .column_choice import ALL
from .column_survey import overview_of
from .sequence import Sequence, fit_width
from .wording import Wording

MOST = 2_000_000
"""Largest number of characters; longer sequences belong in a file."""


def typed(text: str, input_size: int) -> Sequence:
    """Parse typed numbers strictly: cells are separated by tabs, `;` or `,`, else by spaces.

    The first row may be a header. One column of years or words, beyond the model's features, labels
    the timesteps.

    Args:
        text: as typed. input_size: the model's.

    Raises:
        FileError: a cell that is no number, empty or ragged rows (gives row and column), or another
            width.
    """
    name = Path(tr("the typed text"))
    if len(text) > MOST:
        raise cannot_read(name, tr("it is too long. Save it as a .csv file and open that"))
    table = _with_tabs(text)
    try:
        steps, found = survey_text(name, io.StringIO(table))
        pick = overview_of((name,), None, [((steps, len(found)), found)]).clear(input_size) or ALL
        values, columns, labels = parse_csv(name, io.StringIO(table), pick.columns, pick.labels)
    except csv.Error as error:
        why = tr("it is not a valid CSV file ({error}). Correct it", error=plain(error))
        raise cannot_read(name, why) from None
    read = Sequence(name, read_only(values), columns, labels)
    fit_width(read, input_size)
    return read


def typed_words(text: str, wording: Wording) -> Sequence:
    """Read typed words as one-hot rows, which they label.

    Raises:
        FileError: it is too long. ValueError: as for `Wording.read`.
    """
    name = Path(tr("the typed text"))
    if len(text) > MOST:
        raise cannot_read(name, tr("it is too long. Save it as a .csv file and open that"))
    words = wording.read(text)
    if not words:
        raise ValueError(tr("type a word"))
    return Sequence(name, read_only(wording.rows(words)), wording.columns, words)


def _with_tabs(text: str) -> str:
    """Replace spaces by tabs when the first row has no other separator."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    first = next((line for line in lines if not line.startswith("#")), "")
    if not any(mark in first.strip() for mark in "\t;,"):
        lines = [line if line.startswith("#") else "\t".join(line.split()) for line in lines]
    return "\n".join(lines)
