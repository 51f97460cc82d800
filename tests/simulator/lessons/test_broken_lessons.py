"""Broken lessons: whatever a file says, there are faults or one line, soon and in little memory."""

import random
import tomllib
import tracemalloc

import pytest

from simulator.lessons.course import COURSE, FOLDER, lesson
from simulator.lessons.formula.claim import claim
from simulator.lessons.formula.condition import condition
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import formula
from simulator.lessons.lint import beginnings, faults
from simulator.lessons.network import network
from simulator.lessons.reader import lesson_of, parse
from simulator.lessons.text_template import filled
from tests import depth
from tests.simulator.lessons.broken import broken_formula, broken_table, broken_text
from tests.simulator.lessons.readings import CONVEYOR, conveyor

TEXTS = {id: (FOLDER / f"{id}.toml").read_text(encoding="utf-8") for id in COURSE}
LOOK = next(line for line in TEXTS["conveyor"].splitlines() if line.startswith("look = "))
TRAINED = ("parity", "sunspots")
"""Lessons whose networks take longer."""

ENOUGH_BYTES = 100 * 2**20


def told(broken):
    """Return the faults of a lesson, or why it is none."""
    try:
        return faults(broken())
    except ValueError as error:
        return [str(error)]


@pytest.mark.parametrize("how", ["text", "table"])
def test_a_broken_lesson_has_faults_of_one_line_or_is_refused_in_one(how):
    for seed in range(depth.count(4_000, by_default=10)):
        chance = random.Random(seed)
        text = TEXTS[chance.choice([id for id in COURSE if id not in TRAINED or seed % 10 == 0])]
        if how == "text":
            lines = told(lambda text=text, c=chance: parse(broken_text(text, c)))
        else:
            table = tomllib.loads(text)
            lines = told(lambda table=table, c=chance: lesson_of(broken_table(table, c)))
        assert not [line for line in lines if "\n" in line or not line], (how, seed)


@pytest.fixture(scope="module")
def said():
    """Formulas, claims, conditions, edits and texts of the course, with what reads each."""
    found = []
    for id in COURSE:
        for step, reading in beginnings(lesson(id)):
            found += [(lambda text, r: claim(text).holds(r), c.text, reading) for c in step.claims]
            edits = [edit for one in (*step.claims, *step.offers) for edit in one.edits]
            found += [(lambda text, r: edited(r, [text]).run, edit, reading) for edit in edits]
            found += [(lambda text, r: formula(text).value(r), a, reading) for a in step.links]
            found.append((lambda text, r: filled(text, r), lesson(id).text(step.id), reading))
            if step.done is not None:
                found.append((_evaluate, step.done.text, reading))
    return found


def _evaluate(text, reading):
    for part in condition(text).parts:
        if part.compared is not None:
            part.compared.holds(reading)


def test_what_is_said_wrongly_is_refused_in_words(said):
    refusals, count = [], depth.count(4_000, by_default=150)
    for seed in range(count):
        chance = random.Random(seed)
        read, text, reading = chance.choice(said)
        try:
            read(broken_formula(text, chance), reading)
        except ValueError as error:
            refusals.append(str(error))
    assert count / 2 < len(refusals) < count  # it goes deep enough in the others
    libraries = ("invalid literal", "broadcast", "inhomogeneous", "convert")
    assert not [line for line in refusals if not line or any(word in line for word in libraries)]


@pytest.mark.parametrize(
    "entries",
    [
        {"hidden": 10**9},
        {"hidden": 10**30},
        {"layers": 10**9},
        {"layers": 100, "hidden": 100},
        {"inputs": 10**9},
        {"noise": {"steps": 10**9}},
        {"noise": {"steps": 100, "rows": 10**9}},
        {"sequence": "yes " * 100_000},
        {"hidden": 100, "rows": ["yes " * 1_000] * 100},
        {"task": "parity", "trained": 10**9},
        {"task": "parity", "timesteps": 10**9},
        {"objective": {"V": [[0, 0, 0]] * 500_000, "targets": [0]}},
        {"objective": {"seeds": ["h @ 1"] * 100_000}},
    ],
    ids=lambda entries: " ".join(map(str, entries)),
)
def test_a_network_that_is_too_large_is_refused_before_it_is_made(entries):
    table = {
        key: entry for key, entry in CONVEYOR.items() if "rows" not in entries or key == "words"
    }
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="at most"):
            network({**table, **entries})
        assert tracemalloc.get_traced_memory()[1] < ENOUGH_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("with hidden_size = 1000000000: numbers > 1", "at most"),
        ("with num_layers = 1000000000: numbers > 1", "at most"),
        ("with words = 1000000000 × yes: numbers > 1", "at most"),
        ("with word 1000000000000 = yes: numbers > 1", "the last timestep is 4"),
        ("with word 0 row 1000000000000 = yes: numbers > 1", "no row"),
        ("with history = 1000000000 @ 1..2: numbers > 1", "at most"),
        ("with history = 1 @ 1..1000000000: numbers > 1", "at most"),
        ("with lengths = 1 / 0: numbers > 1", "not give a number"),
        ("with W_ii[0, yes] = W_ii: numbers > 1", "6"),
        ("with hold f = c @ 1: numbers > 1", "3"),
        ("with bias = 7: numbers > 1", "bias"),
        ("with hidden_size = on: numbers > 1", "hidden_size"),
        ("with hidden_size = 2.5: numbers > 1", "2.5"),
        ("all 0..1000000000: 1 < 2", "the last timestep is 4"),
        ("c[0] @ 0..1000000000 > 1", "the last timestep is 4"),
        ("(1, c @ 1) > 0", "same shape"),
        ("c @ 1 + (1, 2) > 0", "cannot be combined"),
        ("c @ 1 > (1, 2)", "cannot be combined"),
        ("(first: (first: c[0] > 9) = 1) = 1", "first"),
        ("(" * 150 + "1" + ")" * 150 + " = 1", "nested"),
        ("-" * 300 + "1 = 1", "nested"),
        ("2 ^ " * 150 + "1 = 1", "nested"),
        ("(" * 1000 + "1" + ")" * 1000 + " = 1", "too long"),
        ("1 + " * 1000 + "1 = 1", "too long"),
    ],
    ids=lambda text: text[:40],
)
def test_a_claim_that_asks_for_too_much_is_refused_in_words(text, named):
    with pytest.raises(ValueError, match=r"\w") as caught:
        claim(text).holds(conveyor())
    assert named in str(caught.value)


def test_numbers_as_large_as_a_file_can_say_are_a_number():
    assert claim("10 ^ 10 ^ 10 ^ 10 > 1e300").holds(conveyor())
    with pytest.raises(ValueError, match="b_if"):
        conveyor(b_if=[10**400, 0, 0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", 7), ("words", [["yes"]]), ("hidden", "3"), ("hidden", 2.5), ("hidden", True),
        ("bias", 1), ("dropout", "half"), ("sequence", 5), ("sequence", ""), ("rows", [[1]]),
        ("rows", [""]), ("noise", 4), ("noise", {}), ("init", 3), ("seed", -1), ("dtype", "int8"),
        ("W_ii", "x"), ("W_ii", [[1, 2], [3]]), ("b_if", [float("nan"), 0, 0]), ("h_0", {}),
        ("labels", ["one"]), ("objective", []), ("numbers", [1]), ("numbers", {"their_c": "x"}),
        ("task", []), ("trained", 1.5), ("example", 3), ("example", {}),
    ],
)  # fmt: skip
def test_an_entry_of_another_type_is_named(name, value):
    table = {"task": "parity"} if name == "trained" else {}
    without = ("sequence",) if name in ("rows", "noise") else ()
    rest = {key: entry for key, entry in CONVEYOR.items() if key not in without}
    with pytest.raises(ValueError, match=r"\w") as caught:
        network({**rest, **table, name: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('id = "written"', "id = [1]", "id"),
        ("number = 2", "number = [2]", "number"),
        ("number = 2", "number = inf", "number"),
        ("look = { at = 0,", 'look = { at = "0",', "step written: at"),
        (LOOK, "look = 5", "step written: look"),
        ('done = "at 0"', "done = 2020-01-01", "step written: done"),
        ('claims = ["c[0]', 'claims = [["x"], "c[0]', "step written: claims"),
        ('kind = "number", answer', 'kind = "number", answers', "step half: ask has no “answers”"),
        ('answer = "first: c[1] < 0.5", ', "", "step half: answer is missing"),
        ("right = 0, close = 2", 'right = "x", close = 2', "step half: right"),
        ("right = 0, close = 2", "right = 0, scale = [1]", "step half: scale"),
        (', say = "linear" }]', " }]", "step half: say is missing"),
        ("replies = [{", "replies = [1, {", "step half: replies"),
        ("\n[text.en]", "\n[text]\nen = 3\n[text.other]", "text.en"),
        ('title = "The conveyor belt"', "title = []", "title"),
        ("[[step]]", "[step]", "TOML"),
    ],
)
def test_a_wrong_type_is_told_with_its_step_and_name(old, new, named):
    assert old in TEXTS["conveyor"]
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse(TEXTS["conveyor"].replace(old, new, 1))
    assert named in str(caught.value)


def test_a_reply_or_an_offer_with_a_name_that_it_does_not_have_is_refused():
    with pytest.raises(ValueError, match="a reply has no “then”"):
        parse(TEXTS["conveyor"].replace("[{ when =", "[{ then = 3, when ="))
