"""Ledger of a weight's gradient so far: which timesteps have taught it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...cells.sheet import INPUT
from ...engine.lane_interventions import LaneInterventions
from ...engine.time_order import timestep_at
from ...gradients.backward_run import BackwardRun
from ...network.gradient_quantities import DY
from ...network.interventions import CUT_KINDS
from ...network.lane import Lane, split_name
from ...objective.readout import EVERY, H_N
from ...translation import tr
from ..address import Address, Given, Source
from ..weight_gradient import WeightGradient
from .terms import LedgerColumn, LedgerPart, Terms


@dataclass(frozen=True, eq=False)
class WeightLedger(Terms):
    """Terms that make up the gradient of one weight so far: dz·x of each computed cell.

    Attributes:
        number: its address. value: the sum, as the backward pass computes it. total: that sum.
        parts: the terms, of one kind, in order of time, then of batch rows.
        t, rows: (n,), the timestep and batch row of each term. steps: T.
        product: a term in letters, as `dz_f[1]·h[t−1][1]`.
        ahead: (T,), True for the timesteps of which nothing is computed yet.
    """

    number: WeightGradient
    value: np.floating
    total: np.floating
    parts: tuple[LedgerPart, ...]
    t: Array
    rows: Array
    steps: int
    product: str
    ahead: Array

    def shares(self) -> Array:
        """Return what each timestep has added, over all batch rows: (T,) float64.

        NaN for a timestep without a term: it is not computed yet, or has no cell of the weight.
        """
        found = np.zeros(self.steps)
        with np.errstate(all="ignore"):
            np.add.at(found, self.t, self.products)
        found[np.bincount(self.t, minlength=self.steps) == 0] = np.nan
        return found


@dataclass(frozen=True, eq=False, slots=True)
class _Cells:
    """Computed cells of a weight: their timesteps and batch rows, (n,) each."""

    back: BackwardRun
    t: Array
    rows: Array

    def column(
        self, values: Array, unit: int, source: Callable[[int, int], Source]
    ) -> LedgerColumn:
        """Return one unit of values (T, B, width) as a factor; source: of a timestep and row."""
        t, rows = self.t, self.rows
        return LedgerColumn(values[t, rows, unit], lambda k: source(int(t[k]), int(rows[k])))

    def number(self, quantity: str, lane: Lane, unit: int) -> LedgerColumn:
        """Return a recorded number, or a gradient, of each cell."""
        gradients = self.back.trace
        trace = gradients if Address(quantity).is_gradient else gradients.trace
        values = trace.values(quantity, lane)
        return self.column(values, unit, lambda t, row: Address(quantity, lane, t, row, unit))


def weight_ledger(back: BackwardRun, number: WeightGradient) -> WeightLedger:
    """Return the terms of a weight's gradient over the computed steps, and guess no other.

    dW[j,k] = Σ_t Σ_b dz_t,b[j]·x_t,b[k]; of W_hh with h_prev, of a bias dz, of W_hr dh·m, of
    a readout dy·h. A cell in which the connection is cut, or h beside W_hr is held, adds 0.

    Raises:
        KeyError: there is no such parameter. IndexError: no such place in it, or the backward
            pass has not come so far.
    """
    experiment, cells = back.run.experiment, back.cells_done
    order, lane = back.order, number.lane
    done = order.readouts(cells) if number.of_readout else order.lane_cells(lane, cells)
    if not 0 <= number.walked <= done:
        raise IndexError(f"{number.walked} steps of {number.name}, of which {done} are computed")
    value = number.value(back)
    if number.of_readout:
        walked = _Cells(back, *_readouts(back, number.walked))
        every, _ = _readouts(back, order.forward.num_readouts)
        what, columns = _of_readout(walked, number)
    else:
        walked = _Cells(back, *_cells(back, lane, number.walked))
        every, _ = _cells(back, lane, experiment.num_timesteps)
        what, columns = _of_cells(walked, number)

    def label(k: int) -> str:
        t, row = int(walked.t[k]), int(walked.rows[k])
        said = tr("{number} at t {t}", number=what, t=t)
        return f"{said} {tr('row {row}', row=row)}" if experiment.batch_size > 1 else said

    part = LedgerPart("dz·x", label, columns)
    steps = experiment.num_timesteps
    ahead = np.isin(np.arange(steps), every) & ~np.isin(np.arange(steps), walked.t)
    return WeightLedger(number, value, value, (part,), walked.t, walked.rows, steps, what, ahead)


def _cells(back: BackwardRun, lane: Lane, walked: int) -> tuple[Array, Array]:
    """Return timesteps and rows of a lane's cells in the last `walked` steps of its walk."""
    lengths, T = np.array(back.run.experiment.lengths), back.run.experiment.num_timesteps
    walks = np.arange(T)[:, None]
    steps, rows = np.nonzero((walks >= T - walked) & (walks < lengths))
    return _in_time(timestep_at(lane.direction, lengths[rows], steps), rows)


def _readouts(back: BackwardRun, walked: int) -> tuple[Array, Array]:
    """Return timesteps and rows of the last `walked` readouts."""
    experiment = back.run.experiment
    reads = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
    readout = experiment.objective.readout
    first = experiment.num_timesteps - walked
    if readout is not None and readout.over != EVERY:
        first = 0 if walked else experiment.num_timesteps
    reads[:first] = False
    return _in_time(*np.nonzero(reads))


def _in_time(t: Array, rows: Array) -> tuple[Array, Array]:
    order = np.lexsort((rows, t))
    return t[order], rows[order]


def _of_cells(cells: _Cells, number: WeightGradient) -> tuple[str, tuple[LedgerColumn, ...]]:
    """Return the product in words, and the factors of each cell, of a lane's weight."""
    experiment, lane = cells.back.run.experiment, number.lane
    cell, (kind, _) = experiment.config.cell, split_name(number.name)
    part, unit = number.part(experiment.config)
    row, of = cell.matrices[part] if part in cell.matrices else (cell.vectors[part], "")
    held = LaneInterventions.of(experiment, lane).at(cells.t, cells.rows)
    gradient = cells.number(f"d{row}", lane, unit)
    if row in held.fixed:
        gradient = _stopped(gradient, held.fixed[row].where[:, unit], "held")
    if not of:
        return f"d{row}[{unit}]", (gradient,)
    j, k = number.indices
    if of == INPUT:
        read, letter = _inputs(cells, lane, k), of
    elif of.endswith("'"):
        read, letter = (
            [_state_before(cells, lane, of[:-1], k)],
            f"{of[:-1]}[t{'+' if lane.reverse else '−'}1]",
        )
    else:
        read, letter = [cells.number(of, lane, k)], of
    if kind in CUT_KINDS and j in held.cuts:
        read[0] = _stopped(read[0], ~held.cuts[j].of(kind)[:, k], "cut")
    return f"d{row}[{unit}]·{letter}[{k}]", (gradient, *read)


def _inputs(cells: _Cells, lane: Lane, k: int) -> list[LedgerColumn]:
    """Return what a layer reads: x; above layer 0 h of the layer below, and its dropout mask."""
    experiment, below = cells.back.run.experiment, lane.layer - 1
    if below < 0:
        return [cells.column(experiment.sequence, k, lambda t, row: Given("input", (t, row, k)))]
    direction, unit = divmod(k, experiment.config.output_size)
    read = [cells.number(experiment.config.cell.output, Lane(below, direction), unit)]
    if experiment.masks:
        read.append(
            cells.column(
                experiment.masks[below], k, lambda t, row: Given(f"mask_l{below}", (t, row, k))
            )
        )
    return read


def _state_before(cells: _Cells, lane: Lane, state: str, k: int) -> LedgerColumn:
    """Return a state before each cell: of the previous step in its direction, or the initial."""
    experiment = cells.back.run.experiment
    index = experiment.config.state_row(lane)

    def source(t: int, row: int) -> Source:
        first = timestep_at(lane.direction, experiment.lengths[row], 0)
        if t == first:
            return Given(f"{state}_0", (index, row, k))
        return Address(state, lane, t + (1 if lane.reverse else -1), row, k)

    return cells.column(cells.back.trace.trace.lanes[lane].before(state), k, source)


def _of_readout(cells: _Cells, number: WeightGradient) -> tuple[str, tuple[LedgerColumn, ...]]:
    """Return the product in words, and the factors of each readout, of V or b."""
    experiment = cells.back.run.experiment
    readout, output = experiment.objective.readout, number.indices[0]
    dy = cells.number(DY, Lane(), output)
    if len(number.indices) == 1:
        return f"dy[{output}]", (dy,)
    direction, unit = divmod(number.indices[1], experiment.config.output_size)
    lane = Lane(experiment.config.num_layers - 1, direction)
    place = cells
    if readout is not None and readout.over == H_N:
        last = timestep_at(direction, cells.t + 1, cells.t)
        place = _Cells(cells.back, last, cells.rows)
    return f"dy[{output}]·h[{number.indices[1]}]", (dy, place.number("h", lane, unit))


def _stopped(column: LedgerColumn, where: Array, why: str) -> LedgerColumn:
    """Return a factor that is 0 in some cells: "cut" or "held"."""
    places = frozenset(np.flatnonzero(where).tolist())
    values = np.where(where, 0, column.values)
    cut, held = (places if why == word else frozenset[int]() for word in ("cut", "held"))
    return LedgerColumn(values, column.source, column.function, cut, held)
