"""Candidates: mistakes that are made together, and computed, to be compared with the numbers."""

from collections.abc import Generator, Sequence
from typing import NamedTuple

from ..mistakes.computation import Computation
from ..mistakes.known.results import kept_of
from ..mistakes.mistake import Mistake
from ..mistakes.series import Results
from .candidate_batch import Fingerprint, models_at_once, results_together
from .case import Case


class Candidate(NamedTuple):
    """Mistakes made together, computed but not yet compared.

    Attributes:
        computation: of all timesteps.
        case: what they are first compared with. shortened: the computation of that.
        results: of the shortened computation.
    """

    mistakes: tuple[Mistake, ...]
    computation: Computation
    case: Case
    shortened: Computation
    results: Results


class Candidates:
    """Makes and computes candidates, alike ones at once, and none twice.

    Attributes:
        right: the computation without a mistake. at_once: how many are best computed at once.
    """

    def __init__(self, case: Case) -> None:
        self._case, self._leading = case, case.leading()
        self._kept = kept_of(case.observed)
        self.right, self.at_once = self._right(case), models_at_once(case)
        self._seen = {Fingerprint.of(self.right)}
        self._alone: dict[Mistake, Computation] = {}

    def computed(
        self, tried: Sequence[tuple[Mistake, ...]]
    ) -> Generator[None, None, list[Candidate]]:
        """Compute what is tried next, in this order; what was computed before is left out."""
        found: dict[Fingerprint, Candidate] = {}
        for mistakes in tried:
            first, others = mistakes[0], mistakes[1:]
            if first not in self._alone:
                self._alone[first] = first.change(self.right)
            computation = _made(others, self._alone[first])
            fingerprint = Fingerprint.of(computation)
            yield
            if fingerprint in self._seen:
                continue
            self._seen.add(fingerprint)
            case, shortened = self._case, computation
            if self._leading is not case and not any(mistake.whole for mistake in mistakes):
                case = self._leading
                shortened = _made(mistakes, self._right(case))
            found[fingerprint] = Candidate(mistakes, computation, case, shortened, {})
        for case in dict.fromkeys((self._case, self._leading)):
            of_case = {f: c.shortened for f, c in found.items() if c.case is case}
            results = yield from results_together(case, of_case)
            for fingerprint, of in zip(of_case, results, strict=True):
                found[fingerprint] = found[fingerprint]._replace(results=of)
        return list(found.values())

    def _right(self, case: Case) -> Computation:
        return Computation(case.experiment, kept=self._kept)


def _made(mistakes: Sequence[Mistake], right: Computation) -> Computation:
    for mistake in mistakes:
        right = mistake.change(right)
    return right
