"""Lessons broken by chance, as hands and programs break them: lines, numbers, keys, types."""

import copy
import datetime
import re

NUMBERS = ("0", "-1", "1", "7", "0.5", "1000000000", "1000000000000000000000", "1e400", "nan")
"""What takes the place of a number in the text."""

SIGNS = "[]{}()\"'=,.@:|±×…\x00é "
"""What is put into a line."""

VALUES = (
    0, -1, 3, 10**9, 10**30, 0.5, float("nan"), float("inf"), True, "", "x", "…", "c[0] @ 1",
    [], [1, 2], [[1, 2], [3]], ["x", "y"], [[]], [{}], {}, {"x": 1}, {"id": "x"},
    datetime.date(1950, 1, 1), "(" * 1000, "-" * 1000, "1" + "+1" * 1000,
    "all 0..1000000000: 1 < 2",
    "with hidden_size = 1000000000: numbers > 1", "with words = 1000000000 × …: 1 < 2",
    "with word 1000000000000 = yes: 1 < 2", "c @ 0..1000000000 > 1", "{c[9] @ 9 :9|을}",
)  # fmt: skip
"""What takes the place of an entry of a table."""

WORDS = (
    *NUMBERS, "with ", "word 0 = yes", "words = 9 × …", "all ", "first: ", "hold ", "cut ",
    "hidden_size = 700", "num_layers = 9", "lengths = (2, 1)", "history = 3 @ 3..5", "layer ",
    "reverse ", "row 3 ", "at ", "and ", "or ", "edited ", "=", "<", "± 1", "@ ", "..", "(", ")",
    "[", "]", ",", ":", "^", "/", "-", "|", "before(", "shape(", "product(", "norm(", "ln(", "c",
    "h_0", "dc", "dW_if", "V", "b", "y", "p", "loss", "x[0]", "W_hr", "end", "²", "٣",
    "rmse @ 0..9",
)  # fmt: skip
"""What is put into a formula."""


def broken_text(text, chance):
    """Return a lesson's text after one to three changes to its lines, numbers and characters."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        here = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[here : here + chance.randint(1, 3)]
            case 1:
                lines.insert(chance.randrange(len(lines)), lines[here])
            case 2:
                numbers = list(re.finditer(r"-?\d+(?:\.\d+)?", text))
                number = chance.choice(numbers)
                lines = [text[: number.start()] + chance.choice(NUMBERS) + text[number.end() :]]
            case 3:
                line = lines[here]
                place = chance.randrange(len(line) + 1)
                lines[here] = (
                    line[:place] + chance.choice("[]{}()\"'=,.@:|±×…\x00é ") + line[place:]
                )
            case 4:
                words = re.findall(r"[A-Za-z_]\w*", text)
                old, new = chance.choice(words), chance.choice(words)
                lines = [re.sub(rf"\b{old}\b", new, text, count=chance.randint(0, 2))]
        text = "\n".join(lines)
    return text


def broken_table(table, chance):
    """Return a lesson's tables after one to three changes to their entries, of any depth."""
    table = copy.deepcopy(table)
    for _ in range(chance.randint(1, 3)):
        inside, key = _entry(table, chance)
        match chance.randrange(3 if isinstance(inside, dict) else 2):
            case 0:
                inside[key] = copy.deepcopy(chance.choice(VALUES))
            case 1:
                del inside[key]
            case 2:
                name = chance.choice(("", "x", "id", "hidden", "W_if", "steps", "task", "seed"))
                inside[name] = inside.pop(key)
    return table


def _entry(table, chance):
    """Choose an entry of any depth: the table or list it is in, and its key."""
    return chance.choice(list(_entries(table)))


def _entries(inside):
    for key in inside if isinstance(inside, dict) else range(len(inside)):
        yield inside, key
        if isinstance(inside[key], dict | list):
            yield from _entries(inside[key])


def broken_formula(text, chance):
    """Return a claim, a condition, an edit or a formula after some changes to its words."""
    words = re.findall(r"\w+|\W", text)
    for _ in range(chance.randint(1, 3)):
        here = chance.randrange(len(words))
        match chance.randrange(4):
            case 0:
                numbers = [k for k, word in enumerate(words) if word.isdecimal()] or [here]
                words[chance.choice(numbers)] = chance.choice((*NUMBERS, *WORDS))
            case 1:
                words.insert(here, chance.choice(WORDS))
            case 2:
                words[here] = chance.choice(words)
            case 3 if len(words) > 1:
                del words[here]
    return "".join(words)
