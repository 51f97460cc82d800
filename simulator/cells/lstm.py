"""The cell of `torch.nn.LSTM`.

The rows stand in the order in which the cell is read, f before i; the weights are stacked in
torch's order. Rows are H wide, but h, which is R wide: H, or less with a projection. tanh(c) is not
kept: it is not recorded, and computed again where it is read.

Source: Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000)
and the projection of Sak, Senior & Beaufays (2014), as `torch.nn.LSTM` documents them.
"""

from functools import cache
from typing import Final

from ..translation import mark
from .sheet import Cell, Row, row

GATES: Final = {"torch": "ifgo", "onnx": "iofg", "keras": "ifgo"}
"""Orders in which frameworks stack the rows of the weights."""


def lstm(bias: bool = True, projected: bool = False) -> Cell:
    """Return the cell of an LSTM, the same object each time.

    Args:
        bias: True for one with biases. projected: True for one whose h is W_hr m, (R,).
    """
    return _lstm(bias, projected)


@cache
def _lstm(bias: bool, projected: bool) -> Cell:
    rows = [
        _sum("f", bias),
        row(
            "f = σ(z_f)",
            role="keep",
            meaning=mark("forget gate"),
            sentence=mark("Forget gate: how much of the old cell state is kept."),
            tensor=mark("forget gate, σ(z_f): how much of c is kept"),
        ),
        _sum("i", bias),
        row(
            "i = σ(z_i)",
            role="write",
            meaning=mark("input gate"),
            sentence=mark("Input gate: how much of the candidate is written."),
            tensor=mark("input gate, σ(z_i): how much of g is written"),
        ),
        _sum("g", bias),
        row(
            "g = tanh(z_g)",
            role="candidate",
            meaning=mark("candidate"),
            sentence=mark("Candidate: the new value that may be written."),
            tensor=mark("candidate, tanh(z_g): the new value that may be written"),
        ),
        _sum("o", bias),
        row(
            "o = σ(z_o)",
            role="out",
            meaning=mark("output gate"),
            sentence=mark("Output gate: how much of the cell state is output."),
            tensor=mark("output gate, σ(z_o): how much of tanh(c) is output"),
        ),
        row(
            "c = f*c' + i*g",
            role="memory",
            meaning=mark("cell state"),
            sentence=mark("Cell state: the kept part of the old c, plus the written part of g."),
            tensor=mark("cell state, f ⊙ c_prev + i ⊙ g"),
        ),
        row("t = tanh(c)", kept=False),
    ]
    rows += _projection() if projected else [_output()]
    return Cell("lstm", ("h", "c"), tuple(rows), GATES)


def _sum(gate: str, bias: bool) -> Row:
    """Return the sum that a gate reads."""
    from_input, from_state = f"W_i{gate}@x", f"W_h{gate}@h'"
    tensor = mark("the pre-activations: W_ih x + W_hh h_prev, stacked i f g o")
    if bias:
        from_input, from_state = f"{from_input} + b_i{gate}", f"{from_state} + b_h{gate}"
        tensor = mark("the pre-activations: W_ih x + W_hh h_prev, with biases, stacked i f g o")
    return row(
        f"z_{gate} = {from_input} + {from_state}", meaning=mark("pre-activation"), tensor=tensor
    )


def _output() -> Row:
    return row(
        "h = o*t",
        role="state",
        width="R",
        meaning=mark("hidden state"),
        sentence=mark("Hidden state: tanh of the cell state, scaled by the output gate."),
        tensor=mark("hidden state, o ⊙ tanh(c)"),
    )


def _projection() -> list[Row]:
    return [
        row(
            "m = o*t",
            role="out",
            meaning=mark("hidden state before W_hr"),
            sentence=mark("Output: tanh of the cell state, scaled by the output gate."),
            tensor=mark("o ⊙ tanh(c), before the projection"),
        ),
        row(
            "h = W_hr@m",
            role="state",
            width="R",
            meaning=mark("hidden state"),
            sentence=mark("Projection: W_hr reduces m to the size of the hidden state."),
            tensor=mark("hidden state, W_hr m"),
        ),
    ]
