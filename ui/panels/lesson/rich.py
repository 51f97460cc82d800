"""Rich text of lessons: names in the fixed font and their quantity's hue, strong words bold."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from simulator.lessons.text_template import Said
from simulator.network.quantities import FULL
from ui.style import fonts
from ui.style.theme import Theme

_TIMESTEP: Final = re.compile(r"\bt (?=\d)")
_LETTER: Final = re.compile(r"d?(?:[Wbz]_[ih]?)?([a-z])(?![a-z])")


def rich(parts: Iterable[Said], theme: Theme) -> str:
    """Write a filled text as HTML."""
    return "".join(_part(part, theme) for part in parts)


def _part(part: Said, theme: Theme) -> str:
    text = _TIMESTEP.sub("t\N{NO-BREAK SPACE}", escape(part.text))
    if part.name:
        family = fonts.mono_text().family()
        colour = _hue(part.text, theme)
        text = (
            f"<span style=\"font-family:'{family}';color:{colour};font-weight:600\">{text}</span>"
        )
    if part.number is not None:
        text = f'<span style="white-space:nowrap">{text}</span>'
    return f"<b>{text}</b>" if part.strong else text


def _hue(name: str, theme: Theme) -> str:
    """Return the colour of the quantity that a name begins with; ink for any other name."""
    match = _LETTER.match(name)
    known = match is not None and match[1] in FULL.steps
    return theme.colour(match[1]).name() if match is not None and known else theme.ink
