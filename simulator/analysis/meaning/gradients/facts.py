"""GradientMeaning: the meaning of one gradient, as a value."""

from dataclasses import dataclass

from ...address import Address
from ...decomposition.terms import Ledger
from ...decomposition.weight_ledger import WeightLedger
from ...weight_gradient import WeightGradient
from ..spans import Spans, paragraph, plain


@dataclass(frozen=True, eq=False, slots=True)
class GradientMeaning:
    """The meaning of one gradient, in words.

    Attributes:
        subject: the gradient. value: None where it is not computed yet, or must stay hidden.
        sentence: who gets how much, and what would have helped. reason: a second line with the
            product and the signs of its factors; may be empty.
        book: its decomposition; None where there is no value.
    """

    subject: Address | WeightGradient
    value: float | None
    sentence: Spans
    reason: Spans = ()
    book: Ledger | WeightLedger | None = None

    @property
    def brief(self) -> str:
        """The sentence as plain text."""
        return plain(self.sentence)

    @property
    def full(self) -> str:
        """Sentence and reason as plain text."""
        return plain(paragraph([line for line in (self.sentence, self.reason) if line]))
