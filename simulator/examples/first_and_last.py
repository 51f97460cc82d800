"""First and last: two directions that end at the two ends of a sequence."""

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, stacked

FIRST_AND_LAST = ExampleWords(
    "first-and-last",
    mark("First and last"),
    mark("Two directions, opposite ends."),
    mark(
        "Both directions have the same weights and keep the last word that they "
        "read. One reads from the left, so at the last timestep it outputs no. The "
        "other reads from the right: at the last timestep it has read only one word, "
        "and it outputs yes only at the first. So output[-1] is not the final state "
        "of the reverse direction, but h_n is: see the lesson “Layers and "
        "directions”."
    ),
)


def first_and_last() -> Example:
    """Build input 2, hidden 1, two directions: each keeps the last word that it met."""
    words = stacked(i=[[20, 20]], f=[[-20, -20]], g=[[6, -6]], o=[[0, 0]])
    holding = biases(i=-10, f=10, g=0, o=10, units=1)
    arrays = {f"weight_ih_l0{lane}": words for lane in ("", "_reverse")}
    arrays |= {f"bias_ih_l0{lane}": holding for lane in ("", "_reverse")}
    columns, labels = ("yes", "no"), ("yes", "…", "…", "…", "…", "no")
    config = LSTMConfig(input_size=2, hidden_size=1, bidirectional=True)
    return Example(
        *FIRST_AND_LAST,
        Experiment.create(by_hand(config, arrays), cues(labels, columns)),
        columns,
        labels,
    )
