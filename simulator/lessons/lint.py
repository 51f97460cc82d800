"""Linter of lessons: every fault of a lesson in one line, as its author needs it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from typing import Final

from ..network.gradient_quantities import EVERY_GRADIENT
from ..network.lane import Lane
from ..translation import tr
from .formula.condition import APPLIED, ASKED, AT, BACK, TRAINED, Condition, Part
from .formula.edits import edited
from .formula.parser import formula
from .formula.reading import Reading
from .formula.tree import Compared
from .lesson import NUMBER, OF_LESSON, RIGHT, SIGN, UNFILLED, WITH_OPTIONS, Ask, Lesson, Reply, Step
from .marking import IS_RIGHT, SIGNS, answer_of, marked
from .network import network
from .observed_values import their_numbers
from .text_template import filled, places

PANELS: Final = (
    "cell", "ledger", "weights", "now", "timeline", "lens", "shapes", "holds", "watches", "inputs",
    "check", "units", "answers", "gradientflow", "attribution", "loss", "predictions", "training",
    "stops", "optimiserstep",
)  # fmt: skip
"""Panels that a step can show."""

LAYOUTS: Final = ("learn", "edit", "debug", "gradients", "training")
"""Layouts that a lesson can open with."""

MOST_SENTENCES: Final = 3
"""Sentences of one text."""

_PLACE: Final = re.compile(r"\{[^{}]*\}")
_DECIMAL: Final = re.compile(r"(?<![\w.])\d+[.,]\d+(?![\w])")
_WHOLE: Final = re.compile(r"(?<![\w.,_\[])\d+(?![\w.,]*\d)(?!\w)")
_SENTENCE: Final = re.compile(r"[.?!](?=[\s”’\")]|$)")
_ALWAYS: Final = ("0", "1", "2")
"""Whole numbers that every text may have: between 0 and 1, two decimals."""


def faults(lesson: Lesson) -> list[str]:
    """Return every fault of a lesson, each in one line; none for a sound one."""
    return [*_of_lesson(lesson), *_of_texts(lesson), *_of_steps(lesson)]


def tested_elsewhere(lesson: Lesson) -> list[str]:
    """Return a line for each test that proves what the language of claims cannot say."""
    return [
        tr("step {step}: tested elsewhere, by {test}", step=step.id, test=test)
        for step in lesson.steps
        for test in step.tests
    ]


def beginnings(lesson: Lesson) -> Iterator[tuple[Step, Reading]]:
    """Yield each step with the network that it begins with, where no reader has edited it.

    Raises:
        ValueError: a network or an edit that does not fit, in words.
    """
    here: Reading | None = None
    for step in lesson.steps:
        if here is None or step.start is not None or step.variant:
            if step.variant not in lesson.networks:
                raise ValueError(
                    tr("step {step}: there is no variant “{name}”", step=step.id, name=step.variant)
                )
            here = edited(network(lesson.networks[step.variant]), step.start or ())
        yield step, here


def _of_lesson(lesson: Lesson) -> Iterator[str]:
    if not lesson.id:
        yield tr("the lesson has no id")
    if lesson.layout not in LAYOUTS:
        yield tr(
            "unknown layout “{name}”; known: {known}", name=lesson.layout, known=" ".join(LAYOUTS)
        )
    if not lesson.texts:
        yield tr("the lesson has no text. Write it under [text.en]")
    known = {key for step in lesson.steps for key in step.keys} | set(OF_LESSON)
    for name, texts in lesson.texts.items():
        for key in texts.keys() - known:
            yield tr("[text.{language}]: no step has the key “{key}”", language=name, key=key)
        if "title" not in texts:
            yield tr("[text.{language}]: the title is missing", language=name)


def _of_texts(lesson: Lesson) -> Iterator[str]:
    """Yield what differs between the languages."""
    for one, other in combinations(lesson.texts, 2):
        for key in sorted(lesson.texts[one].keys() ^ lesson.texts[other].keys()):
            there = one if key in lesson.texts[one] else other
            yield tr("text {key} exists only in {language}", key=key, language=there)
        for key in lesson.texts[one].keys() & lesson.texts[other].keys():
            try:
                first, second = (_formulas(lesson.texts[name][key]) for name in (one, other))
            except ValueError:
                continue  # it is told with its step
            for text in sorted(first ^ second):
                yield tr("text {key}: {place} is in one language only", key=key, place=text)


def _formulas(text: str) -> set[str]:
    """Return the formulas of a text's places, as they are read."""
    return {repr(place.formula) for place in places(text)}


def _of_steps(lesson: Lesson) -> Iterator[str]:
    try:
        for step, reading in beginnings(lesson):
            for fault in _of_step(lesson, step, reading):
                yield tr("step {name}: {error}", name=step.id, error=fault)
        for key in OF_LESSON:
            for name, texts in lesson.texts.items():
                yield from _unfilled(texts.get(key, ""), key, name, reading)
                yield from _open_marks(texts.get(key, ""), key, name)
    except ValueError as error:
        yield str(error)


def _of_step(lesson: Lesson, step: Step, reading: Reading) -> Iterator[str]:
    for claim in step.claims:
        try:
            if not claim.holds(reading):
                got = claim.measured(reading)
                yield tr(
                    "the claim “{claim}” is false: its left side is {got}",
                    claim=claim.text,
                    got=got,
                )
        except ValueError as error:
            yield tr("the claim “{claim}”: {error}", claim=claim.text, error=error)
    for name, texts in lesson.texts.items():
        if not texts.get(step.id):
            yield tr("it has no text in [text.{language}]", language=name)
        if step.ask is not None and not texts.get(step.id + RIGHT):
            key = step.id + RIGHT
            yield tr("the answer has no text “{key}” in [text.{language}]", key=key, language=name)
        for key in step.keys:
            text = texts.get(key, "")
            yield from _unfilled(text, key, name, reading)
            yield from _open_marks(text, key, name)
            yield from _by_hand(text, key, name, step, reading)
            if len(_SENTENCE.findall(_PLACE.sub("0", text))) > MOST_SENTENCES:
                yield tr(
                    "text {key} in {language} has more than three sentences", key=key, language=name
                )
    yield from _of_look(step, reading)
    if step.ask is not None:
        yield from _of_ask(step.ask, step.replies, reading, lesson)
    for reply in step.replies:
        if not lesson.text(reply.say):
            yield tr("the reply “{key}” has no text", key=reply.say)
    if step.done is not None:
        yield from _of_task(step, step.done, reading)
    for offer in step.offers:
        if not lesson.text(offer.say):
            yield tr("the button “{key}” has no text", key=offer.say)
        if offer.doctor and their_numbers(reading) is None:
            yield tr("the lesson has no numbers to compare. Add their_c or their_h")
        try:
            edited(reading, offer.edits)
        except ValueError as error:
            yield str(error)


def _unfilled(text: str, key: str, name: str, reading: Reading) -> Iterator[str]:
    try:
        filled(text, reading)
    except ValueError as error:
        yield tr("text {key} in {language}: {error}", key=key, language=name, error=error)


def _open_marks(text: str, key: str, name: str) -> Iterator[str]:
    """Yield what stands alone of a pair, and places in texts that the start page shows."""
    words = _PLACE.sub(" ", text)
    alone = [sign for sign in ("{", "}") if sign in words]
    alone += [sign for sign in ("**", "`") if words.count(sign) % 2]
    for sign in alone:
        yield tr("text {key} in {language}: unmatched “{sign}”", key=key, language=name, sign=sign)
    if key in UNFILLED and _PLACE.search(text):
        yield tr(
            "text {key} in {language}: placeholders are not filled in on the start page",
            key=key,
            language=name,
        )


def _by_hand(text: str, key: str, name: str, step: Step, reading: Reading) -> Iterator[str]:
    """Yield numbers that are typed, where the engine has to fill them in; labels are names."""
    words = _PLACE.sub(" ", text)
    edits = [edit for claim in step.claims for edit in claim.edits]
    edits += [edit for offer in step.offers for edit in offer.edits] + [*(step.start or ())]
    wrong = step.ask.options if step.ask is not None else ()
    told = " ".join([*edits, *wrong]).replace(",", ".")
    for number in _DECIMAL.findall(words):
        if number.replace(",", ".") not in told:
            yield tr(
                "text {key} in {language}: {number} is typed by hand. Let the engine fill it in",
                key=key,
                language=name,
                number=number,
            )
    for number in _WHOLE.findall(_DECIMAL.sub(" ", words)):
        if number not in (*step.mentions, *_ALWAYS, *reading.labels):
            yield tr(
                "text {key} in {language}: the step has no claim {number}",
                key=key,
                language=name,
                number=number,
            )


def _of_look(step: Step, reading: Reading) -> Iterator[str]:
    look, experiment = step.look, reading.experiment
    if look.panel and look.panel not in PANELS:
        yield tr("unknown panel “{name}”; known: {known}", name=look.panel, known=" ".join(PANELS))
    if look.layout and look.layout not in LAYOUTS:
        yield tr(
            "unknown layout “{name}”; known: {known}", name=look.layout, known=" ".join(LAYOUTS)
        )
    lane = Lane(look.layer or 0, int(look.reverse))
    if lane not in experiment.config.lanes():
        yield tr("{key}: there is no {lane}", key="look", lane=lane.text())
    if (look.row or 0) >= experiment.batch_size:
        yield tr("{key}: there is no row {row}", key="look", row=look.row)
    for name in look.tracks:
        if name not in ("x", *experiment.quantities, *EVERY_GRADIENT):
            yield tr("look: there is no track “{name}”", name=name)
    if look.back and not experiment.source:
        yield tr("there is no backward pass. Choose a loss or a value to differentiate")
    steps = experiment.num_timesteps
    span = range(steps + 1) if look.back else range(-1, steps)
    if look.at is not None and look.at not in span:
        last = experiment.num_timesteps - 1
        yield tr("look: no t {t}; the last timestep is {last}", t=look.at, last=last)
    if (look.unit or 0) >= experiment.config.hidden_size:
        width = experiment.config.hidden_size
        yield tr("look: no unit {unit}; there are {width} units", unit=look.unit, width=width)
    for text in filter(None, (look.number, *step.links)):
        try:
            formula(text).value(reading)
        except ValueError as error:
            yield tr("in “{text}”: {error}", text=text, error=error)


def _of_ask(ask: Ask, replies: Sequence[Reply], reading: Reading, lesson: Lesson) -> Iterator[str]:
    try:
        right = answer_of(ask, reading)
        for quantity in ask.cover:
            quantity.addresses(reading)
    except ValueError as error:
        yield tr("the question: {error}", error=error)
        return
    if ask.scale is not None and ask.kind == NUMBER:
        low, high = ask.scale
        if not low <= float(right) <= high:
            yield tr("the question's scale excludes the answer {answer}", answer=right)
    for reply in replies:
        for when in reply.when:
            if not _can_be_given(ask, when, right, reading):
                yield tr("the reply to “{when}” can never be shown", when=when)


def _can_be_given(ask: Ask, when: str, right: str, reading: Reading) -> bool:
    if ask.kind in WITH_OPTIONS:
        return when in ask.options and when != right
    if ask.kind == SIGN:
        return when in SIGNS and when != right
    try:
        answer = when[1:] if when[:1] in ("<", ">") else when
        grade = marked(ask, (), answer, reading).grade
    except ValueError:
        return False
    return when[:1] in ("<", ">") or grade != IS_RIGHT


def _of_task(step: Step, done: Condition, reading: Reading) -> Iterator[str]:
    """Yield why a task is none: it is done at its start, or no claim shows that it can be done."""
    asked = [[part.compared for part in parts if part.compared] for parts in done.alternatives]
    ways = list(_ways(step, reading))
    for part in done.parts:
        if not any(_can_be_met(part, step, way) for way in ways):
            deed = f"{part.deed} {part.number}" if part.deed in (AT, BACK, TRAINED) else part.deed
            yield tr("its task cannot be done: {deed}", deed=deed)
    try:
        if any(parts and all(part.holds(reading) for part in parts) for parts in asked):
            yield tr("its task is already done at the start: {done}", done=done.text)
        if all(asked) and not step.tests and not _is_shown(asked, ways[1:]):
            yield tr("no claim proves that its task can be done: {done}", done=done.text)
    except ValueError as error:
        yield tr("the condition “{text}”: {error}", text=done.text, error=error)


def _ways(step: Step, reading: Reading) -> Iterator[Reading]:
    """Yield what the step begins with, then what the edits of its claims and offers make of it."""
    yield reading
    edits = [claim.edits for claim in step.claims if claim.edits]
    for way in (*edits, *(offer.edits for offer in step.offers)):
        with suppress(ValueError):  # it is told with its claim
            yield replace(edited(reading, way), begun=reading)


def _can_be_met(part: Part, step: Step, reading: Reading) -> bool:
    """Return False for a deed that there is no way to do; comparisons are another matter."""
    experiment = reading.experiment
    if part.deed == ASKED:
        return step.ask is not None
    if part.deed == BACK and not experiment.source:
        return False
    if part.deed == TRAINED:
        return bool(experiment.source) and not experiment.objective.seeds
    if part.deed == APPLIED:
        return their_numbers(reading) is not None
    return part.deed not in (AT, BACK) or part.number < experiment.num_timesteps


def _is_shown(asked: Sequence[Sequence[Compared]], ways: Sequence[Reading]) -> bool:
    return any(all(part.holds(way) for part in parts) for way in ways for parts in asked)
