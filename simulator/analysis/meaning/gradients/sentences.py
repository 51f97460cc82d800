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
    "dh": Blame(
        mark("The output of {unit} gets blame {blame}: had it been higher, {goal} would be lower"),
        mark("The output of {unit} gets blame {blame}: had it been lower, {goal} would be lower"),
        mark("The output of {unit} gets next to nothing, {blame}: {why}"),
        mark("The output of {unit} gets no blame: {why}"),
    ),
    "dm": Blame(
        mark(
            "Before W_hr, the output of {unit} gets blame {blame}: had it been higher, {goal} "
            "would be lower"
        ),
        mark(
            "Before W_hr, the output of {unit} gets blame {blame}: had it been lower, {goal} "
            "would be lower"
        ),
        mark("Before W_hr, the output of {unit} gets next to nothing, {blame}: {why}"),
        mark("Before W_hr, the output of {unit} gets no blame: {why}"),
    ),
    "dc": Blame(
        mark("The memory of {unit} gets blame {blame}: had it been higher, {goal} would be lower"),
        mark("The memory of {unit} gets blame {blame}: had it been lower, {goal} would be lower"),
        mark("The memory of {unit} gets next to nothing, {blame}: {why}"),
        mark("The memory of {unit} gets no blame: {why}"),
    ),
    "do": Blame(
        mark(
            "The output gate of {unit} gets blame {blame}: had it let out more, {goal} would be "
            "lower"
        ),
        mark(
            "The output gate of {unit} gets blame {blame}: had it let out less, {goal} would be "
            "lower"
        ),
        mark("The output gate of {unit} gets next to nothing, {blame}: {why}"),
        mark("The output gate of {unit} gets no blame: {why}"),
    ),
    "dg": Blame(
        mark(
            "The candidate of {unit} gets blame {blame}: had it been higher, {goal} would be lower"
        ),
        mark(
            "The candidate of {unit} gets blame {blame}: had it been lower, {goal} would be lower"
        ),
        mark("The candidate of {unit} gets next to nothing, {blame}: {why}"),
        mark("The candidate of {unit} gets no blame: {why}"),
    ),
    "di": Blame(
        mark(
            "The input gate of {unit} gets blame {blame}: had it let in more, {goal} would be lower"
        ),
        mark(
            "The input gate of {unit} gets blame {blame}: had it let in less, {goal} would be lower"
        ),
        mark("The input gate of {unit} gets next to nothing, {blame}: {why}"),
        mark("The input gate of {unit} gets no blame: {why}"),
    ),
    "df": Blame(
        mark(
            "The forget gate of {unit} gets blame {blame}: had it kept more, {goal} would be lower"
        ),
        mark(
            "The forget gate of {unit} gets blame {blame}: had it kept less, {goal} would be lower"
        ),
        mark("The forget gate of {unit} gets next to nothing, {blame}: {why}"),
        mark("The forget gate of {unit} gets no blame: {why}"),
    ),
    "dz": Blame(
        mark("The sum {sum} gets blame {blame}: had it been higher, {goal} would be lower"),
        mark("The sum {sum} gets blame {blame}: had it been lower, {goal} would be lower"),
        mark("The sum {sum} gets next to nothing, {blame}: {why}"),
        mark("The sum {sum} gets no blame: {why}"),
    ),
    "dx": Blame(
        mark("The input {input} gets blame {blame}: had it been higher, {goal} would be lower"),
        mark("The input {input} gets blame {blame}: had it been lower, {goal} would be lower"),
        mark("The input {input} gets next to nothing, {blame}: {why}"),
        mark("The input {input} gets no blame: {why}"),
    ),
    "dh_prev": Blame(
        mark(
            "The output before, {before}, gets blame {blame} from here: had it been higher, "
            "{goal} would be lower"
        ),
        mark(
            "The output before, {before}, gets blame {blame} from here: had it been lower, {goal} "
            "would be lower"
        ),
        mark("The output before, {before}, gets next to nothing from here, {blame}: {why}"),
        mark("The output before, {before}, gets no blame from here: {why}"),
    ),
    "dc_prev": Blame(
        mark(
            "The memory before, {before}, gets blame {blame} from here: had it been higher, "
            "{goal} would be lower"
        ),
        mark(
            "The memory before, {before}, gets blame {blame} from here: had it been lower, {goal} "
            "would be lower"
        ),
        mark("The memory before, {before}, gets next to nothing from here, {blame}: {why}"),
        mark("The memory before, {before}, gets no blame from here: {why}"),
    ),
    "dy": Blame(
        mark("The answer {answer} gets blame {blame}: had it been higher, {goal} would be lower"),
        mark("The answer {answer} gets blame {blame}: had it been lower, {goal} would be lower"),
        mark("The answer {answer} gets next to nothing, {blame}: {why}"),
        mark("The answer {answer} gets no blame: {why}"),
    ),
    "dW": Blame(
        mark("{weight} gets blame {blame} so far: were it larger, {goal} would be lower"),
        mark("{weight} gets blame {blame} so far: were it smaller, {goal} would be lower"),
        mark("{weight} gets next to nothing so far, {blame}: {why}"),
        mark("{weight} gets no blame so far: {why}"),
    ),
}
"""Sentences by key; dz for its four parts, dW for every weight."""

REASONS: Final[Mapping[str, Mapping[tuple[bool, bool], str]]] = {
    "do": {
        (True, True): mark(
            "{product}: {goal} rises with this output, and what was behind the gate is positive"
        ),
        (True, False): mark(
            "{product}: {goal} rises with this output, and what was behind the gate is negative"
        ),
        (False, True): mark(
            "{product}: {goal} falls with this output, and what was behind the gate is positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls with this output, and what was behind the gate is negative"
        ),
    },
    "dg": {
        (True, True): mark("{product}: {goal} rises with this memory, and this much was let in"),
        (False, True): mark("{product}: {goal} falls with this memory, and this much was let in"),
    },
    "di": {
        (True, True): mark(
            "{product}: {goal} rises with this memory, and what the candidate had to offer is "
            "positive"
        ),
        (True, False): mark(
            "{product}: {goal} rises with this memory, and what the candidate had to offer is "
            "negative"
        ),
        (False, True): mark(
            "{product}: {goal} falls with this memory, and what the candidate had to offer is "
            "positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls with this memory, and what the candidate had to offer is "
            "negative"
        ),
    },
    "df": {
        (True, True): mark(
            "{product}: {goal} rises with this memory, and what there was to keep is positive"
        ),
        (True, False): mark(
            "{product}: {goal} rises with this memory, and what there was to keep is negative"
        ),
        (False, True): mark(
            "{product}: {goal} falls with this memory, and what there was to keep is positive"
        ),
        (False, False): mark(
            "{product}: {goal} falls with this memory, and what there was to keep is negative"
        ),
    },
    "dc_prev": {
        (True, True): mark("{product}: {goal} rises with this memory, and this much was kept"),
        (False, True): mark("{product}: {goal} falls with this memory, and this much was kept"),
    },
    "dz": {
        (True, True): mark("{product}: the blame of the gate, times the slope of its curve"),
        (False, True): mark("{product}: the blame of the gate, times the slope of its curve"),
    },
}
"""Reasons of a product, by its key, whether the blame is positive, and whether the factor is."""

SMALL_FACTORS: Final[Mapping[str, str]] = {
    "do": mark("nothing was behind the gate, tanh(c) = {factor}"),
    "dg": mark("the input gate was shut, i = {factor}"),
    "di": mark("the candidate had nothing to offer, g = {factor}"),
    "df": mark("there was nothing to keep, {before} = {factor}"),
    "dc_prev": mark("the forget gate was shut, f = {factor}"),
}
"""Reasons of a product that is next to nothing: the factor beside the blame is."""

LITTLE: Final = mark("The sum {sum} gets little, {blame}: {why}")
"""Sentence on a dz whose curve is nearly flat, though it is not next to nothing."""

NEARLY_SATURATED: Final = mark("the gate is nearly saturated, slope {slope}")
NEARLY_SATURATED_CANDIDATE: Final = mark("the candidate is nearly saturated, slope {slope}")
SATURATED: Final = mark("a saturated gate learns nothing: slope {slope}")
SATURATED_CANDIDATE: Final = mark("a saturated candidate learns nothing: slope {slope}")
FLAT: Final = mark("tanh is flat at c = {c}")
HELD: Final = mark("{number} is held, and nothing goes on beneath it")
LITTLE_COMES: Final = mark("next to no blame comes this far")
NONE_COMES: Final = mark("no blame comes here")
UNCOUNTED: Final = mark("nothing is right or wrong at this timestep")
NO_SHARE: Final = mark("no timestep walked has taught it")
NOT_BEGUN: Final = mark("no timestep is walked yet")

TOO_HIGH: Final = mark("the answer is too high: {said} where {right} is right")
TOO_LOW: Final = mark("the answer is too low: {said} where {right} is right")

FROM_SEED: Final = mark("{amount} from the seed")
FROM_ABOVE: Final = mark("{amount} from above")
FROM_READOUT: Final = mark("{amount} from the readout")
FROM_NEXT: Final = mark("{amount} back from the next step")
ALONG_MEMORY: Final = mark("{amount} straight from the next step, through its forget gate")
THROUGH_OUTPUT: Final = mark("{amount} down through h")
THROUGH_GATE: Final = mark("{amount} through {gate}")
ADDS_MOST: Final = mark("{cause} adds most, {amount}")

TAUGHT_MOST: Final = mark("t {t} has taught it most: {product}")
WALKED: Final = mark("{walked} of {steps} timesteps are walked")
NOT_WALKED: Final = mark("{number} is not walked yet")
