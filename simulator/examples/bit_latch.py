"""Latch: one unit that remembers one bit, however long ago it was told."""

from collections.abc import Iterable, Iterator

import numpy as np

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import BCE, Loss
from ..objective.objective import Objective
from ..objective.readout import SIGMOID, Readout
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, known_answers, stacked

LATCH = ExampleWords(
    "latch",
    mark("Remember one bit"),
    mark("The bit refreshes itself."),
    mark(
        "One unit reads yes or no, and its h keeps the sign of the last word: plus "
        "for yes, minus for no. What is special here is the weight from h to g: i "
        "never closes completely, so at each step h pushes c back to its own sign, "
        "and the bit refreshes itself. Set that weight to 0 and c decays while no "
        "word arrives. How a memory is kept: see the lesson “The conveyor belt”."
    ),
)


def latch() -> Example:
    """Build input 2, hidden 1: h is positive after yes, negative after no."""
    arrays = {
        # A word opens i, shuts f, and gives the bit by the sign of g.
        "weight_ih_l0": stacked(i=[[8, 8]], f=[[-8, -8]], g=[[6, -6]], o=[[0, 0]]),
        # The bit refreshes itself: h pushes g to its own side, and i never shuts completely.
        "weight_hh_l0": stacked(i=[[0]], f=[[0]], g=[[3]], o=[[0]]),
        "bias_ih_l0": biases(i=-4, f=4, g=0, o=4, units=1),
    }
    columns = ("yes", "no")
    labels = ("yes", "…", "…", "…", "no", "…", "…", "yes", "yes", "…", "no", "…")
    parameters = by_hand(LSTMConfig(input_size=2, hidden_size=1), arrays)
    # Plus is yes: σ(6 h) is 0.99 for yes, 0.01 for no. Right is the last word that was told.
    said = Readout(np.array([[6.0]]), function=SIGMOID, names=("yes",))
    objective = Objective(said, known_answers(_last_words(labels)), Loss(BCE))
    return Example(
        *LATCH,
        Experiment.create(parameters, cues(labels, columns), objective=objective),
        columns,
        labels,
    )


def _last_words(labels: Iterable[str]) -> Iterator[list[float] | None]:
    """Yield 1 after yes and 0 after no; None before the first."""
    told = None
    for label in labels:
        told = {"yes": [1.0], "no": [0.0]}.get(label, told)
        yield told
