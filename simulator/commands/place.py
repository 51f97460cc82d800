"""Place of a run as it is typed, after `--position` or in the window. Imports nothing slow.

    start           before the first step
    end             after the last
    17              after timestep 17, counted from 0
    17:f or t 17 f  after gate step f of timestep 17; z_f stands for the sum that f is taken of
    17:y            after the readout of timestep 17
    f[3] layer 1 reverse row 2 at 17

Parts may come in any order and in any case. What is left out is as selected: layer 0, forward,
row 0 at first. `t`, `at` and `@` before the timestep may be left out.
"""

import re
from argparse import ArgumentTypeError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..lstm.lane import DIRECTIONS, Lane
from ..lstm.quantities import KEYS, READOUT
from ..translation import tr

if TYPE_CHECKING:
    from ..experiment.experiment import Experiment

START, END = "start", "end"

_PART: Final = re.compile(
    r"(?:layer\s*(?P<layer>[0-9]{1,9})|row\s*(?P<row>[0-9]{1,9})"
    rf"|(?P<direction>{'|'.join(DIRECTIONS)})"
    r"|(?:(?:t|at|@)\s*)?(?P<timestep>[0-9]{1,9})"
    rf"|(?P<quantity>{'|'.join((*KEYS, *READOUT))})(?:\[(?P<unit>[0-9]{{1,9}})\])?)"
    r"[\s:]*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Place of a run; None and an empty text stand for what is not said.

    Attributes:
        edge: "start" or "end"; then nothing else is said.
        timestep: counted from 0. quantity: that of the gate step, else the end of the timestep.
    """

    edge: str = ""
    timestep: int = 0
    quantity: str = ""
    unit: int | None = None
    layer: int | None = None
    direction: int | None = None
    row: int | None = None

    def lane(self, selected: Lane) -> Lane:
        """Return the lane, as selected where the place does not say."""
        layer = selected.layer if self.layer is None else self.layer
        return Lane(layer, selected.direction if self.direction is None else self.direction)

    def check(self, experiment: "Experiment", selected: Lane, selected_row: int) -> None:
        """Check that a run has the place.

        Raises:
            ValueError: one line that says what it lacks.
        """
        if self.edge:
            return
        config, lane = experiment.config, self.lane(selected)
        row = selected_row if self.row is None else self.row
        if lane.layer >= config.num_layers:
            last = config.num_layers - 1
            raise ValueError(
                tr("there is no layer {layer}: choose of 0 to {last}", layer=lane.layer, last=last)
            )
        if lane not in config.lanes():
            raise ValueError(tr("there is no direction reverse: the LSTM is not bidirectional"))
        if row >= experiment.batch_size:
            last = experiment.batch_size - 1
            raise ValueError(tr("there is no row {row}: choose of 0 to {last}", row=row, last=last))
        if self.timestep >= experiment.lengths[row]:
            last = experiment.lengths[row] - 1
            raise ValueError(
                tr(
                    "there is no timestep {t}: choose of 0 to {last}, or say end",
                    t=self.timestep,
                    last=last,
                )
            )
        if self.quantity and self.quantity not in experiment.quantities:
            known = " ".join(experiment.quantities)
            raise ValueError(
                tr(
                    "there is no quantity {quantity}: choose of {known}",
                    quantity=self.quantity,
                    known=known,
                )
            )
        length = experiment.lengths[row]
        if self.quantity in READOUT and not experiment.objective.reads_at(self.timestep, length):
            raise ValueError(
                tr(
                    "there is no {quantity} here: choose t {t}",
                    quantity=self.quantity,
                    t=length - 1,
                )
            )
        width = experiment.width(self.quantity or "c")
        if self.unit is not None and self.unit >= width:
            raise ValueError(
                tr("there is no unit {unit}: choose of 0 to {last}", unit=self.unit, last=width - 1)
            )


def place(text: str) -> Place:
    """Parse a place.

    Raises:
        ArgumentTypeError: it is none, or names something twice.
    """
    told = text.strip().lower()
    if told in (START, END):
        return Place(edge=told)
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
    direction = found.get("direction")
    return Place(
        "",
        numbers["timestep"],
        found.get("quantity", ""),
        numbers.get("unit"),
        numbers.get("layer"),
        None if direction is None else DIRECTIONS.index(direction),
        numbers.get("row"),
    )


def _no_place(text: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        f"{text!r} is no place: start, end, a timestep like 17, or a gate step of it like 17:f, "
        "with layer 1, reverse, row 0 where they are wanted"
    )
