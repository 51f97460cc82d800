"""Readings: the vectors that a lane's matrices are multiplied with, and the sums that result."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.decomposition.cell_ledger import layer_input, state_before
from simulator.analysis.decomposition.readout_ledger import state_read
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.network.hold_table import columns_cut
from simulator.network.quantities import ALL, Y
from simulator.objective.readout import H_N
from simulator.translation import tr
from ui.matrix.matrix import Reading
from ui.panels.weights import readout_matrices
from ui.panels.weights.parameter_matrices import (
    BIASES,
    COLUMNS,
    W_HH,
    W_HR,
    W_IH,
    lit_row,
    names_of,
    subject_of,
    tabs,
    width_of,
)
from ui.panels.weights.readout_matrices import B_Y, V
from ui.session.snapshot import Snapshot
from ui.style import number_format

_KINDS = {W_IH: "weight_ih", W_HH: "weight_hh"}


class RowSum(NamedTuple):
    """What a row adds up to: its text, empty where it is not to be seen.

    known: False for a number ahead of the position.
    """

    text: str
    known: bool


def tabs_read(experiment: Experiment, quantity: str | None) -> tuple[str, ...]:
    """Return the matrices that the step of a quantity reads; between, those of the gates."""
    read = readout_matrices.tabs(experiment.objective)
    if quantity == Y:
        return read
    if experiment.config.proj_size and quantity == "h":
        return (W_HR,)
    return tuple(tab for tab in tabs(experiment) if tab not in (W_HR, *read))


def reads(snapshot: Snapshot, tab: str) -> str:
    """Say which vector stands over a matrix: `reads x[5] reset`."""
    t = snapshot.timestep
    at = "t" if t is None else str(t)
    if tab == BIASES:
        return tr("both are added")
    if tab == B_Y:
        return tr("is added")
    if tab == V:
        return tr("reads {vector}", vector=_read_name(snapshot, at))
    if tab == W_HR:
        return tr("reads {vector}", vector=f"m[{at}]")
    if tab == W_HH:
        return tr("reads {vector}", vector=_state_name(snapshot))
    word = "" if t is None or snapshot.lane.layer else snapshot.document.label_of(t)
    letter = "h" if snapshot.lane.layer else "x"
    vector = tr("{vector} below", vector=f"h[{at}]") if letter == "h" else f"x[{at}]"
    return tr("reads {vector}", vector=f"{vector} {word}".rstrip())


def reading_of(snapshot: Snapshot, tab: str, few: bool) -> Reading:
    """Return what a tab's columns are multiplied with at the cell that is looked at.

    Args:
        few: there is room to write the products of the lit row.
    """
    config, lane, t = snapshot.experiment.config, snapshot.lane, snapshot.timestep
    columns = width_of(snapshot.experiment, lane, tab)
    if tab in COLUMNS:
        return _with_products(snapshot, tab, Reading(texts=("× 1",) * columns), few)
    values = None if t is None else _vector(snapshot, tab, t)
    if values is None:
        return Reading(texts=("",) * columns)
    above = config.proj_size > 0 or (lane.layer > 0 and tab != V)
    kind = {W_IH: "h" if lane.layer else "x", W_HH: "h", W_HR: "m", V: "h"}[tab]
    limit = snapshot.ranges.limit(kind, lane) if kind != "h" or above else 1.0
    return _with_products(snapshot, tab, Reading(values, limit), few)


def sums_of(snapshot: Snapshot, tab: str, rows: Iterable[int]) -> dict[int, RowSum]:
    """Return what rows of a tab add up to: z of the gates, h of a projection, y of a readout."""
    cell, t, row = snapshot.cell, snapshot.timestep, snapshot.row
    config = snapshot.experiment.config
    sums: dict[int, RowSum] = {}
    for matrix_row in rows:
        quantity, unit = subject_of(config, tab, matrix_row)
        quantity = _sum_of(quantity)
        text, known = "", False
        if cell is not None and t is not None and snapshot.shows(cell, config.step_of(quantity)):
            number = Address(quantity, snapshot.lane, t, row, unit)
            shown, known = snapshot.shows_number(number), snapshot.knows_number(number)
            text = (
                number_format.signed(float(number.value(snapshot.run.trace)), 4) if shown else "?"
            )
        sums[matrix_row] = RowSum(text, known)
    return sums


def _vector(snapshot: Snapshot, tab: str, t: int) -> Array | None:
    trace = snapshot.run.trace
    state = snapshot.experiment.config.cell.output
    at = Address(state, snapshot.lane, t, snapshot.row, 0)
    if tab == W_HH:
        return state_before(trace, at, state).values
    if tab == V:
        y = Address(Y, t=t, row=snapshot.row)
        return state_read(trace, y).values if snapshot.shows_number(y) else None
    if tab == W_HR:
        cell = snapshot.cell
        seen = cell is not None and snapshot.shows(cell, "m")
        return snapshot.at("m", t) if seen else None
    values = layer_input(trace, at)
    return values[0].values if len(values) == 1 else values[0].values * values[1].values


def _with_products(snapshot: Snapshot, tab: str, reading: Reading, few: bool) -> Reading:
    """Add the products of the lit row."""
    row, subject, t = lit_row(snapshot, tab), snapshot.subject, snapshot.timestep
    if row is None or t is None or subject is None or not few:
        return reading
    seen = snapshot.shows_number(replace(subject, quantity=_sum_of(subject.quantity)))
    if not seen:
        return reading
    experiment = snapshot.experiment
    names = names_of(experiment.config, snapshot.lane, tab)
    numbers = [_array(experiment, name)[row] for name in names]
    if tab in COLUMNS:
        products = np.array(numbers, np.float64)
    else:
        weights = numbers[0].astype(np.float64)
        if tab in _KINDS:
            cut = columns_cut(experiment.holds, _KINDS[tab], snapshot.lane, t, snapshot.row, row)
            weights[list(cut)] = 0
        assert reading.values is not None
        with np.errstate(all="ignore"):
            products = weights * reading.values
    return reading._replace(row=row, products=tuple(map(_product_text, products.tolist())))


def _array(experiment: Experiment, name: str) -> Array:
    """Return a parameter, or an array of a readout, by its name."""
    own = experiment.objective.named(name)
    return experiment.parameters[name] if own is None else own


def _sum_of(quantity: str) -> str:
    """Return the sum that a quantity is a function of, or the quantity itself."""
    return (quantity in ALL and ALL[quantity].argument) or quantity


def _product_text(product: float) -> str:
    """Write a product with the fewest decimals: it has half a cell."""
    if product == 0:
        return "= 0"
    text = number_format.fixed(product, 1 if product == round(product, 1) else 2)
    return f"= {number_format.with_sign(product, text)}"


def _read_name(snapshot: Snapshot, at: str) -> str:
    """Name what a readout reads: h of its timestep, of both directions, or h_n."""
    readout, config = snapshot.experiment.objective.readout, snapshot.experiment.config
    if readout is not None and readout.over == H_N:
        return "h_n"
    return f"→h[{at}] ←h[{at}]" if config.bidirectional else f"h[{at}]"


def _state_name(snapshot: Snapshot) -> str:
    t, lane = snapshot.timestep, snapshot.lane
    if t is None:
        return "h[t+1]" if lane.direction else "h[t−1]"
    if lane.direction:
        last = snapshot.experiment.lengths[snapshot.row] - 1
        return "h_0" if t == last else f"h[{t + 1}]"
    return f"h[{t - 1}]" if t else "h_0"
