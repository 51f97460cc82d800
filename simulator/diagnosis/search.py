"""Search for mistakes that explain observed numbers: each alone, then in pairs.

A mistake is a cause only when it reproduces the observed numbers. The likely ones are tried first.
The first timesteps are computed first, and the rest only when those fit.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import combinations
from typing import Any, Final

from ..experiment.experiment import Experiment
from ..mistakes.catalogue import known_mistakes, likely_first
from ..mistakes.computation import Computation
from ..mistakes.known.inputs import SeededMasks
from ..mistakes.known.results import kept_of
from ..mistakes.mistake import Mistake
from ..mistakes.observed import Observed
from ..mistakes.series import Results, width
from ..translation import tr
from .agreement import Agreement, compare, results_of, tolerances_of
from .case import Case
from .diagnosis import Diagnosis, Explanation
from .first_difference import first_difference, side_by_side
from .looks_like import looks_like
from .solved import solved

NEAREST: Final = 5
"""Number of mistakes reported when none explains everything."""

_LIKELY: Final = 0.5
"""Share of numbers that must be near before a mistake is computed to the last bit."""

_LIKELY_IN_CHAOS: Final = 0.05
"""Share for a chaotic network, where only the first numbers can be right."""

_GAIN: Final = 0.05
"""Smallest share of the numbers that a mistake must make right to be reported as near."""

_FEWEST: Final = 4
"""Number of numbers below which too many mistakes would explain them."""

_FEWEST_FOR_PAIRS: Final = 8

_AFTER_FIRST: Final = 300
"""Number of pairs tried after one that explains, to find others that cannot be told from it."""

_HELPS: Final = 0.9
"""Largest share of the error that may remain after a near mistake."""

_SINGLES: Final = 0.3
"""Share of the progress that single mistakes take."""


@dataclass(frozen=True, eq=False)
class Tried:
    """Mistakes made together, and the error that remains with them."""

    mistakes: tuple[Mistake, ...]
    computation: Computation
    error: float


def diagnose(
    experiment: Experiment,
    observed: Observed,
    masks: SeededMasks | None = None,
    seconds: float | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[float, None, Diagnosis | None]:
    """Find out why observed numbers are not those of an experiment.

    Yields the fraction done, every few milliseconds; returns the diagnosis (see `progress.finish`).

    Args:
        masks: dropout masks by seed, to test whether dropout was left on.
        seconds: the time after which no more mistakes are tested; None for all of them.
        stopped: True from the moment when the search shall end with what it found until then; it
            returns None when that is before the numbers are compared.
    """
    notes = _notes(experiment, observed)
    experiment = experiment.with_holds()
    search = _Search(Case.of(experiment, observed), seconds, stopped)
    try:
        found = yield from search.run(known_mistakes(search.case.experiment, observed, masks))
    except _Stopped:
        return None
    return replace(found, notes=notes)


def _notes(experiment: Experiment, observed: Observed) -> tuple[str, ...]:
    notes = []
    if experiment.holds:
        notes.append(tr("The holds are left out: this is the LSTM without them."))
    for name, values in observed.values.items():
        ours = width(name, experiment.config)
        if values.shape[-1] != ours:
            notes.append(
                tr(
                    "{series} has {theirs} units in yours and {ours} here.",
                    series=name.text(),
                    theirs=values.shape[-1],
                    ours=ours,
                )
            )
    return tuple(notes)


class _Stopped(Exception):
    """Raised inside the search when it shall end."""


class _Search:
    def __init__(self, case: Case, seconds: float | None, stopped: Callable[[], bool]) -> None:
        self.case, self.leading, self.stopped = case, case.leading(), stopped
        self.right = self._right(case)
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.seen: set[Any] = {_fingerprint(self.right)}
        self.tried: list[Tried] = []
        self.explaining: list[tuple[Tried, Agreement]] = []
        self.fraction = 0.0

    def _right(self, case: Case) -> Computation:
        return Computation(case.experiment, kept=kept_of(self.case.observed))

    def run(self, mistakes: Sequence[Mistake]) -> Generator[float, None, Diagnosis]:
        """Compare without a mistake, then with each mistake, then with each pair."""
        self.results = yield from self._pausing(results_of(self.case, self.right))
        self.tolerances = yield from self._pausing(
            tolerances_of(self.case, self.right, self.results)
        )
        self.standing = compare(self.case, self.results, self.tolerances)
        self.likely = _LIKELY if self.standing.count == self.standing.decided else _LIKELY_IN_CHAOS
        if self.standing.agreeing == self.standing.count:
            return self._diagnosis(agrees=self.standing.count > 0)
        try:
            finished = yield from self._try_all(mistakes)
        except _Stopped:
            self.stopped, finished = bool, False  # the conclusion is drawn to its end
        return (yield from self._conclusion(finished))

    def _try_all(self, mistakes: Sequence[Mistake]) -> Generator[float, None, bool]:
        """Try mistakes, and pairs when none explains; return True when all were tried."""
        finished = yield from self._try_singles(mistakes)
        for mistake in solved(self.case, self.standing):
            if not self.explaining:
                yield from self._try(mistake)
        if finished and not self.explaining and self.standing.count >= _FEWEST_FOR_PAIRS:
            finished = yield from self._try_pairs({m: place for place, m in enumerate(mistakes)})
        return finished

    def _try_singles(self, mistakes: Sequence[Mistake]) -> Generator[float, None, bool]:
        """Try each mistake alone; return True when the time was enough for all."""
        for number, mistake in enumerate(likely_first(mistakes)):
            if mistake.rare and self.explaining:
                break
            if self._out_of_time():
                return False
            yield from self._try(mistake)
            self.fraction = _SINGLES * (number + 1) / len(mistakes)
        return True

    def _try_pairs(self, place: Mapping[Mistake, int]) -> Generator[float, None, bool]:
        """Try pairs, those that leave the least error first; return True when all were tried.

        Args:
            place: of each mistake in the order of making.
        """
        rank = {t.mistakes: place for place, t in enumerate(_nearest_first(self.tried))}
        pairs = sorted(
            (
                (one, other)
                for (one,), (other,) in combinations((t.mistakes for t in self.tried), 2)
                if place.keys() >= {one, other} and one.family != other.family
            ),
            key=lambda pair: (rank[pair[:1]] + 1) * (rank[pair[1:]] + 1),
        )
        left = len(pairs)
        for number, pair in enumerate(pairs):
            if left == 0 or self._out_of_time():
                return left == 0
            explaining = len(self.explaining)
            made = sorted(pair, key=place.__getitem__)
            yield from self._try(*made)
            if all(mistake.of_weights for mistake in made):
                yield from self._try(*reversed(made))  # the order of two mistakes can matter
            left = _AFTER_FIRST if explaining == 0 and self.explaining else left - 1
            self.fraction = _SINGLES + (1 - _SINGLES) * (number + 1) / len(pairs)
        return True

    def _out_of_time(self) -> bool:
        return self.deadline is not None and time.monotonic() > self.deadline

    def _try(self, *mistakes: Mistake) -> Generator[float, None, None]:
        """Make mistakes together, and compare the result with the observed numbers."""
        computation = _made(mistakes, self.right)
        yield self.fraction
        fingerprint = _fingerprint(computation)
        if fingerprint in self.seen:
            return
        self.seen.add(fingerprint)
        whole = any(mistake.whole for mistake in mistakes)
        case = self.case if whole else self.leading
        shortened = computation if whole else _made(mistakes, self._right(case))
        results = yield from self._pausing(results_of(case, shortened))
        near = compare(case, results)
        self.tried.append(Tried(mistakes, computation, near.error))
        if near.agreeing < self.likely * near.count:
            return
        if case is not self.case:
            tolerances = yield from self._pausing(tolerances_of(case, shortened, results))
            if not compare(case, results, tolerances).complete:
                return
        comparison = yield from self._compared(computation)
        if self._explains(comparison):
            self.explaining.append((self.tried[-1], comparison))

    def _compared(self, computation: Computation) -> Generator[float, None, Agreement]:
        """Compare all observed numbers with a computation."""
        results = yield from self._pausing(results_of(self.case, computation))
        tolerances = yield from self._pausing(tolerances_of(self.case, computation, results))
        return compare(self.case, results, tolerances)

    def _explains(self, comparison: Agreement) -> bool:
        """Return True when all is reproduced, and some of it is wrong without the mistake."""
        names = comparison.compared
        wrong = any(
            (names[n] & self.standing.compared[n] & ~self.standing.agrees[n]).any() for n in names
        )
        enough = comparison.count >= min(comparison.decided, _FEWEST)
        return comparison.complete and enough and wrong

    def _conclusion(self, finished: bool) -> Generator[float, None, Diagnosis]:
        found = _tightest(self.explaining)
        explanations = [self._explanation(tried, comparison) for tried, comparison in found]
        best = found[0][0].computation if found else None
        if not found:
            near = []
            for tried in _nearest_first(self.tried)[: 2 * NEAREST if finished else 1]:
                near.append(
                    self._explanation(tried, (yield from self._compared(tried.computation)))
                )
            near = [e for e in near if e.error < _HELPS and self._gain(e) > _GAIN]
            near = [e for e in near if not any(_is_enough(one, e) for one in near)]
            explanations = sorted(near, key=lambda e: (-self._gain(e), e.error))[:NEAREST]
        explained: Results | None = None
        if best is not None:
            explained = yield from self._pausing(results_of(self.case, best))
        return self._diagnosis(False, explanations, finished, explained)

    def _explanation(self, tried: Tried, comparison: Agreement) -> Explanation:
        experiment = tried.computation.as_experiment()
        return Explanation(
            tuple(mistake.name for mistake in tried.mistakes),
            tr(" and with ").join(mistake.explanation() for mistake in tried.mistakes),
            self._explains(comparison),
            comparison.agreeing,
            comparison.count,
            comparison.largest,
            comparison.error / self.standing.error if self.standing.error else 0.0,
            experiment.astype(self.case.computed_in) if experiment else None,
        )

    def _gain(self, explanation: Explanation) -> float:
        """Return the share of the numbers that only the explanation makes right."""
        return (explanation.agreeing - self.standing.agreeing) / max(explanation.compared, 1)

    def _diagnosis(
        self,
        agrees: bool,
        explanations: Sequence[Explanation] = (),
        finished: bool = True,
        explained: Results | None = None,
    ) -> Diagnosis:
        standing = self.standing
        first = first_difference(self.case, self.results, self.tolerances, standing)
        return Diagnosis(
            agrees,
            self.case.observed.count,
            standing.count,
            standing.agreeing,
            standing.largest,
            first,
            tuple(explanations),
            len(self.tried),
            finished,
            side_by_side(self.case, first, self.results, explained, standing) if first else (),
            looks_like=() if agrees or explained else looks_like(self.case, self.results, standing),
        )

    def _pausing(self, work: Generator[None, None, Any]) -> Generator[float, None, Any]:
        """Yield the fraction done at every pause of some work; end the search when it shall."""
        while not self.stopped():
            yield self.fraction
            try:
                next(work)
            except StopIteration as end:
                return end.value
        raise _Stopped


def _is_enough(one: Explanation, both: Explanation) -> bool:
    """Return True when one of two mistakes alone comes as near as both."""
    return set(one.names) < set(both.names) and one.agreeing >= both.agreeing


def _made(mistakes: Sequence[Mistake], right: Computation) -> Computation:
    for mistake in mistakes:
        right = mistake.change(right)
    return right


def _nearest_first(tried: Sequence[Tried]) -> list[Tried]:
    return sorted(tried, key=lambda t: t.error)


def _tightest(explaining: Sequence[tuple[Tried, Agreement]]) -> list[tuple[Tried, Agreement]]:
    """Drop explanations to half precision when there are exact ones."""
    exact = [found for found in explaining if not found[0].computation.precision]
    return exact or list(explaining)


def _fingerprint(computation: Computation) -> tuple[Any, ...]:
    """Return a key that is equal for equal computations, so that none is made twice."""
    e = computation.experiment
    digest = blake2b(digest_size=16)
    for array in e.arrays():
        digest.update(array.data)
    how = (computation.equations, computation.wiring, computation.hand_over, computation.precision)
    return (e.config, e.lengths, digest.digest(), *how)
