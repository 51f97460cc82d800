"""What a lane of the LSTM is called in a sentence."""

from simulator.lstm.config import DIRECTIONS
from simulator.translation import tr


def lane_words(layer: int, direction: int) -> str:
    """As `layer 1 reverse`."""
    return tr("layer {layer} {direction}", layer=layer, direction=tr(DIRECTIONS[direction]))
