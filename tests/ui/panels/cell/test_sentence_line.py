"""The sentence in one line: as long a form as fits, and never cut."""

import pytest
from PySide6.QtGui import QFontMetricsF

from simulator.analysis.meaning.spans import NAME, NUMBER, QUANTITY, Span
from ui.panels.cell.words.sentence_line import SentenceLine
from ui.style import theme

HEAD = (Span("f[0]", QUANTITY, "f"), Span(" = "), Span("0.02", NUMBER, "f"))
ALONE = (*HEAD, Span(": unit 0 keeps "), Span("2 %", NUMBER, "f"), Span(" of its memory"))
WHOLE = (*ALONE, Span(", mostly because "), Span("reset", NAME, "x"), Span(" adds −8.0"))


@pytest.fixture
def line(qtbot):
    line = SentenceLine(theme.LIGHT)
    qtbot.addWidget(line)
    line.set_forms((WHOLE, ALONE, HEAD))
    return line


@pytest.mark.parametrize(
    ("width", "end"), [(900, "−8.0"), (420, "memory"), (200, "0.02"), (40, "0.02")]
)
def test_the_longest_form_that_fits_is_shown(line, width, end):
    line.resize(width, 24)
    line.grab()
    assert line.shown().endswith(end)
    assert line.text().endswith("−8.0")
    assert line.accessibleName() == line.text()
    assert line.toolTip().startswith(line.text()) == (end != "−8.0")  # only where it is shorter


def test_letters_become_smaller_where_no_form_fits(line):
    line.resize(60, 24)
    _, pieces = line._lay_out()
    assert sum(piece.width for piece in pieces) <= 62
    assert "".join(piece.text for piece in pieces) == "f[0] = 0.02"


def test_the_number_has_its_hue_and_the_share_is_bold(line):
    line.resize(900, 24)
    _, pieces = line._lay_out()
    by_text = {piece.text: piece for piece in pieces}
    for text in ("f[0]", "0.02"):
        assert by_text[text].colour == theme.LIGHT.colour("f")
        assert by_text[text].font.bold()
    for text, bold in (("2 %", True), ("reset", True), (" adds −8.0", False)):
        assert by_text[text].colour.name() == theme.LIGHT.ink
        assert by_text[text].font.bold() == bold
    assert by_text["0.02"].width == QFontMetricsF(by_text["0.02"].font).horizontalAdvance("0.02")
    line.set_theme(theme.DARK)
    _, pieces = line._lay_out()
    assert pieces[0].colour == theme.DARK.colour("f")
