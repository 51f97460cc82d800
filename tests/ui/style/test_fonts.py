"""Fonts: four sizes, which grow together, in every widget that wears one."""

import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from main import parser_of
from ui.style import chrome, fonts
from ui.style.theme import DARK, LIGHT

WORDS = (fonts.caption, fonts.text, fonts.sentence, fonts.lit)
NUMBERS = (fonts.mono_caption, fonts.mono_text, fonts.mono_sentence, fonts.mono_lit)


@pytest.mark.parametrize(
    ("percent", "sizes"),
    [
        (80, [10, 10, 13, 19]),  # 9.6, 10.4, 12.8, 19.2
        (100, [12, 13, 16, 24]),
        (125, [15, 16, 20, 30]),  # 16.25
        (200, [24, 26, 32, 48]),
    ],
)
def test_words_and_numbers_have_four_sizes(percent, sizes):
    fonts.set_text_size(percent)
    for makers in (WORDS, NUMBERS):
        assert [make().pixelSize() for make in makers] == sizes
    assert fonts.mono_tight().pixelSize() == sizes[0]


def test_digits_have_one_width():
    tnum = QFont.Tag("tnum")
    for make in WORDS:
        assert make().featureValue(tnum) == 1
    for make in NUMBERS:
        assert QFontInfo(make()).fixedPitch()


def test_a_font_that_is_changed_changes_no_other():
    fonts.text().setPixelSize(99)
    assert fonts.text().pixelSize() == 13


def test_lengths_grow_with_the_text():
    assert [fonts.px(24), fonts.px(25.4)] == [24, 25]
    fonts.set_text_size(150)
    assert [fonts.px(24), fonts.px(25)] == [36, 38]


def test_widgets_keep_their_roles_in_every_text_size(qapp, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    plain, small, number, title = (QLabel("0.5", page) for _ in range(4))
    layout = QVBoxLayout(page)
    for label in (plain, small, number, title):
        layout.addWidget(label)
    title.setStyleSheet("font-weight: bold; color: #123456;")
    fonts.wear(small, fonts.caption)
    fonts.wear(number, fonts.mono_text)
    fonts.wear(title, fonts.sentence)
    page.show()
    for percent, theme in ((100, LIGHT), (200, DARK), (150, LIGHT), (100, LIGHT)):
        fonts.set_text_size(percent)
        chrome.apply(qapp, theme)
        seen = [label.font().pixelSize() for label in (plain, small, number, title)]
        assert seen == [round(size * percent / 100) for size in (13, 12, 13, 16)]
        assert QFontInfo(number.font()).fixedPitch()
        assert title.font().bold()
        assert not plain.font().bold()


def test_the_number_in_a_spin_box_follows_the_font_of_the_box(qtbot, qapp):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    field = QSpinBox()
    fonts.wear(field, fonts.caption)
    layout.addWidget(field)
    page.show()
    for percent in (100, 150, 200, 100):
        fonts.set_text_size(percent)
        chrome.apply(qapp, LIGHT)
        assert field.lineEdit().font().pixelSize() == round(12 * percent / 100)


def test_the_command_line_knows_the_same_text_sizes():
    parser = parser_of("screenshot")
    for percent in fonts.SIZES:
        options = parser.parse_args(["--output", "a.png", "--text-size", str(percent)])
        assert options.text_size == percent
    with pytest.raises(SystemExit):
        parser.parse_args(["--output", "a.png", "--text-size", "120"])
