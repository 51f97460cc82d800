"""Segment: what the check of the way back compares in some steps of one lane, and nowhere else.

An edit that leaves the steps as they are, bit for bit, leaves what is found in them too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ...cells.weights import CellWeights
from ...gradients.backward_run import BackwardRun
from ...network.lane import Lane
from ..report import CheckedPart, CheckReport
from .findings import GradientFindings
from .steps import GradientReference, GradientSteps, check_gradient_steps
from .sums import SumBlocks, check_sums, sums_of_lane
from .windows import GradientWindow, check_window, windows_of_lane, without_held


@dataclass(frozen=True, eq=False)
class Segment:
    """Some steps back of one lane's walk, with the sums and the windows that end among them.

    Attributes:
        walked: the steps, counted from the walk's end. block: the number of the block that they
            begin in (`step_check.blocks_of`).
        steps: the recorded numbers. sums: blocks of the weights' gradients.
        windows: a few steps for `nn.LSTM` to go back through. windows_skipped: the number of
            those with holds or cuts, which it cannot have.
    """

    lane: Lane
    block: int
    walked: range
    steps: GradientSteps
    sums: tuple[SumBlocks, ...]
    windows: tuple[GradientWindow, ...]
    windows_skipped: int

    @classmethod
    def of(
        cls, back: BackwardRun, lane: Lane, block: int, walked: range, ends: Iterable[int]
    ) -> "Segment":
        """Collect some steps back of a lane.

        Args:
            ends: the steps back after which windows of the lane end, also beyond these.
        """
        inside = (end for end in ends if end - 1 in walked)
        free, skipped = without_held(back, windows_of_lane(back, lane, inside))
        steps = GradientSteps.of(back, lane, walked)
        sums = tuple(sums_of_lane(back, lane, walked))
        return cls(lane, block, walked, steps, sums, free, skipped)

    def checked(
        self, weights: CellWeights, uneven: bool, dtype: str, reference: GradientReference
    ) -> CheckedPart:
        """Compare everything with torch.

        Args:
            weights, uneven: as of `check_gradient_steps`.
        """
        from ...reference import torch_lstm

        found = GradientFindings()
        counts = check_gradient_steps(found, self.steps, weights, uneven, dtype, reference)
        sums = sum(check_sums(found, blocks, dtype) for blocks in self.sums)
        for window in self.windows:
            check_window(found, window, dtype, reference)
        report = CheckReport(
            0,
            0,
            counts.checked,
            counts.not_comparable,
            found.first,
            dtype,
            torch_lstm.version(),
            found.largest,
            found.strips(),
            self.windows_skipped,
            counts.in_float64,
            len(self.windows),
            backward=True,
            sums_checked=sums,
        )
        return CheckedPart(self.walked, report)
