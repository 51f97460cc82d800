"""Place of a run as it is typed, after `--position` or in the window. Imports nothing slow.

    start           before the first step
    end             after the last
    17              after timestep 17, counted from 0, in the pass that one is in
    17:f or t 17 f  after gate step f of timestep 17; z_f stands for the sum that f is taken of
    17:y            after the readout of timestep 17
    f[3] layer 1 reverse row 2 at 17
    loss            after the loss or the seed, before the first step back
    17:df           after the step back that computes df of timestep 17; 17:dW is its last
    back 17         on the way back, after timestep 17
    back end        after the last step back

Parts may come in any order and in any case. What is left out is as selected: layer 0, forward,
row 0 at first. `t`, `at` and `@` before the timestep may be left out.
"""

import re
from argparse import ArgumentTypeError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..network.gradient_quantities import DY, EVERY_GRADIENT, STEP_OF_WEIGHTS, is_gradient
from ..network.lane import DIRECTIONS, Lane
from ..network.quantities import KEYS, READOUT
from ..translation import tr

if TYPE_CHECKING:
    from ..engine.schedule import Schedule
    from ..experiment.experiment import Experiment

START, END, LOSS, BACK = "start", "end", "loss", "back"
_BEND: Final = "bend"
"""The name of the loss in commands of version 0.1."""

_BACKWARDS: Final = {key.lower(): key for key in (*EVERY_GRADIENT, STEP_OF_WEIGHTS)}
"""Gradients and steps of the way back, as they are typed in any case."""

_NAMES: Final = sorted((*KEYS, *READOUT, *_BACKWARDS), key=len, reverse=True)

_PART: Final = re.compile(
    r"(?:layer\s*(?P<layer>[0-9]{1,9})|row\s*(?P<row>[0-9]{1,9})"
    rf"|(?P<direction>{'|'.join(DIRECTIONS)})|(?P<back>{BACK})"
    r"|(?:(?:t|at|@)\s*)?(?P<timestep>[0-9]{1,9})"
    rf"|(?P<quantity>{'|'.join(_NAMES)})(?:\[(?P<unit>[0-9]{{1,9}})\])?)"
    r"[\s:]*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Place of a run; None and an empty text stand for what is not said.

    Attributes:
        edge: "start", "end" or "loss"; then nothing else is said, but `back` of the end.
        timestep: counted from 0. quantity: that of the gate step, else the end of the timestep.
        back: it is on the way back; of a gradient it need not be said.
    """

    edge: str = ""
    timestep: int = 0
    quantity: str = ""
    unit: int | None = None
    layer: int | None = None
    direction: int | None = None
    row: int | None = None
    back: bool = False

    @property
    def goes_back(self) -> bool:
        """True for a place on the way back."""
        return self.back or self.quantity in _BACKWARDS.values()

    def text(self) -> str:
        """Write the timestep and the step, as they are typed: `17:f`, `back 17`."""
        if self.quantity:
            return f"{self.timestep}:{self.quantity}"
        return f"{BACK} {self.timestep}" if self.back else str(self.timestep)

    def lane(self, selected: Lane) -> Lane:
        """Return the lane, as selected where the place does not say."""
        layer = selected.layer if self.layer is None else self.layer
        return Lane(layer, selected.direction if self.direction is None else self.direction)

    def check(self, experiment: "Experiment", selected: Lane, selected_row: int) -> None:
        """Check that a run has the place.

        Raises:
            ValueError: one line that says what it lacks.
        """
        if self.edge in (START, END) and not self.back:
            return
        if self.edge or self.goes_back:
            self._check_backward(experiment)
        if self.edge:
            return
        config, lane = experiment.config, self.lane(selected)
        row = selected_row if self.row is None else self.row
        if lane.layer >= config.num_layers:
            last = config.num_layers - 1
            raise ValueError(
                tr("there is no layer {layer}. Choose 0 to {last}", layer=lane.layer, last=last)
            )
        if lane not in config.lanes():
            raise ValueError(
                tr("there is no reverse direction, because the LSTM is not bidirectional")
            )
        if row >= experiment.batch_size:
            last = experiment.batch_size - 1
            raise ValueError(tr("there is no row {row}. Choose 0 to {last}", row=row, last=last))
        if self.timestep >= experiment.lengths[row]:
            last = experiment.lengths[row] - 1
            raise ValueError(
                tr(
                    "there is no timestep {t}. Choose 0 to {last}, or end",
                    t=self.timestep,
                    last=last,
                )
            )
        known = experiment.quantities
        if self.quantity and not self.goes_back and self.quantity not in known:
            raise ValueError(
                tr(
                    "there is no quantity {quantity}. Choose from {known}",
                    quantity=self.quantity,
                    known=" ".join(known),
                )
            )
        length = experiment.lengths[row]
        read = self.quantity in (*READOUT, DY)
        if read and not experiment.objective.reads_at(self.timestep, length):
            raise ValueError(
                tr(
                    "there is no {quantity} here. Choose t {t}",
                    quantity=self.quantity,
                    t=length - 1,
                )
            )
        if self.unit is None:
            return
        from ..analysis.address import number_of_units  # numpy waits until a run is there

        width = number_of_units(experiment, self.quantity, lane)
        if self.unit >= width:
            raise ValueError(
                tr("there is no unit {unit}. Choose 0 to {last}", unit=self.unit, last=width - 1)
            )

    def position(self, schedule: "Schedule", lane: Lane, row: int) -> int | None:
        """Return the position; None for an edge or a timestep of the pass that one is in.

        Args:
            lane, row: as selected, where the place does not say.
        """
        from ..analysis.address import Address  # numpy waits until a run is there

        if self.edge == LOSS:
            return schedule.end
        if self.edge:
            return schedule.last if self.back else None
        if self.quantity:
            cell = Address(self.quantity, lane, self.timestep, row).cell(schedule)
            return schedule.position_after(cell, self.quantity)
        if self.back:
            return schedule.position_after_timestep_back(lane, self.timestep, row)
        return None

    def _check_backward(self, experiment: "Experiment") -> None:
        """Check that there is a way back, which has the step.

        Raises:
            ValueError: one line that says what is missing.
        """
        from ..analysis.address import no_gradient  # numpy waits until a run is there

        missing = no_gradient("dh", experiment) or no_gradient(self.quantity, experiment)
        if missing:
            raise ValueError(missing)
        if self.quantity and self.quantity not in _BACKWARDS.values():
            raise ValueError(
                tr(
                    "{quantity} is not a step of the backward pass. Leave out “back”",
                    quantity=self.quantity,
                )
            )
        if self.unit is not None and self.quantity == "dz":
            raise ValueError(tr("name a gate's dz: dz_i, dz_f, dz_g or dz_o"))
        if self.unit is not None and not is_gradient(self.quantity):
            raise ValueError(tr("{quantity} has no unit. Leave it out", quantity=self.quantity))


def place(text: str) -> Place:
    """Parse a place.

    Raises:
        ArgumentTypeError: it is none, or names something twice.
    """
    told = text.strip().lower()
    if told in (START, END, LOSS, _BEND):
        return Place(edge=LOSS if told == _BEND else told)
    if told.split() == [BACK, END]:
        return Place(edge=END, back=True)
    found: dict[str, str] = {}
    at = 0
    while at < len(told):
        part = _PART.match(told, at)
        said = {name: word for name, word in part.groupdict().items() if word} if part else {}
        if part is None or said.keys() & found.keys():
            raise _no_place(text)
        found |= said
        at = part.end()
    if "timestep" not in found:
        raise _no_place(text)
    numbers = {name: int(word) for name, word in found.items() if word.isdigit()}
    direction, quantity = found.get("direction"), found.get("quantity", "")
    return Place(
        "",
        numbers["timestep"],
        _BACKWARDS.get(quantity, quantity),
        numbers.get("unit"),
        numbers.get("layer"),
        None if direction is None else DIRECTIONS.index(direction),
        numbers.get("row"),
        "back" in found,
    )


def _no_place(text: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        f"{text!r} is not a position: start, end, loss, a timestep such as 17 or back 17, or one "
        "of its steps, such as 17:f or 17:df, with layer 1, reverse, row 0 if needed"
    )
