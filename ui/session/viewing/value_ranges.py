"""Value ranges: the ends of the scales of values without fixed ends, steady over a whole run.

A quantity has the range of the whole run once the whole run is computed. Until then its end is a
power of two that no computed value passes: it changes seldom, and by doubling.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from simulator.arrays import Array, same_memory
from simulator.engine.run import Run
from simulator.engine.time_order import span
from simulator.network.lane import Lane
from simulator.network.quantities import ALL, LOSS, READOUT, Y
from simulator.objective.readout import EVERY
from ui.style.colours import peak_of, round_limit, steady_limit

_BLOCK = 256
"""Number of steps whose peak is kept together: a later edit looks at so many again."""

Key = tuple[Lane, str]
"""A lane and a quantity: x, z for the four sums together, c, and with a projection m and h."""


@dataclass(frozen=True, eq=False, slots=True)
class ValueRanges:
    """Ranges of one run.

    Attributes:
        limits: the magnitude at both ends of a range, over all timesteps and batch rows.
        whole: True when the limits are those of the whole run, False while they may grow.
        number: counts the changes; with equal numbers equal values look alike.
    """

    limits: Mapping[Key, float] = field(default_factory=dict)
    whole: bool = False
    number: int = 0

    def limit(self, quantity: str, lane: Lane) -> float:
        """Return the magnitude at the ends of a quantity's range: 1 where its ends are fixed.

        y and the loss of a readout are of no lane.
        """
        if quantity in READOUT:
            lane = Lane()
        is_sum = quantity in ALL and ALL[quantity].array == "z"
        return self.limits.get((lane, "z" if is_sum else quantity), 1.0)


class _WalkPeaks:
    """Largest magnitudes along the first steps of a walk, block by block.

    Attributes:
        walked: the number of steps looked at. peak: the largest magnitude in them.
    """

    def __init__(self) -> None:
        self.walked, self.peak = 0, 0.0
        self._blocks: list[float] = []

    def keep(self, steps: int) -> None:
        """Forget all but the whole blocks of the first steps."""
        self._blocks = self._blocks[: min(steps, self.walked) // _BLOCK]
        self.walked, self.peak = len(self._blocks) * _BLOCK, max(self._blocks, default=0.0)

    def go_on(self, stop: int, peak_at: Callable[[int, int], float]) -> None:
        """Look at the steps up to number `stop`; `peak_at` gives the peak of first … stop-1."""
        while self.walked < stop:
            until = min(stop, (self.walked // _BLOCK + 1) * _BLOCK)
            if self.walked % _BLOCK == 0:
                self._blocks.append(0.0)
            self._blocks[-1] = max(self._blocks[-1], peak_at(self.walked, until))
            self.peak, self.walked = max(self.peak, self._blocks[-1]), until


class RangeKeeper:
    """Follows runs as they are computed, and keeps the present one's ranges.

    What a run has in common with the one before is not looked at again.
    """

    def __init__(self) -> None:
        self._run: Run | None = None
        self._cells = 0
        self._peaks: dict[Key, float] = {}
        self._walks: dict[Key, _WalkPeaks] = defaultdict(_WalkPeaks)
        self._input: tuple[Array, float] | None = None
        self._ranges = ValueRanges()

    def forget(self) -> None:
        """Keep no range of former runs: another document is opened."""
        self._run, self._ranges = None, ValueRanges(number=self._ranges.number + 1)

    def of(self, run: Run) -> ValueRanges:
        """Return the ranges of a run.

        Until the run is whole, no range becomes smaller than it was for the run before.
        """
        if run is not self._run:
            self._keep_common(run)
            self._run, self._cells, self._peaks = run, 0, dict(self._input_peaks(run))
        elif run.cells_done == self._cells:
            return self._ranges
        self._look_on(run)
        before = self._ranges
        rounded = round_limit if run.finished else steady_limit
        limits = {key: rounded(peak) for key, peak in self._peaks.items()}
        if not run.finished:
            limits = {k: _grown(before.limits.get(k), self._peaks[k], v) for k, v in limits.items()}
        if limits != before.limits or run.finished != before.whole:
            number = before.number + (limits != before.limits)
            self._ranges = ValueRanges(MappingProxyType(limits), run.finished, number)
        return self._ranges

    def _keep_common(self, run: Run) -> None:
        """Keep the peaks of the steps that another run has in common with the present one."""
        before = self._run
        if before is None or run.experiment.uneven:
            self._walks.clear()
            return
        common = run.steps_in_common(before)
        for (lane, _), walk in self._walks.items():
            walk.keep(common.get(lane, 0))

    def _look_on(self, run: Run) -> None:
        """Take the peaks of the newly computed cells."""
        schedule, uneven = run.schedule, run.experiment.uneven
        for lane in run.experiment.config.lanes():
            stop = schedule.cells_of(lane, run.cells_done)
            for quantity in _without_ends(run):
                if lane.reverse and uneven:
                    # A row that is shorter than others walks through other timesteps than they.
                    self._peaks[lane, quantity] = peak_of(run.trace.values(quantity, lane))
                    continue
                walk = self._walks[lane, quantity]
                walk.go_on(stop, partial(_peak_at, run, lane, quantity))
                self._peaks[lane, quantity] = walk.peak
        self._look_on_answers(run)
        self._cells = run.cells_done

    def _look_on_answers(self, run: Run) -> None:
        """Take the peaks of the new answers of a readout."""
        first, last = map(run.schedule.readouts_of, (self._cells, run.cells_done))
        if first == last:
            return
        new = slice(first, last) if run.schedule.readout == EVERY else slice(None)
        for quantity in (Y, LOSS):
            if quantity in run.experiment.objective.quantities:
                key = Lane(), quantity
                peak = peak_of(run.trace.values(quantity, Lane())[new])
                self._peaks[key] = max(self._peaks.get(key, 0.0), peak)

    def _input_peaks(self, run: Run) -> Iterator[tuple[Key, float]]:
        """Yield the peaks of the sequence, which is known from the start: runs may share it."""
        read = run.trace.inputs[0]
        if self._input is None or not same_memory(self._input[0], read):
            self._input = read, peak_of(read)
        for lane in run.experiment.config.lanes():
            if lane.layer == 0:
                yield (lane, "x"), self._input[1]


def _peak_at(run: Run, lane: Lane, quantity: str, first: int, stop: int) -> float:
    """Return the largest magnitude in some steps of a lane's walk."""
    timesteps = span(lane.direction, run.schedule.num_timesteps, first, stop)
    return peak_of(run.trace.lanes[lane].part(quantity, *timesteps))


def _without_ends(run: Run) -> tuple[str, ...]:
    """List the quantities of a run whose values have no fixed ends; z for all sums together.

    The output has fixed ends unless a projection makes it.
    """
    config = run.experiment.config
    skipped = {*config.cell.sums, *(() if config.proj_size else (config.cell.output,))}
    rows = (row for row in config.cell.rows if row.kept and row.key not in skipped)
    return ("z", *(row.key for row in rows if not row.function))


def _grown(before: float | None, peak: float, doubled: float) -> float:
    """Return the former limit while it suffices."""
    return before if before is not None and peak <= before else doubled
