"""Inputs and results of the cell that is looked at: its vectors, by their usual names.

Before the selected lane's first cell it is that one.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from simulator.analysis.address import Address, Given, Source
from simulator.arrays import Array
from simulator.cells.sheet import INPUT
from simulator.engine.gate_step import Cell
from simulator.engine.time_order import timestep_at
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import (
    DY,
    EVERY_GRADIENT,
    is_gradient,
    quantity_of_gradient,
)
from simulator.network.lane import DIRECTIONS, Lane
from simulator.network.quantities import EVERY
from simulator.translation import tr
from ui.panels.bend import in_a_word
from ui.panels.cell.diagram import Diagram, diagram
from ui.session.edits.hold_edits import held_units
from ui.session.snapshot import Snapshot
from ui.style import number_format

HIDDEN = "?"
"""Stands for a number that may not be seen."""


@dataclass(frozen=True, eq=False, slots=True)
class Vector:
    """One vector of a cell for the selected batch row.

    Attributes:
        key: x, h_prev, c_prev, z_i z_f z_g z_o, i f g o, c, m, h; of a gradient, its own.
        quantity: sets its colour and range.
        title: for example `c[t−1]`. note: its timestep or name: `t 16`, or `c_0`.
        values: (width,), or None where the position has not reached them.
        ahead: (width,) computed beyond the position and shown dimmed; None where there are none, or
            where they are covered.
        width: the number of units.
        origins: addresses of unit 0 in the trace, side by side (two for the input from a layer of
            two directions); empty for an input of the experiment.
        names: the names of the units, if they have any. word: the timestep's own name, only of x.
        held: the units that are held; for a sum z those with a cut connection.
        covered: the units that are not to be seen, whoever knows them.
        given: the address of unit 0 where the vector is an input of the experiment.
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
    ahead: Array | None = None
    covered: frozenset[int] = frozenset()
    word: str = ""
    given: Given | None = None

    @property
    def seen(self) -> Array | None:
        """Values that may be seen but for the covered units, known or ahead."""
        return self.ahead if self.values is None else self.values

    def value(self, unit: int) -> np.floating | None:
        """Return one unit's value; None where it may not be seen."""
        if self.seen is None or unit in self.covered:
            return None
        return self.seen[unit]

    @property
    def name(self) -> str:
        """Title and note in one, as short as possible: `c[16]`, or `c_0`."""
        return f"{self.quantity}[{self.origins[0].t}]" if self.origins else self.note

    def subject(self, unit: int) -> Address | None:
        """Return a unit as a number of the trace; None for an input, or when it is unknown."""
        return None if self.values is None else self.address(unit)

    def address(self, unit: int) -> Address | None:
        """Return a unit as a number of the trace; None for an input, or when it is not seen."""
        if not self.origins or self.value(unit) is None:
            return None
        index, within = divmod(unit, self.width // len(self.origins))
        return replace(self.origins[index], unit=within)

    def source(self, unit: int) -> Source:
        """Return a unit as a number of the trace or of the experiment, known or not."""
        if self.given is not None:
            return Given(self.given.name, (*self.given.indices[:-1], unit))
        index, within = divmod(unit, self.width // len(self.origins))
        return replace(self.origins[index], unit=within)

    def exact(self, unit: int) -> str:
        """Write a unit's value with every digit: `f[1] at t 17 = 0.79542047`."""
        if self.key == "x":
            column = f" {self.names[unit]}" if unit < len(self.names) else ""
            name = tr("{name} at {place}", name=f"x[{unit}]{column}", place=self.note)
        elif self.origins:
            column = f" {self.names[unit]}" if unit < len(self.names) else ""
            place, number = f"t {self.origins[0].t}", self.source(unit)
            own = number.name if isinstance(number, Address) else ""
            name = tr("{name} at {place}", name=f"{own}{column}", place=place)
        else:
            name = f"{self.note}[{unit}]"
        value = self.value(unit)
        if value is not None:
            text = number_format.exact(value)
        else:
            text = HIDDEN if self.seen is not None else tr("not computed yet")
        return f"{name} = {text}{f', {self.badge}' if unit in self.held else ''}"

    @property
    def badge(self) -> str:
        """Word for the deviation from the equation: `held`, `cut`, or empty."""
        if not self.held:
            return ""
        is_sum = self.key in EVERY and EVERY[self.key].array == "z"
        return tr("cut") if is_sum else tr("held")

    def words(self) -> str:
        """Describe the vector in short, for a screen reader."""
        what = meaning(self.key if is_gradient(self.key) else self.quantity)
        if self.seen is None:
            return tr("{name} {meaning}, not computed yet", name=self.title, meaning=what)
        values = map(self.value, range(min(self.width, 8)))
        shown = " ".join(HIDDEN if v is None else number_format.short(float(v)) for v in values)
        more = tr(" and {count} more", count=self.width - 8) if self.width > 8 else ""
        held = f", {self.badge}: {', '.join(map(str, sorted(self.held)))}" if self.held else ""
        return f"{self.title} {what}, {self.note}: {shown}{more}{held}"


@dataclass(frozen=True, eq=False, slots=True)
class CellValues:
    """Present cell of a snapshot and its vectors by key.

    Attributes:
        cell: the cell. begun: False when it is the next one.
        timestep: its timestep.
        lit: the quantity that the last gate step computed in this cell, or its
            backward step here; None when it was elsewhere.
        config: the sizes of the network, and the sheet of the cell.
        unit: the unit that is followed.
        gradients: gradients of the vectors in the backward pass, `dc` of `c`; else empty.
        taken: the backward steps that this cell has taken.
        turn: the text at the end of the forward pass, if a backward pass begins; else empty.
        above: the name of the gradient that comes down into dh: dy, dx of the layer above, or a
            seed.
    """

    cell: Cell
    begun: bool
    timestep: int
    lit: str | None
    vectors: dict[str, Vector]
    config: LSTMConfig
    unit: int = 0
    gradients: dict[str, Vector] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    turn: str = ""
    above: str = ""

    @property
    def every(self) -> dict[str, Vector]:
        """Vectors and gradients by key."""
        return self.vectors | self.gradients

    @property
    def diagram(self) -> Diagram:
        """The parts of the cell's picture."""
        return diagram(self.config.cell)

    @property
    def states(self) -> tuple[str, ...]:
        """Vectors with a box of their own that are not gates: states, and results like m."""
        parts = self.diagram
        return tuple(key for key in parts.plates if key != INPUT and key not in parts.gates)

    @property
    def between(self) -> tuple[str, ...]:
        """Results with a box of their own that are neither gates nor states: m."""
        cell = self.config.cell
        return tuple(key for key in self.states if key in cell.row and key not in cell.states)

    def sum_of(self, gate: str) -> str:
        """Return the sum in the box of a gate."""
        return next(key for key, home in self.diagram.homes.items() if home == gate != key)

    def unit_of(self, vector: Vector) -> int:
        """Return the followed unit of a vector, which may be narrower than others."""
        return min(self.unit, vector.width - 1)

    def value(self, key: str) -> float | None:
        """Return the followed unit's value of a vector; None where it may not be seen."""
        vector = self.vectors[key]
        value = vector.value(self.unit_of(vector))
        return None if value is None else float(value)


def cell_values(snapshot: Snapshot) -> CellValues:
    """Return the vectors of the cell that is looked at, with what may be seen of them."""
    lane, length = snapshot.lane, snapshot.experiment.lengths[snapshot.row]
    begun = snapshot.cell is not None
    cell = snapshot.cell or Cell(lane, 0)
    timestep = timestep_at(lane.direction, length, cell.walk)
    vectors = [_input(snapshot, timestep), *_states_before(snapshot, cell, timestep)]
    now = f"t {timestep}"
    config = snapshot.experiment.config
    for quantity in config.quantities:
        known, ahead = _sight(snapshot, cell, quantity, snapshot.at(quantity, timestep))
        width = config.width(quantity)
        title = f"{quantity}[t]" if EVERY[quantity].block is None else quantity
        origin = Address(quantity, lane, timestep, snapshot.row)
        held = held_units(snapshot.experiment, quantity, lane, snapshot.row, timestep)
        vectors.append(
            Vector(
                quantity,
                quantity,
                title,
                now,
                known,
                width,
                (origin,),
                held=held,
                ahead=ahead,
                covered=_covered(snapshot, origin),
            )
        )
    lit = snapshot.step.quantity if snapshot.step and snapshot.on_step else None
    found = CellValues(
        cell, begun, timestep, lit, {v.key: v for v in vectors}, config, snapshot.unit
    )
    if snapshot.goes_back:
        return _with_gradients(snapshot, found)
    turns = snapshot.position == snapshot.schedule.end and not snapshot.elsewhere
    if turns and snapshot.schedule.backward is not None:
        return replace(found, turn=in_a_word(snapshot))
    return found


def _with_gradients(snapshot: Snapshot, values: CellValues) -> CellValues:
    """Return the vectors of a cell with their gradients, so far."""
    cell, config = values.cell, snapshot.experiment.config
    at = values.timestep, snapshot.row
    gradients = {}
    for key in config.gradients:
        if key == "dz":
            continue
        vector, first = values.vectors[key[1:]], Address(key, cell.lane, *at)
        known = None
        if snapshot.back is not None and snapshot.knows(cell, key):
            known = snapshot.back.trace.values(key, cell.lane, at)
        gradients[key] = Vector(
            key,
            quantity_of_gradient(key),
            f"d{vector.title}",
            vector.note if key.endswith("_prev") else f"t {values.timestep}",
            known,
            vector.width,
            (first,),
            names=vector.names,
            covered=_covered(snapshot, first),
        )
    taken = frozenset(step for step in config.steps_back if snapshot.knows(cell, step))
    top = cell.lane.layer == config.num_layers - 1
    above = "dx" if not top else DY if snapshot.schedule.source == "readout" else tr("chosen value")
    return replace(values, gradients=gradients, taken=taken, above=above)


def _sight(
    snapshot: Snapshot, cell: Cell, quantity: str, values: Array
) -> tuple[Array | None, Array | None]:
    """Return a cell's values where the position has reached them, and where they are seen ahead."""
    if snapshot.knows(cell, quantity):
        return values, None
    return None, values if snapshot.shows(cell, quantity) else None


def _covered(snapshot: Snapshot, first: Address) -> frozenset[int]:
    """Return the units of a vector that are covered; `first` is the address of unit 0."""
    numbers = snapshot.cover.numbers
    return frozenset(n.unit for n in numbers if replace(n, unit=0) == first)


def _states_before(snapshot: Snapshot, cell: Cell, timestep: int) -> list[Vector]:
    """Return c and h before the cell: from the previous step, or c_0 and h_0."""
    trace, row = snapshot.run.trace, snapshot.row
    before = "t+1" if cell.lane.reverse else "t−1"
    length = snapshot.experiment.lengths[row]
    timestep_before = timestep_at(cell.lane.direction, length, cell.walk - 1)
    state_row = snapshot.experiment.config.state_row(cell.lane)
    vectors = []
    for quantity in reversed(snapshot.experiment.config.cell.states):
        values = trace.before(quantity, cell.lane, timestep, row)
        key, title = f"{quantity}_prev", f"{quantity}[{before}]"
        if cell.walk == 0:
            note, first = f"{quantity}_0", (state_row, row, 0)
            given = Given(note, first)
            vectors.append(Vector(key, quantity, title, note, values, len(values), given=given))
            continue
        known, ahead = _sight(snapshot, Cell(cell.lane, cell.walk - 1), quantity, values)
        origin = Address(quantity, cell.lane, timestep_before, row)
        vectors.append(
            Vector(
                key,
                quantity,
                title,
                f"t {timestep_before}",
                known,
                len(values),
                (origin,),
                ahead=ahead,
                covered=_covered(snapshot, origin),
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
        given = Given("input", (timestep, snapshot.row, 0))
        return Vector(
            "x", "x", "x[t]", note, values, len(values), names=names, word=label, given=given
        )
    below = tuple(
        Address("h", Lane(lane.layer - 1, direction), timestep, snapshot.row)
        for direction in range(experiment.config.num_directions)
    )
    known = all(map(snapshot.knows_number, below))
    cells = [snapshot.schedule.cell_at(at.lane, timestep, snapshot.row) for at in below]
    shown = all(snapshot.shows(cell, "h") for cell in cells)
    note = tr("t {t} · h of layer {layer}", t=timestep, layer=lane.layer - 1)
    if len(below) > 1:
        note += ", " + " | ".join(map(tr, DIRECTIONS))
    if experiment.masks:
        note += tr(" × dropout mask")
    width = len(values) // len(below)
    covered = (i * width + unit for i, at in enumerate(below) for unit in _covered(snapshot, at))
    return Vector(
        "x",
        "x",
        "x[t]",
        note,
        values if known else None,
        len(values),
        below,
        ahead=values if shown and not known else None,
        covered=frozenset(covered),
    )


def meaning(quantity: str) -> str:
    """Return a vector's meaning in a word or two, in the user's language."""
    if is_gradient(quantity):
        return tr(EVERY_GRADIENT[quantity].meaning)
    return tr("input") if quantity == "x" else tr(EVERY[quantity].meaning)
