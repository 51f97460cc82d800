"""Translation: English by default; Korean from Qt's own file in a process without Qt."""

import pytest

from simulator import translation
from simulator.translation import tr


@pytest.fixture(autouse=True)
def _english_again():
    yield
    translation.load(translation.ENGLISH)


def test_english_is_as_it_stands():
    assert tr("L&anguage") == "L&anguage"
    assert tr("{a} and {b:.2f}", a="x", b=0.126) == "x and 0.13"
    assert tr("no values, {no} places") == "no values, {no} places"


def test_a_process_without_qt_reads_the_translations():
    translation.load("ko")
    assert translation.language() == "ko"
    assert tr("L&anguage") == "언어(&A)"
    assert tr("not translated {n}", n=1) == "not translated 1"


def test_a_language_that_nobody_wrote_is_english():
    translation.load("xx")
    assert translation.language() == translation.ENGLISH
    assert tr("L&anguage") == "L&anguage"
