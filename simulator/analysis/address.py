"""Addresses of numbers: recorded, computed backwards, or given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from ..engine.gate_step import Cell
from ..engine.schedule import Schedule
from ..engine.time_order import timestep_at
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..gradients.gradient_trace import GradientTrace
from ..network.config import LSTMConfig
from ..network.gradient_quantities import DY, is_gradient
from ..network.lane import DIRECTIONS, Lane
from ..network.quantities import LOSS, READOUT, Y
from ..translation import tr

COPIES: Final = {"output": "h", "h_n": "h", "c_n": "c"}
"""Outputs of `nn.LSTM`, and the quantity that each is a copy of."""

WITHOUT_LANE: Final = (*READOUT, DY)
"""Quantities of a readout, which have no lane."""

WITHOUT_UNIT: Final = (*WITHOUT_LANE, "dx")
"""Quantities whose numbers are not of a cell's units: of outputs of a readout, and of inputs."""


@dataclass(frozen=True, slots=True)
class Where:
    """Lanes and batch rows, where they are named: None stands for all, or for any one."""

    layer: int | None = None
    direction: int | None = None
    row: int | None = None

    def text(self) -> str:
        """Write it as it is typed: `layer 1 reverse row 0`; empty for everywhere."""
        words = [] if self.layer is None else [f"layer {self.layer}"]
        words += [] if self.direction is None else [DIRECTIONS[self.direction]]
        words += [] if self.row is None else [f"row {self.row}"]
        return " ".join(words)

    @property
    def of_every_lane(self) -> bool:
        """True when no lane is named; only then is a readout meant, which has none."""
        return self.layer is None and self.direction is None

    def lanes(self, config: LSTMConfig) -> Iterator[Lane]:
        """Yield the chosen lanes that exist."""
        for lane in config.lanes():
            if self.layer in (None, lane.layer) and self.direction in (None, lane.direction):
                yield lane

    def rows(self, batch: int) -> slice:
        """Return the chosen rows that exist."""
        return slice(None) if self.row is None else slice(self.row, min(self.row + 1, batch))


@dataclass(frozen=True, slots=True)
class Address:
    """Address of a number in a trace, or of a gradient of the backward pass.

    Attributes:
        quantity: z_i z_f z_g z_o, i f g o, c, m or h. Where engines differ also x, h_prev or
            c_prev, which the cell of the address reads, and output, h_n or c_n, copies of its h, c.
            y, p and loss are a readout's. Gradients have their own keys, dh … dc_prev and dz_i dz_f
            dz_g dz_o; dy is a readout's.
        lane: its layer and direction; for y, p, loss and dy always `Lane()`. t: its timestep.
        row: its batch row. unit: its unit; 0 for the loss.
    """

    quantity: str
    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    t: int = 0
    row: int = 0
    unit: int = 0

    @classmethod
    def of_output(
        cls,
        quantity: str,
        index: tuple[int, int, int],
        config: LSTMConfig,
        lengths: Sequence[int],
        width: int,
    ) -> "Address":
        """Return the address of one number of `output`, `h_n` or `c_n`.

        Args:
            index: in an `output` (T, B, D*width), or in an `h_n` or `c_n` (L*D, B, width).
        """
        first, row, column = index
        if quantity == "output":
            direction, unit = divmod(column, width)
            return cls(quantity, Lane(config.num_layers - 1, direction), first, row, unit)
        lane = config.lane(first)
        last = timestep_at(lane.direction, lengths[row], lengths[row] - 1)
        return cls(quantity, lane, last, row, column)

    def value(self, trace: Trace | GradientTrace) -> np.floating:
        """Return the number as recorded; a gradient from a trace of gradients."""
        if isinstance(trace, GradientTrace) and self.is_gradient:
            gradients = trace.values(self.quantity, self.lane, (self.t, self.row))
            return gradients[self.unit]  # type: ignore[no-any-return]
        values = forwards(trace).at(self.quantity, self.lane, self.t, self.row)
        return values[self.unit]  # type: ignore[no-any-return]

    def __post_init__(self) -> None:
        if self.quantity in WITHOUT_LANE:
            object.__setattr__(self, "lane", Lane())

    @property
    def name(self) -> str:
        """Quantity and unit: `c[2]`; `loss`, which has one."""
        return self.quantity if self.quantity == LOSS else f"{self.quantity}[{self.unit}]"

    @property
    def is_gradient(self) -> bool:
        """True for a number of the backward pass."""
        return is_gradient(self.quantity)

    @property
    def where(self) -> Where:
        """Its lane and row; a readout's has no lane."""
        return Where(row=self.row) if self.quantity in WITHOUT_LANE else Where(*self.lane, self.row)

    def text(self) -> str:
        """Write it in words: `f[1] at t 17`."""
        return tr("{number} at t {t}", number=self.name, t=self.t)

    def typed(self) -> str:
        """Write it as `parse_address` reads it: `h[3] layer 1 reverse row 0 at 17`."""
        return f"{self.name} {self.where.text()} at {self.t}"

    def recorded(self) -> "Address":
        """Return the address of the number in a trace that an output is a copy of."""
        return replace(self, quantity=COPIES.get(self.quantity, self.quantity))

    def lane_in(self, config: LSTMConfig) -> Lane:
        """Return the lane under which it is shown: of a readout, the top layer, forward."""
        return Lane(config.num_layers - 1) if self.quantity in WITHOUT_LANE else self.lane

    def cell(self, schedule: Schedule) -> Cell:
        """Return the cell that computes it; of a readout the top layer's at its timestep."""
        return schedule.cell_at(self.lane_in(schedule.config), self.t, self.row)

    def position(self, schedule: Schedule) -> int:
        """Return the position at which it is known; for an input, where its first reader is.

        Outputs, and numbers past a row's length, are known at the end; gradients at the very last.
        """
        if self.quantity in COPIES or self.t >= schedule.lengths[self.row]:
            return schedule.last if self.is_gradient else schedule.end
        quantity = schedule.config.readers.get(self.quantity, self.quantity)
        return schedule.position_after(self.cell(schedule), quantity)

    def place(self, config: LSTMConfig, batch: int) -> str:
        """Write its lane and row as `layer 1 reverse row 0`, without parts that the options fix."""
        words, of_lane = [], self.quantity not in WITHOUT_LANE
        if of_lane and (config.num_layers > 1 or self.lane.layer):
            words.append(tr("layer {layer}", layer=self.lane.layer))
        if of_lane and (config.bidirectional or self.lane.reverse):
            words.append(tr(DIRECTIONS[self.lane.direction]))
        if batch > 1 or self.row:
            words.append(tr("row {row}", row=self.row))
        return " ".join(words)

    def exists(self, experiment: Experiment) -> bool:
        """Return True when runs of an experiment have it."""
        if not self.exists_over_time(experiment) or self.t >= experiment.lengths[self.row]:
            return False
        answered = experiment.objective.reads_at(self.t, experiment.lengths[self.row])
        return self.quantity not in WITHOUT_LANE or answered

    def exists_over_time(self, experiment: Experiment) -> bool:
        """Return True when runs of an experiment, or their ways back, have it at some timestep."""
        if self.lane not in experiment.config.lanes() or self.row >= experiment.batch_size:
            return False
        if self.is_gradient:
            there = not no_gradient(self.quantity, experiment)
        else:
            there = self.quantity in experiment.quantities
        return there and self.unit < number_of_units(experiment, self.quantity, self.lane)

    def width(self, experiment: Experiment) -> int:
        """Return the number of units of its quantity, in its lane."""
        return number_of_units(experiment, self.quantity, self.lane)


class Given(NamedTuple):
    """Address of a number of the input, where every path back through a trace ends.

    Names: a parameter's, by torch; `input` (T, B, I); `h_0` and `c_0` (L*D, B, …); `mask_l{k}`, the
    dropout mask (T, B, D*R) on the output of layer k; `readout.weight` (K, D*R) and `readout.bias`
    (K,); `target` (T, B, K), or (T, B) of classes; `seed`, the number of each seed.
    """

    name: str
    indices: tuple[int, ...]

    @property
    def is_parameter(self) -> bool:
        """True for a number of the parameters, which can be edited in their matrix."""
        return self.name.startswith(("weight_", "bias_", "readout."))

    @property
    def of_objective(self) -> bool:
        """True for a number of a readout's V and b, or of its targets."""
        return self.name.startswith("readout.") or self.name == "target"

    @property
    def is_typed(self) -> bool:
        """True for a number of the input, the initial states or a target; a mask's is drawn."""
        return self.name in ("input", "h_0", "c_0", "target")

    def value(self, trace: Trace | GradientTrace) -> np.floating:
        """Return the number itself; of a target that is a class, its number."""
        experiment = forwards(trace).experiment
        objective = experiment.objective
        if self.name == "input":
            array = experiment.sequence
        elif self.name in ("h_0", "c_0"):
            array = getattr(experiment, self.name)
        elif self.name.startswith("mask_l"):
            array = experiment.masks[int(self.name.removeprefix("mask_l"))]
        elif self.name == "seed":
            array = np.array([seed.number for seed in objective.seeds], experiment.dtype)
        elif self.name == "target" and objective.targets is not None:
            array = objective.targets.values
        elif (of_objective := objective.named(self.name)) is not None:
            array = of_objective
        else:
            array = experiment.parameters[self.name]
        return array[self.indices]  # type: ignore[no-any-return]

    def text(self) -> str:
        """Write its name and indices: `weight_ih_l0[3,0]`."""
        return f"{self.name}[{','.join(map(str, self.indices))}]"


Source = Address | Given


def number_of_units(experiment: Experiment, quantity: str, lane: Lane) -> int:
    """Return how many units a quantity of an experiment has, or a gradient of a lane."""
    if quantity == DY:
        return experiment.width(Y)
    if is_gradient(quantity):
        return experiment.config.gradient_width(quantity, lane.layer)
    return experiment.width(quantity)


def no_gradient(quantity: str | None, experiment: Experiment) -> str:
    """Say why an experiment has no such gradient; empty where it has, and for other quantities."""
    if quantity is None or not is_gradient(quantity):
        return ""
    if not experiment.source:
        if experiment.objective.loss is not None:
            return tr("there is no backward pass: no target counts towards the loss")
        return tr("there is no backward pass. Choose a loss or a value to differentiate")
    if quantity == DY and experiment.source != "readout":
        return tr("the backward pass does not go through the readout: it starts in the cells")
    if quantity != DY and quantity not in experiment.config.gradients:
        return tr("this LSTM has no projection, so it has no {quantity}", quantity=quantity)
    return ""


def forwards(trace: Trace | GradientTrace) -> Trace:
    """Return the trace of the run forwards."""
    return trace.trace if isinstance(trace, GradientTrace) else trace
