"""Frame of pandas that holds a trace: the columns and rows of an exported one."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.run import Run
from ..files.traces.input_columns import InputNames
from ..files.traces.parquet_writer import cell_tables
from ..files.traces.rows import TraceRows
from ..files.traces.selection import EVERYTHING

if TYPE_CHECKING:
    import pandas


def of(run: Run, layout: str, names: InputNames) -> "pandas.DataFrame":
    """Return the rows of a finished run; a unit that a quantity lacks is NaN.

    Raises:
        ImportError: pandas is not installed. ValueError: another layout.
    """
    rows = TraceRows(run, layout, EVERYTHING, None, names)
    try:
        import pandas
    except ImportError as error:
        raise ImportError(
            "to_dataframe needs pandas, which is not installed: pip install pandas"
        ) from error
    parts = [
        pandas.DataFrame({name: _column(pandas, c) for name, c in table.columns.items()})
        for table in cell_tables(rows)
    ]
    return pandas.concat(parts, ignore_index=True)


def _column(pandas: Any, column: Any) -> Any:
    if isinstance(column, tuple):
        codes, words = column
        return np.array(words, object)[codes]
    if isinstance(column, np.ma.MaskedArray):
        return column.filled(np.nan)
    return column
