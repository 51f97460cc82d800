"""Parity by hand: one unit says whether there was an odd number of ones."""

import numpy as np

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import BCE, Loss
from ..objective.objective import Objective
from ..objective.readout import SIGMOID, Readout
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, known_answers, stacked

PARITY = ExampleWords(
    "parity",
    mark("Parity by hand"),
    mark("Odd or even, in one unit."),
    mark(
        "Plus means an odd number of ones so far, minus an even number. At a 1, f "
        "closes and g writes the opposite of h, so the sign flips. At a 0 nothing "
        "happens. It starts with minus, because zero is even. Set c_0 and h_0 to 0, "
        "and h stays 0 for ever, since 0 has no opposite. How a network learns this: "
        "see the lesson “Learning parity”."
    ),
)


def parity() -> Example:
    """Build input 2, hidden 1: h is positive after an odd number of ones."""
    arrays = {
        # A 1 opens i and shuts f; g is the opposite of what was said.
        "weight_ih_l0": stacked(i=[[20, 0]], f=[[-20, 0]], g=[[0, 0]], o=[[0, 0]]),
        "weight_hh_l0": stacked(i=[[0]], f=[[0]], g=[[-6]], o=[[0]]),
        "bias_ih_l0": biases(i=-10, f=10, g=0, o=10, units=1),
    }
    columns, labels = ("1", "0"), tuple("11010011")
    # Plus is odd: σ(6 h) is 0.99 for odd, 0.01 for even.
    said = Readout(np.array([[6.0]]), function=SIGMOID, names=("odd",))
    odd = np.cumsum([label == "1" for label in labels]) % 2
    objective = Objective(said, known_answers([float(each)] for each in odd), Loss(BCE))
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=1), arrays)
    experiment = Experiment.create(parameters, cues(labels, columns), objective=objective)
    # No one has come yet, and none is an even number: minus, as the unit itself would say it.
    start = {"h_0": np.array([[[-0.76]]]), "c_0": np.array([[[-1.0]]])}
    return Example(
        *PARITY,
        experiment.with_states(**start),
        columns,
        labels,
    )
