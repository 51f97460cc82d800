"""Words of a one-hot input: what a typed text means, and what is told where it means nothing."""

import numpy as np
import pytest

from simulator.examples import EXAMPLES, sunspots, teaching
from simulator.experiment.experiment import Experiment
from simulator.files.sequences.typed import typed_words
from simulator.files.sequences.wording import SILENCE, Wording


def of(example):
    return Wording.of(example.experiment, example.columns, example.labels)


CUES = Wording(("mark", "tap", "clear"), ("rest",))
LETTERS = Wording(("a", "b"), (".",))
BRACKETS = Wording(("(", ")"), ("a", "n", " "))
TOKENS = Wording(("a", "␣", "↵"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mark tap tap clear", ["mark", "tap", "tap", "clear"]),
        ("mark, tap,tap\nclear ", ["mark", "tap", "tap", "clear"]),
        ("m t r", ["mark", "tap", "rest"]),
        ("MARK Ta", ["mark", "tap"]),
        ("tap×3 rest*2 m*1", ["tap", "tap", "tap", "rest", "rest", "mark"]),
        ("… ... . tap", [SILENCE, SILENCE, SILENCE, "tap"]),
        ("tap*0", []),
        ("", []),
    ],
)
def test_words_are_read_in_full(text, words):
    assert list(CUES.read(text)) == words


@pytest.mark.parametrize(
    ("wording", "text", "words"),
    [
        (LETTERS, "ab.a b", "a b . a b"),
        (BRACKETS, "(an x)", "( a n ␠ x )"),
        (TOKENS, "a a\na\n", "a ␣ a ↵ a"),
        (LETTERS, "a…", "a …"),
    ],
)
def test_letters_need_no_separators(wording, text, words):
    assert list(wording.read(text)) == [" " if w == "␠" else w for w in words.split()]


@pytest.mark.parametrize(
    ("wording", "text", "told"),
    [
        (CUES, "mark tik", ["tik", "mark", "tap", "clear", "rest"]),
        (Wording(("north", "none")), "n", ["n", "north", "none"]),
        (LETTERS, "abz", ["z", "a", "b", "."]),
        (TOKENS, "ax", ["x", "↵"]),
        (CUES, "tap*9999999", ["1,000,000"]),
        (CUES, "tap*600000 tap*600000", ["1,000,000"]),
        (CUES, "0.5", ["0.5", "mark"]),
    ],
)
def test_what_is_no_word_is_told_with_the_words_there_are(wording, text, told):
    with pytest.raises(ValueError, match=r"“|words") as caught:
        wording.read(text)
    for part in told:
        assert part in str(caught.value)


def test_names_with_spaces_are_separated_by_commas():
    assert Wording(("new york", "rome")).read("new york, rome,n") == (
        "new york",
        "rome",
        "new york",
    )


def test_the_words_are_rows_and_label_them():
    read = typed_words("mark tap×2 rest", CUES)
    assert read.values.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert read.labels == ("mark", "tap", "tap", "rest")
    assert read.columns == CUES.columns
    with pytest.raises(ValueError, match="word"):
        typed_words(" ", CUES)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "sunspots"])
def test_an_example_is_typed_in_its_own_words(name):
    example = EXAMPLES[name]()
    wording = of(example)
    separator = "" if wording.is_letters else " "
    read = typed_words(separator.join(example.labels), wording)
    assert read.labels == example.labels
    assert (read.values == example.experiment.sequence[:, 0]).all()
    assert {*example.columns} <= {*wording.offered}


def test_what_is_offered_is_short():
    offered = {name: of(make()) for name, make in EXAMPLES.items()}
    assert offered["teaching"].offered == ("mark", "tap", "clear", SILENCE)
    assert offered["walk"].offered == ("north", "east", "south", "west", SILENCE)
    assert offered["forgetting"].offered == ("plus", "minus", "wipe", SILENCE)
    assert offered["depth"].offered == ("(", ")", SILENCE)
    assert offered["tagger"].offered == ("(", ")", SILENCE)
    assert LETTERS.offered == ("a", "b", ".")
    assert offered["sunspots"] is None, "an amount is a number"


def test_only_a_one_hot_input_has_words():
    example = teaching()
    experiment = example.experiment
    sequence = experiment.sequence.copy()
    for value, place in ((0.5, (0, 0, 0)), (1, (1, 0, 0))):  # a number; two ones at t 1
        other = sequence.copy()
        other[place] = value
        assert Wording.of(experiment.with_sequence(other), example.columns, example.labels) is None
    for columns in ((), ("mark", "mark", "clear"), ("mark", "", "clear")):
        assert Wording.of(experiment, columns, example.labels) is None
    assert of(sunspots()) is None
    scaled = experiment.normalised("divide", 2.0)
    assert Wording.of(scaled, example.columns, example.labels) is None


def test_padding_is_no_word():
    parameters = teaching().experiment.parameters
    batch = np.zeros((3, 2, 3))
    batch[2, 1] = 0.5
    batch[0, :, 1] = 1
    padded = Experiment.create(parameters, batch, lengths=(3, 2))
    assert Wording.of(padded, ("mark", "tap", "clear"), ()) == Wording(("mark", "tap", "clear"))
    assert Wording.of(Experiment.create(parameters, batch), ("a", "b", "c"), ()) is None
