"""Inputs and timesteps of the examples have words of their own, which the window does not use."""

import re

import pytest

from simulator.examples import EXAMPLES
from ui.commands.table.rows import TABLE
from ui.panels.catalogue import PANELS
from ui.style.mnemonic import without_mnemonic

GLOSSARY = """
    step tick timestep timesteps position unit cell gate input output forget state memory hidden
    layer direction lane row column batch sequence length label weight weights bias sum term number
    value ledger lens timeline watch breakpoint pin baseline hold held release cut mask edit edited
    undo redo set reset write read open closed shut saturated check sabotage start end lit
"""
FUNCTION_WORDS = "a an and at by is it of on one or that the this to until was what where with"

OF_LESSONS = {"set"}
"""Words of the lessons that examples keep, so that both speak of one network."""


def words_of_the_window():
    """Return every word of the menus, the actions and the panels' titles, and the glossary."""
    texts = [text for row in TABLE for text in (*row.menu.split("/"), row.text, row.short)]
    texts += [row.title for row in PANELS.values()]
    words = re.findall(r"[a-z]{2,}", without_mnemonic(" ".join([*texts, GLOSSARY])).lower())
    return set(words) - set(FUNCTION_WORDS.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_word_of_an_example_is_one_of_the_window(name):
    example = EXAMPLES[name]()
    assert {*example.columns, *example.labels} & words_of_the_window() <= OF_LESSONS


def test_the_window_has_words():
    assert {"undo", "gate", "timeline", "watches", "sabotage", "reset"} <= words_of_the_window()
