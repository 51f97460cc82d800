"""Sum check: the gradients of the weights grow, block by block, from the numbers recorded there.

A gradient of a weight is a sum over all timesteps and rows. Over all of them its bound would be so
wide that a whole step could be left out. So each block of steps, between two of the sums that our
engine keeps, is summed again in float64 from the recorded dz and its factor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...arrays import Array, limits
from ...cells.bounds import sum_error
from ...gradients.backward_run import BackwardRun
from ...gradients.weight_sums import WeightSums
from ...network.gradient_quantities import DY
from ...network.interventions import Cut
from ...network.lane import Lane, split_name
from ...objective.readout import EVERY, H_N
from ..findings import Findings, Places
from ..report import CheckKind
from ..wiring_check import Arrivals

NUMBERS_AT_ONCE = 1 << 18
"""Numbers of the sums that are compared at a time."""


@dataclass(frozen=True, eq=False)
class SumBlocks:
    """Sums of one matrix of weights at the ends of some blocks, and the factors between them.

    Attributes:
        lane: the lane; Lane() for a readout. names: by parameter its columns in the matrix.
        ends: (k,) the steps back at which the k blocks end. start: where the first begins.
        sums: (k+1, J, K), ours at the start and at each end.
        left: (n, B, J), right: (n, B, K) of n steps back from `start`; 0 where a row takes none.
        cuts: weights (j, k), and where (n, B) a cut connection gives them nothing.
        cells, t: (k,) the last cell and timestep of each block.
        whole: of a finished walk, the gradients by name as given, else empty.
    """

    lane: Lane
    names: dict[str, slice]
    start: int
    ends: Array
    sums: Array
    left: Array
    right: Array
    cuts: tuple[tuple[int, int, Array], ...]
    cells: Array
    t: Array
    whole: dict[str, Array]

    @property
    def count(self) -> int:
        """Number of weights compared, each once for each block."""
        columns = sum(int(part.stop - part.start) for part in self.names.values())
        return len(self.ends) * int(self.sums.shape[1]) * columns


def sums_of_lane(back: BackwardRun, lane: Lane, walked: range) -> Iterator[SumBlocks]:
    """Yield the sums of a lane's weights whose blocks end among some steps back of its walk."""
    for matrix in ("gates", *(("weight_hr",) if back.run.experiment.config.proj_size else ())):
        yield from _LaneFactors(back, lane, matrix).blocks(walked)


def sums_of_readout(back: BackwardRun, first_cell: int, last_cell: int) -> Iterator[SumBlocks]:
    """Yield the sums of V and b whose blocks end among the cells first_cell … last_cell - 1."""
    answered = range(*(back.order.readouts(cells) for cells in (first_cell, last_cell)))
    if answered:
        yield from _ReadoutFactors(back, Lane(), DY).blocks(answered)


@dataclass(frozen=True, eq=False)
class _LaneFactors:
    """Factors of the sums of one lane's weights: "gates" or "weight_hr"."""

    back: BackwardRun
    lane: Lane
    matrix: str

    def blocks(self, walked: range) -> Iterator[SumBlocks]:
        """Yield the blocks that end among some steps back, as one; nothing where none does."""
        sums, steps = self.sums(), self.steps()
        ends = [p + 1 for p in walked if (p + 1) % sums.block == 0 or p + 1 == steps]
        if not ends:
            return
        start = (ends[0] - 1) // sums.block * sums.block
        t, rows, takes = self.at(start, ends[-1])
        left, right = (np.where(takes[..., None], f, 0) for f in self.factors(t, rows))
        names, cells = self.names(), self.cells(np.array(ends))
        given = {name: self.back.gradient(name) for name in names} if ends[-1] == steps else {}
        yield SumBlocks(
            self.lane,
            names,
            start,
            np.array(ends),
            _series(sums, start, ends[-1]),
            left,
            right,
            self.cuts(t, rows),
            cells,
            t[np.array(ends) - start - 1].max(axis=1),
            given,
        )

    def sums(self) -> WeightSums:
        """Return our engine's sums."""
        return self.back.sums(self.lane, self.matrix)

    def steps(self) -> int:
        """Return the number of steps of the whole walk."""
        return self.back.run.experiment.num_timesteps

    def at(self, start: int, stop: int) -> tuple[Array, Array, Array]:
        """Return t, rows and which rows take part, each (n, B), of the steps back start … stop-1.

        A forward walk goes back from timestep T-1 to 0, a row taking part from its own last one on;
        a reverse walk goes back from timestep 0.
        """
        lengths = np.array(self.back.run.experiment.lengths)
        walk = self.steps() - 1 - np.arange(start, stop)[:, None]
        t = lengths - 1 - walk if self.lane.direction else walk + 0 * lengths
        takes = (t >= 0) & (t < lengths)
        return np.where(takes, t, 0), np.arange(len(lengths)) + 0 * t, takes

    def factors(self, t: Array, rows: Array) -> tuple[Array, Array]:
        """Return what is multiplied at (n, B) places: dz with x, h_prev and 1, or dh with m."""
        trace, gradients = self.back.run.trace, self.back.trace
        if self.matrix == "weight_hr":
            dh, m = gradients.values("dh", self.lane), trace.values("m", self.lane)
            arrivals = Arrivals(self.back, self.lane, t.ravel(), rows.ravel())
            held = arrivals.held("h").reshape(*t.shape, -1)
            return np.where(held, 0, dh[t, rows]), m[t, rows]
        x, h_prev = trace.inputs[self.lane.layer], trace.values("h'", self.lane)
        read = (x[t, rows], h_prev[t, rows], np.ones((*t.shape, 1), x.dtype))
        return gradients.values("dz", self.lane)[t, rows], np.concatenate(read, axis=-1)

    def names(self) -> dict[str, slice]:
        """Return the parameters of the matrix by torch's names, and their columns."""
        config, suffix = self.back.run.experiment.config, self.lane.suffix
        if self.matrix == "weight_hr":
            return {f"weight_hr{suffix}": slice(0, config.hidden_size)}
        I, R = config.layer_input_size(self.lane.layer), config.output_size
        found = {f"weight_ih{suffix}": slice(0, I), f"weight_hh{suffix}": slice(I, I + R)}
        ones = slice(I + R, I + R + 1)
        if config.bias:
            found |= {f"bias_ih{suffix}": ones, f"bias_hh{suffix}": ones}
        return found

    def cuts(self, t: Array, rows: Array) -> tuple[tuple[int, int, Array], ...]:
        """Return the weights that cuts take out, and at which of the (n, B) places."""
        experiment, found = self.back.run.experiment, []
        width = experiment.config.layer_input_size(self.lane.layer)
        for cut in experiment.holds if self.matrix == "gates" else ():
            if isinstance(cut, Cut) and cut.lane == self.lane:
                here = (cut.first <= t) & (t <= cut.last)
                if cut.row is not None:
                    here &= rows == cut.row
                j, k = cut.index
                found.append((j, k if cut.kind == "weight_ih" else width + k, here))
        return tuple(found)

    def cells(self, ends: Array) -> Array:
        """Return the number of the last cell of each block, counted in the backward pass."""
        order = self.back.order
        walk = self.steps() - ends
        return order.num_cells - 1 - order.forward.cell_numbers(self.lane, walk)


def _series(sums: WeightSums, start: int, stop: int) -> Array:
    """Return our sums after `start` steps back, after each whole block, and after `stop`."""
    first, last = start // sums.block, stop // sums.block
    found = sums.series(first, last)
    if stop % sums.block:
        found = np.concatenate([found, found[:1]])
    # What is given to others is what is checked, however it was made.
    found[0], found[-1] = sums.after(start), sums.after(stop)
    return found


class _ReadoutFactors(_LaneFactors):
    """Factors of the sums of a readout's V and b."""

    def sums(self) -> WeightSums:
        """Return our engine's sums."""
        return self.back.readout_sums()

    def steps(self) -> int:
        """Return the number of readouts: T, or one at the end."""
        return self.back.order.forward.num_readouts

    def at(self, start: int, stop: int) -> tuple[Array, Array, Array]:
        """Return t, rows and which rows answer, each (n, B), of the readouts from the last."""
        lengths = np.array(self.back.run.experiment.lengths)
        if self._over != EVERY:
            t = lengths[None] - 1
        else:
            t = self.steps() - 1 - np.arange(start, stop)[:, None] + 0 * lengths
        takes = t < lengths
        return np.where(takes, t, 0), np.arange(len(lengths)) + 0 * t, takes

    def factors(self, t: Array, rows: Array) -> tuple[Array, Array]:
        """Return dy, and the readout's input and 1, at (n, B) places."""
        trace, top = self.back.run.trace, self.back.run.experiment.config.num_layers - 1
        read = [trace.values("h", Lane(top))[t, rows]]
        if self.back.run.experiment.config.bidirectional:
            begun = 0 * t if self._over == H_N else t
            read.append(trace.values("h", Lane(top, 1))[begun, rows])
        read.append(np.ones((*t.shape, 1), read[0].dtype))
        return self.back.trace.values(DY, Lane())[t, rows], np.concatenate(read, axis=-1)

    def names(self) -> dict[str, slice]:
        """Return V and b, and their columns."""
        readout = self.back.run.experiment.objective.readout
        assert readout is not None
        features = readout.weight.shape[1]
        found = {"readout.weight": slice(0, features)}
        if readout.bias is not None:
            found["readout.bias"] = slice(features, features + 1)
        return found

    def cuts(self, t: Array, rows: Array) -> tuple[tuple[int, int, Array], ...]:
        """Return nothing: a readout has no cuts."""
        return ()

    def cells(self, ends: Array) -> Array:
        """Return the number of the last readout of each block, counted in the backward pass."""
        order, steps = self.back.order, self.steps()
        t = steps - ends if self._over == EVERY else 0 * ends
        return order.num_cells - 1 - order.forward.readout_number(t)

    @property
    def _over(self) -> str:
        readout = self.back.run.experiment.objective.readout
        assert readout is not None
        return readout.over


def check_sums(findings: Findings, blocks: SumBlocks, dtype: str) -> int:
    """Compare what each block adds to our sums with the recorded ones; return how many numbers.

    The gradients as given must then be the last sums, bit for bit.
    """
    J, K = blocks.sums.shape[1:]
    most = max(1, NUMBERS_AT_ONCE // (J * K))
    steps = np.diff([blocks.start, *blocks.ends])
    whole = int((steps == steps[0]).sum())  # all but a last one that is shorter
    starts = [*range(0, whole, most), *range(whole, len(steps))]
    for first, stop in pairwise([*starts, len(steps)]):
        with np.errstate(all="ignore"):
            _compare(findings, blocks, range(first, stop), int(steps[first]), dtype)
    last = blocks.sums[-1]
    for name, given in blocks.whole.items():
        summed = last[:, blocks.names[name]]
        fits = given.size == summed.size
        given = given.reshape(summed.shape) if fits else np.full_like(summed, np.nan)
        places = _places(blocks, name, range(len(steps) - 1, len(steps)))
        findings.compare(CheckKind("sum", dtype, kind_of(name)), places, given, summed)
    return blocks.count


def _compare(findings: Findings, blocks: SumBlocks, chosen: range, steps: int, dtype: str) -> None:
    """Compare some blocks of so many steps each."""
    wide = blocks.sums[chosen.start : chosen.stop + 1].astype(np.float64)
    before, after = wide[:-1], wide[1:]
    expected, size = _products(blocks, chosen, steps)
    info = limits(dtype)
    bound = np.abs(before) + np.abs(after)
    bound *= info.eps  # 2u
    bound += sum_error(size, steps * blocks.left.shape[1], dtype)
    size += np.abs(before)
    overflow = info.max <= size
    if not np.isfinite(before).all():  # once a sum is NaN, it stays so
        expected[~np.isfinite(before)] = np.nan
    after -= before
    seen: list[slice] = []
    for name, columns in blocks.names.items():
        if columns in seen:  # both biases are one sum
            continue
        seen.append(columns)
        width = columns.stop - columns.start
        ours, theirs = (a[..., columns].reshape(-1, width) for a in (after, expected))
        comparable = np.asarray(~overflow[..., columns].reshape(ours.shape).any(axis=1))
        findings.compare(
            CheckKind("sum", dtype, kind_of(name)),
            _places(blocks, name, chosen),
            ours,
            theirs,
            bound[..., columns].reshape(ours.shape),
            comparable,
        )


def _products(blocks: SumBlocks, chosen: range, steps: int) -> tuple[Array, Array]:
    """Return leftᵀ right of blocks in float64, and the sums of the magnitudes: (k, J, K) both."""
    first = int(blocks.ends[chosen.start]) - steps - blocks.start
    part = slice(first, first + len(chosen) * steps)
    left, right = (
        side[part].reshape(len(chosen), -1, side.shape[-1]).astype(np.float64)
        for side in (blocks.left, blocks.right)
    )
    found = np.matmul(left.swapaxes(1, 2), right)
    one = left.shape[1] == 1
    size = np.abs(found) if one else np.matmul(np.abs(left).swapaxes(1, 2), np.abs(right))
    weights: dict[tuple[int, int], Array] = {}
    for j, k, here in blocks.cuts:
        gone = here[part].reshape(len(chosen), -1)
        weights[j, k] = weights.get((j, k), False) | gone
    for (j, k), gone in weights.items():
        terms = np.where(gone, 0, left[..., j] * right[..., k])
        found[:, j, k], size[:, j, k] = terms.sum(axis=1), np.abs(terms).sum(axis=1)
    return found, size


def _places(blocks: SumBlocks, name: str, chosen: range) -> Places:
    """Return the addresses of all rows of a weight at the ends of some blocks."""
    J, part = blocks.sums.shape[1], slice(chosen.start, chosen.stop)
    cells, t = (np.repeat(of[part], J) for of in (blocks.cells, blocks.t))
    of_weight = np.tile(np.arange(J), len(chosen))
    return Places(blocks.lane, cells, t, np.zeros(len(t), int), name, of_weight)


def kind_of(name: str) -> str:
    """Return the kind of a parameter: `weight_ih` of `weight_ih_l0_reverse`."""
    return name if name.startswith("readout.") else split_name(name)[0]
