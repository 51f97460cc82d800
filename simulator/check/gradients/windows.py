"""Window check of the backward pass: a few steps of a layer by the real `nn.LSTM` under autograd.

It starts from recorded states. What arrives from above, and from the steps beyond the window, is
laid on output, h_n and c_n. Then torch goes back through its own wiring, and its gradients of
x, the initial states and the weights must be ours. The bound of one step is carried from step to
step, forwards and then back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Array, limits
from ...cells.bounds import sum_error
from ...gradients.backward_run import BackwardRun
from ...network.interventions import Intervention
from ...network.lane import Lane
from ..findings import Findings, Places
from ..report import CheckKind
from ..step_check import Reference
from ..window_check import STEPS
from ..wiring_check import Arrivals
from .window_bounds import LaneBounds, LaneWindow, lane_bounds

if TYPE_CHECKING:
    from ...reference.autograd import WindowGradients


@dataclass(frozen=True, eq=False)
class GradientWindow:
    """At most STEPS timesteps of some batch rows of one layer, in the lanes that are known.

    Attributes:
        layer: the layer. lanes: by lane what arrives there.
        t: (W, B) the timesteps. rows: (B,) the batch rows. cells: by lane the last cell back.
        dx: (W, B, I) ours, the lanes added. initial: by lane and state, ours where its walk begins.
        factors: by lane and kind of weight, ours: (n, J) and (n, K), whose product is its gradient.
    """

    layer: int
    lanes: dict[Lane, LaneWindow]
    t: Array
    rows: Array
    cells: dict[Lane, Array]
    dx: Array
    initial: dict[Lane, dict[str, Array]]
    factors: dict[Lane, dict[str, tuple[Array, Array]]]

    @classmethod
    def of(
        cls, back: BackwardRun, lanes: tuple[Lane, ...], rows: Array, start: Array, stop: Array
    ) -> "GradientWindow":
        """Cut the timesteps start[k] … stop[k] - 1 of batch row rows[k] from a backward pass."""
        trace, config = back.trace.values, back.run.experiment.config
        step = np.arange(int((stop - start).max()))[:, None]
        inside = step < stop - start
        t = np.where(inside, start + step, start)
        layer, flat = lanes[0].layer, (t.ravel(), np.broadcast_to(rows, t.shape).ravel())

        def cut(array: Array) -> Array:
            return np.where(inside[..., None], array.reshape(*t.shape, -1), 0)

        x = cut(back.run.trace.inputs[layer][flat])
        states, output = config.cell.states, config.cell.output
        windows, cells, initial, factors = {}, {}, {}, {}
        with np.errstate(all="ignore"):
            dx = sum(cut(trace("dx", lane, flat)) for lane in lanes)
        for lane in lanes:
            forward = back.run.trace.lanes[lane]
            first, last = (stop - 1, start) if lane.reverse else (start, stop - 1)
            ends = Arrivals(back, lane, last, rows)
            windows[lane] = LaneWindow(
                lane,
                t,
                rows,
                stop - start,
                x,
                np.zeros(x.shape),
                {state: forward.before(state)[first, rows] for state in states},
                cut(Arrivals(back, lane, *flat).from_above),
                {
                    state: ends.from_next(state) if state == output else ends.arriving(state)
                    for state in states
                },
            )
            lengths = np.array(back.run.experiment.lengths)[rows]
            walk = lengths - 1 - first if lane.reverse else first
            number = back.order.forward.cell_numbers(lane, walk)
            cells[lane] = back.order.num_cells - 1 - number
            initial[lane] = {
                state: trace(f"d{state}_prev", lane, (first, rows)) for state in states
            }
            part = tuple(index[inside.ravel()] for index in flat)
            dz, ones = trace("dz", lane, part), np.ones((len(part[0]), 1))
            factors[lane] = {
                "weight_ih": (dz, back.run.trace.inputs[layer][part]),
                "weight_hh": (dz, forward.before(output)[part]),
                "bias_ih": (dz, ones),
            }
            if config.proj_size:
                factors[lane]["weight_hr"] = trace("dh", lane, part), forward.values("m")[part]
        return cls(layer, windows, t, rows, cells, np.asarray(dx), initial, factors)

    def touched_by(self, holds: Sequence[Intervention]) -> bool:
        """Return True when a hold or cut applies in it: `nn.LSTM` has neither."""
        for hold in holds:
            here = (hold.first <= self.t) & (self.t <= hold.last)
            if hold.row is not None:
                here &= self.rows == hold.row
            if hold.lane in self.lanes and here.any():
                return True
        return False

    def check(self, findings: Findings, dtype: str, reference: Reference) -> None:
        """Compare our gradients of x, initial states and weights with torch's."""
        theirs = _torch_gradients(self, reference)
        bounds = {lane: lane_bounds(of, dtype, reference) for lane, of in self.lanes.items()}
        comparable = np.all([of.comparable for of in bounds.values()], axis=0)
        _compare_dx(findings, self, theirs.x, bounds, comparable, dtype)
        for lane, of in bounds.items():
            lengths = self.lanes[lane].lengths
            first = lengths - 1 if lane.reverse else 0 * lengths
            t = self.t[first, np.arange(len(lengths))]
            places = Places(lane, self.cells[lane], t, self.rows)
            for (state, ours), given in zip(self.initial[lane].items(), theirs.states, strict=True):
                kind = CheckKind("window", dtype, f"d{state}_prev")
                expected, bound = given[lane.direction], of.initial[state]
                findings.compare(kind, places, ours, expected, bound, comparable)
            if comparable.all():
                _compare_weights(findings, self, theirs.parameters, lane, of, dtype)


def window_ends(back: BackwardRun, lane: Lane, first_cell: int, last_cell: int) -> list[int]:
    """Return the steps back after which windows of a lane end, among some cells back.

    One lies where its backward walk begins, and one as far back as it has come; none where the
    cells complete both directions of a layer, which then have windows together
    (`windows_of_layers`).
    """
    together = back.run.experiment.config.bidirectional
    if together and _completes(back, lane.layer, first_cell, last_cell):
        return []
    before, after = (back.order.lane_cells(lane, cells) for cells in (first_cell, last_cell))
    return sorted({after} if before else {min(after, STEPS), after}) if after > before else []


def windows_of_lane(back: BackwardRun, lane: Lane, ends: Iterable[int]) -> Iterator[GradientWindow]:
    """Yield the windows of a lane that end after so many steps back."""
    steps, lengths = back.run.experiment.num_timesteps, np.array(back.run.experiment.lengths)
    for end in ends:
        start = np.maximum(steps - end, 0) + 0 * lengths
        stop = np.minimum(start + STEPS, lengths)
        if lane.reverse:
            start, stop = lengths - stop, lengths - start
        yield from _window(back, (lane,), start, stop, from_start=not lane.reverse)


def windows_of_layers(
    back: BackwardRun, first_cell: int, last_cell: int
) -> Iterator[GradientWindow]:
    """Yield the windows of both directions together, of the layers that some cells complete.

    A layer has one at each end of the sequence.
    """
    config, lengths = back.run.experiment.config, np.array(back.run.experiment.lengths)
    for layer in range(config.num_layers) if config.bidirectional else ():
        if not _completes(back, layer, first_cell, last_cell):
            continue
        lanes, ends = (Lane(layer), Lane(layer, 1)), np.minimum(STEPS, lengths)
        yield from _window(back, lanes, 0 * lengths, ends, from_start=True)
        if back.run.experiment.num_timesteps > STEPS:
            yield from _window(back, lanes, lengths - ends, lengths, from_start=False)


def _completes(back: BackwardRun, layer: int, first_cell: int, last_cell: int) -> bool:
    """Return True when both directions of a layer are complete with the last cell, not before."""
    lanes, steps = (Lane(layer), Lane(layer, 1)), back.run.experiment.num_timesteps
    before, after = (
        all(back.order.lane_cells(lane, cells) == steps for lane in lanes)
        for cells in (first_cell, last_cell)
    )
    return after and not before


def _window(
    back: BackwardRun, lanes: tuple[Lane, ...], start: Array, stop: Array, from_start: bool
) -> Iterator[GradientWindow]:
    """Yield the window of the rows that have begun, cut short where a seed lies on an inner c.

    `nn.LSTM` takes a seed on c only at the end of a walk.

    Args:
        from_start: whether its first timestep stays, or its last.
    """
    rows = np.flatnonzero(start < stop)
    if not len(rows):
        return
    start, stop = start[rows].copy(), stop[rows].copy()
    seeds = [seed for seed in back.run.experiment.objective.seeds if seed.quantity == "c"]
    for k, row in enumerate(rows.tolist()):
        inner = [(s.t, s.lane.reverse) for s in seeds if s.row == row and s.lane in lanes]

        def hides(seed: tuple[int, bool], k: int = k) -> bool:
            t, reverse = seed
            return bool(start[k] < t < stop[k]) if reverse else bool(start[k] <= t < stop[k] - 1)

        while any(map(hides, inner)):
            if from_start:
                stop[k] -= 1
            else:
                start[k] += 1
    yield GradientWindow.of(back, lanes, rows, start, stop)


def _torch_gradients(window: GradientWindow, reference: Reference) -> "WindowGradients":
    """Return the gradients of `nn.LSTM`; a direction that is not known has weights of 0."""
    from ...reference.autograd import window_gradients

    config, known = reference.config, next(iter(window.lanes.values()))
    lanes = [Lane(window.layer, d) for d in range(config.num_directions)]
    unknown = [lane.suffix for lane in lanes if lane not in window.lanes]
    arrays = {
        name: np.zeros_like(array) if any(map(name.endswith, unknown)) else array
        for name, array in reference.arrays.items()
    }

    def sides(name: str, state: str = "") -> list[Array]:
        of = [window.lanes.get(lane, known) for lane in lanes]
        found = [getattr(lane, name) for lane in of]
        arrays = [array[state] if state else array for array in found]
        pairs = zip(lanes, arrays, strict=True)
        return [array if lane in window.lanes else np.zeros_like(array) for lane, array in pairs]

    inputs = [known.x, *(np.stack(sides("states", state)) for state in known.states)]
    arriving = [np.concatenate(sides("above"), axis=-1)]
    arriving += [np.stack(sides("arriving", state)) for state in known.arriving]
    lengths = known.lengths.tolist()
    return window_gradients(config, arrays, window.layer, inputs, lengths, arriving)


def _compare_dx(
    findings: Findings,
    window: GradientWindow,
    expected: Array,
    bounds: Mapping[Lane, LaneBounds],
    comparable: Array,
    dtype: str,
) -> None:
    """Compare the gradient of x, to which all directions add."""
    lane, known = next(iter(window.lanes.items()))
    step, row = np.nonzero(np.arange(len(window.t))[:, None] < known.lengths)
    with np.errstate(all="ignore"):
        error = np.sum([of.dx.errors for of in bounds.values()], axis=0)
        size = np.sum([of.dx.size for of in bounds.values()], axis=0) + error
        bound = error + sum_error(size, len(bounds), dtype)
    places = Places(lane, window.cells[lane][row], window.t[step, row], window.rows[row])
    ours, theirs, allowed = (array[step, row] for array in (window.dx, expected, bound))
    kind = CheckKind("window", dtype, "dx")
    findings.compare(kind, places, ours, theirs, allowed, comparable[row])


def _compare_weights(
    findings: Findings,
    window: GradientWindow,
    expected: Mapping[str, Array],
    lane: Lane,
    bounds: LaneBounds,
    dtype: str,
) -> None:
    """Compare what the window's steps add to the weights, from our recorded factors."""
    in_torch = Lane(0, lane.direction).suffix
    largest = limits(dtype).max
    for kind, (left, right) in window.factors[lane].items():
        for name in (kind, *(("bias_hh",) if kind == "bias_ih" else ())):
            theirs = expected.get(name + in_torch)
            if theirs is None:  # without biases
                continue
            with np.errstate(all="ignore"):
                ours = left.T.astype(np.float64) @ right.astype(np.float64)
            J = len(ours)
            last = window.t.max() if lane.reverse else window.t.min()
            cells, t = np.full(J, window.cells[lane].max()), np.full(J, last)
            of_weight = np.arange(J)
            places = Places(lane, cells, t, 0 * of_weight, name + lane.suffix, of_weight)
            comparable = np.asarray(~(largest <= bounds.sizes[kind]).any(axis=1))
            findings.compare(
                CheckKind("window", dtype, name),
                places,
                ours,
                theirs.reshape(ours.shape),
                bounds.weights[kind],
                comparable,
            )
