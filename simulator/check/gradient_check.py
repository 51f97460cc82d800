"""Check of a way back against torch's autograd: every gradient, and what they add up to.

Four checks cover the same cells, each where another is blind (`check.gradients`): the step check,
the link check, the sum check and the window check. As forwards (`request`), a request carries just
the part of a way back to check, so that another process can perform it. Only that process imports
torch.
"""

from collections.abc import Generator
from dataclasses import dataclass

from ..arrays import Array
from ..gradients.backward_run import BackwardRun
from ..gradients.weight_sums import FEW_WEIGHTS
from ..lstm.config import LSTMConfig
from ..lstm.interventions import Intervention
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights
from ..progress import finish
from .gradients.findings import GradientFindings
from .gradients.links import arriving_links, end_links, readout_links
from .gradients.readouts import ReadoutGradients, check_readout_gradients
from .gradients.steps import GradientReference, GradientSteps, check_gradient_steps
from .gradients.sums import SumBlocks, check_sums, sums_of
from .gradients.windows import GradientWindow, check_window, windows_of
from .report import CheckReport
from .wiring_check import Link, check_links

BYTES_AT_ONCE = 1 << 25
"""Bytes of a way back that one request of `check_backward` holds."""


@dataclass(frozen=True, eq=False)
class BackwardCheckRequest:
    """The cells number first_cell … last_cell - 1 of a way back, as plain arrays.

    Cells count in the order of computation (`engine.way_back`).

    Attributes:
        arrays: the parameters by torch's names. weights: those that our engine computed with.
        uneven: whether the rows have different lengths.
        holds: the experiment's. steps: the recorded numbers, lane by lane.
        links: the sources that they must equal. sums: blocks of the weights' gradients.
        windows: a few steps for `nn.LSTM` to go back through.
        windows_skipped: the number of windows with holds or cuts, which it cannot have.
        readout: the gradients of the readout; None where none are among the cells.
    """

    first_cell: int
    last_cell: int
    num_timesteps: int
    uneven: bool
    dtype: str
    config: LSTMConfig
    arrays: dict[str, Array]
    weights: dict[Lane, CellWeights]
    steps: tuple[GradientSteps, ...]
    links: tuple[Link, ...]
    sums: tuple[SumBlocks, ...]
    windows: tuple[GradientWindow, ...]
    holds: tuple[Intervention, ...] = ()
    windows_skipped: int = 0
    readout: ReadoutGradients | None = None

    @classmethod
    def of(cls, back: BackwardRun, first_cell: int, last_cell: int) -> "BackwardCheckRequest":
        """Collect the cells of a way back to check; with its last cell, what goes out of it too.

        Raises:
            ValueError: cells that are not computed.
        """
        if not 0 <= first_cell <= last_cell <= back.cells_done:
            raise ValueError(
                f"cells {first_cell} to {last_cell} are not among the {back.cells_done} computed"
            )
        experiment, order = back.run.experiment, back.order
        steps, T = [], experiment.num_timesteps
        for lane in experiment.config.lanes():
            walked = (order.lane_cells(lane, cells) for cells in (last_cell, first_cell))
            if walks := range(*(T - count for count in walked)):
                steps.append(GradientSteps.of(back, lane, walks))
        links = [link for part in steps for link in arriving_links(back, part.places)]
        readout = ReadoutGradients.of(back, first_cell, last_cell)
        if readout is not None:
            links += readout_links(back, readout.places)
        if first_cell < last_cell == order.num_cells:
            links += end_links(back)
        windows = list(windows_of(back, first_cell, last_cell))
        free = tuple(window for window in windows if not window.touched_by(experiment.holds))
        return cls(
            first_cell,
            last_cell,
            T,
            experiment.uneven,
            experiment.dtype.name,
            experiment.config,
            dict(experiment.parameters.arrays),
            dict(back.weights),
            tuple(steps),
            tuple(links),
            tuple(sums_of(back, first_cell, last_cell)),
            free,
            experiment.holds,
            len(windows) - len(free),
            readout,
        )


def perform_backward(request: BackwardCheckRequest) -> CheckReport:
    """Check the contents of a request. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    from ..reference import torch_lstm

    findings = GradientFindings()
    reference = GradientReference(request.config, request.arrays, request.holds)
    check_links(findings, request.links)
    counts = [
        check_gradient_steps(
            findings,
            steps,
            request.weights[steps.places.lane],
            request.uneven,
            request.dtype,
            reference,
        )
        for steps in request.steps
    ]
    sums = sum(check_sums(findings, blocks, request.dtype) for blocks in request.sums)
    for window in request.windows:
        check_window(findings, window, request.dtype, reference)
    readouts = 0
    if request.readout is not None:
        readouts = check_readout_gradients(findings, request.readout, request.dtype)
    return CheckReport(
        request.first_cell,
        request.last_cell,
        sum(count.checked for count in counts),
        sum(count.not_comparable for count in counts),
        findings.first,
        request.dtype,
        torch_lstm.version(),
        findings.largest,
        findings.strips(),
        request.windows_skipped,
        sum(count.in_float64 for count in counts),
        len(request.windows),
        readouts,
        backward=True,
        sums_checked=sums,
    )


def check_backward(back: BackwardRun) -> CheckReport:
    """Check everything that a way back has computed, in parts of bounded size."""
    return finish(checking_backward(back))


def checking_backward(back: BackwardRun) -> Generator[float, None, CheckReport]:
    """Check as `check_backward` does; yields the fraction done."""
    cells = max(1, BYTES_AT_ONCE // _bytes_of_cell(back))
    report = perform_backward(BackwardCheckRequest.of(back, 0, min(cells, back.cells_done)))
    while report.cells_to < back.cells_done:
        yield report.cells_to / back.cells_done
        last = min(report.cells_to + cells, back.cells_done)
        part = perform_backward(BackwardCheckRequest.of(back, report.cells_to, last))
        report = report.merged(part)
    return report


def _bytes_of_cell(back: BackwardRun) -> int:
    """Return the bytes of a cell in a request, with the sums after it where all are kept."""
    experiment, config = back.run.experiment, back.run.experiment.config
    widest = max(config.input_size, config.layer_input_size(config.num_layers - 1))
    read = widest + config.output_size + config.hidden_size
    numbers = 3 * read + 2 * sum(config.gradient_width(key, 0) for key in config.gradients)
    numbers = experiment.batch_size * numbers + FEW_WEIGHTS
    return numbers * experiment.dtype.itemsize
