"""ColumnChoice: the columns of a file that become the sequence, and how."""

from dataclasses import dataclass
from typing import Final

from ...arrays import Array
from ...experiment.normalisation import AS_READ, Wanted
from ..errors import StrPath
from ..tables.columns import check_columns, label_text


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The columns of a file that become features, and the one that labels timesteps.

    Attributes:
        columns: the features by their places in the file, in this order; None for all.
        labels: the column of timestep labels; None for none.
        normalisation: how the features are normalised.
        batch_first: whether three axes are (B, T, I); None to follow the model's option.
    """

    columns: tuple[int, ...] | None = None
    labels: int | None = None
    normalisation: Wanted = AS_READ
    batch_first: bool | None = None

    def of_array(self, path: StrPath, values: Array) -> tuple[Array, tuple[str, ...]]:
        """Take the chosen features from an array's last axis, and the labels.

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
"""Choice of every column."""
