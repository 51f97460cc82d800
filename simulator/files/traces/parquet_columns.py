"""Columns of a Parquet trace: numbers, and words as codes.

Like `tables.parquet_columns`, it imports pyarrow and runs in a process of its own.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from ...arrays import Array
from ...network.lane import DIRECTIONS
from ...network.quantities import KEYS, WRITTEN_OF_READOUT
from ...translation import tr
from ..errors import StrPath, cannot_read, plain
from ..tables.parquet_columns import ParquetTable, understood
from ..tensors import TensorInfo

WORDS = {"direction": DIRECTIONS, "quantity": (*KEYS, *WRITTEN_OF_READOUT)}
THERE = "?"
"""Suffix of a column's name for its validity: 1.0 where it has a number, 0.0 where it is empty."""


class ParquetTrace(ParquetTable):
    """A trace in Parquet: `direction` and `quantity` are indices into their lists of words.

    Raises:
        FileError: as for `ParquetTable`.
    """

    _unpacked = 32  # a trace of zeros is small as a file

    def __init__(self, path: StrPath) -> None:
        super().__init__(path)
        for name in [*self.infos]:
            self.infos[f"{name}{THERE}"] = self.infos[name]
        for name in WORDS:
            if self.problems.pop(name, ""):
                self.infos[name] = TensorInfo((self._rows,), "code")

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read columns by name, (T,) float64.

        Raises:
            FileError: a word that is not in the list; damaged data.
        """
        wanted = list(names)
        plainly = [name for name in wanted if name not in WORDS and not name.endswith(THERE)]
        found = super().read(plainly)
        with understood(self._path):
            for name in wanted:
                if name in WORDS:
                    found[name] = self._codes(name)
                elif name.endswith(THERE):
                    found[name] = self._there(name.removesuffix(THERE))
        return found

    def _there(self, name: str) -> Array:
        parts = [np.asarray(batch.column(name).is_valid()) for batch in self._batches((name,))]
        return np.concatenate([np.zeros(0), *parts])

    def _codes(self, name: str) -> Array:
        """Read a column of words as indices into their list."""
        found = [np.zeros(0)]
        for rows in self._batches((name,)):
            batch = rows.column(name)
            coded = batch if pa.types.is_dictionary(batch.type) else batch.dictionary_encode()
            words = coded.dictionary.to_pylist()
            for word in words:
                if word not in WORDS[name]:
                    raise cannot_read(
                        self._path,
                        tr(
                            "its column {name} has {word}, which is not one of {words}",
                            name=name,
                            word=plain(word, 40),
                            words=", ".join(WORDS[name]),
                        ),
                    )
            if coded.null_count:
                raise self._damaged()
            places = np.array([WORDS[name].index(word) for word in words], np.float64)
            found.append(places[np.asarray(coded.indices)])
        return np.concatenate(found)
