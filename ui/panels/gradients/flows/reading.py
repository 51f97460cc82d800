"""Readings of gradient flow: what the panel shows of one run, and of several side by side."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis.gradient_flow.flow import Flow, flow_in_slices, norms
from simulator.analysis.gradient_flow.verdict import Verdict, verdict_in_slices
from simulator.arrays import Array
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.progress import part_of
from ui.panels.gradients.flows.figures import Figures
from ui.session.baselines import Pin
from ui.style.decades import DecadeCounts, DecadeRange

Cells = frozenset[tuple[int, int]]
"""Timesteps and units."""


@dataclass(frozen=True, eq=False, slots=True)
class FlowReading:
    """Gradient flow of one lane and row, with the figures that the panel tells.

    Attributes:
        flow: the gradients by unit, (n, units); NaN where they are not walked.
        dc, dh, direct: norms, (n,); the direct part's of what came along c alone.
        growth: of ‖dc‖ in each step back, (n,). mean_f: of the timesteps walked.
        verdict: None while it is being found, and where it would tell a covered gradient.
        covered: timesteps and units of dc that are not to be seen; they are NaN.
        sizes: those of dc by decade.
    """

    flow: Flow
    dc: Array
    dh: Array
    direct: Array
    growth: Array
    mean_f: float
    sizes: DecadeCounts
    verdict: Verdict | None = None
    covered: Cells = frozenset()

    @property
    def walked_whole(self) -> bool:
        """True when the way back has come to the end of the lane."""
        walked = self.flow.walked
        return walked.stop - walked.start == len(self.flow.dc)

    @property
    def end(self) -> int:
        """Timestep of the last step back that is walked."""
        walked = self.flow.walked
        return walked.stop - 1 if self.flow.lane.reverse else walked.start


def read(
    back: BackwardRun, lane: Lane, row: int, walked: slice | None = None
) -> Generator[float, None, FlowReading]:
    """Read a way back as far as it is walked, without its verdict, in slices."""
    found: Flow = yield from part_of(flow_in_slices(back, lane, row, walked), 0.0, 0.7)
    keeps = back.run.experiment.config.cell.with_role("keep")
    kept = [back.run.trace.lanes[lane].values(key)[found.walked, row] for key in keeps]
    mean_f = float(kept[0].mean()) if kept and kept[0].size else float("nan")
    yield 0.7
    dc = norms(found.dc)
    yield 0.8
    dh = norms(found.dh)
    yield 0.9
    direct = norms(found.direct)
    return FlowReading(found, dc, dh, direct, found.growth, mean_f, _sizes(found.dc))


def _sizes(dc: Array) -> DecadeCounts:
    counts = DecadeCounts()
    counts.add(dc)
    return counts


def hiding(reading: FlowReading, dc: Cells, dh: Cells) -> FlowReading:
    """Return a reading without some gradients, timesteps and units, and without their norms."""
    found = reading.flow
    dc, dh = (frozenset(at for at in cells if at[0] < len(found.dc)) for cells in (dc, dh))
    if not dc and not dh:
        return reading
    of_dc, of_dh, direct = found.dc.copy(), found.dh.copy(), found.direct.copy()
    for values, cells in ((of_dc, dc), (direct, dc), (of_dh, dh)):
        for t, unit in cells:
            values[t, unit] = np.nan
    seen, verdict = replace(found, dc=of_dc, dh=of_dh, direct=direct), reading.verdict
    if verdict is not None and {t for t, _ in dc | dh} & {verdict.begin, verdict.end}:
        verdict = None
    return replace(
        reading,
        flow=seen,
        dc=norms(of_dc),
        dh=norms(of_dh),
        direct=norms(direct),
        growth=seen.growth,
        sizes=_sizes(of_dc),
        verdict=verdict,
        covered=dc,
    )


def judged(back: BackwardRun, reading: FlowReading) -> Generator[float, None, FlowReading]:
    """Return a reading with its verdict, in slices that tell the fraction done."""
    found = yield from verdict_in_slices(back, reading.flow)
    return replace(reading, verdict=found)


@dataclass(frozen=True, eq=False, slots=True)
class FlowRow:
    """One run in the panel.

    Attributes:
        name: as it is called. pin: None for this run, if it is not pinned.
        present: it is this run. chosen: it is the chosen baseline.
        reading: None while it is computed, and where there is a problem.
        problem: why its flow cannot be computed, in words.
        figures: those that cost more; None where they are not asked for.
    """

    name: str
    pin: Pin | None
    present: bool
    chosen: bool
    reading: FlowReading | None = None
    problem: str = ""
    figures: Figures | None = None


@dataclass(frozen=True, eq=False, slots=True)
class FlowView:
    """All runs in the panel; this run is the first.

    Attributes:
        range: the decades that the colours of every row stand for.
        apart: the number of pins that cannot stand beside this run.
    """

    rows: tuple[FlowRow, ...]
    range: DecadeRange
    apart: int = 0

    @classmethod
    def of(cls, rows: tuple[FlowRow, ...], apart: int = 0) -> "FlowView":
        """Gather rows on one range of decades."""
        counts = DecadeCounts()
        for row in rows:
            if row.reading is not None:
                counts.add_counts(row.reading.sizes)
        return cls(rows, counts.range(), apart)

    @property
    def present(self) -> FlowReading | None:
        """Reading of this run."""
        return self.rows[0].reading if self.rows else None

    @property
    def figures(self) -> Figures | None:
        """Figures of this run that cost more, where they are asked for."""
        return self.rows[0].figures if self.rows else None
