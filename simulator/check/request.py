"""Check of our recorded numbers against torch: of a run, and of its backward pass.

Several checks cover the same cells, each where another is blind: the step check (`step_check`), the
link check (`wiring_check`) and the window check (`window_check`, `gradients.windows`). A readout
has its own step and window checks (`readout_check`, `gradients.readouts`), the gradients of the
weights a sum check (`gradients.sums`). A request carries just the part of a pass to check, so that
another process can perform it. Only that process imports torch.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from ..arrays import Array
from ..cells.weights import CellWeights
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from ..gradients.weight_sums import FEW_WEIGHTS
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..progress import finish
from .findings import Findings
from .gradients.readouts import ReadoutGradients
from .gradients.sums import SumBlocks, check_sums, sums_of_lane, sums_of_readout
from .gradients.windows import window_ends, windows_of_lane, windows_of_layers
from .readout_check import ReadoutSteps
from .report import CheckedPart, CheckReport
from .step_check import (
    GradientSteps,
    LaneSteps,
    Reference,
    StepCounts,
    Steps,
    blocks_of,
    check_steps,
    places_back,
)
from .window_check import windows_of
from .wiring_check import (
    Link,
    arriving_links,
    batched_outputs,
    check_links,
    end_links,
    output_links,
    readout_links,
    step_links,
)

NOTHING: Final = StepCounts(0, 0, 0)
"""Counts where no step is compared."""

BYTES_AT_ONCE = 1 << 25
"""Bytes of a pass that one request of `check_run` or `check_backward` holds."""


class Window(Protocol):
    """A few steps for `nn.LSTM` to run, forwards or back."""

    def touched_by(self, holds: Sequence[Intervention]) -> bool:
        """Return True when a hold or cut applies in it: `nn.LSTM` has neither."""

    def check(self, findings: Findings, dtype: str, reference: Reference) -> None:
        """Compare our numbers with the numbers of `nn.LSTM`."""


_Window = TypeVar("_Window", bound=Window)


def _without_held(
    windows: Iterable[_Window], holds: tuple[Intervention, ...]
) -> tuple[tuple[_Window, ...], int]:
    """Return the windows without holds and cuts, and how many have some."""
    every = [*windows]
    free = tuple(window for window in every if not window.touched_by(holds))
    return free, len(every) - len(free)


@dataclass(frozen=True, eq=False)
class Segment:
    """Some steps of one lane in a pass, with what ends among them and is checked nowhere else.

    An edit that leaves the steps as they are, bit for bit, leaves what is found in them too.

    Attributes:
        walked: the steps, counted in the order of the pass. block: the number of the block that
            they begin in (`step_check.blocks_of`).
        steps: the recorded numbers. sums: blocks of the weights' gradients.
        windows: a few steps for `nn.LSTM` to go back through. windows_skipped: the number of
            windows with holds or cuts, which it cannot have.
    """

    lane: Lane
    block: int
    walked: range
    steps: Steps
    sums: tuple[SumBlocks, ...] = ()
    windows: tuple[Window, ...] = ()
    windows_skipped: int = 0

    def checked(self, request: "CheckRequest", reference: Reference) -> CheckedPart:
        """Compare everything with torch."""
        found, dtype = Findings(request.config, request.backward), request.dtype
        weights = request.weights[self.lane]
        counts = check_steps(found, self.steps, weights, request.uneven, dtype, reference)
        sums = sum(check_sums(found, blocks, dtype) for blocks in self.sums)
        for window in self.windows:
            window.check(found, dtype, reference)
        report = request.report(
            found,
            counts,
            strips=found.strips(),
            windows_skipped=self.windows_skipped,
            windows_checked=len(self.windows),
            sums_checked=sums,
        )
        return CheckedPart(self.walked, report)


@dataclass(frozen=True, eq=False)
class CheckRequest:
    """The cells number first_cell … last_cell - 1 of a pass, as plain arrays.

    Cells count in the order of computation, on the backward pass from its begin.

    Attributes:
        uneven: whether the rows have different lengths, and were computed by `RaggedLane`.
        arrays: the parameters by torch's names. weights: our engine's. holds: the experiment's.
            segments: what each lane has by itself.
        links: the sources that the recorded numbers must equal.
        windows: a few steps of several lanes together. windows_skipped: the number of these with
            holds or cuts.
        readout: the numbers of the readout; None where none are among the cells.
        sums: blocks of the gradients of V and b. backward: True for the backward pass.
    """

    first_cell: int
    last_cell: int
    uneven: bool
    dtype: str
    config: LSTMConfig
    arrays: dict[str, Array]
    weights: dict[Lane, CellWeights]
    holds: tuple[Intervention, ...]
    segments: tuple[Segment, ...]
    links: tuple[Link, ...]
    windows: tuple[Window, ...] = ()
    windows_skipped: int = 0
    readout: ReadoutSteps | ReadoutGradients | None = None
    sums: tuple[SumBlocks, ...] = ()
    backward: bool = False

    @classmethod
    def of(
        cls, run: Run, first_cell: int, last_cell: int, known: CheckReport | None = None
    ) -> "CheckRequest":
        """Collect the cells of a run to check; with its last cell, its outputs too.

        Args:
            known: a report that has steps of this run already: they are left out.

        Raises:
            ValueError: cells that the run has not computed.
        """
        _refuse(first_cell, last_cell, run.cells_done)
        experiment, segments = run.experiment, []
        links: list[Link] = []
        for lane in experiment.config.lanes():
            first, last = (run.schedule.cells_of(lane, n) for n in (first_cell, last_cell))
            for number, walks in _unknown(lane, first, last, experiment, known):
                steps = LaneSteps.of(run, lane, walks)
                segments.append(Segment(lane, number, walks, steps))
                links += step_links(run, steps.places, steps.inputs)
        ends = first_cell < last_cell == run.schedule.num_cells
        outputs = batched_outputs(run) if ends else None
        if outputs is not None:
            links += output_links(run, outputs)
        output = None if outputs is None else outputs[0]
        windows = windows_of(run, first_cell, last_cell, output)
        readout = ReadoutSteps.of(run, first_cell, last_cell)
        cells = range(first_cell, last_cell)
        return cls._of(experiment, cells, run.weights, segments, links, windows, readout)

    @classmethod
    def of_backward(
        cls, back: BackwardRun, first_cell: int, last_cell: int, known: CheckReport | None = None
    ) -> "CheckRequest":
        """Collect the cells of a backward pass to check; with its last cell, what goes out of it.

        Args:
            known: a report that has steps of this pass already: they are left out, but for their
                links, which cost little and tell whether they are right.

        Raises:
            ValueError: cells that are not computed.
        """
        _refuse(first_cell, last_cell, back.cells_done)
        experiment, order, segments = back.run.experiment, back.order, []
        links: list[Link] = []
        for lane in experiment.config.lanes():
            first, last = (order.lane_cells(lane, n) for n in (first_cell, last_cell))
            if first == last:
                continue
            links += arriving_links(back, places_back(back, lane, range(first, last)))
            ends = window_ends(back, lane, first_cell, last_cell)
            for number, walked in _unknown(lane, first, last, experiment, known):
                steps = GradientSteps.of(back, lane, walked)
                sums = tuple(sums_of_lane(back, lane, walked))
                own = windows_of_lane(back, lane, (end for end in ends if end - 1 in walked))
                free, skipped = _without_held(own, experiment.holds)
                segments.append(Segment(lane, number, walked, steps, sums, free, skipped))
        readout = ReadoutGradients.of(back, first_cell, last_cell)
        if readout is not None:
            links += readout_links(back, readout.places)
        if first_cell < last_cell == order.num_cells:
            links += end_links(back)
        windows = windows_of_layers(back, first_cell, last_cell)
        sums = tuple(sums_of_readout(back, first_cell, last_cell))
        cells, weights = range(first_cell, last_cell), dict(back.weights)
        request = cls._of(experiment, cells, weights, segments, links, windows, readout)
        return replace(request, backward=True, sums=sums)

    @classmethod
    def _of(
        cls,
        experiment: Experiment,
        cells: range,
        weights: dict[Lane, CellWeights],
        segments: list[Segment],
        links: list[Link],
        windows: Iterable[Window],
        readout: ReadoutSteps | ReadoutGradients | None,
    ) -> "CheckRequest":
        free, skipped = _without_held(windows, experiment.holds)
        return cls(
            cells.start,
            cells.stop,
            experiment.uneven,
            experiment.dtype.name,
            experiment.config,
            dict(experiment.parameters.arrays),
            weights,
            experiment.holds,
            tuple(segments),
            tuple(links),
            free,
            skipped,
            readout,
        )

    def report(self, findings: Findings, counts: StepCounts = NOTHING, **more: Any) -> CheckReport:
        """Return a report on findings, without cells. Imports torch."""
        from ..reference import torch_lstm

        return CheckReport(
            0,
            0,
            counts.checked,
            counts.not_comparable,
            findings.first,
            self.dtype,
            torch_lstm.version(),
            findings.largest,
            steps_in_float64=counts.in_float64,
            backward=self.backward,
            **more,
        )


def _refuse(first_cell: int, last_cell: int, done: int) -> None:
    if not 0 <= first_cell <= last_cell <= done:
        raise ValueError(f"cells {first_cell} to {last_cell} are not all among the {done} computed")


def _unknown(
    lane: Lane, first: int, last: int, experiment: Experiment, known: CheckReport | None
) -> Iterator[tuple[int, range]]:
    """Yield the blocks of a lane's steps that a report does not have."""
    agreed = 0 if known is None else known.agreed(lane)
    return blocks_of(range(max(first, agreed), last), experiment)


def perform(request: CheckRequest, reference: Reference | None = None) -> CheckReport:
    """Check the contents of a request. Imports torch.

    Args:
        reference: from an earlier request about the same run, so that torch's cells are made
            once; a new one by default.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    dtype = request.dtype
    reference = reference or Reference(request.config, request.arrays, request.holds)
    parts = {(of.lane, of.block): of.checked(request, reference) for of in request.segments}
    findings = Findings(request.config, request.backward)
    check_links(findings, request.links)
    sums = sum(check_sums(findings, blocks, dtype) for blocks in request.sums)
    for window in request.windows:
        window.check(findings, dtype, reference)
    readouts = 0 if request.readout is None else request.readout.check(findings, dtype)
    rest = request.report(
        findings,
        windows_skipped=request.windows_skipped,
        windows_checked=len(request.windows),
        readouts_checked=readouts,
        sums_checked=sums,
        parts=parts,
    )
    rest = replace(rest, cells_from=request.first_cell, cells_to=request.last_cell)
    return rest.merged(*(part.report for part in parts.values()))


def check_run(run: Run) -> CheckReport:
    """Check everything that a run has computed, in parts of bounded size."""
    return finish(checking_run(run))


def checking_run(run: Run) -> Generator[float, None, CheckReport]:
    """Check as `check_run` does; yields the fraction done."""
    experiment, config = run.experiment, run.experiment.config
    numbers = 2 * _read(config) + sum(map(config.width, config.quantities))
    size = experiment.batch_size * numbers * experiment.dtype.itemsize
    return _checking(experiment, size, run.cells_done, partial(CheckRequest.of, run))


def check_backward(back: BackwardRun) -> CheckReport:
    """Check everything that a backward pass has computed, in parts of bounded size."""
    return finish(checking_backward(back))


def checking_backward(back: BackwardRun) -> Generator[float, None, CheckReport]:
    """Check as `check_backward` does; yields the fraction done."""
    experiment, config = back.run.experiment, back.run.experiment.config
    gradients = sum(config.gradient_width(key, 0) for key in config.gradients)
    # With the sums after each cell, where all are kept.
    numbers = experiment.batch_size * (3 * _read(config) + 2 * gradients) + FEW_WEIGHTS
    size = numbers * experiment.dtype.itemsize
    return _checking(experiment, size, back.cells_done, partial(CheckRequest.of_backward, back))


def _read(config: LSTMConfig) -> int:
    """Return how many numbers the widest cell reads."""
    widest = max(config.input_size, config.layer_input_size(config.num_layers - 1))
    return widest + sum(map(config.width, config.cell.states))


def _checking(
    experiment: Experiment,
    bytes_of_cell: int,
    done: int,
    request: Callable[[int, int], CheckRequest],
) -> Generator[float, None, CheckReport]:
    """Check the cells of a pass in parts; yields the fraction done."""
    reference = Reference(experiment.config, experiment.parameters.arrays, experiment.holds)
    cells = max(1, BYTES_AT_ONCE // bytes_of_cell)
    report = perform(request(0, min(cells, done)), reference)
    while report.cells_to < done:
        yield report.cells_to / done
        last = min(report.cells_to + cells, done)
        report = report.merged(perform(request(report.cells_to, last), reference))
    return report
