"""Examples that ship: small ones built by hand, each weight with a reason, and a trained one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .bit_latch import latch
from .bracket_tagger import tagger
from .cue_forgetting import forgetting
from .example import RESOURCES, Example
from .heading_walk import walk
from .letter_counter import counter
from .sunspot_forecast import sunspots
from .teaching_cell import teaching

__all__ = [
    "EXAMPLES", "RESOURCES", "Example",
    "counter", "forgetting", "latch", "sunspots", "tagger", "teaching", "walk",
]  # fmt: skip

EXAMPLES: Final[Mapping[str, Callable[[], Example]]] = MappingProxyType(
    {
        "teaching": teaching,
        "latch": latch,
        "counter": counter,
        "forgetting": forgetting,
        "tagger": tagger,
        "walk": walk,
        "sunspots": sunspots,
    }
)
"""Every example by its id, in the order to learn from; each is built when it is called."""
