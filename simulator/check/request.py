"""Check of our recorded numbers against torch, cell by cell and over a few steps.

Three checks cover the same cells, each where another is blind: the step check (`step_check`), the
link check (`wiring_check`) and the window check (`window_check`). A readout has its own step and
window checks (`readout_check`). A request carries just the part
of a trace to check, so that another process can perform it. Only that process imports torch.
"""

from collections.abc import Generator
from dataclasses import dataclass

from ..arrays import Array
from ..cells.weights import CellWeights
from ..engine.run import Run
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..progress import finish
from .findings import Findings
from .readout_check import ReadoutSteps, check_readout
from .report import CheckedPart, CheckReport
from .step_check import LaneSteps, Reference, blocks_of, check_steps
from .window_check import Window, check_window, windows_of
from .wiring_check import Link, batched_outputs, check_links, output_links, step_links

BYTES_AT_ONCE = 1 << 25
"""Bytes of a trace that one request of `check_run` holds."""


@dataclass(frozen=True, eq=False)
class CheckRequest:
    """The cells number first_cell … last_cell - 1 of a run, as plain arrays.

    Attributes:
        arrays: the parameters by torch's names. weights: those that our engine computed with.
        uneven: whether the rows have different lengths, and were computed by `RaggedLane`.
        holds: the experiment's. steps: the recorded numbers, lane by lane.
        links: the sources that they must equal. windows: a few steps for `nn.LSTM` to run.
        windows_skipped: the number of windows with holds or cuts, which it cannot run.
        readout: the numbers of the readout; None without one.
    """

    first_cell: int
    last_cell: int
    num_timesteps: int
    uneven: bool
    dtype: str
    config: LSTMConfig
    arrays: dict[str, Array]
    weights: dict[Lane, CellWeights]
    steps: tuple[LaneSteps, ...]
    links: tuple[Link, ...]
    windows: tuple[Window, ...]
    holds: tuple[Intervention, ...] = ()
    windows_skipped: int = 0
    readout: ReadoutSteps | None = None

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
        if not 0 <= first_cell <= last_cell <= run.cells_done:
            raise ValueError(
                f"cells {first_cell} to {last_cell} are not all among the {run.cells_done} computed"
            )
        steps = []
        for lane in run.experiment.config.lanes():
            first, last = (run.schedule.cells_of(lane, n) for n in (first_cell, last_cell))
            agreed = 0 if known is None else known.agreed(lane)
            for number, walks in blocks_of(range(max(first, agreed), last), run.experiment):
                steps.append(LaneSteps.of(run, lane, walks, number))
        links = [link for lane_steps in steps for link in step_links(run, lane_steps)]
        ends = first_cell < last_cell == run.schedule.num_cells
        outputs = batched_outputs(run) if ends else None
        if outputs is not None:
            links += output_links(run, outputs)
        output = None if outputs is None else outputs[0]
        windows = list(windows_of(run, first_cell, last_cell, output))
        free = tuple(w for w in windows if not w.touched_by(run.experiment.holds))
        return cls(
            first_cell,
            last_cell,
            run.experiment.num_timesteps,
            run.experiment.uneven,
            run.experiment.dtype.name,
            run.experiment.config,
            dict(run.experiment.parameters.arrays),
            run.weights,
            tuple(steps),
            tuple(links),
            free,
            run.experiment.holds,
            len(windows) - len(free),
            ReadoutSteps.of(run, first_cell, last_cell),
        )


def perform(request: CheckRequest, reference: Reference | None = None) -> CheckReport:
    """Check the contents of a request. Imports torch.

    Args:
        reference: that of an earlier request about the same run, so that torch's cells are made
            once; a new one by default.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    from ..reference import torch_lstm

    version, dtype = torch_lstm.version(), request.dtype
    reference = reference or Reference(request.config, request.arrays, request.holds)
    parts = {}
    for steps in request.steps:
        lane, own = steps.places.lane, Findings()
        weights = request.weights[lane]
        counts = check_steps(own, steps, weights, request.uneven, dtype, reference)
        report = CheckReport(
            0,
            0,
            counts.checked,
            counts.not_comparable,
            own.first,
            dtype,
            version,
            own.largest,
            own.strips(),
            steps_in_float64=counts.in_float64,
        )
        parts[lane, steps.block] = CheckedPart(steps.walks, report)
    findings = Findings()
    check_links(findings, request.links)
    for window in request.windows:
        check_window(findings, window, dtype, reference)
    readouts = 0
    if request.readout is not None:
        readouts = check_readout(findings, request.readout, dtype)
    rest = CheckReport(
        request.first_cell,
        request.last_cell,
        0,
        0,
        findings.first,
        dtype,
        version,
        findings.largest,
        windows_skipped=request.windows_skipped,
        windows_checked=len(request.windows),
        readouts_checked=readouts,
        parts=parts,
    )
    return rest.merged(*(part.report for part in parts.values()))


def check_run(run: Run) -> CheckReport:
    """Check everything that a run has computed, in parts of bounded size."""
    return finish(checking_run(run))


def checking_run(run: Run) -> Generator[float, None, CheckReport]:
    """Check as `check_run` does; yields the fraction done."""
    experiment, cells = run.experiment, max(1, BYTES_AT_ONCE // _bytes_of_cell(run))
    reference = Reference(experiment.config, experiment.parameters.arrays, experiment.holds)
    report = perform(CheckRequest.of(run, 0, min(cells, run.cells_done)), reference)
    while report.cells_to < run.cells_done:
        yield report.cells_to / run.cells_done
        last = min(report.cells_to + cells, run.cells_done)
        request = CheckRequest.of(run, report.cells_to, last)
        report = report.merged(perform(request, reference))
    return report


def _bytes_of_cell(run: Run) -> int:
    config = run.experiment.config
    widest = max(config.input_size, config.layer_input_size(config.num_layers - 1))
    read = widest + config.output_size + config.hidden_size
    numbers = 2 * read + sum(map(config.width, config.quantities))
    return run.experiment.batch_size * numbers * run.experiment.dtype.itemsize
