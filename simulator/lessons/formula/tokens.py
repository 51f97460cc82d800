"""Tokens of the language of lessons: `c[1] @ 2..20`, `W_if[0, rain]`, `± 0.003`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final, NamedTuple

from ...files.errors import plain
from ...translation import tr

NAME, INDEX, NUMBER, SIGN = "name", "index", "number", "sign"

MINUS: Final = "−"

MOST_TOKENS: Final = 400
"""Tokens of one text."""

MOST_DEEP: Final = 20
"""Brackets inside each other, and signs before each other."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[-+−]?\d+)?)"
    r"|(?P<name>[A-Za-zσ]+(?:_[A-Za-z0-9]+)*)"
    r"|\[(?P<index>[^\[\]]*)\]"
    r"|(?P<sign>\.\.|<=|>=|!=|[-+*/^()|,:@=<>±−×·]))"
)
_ALIKE: Final = {MINUS: "-", "×": "*", "·": "*"}


class Token(NamedTuple):
    """One name, index in brackets, number or sign.

    Attributes:
        kind: NAME, INDEX (the text between the brackets), NUMBER or SIGN.
    """

    kind: str
    text: str


class Tokens:
    """Tokens of one text, taken from left to right.

    Raises:
        ValueError: in words, for a character that begins no token.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = list(islice(_tokens(text), MOST_TOKENS + 1))
        self._next = 0
        self._deep = 0
        if len(self._tokens) > MOST_TOKENS:
            raise ValueError(tr("“{text}” is too long", text=plain(text)))

    @property
    def next(self) -> Token | None:
        """The token to be taken next; None at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    @property
    def after_next(self) -> Token | None:
        """The token behind the next one; None where there is none."""
        return self._tokens[self._next + 1] if self._next + 1 < len(self._tokens) else None

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Go into a part of a formula.

        Raises:
            ValueError: in words, where there are too many inside each other.
        """
        self._deep += 1
        if self._deep > MOST_DEEP:
            raise ValueError(tr("“{text}” is too deeply nested", text=plain(self.text)))
        yield
        self._deep -= 1

    def take(self) -> Token:
        """Take the next token.

        Raises:
            ValueError: in words, at the end.
        """
        token = self.next
        if token is None:
            raise ValueError(tr("“{text}” ends too early", text=self.text.strip()))
        self._next += 1
        return token

    def take_sign(self, *signs: str) -> str:
        """Take the next token if it is one of these signs; return it, else an empty text."""
        token = self.next
        if token is None or token.kind != SIGN or token.text not in signs:
            return ""
        return self.take().text

    def take_name(self, *names: str) -> str:
        """Take the next token if it is one of these names; return it, else an empty text."""
        token = self.next
        if token is None or token.kind != NAME or token.text not in names:
            return ""
        return self.take().text

    def expect(self, sign: str) -> None:
        """Take a sign that must stand here.

        Raises:
            ValueError: in words, where something else stands.
        """
        if not self.take_sign(sign):
            raise self.unexpected(f"“{sign}”")

    def whole(self) -> int:
        """Take a whole number from 0.

        Raises:
            ValueError: in words, where something else stands.
        """
        token = self.next
        if token is None or token.kind != NUMBER or not token.text.isdecimal():
            raise self.unexpected(tr("a whole number"))
        return int(self.take().text)

    def end(self) -> None:
        """Refuse what is left.

        Raises:
            ValueError: in words.
        """
        if self.next is not None:
            raise ValueError(
                tr("unexpected “{rest}” in “{text}”", rest=self.next.text, text=self.text.strip())
            )

    def unexpected(self, wanted: str) -> ValueError:
        """Return the error for a token that is not what is wanted."""
        text = self.text.strip()
        if self.next is None:
            return ValueError(tr("“{text}” ends before {wanted}", text=text, wanted=wanted))
        return ValueError(
            tr("“{got}” in “{text}” is not {wanted}", got=self.next.text, text=text, wanted=wanted)
        )


def _tokens(text: str) -> Iterator[Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            rest = text[place:].strip()
            raise ValueError(tr("“{rest}” in “{text}” is not understood", rest=rest, text=text))
        kind = match.lastgroup or SIGN
        found = match[kind].replace(MINUS, "-") if kind == NUMBER else match[kind]
        yield Token(kind, _ALIKE.get(found, found) if kind == SIGN else found)
        place = match.end()
