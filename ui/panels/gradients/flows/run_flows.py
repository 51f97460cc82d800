"""RunFlows: the flows of this run and of the pins that can stand beside it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.panels.gradients.flows.pinned_flows import PinnedFlows, stands_beside
from ui.panels.gradients.flows.present_flow import PresentFlow, walked_timesteps
from ui.panels.gradients.flows.reading import FlowRow, FlowView, hiding
from ui.panels.gradients.flows.run_figures import RunFigures, Wanted
from ui.panels.gradients.flows.whole_runs import computed_of
from ui.session.baselines import Pin
from ui.session.snapshot import Snapshot


class RunFlows(QObject):
    """Reads this run at once or soon, pins in idle time, and then the figures that are asked for.

    Signals:
        found: more is there to be seen.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.present, self.pins, self.figures = (
            PresentFlow(self),
            PinnedFlows(self),
            RunFigures(self),
        )
        for part in (self.present, self.pins, self.figures):
            part.found.connect(self.found)

    @property
    def busy(self) -> bool:
        """True while something is still to come."""
        return self.present.busy or self.pins.busy or self.figures.busy

    def follow(self, back: BackwardRun, snapshot: Snapshot) -> None:
        """Read a snapshot's run, as far as it is walked."""
        self.present.follow(back, snapshot)

    def let_go(self) -> None:
        """Stop all work, and let go of the run: its trace may be large."""
        for part in (self.figures, self.pins):
            part.stop()
        self.present.let_go()

    def view(self, snapshot: Snapshot, costly: bool) -> FlowView:
        """Gather what is there of this run, and of the pins that can stand beside it.

        Args:
            costly: the figures that cost more are asked for.
        """
        baselines, place = snapshot.against.baselines, (snapshot.lane, snapshot.row)
        mine = next((pin for pin in baselines.pins if pin.is_of(snapshot.run)), None)
        others = [pin for pin in baselines.pins if pin is not mine]
        beside = [pin for pin in others if stands_beside(pin, snapshot.experiment, *place)]
        self.pins.ask(beside, *place)
        name = name_of(snapshot, mine)
        rows = [
            FlowRow(name, mine, True, False, self.present.reading),
            *(self._row_of(pin, pin is baselines.chosen, *place) for pin in beside),
        ]
        if costly:
            rows = self._with_figures(rows, snapshot)
        else:
            self.figures.stop()
        seen = tuple(_without_covered(row, snapshot) for row in rows)
        return FlowView.of(seen, len(others) - len(beside))

    def _row_of(self, pin: Pin, chosen: bool, lane: Lane, row: int) -> FlowRow:
        found = self.pins.of(pin, lane, row)
        shown = FlowRow(pin.name, pin, False, chosen)
        if isinstance(found, str):
            return replace(shown, problem=found)
        return replace(shown, reading=found)

    def _with_figures(self, rows: list[FlowRow], snapshot: Snapshot) -> list[FlowRow]:
        """Add what of the figures is there; the rest is computed once all flows are read."""
        runs = [self._wanted(row, snapshot) for row in rows]
        both = list(zip(rows, runs, strict=True))
        if self.present.busy or self.pins.busy:
            self.figures.stop()
        else:
            self.figures.ask([run for row, run in both if row.reading is not None])
        return [replace(row, figures=self.figures.of(run)) for row, run in both]

    def _wanted(self, row: FlowRow, snapshot: Snapshot) -> Wanted:
        place = snapshot.lane, snapshot.row, snapshot.timestep or 0
        if row.present or row.pin is None:
            computed = snapshot.document.computed
            return Wanted(computed, *place, snapshot.back, walked_timesteps(snapshot))
        return Wanted(computed_of(row.pin), *place, self.pins.back_of(row.pin))


def _without_covered(row: FlowRow, snapshot: Snapshot) -> FlowRow:
    """Return a row without the gradients that are not to be seen, in any run."""
    if row.reading is None or not snapshot.cover.numbers:
        return row
    reading = hiding(row.reading, *(snapshot.covered(key) for key in ("dc", "dh")))
    if reading is row.reading:
        return row
    told = row.reading.verdict is not None and reading.verdict is None
    problem = tr("Its first or last gradient is hidden") if told else row.problem
    return replace(row, reading=reading, problem=problem, figures=None)


def name_of(snapshot: Snapshot, pin: Pin | None) -> str:
    """Return what this run is called: as its pin, after its last edit, or as what is open."""
    if pin is not None:
        return pin.name
    document = snapshot.document
    edited = document.computed != (document.original, "")
    return snapshot.edit_label if edited and snapshot.edit_label else document.title
