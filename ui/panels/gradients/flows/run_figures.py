"""RunFigures: the figures of runs that cost more, computed when the program is idle."""

from collections.abc import Generator, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from simulator.analysis.gradient_flow.flow import flow_in_slices, norms_through_gates
from simulator.analysis.gradient_flow.growth import growth_of_directions
from simulator.analysis.gradient_flow.jacobian import MOST_EXACT, strength_at, strength_over_time
from simulator.analysis.gradient_flow.verdict import Verdict, verdict_in_slices
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.network.redraw import drawn_by, redrawn
from simulator.progress import part_of
from ui.panels.gradients.flows.figures import SEEDS, Figures
from ui.panels.gradients.flows.whole_runs import Computed, forwards, walked
from ui.session.trace_memory import why_too_large
from ui.worker.idle_work import IdleWork

_GATES, _STRENGTH, _GROWTH, _SEED = "gates", "strength", "growth", "seed"
_ORDER: Final = (_GATES, _STRENGTH, _GROWTH, _SEED)
"""Kinds of figures, the quick ones first."""


class Wanted(NamedTuple):
    """A run whose figures are wanted.

    Attributes:
        computed: what it is computed from. lane, row: where. t: the timestep looked at.
        back: its way back, where that is at hand. part: the timesteps walked, of this run alone.
    """

    computed: Computed
    lane: Lane
    row: int
    t: int
    back: BackwardRun | None = None
    part: slice | None = None


class _Key(NamedTuple):
    """One figure: of the timestep, of the part walked, or of the seed that `detail` names."""

    kind: str
    computed: Computed
    lane: Lane
    row: int
    detail: tuple[int, ...] = ()


class RunFigures(QObject):
    """Computes one figure at a time, for all runs the quick ones first. It keeps what is wanted.

    A figure is known by the experiment that it is of: after an edit none of the run before is left.

    Signals:
        found: another figure is there.
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known: dict[_Key, Any] = {}
        self._drawn: dict[Computed, str | None] = {}
        self._wanted: dict[_Key, Wanted] = {}
        self._under_way: _Key | None = None
        self._work = IdleWork(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(lambda _: self._take(None))

    @property
    def busy(self) -> bool:
        """True while a figure is being computed."""
        return self._work.busy

    def ask(self, runs: Sequence[Wanted]) -> None:
        """Want the figures of some runs; work on others is stopped, and they are forgotten."""
        computed = {run.computed for run in runs}
        self._drawn = {of: name for of, name in self._drawn.items() if of in computed}
        for of in computed - self._drawn.keys():
            self._drawn[of] = drawn_by(of[0].parameters)
        keys = [(key, run) for run in runs for key in self._keys_of(run)]
        keys.sort(key=lambda wanted: _ORDER.index(wanted[0].kind))
        self._wanted = dict(keys)
        self._known = {
            key: figure
            for key, figure in self._known.items()
            if key in self._wanted or (key.kind == _SEED and key.computed in computed)
        }
        if self._under_way not in self._wanted:
            self._halt()
        if not self._work.busy:
            self._go_on()

    def stop(self) -> None:
        """Stop computing and let go of the runs, until they are asked for again."""
        self._wanted = {}
        self._halt()

    def of(self, run: Wanted) -> Figures:
        """Return the figures of a run, as far as they are there."""
        keys = self._keys_of(run)
        figures = {key.kind: self._known.get(key) for key in keys}
        seeds = [key for key in keys if key.kind == _SEED]
        verdicts = (self._known.get(key) for key in seeds)
        return Figures(
            figures[_STRENGTH],
            run.t if _at_one_timestep(run) else None,
            figures[_GROWTH],
            figures.get(_GATES),
            tuple(verdict for verdict in verdicts if verdict is not None),
            sum(key not in self._known for key in seeds),
            bool(seeds),
            any(key not in self._known for key in keys),
        )

    def _keys_of(self, run: Wanted) -> list[_Key]:
        place = run.computed, run.lane, run.row
        keys = [_Key(_STRENGTH, *place, (run.t,) if _at_one_timestep(run) else ())]
        keys.append(_Key(_GROWTH, *place))
        if run.part is not None:
            keys.append(_Key(_GATES, *place, (run.part.start, run.part.stop)))
        if self._drawn.get(run.computed) is not None:
            keys += [_Key(_SEED, *place, (seed,)) for seed in range(SEEDS)]
        return keys

    def _halt(self) -> None:
        self._under_way = None
        self._work.stop()

    def _go_on(self) -> None:
        missing = next((key for key in self._wanted if key not in self._known), None)
        if missing is not None:
            self._under_way = missing
            self._work.begin(self._figure(missing, self._wanted[missing]))

    def _take(self, figure: Any) -> None:
        key, self._under_way = self._under_way, None
        if key is not None:
            self._known[key] = figure
            self.found.emit()
        if not self._work.busy:
            self._go_on()

    def _figure(self, key: _Key, run: Wanted) -> Generator[float, None, Any]:
        """Compute one figure, in slices that tell the fraction done; None where memory is short."""
        if key.kind == _GATES:
            assert run.back is not None
            norms = yield from norms_through_gates(run.back, run.lane, run.row, run.part)
            cell = run.computed[0].config.cell
            gates = [cell.gate_of.get(key, key) for key in cell.sums]
            return dict(zip(gates, norms.T, strict=True))
        if key.kind == _SEED:
            return (yield from self._seed(run, key.detail[0]))
        if run.back is None and why_too_large(run.computed[0]):
            return None
        forward: Run = (
            (yield from part_of(forwards(run.computed), 0.0, 0.5))
            if run.back is None
            else run.back.run
        )
        if key.kind == _GROWTH:
            work: Generator[float, None, Any] = growth_of_directions(forward, run.lane, run.row)
        elif _at_one_timestep(run):
            work = strength_at(forward, run.lane, run.t, run.row)
        else:
            work = strength_over_time(forward, run.lane, run.row)
        return (yield from part_of(work, 0.5, 1.0))

    def _seed(self, run: Wanted, seed: int) -> Generator[float, None, Verdict | None]:
        """Walk the way back of another network of this kind, and judge it."""
        (experiment, mistake), name = run.computed, self._drawn[run.computed]
        if name is None or why_too_large(experiment):
            return None
        parameters = yield from part_of(redrawn(experiment.parameters, name, seed), 0.0, 0.05)
        drawn = experiment.with_parameters(parameters), mistake
        back = yield from part_of(walked(drawn), 0.05, 0.8)
        found = yield from part_of(flow_in_slices(back, run.lane, run.row), 0.8, 0.85)
        judgement: Verdict = yield from part_of(verdict_in_slices(back, found), 0.85, 1.0)
        return judgement


def _at_one_timestep(run: Wanted) -> bool:
    """Return True where J is too large to be looked at over all timesteps."""
    return bool(run.computed[0].config.hidden_size > MOST_EXACT)
