"""Inputs and results of the present cell: its vectors, by their usual names.

The present cell is the newest of the selected lane; before its first, the next one.
"""

from dataclasses import dataclass, replace

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.engine.schedule import Cell, timestep_at
from simulator.lstm.lane import DIRECTIONS, Lane
from simulator.lstm.quantities import EVERY
from simulator.translation import tr
from ui.session.hold_edits import held_units
from ui.session.snapshot import Snapshot
from ui.style import number_format


@dataclass(frozen=True, eq=False, slots=True)
class Vector:
    """One vector of a cell for the selected batch row.

    Attributes:
        key: x, h_prev, c_prev, z_i z_f z_g z_o, i f g o, c, m, h.
        quantity: sets its colour and range.
        title: for example `c[t−1]`. note: its timestep or name: `t 16`, or `c_0`.
        values: (width,), or None when they are not known yet.
        width: the number of units.
        origins: addresses of unit 0 in the trace, side by side (two for the input from a layer of
            two directions); empty for an input of the experiment.
        names: the names of the units, if they have any.
        held: the units that are held; for a sum z those with a cut connection.
    """

    key: str
    quantity: str
    title: str
    note: str
    values: Array | None
    width: int
    origins: tuple[Address, ...] = ()
    names: tuple[str, ...] = ()
    held: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Title and note in one, as short as possible: `c[16]`, or `c_0`."""
        return f"{self.quantity}[{self.origins[0].t}]" if self.origins else self.note

    def subject(self, unit: int) -> Address | None:
        """Return a unit as a number of the trace; None for an input, or when it is unknown."""
        if not self.origins or self.values is None:
            return None
        index, within = divmod(unit, self.width // len(self.origins))
        return replace(self.origins[index], unit=within)

    def exact(self, unit: int) -> str:
        """Write a unit's value with every digit: `f[1] at t 17 = 0.79542047`."""
        if self.key == "x":
            column = f" {self.names[unit]}" if unit < len(self.names) else ""
            name = tr("{name} at {place}", name=f"x[{unit}]{column}", place=self.note)
        elif self.origins:
            place = f"t {self.origins[0].t}"
            name = tr("{name} at {place}", name=f"{self.quantity}[{unit}]", place=place)
        else:
            name = f"{self.note}[{unit}]"
        value = (
            tr("not known yet") if self.values is None else number_format.exact(self.values[unit])
        )
        return f"{name} = {value}{f', {self.badge}' if unit in self.held else ''}"

    @property
    def badge(self) -> str:
        """Word for the deviation from the equation: `held`, `cut`, or empty."""
        if not self.held:
            return ""
        return tr("cut") if self.key.startswith("z_") else tr("held")

    def words(self) -> str:
        """Describe the vector in short, for a screen reader."""
        what = meaning(self.quantity)
        if self.values is None:
            return tr("{name} {meaning}, not known yet", name=self.title, meaning=what)
        shown = " ".join(number_format.short(value) for value in self.values[:8])
        more = tr(" and {count} more", count=self.width - 8) if self.width > 8 else ""
        held = f", {self.badge}: {', '.join(map(str, sorted(self.held)))}" if self.held else ""
        return f"{self.title} {what}, {self.note}: {shown}{more}{held}"


@dataclass(frozen=True, eq=False, slots=True)
class CellValues:
    """Present cell of a snapshot and its vectors by key.

    Attributes:
        cell: the cell. begun: False when it is the next one.
        timestep: its timestep.
        lit: the quantity that the last gate step computed in this cell; None when it was elsewhere.
    """

    cell: Cell
    begun: bool
    timestep: int
    lit: str | None
    vectors: dict[str, Vector]


def cell_values(snapshot: Snapshot) -> CellValues:
    """Return the vectors of the present cell; only known ones have values."""
    lane, length = snapshot.lane, snapshot.experiment.lengths[snapshot.row]
    begun = snapshot.cell is not None
    cell = snapshot.cell or Cell(lane, 0)
    timestep = timestep_at(lane.direction, length, cell.walk)
    vectors = [_input(snapshot, timestep), *_states_before(snapshot, cell, timestep)]
    now = f"t {timestep}"
    config = snapshot.experiment.config
    for quantity in config.quantities:
        known = begun and snapshot.knows(cell, quantity)
        values = snapshot.values(quantity)[timestep] if known else None
        width = config.width(quantity)
        title = f"{quantity}[t]" if EVERY[quantity].block is None else quantity
        origin = (Address(quantity, lane, timestep, snapshot.row),)
        held = held_units(snapshot.experiment, quantity, lane, snapshot.row, timestep)
        vectors.append(Vector(quantity, quantity, title, now, values, width, origin, held=held))
    lit = snapshot.quantity if snapshot.on_step else None
    return CellValues(cell, begun, timestep, lit, {v.key: v for v in vectors})


def _states_before(snapshot: Snapshot, cell: Cell, timestep: int) -> list[Vector]:
    """Return c and h before the cell: from the previous step, or c_0 and h_0."""
    trace_lane = snapshot.run.trace.lanes[cell.lane]
    row, before = snapshot.row, "t+1" if cell.lane.reverse else "t−1"
    length = snapshot.experiment.lengths[row]
    timestep_before = timestep_at(cell.lane.direction, length, cell.walk - 1)
    vectors = []
    for quantity, states in (("c", trace_lane.c_prev), ("h", trace_lane.h_prev)):
        first = cell.walk == 0
        values = states[timestep, row]
        vectors.append(
            Vector(
                f"{quantity}_prev",
                quantity,
                f"{quantity}[{before}]",
                f"{quantity}_0" if first else f"t {timestep_before}",
                values,
                len(values),
                () if first else (Address(quantity, cell.lane, timestep_before, row),),
            )
        )
    return vectors


def _input(snapshot: Snapshot, timestep: int) -> Vector:
    """Return x: the sequence, or the layer below with its directions side by side."""
    lane, experiment = snapshot.lane, snapshot.experiment
    values = snapshot.run.trace.inputs[lane.layer][timestep, snapshot.row]
    if lane.layer == 0:
        note = f"t {timestep}"
        if label := snapshot.document.label_of(timestep):
            note += f" · {label}"
        names = snapshot.document.feature_names
        return Vector("x", "x", "x[t]", note, values, len(values), names=names)
    below = tuple(
        Address("h", Lane(lane.layer - 1, direction), timestep, snapshot.row)
        for direction in range(experiment.config.num_directions)
    )
    known = all(map(snapshot.knows_subject, below))
    note = tr("t {t} · h of layer {layer}", t=timestep, layer=lane.layer - 1)
    if len(below) > 1:
        note += ", " + " | ".join(map(tr, DIRECTIONS))
    if experiment.masks:
        note += tr(" × dropout mask")
    return Vector("x", "x", "x[t]", note, values if known else None, len(values), below)


def sentence(snapshot: Snapshot, values: CellValues) -> str:
    """Describe the present step in one line."""
    if not values.begun:
        if snapshot.position == 0:
            return tr(
                "Nothing is computed yet: first come the sums z, from x[{t}], h_0 and c_0.",
                t=values.timestep,
            )
        return tr("Not begun here: the last step was {step}.", step=_last_step(snapshot))
    if values.lit is None:
        length = snapshot.experiment.lengths[snapshot.row]
        if snapshot.cell is not None and snapshot.cell.walk == length - 1:
            if snapshot.experiment.batch_size == 1:
                return tr(
                    "The sequence is at its end here; now at {step}.", step=_last_step(snapshot)
                )
            return tr(
                "Row {row} is at its end here; now at {step}.",
                row=snapshot.row,
                step=_last_step(snapshot),
            )
        return tr(
            "t {t} is done here; the last step was {step}.",
            t=values.timestep,
            step=_last_step(snapshot),
        )
    return tr(snapshot.experiment.config.quantity(values.lit).sentence)


def meaning(quantity: str) -> str:
    """Return a vector's meaning in a word or two, in the user's language."""
    return tr("input") if quantity == "x" else tr(EVERY[quantity].meaning)


def _last_step(snapshot: Snapshot) -> str:
    step = snapshot.step
    if step is None:
        return tr("the start")
    lane = step.cell.lane.text()
    return tr("{name} of {lane}", name=step.quantity, lane=lane)
