"""Mistakes in how cells are connected: directions, padding, and what is carried on."""

from collections.abc import Iterator

from simulator.doctor.mistake import Mistake, in_wiring
from simulator.experiment import Experiment


def of_wiring(experiment: Experiment) -> Iterator[Mistake]:
    config = experiment.config
    if config.bidirectional:
        deep = config.num_layers > 1
        everywhere = " in every layer" if deep else ""
        for phrase, family, changes in (
            (
                "the outputs of the reverse direction not put back to their timesteps",
                "reverse",
                {"realigns": False},
            ),
            ("the reverse direction not reversed", "reverse", {"reverses": False}),
            (
                f"the directions concatenated the other way{everywhere}",
                "concatenation",
                {"swaps_join": True, "swaps_output": True},
            ),
        ):
            yield Mistake(phrase, phrase, family, in_wiring(**changes))
        if deep:
            for where, changes in (
                ("in the output alone", {"swaps_output": True}),
                ("between the layers alone", {"swaps_join": True}),
            ):
                phrase = f"the directions concatenated the other way {where}"
                yield Mistake(phrase, phrase, "concatenation", in_wiring(**changes))
    if experiment.ragged:
        yield from _of_padding(experiment)
    for phrase, changes in (
        ("h not carried from step to step", {"carries_h": False}),
        ("c not carried from step to step", {"carries_c": False}),
        ("the state reset at every step", {"carries_h": False, "carries_c": False}),
    ):
        if experiment.num_timesteps > 1:
            yield Mistake(phrase, phrase, "carried", in_wiring(**changes))
    if experiment.batch_size > 1:
        phrase = "the state not reset between batch rows"
        yield Mistake(phrase, phrase, "rows", in_wiring(carries_rows=True), True)
    for passes in (2, 3):
        times = "once" if passes == 2 else "twice"
        phrase = f"the state not reset after running the sequence {times} before"
        yield Mistake(phrase, phrase, "passes", in_wiring(passes=passes), True)


def _of_padding(experiment: Experiment) -> Iterator[Mistake]:
    for phrase, changes in (
        ("the lengths ignored", {"heeds_lengths": False, "clears_padding": False}),
        ("the lengths ignored, and the padding of the output cleared", {"heeds_lengths": False}),
    ):
        yield Mistake(phrase, phrase, "lengths", in_wiring(**changes), True)
    if experiment.config.bidirectional:
        phrase = "the reverse direction starting in the padding"
        yield Mistake(phrase, phrase, "lengths", in_wiring(starts_in_padding=True), True)
