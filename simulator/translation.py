"""Translation: `tr` goes around every text that a user may read.

The texts in the code are English and are the keys of the translations (`resources/translations`).
Qt's tools find them by the names `tr` and `mark`. The window translates by Qt; a process without Qt
reads the translation file itself (`load`).

A Korean particle has two forms, and the sound before it chooses one. A translation writes both, as
`{name}을(를)`, and `tr` chooses: 을(를), 이(가), 은(는), 과(와), (으)로, (이)어야, (이)라.
"""

import math
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Final, NamedTuple
from xml.etree import ElementTree

ENGLISH = "en"
KOREAN = "ko"
TRANSLATIONS = Path(__file__).parent.parent / "resources" / "translations"

Translate = Callable[[str], str]

_LEAST_PERCENT: Final = 0.001

_PARTICLE: Final = re.compile(
    r"(?:([을이은과])\(([를가는와])\)|\((으)\)(?=로)|\((이)\)(어)?(?=[가-힣]))"
)
_CLOSED: Final = frozenset("013678LMNR")
_CLOSED_BY_RIEUL: Final = frozenset("178LR")
"""Digits and Latin letters whose Korean names end in a consonant, and in ㄹ."""
_PASSED_OVER: Final = re.compile(r"(?<=[가-힣])\([^()]*\)$|[\])}”’\"']+$")
"""What is not read aloud before a particle: words in brackets after a Korean word, and quotes."""
_WORD: Final = re.compile(r"(?<![A-Za-z0-9_])(?=[A-Za-z]*[aeiouy])[A-Za-z]{2,}[a-z]$")
"""Word at the end that is read as one, not letter by letter: three letters and a vowel at least."""
_CLOSED_WORD: Final = re.compile(r"([lmn]e?|ng|ut|et|(?<![aeiou])[aeiou]p|(?<!e)ck)$")
_CLOSED_BY_L: Final = re.compile(r"le?$")
"""Ends of words that end in a consonant in Korean: name, tap, input, model; not clear, mark."""
_LOOKED_BACK: Final = 80


def _as_it_is(text: str) -> str:
    return text


_language = ENGLISH
_translate: Translate = _as_it_is


def tr(text: str, /, **values: object) -> str:
    """Translate `text` to the user's language and fill its {places} as `str.format` does."""
    said = _translate(text)
    said = said.format(**values) if values else said
    return with_particles(said) if _language == KOREAN else said


class Part(NamedTuple):
    """Part of a translated text: what was filled into the place of that name, or words between."""

    text: str
    place: str = ""


def tr_parts(text: str, /, **values: object) -> list[Part]:
    """Translate and fill as `tr` does, and return the words and the filled places, in order."""
    parts, before = [], ""
    for words, place, form, _ in Formatter().parse(_translate(text)):
        if _language == KOREAN:
            words = with_particles(words, before)
        found = [Part(words)] if words else []
        if place is not None:
            found.append(Part(format(values[place], form or ""), place))
        parts += found
        before = "".join([before, *(part.text for part in found)])[-_LOOKED_BACK:]
    return parts


def percent(share: float) -> str:
    """Write a share of 0…1 in percent, as the language writes it: `8 %`, `99.995 %`, `< 0.001 %`.

    Only 0 is written as 0 %, and only 1 as 100 %.
    """
    value, end = 100 * share + 0.0, 100.0 if share > 0.5 else 0.0
    off = abs(value - end)
    if off == 0 or off >= 1 or not math.isfinite(value):
        return tr("{number} %", number=f"{value:.0f}")
    if off < _LEAST_PERCENT:
        least = _LEAST_PERCENT if end == 0 else end - _LEAST_PERCENT
        sign = "<" if value < least else ">"
        return tr("{sign} {number} %", sign=sign, number=f"{least:g}")
    return tr("{number} %", number=f"{value:.{-math.floor(math.log10(off))}f}")


def with_particles(text: str, before: str = "") -> str:
    """Choose every particle of a Korean text that follows `before`."""
    if "(" not in text:
        return text

    def chosen(found: re.Match[str]) -> str:
        said = (before + text[: found.start()])[-_LOOKED_BACK:]
        if not said or said[-1].isspace():
            return found.group()
        closed, rieul = _ending(said)
        consonant, vowel, to, is_, must = found.groups()
        if to:
            return to if closed and not rieul else ""
        if is_:
            return (is_ + (must or "")) if closed else ("여" if must else "")
        return consonant if closed else vowel

    return _PARTICLE.sub(chosen, text)


def _ending(text: str) -> tuple[bool, bool]:
    """Return whether a text ends in a consonant as it is read aloud, and whether that is ㄹ."""
    text = _PASSED_OVER.sub("", text)
    if word := _WORD.search(text):
        return bool(_CLOSED_WORD.search(word[0])), bool(_CLOSED_BY_L.search(word[0]))
    last = text[-1:].upper()
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0, final == 8
    return last in _CLOSED, last in _CLOSED_BY_RIEUL


def mark(text: str) -> str:
    """Return `text` unchanged: marks a table's text for translation; `tr` it when it is used."""
    return text


def language() -> str:
    """Return the code of the current language."""
    return _language


def install(language: str, translate: Translate) -> None:
    """Switch to another language."""
    global _language, _translate
    _language, _translate = language, translate


def load(language: str) -> None:
    """Switch to `language` in a process without Qt; to English where it has no file."""
    path = TRANSLATIONS / f"gatestep_{language}.ts"
    if language == ENGLISH or not path.exists():
        install(ENGLISH, _as_it_is)
        return
    texts = {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in ElementTree.parse(path).iter("message")
    }
    install(language, lambda text: texts.get(text) or text)
