"""Numbers of an LSTM from other code: `.npy`, `.npz`, a table, or a trace that we exported.

`.npz` has arrays by name: `output`, `h_n`, `c_n`, `h`, `c`, `h_l0_reverse` and so on; `x_…` beside
them, an input, is not read, nor are the `y`, `p`, `loss` and `counted` of a readout. `.npy` and a
table hold `output`. `diagnosis.layout` decides what the shapes mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...arrays import Array
from ...engine.recorded_run import Key, Points
from ...network.quantities import COUNTED, READOUT
from ...translation import tr
from ..errors import StrPath, cannot_read
from ..registry import Format, format_of
from ..tables.csv_table import read_csv
from ..tables.npy import read_npy
from ..tables.npz import read_npz
from ..tables.parquet import read_parquet
from .csv_reader import is_trace, read_trace
from .input_columns import X
from .npz import is_trace_npz, read_trace_npz
from .parquet_reader import is_trace_parquet, read_trace_parquet

_BESIDE: Final = (X, *(f"{key}.npy" for key in (*READOUT, COUNTED)))
"""Beginnings of the names of arrays that are not the LSTM's."""


@dataclass(frozen=True, eq=False, slots=True)
class Numbers:
    """Contents of a file, float64.

    Attributes:
        path: the file.
        arrays: by name, as stored. points: by quantity and lane, those of a trace's cells.
        text: True when they were written as decimals.
    """

    path: Path
    arrays: Mapping[str, Array] = field(default_factory=dict)
    points: Mapping[Key, Points] = field(default_factory=dict)
    text: bool = False


def load(path: StrPath) -> Numbers:
    """Read an LSTM's numbers from `.npz`, `.npy`, CSV or Parquet, or from an exported trace.

    Raises:
        FileError: one line on the fault of the file.
    """
    match format_of(path):
        case Format.NPZ if is_trace_npz(path):
            return Numbers(Path(path), points=_of_cells(read_trace_npz(path)))
        case Format.NPZ:
            return Numbers(Path(path), arrays=read_npz(path, besides=_BESIDE))
        case Format.NPY:
            return Numbers(Path(path), arrays={"output": read_npy(path)})
        case Format.PARQUET if is_trace_parquet(path):
            return Numbers(Path(path), points=_of_cells(read_trace_parquet(path)[0]))
        case Format.PARQUET:
            return Numbers(Path(path), arrays={"output": read_parquet(path)[0]})
        case Format.CSV if is_trace(path):
            return Numbers(Path(path), points=_of_cells(read_trace(path)), text=True)
        case Format.CSV:
            return Numbers(Path(path), arrays={"output": read_csv(path)[0]}, text=True)
        case other:
            raise cannot_read(
                path,
                tr(
                    "it is a {holds}, not LSTM values. Save what the other code "
                    "computed as .npz, .npy or .csv",
                    holds=tr(other.row.holds[0]),
                ),
            )


def _of_cells(points: Mapping[Key, Points]) -> dict[Key, Points]:
    """Return the numbers of the LSTM, without those of a readout."""
    return {key: numbers for key, numbers in points.items() if key[0] not in READOUT}
