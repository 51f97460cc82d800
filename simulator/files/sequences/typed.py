"""A sequence that is typed or pasted: a timestep a line, its numbers parted by what people use."""

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

MOST = 2_000_000
"""Characters; whoever has more has a file."""


def typed(text: str, input_size: int) -> Sequence:
    """The numbers of a text, strictly: cells parted by tabs, `;`, `,`, or else by spaces.

    The first row may be a header; a column of years or words beside all that a model reads names
    the timesteps.

    Args:
        text: as it was typed. input_size: of the model that reads it.

    Raises:
        FileError: what is no number, empty or ragged, with its row and column; another width.
    """
    name = Path(tr("the typed text"))
    if len(text) > MOST:
        raise cannot_read(name, tr("it is too long: save it as a .csv file and open that"))
    table = _with_tabs(text)
    try:
        steps, found = survey_text(name, io.StringIO(table))
        pick = overview_of((name,), None, [((steps, len(found)), found)]).clear(input_size) or ALL
        values, columns, labels = parse_csv(name, io.StringIO(table), pick.columns, pick.labels)
    except csv.Error as error:
        why = tr("it is no CSV ({error}): correct it", error=plain(error))
        raise cannot_read(name, why) from None
    read = Sequence(name, read_only(values), columns, labels)
    fit_width(read, input_size)
    return read


def _with_tabs(text: str) -> str:
    """The text with tabs for spaces, where its first row has nothing else to part its cells."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    first = next((line for line in lines if not line.startswith("#")), "")
    if not any(mark in first.strip() for mark in "\t;,"):
        lines = [line if line.startswith("#") else "\t".join(line.split()) for line in lines]
    return "\n".join(lines)
