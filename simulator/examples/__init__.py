"""Examples that ship: small ones built by hand, each weight with a reason, and a trained one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .bit_latch import LATCH, latch
from .bracket_depth import DEPTH, depth
from .bracket_tagger import TAGGER, tagger
from .cue_forgetting import FORGETTING, forgetting
from .example import RESOURCES, Example, ExampleWords
from .first_and_last import FIRST_AND_LAST, first_and_last
from .four_deeds import DEEDS, deeds
from .heading_walk import WALK, walk
from .heard_after_mark import TEACHING, teaching
from .parity_by_hand import PARITY, parity
from .sunspot_forecast import SUNSPOTS, sunspots

__all__ = [
    "EXAMPLES", "RESOURCES", "WORDS", "Example", "ExampleWords",
    "deeds", "depth", "first_and_last", "forgetting", "latch", "parity", "sunspots", "tagger",
    "teaching", "walk",
]  # fmt: skip

EXAMPLES: Final[Mapping[str, Callable[[], Example]]] = MappingProxyType(
    {
        "latch": latch,
        "deeds": deeds,
        "depth": depth,
        "forgetting": forgetting,
        "parity": parity,
        "first-and-last": first_and_last,
        "tagger": tagger,
        "walk": walk,
        "teaching": teaching,
        "sunspots": sunspots,
    }
)
"""Every example by its id, in the order of the start page; each is built when it is called."""

WORDS: Final[Mapping[str, ExampleWords]] = MappingProxyType(
    {
        words.id: words
        for words in (
            LATCH,
            DEEDS,
            DEPTH,
            FORGETTING,
            PARITY,
            FIRST_AND_LAST,
            TAGGER,
            WALK,
            TEACHING,
            SUNSPOTS,
        )
    }
)
"""What is told of every example, by its id in that order; to know it builds none."""
