"""Brackets deep: counting without limit, which c can do and h cannot."""

import numpy as np

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import MSE, Loss
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, known_answers, stacked

DEPTH = ExampleWords(
    "depth",
    mark("Bracket depth"),
    mark("c can count higher than h."),
    mark(
        "All gates are open, so each step adds g to c and removes nothing: +1 for (, "
        "−1 for ). So c is the number of open brackets. The output is tanh(c): at "
        "depths 4 and 5 h is nearly the same. The prediction is read from h: it is "
        "right at depth 1, and too small from 2 on. Set the bias of f to 2.2, and "
        "the count leaks: see the lesson “Counting”."
    ),
)


def depth() -> Example:
    """Build input 2, hidden 1: c is the number of brackets that are open."""
    arrays = {
        # All gates stand open: ( adds 1 to c, and ) takes 1 away.
        "weight_ih_l0": stacked(i=[[0, 0]], f=[[0, 0]], g=[[8, -8]], o=[[0, 0]]),
        "bias_ih_l0": biases(i=20, f=20, g=0, o=20, units=1),
    }
    columns, labels = ("(", ")"), tuple("((((()))))()")
    # h is tanh of the depth: scaled so that depth 1 is told right, no larger one can be.
    told = Readout(np.array([[1 / np.tanh(1)]]), names=("depth",))
    depths = np.cumsum([1.0 if label == "(" else -1.0 for label in labels])
    objective = Objective(told, known_answers([each] for each in depths.tolist()), Loss(MSE))
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=1), arrays)
    return Example(
        *DEPTH,
        Experiment.create(parameters, cues(labels, columns), objective=objective),
        columns,
        labels,
    )
