"""Part of a trace to write: quantities, layers, units and timesteps; and torch's values for it.

Layers and units are those of the LSTM: of a readout every output is written.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...check.readout_check import ReadoutSteps, torch_answers
from ...check.step_check import LaneSteps, Reference
from ...engine.recorded_run import Key
from ...engine.run import Run
from ...engine.time_order import walk_at
from ...experiment.experiment import Experiment
from ...network.config import LSTMConfig
from ...network.lane import Lane
from ...network.quantities import TARGET, WRITTEN_OF_READOUT
from ...objective.objective import Objective
from ...objective.readout import EVERY
from ...translation import mark, tr

_STEPS_AT_ONCE = 256

TorchValues = Mapping[Key, Array]
"""Torch's values by quantity and lane, (T, B, width); 0 where it computed none."""


@dataclass(frozen=True, slots=True)
class TraceSelection:
    """A part of a trace; None means all.

    Attributes:
        quantities: z_i z_f z_g z_o i f g o c m h, and y p target loss of a readout.
        layers, units: their numbers. start, stop: the timesteps start … stop - 1.
    """

    quantities: tuple[str, ...] | None = None
    layers: tuple[int, ...] | None = None
    units: tuple[int, ...] | None = None
    start: int = 0
    stop: int | None = None

    def widths(self, config: LSTMConfig) -> dict[str, int]:
        """Return the cells' chosen quantities in the order of storage, with their units' number."""
        everything = all_widths(config)
        chosen = self.quantities
        return {q: w for q, w in everything.items() if chosen is None or q in chosen}

    def of_readout(self, objective: Objective) -> tuple[str, ...]:
        """Return the readout's chosen quantities, in the order in which they are written."""
        chosen = self.quantities
        return tuple(q for q in readout_quantities(objective) if chosen is None or q in chosen)

    @property
    def has_cells(self) -> bool:
        """True when it has quantities of cells."""
        return self.quantities is None or not {*self.quantities} <= {*WRITTEN_OF_READOUT}

    @property
    def has_readout(self) -> bool:
        """True when it has quantities of a readout, if the experiment has one."""
        return self.quantities is None or not {*self.quantities}.isdisjoint(WRITTEN_OF_READOUT)

    def lanes(self, config: LSTMConfig) -> list[Lane]:
        """List the lanes of the chosen layers."""
        return [lane for lane in config.lanes() if self.layers is None or lane.layer in self.layers]

    def units_of(self, width: int) -> Array:
        """Return the chosen units of a quantity with `width` units, in rising order."""
        wanted = range(width) if self.units is None else sorted(set(self.units))
        return np.array([unit for unit in wanted if unit < width], np.intp)

    def timesteps(self, steps: int) -> range:
        """Return the chosen timesteps of `steps`."""
        return range(steps)[self.start : self.stop]

    def validate(self, experiment: Experiment) -> None:
        """Check that every chosen part exists.

        Raises:
            ValueError: one line that names the missing part, and the parts there are.
        """
        config, steps = experiment.config, experiment.num_timesteps
        names = (*all_widths(config), *readout_quantities(experiment.objective))
        for quantity in self.quantities or ():
            if quantity not in names:
                raise ValueError(
                    tr(
                        "there is no quantity {quantity!r}. Choose from {names}",
                        quantity=quantity,
                        names=" ".join(names),
                    )
                )
        counts = {mark("layer"): config.num_layers, mark("unit"): config.hidden_size}
        for kind, chosen in (("layer", self.layers), ("unit", self.units)):
            for number in chosen or ():
                if not 0 <= number < counts[kind]:
                    raise ValueError(
                        tr(
                            "there is no {kind} {number}. Choose 0 to {last}",
                            kind=tr(kind),
                            number=number,
                            last=counts[kind] - 1,
                        )
                    )
        if () in (self.quantities, self.layers, self.units):
            raise ValueError(tr("nothing is chosen. Choose at least one quantity, layer and unit"))
        stop = steps if self.stop is None else self.stop
        if not 0 <= self.start < stop <= steps:
            raise ValueError(
                tr(
                    "timesteps {start} to {last} are out of range. Choose 0 to {end}",
                    start=self.start,
                    last=stop - 1,
                    end=steps - 1,
                )
            )
        widths = self.widths(config).values()
        if widths and not any(self.units_of(width).size for width in widths):
            raise ValueError(
                tr("the chosen quantities have none of the chosen units. Choose others")
            )

    def to_json(self, experiment: Experiment) -> dict[str, Any]:
        """Return the choice as plain JSON."""
        config = experiment.config
        timesteps = self.timesteps(experiment.num_timesteps)
        return {
            "quantities": [*self.widths(config), *self.of_readout(experiment.objective)],
            "layers": sorted({layer for layer, _ in self.lanes(config)}),
            "units": self.units_of(config.hidden_size).tolist(),
            "timesteps": [timesteps.start, timesteps.stop],
        }


EVERYTHING = TraceSelection()


def all_widths(config: LSTMConfig) -> dict[str, int]:
    """Return every quantity of a trace's cells with its number of units."""
    return {quantity: config.width(quantity) for quantity in config.quantities}


def readout_quantities(objective: Objective) -> tuple[str, ...]:
    """Return every quantity of a trace's readout, in the order in which they are written."""
    there = {*objective.quantities} | ({TARGET} if objective.targets is not None else set())
    return tuple(quantity for quantity in WRITTEN_OF_READOUT if quantity in there)


def known_cells(run: Run) -> Array:
    """Return booleans, (T, B, L*D): True for cells that are computed and not padding."""
    schedule, config = run.schedule, run.experiment.config
    t = np.arange(schedule.num_timesteps)[:, None]
    lengths = np.array(schedule.lengths)
    known = np.empty((len(t), len(lengths), config.num_lanes), bool)
    for index, lane in enumerate(config.lanes()):
        walk = walk_at(lane.direction, lengths, t)
        walked = schedule.cells_of(lane, run.cells_done)
        known[..., index] = (walk < walked) & (t < lengths)
    return known


def chosen_cells(known: Array, lanes: list[Lane], selection: TraceSelection) -> Array:
    """Return booleans, (T, B, L*D): True for cells that are known and chosen."""
    timesteps = selection.timesteps(len(known))
    chosen = np.zeros_like(known)
    chosen[timesteps.start : timesteps.stop] = known[timesteps.start : timesteps.stop]
    for index, lane in enumerate(lanes):
        if selection.layers is not None and lane.layer not in selection.layers:
            chosen[..., index] = False
    return chosen


def known_answers(run: Run) -> Array:
    """Return booleans, (T, B): True where the readout has given an answer."""
    objective, schedule = run.experiment.objective, run.schedule
    known = objective.reads(schedule.num_timesteps, schedule.lengths)
    given = schedule.readouts_of(run.cells_done)
    if schedule.readout == EVERY:
        known[given:] = False
    return known if given else np.zeros_like(known)


def counted(experiment: Experiment) -> Array:
    """Return booleans, (T, B): True where there is a target, and the loss, if any, counts it."""
    objective = experiment.objective
    if objective.loss is not None or objective.targets is None:
        return experiment.counts()
    steps = experiment.num_timesteps
    reads = objective.reads(steps, experiment.lengths)
    return np.asarray(reads & objective.targets.counted[:steps])


def computing_torch_values(
    run: Run, selection: TraceSelection = EVERYTHING
) -> Generator[float, None, TorchValues]:
    """Compute torch's values at every known cell, each from the numbers that our step started from.

    Yields the fraction done.

    Raises:
        ImportError: torch cannot be loaded.
    """
    experiment = run.experiment
    config, dtype = experiment.config, str(experiment.dtype)
    reference = Reference(config, experiment.parameters.arrays, experiment.holds)
    steps, batch = run.schedule.num_timesteps, experiment.batch_size
    found: dict[Key, Array] = {}
    widths = selection.widths(config)
    lanes = selection.lanes(config) if widths else []
    for done, lane in enumerate(lanes):
        for quantity, width in widths.items():
            found[quantity, lane] = np.zeros((steps, batch, width), experiment.dtype)
        cell = reference.cell(lane, dtype)
        walked = run.schedule.cells_of(lane, run.cells_done)
        for start in range(0, walked, _STEPS_AT_ONCE):
            walks = range(start, min(start + _STEPS_AT_ONCE, walked))
            for part in LaneSteps.of(run, lane, walks).chunks():
                t, rows = part.places.t, part.places.rows
                values = cell.step([*part.inputs.values()], t, rows)
                for quantity in widths:
                    found[quantity, lane][t, rows] = values[quantity]
                yield (done + start / walked) / len(lanes)
    for quantity in selection.of_readout(experiment.objective):
        if quantity != TARGET:
            found[quantity, Lane()] = np.zeros((steps, batch, experiment.width(quantity)), dtype)
    for answers in _answers(run):
        at = answers.places.t, answers.places.rows
        for quantity, numbers in torch_answers(answers, dtype).items():
            if (quantity, Lane()) in found:
                found[quantity, Lane()][at] = numbers
        yield 1.0
    return found


def _answers(run: Run) -> Iterator[ReadoutSteps]:
    """Yield the readout's known answers, some at a time; none without a readout."""
    steps = ReadoutSteps.of(run, 0, run.cells_done)
    if steps is None:
        return
    for start in range(0, len(steps.y), _STEPS_AT_ONCE):
        yield steps.cut(slice(start, start + _STEPS_AT_ONCE))
