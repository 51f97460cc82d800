"""Formulas of a card: in letters, in numbers, as products, each symbol with its number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from simulator.analysis.address import Address, Given, Source
from simulator.analysis.decomposition.ledger import ledger
from simulator.analysis.decomposition.terms import Factor, Ledger, LedgerPart, sum_of
from simulator.analysis.meaning.context import MeaningContext, hue, lane_of
from simulator.analysis.meaning.spans import NUMBER, PLAIN, QUANTITY, Span, Spans
from simulator.analysis.number_text import MINUS, short
from simulator.network.quantities import EVERY, LOSS, READOUT, Y
from simulator.objective.readout import EVERY as OF_EVERY
from simulator.objective.readout import SOFTMAX

DECIMALS: Final = 4
UNKNOWN: Final = "?"
"""In place of a number that may not be shown."""

_PLUS, _TIMES = Span(" + "), Span(" × ")
_FEW: Final = 3
"""Terms of a sum that are written one by one."""


def formula_of(
    context: MeaningContext, subject: Source, t: int | None, row: int
) -> tuple[Spans, ...]:
    """Return the lines of a number's formula; none for what is given, except weights and biases.

    Args:
        t, row: the timestep and batch row at which a weight or a bias is looked at.
    """
    if isinstance(subject, Given):
        return _of_parameter(context, subject, t, row) if subject.is_parameter else ()
    if not context.tells(subject):
        return ()
    book = ledger(context.trace, subject)
    if subject.quantity in READOUT:
        return tuple(_readout_lines(context, book))
    config = context.run.experiment.config
    what = config.quantity(subject.quantity)
    if what.function or subject.quantity in config.cell.sums:
        lines = tuple(_of_sum(context, book, what.function))
    else:
        lines = tuple(_of_products(context, book))
    if book.would_be is None or any(span.text == UNKNOWN for line in lines for span in line):
        return lines
    result = Span(written(float(book.would_be)), NUMBER)
    return *lines[:-1], (*lines[-1], Span(" = "), result)


def _of_sum(context: MeaningContext, book: Ledger, function: str) -> Iterator[Spans]:
    """Yield the lines of z, or of a gate, which is a function of it."""
    at = book.number
    name, z = at.quantity.removeprefix("z_"), replace(at, quantity=f"z_{at.quantity[-1]}")

    def around(spans: Spans) -> Spans:
        return (Span(f"{function}("), *spans, Span(")")) if function else spans

    letters = (_part_letters(part, at, name) for part in book.parts)
    yield _equal(_symbol(at.quantity, at), around(_joined(letters)))
    sums = (_sum_of(context, part, f"z_{name}") for part in book.parts)
    yield _equal(None, around(_joined(sums)))
    if function:
        yield _equal(None, around((_number(context, float(book.total), z),)))


def _part_letters(part: LedgerPart, at: Address, gate: str) -> Spans:
    """Write a part of a sum, as `W_if x` or `b_if`, each symbol with its first number."""
    symbol, _, letter = part.name.partition("·")
    first = part.term(0).factors
    weight = _symbol(symbol, first[0].source, gate)
    if not letter:
        return (weight,)
    read = first[-1].source if letter == "h" else first[1].source
    text = _previous("h", read, at) if letter == "h" else "x"
    own = part.term(min(at.unit, len(part.products) - 1)).factors[1].source
    return (weight, Span(" "), _symbol(text, own, hue(letter)))


def _sum_of(context: MeaningContext, part: LedgerPart, quantity: str) -> Spans:
    if not _tells_all(context, part):
        return (Span(UNKNOWN, NUMBER),)
    return (Span(written(float(part.products.sum())), NUMBER, hue(quantity)),)


def _tells_all(context: MeaningContext, part: LedgerPart) -> bool:
    """Return True when every factor of a part may be shown."""
    computed = (c for c in part.columns if isinstance(c.source(0), Address))
    return all(context.tells(c.source(k)) for c in computed for k in range(len(part.products)))


def _of_products(context: MeaningContext, book: Ledger) -> Iterator[Spans]:
    """Yield the lines of c = f·c[t−1] + i·g, of h = o·tanh(c), and of h = W_hr·m."""
    at, count = book.number, len(book)
    order: Sequence[int] = range(count)
    if count > _FEW:
        order = sorted(book.by_size()[:_FEW].tolist())
    terms = [book.term(k) for k in order]
    more = (Span("…"),) if count > len(terms) else ()
    letters = (_product(_letter(context, f, at) for f in term.factors) for term in terms)
    yield _equal(_symbol(at.quantity, at), _joined([*letters, *filter(None, [more])]))
    numbers = (_product(_factor(context, f) for f in term.factors) for term in terms)
    yield _equal(None, _joined([*numbers, *filter(None, [more])]))
    products = []
    for term in terms:
        told = all(context.tells(factor.source) for factor in term.factors)
        products.append((Span(written(term.product) if told else UNKNOWN, NUMBER),))
    if count > 1:
        yield _equal(None, _joined([*products, *filter(None, [more])]))
    elif EVERY["c"].curve:
        o, tanh_c = terms[0].factors
        yield _equal(None, _product((_factor(context, o), _value(context, tanh_c))))


def _readout_lines(context: MeaningContext, book: Ledger) -> Iterator[Spans]:
    """Yield the lines of y, p or a loss: the equation, what its parts add, and the result."""
    at, objective = book.number, context.run.experiment.objective
    readout, loss = objective.readout, objective.loss
    assert readout is not None
    own = _symbol(at.name, at, "y")
    if at.quantity == Y:
        letters = [(_symbol(part.name.replace("·", " "), at, "y"),) for part in book.parts]
        yield _equal(own, _joined(letters))
        sums = ((Span(written(float(part.products.sum())), NUMBER),) for part in book.parts)
        yield _equal(None, _joined(sums))
        return
    y = replace(at, quantity=Y)
    if at.quantity == LOSS:
        kind = "" if loss is None else loss.kind
        yield _equal(own, (Span(f"{kind}("), _symbol("y", y, "y"), Span(", target)")))
        terms = [book.term(index) for index in range(min(len(book), _FEW))]
        rest = [(Span("…"),)] if len(book) > _FEW else []
        labels = sum_of([*(term.label for term in terms), *("…" for _ in rest)])
        yield _equal(None, (Span(labels),))
        numbers = ((Span(written(term.product), NUMBER),) for term in terms)
        yield _equal(None, _joined([*numbers, *rest]))
        return
    letter, value = (
        _symbol(f"y[{at.unit}]", y, "y"),
        Span(written(float(y.value(context.trace))), NUMBER),
    )
    if readout.function == SOFTMAX:
        less = Span(written(-float(book.term(1).factors[0].value)), NUMBER)
        yield _equal(own, (Span("e^"), letter, Span(" / Σ e^y")))
        yield _equal(None, (Span("e^("), value, Span(" − "), less, Span(")")))
        return
    yield _equal(own, (Span("σ("), letter, Span(")")))
    yield _equal(None, (Span("σ("), value, Span(")")))


def _of_parameter(
    context: MeaningContext, subject: Given, t: int | None, row: int
) -> tuple[Spans, ...]:
    """Return what a weight or a bias adds to its sum, to h, or to y."""
    lengths = context.run.experiment.lengths
    if t is None or not (0 <= row < len(lengths) and 0 <= t < lengths[row]):
        return ()
    if subject.of_objective:
        readout = context.run.experiment.objective.readout
        at = t if readout is not None and readout.over == OF_EVERY else lengths[row] - 1
        symbol = "V" if subject.name == "readout.weight" else "b"
        fed = Address(Y, t=at, row=row, unit=subject.indices[0])
    else:
        symbol, unit, key = context.parameter(subject)
        fed = Address(key, lane_of(subject), t, row, unit)
    part = next(p for p in ledger(context.trace, fed).parts if p.name.partition("·")[0] == symbol)
    term = part.term(subject.indices[1] if len(subject.indices) > 1 else 0)
    rest = (Span(" + …"),)
    own = context.number(subject)
    factors = term.factors
    letters = _product((own, *(context.called(f.source, fed) for f in factors[1:])))
    first = _equal(context.number(fed), (*letters, *rest))
    if len(factors) == 1 or not all(context.tells(f.source) for f in factors):
        return (first,)
    numbers = _product(_factor(context, f) for f in factors)
    product = (Span(written(term.product), NUMBER),)
    return first, _equal(None, (*numbers, *rest)), _equal(None, (*product, *rest))


def written(value: float) -> str:
    """Write a number with four decimals, and without those that are zeros where it has no more."""
    text = short(value, DECIMALS)
    if "." not in text or "e" in text or float(text.replace(MINUS, "-")) != value:
        return text
    return text.rstrip("0").rstrip(".")


def _equal(left: Span | None, right: Spans) -> Spans:
    """Join two sides; without a left one, the sign stands below that of the line before."""
    return (left, Span(" = "), *right) if left else (Span(" = "), *right)


def _joined(terms: Iterable[Spans]) -> Spans:
    spans: list[Span] = []
    for term in terms:
        spans += [_PLUS, *term] if spans else term
    return tuple(spans)


def _product(factors: Iterable[Span]) -> Spans:
    spans: list[Span] = []
    for factor in factors:
        spans += [_TIMES, factor] if spans else [factor]
    return tuple(spans)


def _symbol(text: str, source: Source, quantity: str | None = None) -> Span:
    if quantity is None:
        quantity = hue(source.quantity) if isinstance(source, Address) else ""
    return Span(text, QUANTITY, quantity, source)


def _letter(context: MeaningContext, factor: Factor, at: Address) -> Span:
    """Write a factor in letters: `f`, `c[t−1]`, `tanh(c)`, `W_hr[0,3]`, `m[3]`."""
    source = factor.source
    if isinstance(source, Given):
        number = context.number(source)
        return number if source.is_parameter else replace(number, text=source.name)
    text = source.quantity
    if text == "m":
        text = source.name
    elif source.t != at.t:
        text = _previous(text, source, at)
    return _symbol(f"tanh({text})" if factor.function == "tanh" else text, source)


def _previous(letter: str, source: Source, at: Address) -> str:
    if isinstance(source, Given):
        return source.name
    return f"{letter}[t{'+' if at.lane.reverse else '−'}1]"


def _factor(context: MeaningContext, factor: Factor) -> Span:
    """Write a factor's number; of tanh(c), that of c."""
    if factor.function != "tanh":
        return _number(context, float(factor.value), factor.source)
    source = factor.source
    assert isinstance(source, Address)
    number = _number(context, float(source.value(context.trace)), source)
    return replace(number, text=f"tanh({number.text})")


def _value(context: MeaningContext, factor: Factor) -> Span:
    return replace(_number(context, float(factor.value), factor.source), role=PLAIN)


def _number(context: MeaningContext, value: float, source: Source) -> Span:
    if not context.tells(source):
        return Span(UNKNOWN, NUMBER)
    of = source.quantity if isinstance(source, Address) else ""
    if isinstance(source, Given):
        of = {"input": "x", "h_0": "h", "c_0": "c"}.get(source.name, "")
    return Span(written(value), NUMBER, hue(of), source)
