"""Bidirectional tagger: combines the context before a letter with the context after it."""

import numpy as np

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..objective.loss import BCE, Loss
from ..objective.objective import Objective
from ..objective.readout import SIGMOID, Readout
from ..translation import mark
from .example import Example, ExampleWords, biases, by_hand, cues, known_answers, stacked

_TEXT = "(ab)c(d"


TAGGER = ExampleWords(
    "tagger",
    mark("Inside the brackets"),
    mark("Two layers, two directions."),
    mark(
        "A letter is inside when the bracket before it is ( and the bracket after it "
        "is ), and no single direction can know both. In layer 0, the forward "
        "direction remembers the last bracket: positive for (. The reverse "
        "direction, reading from the end, remembers the next one: positive for ). "
        "Layer 1 reads both and outputs a positive h where both are positive. The "
        "last bracket is never closed, so d is outside. Type ) at the end, and d is "
        "inside. See the lesson “Layers and directions”."
    ),
)


def tagger() -> Example:
    """Build input 2, hidden 1, two layers, two directions: which letters stand between brackets?

    A letter is inside when the bracket before it is ( and the bracket after it is ).
    """
    # Layer 0 keeps the last bracket that each direction met, plus for the one that is wanted.
    gates = {"i": [[20, 20]], "f": [[-20, -20]], "o": [[0, 0]]}
    holding = biases(i=-10, f=10, g=0, o=10, units=1)
    # Layer 1 reads both: 12 (h + h) − 13 is positive only when both are plus. f is shut, so c is g.
    tag = stacked(i=[[0, 0]], f=[[0, 0]], g=[[12, 12]], o=[[0, 0]])
    now = biases(i=10, f=-10, g=-13, o=10, units=1)
    arrays = {
        "weight_ih_l0": stacked(g=[[6, -6]], **gates),
        "weight_ih_l0_reverse": stacked(g=[[-6, 6]], **gates),
        "bias_ih_l0": holding,
        "bias_ih_l0_reverse": holding,
        "weight_ih_l1": tag,
        "weight_ih_l1_reverse": tag,
        "bias_ih_l1": now,
        "bias_ih_l1_reverse": now,
    }
    columns, labels = ("(", ")"), tuple(_TEXT)
    config = LSTMConfig(input_size=2, hidden_size=1, num_layers=2, bidirectional=True)
    # Both directions say the tag; of a bracket itself nothing is asked.
    said = Readout(np.array([[3.0, 3.0]]), function=SIGMOID, names=("inside",))
    objective = Objective(said, known_answers(map(_inside, range(len(_TEXT)))), Loss(BCE))
    return Example(
        *TAGGER,
        Experiment.create(by_hand(config, arrays), cues(labels, columns), objective=objective),
        columns,
        labels,
        place="1:h layer 1",
    )


def _inside(t: int) -> list[float] | None:
    """Return 1 for a letter after ( and before ), else 0; None for a bracket."""
    if _TEXT[t] in "()":
        return None
    before = [letter for letter in _TEXT[:t] if letter in "()"]
    after = [letter for letter in _TEXT[t:] if letter in "()"]
    return [float(before[-1:] == ["("] and after[:1] == [")"])]
