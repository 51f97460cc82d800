"""Content of a card: the name, value, formula and sentence of one number at one moment."""

from dataclasses import dataclass, replace

from simulator.analysis.address import Address, Given, Source
from simulator.analysis.decomposition.summary import summary
from simulator.analysis.meaning.context import MeaningContext
from simulator.analysis.meaning.gradients.facts import GradientMeaning
from simulator.analysis.meaning.gradients.goal import goal
from simulator.analysis.meaning.spans import NUMBER, PLAIN, Span, Spans, plain
from simulator.analysis.number_text import short, signed
from simulator.analysis.weight_gradient import WeightGradient, learns
from simulator.network.gradient_quantities import (
    quantity_of_gradient,
)
from simulator.network.quantities import LOSS
from simulator.translation import tr
from ui.cards.anchor import Subject
from ui.cards.formula import DECIMALS, UNKNOWN, formula_of, written
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import BOUNDED_0_1

_LARGEST = 3
"""Terms of a gradient's ledger that a card names."""


@dataclass(frozen=True, eq=False, slots=True)
class CardContent:
    """What a card says of a number.

    Attributes:
        title: its name and place. quantity: the one whose hue it has.
        value: in little room; "?" where it may not be shown. exact: with every digit, or empty.
        lines: the formula. sentence: what the number means, without its name and value.
    """

    title: str
    quantity: str
    value: str
    exact: str
    lines: tuple[Spans, ...]
    sentence: Spans

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text, as it is read aloud."""
        return self.title, self.exact or self.value, plain(self.sentence), *map(plain, self.lines)


def exists(snapshot: Snapshot, subject: Subject) -> bool:
    """Return True when the present experiment has a number."""
    experiment = snapshot.experiment
    if isinstance(subject, WeightGradient):
        return learns(subject.parameter, experiment)
    if isinstance(subject, Address):
        return subject.exists(experiment)
    try:
        subject.value(snapshot.run.trace)
    except (KeyError, IndexError):
        return False
    return True


def content_of(snapshot: Snapshot, subject: Subject) -> CardContent:
    """Return what a card says; no number that may not be shown is in it.

    Raises:
        KeyError, IndexError: there is no such number.
    """
    if isinstance(subject, WeightGradient) or (
        isinstance(subject, Address) and subject.is_gradient
    ):
        return _of_gradient(snapshot, subject)
    context, t = scene_of(snapshot), snapshot.timestep
    said = snapshot.meaning_of(subject)
    sentence = _capital(without_head(said.sentence))
    quantity, value, exact = context.number(subject).quantity, UNKNOWN, ""
    if said.value is not None:
        number = snapshot.experiment.dtype.type(said.value)
        value, exact = _in_little_room(subject, said.value), number_format.exact(number)
    return CardContent(
        title_of(snapshot, subject),
        quantity,
        value,
        exact,
        formula_of(context, subject, t, snapshot.row),
        sentence,
    )


def _of_gradient(snapshot: Snapshot, subject: Address | WeightGradient) -> CardContent:
    """Return what a card says of a gradient: who gets how much, why, and its largest terms."""
    title, quantity = title_of(snapshot, subject), _hue(snapshot, subject)
    said = snapshot.blame_of(subject)
    if said is None or said.value is None:
        sentence = (Span(_question(snapshot, subject)),) if said is None else said.sentence
        return CardContent(title, quantity, UNKNOWN, "", (), _capital(without_head(sentence)))
    return CardContent(
        title,
        quantity,
        number_format.scientific(said.value),
        number_format.exact(snapshot.experiment.dtype.type(said.value)),
        (*((said.reason,) if said.reason else ()), *_in_brief(said)),
        _capital(without_head(said.sentence)),
    )


def _in_brief(said: GradientMeaning) -> tuple[Spans, ...]:
    """Return a ledger of several terms in brief: the largest, and how many others there are."""
    book = said.book
    if book is None or len(book) < 2:
        return ()
    lines: list[Spans] = []
    for row in summary(book, _LARGEST):
        amount = Span(number_format.scientific(row.amount), NUMBER)
        if row.term is not None:
            term = book.term(row.term)
            source = next((f.source for f in term.factors if isinstance(f.source, Address)), None)
            lines.append((amount, Span("  "), Span(term.label, source=source)))
        elif row.terms:
            lines.append((amount, Span("  " + tr("{count:,} others", count=row.terms))))
    return tuple(lines)


def _hue(snapshot: Snapshot, subject: Address | WeightGradient) -> str:
    """Return the quantity whose hue a gradient has."""
    if isinstance(subject, Address):
        return quantity_of_gradient(subject.quantity)
    return scene_of(snapshot).number(subject.parameter).quantity


def _question(snapshot: Snapshot, subject: Address | WeightGradient) -> str:
    """Return what a step of the way back asks."""
    if isinstance(subject, WeightGradient):
        reached = goal(snapshot.experiment).text
        return tr(
            "Where does its gradient come from? Run the backward pass from {goal} to find out.",
            goal=reached,
        )
    config = snapshot.experiment.config
    return tr(config.gradient(subject.quantity, subject.lane.direction).sentence)


def state_of(snapshot: Snapshot, subject: Subject) -> tuple[object, ...]:
    """Return all that a card's content depends on: equal states have equal contents."""
    document, cell = snapshot.document, snapshot.cell
    names = document.timestep_labels, document.feature_names
    here: tuple[object, ...] = cell, snapshot.row
    if isinstance(subject, Address):
        cell = subject.cell(snapshot.schedule)
        # A gradient is compared with those walked so far.
        here = snapshot.knows_number(subject), snapshot.position * subject.is_gradient
    if isinstance(subject, WeightGradient):
        cell, here = None, (snapshot.position,)
    phases = snapshot.schedule.phases if cell is not None else ()
    shown = tuple(cell is not None and snapshot.shows(cell, quantity) for quantity in phases)
    return snapshot.run, snapshot.cover, names, number_format.decimals(), *here, shown


def brief_of(snapshot: Snapshot, subject: Subject) -> str:
    """Return the sentence on a number, for one line beside its exact value."""
    if isinstance(subject, WeightGradient) or (
        isinstance(subject, Address) and subject.is_gradient
    ):
        of = snapshot.blame_of(subject)
        return _question(snapshot, subject) if of is None else plain(without_head(of.sentence))
    return plain(without_head(snapshot.meaning_of(subject).sentence))


def scene_of(snapshot: Snapshot) -> MeaningContext:
    """Return the run with its names, and what may be shown of it."""
    return MeaningContext(snapshot.run, snapshot.names, snapshot.shows_number)


def title_of(snapshot: Snapshot, subject: Subject) -> str:
    """Name a number with its place: `c[0] at t 6`, and its lane and row where there are several."""
    experiment = snapshot.experiment
    if isinstance(subject, Address):
        place = subject.place(experiment.config, experiment.batch_size)
        return " · ".join(filter(None, (subject.text(), place)))
    if isinstance(subject, WeightGradient):
        symbol = subject.symbol(experiment.config)
        several = experiment.config.num_lanes > 1 and not subject.of_readout
        return f"{symbol} · {subject.lane.text()}" if several else symbol
    name = scene_of(snapshot).number(subject).text
    if subject.name == "input":
        return tr("{number} at t {t}", number=name, t=subject.indices[0])
    of_lane = subject.is_parameter and not subject.of_objective
    if of_lane and experiment.config.num_lanes > 1:
        from_lane = next(
            lane
            for lane in experiment.config.lanes()
            if subject.name in experiment.config.parameter_names(lane).values()
        )
        return f"{name} · {from_lane.text()}"
    return name


def without_head(sentence: Spans) -> Spans:
    """Return a sentence without the name and the value that it begins with, where it does."""
    if len(sentence) < 4 or sentence[1].text != " = " or sentence[3].text[:2] != ": ":
        return sentence
    first = replace(sentence[3], text=sentence[3].text[2:])
    return tuple(span for span in (first, *sentence[4:]) if span.text)


def _capital(sentence: Spans) -> Spans:
    """Return a sentence with a capital letter, unless it begins with a name, a number, or `t`."""
    first = sentence[0]
    if first.role != PLAIN or len(first.text.split(maxsplit=1)[0]) == 1:
        return sentence
    return replace(first, text=first.text[:1].upper() + first.text[1:]), *sentence[1:]


def _in_little_room(subject: Source, value: float) -> str:
    """Write a value: gates and losses without a sign, given numbers without zeros at the end."""
    if isinstance(subject, Given):
        return written(value)
    unsigned = subject.quantity in BOUNDED_0_1 or subject.quantity == LOSS
    return short(value, DECIMALS) if unsigned else signed(value, DECIMALS)
