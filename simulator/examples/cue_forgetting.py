"""Forgetting on a cue: two running sums that differ in one weight of the forget gate."""

import numpy as np

from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..translation import mark
from .example import Example, biases, by_hand, stacked

_VALUES = (0.8, 0.4, -0.6, 1.0, 0.5, 0.9, -0.3, 0.7, -1.0, -0.4, 0.6, -0.8, 0.2, 0.3, 1.0, -0.5)
_CUED = (4, 9, 10)


def forgetting() -> Example:
    """Build input 2, hidden 2: c of unit 0 is the sum since the last cue, c of unit 1 the total."""
    none = [[0.0, 0.0], [0.0, 0.0]]
    arrays = {
        # The only difference between the two units: the weight of the cue in the forget gate.
        "weight_ih_l0": stacked(i=none, f=[[0, -20], [0, 0]], g=[[0.5, 0], [0.5, 0]], o=none),
        "bias_ih_l0": biases(i=10, f=10, g=0, o=10, units=2),
    }
    values = [[value, float(t in _CUED)] for t, value in enumerate(_VALUES)]
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=2), arrays)
    return Example(
        "forgetting",
        mark("Forget on a cue"),
        mark("Two units; one weight differs."),
        mark(
            "Both units add up tanh(½ amount) in c. They have the same weights but "
            "for one: the forget gate of unit 0 reads the cue, with the weight "
            "−20. Where a cue comes, f of unit 0 falls from 1 to 0, what c held is "
            "gone, and the sum begins again with that very step; unit 1 goes on. "
            "Set that weight to 0 and the units are the same; set it to −10 and "
            "the cue forgets one half."
        ),
        Experiment.create(parameters, np.array(values)),
        ("amount", "cue"),
        tuple("cue" if t in _CUED else f"{value:+}" for t, value in enumerate(_VALUES)),
    )
