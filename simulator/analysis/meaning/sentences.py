"""Sentences: what each quantity does, alone and with its cause. Whole ones, to be translated."""

from typing import Final, NamedTuple

from ...translation import mark


class Said(NamedTuple):
    """A sentence, and the same with its cause: the places {cause} and {amount}."""

    alone: str
    because: str = ""


ADDS_MOST: Final = mark("{alone}; {cause} adds most, {amount}")
"""A sentence alone, and its largest cause, which is no more than half of all."""

KEEPS: Final = Said(
    mark("{head}: {unit} keeps {share} of its memory ({before} → {after})"),
    mark(
        "{head}: {unit} keeps {share} of its memory ({before} → {after}), "
        "mostly because {cause} adds {amount}"
    ),
)
KEEPS_UNSEEN: Final = Said(
    mark("{head}: {unit} keeps {share} of its memory"),
    mark("{head}: {unit} keeps {share} of its memory, mostly because {cause} adds {amount}"),
)
KEEPS_NOTHING: Final = Said(
    mark("{head}: {unit} would keep {share} of its memory, but that is 0"),
    mark(
        "{head}: {unit} would keep {share} of its memory, but that is 0; "
        "mostly because {cause} adds {amount}"
    ),
)
KEEPS_NOTHING_YET: Final = Said(
    mark("{head}: {unit} would keep {share} of its memory, but there is nothing to keep yet"),
    mark(
        "{head}: {unit} would keep {share}, but there is nothing to keep yet; "
        "mostly because {cause} adds {amount}"
    ),
)
LETS_IN: Final = Said(
    mark("{head}: {unit} lets in {share} of the candidate ({before} → {after})"),
    mark(
        "{head}: {unit} lets in {share} of the candidate ({before} → {after}), "
        "mostly because {cause} adds {amount}"
    ),
)
LETS_IN_UNSEEN: Final = Said(
    mark("{head}: {unit} lets in {share} of the candidate"),
    mark("{head}: {unit} lets in {share} of the candidate, mostly because {cause} adds {amount}"),
)
LETS_IN_NOTHING: Final = Said(
    mark("{head}: {unit} would let in {share} of the candidate, but that is 0"),
    mark(
        "{head}: {unit} would let in {share} of the candidate, but that is 0; "
        "mostly because {cause} adds {amount}"
    ),
)
LETS_OUT: Final = Said(
    mark("{head}: {unit} lets out {share} of tanh(c) ({before} → {after})"),
    mark(
        "{head}: {unit} lets out {share} of tanh(c) ({before} → {after}), "
        "mostly because {cause} adds {amount}"
    ),
)
LETS_OUT_UNSEEN: Final = Said(
    mark("{head}: {unit} lets out {share} of its memory"),
    mark("{head}: {unit} lets out {share} of its memory, mostly because {cause} adds {amount}"),
)
LETS_OUT_NOTHING: Final = Said(
    mark("{head}: {unit} would let out {share} of its memory, but that is 0"),
    mark(
        "{head}: {unit} would let out {share} of its memory, but that is 0; "
        "mostly because {cause} adds {amount}"
    ),
)
UNSEEN: Final = {"f": KEEPS_UNSEEN, "i": LETS_IN_UNSEEN, "o": LETS_OUT_UNSEEN}
NOTHING: Final = {"f": KEEPS_NOTHING, "i": LETS_IN_NOTHING, "o": LETS_OUT_NOTHING}
SHARES: Final = {"f": KEEPS, "i": LETS_IN, "o": LETS_OUT}
"""What a gate does with what it acts on: not known yet, 0, and any other."""

BEYOND: Final = {
    "f": Said(mark("{head}: {unit} keeps its memory times {factor}, which no forget gate can do")),
    "i": Said(mark("{head}: {unit} lets in the candidate times {factor}, which no gate can do")),
    "o": Said(mark("{head}: {unit} lets out tanh(c) times {factor}, which no gate can do")),
}
"""Gates that are held outside 0…1."""

RAISES: Final = Said(
    mark("{head}: {unit} has a positive value to write"),
    mark("{head}: {unit} has a positive value to write, mostly because {cause} adds {amount}"),
)
LOWERS: Final = Said(
    mark("{head}: {unit} has a negative value to write"),
    mark("{head}: {unit} has a negative value to write, mostly because {cause} adds {amount}"),
)
WRITES_NOTHING: Final = Said(mark("{head}: {unit} has nothing to write"))

MAKES: Final = Said(
    mark("{head}: this sum makes {gate} = {result}"),
    mark("{head}: this sum makes {gate} = {result}, mostly because {cause} adds {amount}"),
)
IS_SUM: Final = Said(
    mark("{head}: the sum from which {gate} is computed"),
    mark("{head}: the sum from which {gate} is computed, mostly because {cause} adds {amount}"),
)

MEMORY: Final = Said(mark("{head}: {kept} of the memory is kept, and {written} is written"))
MOSTLY_KEPT: Final = Said(mark("{head}: mostly what is kept, {kept}; {written} is written"))
MOSTLY_WRITTEN: Final = Said(mark("{head}: mostly what is written, {written}; {kept} is kept"))
SIDES: Final = (MOSTLY_KEPT, MOSTLY_WRITTEN)
"""Those that name what is most of c."""
EMPTY: Final = Said(mark("{head}: nothing is written, and there was nothing to keep yet"))
ALL_WRITTEN: Final = Said(mark("{head}: {written} is written, and there was nothing to keep yet"))

OUTPUT: Final = Said(mark("{head}: {unit} lets out {share} of tanh(c) = {before}"))
OUTPUT_BEYOND: Final = Said(mark("{head}: {unit} lets out tanh(c) = {before} times {factor}"))
PROJECTED: Final = Said(
    mark("{head}: W_hr sums up m; the largest product is that of {first}, {product}"),
    mark("{head}: W_hr sums up m, and {cause} adds most, {amount}"),
)

HELD: Final = Said(mark("{head}: it is not computed here"))

FROM_UNKNOWN: Final = Said(mark("{head}: it is made of numbers that are not shown yet"))

AGAINST: Final = mark("Against it stands {cause} with {amount}")
LARGEST: Final = mark("The largest single term is that of {cause}, {amount}")
SHUT: Final = mark("The gate is shut: it is below {end}")
OPEN: Final = mark("The gate is open: it is above {end}")
WOULD_BE: Final = mark("Without the hold it would be {value}")
DOES_NOT_ADD_UP: Final = mark("Its terms do not add up to it: {rest} is left")
