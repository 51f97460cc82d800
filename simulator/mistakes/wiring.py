"""Mistakes in how cells are connected: directions, padding, and what is carried on."""

from collections.abc import Iterator

from ..experiment.experiment import Experiment
from ..translation import mark, tr
from .mistake import Mistake, in_wiring


def of_wiring(experiment: Experiment) -> Iterator[Mistake]:
    config = experiment.config
    if config.bidirectional:
        deep = config.num_layers > 1
        joined = mark("the directions concatenated the other way")
        if deep:
            joined = mark("the directions concatenated the other way in every layer")
        for phrase, family, changes in (
            (
                mark("the outputs of the reverse direction not put back to their timesteps"),
                "reverse",
                {"realigns": False},
            ),
            (mark("the reverse direction not reversed"), "reverse", {"reverses": False}),
            (
                joined,
                "concatenation",
                {"swaps_join": True, "swaps_output": True},
            ),
        ):
            yield Mistake(phrase, tr(phrase), family, in_wiring(**changes))
        if deep:
            for phrase, changes in (
                (
                    mark("the directions concatenated the other way in the output alone"),
                    {"swaps_output": True},
                ),
                (
                    mark("the directions concatenated the other way between the layers alone"),
                    {"swaps_join": True},
                ),
            ):
                yield Mistake(phrase, tr(phrase), "concatenation", in_wiring(**changes))
    if experiment.ragged:
        yield from _of_padding(experiment)
    for phrase, changes in (
        (mark("h not carried from step to step"), {"carries_h": False}),
        (mark("c not carried from step to step"), {"carries_c": False}),
        (mark("the state reset at every step"), {"carries_h": False, "carries_c": False}),
    ):
        if experiment.num_timesteps > 1:
            yield Mistake(phrase, tr(phrase), "carried", in_wiring(**changes))
    if experiment.batch_size > 1:
        phrase = mark("the state not reset between batch rows")
        yield Mistake(phrase, tr(phrase), "rows", in_wiring(carries_rows=True), True)
    for passes, phrase in (
        (2, mark("the state not reset after running the sequence once before")),
        (3, mark("the state not reset after running the sequence twice before")),
    ):
        yield Mistake(phrase, tr(phrase), "passes", in_wiring(passes=passes), True)


def _of_padding(experiment: Experiment) -> Iterator[Mistake]:
    for phrase, changes in (
        (mark("the lengths ignored"), {"heeds_lengths": False, "clears_padding": False}),
        (
            mark("the lengths ignored, and the padding of the output cleared"),
            {"heeds_lengths": False},
        ),
    ):
        yield Mistake(phrase, tr(phrase), "lengths", in_wiring(**changes), True)
    if experiment.config.bidirectional:
        phrase = mark("the reverse direction starting in the padding")
        yield Mistake(phrase, tr(phrase), "lengths", in_wiring(starts_in_padding=True), True)
