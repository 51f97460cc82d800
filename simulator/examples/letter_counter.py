"""Counter: counting without limit, which c can do and h cannot."""

import numpy as np

from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..objective.loss import MSE, Loss
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..translation import mark
from .example import Example, biases, by_hand, cues, known_answers, stacked

_TEXT = "abaabbab.aaaba.bbbbbab.a"


def counter() -> Example:
    """Build input 2, hidden 2: c of unit 0 is #a − #b, c of unit 1 is #a + #b."""
    none = [[0.0, 0.0], [0.0, 0.0]]
    arrays = {
        "weight_ih_l0": stacked(i=none, f=none, g=[[8, -8], [8, 8]], o=none),
        "bias_ih_l0": biases(i=10, f=10, g=0, o=10, units=2),
    }
    columns, labels = ("a", "b"), tuple(_TEXT)
    # h of unit 0 is tanh of the count: scaled so that 1 is told right, no larger count can be.
    told = Readout(np.array([[1 / np.tanh(1), 0.0]]), names=("a − b",))
    counts = np.cumsum([(label == "a") - (label == "b") for label in labels], dtype=float)
    objective = Objective(told, known_answers([count] for count in counts.tolist()), Loss(MSE))
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=2), arrays)
    return Example(
        "counter",
        mark("a's against b's"),
        mark("c counts what h cannot."),
        mark(
            "All gates stand open, so each step adds g to c and takes nothing away. For unit 0, g "
            "is +1 for an a and −1 for a b: its c is the number of a's less the number of b's. For "
            "unit 1 both letters are +1: its c is how many there were. A dot is no letter, and "
            "nothing is added. The counts stand in c alone: h is their tanh, which shows little "
            "more than which letter is ahead."
        ),
        Experiment.create(parameters, cues(labels, columns), objective=objective),
        columns,
        labels,
    )
