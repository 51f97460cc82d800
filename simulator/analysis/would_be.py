"""What a held number would be: what its formula gives, from the numbers recorded before it."""

import numpy as np

from ..engine.cell import sigmoid
from ..engine.trace import Trace
from ..lstm.config import GATES
from .address import Number


def unheld_value(trace: Trace, at: Number) -> np.floating:
    """The formula of i f g o c m or h at one place, in the run's dtype, whatever is recorded."""

    def recorded(quantity: str) -> np.floating:
        return at._replace(quantity=quantity).value(trace)

    with np.errstate(all="ignore"):
        if at.quantity in GATES:
            z = recorded(f"z_{at.quantity}")
            result = np.tanh(z) if at.quantity == "g" else sigmoid(np.asarray(z))
        elif at.quantity == "c":
            lane = trace.lanes[at.layer, at.direction]
            c_prev = lane.c_prev[at.timestep, at.row, at.unit]
            result = recorded("f") * c_prev + recorded("i") * recorded("g")
        elif at.quantity == "h" and trace.experiment.config.proj_size:
            m = trace.values("m", at.layer, at.direction)[at.timestep, at.row]
            names = trace.experiment.config.parameter_names(at.layer, at.direction)
            result = trace.experiment.parameters[names["weight_hr"]][at.unit] @ m
        else:
            result = recorded("o") * np.tanh(recorded("c"))
    return trace.experiment.dtype.type(result)  # type: ignore[no-any-return]
