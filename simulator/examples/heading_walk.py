"""Walk: a projected LSTM of two layers, in which four cells are projected to two numbers."""

from collections.abc import Iterable, Iterator

import numpy as np

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import MSE, Loss
from ..objective.objective import Objective
from ..objective.readout import Readout
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, known_answers, stacked

HEADINGS = ("north", "east", "south", "west")


WALK = ExampleWords(
    "walk",
    mark("Turtle walk"),
    mark("Projected h is the position."),
    mark(
        "A walker reads north, east, south or west, and takes one step that way per "
        "timestep until the next word. In layer 0 four units remember the last word; "
        "W_hr projects their m to two numbers, east and north, so h is the "
        "direction. In layer 1 four units count the steps taken each way, 0.01 per "
        "step, where tanh is still nearly linear; W_hr subtracts west from east and "
        "south from north, so h is the position, in steps. For what proj_size "
        "changes, see the lesson “Every nn.LSTM argument”."
    ),
)


def walk() -> Example:
    """Build input 4, hidden 4 projected to 2, two layers: layer 1's h is the place east, north."""
    none, no_input = [[0.0] * 2] * 4, [[0.0] * 4] * 4
    eye = [[float(row == column) for column in range(4)] for row in range(4)]
    # The plane that W_hr projects on: rows east and north, columns the four headings.
    plane = np.array([[0.0, 1.0, 0.0, -1.0], [1.0, 0.0, -1.0, 0.0]])
    arrays = {
        # Layer 0: any heading opens i and shuts f; g of its own cell is 1.
        "weight_ih_l0": stacked(
            i=[[20] * 4] * 4, f=[[-20] * 4] * 4, g=[[6 * n for n in row] for row in eye], o=no_input
        ),
        "bias_ih_l0": biases(i=-10, f=10, g=0, o=10, units=4),
        "weight_hr_l0": 1.313 * plane,  # 1 / tanh(1)
        # Layer 1: a cell's i opens while h of layer 0 points its way, and c grows by 0.01.
        "weight_ih_l1": stacked(i=[[0, 20], [20, 0], [0, -20], [-20, 0]], f=none, g=none, o=none),
        "bias_ih_l1": biases(i=-10, f=10, g=0.01, o=10, units=4),
        "weight_hr_l1": 100 * plane,
    }
    labels = (
        "north", "…", "…", "east", "…", "…", "south", "…", "west", "…", "north", "…",
    )  # fmt: skip
    config = LSTMConfig(input_size=4, hidden_size=4, num_layers=2, proj_size=2)
    place = Readout(np.eye(2), names=("east", "north"))
    objective = Objective(place, known_answers(_places(labels)), Loss(MSE))
    return Example(
        *WALK,
        Experiment.create(by_hand(config, arrays), cues(labels, HEADINGS), objective=objective),
        HEADINGS,
        labels,
        panel="Answers",
    )


def _places(labels: Iterable[str]) -> Iterator[list[float]]:
    """Yield the place after each word, east and north, one step a timestep."""
    steps = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
    place, step = np.zeros(2), (0, 0)
    for label in labels:
        step = steps.get(label, step)
        place = place + step
        yield place.tolist()
