"""Quantities: one table of everything that a cell of an LSTM computes, and the order of its steps.

All code that lists, stores, writes, reads, compares, draws or explains the numbers of a cell takes
them from here. There are three orders:

- `GATES`, torch's, in which the rows of the weights and the blocks of z are stacked;
- `KEYS`, in which traces are stored and written;
- `Cell.steps`, in which a cell is computed and read on screen. Nothing stored depends on it.

After the cells comes the readout (`objective`): y, its answer p and the loss.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from ..cells.lstm import lstm
from ..cells.sheet import CURVES, INPUT, Cell
from ..cells.text import equation, equation_of_sums, reads
from ..translation import mark

GATES: Final = tuple(lstm().gates["torch"])
"""Gates in the order in which torch stacks their rows."""

FULL: Final = lstm(projected=True)
"""Sheet of a cell with biases and a projection. It is for tables that are made before a document is
open; `LSTMConfig.cell` has a document's own.
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a cell.

    Attributes:
        key: its letter in the equations; for the parts of z: z_i z_f z_g z_o.
        width: its units: H hidden_size, R the width of h, 4H all gates stacked, I the width of the
            layer's input; K the outputs of a readout, 1 for the loss.
        reads: its inputs: x, h_prev, c_prev, and quantities of the same cell.
        equation: in standard notation, for the forward direction; subscripts in braces.
        meaning: a word or two. sentence: the step of its name; empty for a sum, which has none.
            tensor: a line on its numbers. All three are marked: pass them to `tr`.
        function: its activation, σ or tanh, of the quantity `argument`; else empty.
        let_out: activation through which others read it.
        array: its array in a lane. block: the index of its H columns there; None for all.
        carried: True for a state, which the next step starts from.
        role: what it does in the cell (`cells.sheet.Row`); a sum has its gate's, a gradient its
            value's. Empty for the input, z as a whole, and the readout.
    """

    key: str
    width: Literal["H", "R", "4H", "I", "K", "1"]
    reads: tuple[str, ...]
    equation: str
    meaning: str
    sentence: str
    tensor: str
    function: str = ""
    argument: str = ""
    let_out: str = ""
    array: str = ""
    block: int | None = None
    carried: bool = False
    role: str = field(default="", repr=False)

    @property
    def bounded(self) -> tuple[float, float] | None:
        """Ends of the range that it cannot leave; None without any."""
        return CURVES[self.function].bounded if self.function else None

    @property
    def curve(self) -> str:
        """Function whose curve its units lie on: its own, or the one it is read through."""
        return self.function or self.let_out


@cache
def cell_quantities(cell: Cell) -> Mapping[str, Quantity]:
    """Return the quantities of a cell by key, in the order of storage, z before its parts."""
    return MappingProxyType({row.key: row for row in _quantities(cell)})


@cache
def readers(cell: Cell) -> Mapping[str, str]:
    """Return the inputs of a cell, x, h_prev and c_prev, and the first quantity that reads each."""
    rows, given = cell_quantities(cell), (INPUT, *(f"{state}_prev" for state in cell.states))
    return MappingProxyType(
        {name: next(key for key in cell.kept if name in rows[key].reads) for name in given}
    )


def _quantities(cell: Cell) -> Iterator[Quantity]:
    """Yield the rows of a cell's sheet in the order of storage, all sums together first."""
    first = cell.row[cell.sums[0]]
    yield Quantity(
        "z",
        "4H",
        reads(cell, first.key),
        equation_of_sums(cell),
        first.meaning,
        first.sentence,
        first.tensor,
        array="z",
    )
    let_out = {row.reads[0]: row.function for row in cell.rows if row.function and not row.kept}
    for array, keys in cell.arrays.items():
        for place, key in enumerate(keys):
            row = cell.row[key]
            yield Quantity(
                key,
                row.width,
                reads(cell, key),
                equation(cell, key),
                row.meaning,
                row.sentence,
                row.tensor,
                row.function,
                row.reads[0] if row.function else "",
                let_out.get(key, ""),
                array,
                place if len(keys) > 1 else None,
                key in cell.states,
                cell.role_of[key],
            )


EVERY: Final = cell_quantities(FULL)
"""All quantities by key, for a cell with biases and a projection."""

Y, P, LOSS = "y", "p", "loss"

READOUT: Final[Mapping[str, Quantity]] = MappingProxyType(
    {
        Y: Quantity(
            Y,
            "K",
            ("h",),
            "y_{t} = V h_{t} + b",
            mark("readout"),
            mark("Readout: the Linear layer applied to the hidden state."),
            mark("the readout V h + b, the input to the loss"),
        ),
        P: Quantity(
            P,
            "K",
            (Y,),
            "p_{t} = softmax(y_{t})",
            mark("prediction"),
            mark("Prediction: the readout as probabilities."),
            mark("the readout as probabilities, σ(y) or softmax(y)"),
            function="σ",
            argument=Y,
        ),
        LOSS: Quantity(
            LOSS,
            "1",
            (Y,),
            "loss_{t} = L(y_{t}, target_{t})",
            mark("loss at the timestep"),
            mark("Loss: how far the prediction is from the target."),
            mark("the loss at each timestep; 0 where no target is counted"),
        ),
    }
)
"""Quantities of a readout by key, in the order of computation; all in one gate step."""

TARGET: Final = "target"
"""What a readout should say: given, not computed, and in files beside what it says."""

COUNTED: Final = "counted"
"""Name of the booleans beside a loss: True where the target counts."""

WRITTEN_OF_READOUT: Final = (Y, P, TARGET, LOSS)
"""Quantities of a readout in the order in which they are written."""

ALL: Final[Mapping[str, Quantity]] = MappingProxyType({**EVERY, **READOUT})
"""All quantities by key, a readout's after a cell's."""

KEYS: Final = tuple(key for key in EVERY if key != "z")
"""Recorded quantities in the order of storage: z_i z_f z_g z_o i f g o c m h."""
