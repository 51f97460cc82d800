"""Check of an optimiser's step against `torch.optim`: every number that it makes.

Torch takes the step again from the same bits of the weights, gradients and state, in the dtype of
the weights. Some mistakes are smaller than the rounding of float32; so for float32 both engines
take the step once more in float64.

- `request`: a step as plain arrays, so that another process can perform its check;
- `comparison`: what our engine made beside torch's, number by number;
- `bounds`: how far two correct engines may be apart;
- `report`: what was found, as a value that travels between processes;
- `check`: performs a request. Only it, through `comparison`, imports torch.
"""

from .check import check_step, perform_step, perform_steps
from .report import StepReport
from .request import StepCheckRequest, StepEngine

__all__ = [
    "StepCheckRequest",
    "StepEngine",
    "StepReport",
    "check_step",
    "perform_step",
    "perform_steps",
]
