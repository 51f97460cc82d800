"""A sheet is read as it is written, refuses what no cell can compute, and tells the rest."""

import pickle
import re

import pytest

from simulator.cells.lstm import lstm
from simulator.cells.sheet import Cell, Factor, Row, Term, row
from tests.simulator.cells.other_cells import COUPLED, GRU, GRU_RESET_BEFORE, OTHERS, rnn

EVERY = (lstm(), lstm(bias=False), lstm(projected=True), *OTHERS)
cells = pytest.mark.parametrize("cell", EVERY, ids=lambda cell: cell.name)


def test_a_row_is_read_as_it_is_written():
    assert row("c = f*c' + i*g").terms == (
        Term((Factor("f"), Factor("c'"))),
        Term((Factor("i"), Factor("g"))),
    )
    assert row("u = 1 - z").terms == (Term(()), Term((Factor("z"),), -1))
    read = row("z = W@x + b", role="write", kept=False)
    assert read == Row("z", (Term((Factor("x", "W"),)), Term((Factor("b"),))), "", "H", False,
                       role="write")  # fmt: skip
    assert row("i = σ(z_i)").function == "σ"
    assert row("y = -a*b").terms == (Term((Factor("a"), Factor("b")), -1),)


@cells
def test_every_row_is_written_as_it_was_read(cell):
    for each in cell.rows:
        again = row(str(each))
        assert (again.key, again.terms, again.function) == (each.key, each.terms, each.function)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("c f*g", "key = function"),
        ("c = a = b", "key = function"),
        ("z = sigm(a)", "sigm is not a function: write one of σ"),
        ("z = a b", "an operator is missing before b"),
        ("z = a*", "something is missing at the end"),
        ("z = 2*a", "the only number is 1, not 2"),
        ("z = *a", "* cannot stand there"),
        ("z = a @", "something is missing at the end"),
        ("z = a@b@x", "@ cannot stand there"),
        ("z = a/b", "/ cannot stand there"),
        ("z = ", "something is missing at the end"),
        ("z = a + - + b", "cannot stand there"),
        ("z = __import__('os')", "is not a function"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_cause(text, cause):
    with pytest.raises(ValueError, match=re.escape(cause)) as told:
        row(text)
    assert repr(text) in str(told.value)


def of_rows(*texts, states=("h",)):
    return Cell("light", states, tuple(map(row, texts)), {"torch": "h"})


SUM = "a = W_ih@x + W_hh@h'"


@pytest.mark.parametrize(
    ("texts", "cause"),
    [
        ((SUM, "h = tanh(a) "), ""),
        ((SUM, "n = tanh(h)", "h = n*a"), "n reads h too early: write h'"),
        (("n = tanh(a)", SUM, "h = n*a"), "n reads a too early: move it"),
        ((SUM, "h = q'*a"), "q' is not a state; states are h"),
        ((SUM, "a = W_ih@x", "h = tanh(a)"), "a is computed twice"),
        ((SUM, "x = tanh(a)", "h = tanh(a)"), "x is computed twice, or given"),
        ((SUM, "n = tanh(a)", "h = tanh(a)"), "nothing reads n"),
        ((SUM, "n = tanh(a)", "m = n*a"), "it is not a state"),
        ((SUM, "n = W_q@k", "h = n*a"), "n reads k too early"),
        ((SUM, "n = a*W_q@h'", "h = n*a"), "n: give W_q@h' a row of its own"),
        (("a = W_ih@x - W_hh@h'", "h = tanh(a)"), "a: give W_hh@h' a row of its own"),
        (("h = tanh(W_ih@x + W_hh@h')",), "h: give the sum a row of its own"),
        ((SUM, "n = tanh(a + b_h)", "h = n*a"), "n: b_h stands after no matrix"),
        ((SUM, "n = tanh(a)", "h = n"), "h is n: leave it out"),
        ((SUM, "d = tanh(a)", "h = d*a"), "a d begins the name of a gradient"),
    ],
)
def test_a_cell_that_cannot_be_computed_is_refused(texts, cause):
    if not cause:
        assert of_rows(*texts).steps == ("h",)
        return
    with pytest.raises(ValueError, match=re.escape(cause)):
        of_rows(*texts)


def test_a_function_of_more_than_one_sum_is_no_gate():
    """A gate is undone by its slope: that of σ(−a), or of a sum that others read, is another."""
    cell = of_rows(SUM, "i = σ(-a)", "n = tanh(a)", "h = i*n")
    assert cell.gate_of == {}
    assert GRU.gate_of == {"a_n": "n", "a_r": "r", "a_z": "z"}


def test_cells_that_are_stacked_otherwise_differ():
    other = Cell(GRU.name, GRU.states, GRU.rows, {"torch": "zrn"})
    assert other != GRU
    assert other.stacks != GRU.stacks


def test_a_state_without_a_row_is_refused():
    with pytest.raises(ValueError, match="no row computes the state c"):
        of_rows(SUM, "h = tanh(a)", states=("h", "c"))


def test_the_sheet_of_an_lstm_says_what_torch_does():
    cell = lstm(projected=True)
    assert cell.steps == ("f", "i", "g", "o", "c", "m", "h")
    assert cell.sums == ("z_i", "z_f", "z_g", "z_o")
    assert cell.arrays == {
        "z": cell.sums,
        "gates": ("i", "f", "g", "o"),
        "c_states": ("c",),
        "m": ("m",),
        "h_states": ("h",),
    }
    assert cell.stacks == {
        "weight_ih": ("W_ii", "W_if", "W_ig", "W_io"),
        "weight_hh": ("W_hi", "W_hf", "W_hg", "W_ho"),
        "bias_ih": ("b_ii", "b_if", "b_ig", "b_io"),
        "bias_hh": ("b_hi", "b_hf", "b_hg", "b_ho"),
        "weight_hr": ("W_hr",),
    }
    assert [str(each) for each in cell.rows[-4:]] == [
        "c = f*c' + i*g",
        "t = tanh(c)",
        "m = o*t",
        "h = W_hr@m",
    ]
    assert not lstm(bias=False).vectors


def test_other_sheets_tell_their_steps_and_their_order_of_storage():
    assert GRU.steps == ("r", "z", "q", "n", "h")
    assert GRU.sums == ("a_n", "a_r", "a_z", "q")  # x feeds the first three, h' the last three
    assert GRU.step_of["a_n"] == "n"
    assert GRU_RESET_BEFORE.sums == ("a_r", "a_z", "a_n")
    assert rnn("tanh").arrays == {"z": ("a",), "h_states": ("h",)}
    assert COUPLED.arrays["f"] == ("f",)


@cells
def test_a_row_waits_for_all_that_it_reads(cell):
    for each in cell.rows:
        below = [cell.level[of] for of in each.reads if of in cell.level]
        assert cell.level[each.key] == 1 + max(below, default=0)
        assert cell.step_of[each.key] in cell.steps
    kept = {each.key for each in cell.rows if each.kept}
    assert {key for keys in cell.arrays.values() for key in keys} == kept


@cells
def test_cells_with_the_same_rows_are_equal_and_travel_as_rows(cell):
    len(cell.stacks), len(cell.arrays)
    copy = pickle.loads(pickle.dumps(cell))
    assert copy == cell
    assert hash(copy) == hash(cell)
    assert "stacks" not in vars(copy)
    assert copy.gates == cell.gates
    assert sum(cell == other for other in EVERY) == 1


def test_a_sum_has_the_role_of_its_gate():
    cell = lstm(projected=True)
    assert cell.with_role("keep") == ("f",)
    assert cell.with_role("memory", "state") == ("c", "h")
    assert [cell.role_of[key] for key in ("z_f", "z_g", "t")] == ["keep", "candidate", ""]
