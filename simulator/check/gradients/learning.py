"""Check of the gradients that training learns from, which its own fast passes compute. They have
other bits than the passes that a window shows (`training.passes`), and so a check of their own, of
the same layers: torch computes each cell again, both ways, from the numbers that it read; what is
handed on is compared with its source, bit for bit; and the gradients of the weights are summed up
again, block by block, in float64. Nothing runs freely, so nothing can drift.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Array, limits
from ...cells.bounds import sum_error
from ...network.lane import Lane
from ...network.quantities import GATES
from ...objective.gradient import counted_numbers
from ...objective.readout import EVERY, H_N
from ...training.batch import Batch
from ...training.network import READOUT_NAMES, Network
from ...training.passes import RecordedPasses, Recording
from ...training.walks.recorded import LaneRecord
from ..findings import Findings, Places
from ..readout_bounds import readout_error
from ..report import CheckKind, CheckReport
from ..step_check import GradientSteps, LaneSteps, Reference, compare_steps
from ..wiring_check import Link, check_links
from .readouts import ReadoutGradients
from .sums import SumBlocks, check_sums


def check_learning(network: Network, batch: Batch, recording: Recording) -> CheckReport:
    """Check the passes of a network on a batch, and once more in float64. Imports torch.

    Some mistakes are smaller than the rounding of float32; for float32 the same passes are made
    and checked in float64 too, and their findings count, not their numbers.

    Args:
        network: before the step. batch: what it learns from, in its dtype, with its masks.
        recording: of `RecordedPasses`.

    Returns:
        A report on the backward pass; it names what is wrong forwards too, and first.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    check = _LearningCheck(network, batch, recording)
    report = check.report()
    if network.dtype == np.float64:
        return report
    wide, batch = network.astype(np.float64), batch.astype(np.float64)
    again = _LearningCheck(wide, batch, RecordedPasses(wide).record(wide.arrays, batch)).report()
    return CheckReport(
        report.cells_from,
        report.cells_to,
        report.steps_checked,
        report.not_comparable,
        report.first_disagreement or again.first_disagreement,
        report.dtype,
        report.torch_version,
        {**again.largest, **report.largest},
        steps_in_float64=again.steps_checked,
        readouts_checked=report.readouts_checked,
        backward=True,
        sums_checked=report.sums_checked,
    )


@dataclass(frozen=True, eq=False)
class _Walk:
    """Addresses of a lane's walk, T steps of B rows.

    Attributes:
        t: (T, B), the timestep of each step of the walk; past a row's end its own number.
        inside: (T, B) True where the row takes the step.
        lane: the lane. cells_back: the number of a first cell in the backward pass, in order of
            layers.
    """

    lane: Lane
    t: Array
    inside: Array
    cells_back: int

    @classmethod
    def of(cls, lane: Lane, lengths: Array, layers: int) -> "_Walk":
        T = int(lengths.max())
        s = np.arange(T)[:, None]
        inside = s < lengths
        t = np.where(inside & (lane.direction == 1), lengths - 1 - s, s + 0 * lengths)
        return cls(lane, t, inside, (layers - 1 - lane.layer) * T)

    @cached_property
    def at(self) -> tuple[Array, Array]:
        """Steps and rows of the walk that are taken, (n,) each."""
        steps, rows = np.nonzero(self.inside)
        return steps, rows

    def places(self, back: bool) -> Places:
        """Return their addresses; cells count in the order of the backward pass, or forwards."""
        steps, rows = self.at
        last = len(self.t) - 1
        cells = self.cells_back + last - steps if back else self.lane.layer * len(self.t) + steps
        return Places(self.lane, cells, self.t[steps, rows], rows)

    def turned(self, array: Array) -> Array:
        """Turn (T, B, …) from the order of time to the order of the walk, and back."""
        return np.asarray(array[self.t, np.arange(self.t.shape[1])])

    def after(self, array: Array) -> Array:
        """Return (T, B, …) of the walk's next step, 0 where there is none."""
        found = np.zeros_like(array)
        found[:-1] = np.where(self.inside[1:, :, None], array[1:], 0)
        return found


class _LearningCheck:
    """Comparison of one recording, in its own dtype."""

    def __init__(self, network: Network, batch: Batch, recording: Recording) -> None:
        self._network, self._batch, self._recording = network, batch, recording
        self._config, self._dtype = network.config, network.dtype.name
        self._lengths = np.array(batch.lengths)
        self._forwards, self._back = Findings(self._config), Findings(self._config, backward=True)
        self._reference = Reference(network.config, network.parameters.arrays)
        self._walks = {
            lane: _Walk.of(lane, self._lengths, network.config.num_layers)
            for lane in network.config.lanes()
        }

    def report(self) -> CheckReport:
        """Compare everything."""
        from ...reference import torch_lstm

        checked = not_comparable = sums = 0
        with np.errstate(all="ignore"):
            for lane, record in self._recording.lanes.items():
                walk = self._walks[lane]
                check_links(self._forwards, tuple(self._links_forwards(walk, record)))
                check_links(self._back, tuple(self._links_back(walk, record)))
                overflow = self._steps(walk, record)
                checked += int((~overflow).sum())
                not_comparable += int(overflow.sum())
                sums += sum(
                    check_sums(self._back, blocks, self._dtype)
                    for blocks in self._sums(walk, record)
                )
            readouts = self._readout()
            sums += check_sums(self._back, self._sums_of_readout(), self._dtype)
        return CheckReport(
            0,
            self._config.num_layers * self._batch.steps,
            checked,
            not_comparable,
            self._forwards.first or self._back.first,
            self._dtype,
            torch_lstm.version(),
            {**self._forwards.largest, **self._back.largest},
            readouts_checked=readouts,
            backward=True,
            sums_checked=sums,
        )

    # Cells

    def _steps(self, walk: _Walk, record: LaneRecord) -> Array:
        """Compare each cell, both ways; return (n,) True where one cannot be."""
        at, I, R = walk.at, self._width(walk.lane), self._config.output_size
        read = record.read[at]
        inputs = {"x": read[:, :I], "h'": read[:, I : I + R], "c'": record.c_prev[at]}
        values = {quantity: array[at] for quantity, array in record.values.items()}
        overflow = [
            compare_steps(self._forwards, part, part.recorded, self._dtype, self._reference)
            for part in LaneSteps(walk.places(back=False), inputs, values).chunks()
        ]
        arriving = {"h": record.dh[at], "c": walk.after(record.dc_prev)[at]}
        dz = np.split(record.dz[at], 4, axis=1)
        gradients = dict(zip((f"dz_{gate}" for gate in GATES), dz, strict=True))
        gradients |= {"dh_prev": record.dh_prev[at], "dc_prev": record.dc_prev[at]}
        if record.dx is not None:
            gradients["dx"] = record.dx[at]
        steps = GradientSteps(walk.places(back=True), inputs, gradients, arriving=arriving)
        back = [
            compare_steps(self._back, part, part.recorded, self._dtype, self._reference)
            for part in steps.chunks()
        ]
        return np.asarray(np.concatenate(overflow) | np.concatenate(back))

    # What is handed on

    def _links_forwards(self, walk: _Walk, record: LaneRecord) -> Iterator[Link]:
        """Yield the links into the cells: x, h_prev and c_prev."""
        I, R, at = self._width(walk.lane), self._config.output_size, walk.at
        places, (layer, _) = walk.places(back=False), walk.lane
        source = self._batch.inputs[: len(walk.t)]
        if layer:
            source = self._output(layer - 1)
            if self._batch.masks:
                source = source * self._batch.masks[layer - 1][: len(walk.t)]
        yield Link("x", places, record.read[..., :I][at], walk.turned(source)[at])
        row = list(self._recording.lanes).index(walk.lane)
        for name, read in (("h", record.read[..., I : I + R]), ("c", record.c_prev)):
            before = np.zeros_like(read)
            before[1:] = record.values[name][:-1]
            before[0] = self._batch.states[name][row] if self._batch.states else 0
            yield Link(f"{name}_prev", places, read[at], before[at])

    def _links_back(self, walk: _Walk, record: LaneRecord) -> Iterator[Link]:
        """Yield the links into dh: what is above, then what the next step sends back."""
        at, places = walk.at, walk.places(back=True)
        above = walk.turned(self._from_above(walk.lane))
        yield Link("dh", places, record.above[at], above[at])
        yield Link("dh", places, record.dh[at], (above + walk.after(record.dh_prev))[at])

    def _from_above(self, lane: Lane) -> Array:
        """Return what is laid on h of a lane from above, in order of time: (T, B, R)."""
        R, layer = self._config.output_size, lane.layer
        columns = slice(lane.direction * R, (lane.direction + 1) * R)
        if layer == self._config.num_layers - 1:
            return self._recording.readout.d_output[..., columns]
        parts = []
        for direction in range(self._config.num_directions):
            sender = Lane(layer + 1, direction)
            dx = self._recording.lanes[sender].dx
            assert dx is not None  # only layer 0 has none
            parts.append(self._walks[sender].turned(dx))
        laid = parts[0] if len(parts) == 1 else parts[0] + parts[1]
        if self._batch.masks:
            laid = laid * self._batch.masks[layer][: len(laid)]
        return np.asarray(laid[..., columns])

    def _output(self, layer: int) -> Array:
        """Return h of a layer's directions side by side, in order of time: (T, B, D*R)."""
        lanes = (Lane(layer, direction) for direction in range(self._config.num_directions))
        found = [
            self._walks[lane].turned(self._recording.lanes[lane].values["h"]) for lane in lanes
        ]
        return np.concatenate(found, axis=-1)

    def _width(self, lane: Lane) -> int:
        return self._config.layer_input_size(lane.layer)

    # Gradients of the weights

    def _sums(self, walk: _Walk, record: LaneRecord) -> Iterator[SumBlocks]:
        """Yield the sums of a lane's weights, with the gradients as they are given to learn."""
        I, R, H = self._width(walk.lane), self._config.output_size, self._config.hidden_size
        suffix = walk.lane.suffix
        names = {f"weight_ih{suffix}": slice(0, I), f"weight_hh{suffix}": slice(I, I + R)}
        if self._config.bias:
            ones = slice(I + R, I + R + 1)
            names |= {f"bias_ih{suffix}": ones, f"bias_hh{suffix}": ones}
        yield self._blocks(walk, record, record.sums["gates"], names, record.dz, record.read)
        if "weight_hr" in record.sums:
            names = {f"weight_hr{suffix}": slice(0, H)}
            of_m = record.dh, record.values["m"]
            yield self._blocks(walk, record, record.sums["weight_hr"], names, *of_m)

    def _blocks(
        self,
        walk: _Walk,
        record: LaneRecord,
        sums: Array,
        names: dict[str, slice],
        left: Array,
        right: Array,
    ) -> SumBlocks:
        steps = len(walk.t) - record.ends
        taken = walk.inside[..., None]
        left, right = (np.where(taken, side, 0)[::-1] for side in (left, right))
        given = {name: self._recording.result.gradients[name] for name in names}
        cells, t = walk.cells_back + record.ends - 1, walk.t[steps].max(axis=1)
        return SumBlocks(walk.lane, names, 0, record.ends, sums, left, right, (), cells, t, given)

    def _sums_of_readout(self) -> SumBlocks:
        """Return the sums of V and b: one block, over all answers."""
        found, gradients = self._recording.readout, self._recording.result.gradients
        F = found.read.shape[-1]
        names = {READOUT_NAMES[0]: slice(0, F)}
        parts, read = [gradients[READOUT_NAMES[0]]], found.read
        if READOUT_NAMES[1] in gradients:
            names[READOUT_NAMES[1]] = slice(F, F + 1)
            parts.append(gradients[READOUT_NAMES[1]][:, None])
            read = np.concatenate([read, np.ones_like(read[..., :1])], axis=-1)
        last = np.concatenate(parts, axis=1)
        sums = np.stack([np.zeros_like(last), last])
        answers = self._answers(found.dy)
        left, right = (np.where(answers[..., None], side, 0) for side in (found.dy, read))
        ends, at = np.array([len(left)]), np.zeros(1, int)
        return SumBlocks(Lane(), names, 0, ends, sums, left, right, (), at, at, {})

    # The readout

    def _readout(self) -> int:
        """Compare y, dy and what dy lays on h; return the answers that were compared."""
        from ...reference.torch_objective import TorchReadout

        found, readout, loss = self._recording.readout, self._network.readout, self._batch.loss
        answers = self._answers(found.y)
        step, rows = np.nonzero(answers)
        every = readout.over == EVERY
        t = step if every else self._lengths[rows] - 1
        places = Places(Lane(), 0 * t, t, rows)
        V, b = readout.weight, readout.bias
        theirs = TorchReadout(V, b, readout.function, self._dtype, loss.kind, loss.reduction)
        read, y, dy = (a[step, rows] for a in (found.read, found.y, found.dy))
        bound, overflow = readout_error(V, b, read, self._dtype)
        kind = CheckKind("step", self._dtype, "y")
        self._forwards.compare(kind, places, y, theirs.y(read), bound, ~overflow)
        check_links(self._forwards, tuple(self._links_of_readout(found.read, step, rows, places)))
        counts = self._batch.counts(readout)
        number = counted_numbers(loss, counts, readout.width)
        target = self._batch.targets.values[: self._batch.steps]
        top = self._config.num_layers - 1
        lanes = tuple(lane for lane in self._config.lanes() if lane.layer == top)
        steps = ReadoutGradients(
            readout, loss, lanes, places, number, y, dy, target[t, rows], counts[t, rows]
        )
        compared = steps.check(self._back, self._dtype)
        silent = ~counts[t, rows]
        quiet = dy[silent]
        check_links(self._back, (Link("dy", places.cut(silent), quiet, np.zeros_like(quiet)),))
        self._laid_on_h(lanes, theirs.dh(dy), dy, t, rows)
        return compared

    def _links_of_readout(
        self, read: Array, step: Array, rows: Array, places: Places
    ) -> Iterator[Link]:
        """Yield the links into the readout's input: h of the top lanes, side by side."""
        top, R = self._config.num_layers - 1, self._config.output_size
        output = self._output(top)
        for direction in range(self._config.num_directions):
            columns = slice(direction * R, (direction + 1) * R)
            source = output[self._read_at(direction, places.t), rows][:, columns]
            lane = places._replace(lane=Lane(top, direction))
            yield Link("h", lane, read[step, rows][:, columns], source)

    def _laid_on_h(
        self, lanes: tuple[Lane, ...], expected: Array, dy: Array, t: Array, rows: Array
    ) -> None:
        """Compare d_output, (T, B, D*R), with Vᵀ dy where an h is read, and with 0 elsewhere."""
        V, R = self._network.readout.weight, self._config.output_size
        size = np.abs(dy, dtype=np.float64) @ np.abs(V, dtype=np.float64)
        bound = sum_error(size, len(V), self._dtype)
        overflow = np.any(limits(self._dtype).max <= size, axis=1)
        found = self._recording.readout.d_output
        for lane in lanes:
            columns = slice(lane.direction * R, (lane.direction + 1) * R)
            at = self._read_at(lane.direction, t), rows
            wanted, allowed = np.zeros((2, *found.shape[:2], R))
            comparable = np.ones(found.shape[:2], bool)
            wanted[at], allowed[at] = expected[:, columns], bound[:, columns]
            comparable[at] = ~overflow
            walk = self._walks[lane]
            inside = walk.t[walk.at], walk.at[1]
            self._back.compare(
                CheckKind("step", self._dtype, "dh"),
                walk.places(back=True),
                found[..., columns][inside],
                wanted.astype(found.dtype)[inside],
                allowed[inside],
                comparable[inside],
            )

    def _answers(self, found: Array) -> Array:
        """Return where there is an answer, (n, B): n is T, or 1."""
        if self._network.readout.over != EVERY:
            return np.ones(found.shape[:2], bool)
        return np.arange(len(found))[:, None] < self._lengths

    def _read_at(self, direction: int, t: Array) -> Array:
        """Return the timestep whose h is read for an answer at t."""
        return 0 * t if self._network.readout.over == H_N and direction else t
