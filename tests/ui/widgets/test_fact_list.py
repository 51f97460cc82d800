"""Facts: lines of a name and a value; what is there no more is not to be seen."""

import pytest
from PySide6.QtCore import Qt

from ui.style import theme
from ui.widgets.fact_list import FactList

FACTS = [("bound", "1e-6"), ("<b>name</b>", "2"), ("a line without a value", "")]


@pytest.fixture
def facts(bring_up):
    facts = bring_up(FactList("Largest difference", theme.LIGHT))
    facts.set_facts(FACTS, {"bound": "What rounding explains"})
    return facts


def rows(facts):
    """Return names and values as they are seen."""
    return [(name.text(), value.text()) for name, value in facts._rows if name.isVisible()]


def test_every_name_stands_beside_its_value_as_plain_text(facts):
    assert rows(facts) == FACTS
    assert facts.value("<b>name</b>") == "2"
    for name, value in facts._rows[:2]:
        assert name.textFormat() == value.textFormat() == Qt.TextFormat.PlainText
        assert name.y() == value.y()
        assert name.geometry().right() < value.geometry().left()
    assert facts._rows[0][0].toolTip() == "What rounding explains"


def test_a_name_without_a_value_has_the_whole_line(facts):
    name, value = facts._rows[2]
    assert not value.isVisible()
    assert name.width() == facts.width()
    facts.set_facts([*FACTS[:2], (FACTS[2][0], "1")])
    assert value.isVisible()


def test_fewer_facts_leave_nothing_of_the_others(facts):
    facts.set_facts(FACTS[:1])
    assert rows(facts) == FACTS[:1]
    with pytest.raises(KeyError):
        facts.value("<b>name</b>")


def test_names_take_the_colour_of_another_theme(facts):
    facts.set_theme(theme.DARK)
    for name, _ in facts._rows:
        assert name.palette().windowText().color().name() == theme.DARK.faint
