"""The experiments that ship: small ones made by hand, whose every weight has a reason, and one
trained on real data."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from simulator.examples.bit_latch import latch
from simulator.examples.bracket_tagger import tagger
from simulator.examples.cue_forgetting import forgetting
from simulator.examples.example import RESOURCES, Example
from simulator.examples.heading_walk import walk
from simulator.examples.letter_counter import counter
from simulator.examples.sunspot_forecast import sunspots
from simulator.examples.teaching_cell import teaching

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
"""Every example by its id, in the order to learn from; each is built when it is called for."""
