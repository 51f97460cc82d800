"""Words: a glossary of the LSTM's words and the window's, each with its formula."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from simulator.cells.lstm import lstm
from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.network.quantities import EVERY, FULL, cell_quantities
from simulator.translation import mark, tr
from ui.panels.catalogue import PANELS

_PLAIN: Final = cell_quantities(lstm())
_SUBSCRIPT: Final = re.compile(r"_\{([^}]*)\}")


class Word(NamedTuple):
    """One entry: the word, its formula or an example, and what it means.

    All three are marked; a formula has subscripts in braces, as in `quantities`.
    """

    word: str
    formula: str
    meaning: str


_OF_ROLES: Final = {
    "write": mark(
        "Input gate: the share of the candidate that is written into the cell state, 0…1."
    ),
    "keep": mark("Forget gate: the share of the old cell state that is kept, 0…1."),
    "candidate": mark(
        "Candidate: the new value that may be written, −1…1. PyTorch calls it the cell gate."
    ),
    "out": mark("Output gate: the share of tanh(c) that becomes the hidden state, 0…1."),
    "memory": mark("Cell state: the memory of a unit, carried from timestep to timestep."),
    "state": mark(
        "Hidden state: the output of a unit, fed back into its cell at the next timestep."
    ),
}
_BEFORE_PROJECTION: Final = mark("Hidden state before its projection; only with proj_size.")
_SUM: Final = mark(
    "Pre-activation of the gate {gate}: weighted inputs and biases, before σ or tanh."
)

_LSTM: Final = (
    Word(
        mark("gate"),
        mark("σ(z), 0 closed … 1 open"),
        mark("For each unit, a factor from 0 to 1 that scales a value: i, f and o."),
    ),
    Word(
        mark("σ, sigmoid"),
        "σ(z) = 1 / (1 + e^−z)",
        mark("Activation of the gates: maps any number to 0…1."),
    ),
    Word(
        "tanh",
        "tanh(z) = (e^z − e^−z) / (e^z + e^−z)",
        mark("Activation of the candidate and of c: maps any number to −1…1."),
    ),
    Word(
        mark("pre-activation z"),
        "",
        mark("Weighted sum of a gate: W_ih x + W_hh h + biases. One step computes z and its gate."),
    ),
    Word(
        mark("weight"),
        mark("W_ih (4H, I), W_hh (4H, R), rows stacked i f g o"),
        mark("Multiplies one input or hidden state in one gate's sum."),
    ),
    Word(mark("bias"), "b_ih, b_hh (4H)", mark("Number added regardless of the input.")),
    Word(
        mark("projection"),
        "",
        mark("Matrix W_hr (R, H) that turns H units into a hidden state of R numbers (proj_size)."),
    ),
    Word(mark("unit"), "0 … H−1", mark("One memory with its own gates: one row of each matrix.")),
    Word(
        mark("input x"), "x_{t} (I)", mark("The numbers that arrive at one timestep: its features.")
    ),
    Word(
        mark("timestep t"),
        "0 … T−1",
        mark("One position in the sequence. Every cell computes once at each."),
    ),
    Word(
        mark("layer"),
        "0 … num_layers−1",
        mark("One LSTM above another: it reads the hidden states of the one below."),
    ),
    Word(
        mark("direction"),
        mark("forward, reverse"),
        mark(
            "A bidirectional layer reads the sequence from both ends and concatenates "
            "the two h vectors."
        ),
    ),
    Word(
        mark("batch row"),
        "0 … B−1",
        mark("One of several sequences that are computed in parallel, independently."),
    ),
    Word(
        "h_0, c_0; h_n, c_n",
        "",
        mark("States before the first timestep, and after the last."),
    ),
    Word(
        mark("dropout mask"),
        mark("0 or 1 / (1 − p)"),
        mark("Factors applied between layers in train mode; none in eval mode."),
    ),
    Word(
        mark("saturated"),
        "",
        mark("On a flat end of its curve, where a change in z hardly changes the value."),
    ),
    Word(
        mark("cell state kept, ∏f"),
        "f_{t+1} · f_{t+2} · … · f_{T}",
        mark("How much of c at one timestep is left at a later one."),
    ),
)

_WINDOW: Final = (
    Word(
        mark("step, gate step"),
        "f i g o c (m) h",
        mark("Computes one box of a cell. A timestep is all the steps of all its cells."),
    ),
    Word(
        mark("position"),
        "",
        mark("The current step of the run: the last one computed."),
    ),
    Word(
        mark("viewing …"),
        "",
        mark(
            "A click shows another timestep in every panel, while the run stays "
            "where it is. Use the yellow title bar to return."
        ),
    ),
    Word(
        mark("hold"),
        "",
        mark("A value is fixed for some timesteps. Everything after it is computed from it."),
    ),
    Word(mark("cut"), "W = 0", mark("One connection is removed: its weight counts as 0.")),
    Word(
        mark("baseline"),
        "",
        mark("The run to compare with: the one before the last edit, or a pinned one."),
    ),
    Word(mark("previous run"), "", mark("The baseline, drawn faintly behind the current run.")),
    Word("Δ", mark("current run − baseline"), mark("How far a value is from the baseline.")),
    Word(
        mark("watch"),
        "c[1]",
        mark("A value, given by its address, listed at every step."),
    ),
    Word(
        mark("breakpoint"),
        "c[1] > 1.5",
        mark("A condition that stops a run, even during playback."),
    ),
    Word(
        mark("check"),
        mark("|Gatestep − torch| ≤ rounding allowance"),
        mark("PyTorch recomputes every step from its recorded inputs."),
    ),
    Word(
        mark("rounding allowance, error bound"),
        "",
        mark(
            "The largest difference that rounding in the run's dtype can cause on "
            "its own. The share used is the largest actual difference divided by "
            "this bound."
        ),
    ),
    Word(
        mark("drift"),
        "",
        mark(
            "How far two correct runs drift apart when no step is corrected, because "
            "rounding errors add up."
        ),
    ),
    Word(
        mark("injected error"),
        "",
        mark("A mistake put into Gatestep's engine on purpose, for the check to find."),
    ),
    Word(
        mark("diagnosis (Why are my numbers different?)"),
        "",
        mark("Known mistakes are tried until one reproduces the numbers from your own code."),
    ),
    Word(
        mark("scale"),
        mark("0…1 for gates, otherwise ± a round number"),
        mark("The range of a colour map, which stays the same for the whole run."),
    ),
)

_FORMULAS: Final = {
    "pre-activation z": EVERY["z"].equation,
    "projection": EVERY["h"].equation,
    "saturated": f"σ < {LEFT_END['σ']:g}, σ > {RIGHT_END['σ']:g}, |tanh| > {RIGHT_END['tanh']:g}",
}
"""Formulas that are stated elsewhere, by their words."""


def glossary() -> Iterator[tuple[str, str, str]]:
    """Yield word, formula and meaning of every entry, in the user's language."""
    for key in FULL.steps:
        of = _PLAIN.get(key, EVERY[key])
        meaning = _OF_ROLES[of.role] if key in _PLAIN else _BEFORE_PROJECTION
        yield f"{key} – {tr(of.meaning)}", of.equation, tr(meaning)
        if of.argument:
            yield of.argument, EVERY[of.argument].equation, tr(_SUM, gate=key)
    for entry in (*_LSTM, *_WINDOW):
        formula = tr(entry.formula) if entry.formula else ""
        if entry.word in _FORMULAS:
            formula = _FORMULAS[entry.word]
        yield tr(entry.word), formula, tr(entry.meaning)
    for row in PANELS.values():
        yield tr("panel {name}", name=tr(row.title)), "", tr(row.purpose)


def subscripts(formula: str) -> str:
    """Return an escaped formula with its subscripts as HTML."""
    return _SUBSCRIPT.sub(r"<sub>\1</sub>", formula)
