"""Examples that ship: small ones built by hand, each weight with a reason, and a trained one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .bit_latch import latch
from .bracket_depth import depth
from .bracket_tagger import tagger
from .cue_forgetting import forgetting
from .example import RESOURCES, Example
from .first_and_last import first_and_last
from .four_deeds import deeds
from .heading_walk import walk
from .heard_after_mark import teaching
from .parity_by_hand import parity
from .sunspot_forecast import sunspots

__all__ = [
    "EXAMPLES", "RESOURCES", "Example",
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
