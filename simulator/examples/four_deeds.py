"""Four deeds: two gates, each open or shut, keep, write over, add and wipe."""

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, stacked

DEEDS = ExampleWords(
    "deeds",
    mark("Four actions"),
    mark("Keep, overwrite, add, erase."),
    mark(
        "Two gates, each open or closed, give four actions. While no word arrives, f "
        "is open and i is closed: c is kept. On set it is the other way round, and c "
        "is overwritten. On add, both are open and 1 is added; on wipe, both are "
        "closed and nothing is left. Set the weight of wipe in f to −10, and wipe "
        "forgets only half. Step by step: see the lesson “Write and forget”."
    ),
)


def deeds() -> Example:
    """Build input 3, hidden 1: each word opens or shuts i and f in its own way."""
    arrays = {
        "weight_ih_l0": stacked(i=[[20, 20, 0]], f=[[-20, 0, -20]], g=[[6, 6, 0]], o=[[0, 0, 0]]),
        "bias_ih_l0": biases(i=-10, f=10, g=0, o=10, units=1),
    }
    columns = ("set", "add", "wipe")
    labels = ("set", "…", "add", "add", "…", "wipe", "…", "add", "set", "…")
    parameters = by_hand(LSTMConfig(input_size=3, hidden_size=1), arrays)
    return Example(
        *DEEDS,
        Experiment.create(parameters, cues(labels, columns)),
        columns,
        labels,
    )
