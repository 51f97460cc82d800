"""The catalogue as a list: keys, entries and headings."""

from simulator.check.disagreement import CHECKS
from simulator.mistakes.catalogue import GROUPS, MISTAKES


def test_every_mistake_can_be_told_from_the_others_in_a_list():
    entries = [(mistake.group, mistake.text()) for mistake in MISTAKES.values()]
    assert len(set(entries)) == len(entries)
    phrases = [mistake.explanation() for mistake in MISTAKES.values()]
    assert len(set(phrases)) == len(phrases)


def test_every_mistake_stands_under_a_heading_and_is_caught_by_some_check():
    for name, mistake in MISTAKES.items():
        assert mistake.name == name
        assert mistake.group in GROUPS
        assert mistake.caught_by
        assert mistake.caught_by <= set(CHECKS)
