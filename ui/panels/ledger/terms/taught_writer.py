"""TaughtWriter: the texts of a weight's ledger, whose terms are timesteps, each with its share."""

import math
from dataclasses import dataclass, replace

from simulator.analysis.address import Address
from simulator.analysis.decomposition.terms import STOPPED, Term
from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.translation import mark, percent, tr
from ui.panels.ledger.terms.row_writer import RowWriter, TermOrigin, TermRow
from ui.panels.ledger.terms.term_lines import REST, ROUNDING, Fold, Line
from ui.style import number_format
from ui.style.number_format import MINUS

TAUGHT_BY = mark("from timestep")

_MANY_TIMES = 100
"""Share of the sum, in sums, from which on it is written with an exponent."""


@dataclass(frozen=True, slots=True)
class TaughtWriter(RowWriter):
    """Writer of the rows of a weight's ledger."""

    ledger: WeightLedger  # type: ignore[assignment]

    @property
    def weighs(self) -> bool:
        """False: the first factor is a gradient."""
        return False

    @property
    def factors(self) -> str:
        """The factors of a term in letters: `dz_f[1] × h[t−1][1]`."""
        return self.ledger.product.replace("·", " × ")

    def row(self, line: Line) -> TermRow:
        """Write a line, with its share of the sum."""
        written = RowWriter.row(self, line)
        texts = list(written.texts)
        if isinstance(line.what, int) and line.what != ROUNDING:
            texts[0] = ""
        if line.what != ROUNDING and line.adds is not None and texts[3]:
            texts[5] = self.share(line.adds)
        return replace(written, texts=tuple(texts))

    def share(self, adds: float) -> str:
        """Write which part of the sum a term is: `9 %`; below zero where it takes away.

        Terms that nearly cancel are many times their sum: `1.1e4 %`.
        """
        total = float(self.ledger.total)
        part = adds / total if total else math.nan
        if not math.isfinite(part):
            return ""
        if abs(part) >= _MANY_TIMES:
            return tr("{number} %", number=number_format.scientific(100 * part, 2))
        return f"{MINUS}{percent(-part)}" if part < 0 else percent(part)

    def fold_text(self, fold: Fold) -> str:
        """Write how many timesteps a fold holds."""
        if fold.open or fold.kind != REST:
            return RowWriter.fold_text(self, fold)
        return "▸ " + tr("{count:,} others", count=fold.count)

    def rounding(self) -> tuple[str, str]:
        """Name the rounding in the column of the timesteps."""
        return "", tr("rounding")

    def origins(self, term: Term) -> tuple[TermOrigin, ...]:
        """Return the timestep of a term, a link to its first factor, the gradient there."""
        first = term.factors[0].source
        assert isinstance(first, Address)
        text = tr("t {t}", t=first.t)
        if self.context.run.experiment.batch_size > 1:
            text = f"{text} {tr('row {row}', row=first.row)}"
        stopped = {factor.function for factor in term.factors} & STOPPED.keys()
        return TermOrigin(text, first), *(TermOrigin(tr(STOPPED[why])) for why in stopped)

    def names(self) -> list[str]:
        """Return nothing: no term has another name than its timestep."""
        return []

    def longest(self) -> list[TermOrigin]:
        """Return a timestep as long as any, and the head."""
        last = len(self.ledger.ahead) - 1
        row = self.context.run.experiment.batch_size - 1
        text = tr("t {t}", t=last)
        text = f"{text} {tr('row {row}', row=row)}" if row else text
        return [TermOrigin(text), TermOrigin(tr(TAUGHT_BY))]
