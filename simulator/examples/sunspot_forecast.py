"""Sunspot forecast: an LSTM trained on the yearly numbers from 1700 to 2008."""

from ..experiment.experiment import Experiment
from ..files.checkpoints import checkpoint
from ..files.sequences import sequence
from ..files.sequences.column_choice import ColumnChoice
from ..translation import mark
from .example import RESOURCES, Example


def sunspots() -> Example:
    """Load two layers of eight units, trained on real data (resources/SOURCES.md)."""
    parameters, _ = checkpoint.load(RESOURCES / "sunspots.safetensors")
    scaled = sequence.load(RESOURCES / "sunspots.csv", pick=ColumnChoice((1,), labels=0))
    return Example(
        "sunspots",
        mark("Sunspots"),
        mark("Trained on the years to 1949."),
        mark(
            "Two layers of eight units, trained to say the next year's sunspot "
            "number from the years before. The input is the year's number divided "
            "by 100. Watch how the units of layer 1 swing with the eleven years of "
            "the solar cycle, and what the long minimum about 1810 does to them. "
            "On the years from 1950 on, which it never saw, the forecast that its "
            "readout makes of h has half the error of predicting that next year "
            "equals this year."
        ),
        Experiment.create(parameters, scaled.values),
        scaled.columns or (),
        scaled.labels,
    )
