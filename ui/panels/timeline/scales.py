"""TrackScales: the ends of the scales of a timeline's rows, and what is told when one moves.

A scale is that of the whole run; while it is not known, it grows by doubling. So are the scales of
differences, of a baseline's run, and of each unit by itself.
"""

import math
from collections.abc import Iterable, Mapping

import numpy as np

from simulator.arrays import Array
from simulator.network.hold_table import HoldTable
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.colours import round_limit
from ui.style.decades import DecadeRange, Ends
from ui.style.theme import BOUNDED_0_1
from ui.widgets.downsampling import NOTHING, Bands
from ui.widgets.strips.decade_steps import scale_text

Limits = tuple[float, float]


class TrackScales:
    """Scales of the selected lane and row, each as large as it ever was for this run.

    Attributes:
        number: counts the changes: with equal numbers equal values look alike.
        told: the last change in words.
    """

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._grown: dict[str, float] = {}
        self._shown: Mapping[str, Ends] = {}
        self._own: dict[str, Array] = {}
        self._rounded = False
        self._ghosts: dict[str, Bands] = {}
        self._held: dict[str, float] = {}
        self.number = 0
        self.told = ""

    def start(self, *of: object, edited: bool = False) -> None:
        """Forget what was for another run, lane, row or view.

        Args:
            edited: an edit has made another run, whose scales are told where they are others.
        """
        if len(of) != len(self._of) or any(
            a is not b and a != b for a, b in zip(of, self._of, strict=False)
        ):
            self._of, self._grown, self._own = of, {}, {}
            self._shown = self._shown if edited else {}
            self._ghosts, self._held = {}, {}
            self.number += 1

    def limit(self, snapshot: Snapshot, quantity: str, ghost: slice = NOTHING) -> Limits:
        """Return the ends of a quantity's scale.

        Args:
            ghost: the timesteps of the baseline's run that are drawn behind.
        """
        if quantity in BOUNDED_0_1:
            return 0.0, 1.0
        limit = max(
            snapshot.ranges.limit(quantity, snapshot.lane), self._held_of(snapshot, quantity)
        )
        comparison = snapshot.against.comparison
        if comparison is not None and ghost.start < ghost.stop:
            if quantity not in self._ghosts:
                both = comparison.values(quantity, snapshot.lane, snapshot.row)
                self._ghosts[quantity] = Bands(both.before, 1)
            self._ghosts[quantity].extend(ghost)
            peak = self._ghosts[quantity].peak(ghost)
            if peak > limit:
                limit = max(limit, self._grow(quantity, peak))
        return -limit, limit

    def of_values(
        self, snapshot: Snapshot, quantities: Iterable[str], behind: Mapping[str, slice]
    ) -> dict[str, Limits]:
        """Return the ends of the scales of values.

        Args:
            behind: the timesteps of the baseline's run that are drawn behind, by quantity.
        """
        return {q: self.limit(snapshot, q, behind.get(q, NOTHING)) for q in quantities}

    def differences(self, group: str, peak: float) -> Limits:
        """Return the ends of the scale that a group of differences shares."""
        limit = self._grow(group, peak)
        return -limit, limit

    def of_differences(self, snapshot: Snapshot, peaks: Mapping[str, float]) -> dict[str, Limits]:
        """Return the ends of the scales of differences: c has its own, and an h that may be large.

        Args:
            peaks: the largest that is drawn of each quantity.
        """
        config = snapshot.experiment.config
        wide = {*config.cell.with_role("memory"), *([config.cell.output] * bool(config.proj_size))}
        groups = {key: "wide" if key in wide else "narrow" for key in peaks}
        largest = {g: max(peaks[k] for k in groups if groups[k] == g) for g in groups.values()}
        return {key: self.differences(group, largest[group]) for key, group in groups.items()}

    def owns(self, snapshot: Snapshot) -> dict[str, Array]:
        """Return the magnitudes of the units of each signed quantity on scales of their own."""
        quantities = snapshot.experiment.config.steps
        found = {quantity: self.own(snapshot, quantity) for quantity in quantities}
        return {quantity: own for quantity, own in found.items() if own is not None}

    def own(self, snapshot: Snapshot, quantity: str) -> Array | None:
        """Return the magnitude of each unit's own scale, (width,); None for gates, 0…1 for all."""
        if quantity in BOUNDED_0_1:
            return None
        whole = snapshot.ranges.whole
        if not whole or not self._rounded:
            self._rounded = whole
            self._own = {} if whole else self._own
        if whole and quantity in self._own:
            return self._own[quantity]
        part = snapshot.known_at(quantity, snapshot.lane, snapshot.row, snapshot.computed)
        size = np.abs(np.asarray(snapshot.values(quantity)[part], np.float64))
        peaks = np.max(size, axis=0, where=np.isfinite(size), initial=0.0)
        if whole:
            own = np.array([round_limit(peak) for peak in peaks.tolist()])
        else:
            own = np.maximum(self._own.get(quantity, np.zeros(1)), doubled(peaks))
        if not np.array_equal(own, self._own.get(quantity, ())):
            self._own[quantity] = own
        return self._own[quantity]

    def owns_moved(self, snapshot: Snapshot, bound: Mapping[str, Array | None]) -> tuple[str, ...]:
        """Return the quantities whose units' own scales have grown since they were bound."""
        now = self.owns(snapshot)
        return tuple(key for key, own in now.items() if own is not bound[key])

    def moved(self, limits: Mapping[str, Ends]) -> tuple[str, ...]:
        """Return the rows whose scale has changed; tells it in words, equal changes together."""
        now, before = dict(limits), self._shown
        self._shown = now
        changed = tuple(q for q in now if q in before and before[q] != now[q])
        if changed:
            self.number += 1
            alike: dict[tuple[str, str], list[str]] = {}
            for quantity in changed:
                ends = _ends(before[quantity]), _ends(now[quantity])
                alike.setdefault(ends, []).append(quantity)
            self.told = "; ".join(
                tr(
                    "scale of {quantity}: {old} → {new}",
                    quantity=" ".join(quantities),
                    old=old,
                    new=new,
                )
                for (old, new), quantities in alike.items()
            )
        return changed

    def tell_own(self, quantities: tuple[str, ...]) -> None:
        """Count and tell that units of these quantities have other scales of their own."""
        self.number += 1
        self.told = tr("{quantity} scale: changed for some units", quantity=" ".join(quantities))

    def _held_of(self, snapshot: Snapshot, quantity: str) -> float:
        if quantity not in self._held:
            self._held[quantity] = held(snapshot, quantity)
        return self._held[quantity]

    def _grow(self, name: str, peak: float) -> float:
        grown = self._grown.get(name, 0.0)
        if peak > grown:
            grown = self._grown[name] = float(doubled(np.array(peak)))
        return grown or 1.0


def _ends(limits: Ends) -> str:
    """Return the ends of a scale in words: of a signed one ±, of one from 0 its other end.

    Ends that are not equally far from 0 are both told: −3…4.
    """
    if isinstance(limits, DecadeRange):
        return scale_text(limits)
    low, high = limits
    if low not in (0, -high):
        return f"{number_format.brief(low)}…{number_format.brief(high)}"
    return f"{'±' if low < 0 else ''}{number_format.brief(high)}"


def doubled(peaks: Array) -> Array:
    """Return the next powers of two; 1 for a magnitude of 0."""
    finite = np.where(peaks > 0, peaks, 1.0)
    return np.asarray(np.exp2(np.clip(np.ceil(np.log2(finite)), -1000, 1000)))


def held(snapshot: Snapshot, quantity: str) -> float:
    """Return the magnitude that holds alone give a quantity's scale: 1 or more.

    h = o · tanh(c) is as large as an o that is held.
    """
    experiment, decisive = snapshot.experiment, {quantity}
    cell = experiment.config.cell
    if quantity == cell.output:
        decisive.update({*cell.gate_of.values()}.intersection(cell.row[quantity].reads))
    blocks = HoldTable.of(experiment.holds).blocks.items()
    values = (abs(of.value).max(initial=0) for (key, *_), of in blocks if key in decisive)
    peak = max(map(float, values), default=0.0)
    return round_limit(peak) if math.isfinite(peak) and peak > 1 else 1.0
