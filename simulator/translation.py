"""Translation: `tr` goes around every text that a user may read.

The texts in the code are English and are the keys of the translations (`resources/translations`).
Qt's tools find them by the names `tr` and `mark`. The window translates by Qt; a process without Qt
reads the translation file itself (`load`).
"""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

ENGLISH = "en"
TRANSLATIONS = Path(__file__).parent.parent / "resources" / "translations"

Translate = Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


_language = ENGLISH
_translate: Translate = _as_it_is


def tr(text: str, /, **values: object) -> str:
    """Translate `text` to the user's language and fill its {places} as `str.format` does."""
    said = _translate(text)
    return said.format(**values) if values else said


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
