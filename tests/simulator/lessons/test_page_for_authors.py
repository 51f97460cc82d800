"""The page for those who write lessons: its examples are true, and it leaves out no word."""

import re
import tomllib

import pytest

from simulator.lessons import lint, network, reader
from simulator.lessons.course import COURSE, FOLDER
from simulator.lessons.formula import condition as conditions
from simulator.lessons.formula.claim import claim
from simulator.lessons.formula.condition import condition
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.numbers import OPTIONS, WHOLE
from simulator.lessons.formula.parser import comparison, formula
from simulator.lessons.formula.tree import FUNCTIONS
from simulator.lessons.lesson import KINDS, OF_LESSON, QUESTION, RIGHT, TASK, WHY
from simulator.lessons.limits import MOST_CELLS, MOST_TRAINED
from simulator.lessons.reader import parse
from simulator.lessons.text_template import filled, plain
from tests.paths import ROOT

PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ENGLISH, KOREAN, OBJECTIVE = [text for kind, text in BLOCKS if kind == "toml"]
EXAMPLE = tomllib.loads(ENGLISH)["network"]


def lines(kind):
    """Return the lines of the page's blocks of a kind, without what is said of them."""
    found = [line for of, text in BLOCKS if of == kind for line in text.splitlines()]
    return [re.sub(r"\s+#.*", "", line) for line in found]


@pytest.fixture(scope="module")
def example():
    return network.network(EXAMPLE)


@pytest.fixture(scope="module")
def taught():
    return network.network({**EXAMPLE, **tomllib.loads(OBJECTIVE)["network"]})


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH + KOREAN], ids=["english", "both"])
def test_its_lesson_has_no_fault(text):
    assert lint.faults(parse(text)) == []


def test_what_it_says_of_an_empty_file_is_so():
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse("")
    assert f"mine.toml: {caught.value}" in PAGE


@pytest.mark.parametrize("text", lines("claims"))
def test_its_claims_are_true(text, example):
    assert claim(text).holds(example)


@pytest.mark.parametrize("text", lines("formulas"))
def test_its_formulas_have_values(text, example):
    formula(text).value(example)


@pytest.mark.parametrize("text", lines("objective"))
def test_its_formulas_of_answers_and_gradients_have_values(text, taught):
    (comparison if "=" in text else formula)(text).value(taught)


@pytest.mark.parametrize("text", lines("edits"))
def test_its_edits_change_something(text, example):
    after = edited(example, [text])
    assert after.experiment is not example.experiment
    assert after.run


@pytest.mark.parametrize("text", lines("conditions"))
def test_its_conditions_are_understood(text, example):
    for part in condition(text).parts:
        assert part.compared is None or part.compared.holds(example) in (True, False)


@pytest.mark.parametrize("line", lines("places") + lines("particles"))
def test_its_places_are_filled_as_it_says(line, example):
    place, becomes = line.split(" → ")
    assert plain(filled(place, example)) == becomes


def test_it_leaves_out_no_word():
    keys = [*reader._OF_STEP, *reader._OF_ASK, *reader._OF_REPLY, *reader._OF_OFFER]
    words = {*keys, *reader._OF_LOOK, *network.SIZES, *network.OTHERS, *network.OBJECTIVE}
    words |= {*lint.PANELS, *lint.LAYOUTS, *KINDS, *FUNCTIONS, *OF_LESSON, *OPTIONS, *WHOLE}
    words |= {value for name, value in vars(conditions).items() if name.isupper()}
    words |= {f"STEP{end}" for end in (TASK, QUESTION, RIGHT, WHY)}
    there = set(re.findall(r"[\wσ]+", PAGE))
    assert {word for word in words if isinstance(word, str)} - there == set()


def test_its_limits_are_those_that_hold():
    assert f"{MOST_CELLS:,} cells" in PAGE
    assert f"at most {MOST_TRAINED} steps" in PAGE


def test_it_is_found():
    assert "resources/lessons/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(COURSE) == 15
    assert "The lessons of the course" in PAGE
