"""Letters: two units with all gates open that count them, over more timesteps than an example."""

import numpy as np

from simulator.examples.example import Example, biases, by_hand, cues, known_answers, stacked
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout


def letters():
    """Return two units: c of unit 0 is #a − #b, which tanh(c) / tanh(1) is to say; of 1 #a + #b."""
    none = [[0.0, 0.0], [0.0, 0.0]]
    arrays = {
        "weight_ih_l0": stacked(i=none, f=none, g=[[8, -8], [8, 8]], o=none),
        "bias_ih_l0": biases(i=10, f=10, g=0, o=10, units=2),
    }
    columns, labels = ("a", "b"), tuple("abaabbab.aaaba.bbbbbab.a")
    counts = np.cumsum([(label == "a") - (label == "b") for label in labels], dtype=float)
    told = Readout(np.array([[1 / np.tanh(1), 0.0]]), names=("a − b",))
    objective = Objective(told, known_answers([count] for count in counts.tolist()), Loss(MSE))
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=2), arrays)
    experiment = Experiment.create(parameters, cues(labels, columns), objective=objective)
    return Example("letters", "Letters", "", "", experiment, columns, labels)
