"""GradientFindings: comparisons of the way back, told in its own order."""

from typing import Final

from ...network.gradient_quantities import DY, GRADIENTS
from ..disagreement import GIVEN
from ..findings import Findings
from ..report import CheckKind

WEIGHTS: Final = (
    *("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"),
    *("readout.weight", "readout.bias"),
)
"""Kinds of parameters that have a gradient, those of a readout last."""

COMPARED: Final = (DY, *GRADIENTS, *GIVEN, *WEIGHTS)
"""All that can be compared, in the order of computation."""

_CHECKS: Final = ("step", "link", "sum", "window")
"""The checks, in the order in which they tell of one number.

dc is not kept apart from what arrived at it. So its link has the cell's equation in it, and the
step check, which knows the equation better, speaks first.
"""


class GradientFindings(Findings):
    """Results of the comparisons of a way back so far, for T timesteps."""

    def order(self, kind: CheckKind, cell: int, batch: int, unit: int) -> tuple[int, ...]:
        """Return a place in the order of computation, and of the checks for one number."""
        phase = COMPARED.index(kind.quantity)
        return cell, phase, _CHECKS.index(kind.check), batch, unit
