"""Check of a way back against torch's autograd: every gradient, and what they add up to.

Four checks cover the same cells, each where another is blind (`check.gradients`): the step check,
the link check, the sum check and the window check. As forwards (`request`), a request carries just
the part of a way back to check, so that another process can perform it. Only that process imports
torch.
"""

from collections.abc import Generator
from dataclasses import dataclass

from ..arrays import Array
from ..cells.weights import CellWeights
from ..gradients.backward_run import BackwardRun
from ..gradients.weight_sums import FEW_WEIGHTS
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..progress import finish
from .gradients.findings import GradientFindings
from .gradients.links import arriving_links, end_links, readout_links
from .gradients.readouts import ReadoutGradients, check_readout_gradients
from .gradients.segment import Segment
from .gradients.steps import GradientReference, places_back
from .gradients.sums import SumBlocks, check_sums, sums_of_readout
from .gradients.windows import (
    GradientWindow,
    check_window,
    window_ends,
    windows_of_layers,
    without_held,
)
from .report import CheckReport
from .step_check import blocks_of
from .wiring_check import Link, check_links

BYTES_AT_ONCE = 1 << 25
"""Bytes of a way back that one request of `check_backward` holds."""


@dataclass(frozen=True, eq=False)
class BackwardCheckRequest:
    """The cells number first_cell … last_cell - 1 of a way back, as plain arrays.

    Cells count in the order of computation (`engine.schedule.BackwardSchedule`).

    Attributes:
        arrays: the parameters by torch's names. weights: those that our engine computed with.
        uneven: whether the rows have different lengths.
        holds: the experiment's. stretches: what each lane has by itself.
        links: the sources that the recorded numbers must equal.
        sums: blocks of the gradients of V and b. windows: those of both directions together.
        windows_skipped: the number of these with holds or cuts.
        readout: the gradients of the readout; None where none are among the cells.
    """

    first_cell: int
    last_cell: int
    uneven: bool
    dtype: str
    config: LSTMConfig
    arrays: dict[str, Array]
    weights: dict[Lane, CellWeights]
    holds: tuple[Intervention, ...]
    stretches: tuple[Segment, ...]
    links: tuple[Link, ...]
    sums: tuple[SumBlocks, ...]
    windows: tuple[GradientWindow, ...]
    windows_skipped: int
    readout: ReadoutGradients | None

    @classmethod
    def of(
        cls,
        back: BackwardRun,
        first_cell: int,
        last_cell: int,
        known: CheckReport | None = None,
    ) -> "BackwardCheckRequest":
        """Collect the cells of a way back to check; with its last cell, what goes out of it too.

        Args:
            known: a report that has steps of this way back already: they are left out, but for
                their links, which cost little and tell whether they are what they are said to be.

        Raises:
            ValueError: cells that are not computed.
        """
        if not 0 <= first_cell <= last_cell <= back.cells_done:
            raise ValueError(
                f"cells {first_cell} to {last_cell} are not among the {back.cells_done} computed"
            )
        experiment, order = back.run.experiment, back.order
        stretches: list[Segment] = []
        links: list[Link] = []
        for lane in experiment.config.lanes():
            first, last = (order.lane_cells(lane, cells) for cells in (first_cell, last_cell))
            if first == last:
                continue
            links += arriving_links(back, places_back(back, lane, range(first, last)))
            ends = window_ends(back, lane, first_cell, last_cell)
            agreed = 0 if known is None else known.agreed(lane)
            for block, walked in blocks_of(range(max(first, agreed), last), experiment):
                stretches.append(Segment.of(back, lane, block, walked, ends))
        readout = ReadoutGradients.of(back, first_cell, last_cell)
        if readout is not None:
            links += readout_links(back, readout.places)
        if first_cell < last_cell == order.num_cells:
            links += end_links(back)
        windows, skipped = without_held(back, windows_of_layers(back, first_cell, last_cell))
        return cls(
            first_cell,
            last_cell,
            experiment.uneven,
            experiment.dtype.name,
            experiment.config,
            dict(experiment.parameters.arrays),
            dict(back.weights),
            experiment.holds,
            tuple(stretches),
            tuple(links),
            tuple(sums_of_readout(back, first_cell, last_cell)),
            windows,
            skipped,
            readout,
        )


def perform_backward(request: BackwardCheckRequest) -> CheckReport:
    """Check the contents of a request. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    from ..reference import torch_lstm

    uneven, dtype = request.uneven, request.dtype
    reference = GradientReference(request.config, request.arrays, request.holds)
    parts = {
        (of.lane, of.block): of.checked(request.weights[of.lane], uneven, dtype, reference)
        for of in request.stretches
    }
    findings = GradientFindings()
    check_links(findings, request.links)
    sums = sum(check_sums(findings, blocks, dtype) for blocks in request.sums)
    for window in request.windows:
        check_window(findings, window, dtype, reference)
    readouts = 0
    if request.readout is not None:
        readouts = check_readout_gradients(findings, request.readout, dtype)
    rest = CheckReport(
        request.first_cell,
        request.last_cell,
        0,
        0,
        findings.first,
        dtype,
        torch_lstm.version(),
        findings.largest,
        windows_skipped=request.windows_skipped,
        windows_checked=len(request.windows),
        readouts_checked=readouts,
        backward=True,
        sums_checked=sums,
        parts=parts,
    )
    return rest.merged(*(part.report for part in parts.values()))


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
