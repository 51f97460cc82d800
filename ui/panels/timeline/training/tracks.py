"""TrainingTracks: the tracks that a timeline has while a training run is open.

What the networks of the first step, of the pin and of the step shown make of the open sequence.
"""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal

from simulator.analysis.answers_over_time import AnswersOverTime, answers_over_time
from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.network.quantities import Y
from simulator.objective.readout import EVERY
from simulator.translation import tr
from ui.panels.timeline.answers.binding import seen_answers
from ui.panels.timeline.scales import Limits
from ui.panels.timeline.track_choice import PINNED, SAID
from ui.panels.timeline.tracks.row import TimeRow
from ui.panels.timeline.training.network_runs import NetworkRuns
from ui.panels.timeline.training.rows import PinnedRow, SaidRow
from ui.panels.timeline.training.said import NOW, OF_PIN, START, SaidBy
from ui.session.snapshot import Snapshot
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.view import TrainingView
from ui.style.colours import round_limit
from ui.style.theme import BOUNDED_0_1
from ui.widgets.downsampling import NOTHING


class TrainingTracks(QObject):
    """Binds the rows of training, and moves them with the others.

    Attributes:
        offered: the tracks that there are.

    Signals:
        came: the run of another network is there: draw again.
    """

    came = Signal()

    def __init__(
        self,
        said: SaidRow,
        pinned: Mapping[str, PinnedRow],
        rows: Mapping[str, TimeRow],
        parent: QObject,
    ) -> None:
        """Args: said, pinned: the rows, of quantities. rows: the present run's, by quantity."""
        super().__init__(parent)
        self._said, self._pinned, self._rows = said, pinned, rows
        self.runs = NetworkRuns(self)
        self.runs.came.connect(self.came)
        self.offered: tuple[str, ...] = ()
        self._bound: tuple[object, ...] = ()
        self._peaks: dict[str, float] = {}
        self._first: TrainingCheckpoint | None = None

    def bind(self, snapshot: Snapshot, order: tuple[int, ...] | None) -> tuple[str, ...]:
        """Show another run, step, pin, row or order; return the tracks that there are."""
        view = snapshot.training
        if view is None or not _is_open(snapshot, view):
            self.runs.forget()
            self.offered, self._bound, self._first = (), (), None
            return ()
        places = self._places(snapshot, view)
        there = self.runs.ask(
            snapshot.experiment, {(each.run, each.step): each.network for each in places.values()}
        )
        earlier = {which: there.get((each.run, each.step)) for which, each in places.items()}
        bound = (
            *(snapshot.run, snapshot.run.cells_done, snapshot.lane, snapshot.row),
            *(view.step, view.edited, snapshot.against.pin_name, *earlier.values()),
            *(order, *(id(self._rows[quantity].own) for quantity in self._pinned)),
        )
        if bound != self._bound:
            self._bound = bound
            self._bind(snapshot, places, {key: run for key, run in earlier.items() if run}, order)
        return self.offered

    def move(self, snapshot: Snapshot, limits: Mapping[str, tuple[float, float]]) -> None:
        """Show what is known; the pin's rows have the scales of the present ones, or larger.

        Args:
            limits: the ends of the present rows' scales; none where they show no values.
        """
        if SAID in self.offered:
            self._said.move(*_seen(snapshot))
        for quantity, row in self._pinned.items():
            if PINNED[quantity] not in self.offered:
                continue
            row.cover(snapshot.covered(quantity))
            row.move(snapshot.known(quantity), snapshot.ahead(quantity))
            peak = round_limit(self._peaks.get(quantity, 1.0))
            alone = (0.0, 1.0) if quantity in BOUNDED_0_1 else (-peak, peak)
            row.set_limits(limits.get(quantity, alone))

    def held(self, limits: Mapping[str, Limits]) -> dict[str, Limits]:
        """Return ends of scales that hold the pin's values too."""
        held = dict(limits)
        for quantity, peak in self._peaks.items():
            if quantity not in BOUNDED_0_1 and peak > held[quantity][1]:
                held[quantity] = -round_limit(peak), round_limit(peak)
        return held

    def _places(self, snapshot: Snapshot, view: TrainingView) -> dict[str, TrainingCheckpoint]:
        """Return the places whose networks are compared: the first and the pin's, if others."""
        places: dict[str, TrainingCheckpoint] = {}
        if view.begun is not None and (view.edited or view.step != view.run.first):
            if self._first is None or self._first.run is not view.run:
                self._first = view.place.at(view.run.first)
            places[START] = self._first
        pin = view.pinned or view.beside
        if pin is None or (pin is view.pinned and pin.step == view.step and not view.edited):
            return places
        if pin.fits(snapshot.experiment):
            places[OF_PIN] = pin
        return places

    def _bind(
        self,
        snapshot: Snapshot,
        places: Mapping[str, TrainingCheckpoint],
        earlier: Mapping[str, Run],
        order: tuple[int, ...] | None,
    ) -> None:
        row, length = snapshot.row, snapshot.experiment.lengths[snapshot.row]
        offered: list[str] = []
        now = answers_over_time(snapshot.run.trace, row)
        if now is not None:
            said = [*_said_before(snapshot, places, earlier), _said_now(snapshot, now)]
            self._said.bind_said(now, said, length)
            self._said.set_limits(_ends(now, said))
            offered.append(SAID)
        self._peaks = {}
        pin = earlier.get(OF_PIN)
        if pin is not None:
            for quantity, pinned in self._pinned.items():
                values = pin.trace.values(quantity, snapshot.lane)[:, row]
                own, name = self._rows[quantity].own, _name_of_pin(snapshot, places[OF_PIN])
                pinned.bind(values, length, order=order, own=own, name=name)
                self._peaks[quantity] = float(np.abs(values).max(initial=0.0))
                offered.append(PINNED[quantity])
        self.offered = tuple(offered)


def _is_open(snapshot: Snapshot, view: TrainingView) -> bool:
    """Return True where something has been learnt, or is to be: a task is open."""
    return bool(view.length or snapshot.document.task)


def _name_of_pin(snapshot: Snapshot, place: TrainingCheckpoint) -> str:
    """Return the step of a pin of this run, or the name of another run's."""
    own = snapshot.training is not None and snapshot.training.pinned is not None
    return tr("step {step}", step=place.step) if own else snapshot.against.pin_name


def _said_before(
    snapshot: Snapshot, places: Mapping[str, TrainingCheckpoint], earlier: Mapping[str, Run]
) -> list[SaidBy]:
    said = []
    for which, run in earlier.items():
        name = tr("step {step}", step=places[which].step)
        if which == OF_PIN:
            name = tr("pinned {name}", name=_name_of_pin(snapshot, places[which]))
        answers = answers_over_time(run.trace, snapshot.row)
        if answers is not None:
            said.append(SaidBy(which, name, answers.values))
    return said


def _said_now(snapshot: Snapshot, now: AnswersOverTime) -> SaidBy:
    assert snapshot.training is not None
    name = tr("step {step}", step=snapshot.training.step)
    if snapshot.training.edited:
        name = tr("step {step}, edited", step=snapshot.training.step)
    return SaidBy(NOW, name, now.values)


def _seen(snapshot: Snapshot) -> tuple[slice, slice]:
    """Return the timesteps whose answer is known, and ahead; none where the answers are covered.

    A readout over the last timestep is asked at each timestep whose h is known.
    """
    config, readout = snapshot.experiment.config, snapshot.experiment.objective.readout
    if readout is None or snapshot.covered(Y):
        return NOTHING, NOTHING
    if readout.over == EVERY or config.num_directions > 1:
        return seen_answers(snapshot, Y)
    top = Lane(config.num_layers - 1, 0)
    state = config.cell.output
    known = snapshot.known_at(state, top, snapshot.row, snapshot.position)
    if snapshot.cover.ahead:
        return known, NOTHING
    seen = snapshot.known_at(state, top, snapshot.row, max(snapshot.position, snapshot.computed))
    return known, slice(known.stop, max(known.stop, seen.stop))


def _ends(now: AnswersOverTime, said: list[SaidBy]) -> tuple[float, float]:
    """Return the ends of the scale: 0 and 1 of probabilities, else round ends that hold all."""
    if now.quantity != Y:
        return 0.0, 1.0
    values = np.concatenate([now.right, *(each.values for each in said)])
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if low == high == 0:
        return -1.0, 1.0
    return -round_limit(-low) if low < 0 else 0.0, round_limit(high) if high > 0 else 0.0
