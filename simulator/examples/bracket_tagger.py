"""Bidirectional tagger: combines the context before a letter with the context after it."""

import numpy as np

from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..objective.loss import BCE, Loss
from ..objective.objective import Objective
from ..objective.readout import SIGMOID, Readout
from ..translation import mark
from .example import Example, biases, by_hand, cues, known_answers, stacked

_TEXT = "an (inner) word) is (not (so) outer"


def tagger() -> Example:
    """Build input 2, hidden 1, two layers, two directions: which letters stand between brackets?

    A letter is inside when the bracket before it is ( and the bracket after it is ).
    """
    # Layer 0 is a latch in each direction: it keeps the last bracket read, + for the wanted one.
    gates = {"i": [[8, 8]], "f": [[-8, -8]], "o": [[0, 0]]}
    memory = stacked(i=[[0]], f=[[0]], g=[[3]], o=[[0]])
    holding = biases(i=-4, f=4, g=0, o=4, units=1)
    # Layer 1 reads both: 24 (h + h) − 27 is positive only when both are.
    both, nothing = [[24, 24]], [[0, 0]]
    arrays = {
        "weight_ih_l0": stacked(g=[[6, -6]], **gates),
        "weight_ih_l0_reverse": stacked(g=[[-6, 6]], **gates),
        "weight_hh_l0": memory,
        "weight_hh_l0_reverse": memory,
        "bias_ih_l0": holding,
        "bias_ih_l0_reverse": holding,
        # Forward: the tag. f is shut, so c is g, and g is the tag.
        "weight_ih_l1": stacked(i=nothing, f=nothing, g=both, o=nothing),
        "bias_ih_l1": biases(i=10, f=-10, g=-27, o=10, units=1),
        # Backward: a count. i opens for a letter inside, g is 1, f never shuts.
        "weight_ih_l1_reverse": stacked(i=both, f=nothing, g=nothing, o=nothing),
        "bias_ih_l1_reverse": biases(i=-27, f=10, g=6, o=10, units=1),
    }
    columns, labels = ("(", ")"), tuple(_TEXT)
    config = LSTMConfig(input_size=2, hidden_size=1, num_layers=2, bidirectional=True)
    # The tag is the sign of the forward h; of a bracket itself nothing is asked.
    said = Readout(np.array([[6.0, 0.0]]), function=SIGMOID, names=("inside",))
    objective = Objective(said, known_answers(map(_inside, range(len(_TEXT)))), Loss(BCE))
    return Example(
        "tagger",
        mark("Inside the brackets"),
        mark("Two layers, two directions."),
        mark(
            "A letter is inside when the bracket before it is ( and the bracket after it is ), "
            "and no single direction can know both. In layer 0 the forward direction remembers "
            "the last bracket, plus for (, and the reverse one, walking back from the end, the "
            "next one, plus for ). Layer 1 reads both: its forward h is plus where both are, the "
            "tag; the c of its reverse direction counts how many letters inside are still to "
            "come."
        ),
        Experiment.create(by_hand(config, arrays), cues(labels, columns), objective=objective),
        columns,
        labels,
    )


def _inside(t: int) -> list[float] | None:
    """Return 1 for a letter after ( and before ), else 0; None for a bracket."""
    if _TEXT[t] in "()":
        return None
    before = [letter for letter in _TEXT[:t] if letter in "()"]
    after = [letter for letter in _TEXT[t:] if letter in "()"]
    return [float(before[-1:] == ["("] and after[:1] == [")"])]
