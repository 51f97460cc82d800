"""Forgetting on a cue: two running sums that differ in one weight of the forget gate."""

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, stacked

FORGETTING = ExampleWords(
    "forgetting",
    mark("Forget on a cue"),
    mark("Two units; one weight differs."),
    mark(
        "Both units add one to c at plus and subtract one at minus. Their weights "
        "are the same except for one: the forget gate of unit 0 reads wipe, with "
        "weight −20. At wipe, f of unit 0 falls from 1 to 0, and the content of c is "
        "gone; unit 1 carries on. Set that weight to 0 and the units are the same; "
        "set it to −10 and wipe forgets half. For more on what two gates can do, see "
        "the lesson “Write and forget”."
    ),
)


def forgetting() -> Example:
    """Build input 3, hidden 2: c of unit 0 is the sum since a wipe, c of unit 1 the total."""
    none = [[0, 0, 0], [0, 0, 0]]
    arrays = {
        # The only difference between the two units: the weight of wipe in the forget gate.
        "weight_ih_l0": stacked(
            i=none, f=[[0, 0, -20], [0, 0, 0]], g=[[6, -6, 0], [6, -6, 0]], o=none
        ),
        "bias_ih_l0": biases(i=10, f=10, g=0, o=10, units=2),
    }
    columns = ("plus", "minus", "wipe")
    labels = (
        "plus", "plus", "minus", "plus", "wipe", "plus",
        "minus", "minus", "wipe", "plus", "plus", "plus",
    )  # fmt: skip
    parameters = by_hand(LSTMConfig(input_size=3, hidden_size=2), arrays)
    return Example(
        *FORGETTING,
        Experiment.create(parameters, cues(labels, columns)),
        columns,
        labels,
    )
