"""Mistakes in how cells are connected: directions, padding, and states that are carried on."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...translation import mark
from ..mistake import (
    LINK,
    LINK_AND_STEP,
    LINK_AND_WINDOW,
    Mistake,
    Need,
    all_of,
    always,
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
_both_ways, _stacked = all_of(bidirectional, long), all_of(bidirectional, deep)
_stacked_cells = all_of(deep, without(bidirectional))


def _wiring(
    family: str,
    name: str,
    needs: Need = always,
    caught_by: frozenset[str] = LINK_AND_WINDOW,
    title: str = "",
    whole: bool = False,
    **changes: Any,
) -> Mistake:
    """Return a mistake that changes some fields of a `Wiring`."""
    return Mistake(
        name,
        family,
        mark("wiring"),
        in_wiring(**changes),
        needs,
        caught_by,
        title=title,
        whole=whole,
    )


_reverse, _order, _carried = (
    partial(_wiring, family) for family in ("reverse", "concatenation", "carried")
)
_lengths, _passes = partial(_wiring, "lengths", whole=True), partial(_wiring, "passes", whole=True)

OF_WIRING: Final = (
    _reverse(
        mark("the reverse direction's outputs not put back in timestep order"),
        _both_ways,
        LINK_AND_STEP,
        realigns=False,
    ),
    _reverse(
        mark("the reverse direction not reversed"),
        _both_ways,
        title=mark("reverse not reversed"),
        reverses=False,
    ),
    _order(
        mark("the reverse direction concatenated first"),
        all_of(bidirectional, without(deep)),
        join=_swapped,
        join_output=_swapped,
    ),
    _order(
        mark("the reverse direction concatenated first in every layer"),
        _stacked,
        join=_swapped,
        join_output=_swapped,
    ),
    _order(
        mark("the reverse direction concatenated first in the output only"),
        _stacked,
        join_output=_swapped,
    ),
    _order(
        mark("the reverse direction concatenated first only between the layers"),
        _stacked,
        join=_swapped,
    ),
    _order(
        mark("the directions summed, not concatenated, between the layers"),
        _stacked,
        title=mark("directions summed"),
        join=_added,
    ),
    _lengths(
        mark("the lengths ignored"),
        ragged,
        LINK,
        mark("lengths ignored"),
        heeds_lengths=False,
        clears_padding=False,
    ),
    _lengths(
        mark("the lengths ignored, but the output padding cleared"),
        ragged,
        LINK,
        heeds_lengths=False,
    ),
    _lengths(
        mark("the reverse direction starting in the padding"),
        all_of(ragged, bidirectional),
        title=mark("reverse LSTM starting in padding"),
        starts_in_padding=True,
    ),
    _carried(mark("h not carried from step to step"), long, resets=frozenset("h")),
    _carried(mark("c not carried from step to step"), long, resets=frozenset("c")),
    _carried(mark("the state reset at every step"), long, resets=_STATES),
    _carried(
        mark("each layer's c passed up to the next layer at every step"),
        _stacked_cells,
        title=mark("c passed up"),
        from_below=frozenset("c"),
    ),
    _carried(
        mark("each layer's h and c passed up to the next layer at every step"),
        _stacked_cells,
        title=mark("h and c passed up"),
        from_below=_STATES,
    ),
    _carried(mark("one state shared by all layers"), _stacked_cells, takes_turns=True),
    _wiring(
        "reset",
        mark("the state not reset between batch rows"),
        batch,
        whole=True,
        carries_rows=True,
    ),
    _passes(mark("the state not reset after an earlier run of the sequence"), passes=2),
    _passes(mark("the state not reset after two earlier runs of the sequence"), passes=3),
)
"""In the order in which they are made."""
