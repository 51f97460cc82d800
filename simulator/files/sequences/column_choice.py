"""ColumnChoice: what of a file is the sequence."""

from dataclasses import dataclass
from typing import Final

from ...arrays import Array
from ...experiment.normalisation import AS_READ, Wanted
from ..errors import StrPath
from ..tables.columns import check_columns, label_text


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What of a file is the sequence, and what its timesteps are called.

    Attributes:
        columns: the features by their places in the file, in this order; None for all.
        labels: the column that the timesteps are called by; None for none.
        normalisation: what is done to the features.
        batch_first: whether three axes are (B, T, I); None for as the model has its input.
    """

    columns: tuple[int, ...] | None = None
    labels: int | None = None
    normalisation: Wanted = AS_READ
    batch_first: bool | None = None

    def of_array(self, path: StrPath, values: Array) -> tuple[Array, tuple[str, ...]]:
        """What is picked of an array of features along its last axis, and the labels.

        Raises:
            FileError: the array has no such column.
        """
        width = values.shape[-1]
        check_columns(path, self.columns or (), width)
        labels: tuple[str, ...] = ()
        if self.labels is not None:
            check_columns(path, (self.labels,), width)
            labels = tuple(map(label_text, values[..., self.labels].ravel().tolist()))
        return values if self.columns is None else values[..., list(self.columns)], labels


ALL: Final = ColumnChoice()
"""All of it."""
