"""Lessons with faults in the window: what cannot be done is told in a line, the rest goes on."""

import random
import tomllib

import pytest

from simulator.lessons.course import COURSE, FOLDER
from simulator.lessons.reader import lesson_of, parse
from simulator.lessons.text_template import plain
from tests import depth
from tests.simulator.lessons.broken import broken_table, broken_text
from ui.commands.lesson_commands import LessonCommands
from ui.session.messages import Messages

TEXTS = {id: (FOLDER / f"{id}.toml").read_text(encoding="utf-8") for id in COURSE}
SMALL = [id for id in COURSE if id not in ("parity", "sunspots")]


@pytest.fixture
def make_commands(make_workbench):
    def make():
        """Make LessonCommands over a new workbench; return them, and the complaints so far."""
        messages, said = Messages(), []
        messages.complained.connect(said.append)
        commands = LessonCommands(make_workbench(), messages, None)
        commands.keeps = messages
        return commands, said

    return make


@pytest.fixture
def commands(make_commands):
    return make_commands()


def led_through(commands):
    """Do everything in a lesson that a reader can do, and draw it."""
    bench = commands._workbench
    tutor, lesson = bench.tutor, bench.snapshot().lesson.lesson
    for number, step in enumerate(lesson.steps):
        tutor.go(number)
        for link in step.links:
            tutor.look(link)
        if step.ask is not None:
            tutor.answer(step.ask.options[0] if step.ask.options else "0.5")
            tutor.show_answer()
        for offer in range(len(step.offers)):
            tutor.take_offer(offer)
            assert bench.snapshot().lesson.step == number
    tutor.next()


def test_a_broken_lesson_is_told_in_a_line_or_led_through(make_commands):
    opened, count = 0, depth.count(600, by_default=12)
    for seed in range(count):
        chance = random.Random(seed)
        text = TEXTS[chance.choice(SMALL)]
        try:
            if seed % 2:
                lesson = parse(broken_text(text, chance))
            else:
                lesson = lesson_of(broken_table(tomllib.loads(text), chance))
        except ValueError:
            continue
        commands, said = make_commands()
        if commands.begin(lesson, "mine.toml"):
            opened += 1
            led_through(commands)
        else:
            assert "mine.toml" in said[0]
        assert not [line for line in said if "\n" in line]
    assert opened > count / 10


LINKED = 'links = ["b_if[2]", "c[2] @ 20"]'
LINK = 'links = ["(("]'
OFFER = 'start = []\noffers = [{ edits = ["b_if[9] = 1"], say = "half" }]\n'
QUESTION = 'start = []\nask = { kind = "number", answer = "c[9] @ 3" }\n'


@pytest.mark.parametrize(
    ("old", "new", "do", "named"),
    [
        (LINKED, LINK, lambda tutor: tutor.look("(("), "(("),
        ('number = "b_if[2]"', 'number = "b_if[9]"', lambda tutor: None, "b_if[9]"),
        ("start = []\n", OFFER, lambda tutor: tutor.take_offer(0), "b_if[9]"),
        ("start = []\n", QUESTION, lambda tutor: tutor.answer("3"), "c[9]"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(commands, old, new, do, named):
    commands, said = commands
    assert old in TEXTS["conveyor"]
    assert commands.begin(parse(TEXTS["conveyor"].replace(old, new)))
    bench = commands._workbench
    bench.tutor.go(4)
    before = bench.snapshot().experiment
    do(bench.tutor)
    (line,) = said
    assert named in line
    assert bench.snapshot().experiment is before
    assert bench.snapshot().lesson.step == 4


def test_a_place_that_is_not_understood_is_a_dash(commands):
    commands, said = commands
    text = TEXTS["conveyor"].replace("has just written {c[0] @ 0}", "has just written {c[0 @}")
    assert commands.begin(parse(text))
    assert "has just written – to" in plain(list(commands._workbench.snapshot().lesson.text))
    assert said == []
