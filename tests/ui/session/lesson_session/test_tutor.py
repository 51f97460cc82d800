"""Tutor: a step is done by any route, a question is answered, shown or stepped over."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from simulator.lessons.course import COURSE, lesson
from simulator.lessons.formula.edits import with_config
from simulator.lessons.marking import IS_CLOSE, IS_RIGHT, NOT_YET
from simulator.lessons.reader import parse
from simulator.lessons.text_template import plain
from simulator.mistakes.catalogue import MISTAKES
from simulator.objective.objective import Objective
from tests.simulator.lessons.test_lint import SOUND

HALF, MEND = 2, 4
"""Steps of the conveyor: a question, and a task."""


@pytest.fixture
def bench(qapp, make_workbench):
    return make_workbench()


@pytest.fixture
def conveyor(bench):
    bench.tutor.open(lesson("conveyor"))
    return bench


def view(bench):
    return bench.snapshot().lesson


def text(parts):
    return plain(list(parts))


def test_a_lesson_opens_as_a_document_of_its_own(conveyor):
    snapshot = conveyor.snapshot()
    assert snapshot.document.title == lesson("conveyor").title
    assert view(conveyor).step == 0
    assert view(conveyor).place.startswith("2")
    assert snapshot.saved, "nothing of a lesson asks to be saved"
    conveyor.undo()
    assert conveyor.snapshot().lesson is None
    conveyor.redo()
    assert view(conveyor).step == 0


def test_a_step_is_done_by_stepping_there_by_any_route(conveyor):
    conveyor.tutor.go(HALF)
    conveyor.go_to_timestep(7)
    assert not view(conveyor).done[HALF]
    conveyor.step(1, "timestep")
    assert view(conveyor).done[HALF]


def test_covered_numbers_are_hidden_until_the_answer(conveyor):
    conveyor.tutor.go(HALF)
    hidden = conveyor.snapshot().cover.numbers
    assert {number.quantity for number in hidden} == {"c", "h"}
    conveyor.tutor.answer("7")
    assert view(conveyor).asked.answered.grade == IS_RIGHT
    assert not view(conveyor).asked.open
    assert not conveyor.snapshot().cover.numbers
    assert view(conveyor).asked.truth == "7"


def test_a_wrong_answer_has_one_more_try_and_a_reply(conveyor):
    conveyor.tutor.go(HALF)
    conveyor.tutor.answer("5")
    asked = view(conveyor).asked
    assert (asked.answered.grade, asked.open, asked.truth) == (IS_CLOSE, True, "")
    assert text(asked.said)
    conveyor.tutor.answer("20")
    asked = view(conveyor).asked
    assert (asked.answered.grade, asked.open, asked.truth) == (NOT_YET, False, "7")
    conveyor.tutor.answer("7")
    assert view(conveyor).asked.answered.text == "20", "it is over"


def test_an_equal_answer_takes_no_try(conveyor):
    conveyor.tutor.go(HALF)
    for same in ("5", "5.0", "10/2"):
        conveyor.tutor.answer(same)
        assert view(conveyor).asked.open
    conveyor.tutor.answer("20")
    assert not view(conveyor).asked.open


def test_a_question_about_the_way_back_outlives_the_loss(bench):
    bench.tutor.open(lesson("way-back"))
    while view(bench).asked is None or not bench.snapshot().cover.numbers:
        bench.tutor.next()
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_objective(Objective()), "no loss")
    assert view(bench).asked.open
    assert not bench.snapshot().cover.numbers
    bench.undo()
    assert bench.snapshot().cover.numbers


def test_another_step_stops_what_is_played(conveyor):
    conveyor.set_playing(True)
    conveyor.tutor.next()
    assert not conveyor.snapshot().playing


def test_the_answer_can_be_shown_and_stepped_over(conveyor):
    conveyor.tutor.go(HALF)
    conveyor.tutor.show_answer()
    assert view(conveyor).asked.truth == "7"
    assert view(conveyor).asked.answered is None
    conveyor.tutor.go(HALF)
    assert view(conveyor).asked.open
    conveyor.go_to_timestep(1)
    assert view(conveyor).asked.open, "what is asked has not come yet"
    conveyor.go_to_timestep(2)
    assert not view(conveyor).asked.open


def test_a_task_is_done_by_an_edit_that_makes_it_true(conveyor):
    conveyor.tutor.go(MEND)
    experiment = conveyor.snapshot().experiment
    parameters = experiment.parameters
    row = experiment.config.hidden_size + 2
    for bias, done in ((3, False), (4, True)):
        weaker = parameters.with_value("bias_ih_l0", (row,), bias)
        conveyor.edit(experiment.with_parameters(weaker), "b_if")
        assert view(conveyor).done[MEND] is done
    conveyor.undo()
    conveyor.undo()
    assert view(conveyor).done[MEND], "what is done stays so"


def test_ways_are_counted_also_when_each_was_taken_back(bench):
    ways = 8
    bench.tutor.open(parse(SOUND.replace("edited and c[0] @ 2 < -0.9", f"edited {ways}")))
    begun = bench.snapshot().experiment
    for bias in range(ways):
        assert not view(bench).done[0]
        weaker = begun.parameters.with_value("bias_ih_l0", (0,), bias)
        bench.edit(begun.with_parameters(weaker), "b_ii")
        view(bench)
        bench.undo()
    assert view(bench).done[0]


def test_a_step_can_begin_again(conveyor):
    conveyor.tutor.go(MEND)
    begun = conveyor.snapshot().experiment
    experiment = begun.with_parameters(begun.parameters.with_value("bias_ih_l0", (0,), 9.0))
    conveyor.edit(experiment, "b_ii")
    conveyor.tutor.reset()
    assert conveyor.snapshot().experiment is begun
    conveyor.undo()
    assert conveyor.snapshot().experiment is experiment


def test_a_step_that_trains_begins_again_at_its_step_of_training(bench):
    steps = [step.id for step in lesson("parity").steps]
    bench.tutor.open(lesson("parity"), steps.index("jump"))
    begun = bench.snapshot().document
    bench.trainer.take_step()
    while bench.snapshot().document.training.step == begun.training.step:
        QApplication.processEvents()
    bench.trainer.pause()
    trained = bench.snapshot().document.training
    bench.tutor.reset()
    again = bench.snapshot().document
    assert again.training.step == begun.training.step
    assert again.training.shows(again.experiment)
    assert bench.snapshot().saved
    bench.undo()
    assert bench.snapshot().document.training is trained


def test_a_step_begins_again_with_an_engine_that_makes_no_mistake(conveyor):
    conveyor.set_mistake(next(iter(MISTAKES)), "sabotage")
    conveyor.tutor.reset()
    assert not conveyor.snapshot().document.mistake


def test_begin_again_opens_the_network_of_the_step_also_after_undo(bench):
    steps = [step.id for step in lesson("parity").steps]
    bench.tutor.open(lesson("parity"), steps.index("from_nothing"))
    bench.tutor.next()
    bench.undo()
    bench.tutor.reset()
    assert bench.snapshot().document.task == "parity"
    assert bench.snapshot().document.training is not None


def test_next_and_back_lead_from_the_first_step_to_the_page_behind_the_last(conveyor):
    steps = len(lesson("conveyor").steps)
    for number in range(1, steps + 1):
        conveyor.tutor.next()
        assert view(conveyor).step == number
    assert view(conveyor).ended
    assert text(view(conveyor).cures)
    assert text(view(conveyor).attempt)
    for number in reversed(range(steps)):
        conveyor.tutor.back()
        assert view(conveyor).step == number


def test_a_lesson_can_be_opened_on_its_last_page(bench):
    bench.tutor.open(lesson("sunspots"), len(lesson("sunspots").steps))
    assert view(bench).title == lesson("sunspots").title
    assert text(view(bench).cures)


@pytest.mark.parametrize(
    ("of", "done", "following"),
    [
        ("one-number", (), "conveyor"),
        ("conveyor", (), "write-and-forget"),
        ("one-number", ("conveyor",), "write-and-forget"),
        ("batches", (), "prediction"),
        ("whose-numbers", (), "one-number"),
        ("whose-numbers", ("conveyor", "one-number"), "write-and-forget"),
        ("conveyor", COURSE, ""),
    ],
)
def test_behind_the_last_step_comes_the_next_lesson_that_is_not_done(bench, of, done, following):
    steps = {id: frozenset(step.id for step in lesson(id).steps) for id in done}
    bench.tutor.progress.remember(steps)
    bench.tutor.open(lesson(of), len(lesson(of).steps))
    told = view(bench).following
    assert told == ((following, lesson(following).title) if following else None)
    bench.tutor.next()
    assert view(bench).lesson.id == (following or of)
    assert view(bench).ended is not bool(following)


def test_a_lesson_left_behind_its_last_step_goes_on_where_something_is_to_do(bench):
    bench.tutor.open(lesson("conveyor"))
    bench.tutor.go(len(lesson("conveyor").steps))
    bench.tutor.open(lesson("one-number"))
    bench.tutor.open(lesson("conveyor"))
    assert view(bench).title == lesson("conveyor").title
    assert not view(bench).ended
    assert not view(bench).done[view(bench).step]


def test_nothing_follows_a_lesson_that_is_not_of_the_course(bench):
    bench.tutor.open(parse(SOUND), 1)
    assert view(bench).ended
    assert view(bench).following is None


def test_progress_is_remembered_and_a_lesson_goes_on_where_it_was_left(bench):
    first, second, third, *_ = (step.id for step in lesson("conveyor").steps)
    bench.tutor.progress.remember({"conveyor": frozenset((first, second))})
    bench.tutor.open(lesson("conveyor"))
    assert view(bench).step == 2
    assert view(bench).done[:3] == (True, True, False)
    bench.go_to_timestep(8)
    bench.snapshot()
    assert bench.tutor.progress.done["conveyor"] == {first, second, third}


def test_an_offer_makes_its_edit_once_and_can_be_undone(bench):
    offered = SOUND.replace(
        "claims = [", 'offers = [{ edits = ["word 0 = no"], say = "gone" }]\nclaims = ['
    )
    bench.tutor.open(parse(offered))
    assert not view(bench).done[0]
    bench.tutor.take_offer(0)
    assert view(bench).done[0]
    bench.undo()
    assert bench.snapshot().experiment.sequence[0, 0].tolist() == [1, 0]


def test_the_text_of_an_offer_has_its_numbers_and_no_markup(bench):
    offered = SOUND.replace(
        "claims = [", 'offers = [{ edits = ["word 0 = no"], say = "turn" }]\nclaims = ['
    ).replace("[text.en]", '[text.en]\nturn = "Turn {b_if[0]} of `b_if` round"')
    bench.tutor.open(parse(offered))
    assert view(bench).offers == ("Turn 10 of b_if round",)
    bench.tutor.take_offer(0)
    assert bench.snapshot().edit_label == "Turn 10 of b_if round"


def test_a_network_that_lost_a_unit_leaves_the_texts_readable(conveyor):
    conveyor.tutor.go(MEND)
    smaller = lesson("counting")
    document = conveyor.snapshot().document
    conveyor.tutor.open(smaller)
    other = conveyor.snapshot().experiment
    conveyor.undo()
    conveyor.put(replace(document, experiment=other, original_labels=()), "another")
    assert text(view(conveyor).text)
    assert not view(conveyor).done[5]


def test_a_lesson_asks_the_doctor_about_the_numbers_that_it_gives(bench):
    asked = []
    bench.tutor.doctor_asked.connect(asked.append)
    bench.tutor.open(lesson("whose-numbers"), 4)
    bench.tutor.take_offer(0)
    (numbers,) = asked
    given = lesson("whose-numbers").networks[""]["numbers"]
    told = {quantity: values.tolist() for (quantity, _), (_, values) in numbers.points.items()}
    assert told == {"c": given["their_c"], "h": given["their_h"]}
    assert not view(bench).done[4]
    bench.tutor.note_applied()
    assert view(bench).done[4]


def test_an_answer_stays_as_it_was_marked_when_an_edit_takes_away_what_was_asked(conveyor):
    conveyor.tutor.go(HALF)
    conveyor.tutor.answer("5")
    said = text(view(conveyor).asked.said)
    experiment = conveyor.snapshot().experiment
    config = replace(experiment.config, hidden_size=1)
    conveyor.put(
        replace(conveyor.snapshot().document, experiment=with_config(experiment, config)), "smaller"
    )
    assert view(conveyor).asked.answered.grade == IS_CLOSE
    assert text(view(conveyor).asked.said)[:20] == said[:20]


def test_a_step_with_other_timesteps_has_no_names_of_the_former_ones(bench):
    years = bench.tutor.open(lesson("sunspots")) or bench.snapshot().document.timestep_labels
    assert years[0] == "1700"
    names = {step.id: number for number, step in enumerate(lesson("sunspots").steps)}
    bench.tutor.go(names["five"])
    assert not any(bench.snapshot().document.timestep_labels)
    bench.tutor.go(names["above"])
    assert bench.snapshot().document.timestep_labels == years


def test_words_name_a_timestep_where_all_rows_say_the_same(bench):
    bench.tutor.open(lesson("batches"))
    labels, lengths = bench.snapshot().document.timestep_labels, bench.snapshot().experiment.lengths
    sequence = bench.snapshot().experiment.sequence
    for t, label in enumerate(labels):
        rows = {tuple(sequence[t, row]) for row, length in enumerate(lengths) if t < length}
        assert bool(label) == (len(rows) == 1)
