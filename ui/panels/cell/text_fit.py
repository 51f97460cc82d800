"""Fonts of the cell diagram at one scale, and numbers that are written in the room there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from ui.style import fonts, number_format

LEAST_PIXELS = 8

DECIMALS = (4, 3, 2)
"""Decimals to try, unless the user has chosen others."""


class Measured(QFont):
    """Font with its measures, which take long to make.

    Attributes:
        width: the width of a text in pixels. Most texts stood in the frame before.
    """

    def __init__(self, font: QFont) -> None:
        super().__init__(font)
        self.metrics = QFontMetricsF(font)
        self.width: Callable[[str], float] = lru_cache(256)(self.metrics.horizontalAdvance)


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Font of fixed width, and its measures in pixels."""

    font: Measured
    bold: Measured
    digit: float
    line: float


class Fonts:
    """Fonts of a diagram: the fonts of the window, at the diagram's scale.

    Attributes:
        caption, text: words of 12 and 13 px; bold_text: names among them.
        number, value, lit: numbers of 13, 16 and 24 px. between: of 20 px, where 24 do not fit.
    """

    def __init__(self, scale: float) -> None:
        self.caption = Measured(_sized(fonts.caption(), 12 * scale))
        self.text = Measured(_sized(fonts.text(), 13 * scale))
        self.bold_text = Measured(fonts.bold(self.text))
        self.small = _fixed(12 * scale)
        self.number = _fixed(13 * scale)
        self.value = _fixed(16 * scale)
        self.between = _fixed(20 * scale)
        self.lit = _fixed(24 * scale)


@lru_cache(maxsize=32)
def fonts_at(scale: float) -> Fonts:
    """Return the fonts of a scale."""
    return Fonts(scale)


def width_of(text: str, font: Measured) -> float:
    """Return the width of a text in pixels."""
    return font.width(text)


def fit(
    value: float,
    room: float,
    faces: Sequence[Digits],
    sign: bool = False,
    alone: bool = False,
) -> tuple[str, Digits]:
    """Write a number with the most decimals, and then in the largest face, that fit.

    All numbers of a kind get the same: room is kept for a minus and one digit before the point,
    unless the number stands `alone`.
    """
    for decimals in number_format.choices(DECIMALS):
        text = number_format.fixed(value, decimals)
        if sign:
            text = number_format.with_sign(value, text)
        longest = len(text) if alone else max(len("−0.") + decimals, len(text))
        for face in faces:
            if longest * face.digit <= room:
                return text, face
    face = faces[-1]
    text = number_format.compact(value, 2, int(room / face.digit))
    if len(text) * face.digit > room:
        face = shrunk(face, len(text), room)
    return text, face


def shrunk(face: Digits, letters: int, room: float) -> Digits:
    """Return a face in which so many letters fit into a room."""
    font = QFont(face.font)
    font.setPixelSize(max(4, int(face.font.pixelSize() * room / (letters * face.digit))))
    return _digits(font)


def _fixed(size: float) -> Digits:
    return _digits(_sized(fonts.mono_text(), size))


def _digits(font: QFont) -> Digits:
    usual, bold = Measured(font), Measured(fonts.bold(font))
    digit = max(each.metrics.horizontalAdvance("0") for each in (usual, bold))
    return Digits(usual, bold, digit, usual.metrics.height())


def _sized(font: QFont, size: float) -> QFont:
    result = QFont(font)
    result.setPixelSize(max(LEAST_PIXELS, int(size + 0.01)))
    return result
