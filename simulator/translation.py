"""What the program says, in its user's language: `tr` around every text a user may read.

The texts in the code are English and are the keys of the translations
(`resources/translations`). Qt's tools find them by the names `tr` and `mark`. The window
translates them by Qt; a process without Qt reads the same file of translations (`take`).
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
    """`text` in the user's language, with `values` in its {places} as `str.format` writes them."""
    said = _translate(text)
    return said.format(**values) if values else said


def mark(text: str) -> str:
    """`text` as it is, for a table that is made before the language is known: `tr` it at use."""
    return text


def language() -> str:
    """The code of the language that is spoken."""
    return _language


def install(language: str, translate: Translate) -> None:
    """Speak another language from now on."""
    global _language, _translate
    _language, _translate = language, translate


def load(language: str) -> None:
    """Speak `language` in a process without Qt; English where there is no file for it."""
    path = TRANSLATIONS / f"gatestep_{language}.ts"
    if language == ENGLISH or not path.exists():
        install(ENGLISH, _as_it_is)
        return
    texts = {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in ElementTree.parse(path).iter("message")
    }
    install(language, lambda text: texts.get(text) or text)
