"""Mnemonics: the letter in a menu's text that Alt chooses, and texts without one."""

import re

_MARKS = re.compile(r"\(&[^&]\)|&(?P<ampersand>&?)")


def without_mnemonic(text: str) -> str:
    """Remove the mnemonic from a menu's text, as `&Open…` or `열기(&O)…`; `&&` becomes `&`."""
    return _MARKS.sub(lambda match: match["ampersand"] or "", text)


def literal(text: str) -> str:
    """Escape any text, as a file name or an edit's label, for a menu or a button."""
    return text.replace("&", "&&")
