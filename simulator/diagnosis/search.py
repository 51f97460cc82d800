"""Search for mistakes that explain observed numbers: one by one, then in pairs.

A mistake is a cause only when it reproduces the observed numbers. The likely ones are tried first.
The first timesteps are computed first, and the rest only when those fit. Those of small LSTMs of
the same shapes are computed at once.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

import numpy as np

from ..experiment.experiment import Experiment
from ..mistakes.catalogue import known_mistakes, likely_first
from ..mistakes.computation import Computation
from ..mistakes.known.inputs import SeededMasks
from ..mistakes.mistake import Mistake
from ..mistakes.observed_values import Observed
from ..mistakes.series import Results, width
from ..translation import tr
from .agreement import Agreement, compare, results_of, undecidable_from
from .candidates import Candidate, Candidates
from .case import Case
from .diagnosis import Diagnosis, Explanation
from .first_difference import first_difference, side_by_side
from .fitted_causes import solved
from .tolerance import tolerances_of
from .weak_evidence import looks_like

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

_AHEAD: Final = 4
"""Number of pairs looked at together, for each that is computed at once: not all are alike."""

_AFTER_FIRST: Final = 300
"""Number of pairs tried after one that explains, to find others that explain as much."""

_HELPS: Final = 0.9
"""Largest share of the error that may remain after a near mistake."""

_REPRODUCED: Final = 0.5
"""Largest share of the error that remains where the very roundings are reproduced."""

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
    """Find out why observed numbers differ from an experiment's.

    Yields the fraction done, every few milliseconds; returns the diagnosis (see `progress.finish`).

    Args:
        masks: dropout masks by seed, to test whether dropout was left on.
        seconds: the time after which no more mistakes are tested; None for all of them.
        stopped: True from the moment when the search shall end with its findings until then; it
            returns None when that is before the numbers are compared.
    """
    work = _searched(experiment, observed, masks, seconds, stopped)
    while True:
        try:
            with np.errstate(all="ignore"):  # weights, states and numbers may be infinite
                fraction = next(work)
        except StopIteration as end:
            found: Diagnosis | None = end.value
            return found
        yield fraction


def _searched(
    experiment: Experiment,
    observed: Observed,
    masks: SeededMasks | None,
    seconds: float | None,
    stopped: Callable[[], bool],
) -> Generator[float, None, Diagnosis | None]:
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
        notes.append(tr("Held values are ignored: this is the LSTM without them."))
    for name, values in observed.values.items():
        ours = width(name, experiment.config)
        if values.shape[-1] != ours:
            notes.append(
                tr(
                    "{series} has {theirs} units in your values and {ours} here.",
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
        self.case, self.candidates, self.stopped = case, Candidates(case), stopped
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.tried: list[Tried] = []
        self.explaining: list[tuple[Tried, Agreement]] = []
        self.fraction = 0.0

    def run(self, mistakes: Sequence[Mistake]) -> Generator[float, None, Diagnosis]:
        """Compare without a mistake, then with each mistake, then with each pair."""
        right = self.candidates.right
        self.results = yield from self._pausing(results_of(self.case, right))
        self.tolerances = yield from self._pausing(tolerances_of(self.case, right, self.results))
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
                for candidate in (yield from self._computed([(mistake,)])):
                    yield from self._try(candidate)
        if finished and not self.explaining and self.standing.count >= _FEWEST_FOR_PAIRS:
            finished = yield from self._try_pairs({m: place for place, m in enumerate(mistakes)})
        return finished

    def _try_singles(self, mistakes: Sequence[Mistake]) -> Generator[float, None, bool]:
        """Try one mistake after the other; return True when the time was enough for all."""
        ordered, at_once = likely_first(mistakes), self.candidates.at_once
        for rare in (False, True):
            rest = [mistake for mistake in ordered if mistake.rare is rare]
            while rest:
                if rare and self.explaining:
                    return True
                if self._out_of_time():
                    return False
                now, rest = rest[:at_once], rest[at_once:]
                for candidate in (yield from self._computed([(mistake,) for mistake in now])):
                    if rare and self.explaining:
                        break
                    yield from self._try(candidate)
                self.fraction = _SINGLES * (1 - len(rest) / len(mistakes))
        return True

    def _try_pairs(self, place: Mapping[Mistake, int]) -> Generator[float, None, bool]:
        """Try pairs, by the error that their mistakes leave; return True when all were tried.

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
        done, end, ahead = 0, len(pairs), _AHEAD * self.candidates.at_once
        while done < end:
            if self._out_of_time():
                return False
            now = pairs[done : min(done + ahead, end)]
            made = [tuple(sorted(pair, key=place.__getitem__)) for pair in now]
            candidates = yield from self._computed([o for pair in made for o in _orders(*pair)])
            for pair in made:
                if done == end:
                    break
                explaining = len(self.explaining)
                for candidate in candidates:
                    if set(candidate.mistakes) == set(pair):
                        yield from self._try(candidate)
                done += 1
                if explaining == 0 and self.explaining:
                    end = min(end, done + _AFTER_FIRST)
            self.fraction = _SINGLES + (1 - _SINGLES) * done / len(pairs)
        return True

    def _computed(
        self, tried: Sequence[tuple[Mistake, ...]]
    ) -> Generator[float, None, list[Candidate]]:
        found: list[Candidate] = yield from self._pausing(self.candidates.computed(tried))
        return found

    def _out_of_time(self) -> bool:
        return self.deadline is not None and time.monotonic() > self.deadline

    def _try(self, candidate: Candidate) -> Generator[float, None, None]:
        """Compare the results of a candidate with the observed numbers."""
        mistakes, computation, case, shortened, results = candidate
        near = compare(case, results)
        self.tried.append(Tried(mistakes, computation, near.error))
        if near.agreeing < self.likely * near.count:
            return
        if case is not self.case:
            tolerances = yield from self._pausing(tolerances_of(case, shortened, results))
            if not compare(case, results, tolerances).complete:
                return
        comparison = yield from self._compared(computation)
        if not self._explains(comparison):
            return
        if (yield from self._pausing(self._reproduces(computation, comparison))):
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

    def _reproduces(
        self, computation: Computation, comparison: Agreement
    ) -> Generator[None, None, bool]:
        """Return True unless the roundings are not reproduced where c and h have more digits.

        The tolerance of half precision then allows whatever is wrong by a little.
        """
        if computation.rounds != "gates":
            return True
        exact = replace(computation, precision="", rounds="results")
        unrounded = compare(self.case, (yield from results_of(self.case, exact)))
        return comparison.error <= _REPRODUCED * unrounded.error

    def _conclusion(self, finished: bool) -> Generator[float, None, Diagnosis]:
        found = _tightest(self.explaining)
        explanations = [self._explanation(*each, complete=True) for each in found]
        best = found[0][0].computation if found else None
        if not found:
            near = []
            for tried in _nearest_first(self.tried)[: 2 * NEAREST if finished else 1]:
                comparison = yield from self._compared(tried.computation)
                complete = tried.computation.rounds != "gates" and self._explains(comparison)
                near.append(self._explanation(tried, comparison, complete))
            near = [e for e in near if e.error < _HELPS and self._gain(e) > _GAIN]
            near = [e for e in near if not any(_is_enough(one, e) for one in near)]
            explanations = sorted(near, key=lambda e: (-self._gain(e), e.error))[:NEAREST]
        explained: Results | None = None
        if best is not None:
            explained = yield from self._pausing(results_of(self.case, best))
        return self._diagnosis(False, explanations, finished, explained)

    def _explanation(self, tried: Tried, comparison: Agreement, complete: bool) -> Explanation:
        experiment = tried.computation.as_experiment()
        return Explanation(
            tuple(mistake.name for mistake in tried.mistakes),
            tr(" and with ").join(mistake.explanation() for mistake in tried.mistakes),
            complete,
            comparison.agreeing,
            comparison.count,
            comparison.largest,
            comparison.error / self.standing.error if self.standing.error else 0.0,
            experiment.astype(self.case.computed_in) if experiment else None,
            undecidable_from(self.case, comparison),
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
            undecidable=undecidable_from(self.case, standing),
            steps_alone=self.case.states is not None,
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
    """Return True when only one of two mistakes comes as near as both."""
    return set(one.names) < set(both.names) and one.agreeing >= both.agreeing


def _orders(one: Mistake, other: Mistake) -> list[tuple[Mistake, ...]]:
    """Return the orders in which two are made: of changes of the weights, both can matter."""
    both_ways = one.of_weights and other.of_weights
    return [(one, other), (other, one)] if both_ways else [(one, other)]


def _nearest_first(tried: Sequence[Tried]) -> list[Tried]:
    return sorted(tried, key=lambda t: t.error)


def _tightest(explaining: Sequence[tuple[Tried, Agreement]]) -> list[tuple[Tried, Agreement]]:
    """Drop explanations to half precision when there are exact ones, or much nearer ones."""
    exact = [found for found in explaining if not found[0].computation.precision]
    least = min((agreement.error for _, agreement in explaining), default=0.0)
    return exact or [found for found in explaining if _REPRODUCED * found[1].error <= least]
