"""Targets typed as text."""

import math
import re

import numpy as np

from ...arrays import cast
from ...experiment.experiment import Experiment
from ...objective.readout import EVERY, Readout
from ...objective.targets import IGNORED, Targets
from ...translation import tr
from ..errors import plain

NOTHING = "_"
"""Word where there is no answer."""


def typed_targets(text: str, experiment: Experiment, readout: Readout, classes: bool) -> Targets:
    """Read answers, one after another: of each timestep, or of each row for a readout at the end.

    Spaces, commas and lines part the words. An answer is a class, by its name or number, or K
    numbers. `_` stands where there is none.

    Raises:
        ValueError: a word that is no answer, or more or fewer answers than are needed.
    """
    steps, batch, _ = experiment.sequence.shape
    every, K = readout.over == EVERY, readout.width
    if every and batch > 1:
        raise ValueError(
            tr(
                "typed targets work only for one batch row, but there are {rows}. Open a file",
                rows=batch,
            )
        )
    places = [(t, 0) for t in range(steps)]
    if not every:
        places = [(length - 1, row) for row, length in enumerate(experiment.lengths)]
    each = 1 if classes else K
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if len(words) != each * len(places):
        raise ValueError(
            tr(
                "{needed} entries are needed, {each} for each of {places} "
                "predictions, but you typed {got}. Type _ where there is no target",
                needed=each * len(places),
                each=each,
                places=len(places),
                got=len(words),
            )
        )
    if classes:
        ids = np.full((steps, batch), IGNORED, np.int64)
        for place, word in zip(places, words, strict=True):
            ids[place] = _class(word, readout)
        return Targets.of(ids)
    numbers, counted = np.zeros((steps, batch, K)), np.zeros((steps, batch), bool)
    for number, place in enumerate(places):
        answer = [_number(word) for word in words[number * K : (number + 1) * K]]
        counted[place] = not any(map(math.isnan, answer))
        numbers[place] = answer if counted[place] else 0
    with np.errstate(over="ignore"):
        converted = cast(numbers, experiment.dtype)
    if not np.isfinite(converted).all():
        raise ValueError(tr("a number is too large for {dtype}", dtype=experiment.dtype))
    return Targets(converted, counted)


def _class(word: str, readout: Readout) -> int:
    if word == NOTHING:
        return IGNORED
    if word in readout.names:
        return readout.names.index(word)
    if word.isascii() and word.isdigit() and int(word) < readout.width:
        return int(word)
    raise ValueError(
        tr(
            "{word} is not a class. Type a number from 0 to {last}, the name of an "
            "output, or _ where there is no target",
            word=plain(word, 40),
            last=readout.width - 1,
        )
    )


def _number(word: str) -> float:
    if word == NOTHING:
        return math.nan
    try:
        return float(word.replace("−", "-"))
    except ValueError:
        raise ValueError(
            tr(
                "{word} is not a number. Type one, or _ where there is no target",
                word=plain(word, 40),
            )
        ) from None
