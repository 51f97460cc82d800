"""What a ledger's page shows of a number: its terms, those to hide, its curve, and its axis."""

from collections.abc import Collection
from dataclasses import replace

from simulator.analysis.address import Address
from simulator.analysis.decomposition.gradient_ledger import gradient_ledger
from simulator.analysis.decomposition.ledger import ledger
from simulator.analysis.decomposition.terms import Ledger
from simulator.analysis.meaning.spans import Spans
from simulator.network.activation import Activation
from simulator.network.gradient_quantities import EVERY_GRADIENT
from simulator.network.quantities import ALL
from ui.panels.ledger.axis import REACH, close_limit, decade_limit, doubled, limit_of
from ui.panels.ledger.curve import Curve
from ui.panels.ledger.terms.term_lines import TOTAL, VALUE
from ui.session.snapshot import Snapshot

_REACH_OF_TANH = 4.0
"""Half the width of an axis of c, unless c is outside."""


def taken_apart(snapshot: Snapshot, subject: Address) -> tuple[Ledger, Spans, int | None]:
    """Return a number's ledger, its sentence, and the term that the sentence names."""
    if subject.is_gradient:
        of, back = snapshot.blame, snapshot.back
        assert of is not None
        assert back is not None
        book = of.book if isinstance(of.book, Ledger) else gradient_ledger(back, subject)
        return book, of.sentence, None
    said = snapshot.meaning
    assert said is not None
    cause = None if said.cause is None else said.cause.index
    return said.book or ledger(snapshot.run.trace, subject), said.sentence, cause


def end_of_axis(snapshot: Snapshot, book: Ledger, sums: list[float | None], many: bool) -> float:
    """Return the end of the axis of the sums."""
    if book.number.is_gradient:
        return decade_limit(sums)
    return close_limit(sums) if many else limit_of(snapshot, book, sums)


def hidden_terms(snapshot: Snapshot, book: Ledger) -> Collection[int]:
    """Return the terms with a factor that may not be seen; of a covered number also which part."""
    if not snapshot.cover.numbers:
        return ()  # all that a number is made of is computed before it
    return frozenset(
        index
        for index in range(len(book))
        for factor in book.term(index).factors
        if isinstance(factor.source, Address) and not snapshot.shows_number(factor.source)
    ).union(_asked(snapshot, book.number))


def _asked(snapshot: Snapshot, number: Address) -> set[int]:
    """Return what is asked of a covered number: the total, or what a function makes of it."""
    if number not in snapshot.cover.numbers:
        return set()
    sums = (
        replace(number, quantity=key)
        for key, gate in snapshot.experiment.config.cell.gate_of.items()
        if gate == number.quantity
    )
    return {VALUE} if any(map(snapshot.shows_number, sums)) else {TOTAL}


def shows_terms(snapshot: Snapshot, number: Address) -> bool:
    """Return True for a number whose terms may be seen: also of a covered sum of weighted numbers.

    The terms of c and h are so few that they would tell it.
    """
    if snapshot.shows_number(number):
        return True
    cell = snapshot.experiment.config.cell
    summed = number.quantity in (*cell.sums, *cell.gate_of.values())
    return summed and number in snapshot.cover.numbers


def curve_of(book: Ledger, known: bool) -> Curve | None:
    """Return the curve of i f g o, and for o·tanh(c) that of tanh, on an axis of its own.

    For a gradient it is the curve whose slope, or value, is a factor.
    """
    if book.activation is None:
        return None
    if book.number.is_gradient:
        return _curve_of_gradient(book, book.activation, known)
    own = not ALL[book.number.quantity].function
    activation = book.activation if own else replace(book.activation, value=float(book.value))
    if not own:
        return Curve(activation, ALL[book.number.quantity].argument[0], book.number.quantity, known)
    limit = doubled(_REACH_OF_TANH, (activation.argument,))
    return Curve(activation, "c", "c", known, limit)


def _curve_of_gradient(book: Ledger, activation: Activation, known: bool) -> Curve:
    gate = book.number.quantity.removeprefix("dz_")
    of_gate = gate != book.number.quantity
    reach = REACH if of_gate else _REACH_OF_TANH
    return Curve(
        activation,
        "z" if of_gate else "c",
        gate if of_gate else "c",
        known,
        doubled(reach, (activation.argument,)),
        slopes=of_gate or EVERY_GRADIENT[book.number.quantity].role == "memory",
    )
