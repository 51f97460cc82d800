"""Quiz: asks of any model what comes next; an answer takes the step."""

import tomllib
from dataclasses import replace

import pytest

from simulator.examples import EXAMPLES
from simulator.lessons.lesson import CHOICE, NUMBER, SIGN
from simulator.lessons.marking import IS_CLOSE
from simulator.lessons.network import network
from simulator.lessons.text_template import plain
from ui.session.document import Document
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.workbench import Workbench


@pytest.fixture
def bench(qapp, make_workbench):
    bench = make_workbench()
    bench.set_granularity(GATE)
    bench.tutor.toggle_quiz()
    return bench


def asked(bench):
    return bench.snapshot().lesson.asked


def said(bench):
    return plain(list(bench.snapshot().lesson.text))


def truth(bench, ask):
    """Return the right answer to what is asked, from the trace, which is computed already."""
    step = bench.snapshot().schedule.gate_step(bench.snapshot().position)
    values = bench.snapshot().run.trace.values(step.quantity, step.cell.lane)
    row = values[step.cell.walk, 0]
    value = row[bench.snapshot().unit]
    if ask.kind == CHOICE:
        return str(int(row.argmax()))
    return repr(float(value)) if ask.kind == NUMBER else "+" if value > 0 else "−"


def test_what_is_ahead_is_hidden_and_nothing_else_changes(bench):
    assert bench.snapshot().cover.ahead
    bench.tutor.toggle_quiz()
    assert bench.snapshot().lesson is None
    assert not bench.snapshot().cover.ahead


def test_every_right_answer_takes_its_step_and_is_called_right(bench):
    run = bench.snapshot().run
    run.advance()
    kinds = set()
    for position in range(1, 25):
        ask = asked(bench).ask
        kinds.add(ask.kind)
        right = truth(bench, ask)
        bench.tutor.answer(right)
        assert bench.snapshot().position == position
        assert bench.tutor.quiz._outcome.grade == "right", said(bench)
    assert kinds == {NUMBER, SIGN, CHOICE}


def test_a_wrong_answer_is_told_with_the_right_one(bench):
    assert asked(bench).ask.kind == NUMBER
    bench.tutor.answer("5")
    assert bench.tutor.quiz._outcome.grade == "not_yet"
    assert "5" in said(bench)


def test_a_close_answer_is_called_close(bench):
    ask = asked(bench).ask
    near = float(truth(bench, ask)) + 2 * ask.right
    bench.tutor.answer(f"{near:.6f}")
    assert bench.tutor.quiz._outcome.grade == IS_CLOSE
    close = said(bench)
    bench.tutor.quiz._outcome = replace(bench.tutor.quiz._outcome, grade="not_yet")
    assert said(bench) != close


@pytest.mark.parametrize("unit", ["0", "1", "2"])
def test_each_of_several_largest_units_is_right(qapp, unit):
    shut = "words = ['a']\nhidden = 3\nsequence = 'a a a'\nb_if = [-9, 9, 9]"
    reading = network(tomllib.loads(shut))
    bench = Workbench(Document.of("open", reading.experiment))
    bench.set_granularity(GATE)
    bench.tutor.toggle_quiz()
    while asked(bench).ask.kind != CHOICE or bench.tutor.quiz._asked.number.quantity != "f":
        bench.step(1)
    bench.tutor.answer(unit)
    assert bench.tutor.quiz._outcome.grade == ("not_yet" if unit == "0" else "right")
    assert (f"unit {unit}." in said(bench)) or unit == "0"


def test_a_step_by_another_way_asks_the_next_question(bench):
    before = bench.snapshot().lesson.step
    bench.step(1)
    assert bench.snapshot().lesson.step == before + 1
    bench.go_to(0)
    assert bench.snapshot().lesson.step == before


def test_at_the_end_nothing_is_asked(bench):
    bench.last()
    assert asked(bench) is None
    assert plain(list(bench.snapshot().lesson.task))


@pytest.mark.parametrize("granularity", [GATE, TIMESTEP])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_layers": 2, "bidirectional": True, "hidden_size": 12},
        {"batch": 3, "lengths": (6, 2, 4), "proj_size": 1},
    ],
)
def test_all_of_any_model_can_be_asked(qapp, make_workbench, granularity, options):
    bench = make_workbench(**options)
    bench.set_granularity(granularity)
    bench.tutor.toggle_quiz()
    while asked(bench) is not None:
        position = bench.snapshot().position
        bench.tutor.answer("1")
        assert bench.snapshot().position > position


@pytest.mark.parametrize("granularity", [GATE, TIMESTEP])
@pytest.mark.parametrize("example", ["latch", "tagger"])
def test_a_model_with_a_readout_is_asked_to_the_end_of_its_cells(qapp, example, granularity):
    bench = Workbench(Document.of_example(EXAMPLES[example]()))
    bench.set_granularity(granularity)
    bench.tutor.toggle_quiz()
    quantities, schedule = [], bench.snapshot().schedule
    while asked(bench) is not None:
        quantities.append(bench.tutor.quiz._asked.number.quantity)
        bench.tutor.answer("+" if asked(bench).ask.kind == SIGN else "1")
    cells = schedule.num_cells - schedule.num_readouts
    steps = cells * len(schedule.phases) if granularity == GATE else cells
    assert len(quantities) in (steps, steps // 2)  # two directions go side by side
    assert set(quantities) == {*"ifgoch"} if granularity == GATE else {*"ch"}
