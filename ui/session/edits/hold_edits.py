"""Edits that add and release holds, and their texts."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.hold_gradient import HoldGradient, gradient_of_hold
from simulator.analysis.meaning.gradients.goal import goal
from simulator.experiment.experiment import Experiment
from simulator.network.gradient_quantities import quantity_of_gradient
from simulator.network.hold_table import HoldTable, hold_on
from simulator.network.interventions import CUT_KINDS, Cut, Hold, Intervention
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.session.weight_names import row_of
from ui.style import number_format
from ui.style.unit_ranges import units_text


class HoldEdit(NamedTuple):
    """An experiment with other holds, and the edit's undo label."""

    experiment: Experiment
    label: str


def name_of(hold: Intervention, experiment: Experiment) -> str:
    """Name a hold, `f[2]` or `f[0–3]`, or a cut by its weight, `W_hf[2,1]`."""
    if isinstance(hold, Hold):
        return f"{hold.quantity}[{units_of(hold, experiment)}]"
    row = row_of(experiment.config, hold.kind, hold.index[0])
    return f"{row.name}[{row.unit},{hold.index[1]}]"


def units_of(hold: Hold, experiment: Experiment) -> str:
    """Write the units of a hold as they are typed: `0–3, 7`, or that it is all of several."""
    every = len(hold.units) == experiment.config.width(hold.quantity) > 1
    return tr("all") if every else units_text(hold.units)


def words(hold: Intervention, experiment: Experiment) -> str:
    """Describe a hold in one line: `f[2] = 1.0 · t 3…8 · layer 1 reverse · row 0`."""
    parts = [timesteps_text(hold)]
    config = experiment.config
    if config.num_lanes > 1:
        parts.append(hold.lane.text())
    if experiment.batch_size > 1:
        parts.append(tr("all rows") if hold.row is None else tr("row {row}", row=hold.row))
    name = name_of(hold, experiment)
    if isinstance(hold, Hold):
        return " · ".join((f"{name} = {value_text(hold, experiment)}", *parts))
    return " · ".join((tr("{name} cut", name=name), *parts))


def value_text(hold: Hold, experiment: Experiment) -> str:
    """Write the value of a hold exactly."""
    return number_format.exact(experiment.dtype.type(hold.value))


def gradient_at(snapshot: Snapshot, place: int) -> HoldGradient | None:
    """Return what moving a hold's value would do; None for a cut, and before it is walked back."""
    hold = snapshot.experiment.holds[place]
    if snapshot.back is None or isinstance(hold, Cut):
        return None
    trace, schedule = snapshot.back.trace, snapshot.schedule
    found = gradient_of_hold(trace, schedule, snapshot.position, place)
    return found if found.known else None


def gradient_words(found: HoldGradient, experiment: Experiment) -> str:
    """Say what moving a hold's value would do: `raising it raises the loss`."""
    what = goal(experiment).text
    if found.value > 0:
        said = tr("increasing it increases {what}", what=what)
    elif found.value < 0:
        said = tr("increasing it decreases {what}", what=what)
    elif found.value == 0:
        said = tr("a small change to it has no effect")
    else:
        said = tr("its effect overflows")
    whole = found.known == found.steps
    return said if whole else tr("so far, {said}", said=said)


def with_hold(experiment: Experiment, hold: Intervention) -> HoldEdit:
    """Add a hold; holds that it covers completely are removed.

    Raises:
        ValueError: a hold that does not fit, in words.
    """
    others = (other for other in experiment.holds if not _covers_all_of(hold, other))
    name = name_of(hold, experiment)
    label = tr("hold {name}", name=name) if isinstance(hold, Hold) else tr("cut {name}", name=name)
    return HoldEdit(experiment.with_holds(*others, hold), label)


def without(experiment: Experiment, *holds: Intervention) -> HoldEdit:
    """Release holds."""
    names = [name_of(hold, experiment) for hold in holds]
    rest = (hold for hold in experiment.holds if hold not in holds)
    if len(names) > 1:
        label = tr("release {count} held values", count=len(names))
    elif isinstance(holds[0], Cut):
        label = tr("restore {name}", name=names[0])
    else:
        label = tr("release {name}", name=names[0])
    return HoldEdit(experiment.with_holds(*rest), label)


def on_row(experiment: Experiment, key: str, lane: Lane, row: int) -> list[Intervention]:
    """Return the holds of a quantity, or cuts in a kind of weight, that apply to a batch row."""
    if not experiment.holds:
        return []
    there = HoldTable.of(experiment.holds).on(key, lane).in_row(row)
    return [experiment.holds[place] for place in np.unique(there.place)]


def hold_on_subject(experiment: Experiment, subject: Address) -> Hold | None:
    """Return the hold on a number; None when it is computed."""
    place = subject.lane, subject.t, subject.row, subject.unit
    return hold_on(experiment.holds, subject.quantity, *place)


def draft(snapshot: Snapshot, subject: Address) -> Hold | None:
    """Propose a hold that keeps a number from its timestep on; None when it cannot be held.

    "On" follows the walk: in reverse towards t 0. In a batch it is for the subject's row.
    """
    experiment, lane, t = snapshot.experiment, subject.lane, subject.t
    if subject.quantity not in experiment.config.steps:
        return None
    values = snapshot.run.trace.values(subject.quantity, lane)
    seen = snapshot.shows_number(subject)
    value = float(values[t, subject.row, subject.unit]) if seen else 1.0
    first, last = (0, t) if lane.direction else (t, experiment.lengths[subject.row] - 1)
    row = subject.row if experiment.batch_size > 1 else None
    units = (subject.unit,)
    return Hold(subject.quantity, lane.layer, lane.direction, units, first, last, value, row)


def toggled(snapshot: Snapshot) -> HoldEdit:
    """Hold the ledger's number at its present value from here on, or release it.

    Raises:
        ValueError: there is no number, in words for the user.
    """
    subject = snapshot.subject
    if subject is None or not snapshot.shows_number(subject):
        raise ValueError(tr("there is no value to hold yet. Step, or click a value"))
    held = hold_on_subject(snapshot.experiment, subject)
    if held is not None:
        return without(snapshot.experiment, held)
    hold = draft(snapshot, subject)
    if hold is None:
        raise ValueError(
            tr(
                "{number} cannot be held. Hold one of {quantities}",
                number=subject.text(),
                quantities=" ".join(snapshot.experiment.config.steps),
            )
        )
    return with_hold(snapshot.experiment, hold)


def first_draft(snapshot: Snapshot) -> Hold:
    """Propose a hold for a new form: on the number looked at, else on the first step's.

    Beside a number of a readout, on the h that it reads; beside a gradient, on its quantity.
    """
    config, lane, t = snapshot.experiment.config, snapshot.lane, snapshot.timestep
    if t is None:
        t = snapshot.experiment.lengths[snapshot.row] - 1 if lane.reverse else 0
    subject = snapshot.subject or Address(config.steps[0], lane, t, snapshot.row, snapshot.unit)
    key = subject.quantity
    if subject.is_gradient and not key.endswith("_prev"):
        key = quantity_of_gradient(key)
    key = config.cell.gate_of.get(key, key)
    if key not in config.steps:  # a readout's number cannot be held
        key = config.cell.output
        unit = min(snapshot.unit, config.width(key) - 1)
        subject = Address(key, lane, t, snapshot.row, unit)
    found = draft(snapshot, replace(subject, quantity=key))
    assert found is not None
    return found


def held_units(
    experiment: Experiment, quantity: str, lane: Lane, row: int, timestep: int
) -> frozenset[int]:
    """Return the units of a quantity held at a timestep; for a sum also the units with a cut."""
    if not experiment.holds:
        return frozenset()
    table, config = HoldTable.of(experiment.holds), experiment.config
    held = table.on(quantity, lane).at(timestep, row)
    found = {
        unit
        for low, high in zip(held.low.tolist(), held.high.tolist(), strict=True)
        for unit in range(low, high + 1)
    }
    for name, (adds_to, _) in config.cell.matrices.items():
        kind, place = config.cell.stacked[name]
        if adds_to == quantity and kind in CUT_KINDS:
            gates, units = np.divmod(table.on(kind, lane).at(timestep, row).low, config.hidden_size)
            found.update(units[gates == place].tolist())
    return frozenset(found)


def timesteps_text(hold: Intervention) -> str:
    """Write the timesteps of a hold: `t 3…8`."""
    return f"t {hold.first}" + (f"…{hold.last}" if hold.last > hold.first else "")


def _covers_all_of(hold: Intervention, other: Intervention) -> bool:
    """Return True when a hold covers another completely."""
    if (
        hold.row not in (None, other.row)
        or not hold.first <= other.first <= other.last <= hold.last
    ):
        return False
    if hold.lane != other.lane:
        return False
    if isinstance(hold, Hold) and isinstance(other, Hold):
        return hold.quantity == other.quantity and set(hold.units) >= set(other.units)
    if isinstance(hold, Cut) and isinstance(other, Cut):
        return (hold.kind, hold.index) == (other.kind, other.index)
    return False


def first_number(hold: Intervention, experiment: Experiment) -> tuple[str, int]:
    """Return the quantity and unit to look at: the first held, or for a cut its sum."""
    if isinstance(hold, Hold):
        return hold.quantity, hold.units[0]
    row = row_of(experiment.config, hold.kind, hold.index[0])
    return row.adds_to, row.unit
