"""Quantities: one table of everything that a cell of an LSTM computes, and the order of its steps.

All code that lists, stores, writes, reads, compares, draws or explains the numbers of a cell takes
them from here. There are three orders:

- `GATES`, torch's, in which the rows of the weights and the blocks of z are stacked;
- `KEYS`, in which traces are stored and written;
- `STEPS`, in which a cell is computed and read on screen. Nothing stored depends on it.

After the cells comes the readout (`objective`): y, its answer p and the loss.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from ..translation import mark

GATES: Final = ("i", "f", "g", "o")
"""Gates in the order in which torch stacks their rows."""

STEPS: Final = ("f", "i", "g", "o", "c", "m", "h")
"""Gate steps that a cell takes forwards, in order; m only with a projection. Their
quantities can be held.

A step computes the quantity of its name, after everything that it reads. A gate computes its own
sum too: the step f computes z_f and f.
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

    @property
    def bounded(self) -> tuple[float, float] | None:
        """Ends of the range that it cannot leave; None without any."""
        return {"σ": (0.0, 1.0), "tanh": (-1.0, 1.0)}.get(self.function)

    @property
    def curve(self) -> str:
        """Function whose curve its units lie on: its own, or the one it is read through."""
        return self.function or self.let_out


@cache
def cell_quantities(bias: bool, projected: bool) -> Mapping[str, Quantity]:
    """Return the quantities of a cell by key, in the order of storage, z before its parts.

    Args:
        bias: True for a cell with biases. projected: True for one with W_hr.
    """
    return MappingProxyType({q.key: q for q in _rows(bias, projected)})


def _rows(bias: bool, projected: bool) -> Iterator[Quantity]:
    yield _sum("", bias)
    for gate in GATES:
        yield _sum(gate, bias)
    yield _gate(
        "i",
        "σ",
        bias,
        mark("input gate"),
        mark("Input gate: how much of the candidate is written."),
        mark("input gate, σ(z_i): how much of g is written"),
    )
    yield _gate(
        "f",
        "σ",
        bias,
        mark("forget gate"),
        mark("Forget gate: how much of the old cell state is kept."),
        mark("forget gate, σ(z_f): how much of c is kept"),
    )
    yield _gate(
        "g",
        "tanh",
        bias,
        mark("candidate"),
        mark("Candidate: the new value that may be written."),
        mark("candidate, tanh(z_g): the new value that may be written"),
    )
    yield _gate(
        "o",
        "σ",
        bias,
        mark("output gate"),
        mark("Output gate: how much of the cell state is output."),
        mark("output gate, σ(z_o): how much of tanh(c) is output"),
    )
    yield Quantity(
        "c",
        "H",
        ("f", "c_prev", "i", "g"),
        "c_{t} = f_{t} ⊙ c_{t−1} + i_{t} ⊙ g_{t}",
        mark("cell state"),
        mark("Cell state: the kept part of the old c, plus the written part of g."),
        mark("cell state, f ⊙ c_prev + i ⊙ g"),
        let_out="tanh",
        array="c_states",
        carried=True,
    )
    if projected:
        yield Quantity(
            "m",
            "H",
            ("o", "c"),
            "m_{t} = o_{t} ⊙ tanh(c_{t})",
            mark("hidden state before W_hr"),
            mark("Output: tanh of the cell state, scaled by the output gate."),
            mark("o ⊙ tanh(c), before the projection"),
            array="m",
        )
    yield Quantity(
        "h",
        "R",
        ("m",) if projected else ("o", "c"),
        "h_{t} = W_{hr} m_{t}" if projected else "h_{t} = o_{t} ⊙ tanh(c_{t})",
        mark("hidden state"),
        mark("Projection: W_hr reduces m to the size of the hidden state.")
        if projected
        else mark("Hidden state: tanh of the cell state, scaled by the output gate."),
        mark("hidden state, W_hr m") if projected else mark("hidden state, o ⊙ tanh(c)"),
        array="h_states",
        carried=True,
    )


def _sum(gate: str, bias: bool) -> Quantity:
    """Return z, or the part of it that a gate reads."""
    tensor = mark("the pre-activations: W_ih x + W_hh h_prev, stacked i f g o")
    if bias:
        tensor = mark("the pre-activations: W_ih x + W_hh h_prev, with biases, stacked i f g o")
    return Quantity(
        f"z_{gate}" if gate else "z",
        "H" if gate else "4H",
        ("x", "h_prev"),
        f"z_{{{gate or 't'}}} = {_weighed(gate or 'h', bias)}",
        mark("pre-activation"),
        "",
        tensor,
        array="z",
        block=GATES.index(gate) if gate else None,
    )


def _gate(
    key: str, function: str, bias: bool, meaning: str, sentence: str, tensor: str
) -> Quantity:
    return Quantity(
        key,
        "H",
        (f"z_{key}",),
        f"{key}_{{t}} = {function}({_weighed(key, bias)})",
        meaning,
        sentence,
        tensor,
        function=function,
        argument=f"z_{key}",
        array="gates",
        block=GATES.index(key),
    )


def _weighed(gate: str, bias: bool) -> str:
    """Return the right side of the equation of a sum."""
    from_input, from_state = f"W_{{i{gate}}} x_{{t}}", f"W_{{h{gate}}} h_{{t−1}}"
    if bias:
        from_input += f" + b_{{i{gate}}}"
        from_state += f" + b_{{h{gate}}}"
    return f"{from_input} + {from_state}"


EVERY: Final = cell_quantities(bias=True, projected=True)
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
"""All quantities by key, those of a readout after those of a cell."""

KEYS: Final = tuple(key for key in EVERY if key != "z")
"""Recorded quantities in the order of storage: z_i z_f z_g z_o i f g o c m h."""

SUMS: Final = tuple(f"z_{gate}" for gate in GATES)
"""Parts of z, in the order of storage."""


def step_of(key: str) -> str:
    """Return the step that computes a quantity: of z, the one that completes it; of p, y."""
    if key in READOUT:
        return Y
    if key == "z":
        return next(step for step in reversed(STEPS) if step in GATES)
    return key.removeprefix("z_")


def in_order_of_steps() -> tuple[str, ...]:
    """Return the recorded quantities in the order of computation: z_f f z_i i … o c m h."""
    return tuple(sorted(KEYS, key=lambda key: (STEPS.index(step_of(key)), key not in SUMS)))
