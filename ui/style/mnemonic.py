"""Mnemonics: the letter of a menu's text that Alt chooses, and texts that have none."""

import re

_MARKS = re.compile(r"\(&[^&]\)|&(?P<ampersand>&?)")


def without_mnemonic(text: str) -> str:
    """A menu's text as it reads elsewhere: of `&Open…` and `열기(&O)…` the words; `&&` is `&`."""
    return _MARKS.sub(lambda match: match["ampersand"] or "", text)


def literal(text: str) -> str:
    """Any text, a name from a file or of an edit, as it has to be in a menu or on a button."""
    return text.replace("&", "&&")
