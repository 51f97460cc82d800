"""Series: names of the arrays that can be compared, and the results of a computation."""

from typing import Final, NamedTuple

from ..arrays import Array
from ..network.config import LSTMConfig
from ..network.lane import Lane
from ..translation import tr

OUTPUTS: Final = ("output", "h_n", "c_n")


class Series(NamedTuple):
    """One quantity over time, or one of the three things that nn.LSTM returns.

    The values are (T, B, width) of a lane or of `output`, (L*D, B, width) of `h_n` and `c_n`. The
    outputs have no lane.
    """

    quantity: str
    lane: Lane | None = None

    @property
    def over_time(self) -> bool:
        """True when the first axis is time, False when it is the rows of h_n."""
        return self.quantity not in ("h_n", "c_n")

    def text(self) -> str:
        """Return its name, `output` or `f of layer 1 reverse`."""
        if self.lane is None:
            return self.quantity
        return tr("{quantity} of {lane}", quantity=self.quantity, lane=self.lane.text())


Results = dict[Series, Array]
"""Results by series. NaN: not decided; 0 in a run. Overflow is infinite."""


def width(series: Series, config: LSTMConfig) -> int:
    """Return the units of a series, as in nn.LSTM."""
    match series.quantity:
        case "output":
            return config.num_directions * config.output_size
        case "h_n" | "c_n":
            return config.width(series.quantity.removesuffix("_n"))
        case quantity:
            return config.width(quantity)
