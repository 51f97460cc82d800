"""Mistakes in how cells are connected: directions, padding, and what is carried on."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array
from ...translation import mark
from ..mistake import (
    LINK,
    LINK_AND_STEP,
    LINK_AND_WINDOW,
    Mistake,
    all_of,
    batch,
    bidirectional,
    deep,
    in_wiring,
    long,
    ragged,
    without,
)


def _swapped(directions: Sequence[Array]) -> Array:
    return np.concatenate(directions[::-1], axis=-1)


def _added(directions: Sequence[Array]) -> Array:
    return np.concatenate([np.sum(directions, axis=0)] * len(directions), axis=-1)


_STATES: Final = frozenset("hc")

_wiring = partial(Mistake, group=mark("wiring"), caught_by=LINK_AND_WINDOW)
_both_ways, _stacked = all_of(bidirectional, long), all_of(bidirectional, deep)
_stacked_cells = all_of(deep, without(bidirectional))
_joined_everywhere = in_wiring(join=_swapped, join_output=_swapped)

OF_WIRING: Final = (
    _wiring(
        mark("the reverse direction's outputs not put back in timestep order"),
        "reverse",
        change=in_wiring(realigns=False),
        needs=_both_ways,
        caught_by=LINK_AND_STEP,
    ),
    _wiring(
        mark("the reverse direction not reversed"),
        "reverse",
        change=in_wiring(reverses=False),
        needs=_both_ways,
        title=mark("reverse not reversed"),
    ),
    _wiring(
        mark("the reverse direction concatenated first"),
        "concatenation",
        change=_joined_everywhere,
        needs=all_of(bidirectional, without(deep)),
    ),
    _wiring(
        mark("the reverse direction concatenated first in every layer"),
        "concatenation",
        change=_joined_everywhere,
        needs=_stacked,
    ),
    _wiring(
        mark("the reverse direction concatenated first in the output only"),
        "concatenation",
        change=in_wiring(join_output=_swapped),
        needs=_stacked,
    ),
    _wiring(
        mark("the reverse direction concatenated first only between the layers"),
        "concatenation",
        change=in_wiring(join=_swapped),
        needs=_stacked,
    ),
    _wiring(
        mark("the directions summed, not concatenated, between the layers"),
        "concatenation",
        change=in_wiring(join=_added),
        needs=_stacked,
        title=mark("directions summed"),
    ),
    _wiring(
        mark("the lengths ignored"),
        "lengths",
        change=in_wiring(heeds_lengths=False, clears_padding=False),
        needs=ragged,
        caught_by=LINK,
        title=mark("lengths ignored"),
        whole=True,
    ),
    _wiring(
        mark("the lengths ignored, but the output padding cleared"),
        "lengths",
        change=in_wiring(heeds_lengths=False),
        needs=ragged,
        caught_by=LINK,
        whole=True,
    ),
    _wiring(
        mark("the reverse direction starting in the padding"),
        "lengths",
        change=in_wiring(starts_in_padding=True),
        needs=all_of(ragged, bidirectional),
        title=mark("reverse LSTM starting in padding"),
        whole=True,
    ),
    _wiring(
        mark("h not carried from step to step"),
        "carried",
        change=in_wiring(resets=frozenset("h")),
        needs=long,
    ),
    _wiring(
        mark("c not carried from step to step"),
        "carried",
        change=in_wiring(resets=frozenset("c")),
        needs=long,
    ),
    _wiring(
        mark("the state reset at every step"),
        "carried",
        change=in_wiring(resets=_STATES),
        needs=long,
    ),
    _wiring(
        mark("each layer's c passed up to the next layer at every step"),
        "carried",
        change=in_wiring(from_below=frozenset("c")),
        needs=_stacked_cells,
        title=mark("c passed up"),
    ),
    _wiring(
        mark("each layer's h and c passed up to the next layer at every step"),
        "carried",
        change=in_wiring(from_below=_STATES),
        needs=_stacked_cells,
        title=mark("h and c passed up"),
    ),
    _wiring(
        mark("one state shared by all layers"),
        "carried",
        change=in_wiring(takes_turns=True),
        needs=_stacked_cells,
    ),
    _wiring(
        mark("the state not reset between batch rows"),
        "reset",
        change=in_wiring(carries_rows=True),
        needs=batch,
        whole=True,
    ),
    _wiring(
        mark("the state not reset after an earlier run of the sequence"),
        "passes",
        change=in_wiring(passes=2),
        whole=True,
    ),
    _wiring(
        mark("the state not reset after two earlier runs of the sequence"),
        "passes",
        change=in_wiring(passes=3),
        whole=True,
    ),
)
"""In the order in which they are made."""
