"""Meaning and its parts, as values."""

from dataclasses import dataclass

from ..address import Source
from ..decomposition.terms import Ledger, Term
from .causes import Cause, Push
from .spans import Spans, paragraph, plain


@dataclass(frozen=True, eq=False, slots=True)
class Meaning:
    """What one number does at its step, in words and in facts.

    Attributes:
        subject: the number. value: None where it is not known yet.
        sentence: one line, of some 110 characters. more: what a second line may add.
        before, after: for a gate, its input and its output: c_prev and f·c_prev, g
            and i·g, tanh(c) and o·tanh(c). None where that is not known yet.
        share: a gate's value where it is one, 0…1.
        push: what the number's sum is made of. book: its decomposition.
        held: True where the number is held, and nothing computed is its cause.
        because: True where the sentence names the largest cause of the push, or its side.
        alone: the sentence without its cause; empty where it names none. head: its name and value.
    """

    subject: Source
    value: float | None
    sentence: Spans
    more: tuple[Spans, ...] = ()
    before: float | None = None
    after: float | None = None
    share: float | None = None
    push: Push | None = None
    book: Ledger | None = None
    held: bool = False
    because: bool = False
    alone: Spans = ()
    head: Spans = ()

    @property
    def forms(self) -> tuple[Spans, ...]:
        """The sentence as long as there is room for: whole, without its cause, only the head."""
        return tuple(form for form in (self.sentence, self.alone, self.head) if form)

    @property
    def brief(self) -> str:
        """The sentence as plain text."""
        return plain(self.sentence)

    @property
    def full_spans(self) -> Spans:
        """All sentences, joined by full stops."""
        return paragraph([self.sentence, *self.more])

    @property
    def full(self) -> str:
        """All sentences as plain text."""
        return plain(self.full_spans)

    @property
    def cause(self) -> Cause | None:
        """Cause that the sentence names; None where it names nothing."""
        return self.push.largest if self.push and self.because else None

    @property
    def term(self) -> Term | None:
        """Term of the decomposition that the sentence names; None for a group, or for nothing."""
        if self.cause is None or self.cause.index is None or self.book is None:
            return None
        return self.book.term(self.cause.index)
