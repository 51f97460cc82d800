"""Vocabulary: the id of each token, built from a text or read from a file."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...translation import tr
from ..errors import StrPath, cannot_read, plain, reading
from ..json_text import NestedTooDeep, parse_json
from ..limits import bytes_text
from .text import read_text, shown

UNKNOWN: Final = ("<unk>", "<UNK>", "[UNK]")
"""Names of the token for unknown words; a vocabulary uses the first that it contains."""
MAX_BYTES: Final = 16 * 2**20
MAX_TOKENS: Final = 1_000_000
MAX_ID: Final = 2**31 - 1


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """Tokens and their ids.

    Attributes:
        ids: the id of each token, from 0, all different. Some ids may have no token.
        path: the file that it came from; None when it was built from the text itself.
    """

    ids: Mapping[str, int]
    path: Path | None = None

    @classmethod
    def built(cls, tokens: Iterable[str]) -> "Vocabulary":
        """Give each distinct token an id, sorted by code point, as the usual `sorted(set(text))`.

        The order does not depend on which token comes first. So a text with the characters of the
        training text gets the ids that they had in training.
        """
        return cls({token: id for id, token in enumerate(sorted(set(tokens)))})

    @property
    def size(self) -> int:
        """Number of ids: one more than the highest."""
        return max(self.ids.values()) + 1

    @property
    def unknown(self) -> str | None:
        """The token that stands for all unknown ones, if there is one."""
        return next((token for token in UNKNOWN if token in self.ids), None)

    def names(self) -> tuple[str, ...]:
        """Return each id's name: its token as displayed, or its number."""
        names = [str(id) for id in range(self.size)]
        for token, id in self.ids.items():
            names[id] = shown(token)
        return tuple(names)


def read_vocabulary(path: StrPath) -> Vocabulary:
    """Read a vocabulary: one token a line, or, in `.json`, a list or {token: id}.

    A line is taken whole, with its white space. Ids count from 0, in the order of the file.

    Raises:
        FileError: it cannot be read, is too large, repeats a token or an id, or has no tokens.
    """
    path = Path(path)
    with reading(path):
        size = os.stat(path).st_size
    if size > MAX_BYTES:
        most, has = bytes_text(MAX_BYTES), bytes_text(size)
        raise cannot_read(
            path, tr("it is {has}, but a vocabulary can be at most {most}", has=has, most=most)
        )
    text = read_text(path)
    is_json = path.suffix.lower() == ".json"
    ids = _of_json(path, text) if is_json else _of_lines(path, text)
    if not ids:
        raise cannot_read(path, tr("it contains no tokens. Write one per line"))
    if len(ids) > MAX_TOKENS:
        raise cannot_read(
            path,
            tr(
                "it has {has:,} tokens; at most {most:,} are allowed", has=len(ids), most=MAX_TOKENS
            ),
        )
    return Vocabulary(ids, path)


def _of_lines(path: Path, text: str) -> dict[str, int]:
    ids: dict[str, int] = {}
    for number, token in enumerate(text.removesuffix("\n").split("\n") if text else ()):
        if not token:
            raise cannot_read(
                path,
                tr(
                    "line {line} is empty. Remove it, or use JSON for line-break tokens",
                    line=number + 1,
                ),
            )
        if token in ids:
            raise cannot_read(
                path,
                tr(
                    "line {line} is {token}, the same as line {first}. Remove one of them",
                    line=number + 1,
                    token=shown(token),
                    first=ids[token] + 1,
                ),
            )
        ids[token] = number
    return ids


def _of_json(path: Path, text: str) -> dict[str, int]:
    try:
        content = parse_json(text, object_pairs_hook=_Pairs)
    except NestedTooDeep:
        why = tr("it is nested too deeply, or too large, for a vocabulary")
        raise cannot_read(path, why) from None
    except ValueError:
        raise cannot_read(path, tr("it is not valid JSON. Save it again")) from None
    if isinstance(content, _Pairs):
        entries = content.pairs
    elif isinstance(content, list):
        entries = [(token, id) for id, token in enumerate(content)]
    else:
        raise cannot_read(path, tr("it is neither a list of tokens nor an object {token: id}"))
    return _checked(path, entries)


def _checked(path: Path, entries: Iterable[tuple[Any, Any]]) -> dict[str, int]:
    ids: dict[str, int] = {}
    owners: dict[int, str] = {}
    for number, (token, id) in enumerate(entries, 1):
        if not isinstance(token, str) or not token:
            raise cannot_read(
                path, tr("entry {number} is not a token. Use a string", number=number)
            )
        name = shown(token)
        if token in ids:
            raise cannot_read(path, tr("it has {token} twice. Remove one of them", token=name))
        if not isinstance(id, int) or isinstance(id, bool) or not 0 <= id <= MAX_ID:
            why = tr(
                "the id of {token} is {id}, but ids are whole numbers from 0",
                token=name,
                id=_said(id),
            )
            raise cannot_read(path, why)
        if id in owners:
            raise cannot_read(
                path,
                tr("{one} and {other} have the same id, {id}", one=owners[id], other=name, id=id),
            )
        ids[token], owners[id] = id, name
    return ids


def _said(value: Any) -> str:
    return tr("a list or an object") if isinstance(value, list | _Pairs) else plain(value, 40)


class _Pairs:
    """A JSON object as pairs, so that repeated names are noticed."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs
