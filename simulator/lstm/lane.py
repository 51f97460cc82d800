"""Lane: one layer of an LSTM in one direction, with the suffix that torch gives its names."""

from typing import Final, NamedTuple

from ..translation import mark, tr

DIRECTIONS: Final = (mark("forward"), mark("reverse"))


class Lane(NamedTuple):
    """One layer and direction. Lanes sort in the order of their rows in h_0, c_0, h_n and c_n.

    Attributes:
        layer: counted from 0 at the input. direction: 0 forward, 1 reverse.
    """

    layer: int = 0
    direction: int = 0

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
