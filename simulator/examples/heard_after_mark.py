"""Heard only after a mark: one unit opens the output gate of another."""

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, stacked

TEACHING = ExampleWords(
    "teaching",
    mark("Gated output"),
    mark("One unit gates another's h."),
    mark(
        "Unit 0 remembers a mark. Unit 1 counts the taps in c, but h shows the count "
        "only while its output gate is open, and one weight of W_hh, from h of unit "
        "0, opens that gate. After clear, two taps are counted in c only; then a "
        "mark comes, and one step later h shows them: W_hh reads the h of the "
        "previous step. Set the weight of clear in f of unit 0 to 0, and those taps "
        "show as well. What o does: see the lesson “Cell and output”."
    ),
)


def teaching() -> Example:
    """Build input 3, hidden 2: unit 1 counts taps, and says so only while unit 0 holds a mark."""
    none = [[0, 0, 0], [0, 0, 0]]
    arrays = {
        # Unit 0 is written by a mark, unit 1 by each tap; clear shuts both forget gates.
        "weight_ih_l0": stacked(
            i=[[20, 0, 0], [0, 20, 0]],
            f=[[0, 0, -20], [0, 0, -20]],
            g=[[6, 0, 0], [0, 6, 0]],
            o=none,
        ),
        # The only recurrent weight: h of unit 0 opens o of unit 1. 26 tanh(1) − 10 is about 10.
        "weight_hh_l0": stacked(
            i=[[0, 0]] * 2, f=[[0, 0]] * 2, g=[[0, 0]] * 2, o=[[0, 0], [26, 0]]
        ),
        "bias_ih_l0": biases(i=-10, f=10, g=0, o=[10, -10], units=2),
    }
    columns = ("mark", "tap", "clear")
    labels = ("mark", "tap", "tap", "…", "clear", "tap", "tap", "mark", "…", "tap")
    parameters = by_hand(LSTMConfig(input_size=3, hidden_size=2), arrays)
    return Example(
        *TEACHING,
        Experiment.create(parameters, cues(labels, columns)),
        columns,
        labels,
    )
