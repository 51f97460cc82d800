"""AnswerTracks: the tracks of a readout on a timeline: what it says, and the loss of a timestep."""

import numpy as np

from simulator.analysis.comparison import FirstDifference
from simulator.arrays import Array
from simulator.network.quantities import ALL, LOSS, Y
from simulator.translation import tr
from ui.panels.timeline.answers.binding import (
    answers_of,
    compared_of,
    limits_of,
    seen_answers,
)
from ui.panels.timeline.answers.item import Answers
from ui.panels.timeline.answers.row import AnswerRow
from ui.panels.timeline.binding import common
from ui.panels.timeline.scales import TrackScales
from ui.panels.timeline.track_choice import ANSWERS
from ui.panels.timeline.tracks.row import TimeRow
from ui.session.snapshot import Snapshot
from ui.style.decades import Ends


class AnswerTracks:
    """Binds the answers and losses of the selected row, whatever the lane, and moves them.

    Attributes:
        known: the timesteps whose answers and losses are shown as known, by track.
    """

    def __init__(self, answers: AnswerRow, losses: TimeRow, scales: TrackScales) -> None:
        self._row, self._losses, self._scales = answers, losses, scales
        self._answers: Answers | None = None
        self._scaled: tuple[object, ...] = ()
        self._differs = False
        self.known: dict[str, slice] = {}

    def bind(self, snapshot: Snapshot, differs: bool) -> tuple[str, ...]:
        """Show another run, row or form; return the tracks that there are.

        Answers have one form. Losses differ where the baseline has them too.
        """
        quantities = snapshot.experiment.objective.quantities
        length = snapshot.experiment.lengths[snapshot.row]
        comparison = snapshot.against.comparison
        self._answers, self._scaled = answers_of(snapshot), ()
        self._differs = differs and comparison is not None and comparison.compares(LOSS)
        nothing = np.broadcast_to(0.0, (snapshot.experiment.num_timesteps, 1))
        y = nothing if self._answers is None else snapshot.values(Y)
        losses: Array | FirstDifference = snapshot.values(LOSS) if LOSS in quantities else nothing
        if self._differs and comparison is not None:
            losses = comparison.values(LOSS, snapshot.lane, snapshot.row)
        self._row.bind_answers(self._answers, y, length, tr(ALL[Y].meaning))
        self._losses.bind(losses, length, differs=self._differs)
        return tuple(track for track in ANSWERS if track in quantities)

    def move(self, snapshot: Snapshot) -> dict[str, Ends]:
        """Show what is known and ahead, on scales that hold it.

        Returns:
            The ends of the scales: of losses, which it colours, and of answers that are numbers,
            which it gives their heights. Words have none.
        """
        self.known = {}
        for key, row in ((Y, self._row), (LOSS, self._losses)):
            if key not in snapshot.experiment.objective.quantities:
                continue
            known, ahead = seen_answers(snapshot, key)
            compared = compared_of(snapshot, key)
            if key == LOSS and self._differs:
                position = snapshot.against.position
                both = snapshot.known_at(key, snapshot.lane, snapshot.row, position)
                known, ahead = compared, common(ahead, both)
            self.known[key] = known
            row.move(known, ahead, compared)
            row.cover(snapshot.covered(key))
        self._scale(snapshot)
        ends: dict[str, Ends] = {}
        if self._answers is not None and self._answers.classes is None:
            ends[Y] = self._row.limits
        if LOSS in self.known:
            ends[LOSS] = self._losses.limits
        return ends

    def _scale(self, snapshot: Snapshot) -> None:
        """Give the tracks other scales where more is computed than before."""
        if self._answers is None:
            return
        if self._differs:
            limits = self._scales.differences(LOSS, self._losses.heat_map.peak())
            self._losses.set_limits(limits)
        ranges, compared = snapshot.ranges, compared_of(snapshot, Y)
        scaled = ranges.number, ranges.whole, ranges.limit(LOSS, snapshot.lane), compared.stop
        if scaled == self._scaled:
            return
        self._scaled = scaled
        self._row.set_limits(limits_of(snapshot, self._answers))
        if not self._differs:
            self._losses.set_limits((0.0, ranges.limit(LOSS, snapshot.lane)))
