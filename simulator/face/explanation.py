"""Explanation of one number: its terms, which print well, in a notebook as a table."""

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple, SupportsFloat

from ..analysis.decomposition.summary import summary
from ..analysis.decomposition.terms import Factor, Ledger
from ..experiment.experiment import Experiment

LARGEST: Final = 8
"""Number of terms that are shown; the others are one line."""

SUM: Final = "sum"

_CELL: Final = "padding:1px 12px 1px 0;border:0;white-space:nowrap"
_TABLE: Final = "border-collapse:collapse;border:0;margin:4px 0"


class Line(NamedTuple):
    """A term in words: its label, its factors, and what it adds."""

    label: str
    factors: str
    amount: str


class Explanation:
    """One number as a sum of terms.

    Attributes:
        ledger: all terms. sentence: what the number does at its step.
    """

    def __init__(self, ledger: Ledger, experiment: Experiment, sentence: str = "") -> None:
        self.ledger, self.sentence = ledger, sentence
        place = ledger.number.place(experiment.config, experiment.batch_size)
        self._number = " ".join(filter(None, (ledger.number.text(), place)))

    @property
    def value(self) -> float:
        """The number."""
        return float(self.ledger.value)

    @property
    def terms(self) -> list[tuple[str, float]]:
        """All terms by label, in the order of the formula; without the rounding."""
        found = (self.ledger.term(index) for index in range(len(self.ledger)))
        return [(term.label, term.product) for term in found]

    def __repr__(self) -> str:
        """Return the table as text."""
        return str(self)

    def __str__(self) -> str:
        lines = list(self._lines())
        labels, factors, amounts = (max(map(len, part)) for part in zip(*lines, strict=True))
        rows = [
            f"  {line.label:{labels}}  {line.factors:{factors}}  {line.amount:>{amounts}}".rstrip()
            for line in lines
        ]
        return "\n".join([self._head(), *([self.sentence] if self.sentence else []), *rows])

    def _repr_html_(self) -> str:
        """Return the table for a notebook, escaped."""
        rows = "".join(map(_row, self._lines()))
        said = f"<div>{escape(self.sentence)}</div>" if self.sentence else ""
        head = f"<b>{escape(self._head())}</b>"
        return f"<div>{head}{said}<table style='{_TABLE}'>{rows}</table></div>"

    def _head(self) -> str:
        return f"{self._number} = {_number(self.value)}"

    def _lines(self) -> Iterator[Line]:
        book = self.ledger
        for row in summary(book, LARGEST):
            if row.term is not None:
                term = book.term(row.term)
                factors = " × ".join(map(_factor, term.factors))
                yield Line(term.label, factors, _number(row.amount))
            elif row.terms:
                yield Line(f"{row.terms} more terms", "", _number(row.amount))
            elif row.amount:
                yield Line("rounding", "", _number(row.amount))
        activation = book.activation
        takes = activation is not None and float(book.total) == activation.argument
        yield Line(SUM, "", _number(float(book.total)))
        if activation is not None and takes:
            yield Line(
                activation.function, f"of {_number(activation.argument)}", _number(activation.value)
            )
        if book.would_be is not None:
            yield Line("held at", "", _number(self.value))


def _row(line: Line) -> str:
    edge = ";border-top:1px solid" if line.label == SUM else ""
    parts = zip(line, ("left", "left", "right"), strict=True)
    cells = (
        f"<td style='{_CELL}{edge};text-align:{side}'>{escape(part)}</td>" for part, side in parts
    )
    return f"<tr style='background:none'>{''.join(cells)}</tr>"


def _factor(factor: Factor) -> str:
    written = _number(factor.value)
    return f"{written} ({factor.function})" if factor.function else written


def _number(value: SupportsFloat) -> str:
    return f"{float(value) + 0.0:.6g}"  # -0.0 is 0
