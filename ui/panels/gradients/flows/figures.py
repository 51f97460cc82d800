"""Figures of a run that cost more than its flow: they are computed when they are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simulator.analysis.gradient_flow.jacobian import Strength
from simulator.analysis.gradient_flow.verdict import Verdict
from simulator.arrays import Array

SEEDS: Final = 10
"""How many networks are drawn anew."""


class Spread(NamedTuple):
    """What becomes of the gradient in several networks of a kind.

    Attributes:
        ratio: geometric mean of what arrives. least, most: its range. direct: geometric mean of the
            share of it along c alone.
    """

    ratio: float
    least: float
    most: float
    direct: float

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> "Spread":
        """Gather verdicts; NaN where one of them has no number."""
        ratios = np.array([verdict.ratio for verdict in verdicts])
        shares = np.array([verdict.direct for verdict in verdicts])
        return cls(_mean(ratios), float(ratios.min()), float(ratios.max()), _mean(shares))


@dataclass(frozen=True, eq=False, slots=True)
class Figures:
    """Figures of one run, lane and row; None for those that are still to come.

    Attributes:
        strength: ρ(J) and ‖J‖, the medians over time, or those at the timestep `at`.
        growth: growth of four directions in each step back, (n, 4); NaN at the first.
        gates: norms, (n,), of the part of dh that came back through each gate of this run.
        seeds: verdicts on networks drawn anew. seeds_left: how many are still to come.
        drawn: this network is as PyTorch draws one. waits: something is still to come.
    """

    strength: Strength | None = None
    at: int | None = None
    growth: Array | None = None
    gates: Mapping[str, Array] | None = None
    seeds: tuple[Verdict, ...] = ()
    seeds_left: int = 0
    drawn: bool = False
    waits: bool = False

    @property
    def spread(self) -> Spread | None:
        """What becomes of the gradient over all seeds; None until all are there."""
        return Spread.of(self.seeds) if self.seeds and not self.seeds_left else None


def _mean(values: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.exp(np.log(values).mean()))
