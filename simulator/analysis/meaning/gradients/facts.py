"""GradientMeaning: what one gradient says, as a value."""

from dataclasses import dataclass

from ...address import Address
from ...decomposition.terms import Ledger
from ...decomposition.weight_ledger import WeightLedger
from ...weight_gradient import WeightGradient
from ..spans import Spans, paragraph, plain


@dataclass(frozen=True, eq=False, slots=True)
class GradientMeaning:
    """What one gradient says, in words.

    Attributes:
        subject: the gradient. value: None where it is not walked yet, or may not be told.
        sentence: who gets how much, and what would have helped. reason: a second line with the
            product and the signs of its factors; may be empty.
        book: its ledger; None where there is no value.
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
