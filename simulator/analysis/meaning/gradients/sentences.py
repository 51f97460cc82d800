"""Sentences on gradients: who gets how much, and what would have helped. Whole ones, translated.

{goal} is the loss, or the number that a seed lies on. {blame} is the gradient.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ....translation import mark


class Blame(NamedTuple):
    """Sentences on one gradient.

    Attributes:
        raise_it: it is negative: more would have helped. lower_it: it is positive: less would.
        next_to_nothing: it is tiny, with a reason {why}. none: it is exactly 0, with a reason.
    """

    raise_it: str
    lower_it: str
    next_to_nothing: str
    none: str


BLAMES: Final[Mapping[str, Blame]] = {
    "state": Blame(
        mark("h of {unit} has gradient {blame}: a higher h would lower {goal}"),
        mark("h of {unit} has gradient {blame}: a lower h would lower {goal}"),
        mark("h of {unit} has almost no gradient, {blame}: {why}"),
        mark("h of {unit} has zero gradient: {why}"),
    ),
    "projected": Blame(
        mark("m of {unit}, before W_hr, has gradient {blame}: a higher m would lower {goal}"),
        mark("m of {unit}, before W_hr, has gradient {blame}: a lower m would lower {goal}"),
        mark("m of {unit}, before W_hr, has almost no gradient, {blame}: {why}"),
        mark("m of {unit}, before W_hr, has zero gradient: {why}"),
    ),
    "memory": Blame(
        mark("c of {unit} has gradient {blame}: a higher c would lower {goal}"),
        mark("c of {unit} has gradient {blame}: a lower c would lower {goal}"),
        mark("c of {unit} has almost no gradient, {blame}: {why}"),
        mark("c of {unit} has zero gradient: {why}"),
    ),
    "out": Blame(
        mark("The output gate of {unit} has gradient {blame}: opening it more would lower {goal}"),
        mark("The output gate of {unit} has gradient {blame}: opening it less would lower {goal}"),
        mark("The output gate of {unit} has almost no gradient, {blame}: {why}"),
        mark("The output gate of {unit} has zero gradient: {why}"),
    ),
    "candidate": Blame(
        mark("The candidate of {unit} has gradient {blame}: a higher value would lower {goal}"),
        mark("The candidate of {unit} has gradient {blame}: a lower value would lower {goal}"),
        mark("The candidate of {unit} has almost no gradient, {blame}: {why}"),
        mark("The candidate of {unit} has zero gradient: {why}"),
    ),
    "write": Blame(
        mark("The input gate of {unit} has gradient {blame}: opening it more would lower {goal}"),
        mark("The input gate of {unit} has gradient {blame}: opening it less would lower {goal}"),
        mark("The input gate of {unit} has almost no gradient, {blame}: {why}"),
        mark("The input gate of {unit} has zero gradient: {why}"),
    ),
    "keep": Blame(
        mark("The forget gate of {unit} has gradient {blame}: keeping more would lower {goal}"),
        mark("The forget gate of {unit} has gradient {blame}: keeping less would lower {goal}"),
        mark("The forget gate of {unit} has almost no gradient, {blame}: {why}"),
        mark("The forget gate of {unit} has zero gradient: {why}"),
    ),
    "sum": Blame(
        mark("The pre-activation {sum} has gradient {blame}: a higher value would lower {goal}"),
        mark("The pre-activation {sum} has gradient {blame}: a lower value would lower {goal}"),
        mark("The pre-activation {sum} has almost no gradient, {blame}: {why}"),
        mark("The pre-activation {sum} has zero gradient: {why}"),
    ),
    "input": Blame(
        mark("The input {input} has gradient {blame}: a higher value would lower {goal}"),
        mark("The input {input} has gradient {blame}: a lower value would lower {goal}"),
        mark("The input {input} has almost no gradient, {blame}: {why}"),
        mark("The input {input} has zero gradient: {why}"),
    ),
    "state_before": Blame(
        mark(
            "The previous h, {before}, gets gradient {blame} from here: a higher "
            "value would lower {goal}"
        ),
        mark(
            "The previous h, {before}, gets gradient {blame} from here: a lower "
            "value would lower {goal}"
        ),
        mark("The previous h, {before}, gets almost no gradient from here, {blame}: {why}"),
        mark("The previous h, {before}, gets zero gradient from here: {why}"),
    ),
    "memory_before": Blame(
        mark(
            "The previous c, {before}, gets gradient {blame} from here: a higher "
            "value would lower {goal}"
        ),
        mark(
            "The previous c, {before}, gets gradient {blame} from here: a lower "
            "value would lower {goal}"
        ),
        mark("The previous c, {before}, gets almost no gradient from here, {blame}: {why}"),
        mark("The previous c, {before}, gets zero gradient from here: {why}"),
    ),
    "readout": Blame(
        mark("The readout {answer} has gradient {blame}: a higher value would lower {goal}"),
        mark("The readout {answer} has gradient {blame}: a lower value would lower {goal}"),
        mark("The readout {answer} has almost no gradient, {blame}: {why}"),
        mark("The readout {answer} has zero gradient: {why}"),
    ),
    "weight": Blame(
        mark("{weight} has gradient {blame} so far: a larger weight would lower {goal}"),
        mark("{weight} has gradient {blame} so far: a smaller weight would lower {goal}"),
        mark("{weight} has almost no gradient so far, {blame}: {why}"),
        mark("{weight} has zero gradient so far: {why}"),
    ),
}
"""Sentences by kind (`numbers.kind_of`); one kind has all weights."""

REASONS: Final[Mapping[str, Mapping[tuple[bool, bool], str]]] = {
    "out": {
        (True, True): mark("{product}: {goal} rises with this output, and tanh(c) is positive"),
        (True, False): mark("{product}: {goal} rises with this output, and tanh(c) is negative"),
        (False, True): mark(
            "{product}: {goal} falls as this output rises, and tanh(c) is positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls as this output rises, and tanh(c) is negative"
        ),
    },
    "candidate": {
        (True, True): mark(
            "{product}: {goal} rises with this cell state, and i is the share written"
        ),
        (False, True): mark(
            "{product}: {goal} falls as this cell state rises, and i is the share written"
        ),
    },
    "write": {
        (True, True): mark(
            "{product}: {goal} rises with this cell state, and the candidate is positive"
        ),
        (True, False): mark(
            "{product}: {goal} rises with this cell state, and the candidate is negative"
        ),
        (False, True): mark(
            "{product}: {goal} falls as this cell state rises, and the candidate is positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls as this cell state rises, and the candidate is negative"
        ),
    },
    "keep": {
        (True, True): mark(
            "{product}: {goal} rises with this cell state, and the old cell state is positive"
        ),
        (True, False): mark(
            "{product}: {goal} rises with this cell state, and the old cell state is negative"
        ),
        (False, True): mark(
            "{product}: {goal} falls as this cell state rises, and the old cell state is positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls as this cell state rises, and the old cell state is negative"
        ),
    },
    "memory_before": {
        (True, True): mark("{product}: {goal} rises with this cell state, and f is the share kept"),
        (False, True): mark(
            "{product}: {goal} falls as this cell state rises, and f is the share kept"
        ),
    },
    "sum": {
        (True, True): mark("{product}: the gate's gradient times the slope of its curve"),
        (False, True): mark("{product}: the gate's gradient times the slope of its curve"),
    },
}
"""Reasons of a product by kind, then by whether its gradient and the other factor are positive."""

SMALL_FACTORS: Final[Mapping[str, str]] = {
    "out": mark("tanh(c) = {factor}, so there was nothing to output"),
    "candidate": mark("the input gate was closed, i = {factor}"),
    "write": mark("there was nothing to write, g = {factor}"),
    "keep": mark("the previous c was near 0, {before} = {factor}"),
    "memory_before": mark("the forget gate was closed, f = {factor}"),
}
"""Reasons of a tiny product by kind: the factor beside the gradient is tiny."""

LITTLE: Final = mark("The pre-activation {sum} has little gradient, {blame}: {why}")
"""Sentence on a dz whose curve is nearly flat, though it is not tiny."""

NEARLY_SATURATED: Final = mark("the gate is nearly saturated, slope {slope}")
NEARLY_SATURATED_CANDIDATE: Final = mark("the candidate is nearly saturated, slope {slope}")
SATURATED: Final = mark("a saturated gate gets no gradient: slope {slope}")
SATURATED_CANDIDATE: Final = mark("a saturated candidate gets no gradient: slope {slope}")
FLAT: Final = mark("tanh is flat at c = {c}")
HELD: Final = mark("{number} is held, so no gradient passes through it")
LITTLE_COMES: Final = mark("almost no gradient reaches this point")
NONE_COMES: Final = mark("no gradient reaches this point")
UNCOUNTED: Final = mark("no target counted at this timestep")
NO_SHARE: Final = mark("no timestep so far contributes to it")
NOT_BEGUN: Final = mark("the backward pass has not computed any timestep yet")

TOO_HIGH: Final = mark("the prediction is too high: {said}, target {right}")
TOO_LOW: Final = mark("the prediction is too low: {said}, target {right}")

FROM_SEED: Final = mark("{amount} from the chosen value")
FROM_ABOVE: Final = mark("{amount} from the layer above")
FROM_READOUT: Final = mark("{amount} from the readout")
FROM_NEXT: Final = mark("{amount} back from the next step")
ALONG_MEMORY: Final = mark("{amount} directly from the next step, through its forget gate")
THROUGH_OUTPUT: Final = mark("{amount} down through h")
THROUGH_GATE: Final = mark("{amount} through {gate}")
ADDS_MOST: Final = mark("{cause} adds most, {amount}")

TAUGHT_MOST: Final = mark("t {t} contributes most: {product}")
WALKED: Final = mark("{walked} of {steps} timesteps computed")
NOT_WALKED: Final = mark("the backward pass has not computed {number} yet")
