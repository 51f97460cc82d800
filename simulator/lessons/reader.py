"""Reader of lessons' files: TOML to a `Lesson`. Every fault is one line that says where it is."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from ..files.errors import StrPath, cannot_read, plain, reading
from ..files.registry import check_is_file
from ..translation import tr
from .formula.claim import claim
from .formula.condition import condition
from .formula.parser import formula
from .formula.tree import Formula, Quantity
from .lesson import KINDS, WITH_OPTIONS, Ask, Lesson, Look, Offer, Reply, Step
from .lesson import NUMBER as NUMBER_KIND

MOST_BYTES: Final = 2**20
"""Size of a lesson's file up to which it is read."""

_OF_LESSON: Final = ("id", "number", "after", "layout", "network", "variant", "step", "text")
_OF_STEP: Final = (
    "id", "look", "ask", "replies", "done", "start", "variant", "claims", "tests", "offers",
    "links",
)  # fmt: skip
_OF_ASK: Final = ("kind", "answer", "cover", "right", "close", "options", "scale", "exponent")

_WHOLE: Final = re.compile(r"\d+")

_WITHIN: Final = 0.02
"""How far off a right answer may be that says nothing else."""


def load(path: StrPath) -> Lesson:
    """Read a lesson's file.

    Raises:
        FileError: it cannot be read, in one line.
    """
    try:
        return parse(text_of(path))
    except ValueError as error:
        raise cannot_read(path, plain(error, 400)) from error


def text_of(path: StrPath) -> str:
    """Read the text of a lesson's file.

    Raises:
        FileError: it is not there, too large, or no text, in one line.
    """
    check_is_file(path)
    with reading(path), open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise cannot_read(path, tr("a lesson's file has at most 1 MB"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise cannot_read(path, tr("it is not in UTF-8: save it so")) from error


def parse(text: str) -> Lesson:
    """Return the lesson that a text in TOML describes.

    Raises:
        ValueError: in words, with the step it is in.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(tr("it is no TOML: {error}", error=error)) from error
    _known(table, _OF_LESSON, tr("a lesson"))
    networks = {"": _table(table, "network")}
    networks |= {
        name: _varied(networks[""], _table(table["variant"], name))
        for name in table.get("variant", {})
    }
    steps = tuple(_steps(table.get("step", [])))
    if not steps:
        raise ValueError(tr("a lesson needs a [[step]]"))
    return Lesson(
        str(table.get("id", "")),
        int(table.get("number", 0)),
        _words(table, "after"),
        str(table.get("layout", "learn")),
        networks,
        steps,
        {str(name): _texts(texts, name) for name, texts in _table(table, "text").items()},
    )


def _varied(network: Mapping[str, Any], variant: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the table of a variant: the lesson's own with some entries, or a task's or example."""
    return variant if "task" in variant or "example" in variant else {**network, **variant}


def _steps(tables: Any) -> Iterator[Step]:
    seen: set[str] = set()
    if not isinstance(tables, list):
        raise ValueError(tr("steps are written [[step]]"))
    for place, table in enumerate(tables):
        name = str(table.get("id", ""))
        if not name or name in seen:
            raise ValueError(tr("step {place} needs an id of its own", place=place))
        seen.add(name)
        try:
            yield _step(table)
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(tr("step {name}: {error}", name=name, error=error)) from error


def _step(table: Mapping[str, Any]) -> Step:
    _known(table, _OF_STEP, tr("a step"))
    return Step(
        str(table["id"]),
        _look(table.get("look", {})),
        _ask(table["ask"]) if "ask" in table else None,
        tuple(Reply(_when(row["when"]), str(row["say"])) for row in table.get("replies", ())),
        condition(str(table["done"])) if "done" in table else None,
        _words(table, "start") if "start" in table else None,
        str(table.get("variant", "")),
        tuple(map(claim, _words(table, "claims"))),
        _words(table, "tests"),
        tuple(map(_offer, table.get("offers", ()))),
        _words(table, "links"),
        frozenset(_WHOLE.findall(repr(table))),
    )


def _offer(table: Mapping[str, Any]) -> Offer:
    return Offer(_words(table, "edits"), str(table["say"]), bool(table.get("anew", False)))


def _look(table: Mapping[str, Any]) -> Look:
    _known(table, tuple(field.name for field in fields(Look)), "look")
    return Look(**{**table, "tracks": _words(table, "tracks")})


def _ask(table: Mapping[str, Any]) -> Ask:
    _known(table, _OF_ASK, "ask")
    kind = str(table.get("kind", ""))
    if kind not in KINDS:
        raise ValueError(
            tr("there is no question “{kind}”: {known}", kind=kind, known=" ".join(KINDS))
        )
    options = _words(table, "options")
    answer: Formula | str = str(table["answer"])
    if kind in WITH_OPTIONS:
        if answer not in options or len(options) < 2:
            raise ValueError(tr("the answer “{answer}” is none of the options", answer=answer))
    else:
        answer = formula(str(answer))
    right = float(table.get("right", _WITHIN if kind == NUMBER_KIND else 0.0))
    scale = table.get("scale")
    return Ask(
        kind,
        answer,
        tuple(_cover(table)),
        right,
        float(table.get("close", 0.0)),
        options,
        None if scale is None else (float(scale[0]), float(scale[1])),
        bool(table.get("exponent", False)),
    )


def _cover(table: Mapping[str, Any]) -> Iterator[Quantity]:
    given = table.get("cover", ())
    for text in (given,) if isinstance(given, str) else given:
        found = formula(text)
        if not isinstance(found, Quantity) or found.at is None:
            raise ValueError(tr("“{text}” cannot be covered: write c[1] @ 2..20", text=text))
        yield found


def _when(given: Any) -> tuple[str, ...]:
    return (str(given),) if isinstance(given, str) else tuple(map(str, given))


def _words(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    given = table.get(name, ())
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise ValueError(tr("{name} is a list", name=name))
    return tuple(map(str, given))


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, Mapping):
        raise ValueError(tr("{name} is a table", name=name))
    return found


def _texts(texts: Any, name: str) -> dict[str, str]:
    if not isinstance(texts, Mapping):
        raise ValueError(tr("{name} is a table", name=f"text.{name}"))
    return {str(key): " ".join(str(text).split()) for key, text in texts.items()}


def _known(table: Mapping[str, Any], names: Sequence[str], what: str) -> None:
    for name in table:
        if name not in names:
            raise ValueError(tr("{what} has no “{name}”", what=what, name=name))
