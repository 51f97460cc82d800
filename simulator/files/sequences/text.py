"""Text files: strict UTF-8, split into tokens whose place in the file is known."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final

from ...translation import tr
from ..encodings import HEAD, check_encoding
from ..errors import StrPath, cannot_read, plain, reading
from ..limits import bytes_text, check_fits
from ..registry import check_is_file

CHARACTERS, WORDS, IDS = "characters", "words", "ids"
SPLITS: Final = (CHARACTERS, WORDS)
"""Ways to split a text into a vocabulary's tokens: characters, or words at white space.

`IDS` splits it at commas and semicolons too, into numbers, which need no vocabulary.
"""

MOST_BYTES: Final = 2**25
"""Largest size of a text."""
MOST_TOKENS: Final = 2**23
"""Largest number of tokens. The trace of so many timesteps takes gigabytes."""
MOST_DIFFERENT: Final = 1_000_000
"""Largest number of different tokens."""
# Bytes of memory that a byte of text takes at most: two copies, and four as characters.
_TAKEN: Final = 6
_PARTS: Final[Mapping[str, str]] = MappingProxyType({WORDS: r"\S+", IDS: r"[^\s,;]+"})
"""Regular expression for a token, of each way but characters."""
_MARK: Final = b"\xef\xbb\xbf"
_SHOWN: Final[Mapping[str, str]] = MappingProxyType({"\n": "↵", "\t": "⇥", " ": "␣"})
_LONGEST: Final = 40


def read_text(path: StrPath) -> str:
    """Read a UTF-8 file, with or without a byte order mark; all line breaks become LF.

    Raises:
        FileError: it is not UTF-8 (gives line and column), is too large, or holds zero bytes.
    """
    check_is_file(path)
    with reading(path), open(path, "rb") as file:
        file.seek(0, 2)
        size = file.tell()
        if size > MOST_BYTES:
            has, most = bytes_text(size), bytes_text(MOST_BYTES)
            raise cannot_read(
                path,
                tr(
                    "it is {has}, but a text file can be at most {most}. Shorten it",
                    has=has,
                    most=most,
                ),
            )
        check_fits(path, _TAKEN * size)
        file.seek(0)
        data = file.read().removeprefix(_MARK)
    check_encoding(path, data[:HEAD])
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_after(data[: error.start].decode("utf-8"))
        raise cannot_read(
            path,
            tr(
                "{place} has the byte {byte:#04x}, which is not valid UTF-8. Save it as UTF-8 text",
                place=place,
                byte=data[error.start],
            ),
        ) from None
    if "\0" in text:
        place = _place_after(text[: text.index("\0")])
        raise cannot_read(path, tr("it is not text: {place} is a zero byte", place=place))
    return text


def parts_of(text: str, split: str) -> Iterator[re.Match[str]]:
    """Find the tokens of a text that is split into words or ids."""
    return re.finditer(_PARTS[split], text)


def split_text(path: StrPath, text: str, split: str) -> tuple[str, ...]:
    """Split a text into characters, words or ids. Equal tokens are one object.

    Raises:
        FileError: more tokens, or different ones, than there may be.
        ValueError: `split` is not one of `SPLITS`, nor `IDS`.
    """
    if split != CHARACTERS and split not in _PARTS:
        ways = " or ".join((CHARACTERS, *_PARTS))
        raise ValueError(f"a text is split into {ways}, not {plain(split, 40)}")
    found = text if split == CHARACTERS else (part[0] for part in parts_of(text, split))
    seen: dict[str, str] = {}
    tokens: list[str] = []
    for token in found:
        tokens.append(seen.setdefault(token, token))
        if len(tokens) > MOST_TOKENS or len(seen) > MOST_DIFFERENT:
            why = tr(
                "it has more than {tokens:,} tokens, or more than {different:,} "
                "different ones. Shorten it",
                tokens=MOST_TOKENS,
                different=MOST_DIFFERENT,
            )
            raise cannot_read(path, why)
    return tuple(tokens)


def token_place(text: str, split: str, index: int) -> str:
    """Return the place of a token in words: `line 3, column 7`."""
    if split != CHARACTERS:
        index = next(islice(parts_of(text, split), index, None)).start()
    return _place_after(text[:index])


def shown(token: str) -> str:
    """Return a token as displayed: white space as signs, long ones cut."""
    return plain("".join(_SHOWN.get(c, c) for c in token), _LONGEST)


def _place_after(before: str) -> str:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return tr("line {line}, column {column}", line=line, column=column)
