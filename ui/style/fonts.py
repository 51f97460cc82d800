"""Fonts: four sizes of text, for words and for numbers, which grow together.

Sizes are in pixels, like all other lengths of the window, and the screen scales both alike. In
points a text would have another size beside the same row on each platform (an inch has 72 of
macOS's pixels and 96 of the others'), and in a picture that is drawn without a screen.
"""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QWidget,
)

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Text sizes to choose from, in percent."""

USUAL = 100

Maker = Callable[[], QFont]
"""Function that makes a font in the present text size."""

_CAPTION, _TEXT, _SENTENCE, _LIT = 12, 13, 16, 24

_ROLE = "font_role"
"""Property of a widget: the name of the function that makes its font."""


class _TextSize:
    percent = USUAL


def set_text_size(percent: int) -> None:
    """Make all fonts larger or smaller from now on; those in use follow when a theme is applied."""
    _TextSize.percent = percent


def text_size() -> int:
    """Return the text size in percent."""
    return _TextSize.percent


def px(length: float) -> int:
    """Return a length that grows with the text, in whole pixels: of rows and their likes."""
    return round(length * _TextSize.percent / 100)


def caption() -> QFont:
    """Return the font of captions, axes and heads."""
    return QFont(_words(_CAPTION, text_size()))


def text() -> QFont:
    """Return the font of text."""
    return QFont(_words(_TEXT, text_size()))


def sentence() -> QFont:
    """Return the font of sentences that stand alone, letters of boxes, and titles."""
    return QFont(_words(_SENTENCE, text_size()))


def lit() -> QFont:
    """Return the font of the one thing that is lit."""
    return QFont(_words(_LIT, text_size()))


def mono_caption() -> QFont:
    """Return the font of torch's names and numbers in captions, on axes and in heads."""
    return QFont(_fixed(_CAPTION, text_size()))


def mono_text() -> QFont:
    """Return the font of numbers and torch's names: fixed width, so that columns line up."""
    return QFont(_fixed(_TEXT, text_size()))


def mono_tight() -> QFont:
    """Return `mono_caption` with its letters closer, for a table without room for its columns."""
    font = mono_caption()
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 90)
    return font


def mono_sentence() -> QFont:
    """Return the font of numbers in sentences and titles."""
    return QFont(_fixed(_SENTENCE, text_size()))


def mono_lit() -> QFont:
    """Return the font of the one number that is lit."""
    return QFont(_fixed(_LIT, text_size()))


def bold(font: QFont) -> QFont:
    """Return a font's bold one."""
    result = QFont(font)
    result.setBold(True)
    return result


def wear(widget: QWidget, font: Maker) -> None:
    """Give a widget one of this module's fonts, in the present text size and in later ones.

    It stays bold if it was. Qt forgets the font of a widget that has been polished, or asked for
    its size, when that gets a parent: then wear it again.
    """
    widget.setProperty(_ROLE, font.__name__)
    _put_on(widget, font())


def refit(app: QApplication) -> None:
    """Bring the fonts that widgets wear to the present text size."""
    for widget in app.allWidgets():
        role = widget.property(_ROLE)
        if role:
            _put_on(widget, _MAKERS[role]())


def _put_on(widget: QWidget, font: QFont) -> None:
    before = widget.font()
    font.setBold(before.bold())
    font.setUnderline(before.underline())
    widget.setFont(font)
    # Under a style sheet the part that shows the text keeps its first font.
    if isinstance(widget, QAbstractScrollArea):
        widget.viewport().setFont(font)
    elif isinstance(widget, QAbstractSpinBox):
        for field in widget.findChildren(QLineEdit):
            field.setFont(font)


_MAKERS = {
    make.__name__: make
    for make in (
        caption, text, sentence, lit,
        mono_caption, mono_tight, mono_text, mono_sentence, mono_lit,
    )
}  # fmt: skip


@lru_cache(maxsize=32)
def _words(size: int, percent: int) -> QFont:
    """Return the system's font, with digits of one width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(size * percent / 100))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@lru_cache(maxsize=32)
def _fixed(size: int, percent: int) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(round(size * percent / 100))
    # Letters of fixed width need no shaping, which takes up to as long as painting them.
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font
