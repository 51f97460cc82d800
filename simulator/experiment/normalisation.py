"""Normalisation of a sequence, which gives back the bits that were read."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array, cast, equal_or_nan, read_only
from ..translation import tr

NONE: Final = "none"
MIN_MAX: Final = "min-max"
Z_SCORE: Final = "z-score"
DIVIDE: Final = "divide"
KINDS: Final = (NONE, MIN_MAX, Z_SCORE, DIVIDE)


class Wanted(NamedTuple):
    """A request to normalise: one of KINDS, and the divisor for DIVIDE."""

    kind: str = NONE
    by: float = 1.0


AS_READ: Final = Wanted()
"""A request that leaves the numbers as read."""


class Statistics(NamedTuple):
    """Statistics of one feature's numbers, to which a normalisation is fitted.

    `std` is the population's: the root of the mean squared distance from `mean`. A statistic
    that is not finite, or overflows float64 on the way, is NaN.
    """

    low: float
    high: float
    mean: float
    std: float

    @classmethod
    def of(cls, numbers: Array) -> "Statistics":
        """Compute the statistics of at least one number."""
        flat = np.ascontiguousarray(numbers, np.float64).ravel()
        low, high = float(flat.min()), float(flat.max())
        with np.errstate(all="ignore"):
            mean = float(flat.mean())
            std = math.sqrt(float(np.square(flat - mean).mean()))
        if low == high:  # a rounded mean would give constant numbers a spread
            mean, std = low, 0.0
        found = (low, high, mean, std)
        return cls(*(x + 0.0 if math.isfinite(x) else math.nan for x in found))  # + 0.0: no -0


@dataclass(frozen=True, slots=True)
class Normalisation:
    """The change made to each feature: x ↦ (x − offset) / scale, in float64.

    Attributes:
        kind: one of KINDS but NONE. offset, scale: one number for each of the I features.

    Raises:
        ValueError: numbers that are not finite, or a scale of 0.
    """

    kind: str
    offset: tuple[float, ...]
    scale: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.kind == NONE:
            raise ValueError(tr("there is no {kind!r} normalisation", kind=self.kind))
        if len(self.offset) != len(self.scale):
            raise ValueError(tr("normalisation needs an offset and a scale for each feature"))
        if not all(map(math.isfinite, (*self.offset, *self.scale))) or 0 in self.scale:
            raise ValueError(
                tr("normalisation needs finite offsets, and finite scales that are not 0")
            )

    @classmethod
    def fitted(
        cls, kind: str, features: Sequence[Statistics], by: float = 1.0
    ) -> "Normalisation | None":
        """Fit a normalisation of a kind to these features; return None for NONE.

        Min-max and z-score turn a constant feature into 0.

        Args:
            kind: one of KINDS.
            features: the statistics of each. by: the divisor for DIVIDE.

        Raises:
            ValueError: a feature without finite statistics, or a `by` of 0.
        """
        if kind == NONE:
            return None
        if kind == DIVIDE:
            if by == 0 or not math.isfinite(by):
                raise ValueError(tr("divide by a finite number that is not 0"))
            return cls(kind, (0.0,) * len(features), (float(by),) * len(features))
        if kind == MIN_MAX:
            pairs = [(feature.low, feature.high - feature.low) for feature in features]
        else:
            pairs = [(feature.mean, feature.std) for feature in features]
        for place, pair in enumerate(pairs):
            if not all(map(math.isfinite, pair)):
                raise ValueError(
                    tr(
                        "feature {place} has NaN, infinite or huge values. Use “divided by”",
                        place=place,
                    )
                )
        return cls(kind, tuple(a for a, _ in pairs), tuple(b or 1.0 for _, b in pairs))

    def applied_to(self, numbers: Array) -> Array:
        """Normalise (…, I) numbers as read; returns float64."""
        with np.errstate(all="ignore"):
            result: Array = (np.asarray(numbers, np.float64) - self.offset) / self.scale
            return result

    def undone(self, numbers: Array) -> Array:
        """Turn normalised (…, I) numbers back into those read, up to rounding; returns float64."""
        with np.errstate(all="ignore"):
            result: Array = np.asarray(numbers, np.float64) * self.scale + self.offset
            return result

    def formula(self, feature: int) -> str:
        """Write the change of one feature as `(x − 48.6) / 39.5`, to four digits."""
        offset, scale = self.offset[feature], self.scale[feature]
        sign = "+" if offset < 0 else "−"
        inner = f"x {sign} {abs(offset):.4g}" if offset else "x"
        if scale == 1:
            return inner
        return f"({inner}) / {scale:.4g}" if offset else f"{inner} / {scale:.4g}"

    def formulas(self, names: Sequence[str] = ()) -> list[str]:
        """Write the change of each feature with its name, as `spots: (x − 48.6) / 39.5`."""
        named = len(names) == len(self.scale)
        called = names if named else [f"x[{place}]" for place in range(len(self.scale))]
        return [f"{name or f'x[{k}]'}: {self.formula(k)}" for k, name in enumerate(called)]


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Scaling:
    """The numbers that a sequence was read in, and the normalisation applied to them.

    Attributes:
        raw: (T, B, I), float64, read-only.
        normalisation: for I features.

    Raises:
        ValueError: shapes or a dtype that do not fit.
    """

    raw: Array
    normalisation: Normalisation

    def __post_init__(self) -> None:
        width = len(self.normalisation.scale)
        if self.raw.ndim != 3 or self.raw.shape[2] != width or self.raw.dtype != np.float64:
            raise ValueError(tr("the normalisation does not fit the input"))
        object.__setattr__(self, "raw", read_only(self.raw))

    def values(self, dtype: Any) -> Array:
        """Return the normalised sequence: (T, B, I)."""
        return cast(self.normalisation.applied_to(self.raw), dtype)

    def read_back(self, sequence: Array) -> Array:
        """Return the raw numbers of a sequence: (T, B, I) float64.

        Unedited numbers come back with the very bits that were read. Edited ones are computed back.
        A float64 sequence that was converted from float32 counts as unedited.
        """
        made = self.values(sequence.dtype)
        narrow = cast(made, np.float32)
        kept = equal_or_nan(sequence, made) | equal_or_nan(sequence, narrow)
        return np.where(kept, self.raw, self.normalisation.undone(sequence))


def statistics(numbers: Array, lengths: Sequence[int]) -> Iterator[Statistics]:
    """Yield the statistics of each feature of (T, B, I) numbers, without padding."""
    read = np.arange(len(numbers))[:, None] < np.asarray(lengths)
    return (Statistics.of(numbers[..., k][read]) for k in range(numbers.shape[-1]))
