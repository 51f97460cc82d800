"""Reader of lessons' files: TOML to a `Lesson`. Every fault is one line that says where it is."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from ..files.errors import StrPath, cannot_read, plain, reading
from ..files.registry import check_is_file
from ..translation import tr
from .formula.claim import claim
from .formula.condition import condition
from .formula.numbers import Quantity
from .formula.parser import formula
from .formula.tree import Formula
from .lesson import KINDS, WITH_OPTIONS, Ask, Lesson, Look, Offer, Reply, Step
from .lesson import NUMBER as NUMBER_KIND
from .typed_entries import (
    Table,
    checked_table,
    flag,
    needed,
    number,
    numbers,
    refuse_unknown,
    table_of,
    tables_of,
    text,
    whole,
    words,
)

MOST_BYTES: Final = 2**20
"""Size of a lesson's file up to which it is read."""

_OF_LESSON: Final = ("id", "number", "after", "layout", "network", "variant", "step", "text")
_OF_STEP: Final = (
    "id", "look", "ask", "replies", "done", "start", "variant", "claims", "tests", "offers",
    "links",
)  # fmt: skip
_OF_REPLY: Final = ("when", "say")
_OF_OFFER: Final = ("edits", "say", "anew", "doctor")
_OF_LOOK: Final = tuple(field.name for field in fields(Look))
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
        raise cannot_read(path, tr("a lesson file can be at most 1 MB"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise cannot_read(path, tr("it is not UTF-8. Save it as UTF-8")) from error


def parse(toml: str) -> Lesson:
    """Return the lesson that a text in TOML describes.

    Raises:
        ValueError: in words, with the step it is in.
    """
    try:
        table = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(tr("it is not valid TOML: {error}", error=error)) from error
    return lesson_of(table)


def lesson_of(table: Table) -> Lesson:
    """Return the lesson of a file's tables.

    Raises:
        ValueError: in words, with the step it is in.
    """
    refuse_unknown(table, _OF_LESSON, tr("a lesson"))
    networks = {"": table_of(table, "network")}
    networks |= {
        name: _varied(networks[""], checked_table(variant, name))
        for name, variant in table_of(table, "variant").items()
    }
    steps = tuple(_steps(table))
    if not steps:
        raise ValueError(tr("a lesson needs a [[step]]"))
    return Lesson(
        text(table, "id"),
        whole(table, "number"),
        words(table, "after"),
        text(table, "layout", "learn"),
        networks,
        steps,
        {name: _texts(texts, name) for name, texts in table_of(table, "text").items()},
    )


def _varied(network: Table, variant: Table) -> Table:
    """Return the table of a variant: the lesson's own with some entries, or a task's or example."""
    return variant if "task" in variant or "example" in variant else {**network, **variant}


def _steps(lesson: Table) -> Iterator[Step]:
    seen: set[str] = set()
    for place, table in enumerate(tables_of(lesson, "step")):
        name = text(table, "id")
        if not name or name in seen:
            raise ValueError(tr("step {place} needs its own id", place=place))
        seen.add(name)
        try:
            yield _step(table)
        except ValueError as error:
            raise ValueError(tr("step {name}: {error}", name=name, error=error)) from error


def _step(table: Table) -> Step:
    refuse_unknown(table, _OF_STEP, tr("a step"))
    return Step(
        text(table, "id"),
        _look(table_of(table, "look")),
        _ask(table_of(table, "ask")) if "ask" in table else None,
        tuple(map(_reply, tables_of(table, "replies"))),
        condition(text(table, "done")) if "done" in table else None,
        words(table, "start") if "start" in table else None,
        text(table, "variant"),
        tuple(map(claim, words(table, "claims"))),
        words(table, "tests"),
        tuple(map(_offer, tables_of(table, "offers"))),
        words(table, "links"),
        frozenset(_WHOLE.findall(repr(table))),
    )


def _reply(table: Table) -> Reply:
    refuse_unknown(table, _OF_REPLY, tr("a reply"))
    given = table.get("when", [])
    return Reply(
        words({"when": given if isinstance(given, list) else [given]}, "when"), needed(table, "say")
    )


def _offer(table: Table) -> Offer:
    refuse_unknown(table, _OF_OFFER, tr("a button"))
    anew, doctor = flag(table, "anew"), flag(table, "doctor")
    return Offer(words(table, "edits"), needed(table, "say"), anew, doctor)


def _look(table: Table) -> Look:
    refuse_unknown(table, _OF_LOOK, "look")

    def place(name: str, least: int = 0) -> int | None:
        return whole(table, name, least=least) if name in table else None

    return Look(
        place("at", -1),
        flag(table, "back"),
        text(table, "number"),
        text(table, "panel"),
        place("unit"),
        place("layer"),
        flag(table, "reverse"),
        place("row"),
        text(table, "layout"),
        words(table, "tracks"),
    )


def _ask(table: Table) -> Ask:
    refuse_unknown(table, _OF_ASK, "ask")
    kind = text(table, "kind")
    if kind not in KINDS:
        raise ValueError(
            tr("unknown question “{kind}”; known: {known}", kind=kind, known=" ".join(KINDS))
        )
    options = words(table, "options")
    if len(set(options)) < len(options):
        raise ValueError(tr("an option is repeated"))
    answer: Formula | str = needed(table, "answer")
    if kind in WITH_OPTIONS:
        if answer not in options or len(options) < 2:
            raise ValueError(tr("the answer “{answer}” is not one of the options", answer=answer))
    else:
        answer = formula(str(answer))
    return Ask(
        kind,
        answer,
        tuple(_cover(table)),
        number(table, "right", _WITHIN if kind == NUMBER_KIND else 0.0, least=0),
        number(table, "close", least=0),
        options,
        _scale(table) if "scale" in table else None,
        flag(table, "exponent"),
    )


def _one_or_more(table: Table, name: str) -> tuple[str, ...]:
    """Return a list of texts; one alone needs no brackets."""
    given = table.get(name, [])
    return words({name: given if isinstance(given, list) else [given]}, name)


def _cover(table: Table) -> Iterator[Quantity]:
    for said in _one_or_more(table, "cover"):
        found = formula(said)
        if not isinstance(found, Quantity) or found.at is None:
            raise ValueError(
                tr("“{text}” cannot be covered. Use one such as c[1] @ 2..20", text=said)
            )
        yield found


def _scale(table: Table) -> tuple[float, float]:
    ends = numbers(table, "scale")
    if ends.shape != (2,) or not ends[0] < ends[1]:
        raise ValueError(tr("scale must be two numbers, the smaller first"))
    return float(ends[0]), float(ends[1])


def _texts(texts: Any, name: str) -> dict[str, str]:
    table = checked_table(texts, f"text.{name}")
    return {key: " ".join(text(table, key).split()) for key in table}
