"""Targets: the numbers or classes to learn, and the timesteps and rows at which there is one."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..arrays import Array, cast, check_shape, read_only
from ..translation import tr

IGNORED = -100
"""Class of a step without an answer: torch's default `ignore_index`."""


@dataclass(frozen=True, eq=False, slots=True)
class Targets:
    """Right answers for the timesteps and rows of a batch.

    Attributes:
        values: (T, B, K) numbers, or (T, B) int64 classes.
        counted: (T, B) True where the answer counts in the loss; its weight is 1 there, else 0. The
            class `IGNORED` never counts.
        ahead: the timesteps by which the answers run ahead of the sequence that they repeat;
            0 for answers of their own.
        repeats: the sequence (T, B, I) that they repeat, and its lengths; None for answers of their
            own.

    Raises:
        ValueError: shapes that do not fit each other.
    """

    values: Array
    counted: Array
    ahead: int = 0
    repeats: tuple[Array, tuple[int, ...]] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.values.ndim not in (2, 3):
            raise ValueError(tr("targets need 2 or 3 dimensions, got {got}", got=self.values.ndim))
        if self.classes and self.values.dtype.kind not in "iu":
            raise ValueError(tr("classes must be whole numbers, got {got}", got=self.values.dtype))
        check_shape(tr("the target mask"), self.counted, self.values.shape[:2])
        values = cast(self.values, np.int64) if self.classes else self.values
        there = values != IGNORED if self.classes else True
        object.__setattr__(self, "values", read_only(values))
        object.__setattr__(self, "counted", read_only(cast(self.counted, bool) & there))

    def __repr__(self) -> str:
        """Return shape and kind, without the numbers."""
        what = "classes" if self.classes else "numbers"
        ahead = f", ahead={self.ahead}" if self.ahead else ""
        return f"Targets({what} {self.values.shape}{ahead}, {int(self.counted.sum())} count)"

    @classmethod
    def of(cls, values: Array, counted: Array | None = None) -> "Targets":
        """Return targets that count wherever there is a number; by default at all timesteps."""
        if counted is None:
            counted = np.ones(values.shape[:2], bool)
        missing = values.ndim == 3 and np.isnan(values).any(axis=-1)
        return cls(values, counted & ~np.asarray(missing))

    @classmethod
    def forecast(
        cls, sequence: Array, lengths: tuple[int, ...], ahead: int, classes: bool = False
    ) -> "Targets":
        """Return the sequence itself, some timesteps ahead. The last `ahead` of a row do not count.

        Args:
            sequence: (T, B, I). ahead: at least 1.
            classes: the place of the 1 in each timestep's one-hot vector, not the vector; a
                timestep that is none does not count.
        """
        steps = len(sequence)
        if ahead < 1:
            raise ValueError(
                tr("a forecast must be at least 1 timestep ahead, got {got}", got=ahead)
            )
        values = np.zeros_like(sequence)
        values[: max(steps - ahead, 0)] = sequence[ahead:]
        counted = np.arange(steps)[:, None] + ahead < np.asarray(lengths)
        if classes:
            counted &= ((values == 1).sum(axis=-1) == 1) & ((values != 0).sum(axis=-1) == 1)
            values = np.where(counted, values.argmax(axis=-1), IGNORED)
        return cls(values, counted, ahead, (sequence, lengths))

    @property
    def classes(self) -> bool:
        """True for classes, False for numbers."""
        return self.values.ndim == 2

    def following(self, sequence: Array, lengths: tuple[int, ...]) -> "Targets":
        """Return the targets for another sequence: a forecast follows it, others stay."""
        if not self.ahead:
            return self
        if self.repeats is not None and self.repeats[0] is sequence and self.repeats[1] == lengths:
            return self
        return Targets.forecast(sequence, lengths, self.ahead, self.classes)

    def validate(
        self, steps: int, batch: int, outputs: int, dtype: Any, ignored: int = IGNORED
    ) -> None:
        """Check that the targets fit a batch and a readout.

        Args:
            ignored: the class of a step that does not count.

        Raises:
            ValueError: says which shape, dtype or classes are needed.
        """
        shape = (steps, batch) if self.classes else (steps, batch, outputs)
        check_shape(tr("the target"), self.values, shape)
        if not self.classes and self.values.dtype != dtype:
            raise ValueError(
                tr("the target must be {dtype}, like the parameters", dtype=np.dtype(dtype).name)
            )
        if not self.classes:
            return
        wrong = (self.values < 0) | (self.values >= outputs)
        wrong &= self.counted & (self.values != ignored)
        if wrong.any():
            t, row = np.argwhere(wrong)[0].tolist()
            raise ValueError(
                tr(
                    "the target at t {t} in row {row} is class {got}, but classes are 0 to {last}",
                    t=t,
                    row=row,
                    got=int(self.values[t, row]),
                    last=outputs - 1,
                )
            )

    def astype(self, dtype: Any) -> "Targets":
        """Convert numbers to another dtype; classes stay."""
        return self if self.classes else replace(self, values=cast(self.values, dtype))

    def resized(self, steps: int, batch: int) -> "Targets":
        """Cut the targets to so many timesteps and rows, or lengthen them by some that count 0."""
        if self.counted.shape == (steps, batch):
            return self
        values = np.full((steps, batch, *self.values.shape[2:]), IGNORED if self.classes else 0)
        values = values.astype(self.values.dtype)
        counted = np.zeros((steps, batch), bool)
        part = tuple(map(min, self.counted.shape, (steps, batch)))
        here = tuple(map(slice, part))
        values[here], counted[here] = self.values[here], self.counted[here]
        return replace(self, values=values, counted=counted, repeats=None)
