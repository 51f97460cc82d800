"""Lane: one layer of an LSTM in one direction, with the suffix that torch gives its names."""

import re
from typing import Final, NamedTuple

from ..translation import mark, tr

DIRECTIONS: Final = (mark("forward"), mark("reverse"))

SUFFIX: Final = "_l[0-9]{1,9}(?:_reverse)?"
"""Pattern of the suffix that torch gives the names of a lane's parameters."""

_NAME: Final = re.compile(f"(.*)({SUFFIX})")


class Lane(NamedTuple):
    """One layer and direction. Lanes sort in the order of their rows in h_0, c_0, h_n and c_n.

    Attributes:
        layer: counted from 0 at the input. direction: 0 forward, 1 reverse.
    """

    layer: int = 0
    direction: int = 0

    @classmethod
    def of_suffix(cls, suffix: str) -> "Lane":
        """Return the lane of a `SUFFIX`: the inverse of `suffix`."""
        layer, _, reverse = suffix.removeprefix("_l").partition("_")
        return cls(int(layer), int(reverse == "reverse"))

    @property
    def reverse(self) -> bool:
        """True when the lane walks from each row's last timestep to its first."""
        return self.direction == 1

    @property
    def suffix(self) -> str:
        """Suffix of torch's names for the lane's parameters: `_l0`, `_l1_reverse`."""
        return f"_l{self.layer}" + ("_reverse" if self.direction else "")

    def text(self) -> str:
        """Name the lane, as `layer 1 reverse`."""
        return tr(
            "layer {layer} {direction}",
            layer=self.layer,
            direction=tr(DIRECTIONS[self.direction]),
        )


def split_name(parameter: str) -> tuple[str, Lane]:
    """Split torch's name of a parameter into its kind, as `weight_ih`, and its lane.

    Raises:
        KeyError: it has no lane's suffix.
    """
    match = _NAME.fullmatch(parameter)
    if match is None:
        raise KeyError(parameter)
    return match[1], Lane.of_suffix(match[2])
