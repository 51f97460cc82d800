"""Teaching cell: every weight has a reason and two decimals, so that one can follow by hand."""

import numpy as np

from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.parameters import Parameters
from ..translation import mark
from .example import Example, cues


def teaching() -> Example:
    """Build input 3, hidden 2, one layer: marks and taps."""
    # Rows i0 i1 f0 f1 g0 g1 o0 o1; columns mark, tap, clear, then h0, h1.
    arrays = {
        "weight_ih_l0": [
            [4.00, 0.00, -1.00],
            [0.00, 5.00, -1.00],
            [0.50, 0.00, -6.00],
            [0.00, 0.50, -7.00],
            [1.50, -0.50, 0.00],
            [0.00, 0.75, 0.00],
            [1.00, 0.00, 0.00],
            [0.00, 0.25, 0.00],
        ],
        "weight_hh_l0": [
            [0.20, 0.00],
            [0.00, -0.50],
            [0.75, 0.00],
            [0.00, 0.75],
            [0.25, 0.00],
            [0.00, 0.00],
            [0.50, 0.00],
            [6.50, 0.00],
        ],
        "bias_ih_l0": [-2.00, -3.00, 3.00, 3.50, 0.00, 0.00, 1.00, -3.50],
        "bias_hh_l0": [-0.50, 0.00, 0.25, 0.50, 0.00, -0.10, 0.50, 0.00],
    }
    parameters = Parameters(
        LSTMConfig(input_size=3, hidden_size=2),
        {name: np.array(values) for name, values in arrays.items()},
    )
    columns = ("mark", "tap", "clear")
    labels = (
        "rest", "mark", "tap", "tap", "rest", "tap", "clear",
        "rest", "tap", "tap", "mark", "rest", "tap", "clear",
    )  # fmt: skip
    return Example(
        "teaching",
        mark("Count the taps"),
        mark("h shows c only after a mark."),
        mark(
            "Two units and three inputs: mark, tap and clear. Unit 0 remembers a "
            "mark: its input gate opens for one, its forget gate stays near 1 and "
            "holds it. Unit 1 counts taps in c, but its output gate reads h of "
            "unit 0 through W_hh, so the count shows in h only while a mark is "
            "remembered. Clear closes both forget gates, and both units forget. "
            "After it the taps come first: they are counted in c without showing "
            "in h until a mark comes."
        ),
        Experiment.create(parameters, cues(labels, columns)),
        columns,
        labels,
    )
