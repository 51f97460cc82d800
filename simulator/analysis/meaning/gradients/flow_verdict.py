"""A verdict on gradient flow in words: how much arrives, and what carried it."""

from collections.abc import Mapping
from typing import Final

from ....translation import mark, percent
from ...gradient_flow.verdict import (
    ARRIVES,
    EXPLODES,
    NOT_FINITE,
    NOTHING,
    VANISHED,
    VANISHES,
    Verdict,
)
from ...number_text import MINUS, scientific
from ..spans import NUMBER, Span, Spans, sentence

WORDS: Final[Mapping[str, str]] = {
    VANISHED: mark("Vanished"),
    VANISHES: mark("Vanishes"),
    ARRIVES: mark("Arrives"),
    EXPLODES: mark("Explodes"),
    NOTHING: mark("No gradient"),
    NOT_FINITE: mark("Not finite"),
}
"""Kinds of a verdict in a word or three (pass them to `tr`)."""

_HEADLINES: Final[Mapping[str, str]] = {
    VANISHED: mark("{ratio} of the gradient at t {begin} reaches t {end}: it has vanished"),
    VANISHES: mark("{ratio} of the gradient at t {begin} reaches t {end}: it vanishes"),
    ARRIVES: mark("The gradient at t {begin} reaches t {end} at {ratio} times its size"),
    EXPLODES: mark(
        "The gradient at t {begin} reaches t {end} at {ratio} times its size: it explodes"
    ),
    NOTHING: mark("No gradient reaches this point"),
    NOT_FINITE: mark("The gradient that reaches t {end} from t {begin} is not finite"),
}
_ALONE_HEADLINES: Final[Mapping[str, str]] = {
    VANISHED: mark(
        "{ratio} of the gradient that enters at t {begin} reaches t {end}: it has vanished"
    ),
    VANISHES: mark("{ratio} of the gradient that enters at t {begin} reaches t {end}: it vanishes"),
    ARRIVES: mark(
        "The gradient that enters at t {begin} reaches t {end} at {ratio} times its size"
    ),
    EXPLODES: mark(
        "The gradient that enters at t {begin} reaches t {end} at {ratio} times its "
        "size: it explodes"
    ),
}
"""Headlines where more comes in on the way, as a loss of every timestep does."""

_BEGINS: Final = mark("The gradient starts at t {begin}; the backward pass has taken no step yet")
_WITH_BIAS: Final = mark("{said}; forget bias {bias}")

_NOBODY_HEARS: Final = mark("t {end} adds nothing to any weight gradient")
_NOT_OF_THE_BEGIN: Final = mark(
    "The output at t {begin} sends no gradient to the weights at t {end}"
)
_AT_THE_EDGE: Final = mark("1 part in {count} arrives, at the limit of float32")
_BELOW_THE_EDGE: Final = mark("1 part in {count} arrives: too little to change a float32 sum")
_GROWS: Final = mark("Each step multiplies it by {growth}")
_STRAIGHT: Final = mark("{share} came directly along c")
_THROUGH_GATES: Final = mark("Only {share} came directly along c; the rest came through the gates")
_AGAINST: Final = mark(
    "{times} times as much came directly along c; the paths through the gates cancelled the excess"
)
_FLAT: Final = mark("{share} of f's slopes are near 0, so f itself learns little")
_ALL_FLAT: Final = mark("Every slope of f is near 0, so f itself learns little")
_ALONE: Final = mark("The curves also include gradients that enter along the way")

_FLOAT32_EDGE: Final = 2.0**-24
"""Share of a float32 sum below which a summand changes no bit of it."""

_MANY_FLAT: Final = 0.5


def headline(verdict: Verdict) -> Spans:
    """Return the verdict in a sentence, with the forget bias."""
    places = {"begin": Span(str(verdict.begin)), "end": Span(str(verdict.end))}
    if verdict.kind not in (NOTHING, NOT_FINITE) and not verdict.steps:
        return sentence(_BEGINS, **places)
    headlines = _ALONE_HEADLINES if verdict.alone else {}
    text = headlines.get(verdict.kind, _HEADLINES[verdict.kind])
    said = sentence(text, **places, ratio=ratio_text(verdict.ratio))
    if verdict.forget_bias is None or verdict.kind == NOTHING:
        return said
    bias = f"{verdict.forget_bias:.1f}".removesuffix(".0").replace("-", MINUS)
    bias = "0" if bias == f"{MINUS}0" else bias
    return sentence(_WITH_BIAS, said=said, bias=Span(bias, NUMBER, "f"))


def reasons(verdict: Verdict) -> tuple[Spans, ...]:
    """Return further sentences: how much arrives, what carried it, and whether f can learn."""
    if verdict.kind in (NOTHING, NOT_FINITE) or not verdict.steps:
        return ()
    found = [_arrival(verdict)]
    if verdict.flat >= _MANY_FLAT:
        all_flat = verdict.flat == 1
        share = Span(percent(verdict.flat), NUMBER, "f")
        found.append(sentence(_ALL_FLAT) if all_flat else sentence(_FLAT, share=share))
    if verdict.alone:
        found.append(sentence(_ALONE))
    return tuple(found)


def ratio_text(ratio: float) -> Span:
    """Write a ratio: `4.7`, `0.12`, and far from 1 as `2e−21`."""
    near = 0.01 <= ratio < 1000
    text = f"{ratio:.2g}" if near and ratio < 100 else f"{ratio:.0f}"
    return Span(text if near else _unsigned(ratio), NUMBER, "c")


def _unsigned(value: float) -> str:
    return scientific(value, 1).removeprefix("+")


def _arrival(verdict: Verdict) -> Spans:
    if verdict.kind == VANISHED:
        text = _NOT_OF_THE_BEGIN if verdict.alone else _NOBODY_HEARS
        return sentence(text, begin=Span(str(verdict.begin)), end=Span(str(verdict.end)))
    if verdict.kind == VANISHES:
        text = _AT_THE_EDGE if verdict.ratio >= _FLOAT32_EDGE else _BELOW_THE_EDGE
        return sentence(text, count=Span(_unsigned(1 / verdict.ratio), NUMBER))
    if verdict.kind == EXPLODES:
        return sentence(_GROWS, growth=ratio_text(verdict.per_step))
    if verdict.direct > 1.005:
        return sentence(_AGAINST, times=ratio_text(verdict.direct))
    share = Span(percent(min(verdict.direct, 1.0)), NUMBER, "c")
    return sentence(_STRAIGHT if verdict.direct >= 0.5 else _THROUGH_GATES, share=share)
