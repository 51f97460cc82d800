"""Sentences: what each quantity does, with and without its cause. Whole ones, to be translated."""

from typing import Final, NamedTuple

from ...translation import mark


class Said(NamedTuple):
    """A sentence, and the same with its cause: the places {cause} and {amount}."""

    alone: str
    because: str = ""


ADDS_MOST: Final = mark("{alone}; {cause} adds most, {amount}")
"""A sentence, and its largest cause, which is no more than half of all."""

KEEPS: Final = Said(
    mark("{head}: {unit} keeps {share} of c ({before} → {after})"),
    mark(
        "{head}: {unit} keeps {share} of c ({before} → {after}), mostly because "
        "{cause} adds {amount}"
    ),
)
KEEPS_UNSEEN: Final = Said(
    mark("{head}: {unit} keeps {share} of c"),
    mark("{head}: {unit} keeps {share} of c, mostly because {cause} adds {amount}"),
)
KEEPS_NOTHING: Final = Said(
    mark("{head}: {unit} would keep {share} of c, but c is 0"),
    mark(
        "{head}: {unit} would keep {share} of c, mostly because {cause} adds {amount}, but c is 0"
    ),
)
KEEPS_NOTHING_YET: Final = Said(
    mark("{head}: {unit} would keep {share} of c, but c is still 0"),
    mark(
        "{head}: {unit} would keep {share} of c, mostly because {cause} adds "
        "{amount}, but c is still 0"
    ),
)
LETS_IN: Final = Said(
    mark("{head}: {unit} writes {share} of the candidate ({before} → {after})"),
    mark(
        "{head}: {unit} writes {share} of the candidate ({before} → {after}), mostly "
        "because {cause} adds {amount}"
    ),
)
LETS_IN_UNSEEN: Final = Said(
    mark("{head}: {unit} writes {share} of the candidate"),
    mark("{head}: {unit} writes {share} of the candidate, mostly because {cause} adds {amount}"),
)
LETS_IN_NOTHING: Final = Said(
    mark("{head}: {unit} would write {share} of the candidate, but g is 0"),
    mark(
        "{head}: {unit} would write {share} of the candidate, mostly because {cause} "
        "adds {amount}, but g is 0"
    ),
)
LETS_OUT: Final = Said(
    mark("{head}: {unit} outputs {share} of tanh(c) ({before} → {after})"),
    mark(
        "{head}: {unit} outputs {share} of tanh(c) ({before} → {after}), mostly "
        "because {cause} adds {amount}"
    ),
)
LETS_OUT_UNSEEN: Final = Said(
    mark("{head}: {unit} outputs {share} of tanh(c)"),
    mark("{head}: {unit} outputs {share} of tanh(c), mostly because {cause} adds {amount}"),
)
LETS_OUT_NOTHING: Final = Said(
    mark("{head}: {unit} would output {share} of tanh(c), but tanh(c) is 0"),
    mark(
        "{head}: {unit} would output {share} of tanh(c), mostly because {cause} adds "
        "{amount}, but tanh(c) is 0"
    ),
)
UNSEEN: Final = {"keep": KEEPS_UNSEEN, "write": LETS_IN_UNSEEN, "out": LETS_OUT_UNSEEN}
NOTHING: Final = {"keep": KEEPS_NOTHING, "write": LETS_IN_NOTHING, "out": LETS_OUT_NOTHING}
SHARES: Final = {"keep": KEEPS, "write": LETS_IN, "out": LETS_OUT}
"""Sentences on a gate by its role, where the number it acts on is unknown, 0, and any other."""

BEYOND: Final = {
    "keep": Said(
        mark("{head}: {unit} multiplies its cell state by {factor}, which no forget gate can reach")
    ),
    "write": Said(
        mark("{head}: {unit} writes the candidate times {factor}, which no gate can reach")
    ),
    "out": Said(mark("{head}: {unit} outputs tanh(c) times {factor}, which no gate can reach")),
}
"""Sentences on gates that are held outside 0…1, by role."""

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
    mark("{head}: the sum from which {gate} is computed; {cause} adds {amount}"),
)

MEMORY: Final = Said(mark("{head}: {kept} of the cell state is kept, and {written} is written"))
MOSTLY_KEPT: Final = Said(mark("{head}: mostly kept, {kept}; {written} is written"))
MOSTLY_WRITTEN: Final = Said(mark("{head}: mostly written, {written}; {kept} is kept"))
SIDES: Final = (MOSTLY_KEPT, MOSTLY_WRITTEN)
"""Those that name what is most of c."""
EMPTY: Final = Said(mark("{head}: nothing is written, and the cell state is still 0"))
ALL_WRITTEN: Final = Said(mark("{head}: {written} is written, and the cell state was 0 before"))

OUTPUT: Final = Said(mark("{head}: {unit} outputs {share} of tanh(c) = {before}"))
OUTPUT_BEYOND: Final = Said(mark("{head}: {unit} outputs {factor} times tanh(c) = {before}"))
PROJECTED: Final = Said(
    mark("{head}: W_hr combines m; the largest product comes from {first}, {product}"),
    mark("{head}: W_hr projects m, and {cause} adds most, {amount}"),
)

HELD: Final = Said(mark("{head}: it is held, not computed"))

FROM_UNKNOWN: Final = Said(mark("{head}: it is computed from values that are still hidden"))

AGAINST: Final = mark("Working against it: {cause}, {amount}")
LARGEST: Final = mark("The largest single term is {cause}, {amount}")
SHUT: Final = mark("The gate is closed: it is below {end}")
OPEN: Final = mark("The gate is open: it is above {end}")
WOULD_BE: Final = mark("Without the hold it would be {value}")
DOES_NOT_ADD_UP: Final = mark("Its terms do not add up: {rest} is missing")
