"""Part of a trace to write: quantities, layers, units and timesteps; and torch's values for it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...check.step_check import LaneSteps, Reference
from ...engine.recorded_run import Key
from ...engine.run import Run
from ...engine.schedule import walk_at
from ...lstm.config import LSTMConfig
from ...lstm.lane import Lane
from ...translation import mark, tr

_STEPS_AT_ONCE = 256

TorchValues = Mapping[Key, Array]
"""Torch's values by quantity and lane, (T, B, width); 0 where it computed none."""


@dataclass(frozen=True, slots=True)
class TraceSelection:
    """A part of a trace; None means all.

    Attributes:
        quantities: z_i z_f z_g z_o i f g o c m h. layers, units: their numbers.
        start, stop: the timesteps start … stop - 1.
    """

    quantities: tuple[str, ...] | None = None
    layers: tuple[int, ...] | None = None
    units: tuple[int, ...] | None = None
    start: int = 0
    stop: int | None = None

    def widths(self, config: LSTMConfig) -> dict[str, int]:
        """Return the chosen quantities in the order of storage, with their numbers of units."""
        everything = all_widths(config)
        chosen = self.quantities
        return {q: w for q, w in everything.items() if chosen is None or q in chosen}

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

    def validate(self, config: LSTMConfig, steps: int) -> None:
        """Check that every chosen part exists.

        Raises:
            ValueError: one line that names the missing part, and the parts there are.
        """
        names = all_widths(config)
        for quantity in self.quantities or ():
            if quantity not in names:
                raise ValueError(
                    tr(
                        "there is no quantity {quantity!r}: choose of {names}",
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
                            "there is no {kind} {number}: choose of 0 to {last}",
                            kind=tr(kind),
                            number=number,
                            last=counts[kind] - 1,
                        )
                    )
        if () in (self.quantities, self.layers, self.units):
            raise ValueError(
                tr("nothing is chosen: choose a quantity, a layer and a unit at least")
            )
        stop = steps if self.stop is None else self.stop
        if not 0 <= self.start < stop <= steps:
            raise ValueError(
                tr(
                    "there are no timesteps {start} to {last}: choose of 0 to {end}",
                    start=self.start,
                    last=stop - 1,
                    end=steps - 1,
                )
            )
        if self.units is not None and not any(
            self.units_of(width).size for width in self.widths(config).values()
        ):
            raise ValueError(
                tr("the chosen quantities have none of the chosen units: choose others")
            )

    def to_json(self, config: LSTMConfig, steps: int) -> dict[str, Any]:
        """Return the choice as plain JSON."""
        timesteps = self.timesteps(steps)
        return {
            "quantities": list(self.widths(config)),
            "layers": sorted({layer for layer, _ in self.lanes(config)}),
            "units": self.units_of(config.hidden_size).tolist(),
            "timesteps": [timesteps.start, timesteps.stop],
        }


EVERYTHING = TraceSelection()


def all_widths(config: LSTMConfig) -> dict[str, int]:
    """Return every quantity of a trace with its number of units."""
    return {quantity: config.width(quantity) for quantity in config.quantities}


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
    lanes = selection.lanes(config)
    for done, lane in enumerate(lanes):
        widths = selection.widths(config)
        for quantity, width in widths.items():
            found[quantity, lane] = np.zeros((steps, batch, width), experiment.dtype)
        cell = reference.cell(lane, dtype)
        walked = run.schedule.cells_of(lane, run.cells_done)
        for start in range(0, walked, _STEPS_AT_ONCE):
            walks = range(start, min(start + _STEPS_AT_ONCE, walked))
            for part in LaneSteps.of(run, lane, walks).chunks():
                t, rows = part.places.t, part.places.rows
                x, h_prev, c_prev = (part.inputs[name] for name in ("x", "h_prev", "c_prev"))
                values = cell.step(x, h_prev, c_prev, t, rows)
                for quantity in widths:
                    found[quantity, lane][t, rows] = values[quantity]
                yield (done + start / walked) / len(lanes)
    return found
