from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from ui.cards.place import GAP, placed, stem

CARD = QSize(352, 236)
SCREEN = QRect(0, 0, 1280, 800)


def rects(around):
    return st.builds(
        QRect,
        st.integers(around.left(), around.right() - 1),
        st.integers(around.top(), around.bottom() - 1),
        st.integers(1, 200),
        st.integers(1, 60),
    )


def test_a_card_is_whole_in_every_corner():
    for x in (0, SCREEN.right() - 20):
        for y in (0, SCREEN.bottom() - 12):
            number = QRect(x, y, 20, 12)
            card = QRect(placed(number, CARD, SCREEN), CARD)
            assert SCREEN.contains(card)
            assert not card.intersects(number)


@given(rects(SCREEN), st.lists(rects(SCREEN), max_size=4))
def test_a_card_is_inside_and_leaves_its_number_free(number, around):
    card = QRect(placed(number, CARD, SCREEN, around), CARD)
    assert SCREEN.contains(card)
    assert not card.intersects(number)


def test_a_card_leaves_the_row_of_its_number_free():
    row = QRect(0, 300, 1280, 14)
    card = QRect(placed(QRect(600, 300, 40, 14), CARD, SCREEN, [row]), CARD)
    assert card.top() == 314 + GAP


def test_a_card_goes_above_what_its_formula_names():
    below = [QRect(500, 420, 300, 100)]
    card = QRect(placed(QRect(600, 380, 40, 14), CARD, SCREEN, below), CARD)
    assert not any(card.intersects(named) for named in below)


def test_the_stem_goes_from_the_number_to_the_card():
    number = QRect(600, 300, 40, 14)
    for place in (QRect(500, 400, 100, 50), QRect(500, 100, 100, 50), QRect(700, 290, 100, 50)):
        start, end = stem(number, place)
        assert number.adjusted(-1, -1, 1, 1).contains(start)
        assert place.contains(end)
    assert stem(number, QRect(600, 300, 100, 50)) is None
