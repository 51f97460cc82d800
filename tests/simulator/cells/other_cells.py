"""Sheets of cells that are not an LSTM: what a sheet promises holds for them too."""

from simulator.cells.sheet import Cell, Row, row


def _sum(gate: str, heard: str = "h'") -> Row:
    return row(f"a_{gate} = W_i{gate}@x + b_i{gate} + W_h{gate}@{heard} + b_h{gate}")


_GATES = {"torch": "rzn"}
_MIXED = (row("u = 1 - z", kept=False), row("h = z*h' + u*n"))

GRU = Cell(
    "gru",
    ("h",),
    (
        _sum("r"),
        row("r = σ(a_r)"),
        _sum("z"),
        row("z = σ(a_z)"),
        row("q = W_hn@h' + b_hn", step="q"),
        row("a_n = W_in@x + b_in + r*q"),
        row("n = tanh(a_n)"),
        *_MIXED,
    ),
    _GATES,
)

GRU_RESET_BEFORE = Cell(
    "gru, reset before",
    ("h",),
    (
        _sum("r"),
        row("r = σ(a_r)"),
        _sum("z"),
        row("z = σ(a_z)"),
        row("s = r*h'"),
        _sum("n", heard="s"),
        row("n = tanh(a_n)"),
        *_MIXED,
    ),
    _GATES,
)


def rnn(function: str) -> Cell:
    """Return the cell of `torch.nn.RNN`."""
    rows = row("a = W_ih@x + b_ih + W_hh@h' + b_hh"), row(f"h = {function}(a)")
    return Cell(f"rnn, {function}", ("h",), rows, {"torch": "h"})


COUPLED = Cell(
    "coupled",
    ("h", "c"),
    (
        *(row(f"z_{gate} = W_i{gate}@x + b_i{gate} + W_h{gate}@h' + b_h{gate}") for gate in "igo"),
        row("i = σ(z_i)"),
        row("f = 1 - i"),
        row("g = tanh(z_g)"),
        row("o = σ(z_o)"),
        row("c = f*c' + i*g"),
        row("t = tanh(c)", kept=False),
        row("h = o*t"),
    ),
    {"torch": "igo"},
)

OTHERS = (GRU, GRU_RESET_BEFORE, rnn("tanh"), rnn("relu"), COUPLED)
