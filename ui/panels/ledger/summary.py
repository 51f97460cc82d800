"""Summary: what stands below the terms of a ledger: the sum, the number, and one sentence."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.decomposition.terms import Ledger, sum_of
from simulator.analysis.meaning.causes import MOST_TERMS
from simulator.analysis.meaning.context import MeaningContext
from simulator.cells.functions import FUNCTIONS
from simulator.network.activation import LEFT_END, RIGHT_END, Activation
from simulator.network.quantities import ALL, P
from simulator.translation import mark, percent, tr
from ui.panels.ledger.formula import written
from ui.panels.ledger.terms.digits import DECIMALS, HIDDEN
from ui.panels.ledger.terms.term_lines import TOTAL, VALUE
from ui.session.snapshot import Snapshot
from ui.style import number_format

_ONE_MORE: Final = {
    "shut": mark("Fully closed: z + 1 would give {value}."),
    "rather_shut": mark("Mostly closed: z + 1 would give {value}."),
    "half": mark("Half open: z + 1 would give {value}."),
    "rather_open": mark("Mostly open: z + 1 would give {value}."),
    "open": mark("Fully open: z + 1 would give {value}."),
    "saturated": mark("Saturated: z + 1 would give {value}."),
    "bending": mark("On the curved part: z + 1 would give {value}."),
    "linear": mark("Nearly linear: z + 1 would give {value}."),
}
_RATHER: Final = (1 / 3, 2 / 3)
_LINEAR: Final = 0.5
"""Magnitude of tanh below which its curve is nearly straight."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Texts below the terms.

    Attributes:
        sum_name, sum_text: of the sum or the argument; empty where the number is the sum itself.
        name: the number with what makes it of the sum. brief: the same, with the sum's number.
        value: the number. last: the last line.
    """

    sum_name: str
    sum_text: str
    name: str
    brief: str
    value: str
    last: str


def summary_of(snapshot: Snapshot, book: Ledger, hidden: Collection[int]) -> Summary:
    """Write the summary of a number that may be shown; what would tell `hidden` terms is not."""
    at, quantity = book.number, book.number.quantity
    asked = TOTAL in hidden or VALUE in hidden
    value = HIDDEN if asked else written(quantity, float(book.value))
    own = MeaningContext(snapshot.run, snapshot.names, snapshot.shows_number).answer(at)
    called = f"{at.name} {own}" if own else at.name
    last = "" if hidden else _last_line(snapshot, book)
    if book.would_be is not None:
        name = brief = tr("{number} held at", number=at.name)
    else:
        name = brief = _alone(snapshot, book, called)
    if book.activation is None:
        return Summary("", "", name, brief, value, last)
    is_hidden = any(term != VALUE for term in hidden)
    argument = HIDDEN if is_hidden else number_format.signed(book.activation.argument, DECIMALS)
    function, summed = book.activation.function, ALL[quantity].argument or "c"
    if book.would_be is None and ALL[quantity].function:
        name, brief = (
            f"{called} = {function}({ALL[quantity].argument[0]})",
            f"{at.name} = {function}({argument})",
        )
    return Summary(replace(at, quantity=summed).name, argument, name, brief, value, last)


def _alone(snapshot: Snapshot, book: Ledger, name: str) -> str:
    """Name a number that is the sum of its terms."""
    if book.number.quantity in snapshot.experiment.config.cell.sums:
        return name
    terms = sum_of(part.name for part in book.parts)
    return f"{name} = e^({terms})" if book.number.quantity == P else f"{name} = {terms}"


def _last_line(snapshot: Snapshot, book: Ledger) -> str:
    if book.would_be is not None:
        would_be = written(book.number.quantity, float(book.would_be))
        return tr("Without the hold it would be {value}.", value=would_be)
    said = [_groups(book)] if len(book) > MOST_TERMS else []
    quantity = book.number.quantity
    if ALL[quantity].role == "memory":
        said.append(_kept_and_written(snapshot, book))
    elif book.activation is not None and ALL[quantity].function:
        said.append(_one_more(book, book.activation))
    elif book.activation is not None:
        o = book.term(0).factors[0]
        if isinstance(o.source, Address) and snapshot.shows_number(o.source):
            said.append(tr("{share} of tanh(c) is output.", share=_share(float(o.value))))
    elif quantity in snapshot.experiment.config.cell.sums:
        said.append(_made_of(snapshot, book.number))
    return " ".join(filter(None, said))


def _one_more(book: Ledger, activation: Activation) -> str:
    """Say what one more unit of z would give; or that the number is not what its formula gives."""
    function = FUNCTIONS[activation.function]
    with np.errstate(all="ignore"):
        given = float(function(np.array(activation.argument)))
        more = float(function(np.array(activation.argument + 1)))
    quantity = book.number.quantity
    if not np.isfinite(given):
        return ""
    if abs(given - float(book.value)) > 1e-4:
        value = written(quantity, given)
        return tr("{function}(z) would be {value}.", function=activation.function, value=value)
    return tr(_ONE_MORE[_state(activation)], value=written(quantity, more))


def _state(activation: Activation) -> str:
    value, function = activation.value, activation.function
    if function == "tanh":
        if not LEFT_END["tanh"] <= value <= RIGHT_END["tanh"]:
            return "saturated"
        return "linear" if abs(value) < _LINEAR else "bending"
    if value < LEFT_END["σ"]:
        return "shut"
    if value > RIGHT_END["σ"]:
        return "open"
    low, high = _RATHER
    return "rather_shut" if value < low else "rather_open" if value > high else "half"


def _kept_and_written(snapshot: Snapshot, book: Ledger) -> str:
    f, i = (book.term(k).factors[0] for k in range(2))
    for gate in (f, i):
        if isinstance(gate.source, Address) and not snapshot.shows_number(gate.source):
            return ""
    return tr(
        "{kept} of the cell state is kept, {written} of the candidate is written.",
        kept=_share(float(f.value)),
        written=_share(float(i.value)),
    )


def _share(value: float) -> str:
    return percent(value) if 0 <= value <= 1 else f"× {number_format.short(value, 2)}"


def _made_of(snapshot: Snapshot, at: Address) -> str:
    gate = replace(at, quantity=at.quantity.removeprefix("z_"))
    if not snapshot.shows_number(gate):
        return ""
    value = written(gate.quantity, float(gate.value(snapshot.run.trace)))
    return tr("It gives {gate} = {value}.", gate=gate.name, value=value)


def _groups(book: Ledger) -> str:
    """Say what the kinds of terms give together."""
    at, sums = book.number, dict[str, float]()
    for part in book.parts:
        letter = part.name.partition("·")[2] or "b"
        with np.errstate(all="ignore"):
            sums[letter] = sums.get(letter, 0.0) + float(part.products.sum())
    texts = {letter: number_format.signed(value, 2) for letter, value in sums.items()}
    if "x" not in texts:
        return ""
    before = f"h[t{'+' if at.lane.reverse else '−'}1]"
    x = "x" if at.lane.layer == 0 else tr("h of layer {layer}", layer=at.lane.layer - 1)
    if "b" in texts:
        return tr(
            "{x} contributes {a}, {h} {b}, the biases {c}.",
            x=x, a=texts["x"], h=before, b=texts["h"], c=texts["b"],
        )  # fmt: skip
    return tr("{x} contributes {a}, {h} {b}.", x=x, a=texts["x"], h=before, b=texts["h"])
